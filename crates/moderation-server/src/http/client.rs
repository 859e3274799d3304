//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::config::{Config, Network};

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
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| {
                info.0.ip().to_canonical()
            });
        Ok(Self(behind_proxies(
            peer,
            &parts.headers,
            &Arc::<Config>::from_ref(state).trusted_proxies,
        )))
    }
}

/// What counts as one client: an IPv4 address, or an IPv6 /64, since a single line has 2^64 of the
/// latter.
#[must_use]
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Walks `X-Forwarded-For` from the nearest hop, as long as the hop is trusted. What stands
/// further left was written by the client and may be anything.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let hops = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|hop| hop.trim().parse::<IpAddr>())
        .collect::<Vec<_>>();
    let mut client = peer;
    for hop in hops.into_iter().rev() {
        if !is_trusted(client) {
            break;
        }
        match hop {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_headers_count_only_behind_trusted_proxies() {
        let proxy = vec![Network::try_from(String::from("10.0.0.0/8")).unwrap()];
        let table = [
            (
                "203.0.113.9",
                "1.2.3.4",
                "203.0.113.9",
                "a client cannot choose his address",
            ),
            ("10.0.0.1", "1.2.3.4", "1.2.3.4", "the proxy's word"),
            (
                "10.0.0.1",
                "9.9.9.9, 1.2.3.4",
                "1.2.3.4",
                "the client's own word is passed over",
            ),
            ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4", "two proxies"),
            ("10.0.0.1", "nonsense", "10.0.0.1", "no address"),
        ];
        for (peer, forwarded, expected, why) in table {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let found = behind_proxies(peer.parse().unwrap(), &headers, &proxy);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{why}");
        }
    }
}
