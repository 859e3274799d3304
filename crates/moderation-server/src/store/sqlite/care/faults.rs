//! Everything about a database that is not as it should be.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{recount, shape};
use crate::store::care::Fault;
use crate::store::sqlite::desk_log;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Lines of a damaged database that are told; there may be millions.
const TOLD: u32 = 20;

/// All of them, the worst first. What builds on a sound file is looked at only where it is one.
pub(super) fn of(db: &Connection) -> StoreResult<Vec<Fault>> {
    let found = looked(db);
    match found {
        Err(error) if error.kind() == StoreErrorKind::Damaged => {
            Ok(vec![Fault::Damage(error.to_string())])
        }
        found => found,
    }
}

fn looked(db: &Connection) -> StoreResult<Vec<Fault>> {
    let mut faults = shape::faults(db)?;
    faults.extend(pages(db)?);
    if faults.iter().any(Fault::is_grave) {
        return Ok(faults);
    }
    faults.extend(orphans(db)?);
    faults.extend(recount::faults(db)?);
    faults.extend(desk_log::first_broken(db)?.map(Fault::Log));
    Ok(faults)
}

fn pages(db: &Connection) -> Result<Vec<Fault>, StoreError> {
    let mut statement = db.prepare(&format!("PRAGMA integrity_check({TOLD})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut faults = Vec::new();
    for line in lines {
        let line = line?;
        if line == "ok" {
            continue;
        }
        // Where the table has what its index has not, the index can be made anew.
        let is_of_index = line.contains("missing from index")
            || line.contains("wrong # of entries in index")
            || line.contains("values differ from index");
        faults.push(match is_of_index {
            true => Fault::Index(line),
            false => Fault::Damage(line),
        });
    }
    Ok(faults)
}

fn orphans(db: &Connection) -> rusqlite::Result<Vec<Fault>> {
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut pairs = BTreeMap::<(String, String), u64>::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *pairs.entry((row.get(0)?, row.get(2)?)).or_default() += 1;
    }
    Ok(pairs
        .into_iter()
        .map(|((table, parent), rows)| Fault::Orphans {
            table,
            parent,
            rows,
        })
        .collect())
}
