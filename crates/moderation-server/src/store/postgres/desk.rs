//! What editors see: lists, counts, one comment with its history, and who has it open.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::db::{Db, Value, params};
use super::desk_row::{COLUMNS, TABLES, complete, desk_row};
use super::row::status;
use super::scope::and_reached;
use super::{PostgresStore, claim, decision, desk_log, places, queue};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{
    Claim, Decision, DecisionOutcome, Desk, DeskDetail, LogRow, QueueCounts, QueuePage, QueueQuery,
    RevisionRow, SectionCounts,
};
use crate::store::desk_log::{DeskAction, DeskLogRow};
use crate::store::people::{Actor, Reach, Scope};

#[async_trait]
impl Desk for PostgresStore {
    async fn queue(&self, query: QueueQuery, now: Millis) -> StoreResult<QueuePage> {
        self.engine.desk(|db| queue::queue(db, &query, now)).await
    }

    async fn queue_counts(&self, scope: Scope) -> StoreResult<QueueCounts> {
        self.engine.desk(|db| places::counts(db, &scope)).await
    }

    async fn section_counts(&self, scope: Scope) -> StoreResult<Vec<SectionCounts>> {
        self.engine
            .desk(|db| places::section_counts(db, &scope))
            .await
    }

    async fn desk_comment(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<DeskDetail>> {
        self.engine
            .desk(|db| detail(db, &comment_id, &reach, now))
            .await
    }

    async fn decide(&self, decisions: Vec<Decision>) -> StoreResult<Vec<DecisionOutcome>> {
        self.engine
            .write(|db| decision::decide_all(db, &decisions))
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
            .write(|db| claim::claim(db, &comment_id, &by, now, until))
            .await
    }

    async fn log_at_desk(
        &self,
        action: DeskAction,
        editor: Option<i64>,
        at: Millis,
    ) -> StoreResult<()> {
        self.engine
            .write(|db| desk_log::note(db, action, editor, at))
            .await
    }

    async fn desk_log(
        &self,
        reader: Actor,
        before: Option<i64>,
        limit: u32,
    ) -> StoreResult<Vec<DeskLogRow>> {
        self.engine
            .desk(|db| desk_log::page(db, &reader, before, limit))
            .await
    }

    async fn broken_desk_log(&self) -> StoreResult<Option<i64>> {
        self.engine.desk(desk_log::first_broken).await
    }
}

async fn detail(
    db: Db,
    comment_id: &str,
    reach: &Reach,
    now: Millis,
) -> StoreResult<Option<DeskDetail>> {
    let mut values: Vec<Value> = vec![Box::new(comment_id.to_owned())];
    let reached = and_reached(&reach.scope, "c.site", "page.section", &mut values);
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.public_id = $1 {reached}");
    let Some(row) = db.row(&sql, &params(&values)).await? else {
        return Ok(None);
    };
    let mut comment = desk_row(&row, now)?;
    complete(&db, std::slice::from_mut(&mut comment), reach).await?;
    let revisions = db
        .rows(
            "SELECT r.number, r.text, editor.name, r.reason, r.created_at
             FROM comment_revision r LEFT JOIN editor ON editor.id = r.editor
             WHERE r.comment = $1 ORDER BY r.number",
            &[&comment.number],
        )
        .await?;
    let log = db
        .rows(
            "SELECT editor.name, l.action, l.from_status, l.to_status, l.text_changed, l.reason,
                 l.note, l.created_at
             FROM moderation_log l LEFT JOIN editor ON editor.id = l.editor
             WHERE l.comment = $1 ORDER BY l.id",
            &[&comment.number],
        )
        .await?;
    Ok(Some(DeskDetail {
        comment,
        revisions: revisions.iter().map(revision).collect::<StoreResult<_>>()?,
        log: log.iter().map(line).collect::<StoreResult<_>>()?,
    }))
}

fn revision(row: &Row) -> StoreResult<RevisionRow> {
    Ok(RevisionRow {
        number: row.try_get("number")?,
        text: row.try_get("text")?,
        editor: row.try_get("name")?,
        reason: row.try_get("reason")?,
        created_at: row.try_get("created_at")?,
    })
}

fn line(row: &Row) -> StoreResult<LogRow> {
    Ok(LogRow {
        editor: row.try_get("name")?,
        action: row.try_get("action")?,
        from_status: status(row, "from_status")?,
        to_status: status(row, "to_status")?,
        text_changed: row.try_get("text_changed")?,
        reason: row.try_get("reason")?,
        note: row.try_get("note")?,
        created_at: row.try_get("created_at")?,
    })
}
