//! What no setting may be: found at the start, named, and with what to write instead.

use comment_protocol::is_reserved;

use super::{Config, ConfigError, Site};
use crate::moderation::page_address;
use crate::reader_token::secret_fault;

/// Characters that a text or a name may be allowed to have.
const CHARS: std::ops::RangeInclusive<u32> = 1..=20_000;
/// Seconds of patience: less cuts off honest phones, more lets idle clients stay.
const PATIENCE: std::ops::RangeInclusive<u32> = 1..=3_600;

impl Config {
    /// What is allowed, and seldom meant.
    #[must_use]
    pub fn doubts(&self) -> Vec<&'static str> {
        let is_https = self
            .desk_origin()
            .is_some_and(|url| url.starts_with("https://"));
        let mut doubts = Vec::new();
        if !self.trusted_proxies.is_empty() && !is_https {
            doubts.push(
                "there are trusted proxies, but the desk's address (`desk_url`, `public_url`) is not \
                 https: editors' cookies are not `Secure`",
            );
        }
        doubts
    }

    /// Writes addresses as browsers do, and refuses what cannot be meant.
    pub(super) fn check(&mut self) -> Result<(), ConfigError> {
        if let Some(url) = &mut self.public_url {
            *url = as_browsers_write("public_url", url)?;
        }
        if let Some(url) = &mut self.desk_url {
            *url = as_browsers_write("desk_url", url)?;
            if self.desk_listen.is_none() {
                let what = "set `desk_listen` too; the desk has no address of its own without it";
                return Err(invalid("desk_url", what));
            }
            // Scripts of the readers' pages could do whatever an editor can.
            if self.public_url.as_ref() == Some(url) {
                let what = "give the desk another host or port than `public_url`";
                return Err(invalid("desk_url", what));
            }
        }
        if let Some(contact) = &self.security_contact
            && !(contact.starts_with("mailto:") || contact.starts_with("https://"))
        {
            return Err(invalid(
                "security_contact",
                "write `mailto:ADDRESS` or `https://…`",
            ));
        }
        within(
            "connections.patience_seconds",
            self.connections.patience_seconds,
            PATIENCE,
        )?;
        within("connections.total", self.connections.total, 16..=1_000_000)?;
        for (name, site) in &mut self.sites {
            check_site(name, site)?;
        }
        Ok(())
    }
}

fn check_site(name: &str, site: &mut Site) -> Result<(), ConfigError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(invalid(
            &format!("site `{name}`"),
            "use small letters, digits and `-`",
        ));
    }
    let setting = |of: &str| format!("sites.{name}.{of}");
    for origin in &mut site.allowed_origins {
        if origin != "*" {
            *origin = as_browsers_write(&setting("allowed_origins"), origin)?;
        }
    }
    within(&setting("max_text_chars"), site.max_text_chars, CHARS)?;
    within(&setting("max_name_chars"), site.max_name_chars, CHARS)?;
    // A name without a letter would reserve nothing, unnoticed.
    if let Some(name) = site
        .reserved_names
        .iter()
        .find(|name| !is_reserved(name, &[name]))
    {
        return Err(invalid(
            &setting("reserved_names"),
            &format!("`{name}` holds no letter; write the name, or leave it out"),
        ));
    }
    for (of, secrets) in [
        ("reader_token_secret", site.reader_token_secret.as_slice()),
        (
            "reader_token_more_secrets",
            site.reader_token_more_secrets.as_slice(),
        ),
        ("house_key", site.house_key.as_slice()),
    ] {
        if let Some(fault) = secrets.iter().find_map(|secret| secret_fault(secret)) {
            return Err(invalid(&setting(of), fault));
        }
    }
    if site.reader_token_audience.as_deref() == Some("") {
        return Err(invalid(
            &setting("reader_token_audience"),
            "name the site, or leave it out",
        ));
    }
    Ok(())
}

/// An origin as it stands in a browser's `Origin`; a slash at its end is forgiven.
fn as_browsers_write(setting: &str, url: &str) -> Result<String, ConfigError> {
    let url = url.trim();
    let known = page_address::origin(url).filter(|_| {
        let bare = url.strip_suffix('/').unwrap_or(url);
        bare.split_once("://")
            .is_some_and(|(_, authority)| !authority.contains(['/', '?', '#']))
    });
    known.ok_or_else(|| {
        invalid(
            setting,
            &format!(
                "`{url}` is no origin; write scheme and host alone, such as `https://bao.example.vn`"
            ),
        )
    })
}

fn within(
    setting: &str,
    number: u32,
    allowed: std::ops::RangeInclusive<u32>,
) -> Result<(), ConfigError> {
    if allowed.contains(&number) {
        return Ok(());
    }
    let (least, most) = (allowed.start(), allowed.end());
    Err(invalid(
        setting,
        &format!("{number} is not from {least} to {most}"),
    ))
}

fn invalid(setting: &str, what: &str) -> ConfigError {
    ConfigError::Invalid(format!("{setting}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(toml: &str) -> Result<Config, String> {
        let mut config: Config = toml::from_str(toml).unwrap();
        match config.check() {
            Ok(()) => Ok(config),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn addresses_are_written_as_browsers_write_them() {
        let config = checked(
            "public_url = \"HTTPS://Binhluan.Example.VN:443/\"\n\
             [sites.bao]\nallowed_origins = [\"https://Bao.vn/\", \"*\"]",
        )
        .unwrap();
        let url = config.public_url.as_deref();
        assert_eq!(url, Some("https://binhluan.example.vn"));
        assert!(config.sites["bao"].allows("https://bao.vn"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_and_named() {
        for (toml, named) in [
            ("public_url = \"xin chao\"", "public_url"),
            ("public_url = \"https://a.vn/binh-luan\"", "public_url"),
            (
                "[sites.a]\nallowed_origins = [\"a.vn\"]",
                "sites.a.allowed_origins",
            ),
            (
                "[sites.a]\nallowed_origins = [\"https://a.vn/x\"]",
                "scheme and host alone",
            ),
            (
                "[sites.a]\nmax_text_chars = 0",
                "sites.a.max_text_chars: 0 is not from 1 to",
            ),
            ("[sites.a]\nmax_text_chars = 4000000000", "max_text_chars"),
            ("desk_url = \"https://ban.a.vn\"", "set `desk_listen` too"),
            (
                "public_url = \"https://a.vn\"\ndesk_url = \"https://A.vn/\"\n\
                 desk_listen = \"127.0.0.1:8081\"",
                "desk_url: give the desk another host or port",
            ),
            ("[sites.\"A b\"]", "small letters"),
            ("security_contact = \"an@a.vn\"", "mailto:"),
            ("[connections]\npatience_seconds = 0", "patience_seconds"),
            ("[sites.a]\nreserved_names = [\"Báo\", \"…\"]", "`…`"),
            ("[sites.a]\nreader_token_secret = \"x\"", "32"),
            (
                "[sites.a]\nreader_token_secret = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
                "sites.a.reader_token_secret: it has too few different characters",
            ),
            (
                "[sites.a]\nreader_token_more_secrets = [\"x\"]",
                "sites.a.reader_token_more_secrets",
            ),
            ("[sites.a]\nreader_token_audience = \"\"", "audience"),
            ("[sites.a]\nhouse_key = \"x\"", "sites.a.house_key: give"),
        ] {
            let error = checked(toml).unwrap_err();
            assert!(error.contains(named), "{toml}: {error}");
        }
    }
}
