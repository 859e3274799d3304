//! The desk's log.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::scope::condition;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::people::Actor;
use crate::store::record::{DeskAction, DeskLogRow};
use crate::store::rules::desk_log::{FAILURES_SUMMED, Line, NOBODY, SECTION, chained};

/// Writes a line, in the transaction of the act that it tells of.
pub(super) fn write(db: &Connection, line: &Line<'_>) -> rusqlite::Result<()> {
    let before: Option<Hash> = db
        .prepare_cached("SELECT hash FROM desk_log ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let (site, page_id) = line.page.unzip();
    let hash = line.hash(&before.unwrap_or_default());
    db.prepare_cached(
        "INSERT INTO desk_log (created_at, editor, action, subject, site, page_id, count, hash,
             detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        line.at,
        line.editor,
        line.action.word(),
        line.subject,
        site,
        page_id,
        line.count,
        hash,
        line.detail
    ])?;
    Ok(())
}

/// A line about nothing else in the database.
pub(super) fn note(
    db: &Connection,
    action: DeskAction,
    editor: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    Ok(write(db, &Line::new(action, editor, at))?)
}

/// The newest lines before a number that the reader may see.
pub(super) fn page(
    db: &Connection,
    reader: &Actor,
    before: Option<i64>,
    limit: u32,
) -> StoreResult<Vec<DeskLogRow>> {
    let mut values = vec![
        Value::Integer(before.unwrap_or(i64::MAX)),
        Value::Integer(i64::from(limit)),
        Value::Integer(reader.editor),
    ];
    let seen = condition(&reader.scope, "l.site", SECTION, &mut values)
        .map_or(String::from("?3 IS NOT NULL"), |seen| {
            format!("({seen} OR l.editor = ?3)")
        });
    let mut statement = db.prepare_cached(&format!(
        "SELECT l.id, l.created_at, editor.name, editor.login, l.action, subject.name,
             subject.login, l.site, l.page_id, l.count, l.detail
         FROM desk_log l LEFT JOIN editor ON editor.id = l.editor
             LEFT JOIN editor subject ON subject.id = l.subject
         WHERE l.id < ?1 AND {seen} ORDER BY l.id DESC LIMIT ?2"
    ))?;
    let rows = statement.query_map(params_from_iter(&values), |row| {
        let pair = |first: usize| -> rusqlite::Result<Option<(String, String)>> {
            Ok(Option::zip(row.get(first)?, row.get(first + 1)?))
        };
        let action: String = row.get(4)?;
        Ok(DeskLogRow {
            id: row.get(0)?,
            created_at: row.get(1)?,
            editor: pair(2)?,
            action: DeskAction::from_word(&action),
            subject: pair(5)?,
            page: pair(7)?,
            count: row.get(9)?,
            detail: row.get(10)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The number of the first row that does not fit those before it.
pub(super) fn first_broken(db: &Connection) -> StoreResult<Option<i64>> {
    let mut statement = db.prepare(
        "SELECT id, created_at, editor, action, subject, site, page_id, count, hash, detail
         FROM desk_log ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut before = Hash::default();
    let mut next = 1;
    while let Some(row) = rows.next()? {
        let (id, action): (i64, String) = (row.get(0)?, row.get(3)?);
        let (site, page_id): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
        let hash: Hash = row.get(8)?;
        let detail: Option<String> = row.get(9)?;
        let right = chained(
            &before,
            row.get(1)?,
            row.get(2)?,
            &action,
            row.get(4)?,
            site.as_deref(),
            page_id.as_deref(),
            row.get(7)?,
            detail.as_deref(),
        );
        if id != next || hash != right {
            return Ok(Some(id));
        }
        (before, next) = (hash, id + 1);
    }
    Ok(None)
}

/// Counts a failed sign-in, for an account or for a name that nobody has. The log gets one row an
/// hour of them: a stranger must not fill it.
pub(super) fn count_failure(db: &Connection, editor: Option<i64>, at: Millis) -> StoreResult<()> {
    let key = editor.unwrap_or(NOBODY);
    let (unlogged, logged_at): (i64, Millis) = db
        .prepare_cached(
            "INSERT INTO sign_in_failure (editor, since_sign_in, unlogged, logged_at)
             VALUES (?1, 1, 1, ?2)
             ON CONFLICT DO UPDATE SET since_sign_in = since_sign_in + 1, unlogged = unlogged + 1
             RETURNING unlogged, logged_at",
        )?
        .query_row(params![key, Millis::MIN], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if at.saturating_sub(logged_at) >= FAILURES_SUMMED {
        write_failures(db, editor, unlogged, at)?;
    }
    Ok(())
}

/// The failed attempts since the editor signed in last; what the log does not have yet goes there.
pub(super) fn take_failures(db: &Connection, editor: i64, at: Millis) -> StoreResult<u32> {
    let counted: Option<(u32, i64)> = db
        .prepare_cached("SELECT since_sign_in, unlogged FROM sign_in_failure WHERE editor = ?1")?
        .query_row([editor], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((since, unlogged)) = counted else {
        return Ok(0);
    };
    if unlogged > 0 {
        write_failures(db, Some(editor), unlogged, at)?;
    }
    db.prepare_cached("UPDATE sign_in_failure SET since_sign_in = 0 WHERE editor = ?1")?
        .execute([editor])?;
    Ok(since)
}

fn write_failures(
    db: &Connection,
    editor: Option<i64>,
    count: i64,
    at: Millis,
) -> rusqlite::Result<()> {
    let line = Line {
        subject: editor,
        count,
        ..Line::new(DeskAction::SignInFailed, None, at)
    };
    write(db, &line)?;
    db.prepare_cached("UPDATE sign_in_failure SET unlogged = 0, logged_at = ?2 WHERE editor = ?1")?
        .execute(params![editor.unwrap_or(NOBODY), at])?;
    Ok(())
}
