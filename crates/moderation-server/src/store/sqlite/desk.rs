//! What editors see: lists, counts, one comment with its history, and who has it open.

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::desk_row::{COLUMNS, TABLES, complete, desk_row};
use super::row::status;
use super::scope::condition;
use super::{SqliteStore, claim, decision, desk_log, places, queue};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{
    Claim, Decision, DecisionOutcome, Desk, DeskDetail, LogRow, QueueCounts, QueuePage, QueueQuery,
    RevisionRow, SectionCounts,
};
use crate::store::desk_log::{DeskAction, DeskLogRow};
use crate::store::people::{Actor, Reach, Scope};

#[async_trait]
impl Desk for SqliteStore {
    async fn queue(&self, query: QueueQuery, now: Millis) -> StoreResult<QueuePage> {
        self.engine
            .desk(move |db| queue::queue(db, &query, now))
            .await
    }

    async fn queue_counts(&self, scope: Scope) -> StoreResult<QueueCounts> {
        self.engine.desk(move |db| places::counts(db, &scope)).await
    }

    async fn section_counts(&self, scope: Scope) -> StoreResult<Vec<SectionCounts>> {
        self.engine
            .desk(move |db| places::section_counts(db, &scope))
            .await
    }

    async fn desk_comment(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<DeskDetail>> {
        self.engine
            .desk(move |db| detail(db, &comment_id, &reach, now))
            .await
    }

    async fn decide(&self, decisions: Vec<Decision>) -> StoreResult<Vec<DecisionOutcome>> {
        self.engine
            .write(move |db| decision::decide_all(db, &decisions))
            .await
    }

    async fn claim_comment(
        &self,
        comment_id: String,
        by: Actor,
        now: Millis,
        until: Millis,
    ) -> StoreResult<Option<Claim>> {
        self.engine
            .write(move |db| claim::claim(db, &comment_id, &by, now, until))
            .await
    }

    async fn log_at_desk(
        &self,
        action: DeskAction,
        editor: Option<i64>,
        at: Millis,
    ) -> StoreResult<()> {
        self.engine
            .write(move |db| desk_log::note(db, action, editor, at))
            .await
    }

    async fn desk_log(
        &self,
        reader: Actor,
        before: Option<i64>,
        limit: u32,
    ) -> StoreResult<Vec<DeskLogRow>> {
        self.engine
            .desk(move |db| desk_log::page(db, &reader, before, limit))
            .await
    }

    async fn broken_desk_log(&self) -> StoreResult<Option<i64>> {
        self.engine.desk(desk_log::first_broken).await
    }
}

fn detail(
    db: &Connection,
    comment_id: &str,
    reach: &Reach,
    now: Millis,
) -> StoreResult<Option<DeskDetail>> {
    let mut values = vec![Value::Text(comment_id.to_owned())];
    let reached = condition(&reach.scope, "c.site", "page.section", &mut values);
    let reached = reached.map_or_else(String::new, |reached| format!("AND {reached}"));
    let comment = db
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE c.public_id = ?1 {reached}"
        ))?
        .query_row(params_from_iter(&values), |row| desk_row(row, now))
        .optional()?;
    let Some(mut comment) = comment else {
        return Ok(None);
    };
    complete(db, &mut comment, reach)?;
    let revisions = db
        .prepare_cached(
            "SELECT r.number, r.text, editor.name, r.reason, r.created_at
             FROM comment_revision r LEFT JOIN editor ON editor.id = r.editor
             WHERE r.comment = ?1 ORDER BY r.number",
        )?
        .query_map([comment.number], |row| {
            Ok(RevisionRow {
                number: row.get(0)?,
                text: row.get(1)?,
                editor: row.get(2)?,
                reason: row.get(3)?,
                created_at: row.get(4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let log = db
        .prepare_cached(
            "SELECT editor.name, l.action, l.from_status, l.to_status, l.text_changed, l.reason,
                 l.note, l.created_at
             FROM moderation_log l LEFT JOIN editor ON editor.id = l.editor
             WHERE l.comment = ?1 ORDER BY l.id",
        )?
        .query_map([comment.number], |row| {
            Ok(LogRow {
                editor: row.get("name")?,
                action: row.get("action")?,
                from_status: status(row, "from_status")?,
                to_status: status(row, "to_status")?,
                text_changed: row.get("text_changed")?,
                reason: row.get("reason")?,
                note: row.get("note")?,
                created_at: row.get("created_at")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(DeskDetail {
        comment,
        revisions,
        log,
    }))
}
