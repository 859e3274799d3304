//! The desk's log. Whoever writes a line has taken it for himself, so that each follows the one before
//! and none is missing.

use tokio_postgres::Row;

use super::db::{Db, Value, params};
use super::lock;
use super::row::{count, hash};
use super::scope::condition;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::people::Actor;
use crate::store::record::{DeskAction, DeskLogRow};
use crate::store::rules::desk_log::{FAILURES_SUMMED, Line, NOBODY, SECTION, chained};

/// Writes a line, in the transaction of the act that it tells of.
pub(super) async fn write(db: &Db, line: &Line<'_>) -> StoreResult<()> {
    lock::desk_log(db).await?;
    let last = db
        .row(
            "SELECT id, hash FROM desk_log ORDER BY id DESC LIMIT 1",
            &[],
        )
        .await?;
    let (number, before): (i64, Hash) = match &last {
        None => (0, Hash::default()),
        Some(row) => (row.try_get("id")?, hash(row, "hash")?),
    };
    let (site, page_id) = line.page.unzip();
    let hash = line.hash(&before);
    db.execute(
        "INSERT INTO desk_log (id, created_at, editor, action, subject, site, page_id, count, hash,
             detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &(number + 1),
            &line.at,
            &line.editor,
            &line.action.word(),
            &line.subject,
            &site,
            &page_id,
            &line.count,
            &hash.as_slice(),
            &line.detail,
        ],
    )
    .await?;
    Ok(())
}

/// A line about nothing else in the database.
pub(super) async fn note(
    db: Db,
    action: DeskAction,
    editor: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    write(&db, &Line::new(action, editor, at)).await
}

/// The newest lines before a number that the reader may see.
pub(super) async fn page(
    db: Db,
    reader: &Actor,
    before: Option<i64>,
    limit: u32,
) -> StoreResult<Vec<DeskLogRow>> {
    let mut values: Vec<Value> = vec![
        Box::new(before.unwrap_or(i64::MAX)),
        Box::new(i64::from(limit)),
        Box::new(reader.editor),
    ];
    let seen = condition(&reader.scope, "l.site", SECTION, &mut values)
        .map_or(String::from("$3::bigint IS NOT NULL"), |seen| {
            format!("({seen} OR l.editor = $3)")
        });
    let sql = format!(
        "SELECT l.id, l.created_at, editor.name, editor.login, l.action,
             subject.name AS subject_name, subject.login AS subject_login, l.site, l.page_id,
             l.count, l.detail
         FROM desk_log l LEFT JOIN editor ON editor.id = l.editor
             LEFT JOIN editor subject ON subject.id = l.subject
         WHERE l.id < $1 AND {seen} ORDER BY l.id DESC LIMIT $2"
    );
    let rows = db.rows(&sql, &params(&values)).await?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> StoreResult<DeskLogRow> {
    let pair = |one: &str, other: &str| -> StoreResult<Option<(String, String)>> {
        Ok(Option::zip(row.try_get(one)?, row.try_get(other)?))
    };
    Ok(DeskLogRow {
        id: row.try_get("id")?,
        created_at: row.try_get("created_at")?,
        editor: pair("name", "login")?,
        action: DeskAction::from_word(row.try_get("action")?),
        subject: pair("subject_name", "subject_login")?,
        page: pair("site", "page_id")?,
        count: count(row, "count")?,
        detail: row.try_get("detail")?,
    })
}

/// Lines that are read at once.
const AT_ONCE: i64 = 1_000;

/// The number of the first row that does not fit those before it.
pub(super) async fn first_broken(db: Db) -> StoreResult<Option<i64>> {
    let (mut before, mut last) = (Hash::default(), 0);
    loop {
        let rows = db
            .rows(
                "SELECT id, created_at, editor, action, subject, site, page_id, count, hash, detail
                 FROM desk_log WHERE id > $1 ORDER BY id LIMIT $2",
                &[&last, &AT_ONCE],
            )
            .await?;
        for row in &rows {
            let id: i64 = row.try_get("id")?;
            let found = hash(row, "hash")?;
            let right = chained(
                &before,
                row.try_get("created_at")?,
                row.try_get("editor")?,
                row.try_get("action")?,
                row.try_get("subject")?,
                row.try_get("site")?,
                row.try_get("page_id")?,
                row.try_get("count")?,
                row.try_get("detail")?,
            );
            if id != last + 1 || found != right {
                return Ok(Some(id));
            }
            (before, last) = (found, id);
        }
        if rows.is_empty() {
            return Ok(None);
        }
    }
}

/// Counts a failed sign-in, for an account or for a name that nobody has. The log gets one row an
/// hour of them: a stranger must not fill it.
pub(super) async fn count_failure(db: Db, editor: Option<i64>, at: Millis) -> StoreResult<()> {
    lock::desk_log(&db).await?;
    let row = db
        .one(
            "INSERT INTO sign_in_failure AS f (editor, since_sign_in, unlogged, logged_at)
             VALUES ($1, 1, 1, $2)
             ON CONFLICT (editor) DO UPDATE
                 SET since_sign_in = f.since_sign_in + 1, unlogged = f.unlogged + 1
             RETURNING unlogged, logged_at",
            &[&editor.unwrap_or(NOBODY), &Millis::MIN],
        )
        .await?;
    let (unlogged, logged_at): (i64, Millis) = (row.try_get(0)?, row.try_get(1)?);
    if at.saturating_sub(logged_at) >= FAILURES_SUMMED {
        write_failures(&db, editor, unlogged, at).await?;
    }
    Ok(())
}

/// The failed attempts since the editor signed in last; what the log does not have yet goes there.
pub(super) async fn take_failures(db: &Db, editor: i64, at: Millis) -> StoreResult<u32> {
    let row = db
        .row(
            "SELECT since_sign_in, unlogged FROM sign_in_failure WHERE editor = $1",
            &[&editor],
        )
        .await?;
    let Some(row) = row else {
        return Ok(0);
    };
    let unlogged: i64 = row.try_get("unlogged")?;
    if unlogged > 0 {
        write_failures(db, Some(editor), unlogged, at).await?;
    }
    db.execute(
        "UPDATE sign_in_failure SET since_sign_in = 0 WHERE editor = $1",
        &[&editor],
    )
    .await?;
    count(&row, "since_sign_in")
}

async fn write_failures(db: &Db, editor: Option<i64>, count: i64, at: Millis) -> StoreResult<()> {
    let line = Line {
        subject: editor,
        count,
        ..Line::new(DeskAction::SignInFailed, None, at)
    };
    write(db, &line).await?;
    db.execute(
        "UPDATE sign_in_failure SET unlogged = 0, logged_at = $2 WHERE editor = $1",
        &[&editor.unwrap_or(NOBODY), &at],
    )
    .await?;
    Ok(())
}
