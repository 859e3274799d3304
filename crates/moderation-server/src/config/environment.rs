//! Settings from the environment, which win over the file's.

use comment_protocol::Diacritics;

use super::{Config, ConfigError, DEFAULT_SITE, Network};

/// How the names of all variables begin.
const PREFIX: &str = "BINH_LUAN_";
/// Every variable that the server reads, here or on its command line.
pub const VARIABLES: &[&str] = &[
    "BINH_LUAN_ALLOWED_ORIGINS",
    "BINH_LUAN_ASSETS",
    "BINH_LUAN_COMMENTS_PER_DAY",
    "BINH_LUAN_COMMENTS_PER_HOUR",
    "BINH_LUAN_COMMENTS_PER_MINUTE",
    "BINH_LUAN_CONFIG",
    "BINH_LUAN_CONNECTIONS",
    "BINH_LUAN_CONNECTIONS_PER_ADDRESS",
    "BINH_LUAN_DATABASE_URL",
    "BINH_LUAN_DATA_DIR",
    "BINH_LUAN_DEMO",
    "BINH_LUAN_DESK_LISTEN",
    "BINH_LUAN_DESK_URL",
    "BINH_LUAN_DIACRITICS",
    "BINH_LUAN_EARLIER_ASSETS",
    "BINH_LUAN_HOUSE_KEY",
    "BINH_LUAN_KEY_FILE",
    "BINH_LUAN_LIKES_PER_MINUTE",
    "BINH_LUAN_LISTEN",
    "BINH_LUAN_LOG",
    "BINH_LUAN_LOG_FORMAT",
    "BINH_LUAN_PATIENCE_SECONDS",
    "BINH_LUAN_PUBLIC_URL",
    "BINH_LUAN_READS_PER_MINUTE",
    "BINH_LUAN_RECEIPTS_PER_MINUTE",
    "BINH_LUAN_REPORTS_PER_MINUTE",
    "BINH_LUAN_SECURITY_CONTACT",
    "BINH_LUAN_SIGN_INS_PER_MINUTE",
    "BINH_LUAN_TRUSTED_PROXIES",
    "BINH_LUAN_WAITING_PER_ARTICLE",
];
/// What the repository's own tools read beside the server.
const TOOLS: &[&str] = &["BINH_LUAN_CACHE", "BINH_LUAN_KILLS", "BINH_LUAN_SHAKE_MS"];

/// Variables that look like settings and are none, so that a typing mistake is noticed.
pub fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<String> {
    names
        .into_iter()
        .filter(|name| name.starts_with(PREFIX))
        .filter(|name| !VARIABLES.contains(&name.as_str()) && !TOOLS.contains(&name.as_str()))
        .collect()
}

impl Config {
    pub(super) fn apply_environment(
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
        if let Some(url) = env("BINH_LUAN_DESK_URL") {
            self.desk_url = Some(url);
        }
        if let Some(address) = env("BINH_LUAN_DESK_LISTEN") {
            let address = address.parse().map_err(|_| {
                ConfigError::Invalid(format!(
                    "BINH_LUAN_DESK_LISTEN is `{address}`; give address and port, such as \
                     `127.0.0.1:8081`"
                ))
            })?;
            self.desk_listen = Some(address);
        }
        if let Some(contact) = env("BINH_LUAN_SECURITY_CONTACT") {
            self.security_contact = Some(contact);
        }
        if let Some(key) = env("BINH_LUAN_HOUSE_KEY") {
            self.sites
                .entry(DEFAULT_SITE.to_owned())
                .or_default()
                .house_key = Some(key);
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
        let connections = &mut self.connections;
        for (name, limit) in [
            (
                "BINH_LUAN_COMMENTS_PER_MINUTE",
                &mut limits.comments_per_minute,
            ),
            ("BINH_LUAN_COMMENTS_PER_HOUR", &mut limits.comments_per_hour),
            ("BINH_LUAN_COMMENTS_PER_DAY", &mut limits.comments_per_day),
            (
                "BINH_LUAN_WAITING_PER_ARTICLE",
                &mut limits.waiting_per_article,
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
            (
                "BINH_LUAN_RECEIPTS_PER_MINUTE",
                &mut limits.receipts_per_minute,
            ),
            ("BINH_LUAN_CONNECTIONS", &mut connections.total),
            (
                "BINH_LUAN_PATIENCE_SECONDS",
                &mut connections.patience_seconds,
            ),
        ] {
            if let Some(number) = number(&env, name)? {
                *limit = number;
            }
        }
        for (name, limit) in [
            ("BINH_LUAN_READS_PER_MINUTE", &mut limits.reads_per_minute),
            (
                "BINH_LUAN_CONNECTIONS_PER_ADDRESS",
                &mut connections.per_address,
            ),
        ] {
            *limit = number(&env, name)?.or(*limit);
        }
        Ok(())
    }
}

fn number(env: impl Fn(&str) -> Option<String>, name: &str) -> Result<Option<u32>, ConfigError> {
    let read = |number: String| {
        number
            .parse()
            .map_err(|_| ConfigError::Invalid(format!("{name} is `{number}`; give a whole number")))
    };
    env(name).map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_variable_that_is_read_is_known() {
        // Whatever is asked for while loading, and nothing else, must be in the list.
        let asked = std::cell::RefCell::new(Vec::new());
        let env = |name: &str| {
            asked.borrow_mut().push(name.to_owned());
            None
        };
        Config::load(None, env).unwrap();
        assert!(asked.borrow().len() > 10);
        assert_eq!(unknown_variables(asked.into_inner()), Vec::<String>::new());
        let mistyped = ["BINH_LUAN_PUBLIC_ULR", "PATH"].map(String::from);
        assert_eq!(unknown_variables(mistyped), ["BINH_LUAN_PUBLIC_ULR"]);
    }
}
