//! Keeping a new comment, and an editor's decision about it: the two acts that move counters.

use comment_protocol::{CommentStatus, DecisionAction};
use rusqlite::{Connection, OptionalExtension, params};

use super::row::{held_for_words, status, status_word};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::record::{CommentDraft, CreateOutcome, Decision, DecisionOutcome, PageDraft};

pub(super) fn create(db: &Connection, draft: CommentDraft) -> StoreResult<CreateOutcome> {
    if let Some(outcome) = replay(db, &draft)? {
        return Ok(outcome);
    }
    let page = find_page(db, &draft)?;
    if page.as_ref().is_some_and(|page| page.closed) {
        return Ok(CreateOutcome::ThreadClosed);
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
    let sent = page
        .as_ref()
        .map(|page| page.what_differs(&draft.page))
        .unwrap_or_default();
    let page = match number {
        Some(page) => page,
        None => insert_page(db, &draft)?,
    };
    let published_at = (draft.status == CommentStatus::Published).then_some(draft.created_at);
    db.prepare_cached(
        "INSERT INTO comment (public_id, site, page, parent, root, status, held_for, author_name,
             author_email, reader, text, search_text, writer, created_at, published_at,
             sent_page_url, sent_page_title, sent_page_section)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
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
    if let Some((key, body_hash)) = &draft.idempotency {
        db.prepare_cached(
            "INSERT INTO idempotency (site, key, body_hash, comment, status, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            draft.site,
            key,
            body_hash,
            comment,
            status_word(draft.status),
            draft.created_at
        ])?;
    }
    if draft.status == CommentStatus::Published {
        move_counters(db, comment, 1)?;
    }
    Ok(CreateOutcome::Created)
}

/// An article as it is known when a comment comes in.
struct KnownPage {
    number: i64,
    closed: bool,
    url: String,
    title: String,
    section: Option<String>,
}

/// What a comment's page says of itself and is not known so.
#[derive(Default)]
struct SentPage {
    url: Option<String>,
    title: Option<String>,
    section: Option<String>,
}

impl KnownPage {
    fn what_differs(&self, sent: &PageDraft) -> SentPage {
        let other =
            |sent: &str, known: &str| (!sent.is_empty() && sent != known).then(|| sent.to_owned());
        SentPage {
            url: other(&sent.url, &self.url),
            title: other(&sent.title, &self.title),
            section: other(
                sent.section.as_deref().unwrap_or_default(),
                self.section.as_deref().unwrap_or_default(),
            ),
        }
    }
}

fn find_page(db: &Connection, draft: &CommentDraft) -> rusqlite::Result<Option<KnownPage>> {
    db.prepare_cached(
        "SELECT id, closed, url, title, section FROM page WHERE site = ?1 AND page_id = ?2",
    )?
    .query_row([&draft.site, &draft.page.id], |row| {
        Ok(KnownPage {
            number: row.get(0)?,
            closed: row.get(1)?,
            url: row.get(2)?,
            title: row.get(3)?,
            section: row.get(4)?,
        })
    })
    .optional()
}

/// What was answered before to the same key.
fn replay(db: &Connection, draft: &CommentDraft) -> StoreResult<Option<CreateOutcome>> {
    let Some((key, body_hash)) = &draft.idempotency else {
        return Ok(None);
    };
    let before = db
        .prepare_cached(
            "SELECT i.body_hash, c.public_id, i.status, i.created_at
             FROM idempotency i JOIN comment c ON c.id = i.comment
             WHERE i.site = ?1 AND i.key = ?2",
        )?
        .query_row([&draft.site, key], |row| {
            Ok((
                row.get::<_, [u8; 32]>(0)?,
                row.get(1)?,
                status(row, "status")?,
                row.get(3)?,
            ))
        })
        .optional()?;
    Ok(before.map(|(hash, id, status, created_at)| {
        if hash == *body_hash {
            CreateOutcome::Replayed {
                id,
                status,
                created_at,
            }
        } else {
            CreateOutcome::IdempotencyConflict
        }
    }))
}

/// Number and root of a published comment of the page that may be answered.
fn find_parent(
    db: &Connection,
    page: i64,
    parent_id: &str,
) -> rusqlite::Result<Option<(i64, i64)>> {
    db.prepare_cached(
        "SELECT id, coalesce(root, id) FROM comment
         WHERE public_id = ?1 AND page = ?2 AND status = 'published'",
    )?
    .query_row(params![parent_id, page], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .optional()
}

fn insert_page(db: &Connection, draft: &CommentDraft) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO page (site, page_id, url, title, section, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        draft.site,
        draft.page.id,
        draft.page.url,
        draft.page.title,
        draft.page.section,
        draft.created_at
    ])?;
    Ok(db.last_insert_rowid())
}

/// Brings the page's count, its version and the root's count of replies in line after a comment
/// was published (`step` 1) or taken off (`step` -1). Replies are seen only below a published
/// root, so a root brings its replies along.
pub(super) fn move_counters(db: &Connection, comment: i64, step: i64) -> rusqlite::Result<()> {
    let (page, root, replies): (i64, Option<i64>, i64) = db
        .prepare_cached("SELECT page, root, reply_count FROM comment WHERE id = ?1")?
        .query_row([comment], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let seen = match root {
        None => 1 + replies,
        Some(root) => {
            db.prepare_cached("UPDATE comment SET reply_count = reply_count + ?2 WHERE id = ?1")?
                .execute([root, step])?;
            db.prepare_cached("SELECT status = 'published' FROM comment WHERE id = ?1")?
                .query_row([root], |row| row.get(0))?
        }
    };
    db.prepare_cached(
        "UPDATE page SET published_count = published_count + ?2, version = version + 1
         WHERE id = ?1",
    )?
    .execute([page, step * seen])?;
    Ok(())
}

pub(super) fn decide_all(
    db: &Connection,
    decisions: Vec<Decision>,
) -> StoreResult<Vec<DecisionOutcome>> {
    decisions
        .iter()
        .map(|decision| decide(db, decision))
        .collect()
}

/// A comment as a decision finds it.
struct Before {
    comment: i64,
    page: i64,
    status: CommentStatus,
    revision: i64,
    text: String,
    original_text: String,
    published_at: Option<Millis>,
}

fn decide(db: &Connection, decision: &Decision) -> StoreResult<DecisionOutcome> {
    let Some(before) = find(db, &decision.comment_id)? else {
        return Ok(DecisionOutcome::NotFound);
    };
    if before.revision != decision.revision {
        return Ok(DecisionOutcome::RevisionConflict {
            revision: before.revision,
        });
    }
    if before.status == CommentStatus::Withdrawn {
        return Ok(DecisionOutcome::Withdrawn);
    }
    let after = decision.action.resulting_status();
    let revision = before.revision + 1;
    let text = decision.text.as_deref().unwrap_or(&before.text);
    let text_changed = text != before.text;
    let published_at = match after {
        CommentStatus::Published => Some(before.published_at.unwrap_or(decision.at)),
        // Published anew later, it takes its place among the new ones.
        _ => None,
    };
    if text_changed {
        db.prepare_cached(
            "INSERT INTO comment_revision (comment, number, text, editor, reason, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            before.comment,
            revision,
            text,
            decision.editor,
            decision.reason,
            decision.at
        ])?;
    }
    db.prepare_cached(
        "UPDATE comment SET status = ?2, text = ?3, edited = ?4, revision = ?5, published_at = ?6,
             search_text = coalesce(?7, search_text), report_count = 0, claimed_by = NULL,
             claimed_until = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        before.comment,
        status_word(after),
        text,
        text != before.original_text,
        revision,
        published_at,
        if text_changed {
            decision.search_text.as_deref()
        } else {
            None
        },
    ])?;
    db.prepare_cached(
        "UPDATE comment_report SET settled_at = ?2 WHERE comment = ?1 AND settled_at IS NULL",
    )?
    .execute(params![before.comment, decision.at])?;
    let was_published = before.status == CommentStatus::Published;
    let is_published = after == CommentStatus::Published;
    match (was_published, is_published) {
        (false, true) => {
            take_page_as_sent(db, &before)?;
            move_counters(db, before.comment, 1)?;
        }
        (true, false) => move_counters(db, before.comment, -1)?,
        (true, true) if text_changed => {
            db.prepare_cached("UPDATE page SET version = version + 1 WHERE id = ?1")?
                .execute([before.page])?;
        }
        _ => {}
    }
    log(db, &before, decision, after, revision, text_changed)?;
    Ok(DecisionOutcome::Done {
        revision,
        status: after,
    })
}

/// The editor has seen where the comment says it belongs; the article is known so from now on.
fn take_page_as_sent(db: &Connection, before: &Before) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE page SET url = coalesce(c.sent_page_url, url),
             title = coalesce(c.sent_page_title, title),
             section = coalesce(c.sent_page_section, section)
         FROM (SELECT sent_page_url, sent_page_title, sent_page_section
               FROM comment WHERE id = ?2) AS c
         WHERE page.id = ?1",
    )?
    .execute([before.page, before.comment])?;
    Ok(())
}

fn find(db: &Connection, comment_id: &str) -> rusqlite::Result<Option<Before>> {
    db.prepare_cached(
        "SELECT c.id, c.page, c.status, c.revision, c.text, r.text AS original_text,
             c.published_at
         FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
         WHERE c.public_id = ?1",
    )?
    .query_row([comment_id], |row| {
        Ok(Before {
            comment: row.get("id")?,
            page: row.get("page")?,
            status: status(row, "status")?,
            revision: row.get("revision")?,
            text: row.get("text")?,
            original_text: row.get("original_text")?,
            published_at: row.get("published_at")?,
        })
    })
    .optional()
}

fn log(
    db: &Connection,
    before: &Before,
    decision: &Decision,
    after: CommentStatus,
    revision: i64,
    text_changed: bool,
) -> rusqlite::Result<()> {
    let action = match decision.action {
        DecisionAction::Publish => "publish",
        DecisionAction::Reject => "reject",
        DecisionAction::Spam => "spam",
        DecisionAction::Return => "return",
    };
    db.prepare_cached(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, reason, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        before.comment,
        decision.editor,
        action,
        status_word(before.status),
        status_word(after),
        revision,
        text_changed,
        decision.reason,
        decision.at
    ])?;
    Ok(())
}
