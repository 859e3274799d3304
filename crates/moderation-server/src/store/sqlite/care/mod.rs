//! The database's file as a whole: copied, put back, checked.

mod backup;
mod check;
mod faults;
mod recount;
mod restore;
pub(super) mod shape;

use std::path::Path;

use rusqlite::Connection;

use crate::store::care::CareError;

pub(in crate::store) use backup::backup;
pub(in crate::store) use check::check;
pub(in crate::store) use restore::restore;

fn file_error(act: &'static str, file: &Path, source: std::io::Error) -> CareError {
    CareError::File {
        act,
        file: file.to_owned(),
        source,
    }
}

fn comments(db: &Connection) -> rusqlite::Result<u64> {
    let count: i64 = db.query_row("SELECT count(*) FROM comment", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
