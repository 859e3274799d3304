//! Every setting of the server: its name, unit, default, and why.

mod check;
mod environment;
mod network;
mod site;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::moderation::role::Role;

pub use self::environment::{VARIABLES, unknown_variables};
pub use self::network::{Network, is_near};
pub use self::site::{Pages, PublishMode, Site};

/// The site that exists without being configured.
pub const DEFAULT_SITE: &str = "default";

/// The configuration file, in TOML. Everything may be left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where readers and editors reach the server, such as `https://binhluan.example.vn`.
    /// `https` makes cookies `Secure`. Default: the address listened on.
    pub public_url: Option<String>,
    /// Address and port for the editors' desk alone; readers' address then answers 404 for it.
    /// Default: none, the desk is where the readers are, and scripts of pages there reach it.
    pub desk_listen: Option<SocketAddr>,
    /// Where editors reach the desk, if it has an address of its own, such as
    /// `https://ban-bien-tap.example.vn`. Default: the address listened on.
    pub desk_url: Option<String>,
    /// Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed. Default: none, so
    /// that nobody can choose the address he is counted under.
    pub trusted_proxies: Vec<Network>,
    /// Where to report a weakness, `mailto:…` or `https://…`: what `/.well-known/security.txt`
    /// says. Default: none, and there is no such file.
    pub security_contact: Option<String>,
    /// Roles (`editor`, `secretary`, `administrator`) whose accounts must have a second factor: before
    /// they set it up they reach nothing else. Default: none, everybody decides for himself.
    pub second_factor_roles: Vec<Role>,
    /// How much one client may do.
    pub rate_limits: RateLimits,
    /// How many connections there may be, and how patient the server is with them.
    pub connections: Connections,
    /// The sites by name. `default` exists by itself.
    pub sites: BTreeMap<String, Site>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            desk_listen: None,
            desk_url: None,
            trusted_proxies: Vec::new(),
            security_contact: None,
            second_factor_roles: Vec::new(),
            rate_limits: RateLimits::default(),
            connections: Connections::default(),
            sites: BTreeMap::from([(DEFAULT_SITE.to_owned(), Site::default())]),
        }
    }
}

/// How much one client address may do, in a minute where nothing else is said; 0 is no limit. An IPv6 client counts as its
/// /64 network. Many Vietnamese readers share an address, so these are generous.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateLimits {
    /// Comments sent. Default 30.
    pub comments_per_minute: u32,
    /// Comments sent in an hour. Default 120. Without a limit by the minute, hour and day have none.
    pub comments_per_hour: u32,
    /// Comments sent in a day. Default 400.
    pub comments_per_day: u32,
    /// Comments of one account, or one address, that may wait for an editor on one article.
    /// Default 30.
    pub waiting_per_article: u32,
    /// Likes set or taken back. Default 120.
    pub likes_per_minute: u32,
    /// Reports sent. Default 20.
    pub reports_per_minute: u32,
    /// Attempts to sign in at the desk, by address and again by name. Default 10.
    pub sign_ins_per_minute: u32,
    /// Lists, counts and threads read. Default 6,000, a hundred readers a second behind one
    /// address: a bound for programs, not for people. Unless it is set, addresses of the house's
    /// own network are not counted: a proxy that nobody named speaks for all readers.
    pub reads_per_minute: Option<u32>,
    /// Receipts looked up or used to take a comment back. Default 300.
    pub receipts_per_minute: u32,
}

impl RateLimits {
    /// What a client may read in a minute; 0 is no limit.
    #[must_use]
    pub fn reads(&self, client: IpAddr) -> u32 {
        unless_set(self.reads_per_minute, client, 6_000)
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            comments_per_minute: 30,
            comments_per_hour: 120,
            comments_per_day: 400,
            waiting_per_article: 30,
            likes_per_minute: 120,
            reports_per_minute: 20,
            sign_ins_per_minute: 10,
            reads_per_minute: None,
            receipts_per_minute: 300,
        }
    }
}

/// What is set, or the usual bound, which does not hold for the house's own network.
fn unless_set(set: Option<u32>, address: IpAddr, usual: u32) -> u32 {
    let usual = if is_near(address) { 0 } else { usual };
    set.unwrap_or(usual)
}

/// Connections and their patience.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Connections {
    /// Open at once. Default 4,096, or what the system's limit of open files leaves.
    pub total: u32,
    /// Open at once from one address (an IPv6 /64) that is no trusted proxy; 0 is no limit.
    /// Default 100, and none for the house's own network, as above.
    pub per_address: Option<u32>,
    /// Seconds for the head of a request, for its body, for a client to take some of its answer,
    /// and between requests. Default 20.
    pub patience_seconds: u32,
}

impl Connections {
    /// How many connections an address may have open; 0 is no limit.
    #[must_use]
    pub fn of_one(&self, peer: IpAddr) -> u32 {
        unless_set(self.per_address, peer, 100)
    }

    /// The patience as a span of time.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds as u64)
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            total: 4_096,
            per_address: None,
            patience_seconds: 20,
        }
    }
}

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration `{0}`: {1}")]
    Unreadable(String, std::io::Error),
    /// The file says something that is not understood.
    #[error("the configuration is not understood: {0}")]
    Invalid(String),
}

impl Config {
    /// Where editors reach the desk, as configured.
    #[must_use]
    pub fn desk_origin(&self) -> Option<&str> {
        match self.desk_listen {
            Some(_) => self.desk_url.as_deref(),
            None => self.public_url.as_deref(),
        }
    }

    /// Reads the file, where one is named, then the environment, which wins.
    ///
    /// # Errors
    /// [`ConfigError`] with the setting to change.
    pub fn load(
        file: Option<&Path>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut config = match file {
            None => Self::default(),
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|e| ConfigError::Unreadable(file.display().to_string(), e))?;
                toml::from_str(&text).map_err(|e| ConfigError::Invalid(e.to_string()))?
            }
        };
        config.sites.entry(DEFAULT_SITE.to_owned()).or_default();
        config.apply_environment(env)?;
        config.check()?;
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_configured_is_one_open_site_with_no_foreign_origin() {
        let config = Config::load(None, |_| None).unwrap();
        let site = &config.sites[DEFAULT_SITE];
        assert!(site.guests && site.publish == PublishMode::AfterReview);
        assert!(!site.allows("https://bao.example.vn"));
    }

    #[test]
    fn a_proxy_that_nobody_named_is_not_taken_for_one_reader() {
        let (mut limits, mut connections) = (RateLimits::default(), Connections::default());
        for (address, reads, open) in [("203.0.113.9", 6_000, 100), ("10.0.0.7", 0, 0)] {
            let address = address.parse().unwrap();
            assert_eq!(
                (limits.reads(address), connections.of_one(address)),
                (reads, open)
            );
        }
        limits.reads_per_minute = Some(7);
        connections.per_address = Some(8);
        for address in ["203.0.113.9", "10.0.0.7"] {
            let address = address.parse().unwrap();
            assert_eq!((limits.reads(address), connections.of_one(address)), (7, 8));
        }
    }
}
