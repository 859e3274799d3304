//! Comments as readers write and read them; here, how a new one is kept.

use async_trait::async_trait;
use comment_protocol::CommentStatus;
use rusqlite::{Connection, OptionalExtension, params};

use super::comment_page::{fill_in, find_page, insert_page};
use super::counters::move_counters;
use super::row::status;
use super::{SqliteStore, exchange, list, reaction, receipt};
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
impl Comments for SqliteStore {
    async fn create_comment(&self, draft: CommentDraft) -> StoreResult<CreateOutcome> {
        self.engine.write(move |db| create(db, draft)).await
    }

    async fn list_comments(&self, query: ListQuery) -> StoreResult<Option<PublishedList>> {
        self.engine
            .read(move |db| list::published(db, &query))
            .await
    }

    async fn published_page(
        &self,
        site: String,
        comment_id: String,
    ) -> StoreResult<Option<PageSummary>> {
        self.engine
            .read(move |db| exchange::page_of(db, &site, &comment_id))
            .await
    }

    async fn exchange(
        &self,
        site: String,
        comment_id: String,
        replies: u32,
    ) -> StoreResult<Option<Exchange>> {
        self.engine
            .read(move |db| exchange::around(db, &site, &comment_id, replies))
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
            .write(move |db| reaction::like(db, &site, &comment_id, reader, per_address, at))
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
            .write(move |db| reaction::unlike(db, &site, &comment_id, reader, at))
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
            .write(move |db| reaction::report(db, &site, &comment_id, reader, &reason, at))
            .await
    }

    async fn receipt(&self, site: String, comment_id: String) -> StoreResult<Option<ReceiptRow>> {
        self.engine
            .read(move |db| receipt::receipt(db, &site, &comment_id))
            .await
    }

    async fn withdraw_comment(
        &self,
        site: String,
        comment_id: String,
        at: Millis,
    ) -> StoreResult<Option<ReceiptRow>> {
        self.engine
            .write(move |db| receipt::withdraw(db, &site, &comment_id, at))
            .await
    }
}

fn create(db: &Connection, mut draft: CommentDraft) -> StoreResult<CreateOutcome> {
    if let Some(outcome) = replay(db, &draft)? {
        return Ok(outcome);
    }
    let page = find_page(db, &draft)?;
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
        (Some(parent_id), Some(page)) => match find_parent(db, page, parent_id)? {
            None => return Ok(CreateOutcome::ParentNotFound),
            found => found,
        },
    };
    if let Some(page) = number.filter(|_| draft.max_waiting > 0)
        && waiting(db, page, &draft)? >= draft.max_waiting
    {
        return Ok(CreateOutcome::TooManyWaiting);
    }
    if draft.marks_repeated && is_repeated(db, &draft)? {
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
                fill_in(db, page.number, &draft)?;
            }
            page.number
        }
        None => insert_page(db, &draft)?,
    };
    let published_at = (draft.status == CommentStatus::Published).then_some(draft.created_at);
    db.prepare_cached(
        "INSERT INTO comment (public_id, site, page, parent, root, status, held_for, author_name,
             author_email, reader, text, search_text, writer, created_at, published_at,
             sent_page_url, sent_page_title, sent_page_section, section)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             (SELECT section FROM page WHERE id = ?3))",
    )?
    .execute(params![
        draft.id,
        draft.site,
        page,
        parent.map(|(parent, _)| parent),
        parent.map(|(_, root)| root),
        status_word(draft.status),
        held_for_words(&draft.held_for),
        draft.author_name,
        draft.author_email,
        draft.reader,
        draft.text,
        draft.search_text,
        draft.writer,
        draft.created_at,
        published_at,
        sent.url,
        sent.title,
        sent.section,
    ])?;
    let comment = db.last_insert_rowid();
    db.prepare_cached(
        "INSERT INTO comment_revision (comment, number, text, created_at) VALUES (?1, 1, ?2, ?3)",
    )?
    .execute(params![comment, draft.text, draft.created_at])?;
    if let Some(request) = &draft.idempotency {
        db.prepare_cached(
            "INSERT INTO idempotency (site, key, body_hash, comment, status, created_at, sender)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            draft.site,
            request.key,
            request.body_hash,
            comment,
            status_word(draft.status),
            draft.created_at,
            request.sender
        ])?;
    }
    if draft.status == CommentStatus::Published {
        move_counters(db, comment, 1)?;
    }
    Ok(CreateOutcome::Created(draft.status))
}

/// What was answered before to the same key.
fn replay(db: &Connection, draft: &CommentDraft) -> StoreResult<Option<CreateOutcome>> {
    let Some(request) = &draft.idempotency else {
        return Ok(None);
    };
    let before = db
        .prepare_cached(
            "SELECT i.body_hash, c.public_id, i.status, i.created_at, i.sender
             FROM idempotency i JOIN comment c ON c.id = i.comment
             WHERE i.site = ?1 AND i.key = ?2",
        )?
        .query_row([&draft.site, &request.key], |row| {
            Ok((
                row.get::<_, [u8; 32]>(0)?,
                row.get(1)?,
                status(row, "status")?,
                row.get(3)?,
                row.get::<_, Option<[u8; 32]>>(4)?,
            ))
        })
        .optional()?;
    Ok(before.map(|(hash, id, status, created_at, sender)| {
        if hash == request.body_hash {
            CreateOutcome::Replayed {
                id,
                status,
                created_at,
                same_sender: sender.is_none_or(|sender| sender == request.sender),
            }
        } else {
            CreateOutcome::IdempotencyConflict
        }
    }))
}

/// Comments of the same writer that wait on the article.
fn waiting(db: &Connection, page: i64, draft: &CommentDraft) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(*) FROM comment WHERE page = ?1 AND writer = ?2 AND status = 'pending'",
    )?
    .query_row(params![page, draft.writer], |row| row.get(0))
}

/// Whether the same writer sent the same words within the hour.
fn is_repeated(db: &Connection, draft: &CommentDraft) -> rusqlite::Result<bool> {
    if draft.text.chars().count() < REPEATED_CHARS {
        return Ok(false);
    }
    db.prepare_cached(
        "SELECT 1 FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
         WHERE c.writer = ?1 AND c.created_at > ?2 AND c.site = ?3 AND r.text = ?4",
    )?
    .exists(params![
        draft.writer,
        draft.created_at - HOUR,
        draft.site,
        draft.text
    ])
}

/// Number and root of a published comment of the page that may be answered. Below a root that
/// readers cannot see nobody would see the answer.
fn find_parent(
    db: &Connection,
    page: i64,
    parent_id: &str,
) -> rusqlite::Result<Option<(i64, i64)>> {
    db.prepare_cached(
        "SELECT c.id, coalesce(c.root, c.id) FROM comment c
         WHERE c.public_id = ?1 AND c.page = ?2 AND c.status = 'published'
           AND (c.root IS NULL OR EXISTS (
               SELECT 1 FROM comment top WHERE top.id = c.root AND top.status = 'published'))",
    )?
    .query_row(params![parent_id, page], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .optional()
}
