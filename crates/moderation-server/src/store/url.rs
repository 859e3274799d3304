//! Where a database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Where PostgreSQL listens unless it is told otherwise.
const USUAL_PORT: u16 = 5432;
/// The SQLite database's file in its folder.
const SQLITE_FILE: &str = "binh-luan.sqlite";

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:FOLDER`: the embedded one, a file in this folder.
    Sqlite(PathBuf),
    /// `postgres://…`: a server of its own, which several processes may share.
    Postgres(PostgresUrl),
}

/// Where a PostgreSQL database is; shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(Box<Config>);

/// The address names no database that this program knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Another kind of database, or none.
    #[error("a database URL is `sqlite:FOLDER` or `postgres://USER@HOST/DATABASE`")]
    UnknownKind,
    /// A kind without a place.
    #[error("`sqlite:` is followed by no folder; write `sqlite:FOLDER`")]
    NoFolder,
    /// Not as PostgreSQL's own programs write it.
    #[error("not an address of PostgreSQL: {0}")]
    Postgres(String),
}

impl PostgresUrl {
    pub(super) fn config(&self) -> &Config {
        &self.0
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PostgresUrl({self})")
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.0;
        out.write_str("postgres://")?;
        if let Some(user) = config.get_user() {
            write!(out, "{user}@")?;
        }
        let ports = config.get_ports();
        for (at, host) in config.get_hosts().iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(out, "{comma}{name}")?,
                Host::Unix(folder) => write!(out, "{comma}{}", folder.display())?,
            }
            // The parser names the usual one where the address does not.
            let port = ports.get(at).or(ports.first());
            if let Some(port) = port.filter(|port| **port != USUAL_PORT) {
                write!(out, ":{port}")?;
            }
        }
        write!(out, "/{}", config.get_dbname().unwrap_or_default())
    }
}

impl DatabaseUrl {
    /// The folder that the server's own files lie in beside the database, where it is a file.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(folder) => Some(folder),
            Self::Postgres(_) => None,
        }
    }

    /// The database's file, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.folder().map(file_in)
    }
}

/// The SQLite database in its folder.
pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join(SQLITE_FILE)
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // Its errors name a part of the address and quote none.
            let config: Config = url
                .parse()
                .map_err(|error: tokio_postgres::Error| Self::Err::Postgres(why(&error)))?;
            if config.get_hosts().is_empty() {
                return Err(Self::Err::Postgres(String::from("it names no host")));
            }
            return Ok(Self::Postgres(PostgresUrl(Box::new(config))));
        }
        match url.strip_prefix("sqlite:") {
            None => Err(DatabaseUrlError::UnknownKind),
            Some("") => Err(DatabaseUrlError::NoFolder),
            Some(folder) => Ok(Self::Sqlite(PathBuf::from(folder))),
        }
    }
}

fn why(error: &tokio_postgres::Error) -> String {
    let source = std::error::Error::source(error);
    source.map_or_else(|| error.to_string(), ToString::to_string)
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => write!(out, "sqlite:{}", folder.display()),
            Self::Postgres(url) => write!(out, "{url}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_database_or_says_how() {
        for (text, parsed) in [
            ("sqlite:data", Ok(DatabaseUrl::Sqlite("data".into()))),
            (
                "sqlite:/var/lib/bình luận",
                Ok(DatabaseUrl::Sqlite("/var/lib/bình luận".into())),
            ),
            ("sqlite:", Err(DatabaseUrlError::NoFolder)),
            ("data", Err(DatabaseUrlError::UnknownKind)),
            ("mysql://db", Err(DatabaseUrlError::UnknownKind)),
            ("", Err(DatabaseUrlError::UnknownKind)),
        ] {
            let url: Result<DatabaseUrl, _> = text.parse();
            if let Ok(url) = &url {
                assert_eq!(url.to_string(), text);
            }
            assert_eq!(url, parsed, "{text}");
        }
    }

    #[test]
    fn a_password_is_shown_nowhere() {
        for (text, shown) in [
            ("postgres://mai:bimat@db/b", "postgres://mai@db/b"),
            (
                "postgresql://mai:bimat@a:5433,b:5434/b?sslmode=require",
                "postgres://mai@a:5433,b:5434/b",
            ),
            (
                "postgres://mai@%2Frun%2Fpostgresql/b",
                "postgres://mai@/run/postgresql/b",
            ),
        ] {
            let url: DatabaseUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), shown, "{text}");
            assert!(!format!("{url:?}").contains("bimat"), "{url:?}");
        }
        for wrong in ["postgres://db/b?sslmode=maybe", "postgres:///b"] {
            let error = wrong.parse::<DatabaseUrl>().unwrap_err();
            assert!(
                matches!(error, DatabaseUrlError::Postgres(_)),
                "{wrong}: {error}"
            );
        }
    }
}
