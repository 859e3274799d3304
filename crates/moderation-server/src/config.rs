//! Every setting of the server: its name, unit, default, and why.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use comment_protocol::{Diacritics, Limits, Policy};
use serde::Deserialize;

/// The site that exists without being configured.
pub const DEFAULT_SITE: &str = "default";

/// The configuration file, in TOML. Everything may be left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where readers and editors reach the server, such as `https://binhluan.example.vn`.
    /// `https` makes cookies `Secure`. Default: the address listened on.
    pub public_url: Option<String>,
    /// Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` and `X-Forwarded-Proto` are
    /// believed. Default: none, so that nobody can choose the address he is counted under.
    pub trusted_proxies: Vec<Network>,
    /// How much one client may do.
    pub rate_limits: RateLimits,
    /// The sites by name. `default` exists by itself.
    pub sites: BTreeMap<String, Site>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            rate_limits: RateLimits::default(),
            sites: BTreeMap::from([(DEFAULT_SITE.to_owned(), Site::default())]),
        }
    }
}

/// How much one client address may do in a minute; 0 is no limit. An IPv6 client counts as its
/// /64 network. Many Vietnamese readers share an address, so these are generous.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateLimits {
    /// Comments sent. Default 30.
    pub comments_per_minute: u32,
    /// Likes set or taken back. Default 120.
    pub likes_per_minute: u32,
    /// Reports sent. Default 20.
    pub reports_per_minute: u32,
    /// Attempts to sign in at the desk, by address and again by name. Default 10.
    pub sign_ins_per_minute: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            comments_per_minute: 30,
            likes_per_minute: 120,
            reports_per_minute: 20,
            sign_ins_per_minute: 10,
        }
    }
}

/// One news site.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Origins whose pages may read and write, such as `https://bao.example.vn`; `*` is all.
    /// Pages of the server's own origin always may. Default: none.
    pub allowed_origins: Vec<String>,
    /// What happens to Vietnamese without marks: `ask`, `require` or `off`. Default `ask`.
    pub diacritics: Diacritics,
    /// `after_review` holds every comment for an editor, `at_once` publishes first.
    /// Default `after_review`.
    pub publish: PublishMode,
    /// Whether readers without an account may write. Default true.
    pub guests: bool,
    /// Characters of a comment. Default 2,000.
    pub max_text_chars: u32,
    /// Characters of a name. Default 80.
    pub max_name_chars: u32,
    /// Secret of the house for readers' tokens (HS256), at least 32 characters. Default: none,
    /// and no token is taken.
    pub reader_token_secret: Option<String>,
}

impl Default for Site {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            allowed_origins: Vec::new(),
            diacritics: Diacritics::default(),
            publish: PublishMode::default(),
            guests: true,
            max_text_chars: limits.max_text_chars,
            max_name_chars: limits.max_name_chars,
            reader_token_secret: None,
        }
    }
}

impl Site {
    /// What the form must know.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        Policy {
            diacritics: self.diacritics,
            max_text_chars: self.max_text_chars,
            max_name_chars: self.max_name_chars,
            guests: self.guests,
        }
    }

    /// Whether pages of this origin may use the site.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        self.allowed_origins
            .iter()
            .any(|allowed| allowed == "*" || allowed.trim_end_matches('/') == origin)
    }
}

/// When a comment appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishMode {
    /// When an editor published it.
    #[default]
    AfterReview,
    /// As soon as it is sent.
    AtOnce,
}

/// One address, or all that share its first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether the address belongs to the network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let shared = |a: u128, b: u128, width: u8| {
            let rest = u32::from(width - self.bits.min(width));
            a.checked_shr(rest).unwrap_or(0) == b.checked_shr(rest).unwrap_or(0)
        };
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                shared(u128::from(u32::from(a)), u128::from(u32::from(b)), 32)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => shared(u128::from(a), u128::from(b), 128),
            _ => false,
        }
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no address or network such as `10.0.0.0/8`");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
            None => (text.as_str(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        if bits > width {
            Err(wrong())
        } else {
            Ok(Self { address, bits })
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

    fn apply_environment(
        &mut self,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        let words = |name: &str| {
            env(name).map(|list| {
                list.split(',')
                    .map(|word| word.trim().to_owned())
                    .collect::<Vec<_>>()
            })
        };
        if let Some(url) = env("BINH_LUAN_PUBLIC_URL") {
            self.public_url = Some(url);
        }
        if let Some(list) = words("BINH_LUAN_TRUSTED_PROXIES") {
            self.trusted_proxies = list
                .into_iter()
                .map(Network::try_from)
                .collect::<Result<_, _>>()
                .map_err(ConfigError::Invalid)?;
        }
        if let Some(list) = words("BINH_LUAN_ALLOWED_ORIGINS") {
            self.sites
                .entry(DEFAULT_SITE.to_owned())
                .or_default()
                .allowed_origins = list;
        }
        if let Some(setting) = env("BINH_LUAN_DIACRITICS") {
            self.sites
                .entry(DEFAULT_SITE.to_owned())
                .or_default()
                .diacritics = match setting.as_str() {
                "ask" => Diacritics::Ask,
                "require" => Diacritics::Require,
                "off" => Diacritics::Off,
                other => {
                    return Err(ConfigError::Invalid(format!(
                        "BINH_LUAN_DIACRITICS is `{other}`; say `ask`, `require` or `off`"
                    )));
                }
            };
        }
        let limits = &mut self.rate_limits;
        for (name, limit) in [
            (
                "BINH_LUAN_COMMENTS_PER_MINUTE",
                &mut limits.comments_per_minute,
            ),
            ("BINH_LUAN_LIKES_PER_MINUTE", &mut limits.likes_per_minute),
            (
                "BINH_LUAN_REPORTS_PER_MINUTE",
                &mut limits.reports_per_minute,
            ),
            (
                "BINH_LUAN_SIGN_INS_PER_MINUTE",
                &mut limits.sign_ins_per_minute,
            ),
        ] {
            if let Some(number) = env(name) {
                *limit = number.parse().map_err(|_| {
                    ConfigError::Invalid(format!("{name} is `{number}`; give a whole number"))
                })?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), ConfigError> {
        for (name, site) in &self.sites {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if name.is_empty() || !name.chars().all(plain) {
                return Err(ConfigError::Invalid(format!(
                    "site `{name}`: use small letters, digits and `-`"
                )));
            }
            if site
                .reader_token_secret
                .as_ref()
                .is_some_and(|secret| secret.len() < 32)
            {
                return Err(ConfigError::Invalid(format!(
                    "sites.{name}.reader_token_secret: give at least 32 characters"
                )));
            }
        }
        Ok(())
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
    fn the_environment_wins() {
        let env = |name: &str| match name {
            "BINH_LUAN_ALLOWED_ORIGINS" => Some(String::from("https://a.vn, https://b.vn")),
            "BINH_LUAN_COMMENTS_PER_MINUTE" => Some(String::from("0")),
            _ => None,
        };
        let config = Config::load(None, env).unwrap();
        assert!(config.sites[DEFAULT_SITE].allows("https://b.vn"));
        assert_eq!(config.rate_limits.comments_per_minute, 0);
    }

    #[test]
    fn networks() {
        let table = [
            ("10.0.0.0/8", "10.9.8.7", true),
            ("10.0.0.0/8", "11.0.0.1", false),
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
        assert!(Network::try_from(String::from("10.0.0.0/33")).is_err());
    }
}
