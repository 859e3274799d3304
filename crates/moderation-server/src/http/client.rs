//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Once};

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::config::{Config, Network, is_near};

/// Where proxies write for whom they ask.
const FORWARDED: &str = "x-forwarded-for";

/// The client's address: the peer's, or what trusted proxies say about it.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl<S> FromRequestParts<S> for ClientAddress
where
    S: Sync,
    Arc<Config>: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let config = Arc::<Config>::from_ref(state);
        Ok(Self(client_of(&parts.extensions, &parts.headers, &config)))
    }
}

/// The client of a request.
pub(crate) fn client_of(extensions: &Extensions, headers: &HeaderMap, config: &Config) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| {
            info.0.ip().to_canonical()
        });
    behind_proxies(peer, headers, &config.trusted_proxies)
}

/// What counts as one client: an IPv4 address, or an IPv6 /64, since a single line has 2^64 of the
#[must_use]
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Walks `X-Forwarded-For` from the nearest hop, as long as the hop is trusted. What stands
/// further left was written by the client and may be anything; it is not looked at.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if headers.contains_key(FORWARDED) && !is_trusted(peer) && is_near(peer) {
        warn_of_proxy();
    }
    let mut client = peer;
    let values = headers.get_all(FORWARDED).iter().rev();
    let hops = values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
    for hop in hops {
        if !is_trusted(client) {
            break;
        }
        match address_of(hop) {
            Some(address) => client = address,
            None => {
                warn_once();
                break;
            }
        }
    }
    client
}

/// The commonest mistake of all, and one that shows only when many readers come.
fn warn_of_proxy() {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        tracing::warn!(
            "a proxy sends X-Forwarded-For and is not among `trusted_proxies`: all its readers \
             share one limit"
        );
    });
}

/// The address of one hop, however the proxy writes it: bare, with a port, in brackets.
fn address_of(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim().trim_matches('"');
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    let address = hop.parse().ok().or_else(with_port).or_else(bare)?;
    Some(IpAddr::to_canonical(&address))
}

/// Otherwise all readers share the proxy's limits, and nobody knows why.
fn warn_once() {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        tracing::warn!(
            "a trusted proxy sends an X-Forwarded-For that is no address; its readers count as one"
        );
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_headers_count_only_behind_trusted_proxies() {
        let proxy = vec![Network::try_from(String::from("10.0.0.0/8")).unwrap()];
        let table: [(&str, &[&str], &str, &str); 13] = [
            (
                "203.0.113.9",
                &["1.2.3.4"],
                "203.0.113.9",
                "a client cannot choose his address",
            ),
            ("10.0.0.1", &["1.2.3.4"], "1.2.3.4", "the proxy's word"),
            (
                "10.0.0.1",
                &["9.9.9.9, 1.2.3.4"],
                "1.2.3.4",
                "the client's own word is passed over",
            ),
            ("10.0.0.1", &["1.2.3.4, 10.0.0.2"], "1.2.3.4", "two proxies"),
            (
                "10.0.0.1",
                &["9.9.9.9, 1.2.3.4", "10.0.0.2"],
                "1.2.3.4",
                "two headers",
            ),
            ("10.0.0.1", &["nonsense"], "10.0.0.1", "no address"),
            (
                "10.0.0.1",
                &["nonsense, 1.2.3.4"],
                "1.2.3.4",
                "nonsense of the client's",
            ),
            ("10.0.0.1", &["1.2.3.4:51234"], "1.2.3.4", "with its port"),
            ("10.0.0.1", &["2001:db8::1"], "2001:db8::1", "IPv6"),
            (
                "10.0.0.1",
                &["[2001:db8::1]:9"],
                "2001:db8::1",
                "IPv6 with its port",
            ),
            (
                "10.0.0.1",
                &["[2001:db8::1]"],
                "2001:db8::1",
                "IPv6 in brackets",
            ),
            ("10.0.0.1", &["::ffff:1.2.3.4"], "1.2.3.4", "IPv4 as IPv6"),
            ("10.0.0.1", &[], "10.0.0.1", "the proxy itself asks"),
        ];
        for (peer, forwarded, expected, why) in table {
            let mut headers = HeaderMap::new();
            for value in forwarded {
                headers.append("x-forwarded-for", value.parse().unwrap());
            }
            let found = behind_proxies(peer.parse().unwrap(), &headers, &proxy);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{why}");
        }
    }
}
