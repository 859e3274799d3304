//! Comments as readers write and read them; here, how a new one is kept.

use async_trait::async_trait;
use comment_protocol::CommentStatus;

use super::comment_page::{fill_in, find_page, insert_page};
use super::counters::move_counters;
use super::db::Db;
use super::row::{count, hash, status};
use super::{PostgresStore, exchange, list, reaction, receipt};
use crate::clock::{HOUR, Millis};
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::comments::{
    CommentDraft, Comments, CreateOutcome, Exchange, HeldFor, LikeOutcome, ListQuery,
    PublishedList, ReaderDraft, ReceiptRow,
};
use crate::store::pages::PageSummary;
use crate::store::rules::arrival::{REPEATED_CHARS, SentPage};
use crate::store::rules::words::{held_for_words, status_word};

#[async_trait]
impl Comments for PostgresStore {
    async fn create_comment(&self, draft: CommentDraft) -> StoreResult<CreateOutcome> {
        self.engine.write(|db| create(db, draft.clone())).await
    }

    async fn list_comments(&self, query: ListQuery) -> StoreResult<Option<PublishedList>> {
        self.engine.read(|db| list::published(db, &query)).await
    }

    async fn published_page(
        &self,
        site: String,
        comment_id: String,
    ) -> StoreResult<Option<PageSummary>> {
        self.engine
            .read(|db| exchange::page_of(db, &site, &comment_id))
            .await
    }

    async fn exchange(
        &self,
        site: String,
        comment_id: String,
        replies: u32,
    ) -> StoreResult<Option<Exchange>> {
        self.engine
            .read(|db| exchange::around(db, &site, &comment_id, replies))
            .await
    }

    async fn like_comment(
        &self,
        site: String,
        comment_id: String,
        reader: ReaderDraft,
        per_address: u32,
        at: Millis,
    ) -> StoreResult<LikeOutcome> {
        self.engine
            .write_lightly(|db| reaction::like(db, &site, &comment_id, reader, per_address, at))
            .await
    }

    async fn unlike_comment(
        &self,
        site: String,
        comment_id: String,
        reader: Hash,
        at: Millis,
    ) -> StoreResult<LikeOutcome> {
        self.engine
            .write_lightly(|db| reaction::unlike(db, &site, &comment_id, reader, at))
            .await
    }

    async fn report_comment(
        &self,
        site: String,
        comment_id: String,
        reader: ReaderDraft,
        reason: String,
        at: Millis,
    ) -> StoreResult<bool> {
        self.engine
            .write(|db| reaction::report(db, &site, &comment_id, reader, &reason, at))
            .await
    }

    async fn receipt(&self, site: String, comment_id: String) -> StoreResult<Option<ReceiptRow>> {
        self.engine
            .look(|db| receipt::receipt(db, &site, &comment_id))
            .await
    }

    async fn withdraw_comment(
        &self,
        site: String,
        comment_id: String,
        at: Millis,
    ) -> StoreResult<Option<ReceiptRow>> {
        self.engine
            .write(|db| receipt::withdraw(db, &site, &comment_id, at))
            .await
    }
}

/// The comment, its first text, and what its key stands for, all in one trip to the database.
const INSERT: &str = "WITH new AS (
         INSERT INTO comment (public_id, site, page, parent, root, status, held_for, author_name,
             author_email, reader, text, search_text, writer, created_at, published_at,
             sent_page_url, sent_page_title, sent_page_section, section)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             (SELECT section FROM page WHERE id = $3))
         RETURNING id),
     first AS (
         INSERT INTO comment_revision (comment, number, text, created_at)
         SELECT id, 1, $11, $14 FROM new),
     request AS (
         INSERT INTO idempotency (site, key, body_hash, comment, status, created_at, sender)
         SELECT $2, $19, $20, id, $6, $14, $21 FROM new WHERE $19::text IS NOT NULL)
     SELECT id FROM new";

async fn create(db: Db, mut draft: CommentDraft) -> StoreResult<CreateOutcome> {
    // First the article: who waited for it finds under his key what the one before him left.
    let page = find_page(&db, &draft).await?;
    if let Some(outcome) = replay(&db, &draft).await? {
        return Ok(outcome);
    }
    if page.as_ref().is_some_and(|page| page.is_closed(&draft)) {
        return Ok(CreateOutcome::ThreadClosed);
    }
    if draft.known_pages_only && !page.as_ref().is_some_and(|page| page.known) {
        return Ok(CreateOutcome::PageUnknown);
    }
    let number = page.as_ref().map(|page| page.number);
    let parent = match (&draft.parent_id, number) {
        (None, _) => None,
        (Some(_), None) => return Ok(CreateOutcome::ParentNotFound),
        (Some(parent_id), Some(page)) => match find_parent(&db, page, parent_id).await? {
            None => return Ok(CreateOutcome::ParentNotFound),
            found => found,
        },
    };
    if let Some(page) = number.filter(|_| draft.max_waiting > 0)
        && waiting(&db, page, &draft).await? >= draft.max_waiting
    {
        return Ok(CreateOutcome::TooManyWaiting);
    }
    if draft.marks_repeated && is_repeated(&db, &draft).await? {
        // An editor looks first, also where the house publishes at once.
        draft.held_for.push(HeldFor::Repeated);
        draft.status = CommentStatus::Pending;
    }
    if page.as_ref().is_some_and(|page| page.held) && draft.status == CommentStatus::Published {
        draft.held_for.push(HeldFor::PageHeld);
        draft.status = CommentStatus::Pending;
    }
    let sent = SentPage::beside(page.as_ref(), &draft.page);
    let page = match &page {
        Some(page) => {
            if !page.known && page.url.is_empty() {
                fill_in(&db, page.number, &draft).await?;
            }
            page.number
        }
        None => insert_page(&db, &draft).await?,
    };
    let published_at = (draft.status == CommentStatus::Published).then_some(draft.created_at);
    let request = draft.idempotency.as_ref();
    let row = db
        .one(
            INSERT,
            &[
                &draft.id,
                &draft.site,
                &page,
                &parent.map(|(parent, _)| parent),
                &parent.map(|(_, root)| root),
                &status_word(draft.status),
                &held_for_words(&draft.held_for),
                &draft.author_name,
                &draft.author_email,
                &draft.reader,
                &draft.text,
                &draft.search_text,
                &draft.writer.as_slice(),
                &draft.created_at,
                &published_at,
                &sent.url,
                &sent.title,
                &sent.section,
                &request.map(|request| &request.key),
                &request.map(|request| request.body_hash.as_slice()),
                &request.map(|request| request.sender.as_slice()),
            ],
        )
        .await?;
    if draft.status == CommentStatus::Published {
        move_counters(&db, row.try_get(0)?, 1).await?;
    }
    Ok(CreateOutcome::Created(draft.status))
}

/// What was answered before to the same key.
async fn replay(db: &Db, draft: &CommentDraft) -> StoreResult<Option<CreateOutcome>> {
    let Some(request) = &draft.idempotency else {
        return Ok(None);
    };
    let row = db
        .row(
            "SELECT i.body_hash, c.public_id, i.status, i.created_at, i.sender
             FROM idempotency i JOIN comment c ON c.id = i.comment
             WHERE i.site = $1 AND i.key = $2",
            &[&draft.site, &request.key],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if hash(&row, "body_hash")? != request.body_hash {
        return Ok(Some(CreateOutcome::IdempotencyConflict));
    }
    let sender: Option<&[u8]> = row.try_get("sender")?;
    Ok(Some(CreateOutcome::Replayed {
        id: row.try_get("public_id")?,
        status: status(&row, "status")?,
        created_at: row.try_get("created_at")?,
        same_sender: sender.is_none_or(|sender| sender == request.sender),
    }))
}

/// Comments of the same writer that wait on the article.
async fn waiting(db: &Db, page: i64, draft: &CommentDraft) -> StoreResult<u32> {
    let row = db
        .one(
            "SELECT count(*) FROM comment WHERE page = $1 AND writer = $2 AND status = 'pending'",
            &[&page, &draft.writer.as_slice()],
        )
        .await?;
    count(&row, 0)
}

/// Whether the same writer sent the same words within the hour.
async fn is_repeated(db: &Db, draft: &CommentDraft) -> StoreResult<bool> {
    if draft.text.chars().count() < REPEATED_CHARS {
        return Ok(false);
    }
    db.exists(
        "SELECT 1 FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
         WHERE c.writer = $1 AND c.created_at > $2 AND c.site = $3 AND r.text = $4 LIMIT 1",
        &[
            &draft.writer.as_slice(),
            &(draft.created_at - HOUR),
            &draft.site,
            &draft.text,
        ],
    )
    .await
}

/// Number and root of a published comment of the page that may be answered. Below a root that
/// readers cannot see nobody would see the answer.
async fn find_parent(db: &Db, page: i64, parent_id: &str) -> StoreResult<Option<(i64, i64)>> {
    let row = db
        .row(
            "SELECT c.id, coalesce(c.root, c.id) FROM comment c
             WHERE c.public_id = $1 AND c.page = $2 AND c.status = 'published'
               AND (c.root IS NULL OR EXISTS (
                   SELECT 1 FROM comment top WHERE top.id = c.root AND top.status = 'published'))",
            &[&parent_id, &page],
        )
        .await?;
    Ok(match row {
        Some(row) => Some((row.try_get(0)?, row.try_get(1)?)),
        None => None,
    })
}
