//! Who may open a connection: so many in all, so many from one address, the idle make room.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::client::network_of;
use crate::config::Config;

/// How many connections there are and were; for the operator.
#[derive(Debug, Default)]
pub struct ConnectionCounts {
    open: AtomicU64,
    refused: AtomicU64,
}

impl ConnectionCounts {
    /// Open now.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.open.load(Ordering::Relaxed)
    }

    /// Refused since the start.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

/// What one connection is doing.
#[derive(Debug, Default)]
pub(crate) struct Seat {
    requests: AtomicU32,
    unflushed: AtomicBool,
    asked_to_leave: AtomicBool,
    leave: Notify,
}

impl Seat {
    /// Whether a request is being answered, or its answer is still on the way.
    pub(crate) fn is_busy(&self) -> bool {
        self.requests.load(Ordering::Relaxed) > 0 || self.unflushed.load(Ordering::Relaxed)
    }

    /// A request; it lasts as long as what is returned.
    pub(crate) fn request(self: &Arc<Self>) -> RunningRequest {
        self.requests.fetch_add(1, Ordering::Relaxed);
        RunningRequest(Arc::clone(self))
    }

    pub(crate) fn set_unflushed(&self, unflushed: bool) {
        self.unflushed.store(unflushed, Ordering::Relaxed);
    }

    /// Done when the connection shall make room for another.
    pub(crate) async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }

    /// Asks an idle connection, once.
    fn ask_to_leave(&self) -> bool {
        if self.is_busy() || self.asked_to_leave.swap(true, Ordering::Relaxed) {
            return false;
        }
        self.leave.notify_one();
        true
    }
}

/// Held while a request is being answered.
#[derive(Debug)]
pub(crate) struct RunningRequest(Arc<Seat>);

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Seats {
    /// By age.
    taken: BTreeMap<u64, Arc<Seat>>,
    by_network: HashMap<IpAddr, u32>,
    next: u64,
}

/// The bounds, and who is inside.
#[derive(Debug)]
pub(crate) struct Admission {
    total: usize,
    config: Arc<Config>,
    counts: Arc<ConnectionCounts>,
    seats: Mutex<Seats>,
}

impl Admission {
    pub(crate) fn new(
        total: usize,
        config: Arc<Config>,
        counts: Arc<ConnectionCounts>,
    ) -> Arc<Self> {
        Arc::new(Self {
            total,
            config,
            counts,
            seats: Mutex::default(),
        })
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from this address; `None` where there is none to be had. Where all
    /// are taken the connection that has been idle and open longest goes.
    pub(crate) fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let network = network_of(peer);
        let mut proxies = self.config.trusted_proxies.iter();
        let is_trusted = proxies.any(|known| known.contains(peer));
        let limit = self.config.connections.of_one(peer);
        let mut seats = self.seats();
        let of_network = seats.by_network.get(&network).copied().unwrap_or(0);
        let is_crowd = limit > 0 && !is_trusted && of_network >= limit;
        let has_room = seats.taken.len() < self.total
            || (!is_crowd && seats.taken.values().any(|seat| seat.ask_to_leave()));
        if is_crowd || !has_room {
            self.counts.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let number = seats.next;
        let seat = Arc::new(Seat::default());
        seats.next += 1;
        seats.taken.insert(number, Arc::clone(&seat));
        seats.by_network.insert(network, of_network + 1);
        self.counts.open.fetch_add(1, Ordering::Relaxed);
        Some(Place {
            admission: Arc::clone(self),
            number,
            network,
            seat,
        })
    }
}

/// A connection's place; given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    admission: Arc<Admission>,
    number: u64,
    network: IpAddr,
    /// What it is doing.
    pub(crate) seat: Arc<Seat>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut seats = self.admission.seats();
        seats.taken.remove(&self.number);
        if let Some(count) = seats.by_network.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                seats.by_network.remove(&self.network);
            }
        }
        self.admission.counts.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(total: usize, per_address: u32) -> Arc<Admission> {
        let mut config = Config {
            trusted_proxies: vec![String::from("10.0.0.1").try_into().unwrap()],
            ..Config::default()
        };
        config.connections.per_address = Some(per_address);
        Admission::new(total, Arc::new(config), Arc::default())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_has_its_share_and_a_trusted_proxy_more() {
        let door = admission(100, 2);
        let inside: Vec<_> = (0..2).map(|_| door.enter(ip("192.0.2.1"))).collect();
        assert!(inside.iter().all(Option::is_some));
        assert!(door.enter(ip("192.0.2.1")).is_none());
        assert!(door.enter(ip("192.0.2.2")).is_some(), "somebody else");
        let v6: Vec<_> = ["2001:db8::1", "2001:db8::2", "2001:db8::3"]
            .map(|host| door.enter(ip(host)))
            .into();
        assert!(v6[2].is_none(), "one line is one client");
        let proxied: Vec<_> = (0..9).map(|_| door.enter(ip("10.0.0.1"))).collect();
        assert!(proxied.iter().all(Option::is_some));
        drop(inside);
        assert!(door.enter(ip("192.0.2.1")).is_some(), "places come back");
        assert_eq!(door.counts.refused(), 2);
    }

    #[tokio::test]
    async fn the_idle_make_room_and_the_busy_stay() {
        let door = admission(2, 0);
        let busy = door.enter(ip("192.0.2.1")).unwrap();
        let request = busy.seat.request();
        let idle = door.enter(ip("192.0.2.2")).unwrap();
        let third = door.enter(ip("192.0.2.3")).unwrap();
        idle.seat.asked_to_leave().await;
        let running = third.seat.request();
        assert!(door.enter(ip("192.0.2.4")).is_none(), "all are busy");
        drop((running, request, idle));
        assert!(door.enter(ip("192.0.2.4")).is_some());
    }
}
