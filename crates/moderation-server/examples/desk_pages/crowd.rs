//! Readers who list while eight editors search and decide, and the same without editors.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::fill::{EDITORS, PAGES, token};
use crate::http::Client;
use crate::pages::{SEARCHES, search};
use crate::texts::Dice;
use crate::times::Times;

/// Readers' connections, and what each asks for in a second, by its own clock.
const READERS: usize = 4;
const LISTS_A_SECOND: u32 = 25;
/// How long each part runs, and how often they take turns.
const PART: Duration = Duration::from_secs(10);
const TURNS: usize = 3;

/// What came of it.
#[derive(Default)]
pub(crate) struct Crowd {
    pub(crate) readers_alone: Times,
    pub(crate) readers_beside: Times,
    pub(crate) searches: Times,
    pub(crate) decisions: Times,
}

/// Takes turns, so that what else the machine does falls on both.
pub(crate) fn measure(server: SocketAddr, comments: usize) -> Crowd {
    let mut crowd = Crowd::default();
    for turn in 0..TURNS {
        crowd.readers_alone.append(readers(server, turn));
        let is_over = &AtomicBool::new(false);
        thread::scope(|scope| {
            let editors: Vec<_> = (1..=EDITORS)
                .map(|number| scope.spawn(move || editor(server, number, turn, comments, is_over)))
                .collect();
            crowd.readers_beside.append(readers(server, turn + 100));
            is_over.store(true, Ordering::Relaxed);
            for editor in editors {
                let (searches, decisions) = editor.join().unwrap();
                crowd.searches.append(searches);
                crowd.decisions.append(decisions);
            }
        });
    }
    crowd
}

fn readers(server: SocketAddr, seed: usize) -> Times {
    thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|number| scope.spawn(move || reader(server, 1 + seed * READERS + number)))
            .collect();
        let mut all = Times::default();
        for reader in readers {
            all.append(reader.join().unwrap());
        }
        all
    })
}

/// Asks when it is due, and counts from then.
fn reader(server: SocketAddr, seed: usize) -> Times {
    let client = Client::reader(server);
    let mut dice = Dice(9_973 * seed as u64);
    let mut times = Times::default();
    let began = Instant::now();
    let step = Duration::from_secs(1) / LISTS_A_SECOND;
    let mut due = began;
    while due < began + PART {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let page = 1 + dice.next(PAGES);
        client.get(&format!(
            "/v1/sites/default/comments?page_id=bai-{page}&limit=20"
        ));
        times.add(due.elapsed());
        due += step;
    }
    times
}

/// Decides once a second, and searches between.
fn editor(
    server: SocketAddr,
    number: usize,
    turn: usize,
    comments: usize,
    is_over: &AtomicBool,
) -> (Times, Times) {
    let client = Client::editor(server, &token(number));
    let (mut searches, mut decisions) = (Times::default(), Times::default());
    let own = comments * 9 / 10 + (turn * EDITORS + number) * 40;
    let mut due = Instant::now() + Duration::from_secs(1) * u32::try_from(number).unwrap() / 8;
    for n in 0.. {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let action = match n % 3 {
            0 => "reject",
            _ => "publish",
        };
        let act = json!({"kind": "decide", "key": format!("{turn}-{number}-{n}"),
            "id": format!("c{}", own + n), "action": action, "revision": 1});
        decisions.add(client.act(&act));
        let (_, q) = SEARCHES[(number * 7 + n) % SEARCHES.len()];
        searches.add(client.get(&search(q)).0);
        due += Duration::from_secs(1);
    }
    (searches, decisions)
}
