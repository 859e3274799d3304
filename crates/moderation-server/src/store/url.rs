//! Where a database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The SQLite database's file in its folder.
const SQLITE_FILE: &str = "binh-luan.sqlite";

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:FOLDER`: the embedded one, a file in this folder.
    Sqlite(PathBuf),
}

/// The address names no database that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Another kind of database, or none.
    #[error("only `sqlite:FOLDER` is a database URL so far")]
    UnknownKind,
    /// A kind without a place.
    #[error("`sqlite:` is followed by no folder; write `sqlite:FOLDER`")]
    NoFolder,
}

impl DatabaseUrl {
    /// The folder that the server's own files lie in beside the database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self {
            Self::Sqlite(folder) => folder,
        }
    }

    /// The database's file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite(folder) => folder.join(SQLITE_FILE),
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        match url.strip_prefix("sqlite:") {
            None => Err(DatabaseUrlError::UnknownKind),
            Some("") => Err(DatabaseUrlError::NoFolder),
            Some(folder) => Ok(Self::Sqlite(PathBuf::from(folder))),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => write!(out, "sqlite:{}", folder.display()),
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
            ("postgres://db", Err(DatabaseUrlError::UnknownKind)),
            ("", Err(DatabaseUrlError::UnknownKind)),
        ] {
            let url: Result<DatabaseUrl, _> = text.parse();
            if let Ok(url) = &url {
                assert_eq!(url.to_string(), text);
            }
            assert_eq!(url, parsed, "{text}");
        }
    }
}
