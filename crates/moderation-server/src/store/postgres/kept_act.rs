//! What is kept of an act under its key: what stood before, and what was answered.

use tokio_postgres::Row;

use super::db::Db;
use super::decision::Carried;
use super::row::{damaged, status};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::acts::{ActAnswer, ActBefore, ActComment, ActOutcome, DeskAct};
use crate::store::rules::decision::Found;
use crate::store::rules::words::status_word;

/// An act under its key, whose row this is.
#[derive(Clone, Copy)]
pub(super) struct Kept<'a> {
    pub(super) editor: i64,
    pub(super) act: &'a DeskAct,
}

impl Kept<'_> {
    fn part(self) -> i64 {
        i64::from(self.act.part)
    }

    /// Whether the key stands for something else.
    pub(super) async fn is_of_another_body(self, db: &Db) -> StoreResult<bool> {
        db.exists(
            "SELECT 1 FROM desk_act WHERE editor = $1 AND key = $2 AND body_hash <> $3 LIMIT 1",
            &[&self.editor, &self.act.key, &self.act.body_hash.as_slice()],
        )
        .await
    }

    /// Takes the key; `false` where it is taken. Whoever comes at once waits here for the first.
    pub(super) async fn reserve(
        self,
        db: &Db,
        found: &Found,
        undoes: Option<&str>,
        at: Millis,
    ) -> StoreResult<bool> {
        let taken = db
            .execute(
                "INSERT INTO desk_act (editor, key, part, body_hash, comment, undoes, created_at,
                     status, revision, stands_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
                 ON CONFLICT (editor, key, part) DO NOTHING",
                &[
                    &self.editor,
                    &self.act.key,
                    &self.part(),
                    &self.act.body_hash.as_slice(),
                    &found.comment,
                    &undoes,
                    &at,
                    &status_word(found.state.status),
                    &found.revision,
                ],
            )
            .await?;
        Ok(taken > 0)
    }

    /// Keeps what became of it, and answers.
    pub(super) async fn keep(
        self,
        db: &Db,
        outcome: ActOutcome,
        comment_id: &str,
    ) -> StoreResult<ActAnswer> {
        let log = match outcome {
            ActOutcome::Done | ActOutcome::Withdrawn => None,
            _ => last_act(db, comment_id).await?,
        };
        db.execute(
            "UPDATE desk_act SET outcome = $4, log = $5, status = c.status,
                 revision = c.revision, stands_at = c.revision, edited = c.edited
             FROM comment c
             WHERE c.id = desk_act.comment
                 AND desk_act.editor = $1 AND desk_act.key = $2 AND desk_act.part = $3",
            &[
                &self.editor,
                &self.act.key,
                &self.part(),
                &outcome.word(),
                &log,
            ],
        )
        .await?;
        self.answer(db).await
    }

    /// Keeps what stood before.
    pub(super) async fn keep_before(
        self,
        db: &Db,
        found: &Found,
        carried: &Carried,
    ) -> StoreResult<()> {
        let before = &found.state;
        let vouched = carried.vouched.as_ref();
        let page = vouched.and_then(|vouched| vouched.before.as_ref());
        db.execute(
            "UPDATE desk_act SET before_status = $4, before_published_at = $5,
                 before_report_count = $6,
                 before_search_text =
                     (SELECT nullif($7, c.search_text) FROM comment c WHERE c.id = desk_act.comment),
                 before_claimed_by = $8,
                 before_claimed_until = $9, page_vouched = $10, before_page_url = $11,
                 before_page_title = $12, before_page_section = $13, before_revision = $14
             WHERE editor = $1 AND key = $2 AND part = $3",
            &[
                &self.editor,
                &self.act.key,
                &self.part(),
                &status_word(before.status),
                &before.published_at,
                &i64::from(before.report_count),
                &before.search_text,
                &before.claimed_by,
                &before.claimed_until,
                &vouched.map(|vouched| vouched.count),
                &page.map(|page| &page.url),
                &page.map(|page| &page.title),
                &page.and_then(|page| page.section.as_ref()),
                &found.revision,
            ],
        )
        .await?;
        Ok(())
    }

    /// What is kept under the key: the same whenever it comes again.
    pub(super) async fn answer(self, db: &Db) -> StoreResult<ActAnswer> {
        let row = db
            .one(
                "SELECT a.outcome, c.public_id, a.status, a.revision, a.edited,
                     (SELECT text FROM comment_revision r
                      WHERE r.comment = a.comment AND r.number <= a.revision
                      ORDER BY r.number DESC LIMIT 1) AS text,
                     l.id AS log, l.action, l.created_at AS at, editor.name
                 FROM desk_act a JOIN comment c ON c.id = a.comment
                     LEFT JOIN moderation_log l ON l.id = a.log
                     LEFT JOIN editor ON editor.id = l.editor
                 WHERE a.editor = $1 AND a.key = $2 AND a.part = $3",
                &[&self.editor, &self.act.key, &self.part()],
            )
            .await?;
        answer(&row)
    }
}

fn answer(row: &Row) -> StoreResult<ActAnswer> {
    let word: &str = row.try_get("outcome")?;
    let outcome =
        ActOutcome::from_word(word).ok_or_else(|| damaged(format!("`{word}` is no outcome")))?;
    let line: Option<i64> = row.try_get("log")?;
    let before = match line {
        None => None,
        Some(_) => Some(ActBefore {
            by: row.try_get("name")?,
            action: row.try_get("action")?,
            at: row.try_get("at")?,
        }),
    };
    Ok(ActAnswer {
        outcome,
        comment: Some(ActComment {
            id: row.try_get("public_id")?,
            status: status(row, "status")?,
            revision: row.try_get("revision")?,
            text: row.try_get("text")?,
            edited: row.try_get("edited")?,
        }),
        before,
    })
}

/// The line of the log of the last act on the comment.
async fn last_act(db: &Db, comment_id: &str) -> StoreResult<Option<i64>> {
    db.value(
        "SELECT l.id FROM moderation_log l JOIN comment c ON c.id = l.comment
         WHERE c.public_id = $1 AND l.action <> 'confirm_page' ORDER BY l.id DESC LIMIT 1",
        &[&comment_id],
    )
    .await
}
