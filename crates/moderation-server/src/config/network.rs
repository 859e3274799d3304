//! Addresses and networks whose word is believed.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

/// One address, or all that share its first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(IpNet);

impl Network {
    /// Whether the address belongs to the network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
        match text.parse().ok().or_else(one) {
            Some(network) => Ok(Self(network)),
            None => Err(format!(
                "`{text}` is no address or network such as `10.0.0.0/8`"
            )),
        }
    }
}

/// Whether the address is of this machine or of a house's own network, where proxies stand.
#[must_use]
pub fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, is_near};

    #[test]
    fn the_houses_own_network() {
        for (address, near) in [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("::1", true),
            ("fd00::1", true),
            ("::ffff:192.168.1.1", true),
            ("203.0.113.9", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_near(address.parse().unwrap()), near, "{address}");
        }
    }

    #[test]
    fn networks() {
        let table = [
            ("10.0.0.0/8", "10.9.8.7", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3/8", "10.9.8.7", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
        ];
        for (network, address, expected) in table {
            let parsed = Network::try_from(network.to_owned()).unwrap();
            assert_eq!(
                parsed.contains(address.parse().unwrap()),
                expected,
                "{network} {address}"
            );
        }
        for wrong in ["10.0.0.0/33", "10.0.0", "", "localhost"] {
            assert!(Network::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
