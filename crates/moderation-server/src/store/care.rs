//! What is done to a database as a whole: copying it, putting a copy in its place, checking it.

use std::fmt;
use std::path::PathBuf;

use super::StoreError;

/// What was asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum CareError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file.
    #[error("cannot {act} `{}`: {source}", file.display())]
    File {
        /// What was to be done with it.
        act: &'static str,
        /// Which one.
        file: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A database of PostgreSQL, which has programs of its own for that.
    #[error("the database is PostgreSQL's, not a file: use `{0}`, as docs/operating.md says")]
    NoFile(&'static str),
    /// A backup of before, or something else, has the name.
    #[error("`{}` is there already, and a backup overwrites nothing; name another file", .0.display())]
    Exists(PathBuf),
    /// What was to be put in place is no database that a server could work on.
    #[error("`{}` cannot be put in place: {reason}. Nothing was changed; name another backup", file.display())]
    Unsound {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The copy that was just made does not hold what the database should.
    #[error(
        "the copy is not sound, so it was not kept: {0}. The database itself may be damaged; \
         `moderation-server check` tells"
    )]
    BadCopy(String),
}

/// A copy that was made and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Bytes of the file.
    pub bytes: u64,
    /// Comments in it.
    pub comments: u64,
}

/// A copy that was put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Comments in it.
    pub comments: u64,
    /// Where the database of before lies now, if there was one.
    pub replaced: Option<PathBuf>,
    /// The id of the key that it was used with first.
    pub key: Option<String>,
    /// What is not right in it, though a server can work on it.
    pub faults: Vec<Fault>,
}

/// What a check found, and what of it is left after the mending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What was not right.
    pub found: Vec<Fault>,
    /// What still is not.
    pub left: Vec<Fault>,
}

/// Something in a database that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Its pages are not what was written to them.
    Damage(String),
    /// An index does not have what its table has.
    Index(String),
    /// A table, an index or a trigger is missing or another one.
    Shape(String),
    /// Rows of one table that belong to rows which are not there.
    Orphans {
        /// Whose rows.
        table: String,
        /// To whose rows they belong.
        parent: String,
        /// How many.
        rows: u64,
    },
    /// A count that is kept beside what it counts.
    Counter {
        /// As `table.column`.
        name: &'static str,
        /// Rows in which it is wrong.
        rows: u64,
    },
    /// The desk's log was changed, from this line on.
    Log(i64),
}

impl Fault {
    /// Whether it can be made good from what is there.
    #[must_use]
    pub fn is_mendable(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Counter { .. })
    }

    /// Whether a server must not work on such a database.
    #[must_use]
    pub fn is_grave(&self) -> bool {
        matches!(self, Self::Damage(_) | Self::Shape(_))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damage(what) => write!(out, "damaged: {what}"),
            Self::Index(what) => write!(out, "an index is not in line with its table: {what}"),
            Self::Shape(what) => write!(out, "{what}"),
            Self::Orphans {
                table,
                parent,
                rows,
            } => write!(
                out,
                "rows of `{table}` that belong to no row of `{parent}`: {rows}"
            ),
            Self::Counter { name, rows } => write!(out, "`{name}` is miscounted in {rows} rows"),
            Self::Log(id) => write!(out, "the desk's log was changed at line {id}"),
        }
    }
}
