//! Looks whether the database is what it should be, and mends what follows from the rest of it.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{faults, recount};
use crate::store::StoreResult;
use crate::store::care::{Checked, Fault};
use crate::store::sqlite::{engine, files, start};

/// Checks the file, also beside a server that works on it.
pub(in crate::store) fn check(database: &Path, mend: bool) -> StoreResult<Checked> {
    files::refuse_strange(database)?;
    start::refuse_foreign_log(database)?;
    let found = faults::of(&engine::open_reader(database)?)?;
    let mut left = found.clone();
    if mend && found.iter().any(Fault::is_mendable) && !found.iter().any(Fault::is_grave) {
        let mut db = Connection::open(database)?;
        engine::configure(&db)?;
        mend_all(&mut db, &found)?;
        left = faults::of(&db)?;
    }
    Ok(Checked { found, left })
}

/// In one transaction, so that a server beside it sees all of it or nothing.
fn mend_all(db: &mut Connection, found: &[Fault]) -> StoreResult<()> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found.iter().any(|fault| matches!(fault, Fault::Index(_))) {
        transaction.execute_batch("REINDEX")?;
    }
    recount::mend(&transaction)?;
    transaction.commit()?;
    Ok(())
}
