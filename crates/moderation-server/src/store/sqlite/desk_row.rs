//! A comment as the desk shows it, with its article.

use rusqlite::{Connection, Row, params};

use super::drafts;
use super::row::status;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{Claim, DeskRow};
use crate::store::pages::PageDraft;
use crate::store::people::Reach;
use crate::store::rules::arrival::SentPage;
use crate::store::rules::naming::Shown;
use crate::store::rules::words::held_for;

pub(super) const COLUMNS: &str = "c.id, c.public_id, c.site, page.page_id,
     page.url, page.title, page.section, page.confirmed_at IS NOT NULL AS page_known,
     page.announced, c.sent_page_url, c.sent_page_title, c.sent_page_section,
     parent.public_id AS parent_id, parent.author_name AS parent_author,
     parent.text AS parent_text, c.status, c.held_for,
     c.author_name, c.author_email, c.reader IS NOT NULL AS signed_in, c.text, c.edited,
     c.revision, c.report_count, c.like_count, c.claimed_by, editor.name AS claimed_name,
     c.claimed_until, c.created_at, c.published_at,
     lease.editor AS leased_by, holder.name AS leased_name, lease.leased_until";
pub(super) const TABLES: &str = "comment c JOIN page ON page.id = c.page
     LEFT JOIN comment parent ON parent.id = c.parent
     LEFT JOIN editor ON editor.id = c.claimed_by
     LEFT JOIN waiting_comment lease ON lease.comment = c.id
     LEFT JOIN editor holder ON holder.id = lease.editor";

pub(super) fn desk_row(row: &Row<'_>, now: Millis) -> rusqlite::Result<DeskRow> {
    let standing = |columns: [&str; 3]| -> rusqlite::Result<Option<Claim>> {
        let [editor, name, until] = columns;
        Ok(match (row.get(editor)?, row.get(name)?, row.get(until)?) {
            (Some(editor), Some(name), Some(until)) if until > now => Some(Claim {
                editor,
                name,
                until,
            }),
            _ => None,
        })
    };
    let claim = standing(["claimed_by", "claimed_name", "claimed_until"])?;
    let lease = standing(["leased_by", "leased_name", "leased_until"])?;
    let words: String = row.get("held_for")?;
    let article = article_of(row)?;
    Ok(DeskRow {
        number: row.get("id")?,
        id: row.get("public_id")?,
        site: row.get("site")?,
        page: article.page,
        page_known: row.get("page_known")?,
        page_announced: row.get("announced")?,
        page_sent: article.sent,
        parent_id: row.get("parent_id")?,
        parent_author: row.get("parent_author")?,
        parent_text: row.get("parent_text")?,
        status: status(row, "status")?,
        held_for: held_for(&words),
        author_name: row.get("author_name")?,
        author_email: row.get("author_email")?,
        signed_in: row.get("signed_in")?,
        text: row.get("text")?,
        edited: row.get("edited")?,
        revision: row.get("revision")?,
        report_count: row.get("report_count")?,
        reports: Vec::new(),
        like_count: row.get("like_count")?,
        draft: None,
        claim,
        lease,
        created_at: row.get("created_at")?,
        published_at: row.get("published_at")?,
    })
}

fn article_of(row: &Row<'_>) -> rusqlite::Result<Shown> {
    let page = PageDraft {
        id: row.get("page_id")?,
        url: row.get("url")?,
        title: row.get("title")?,
        section: row.get("section")?,
    };
    let sent = SentPage {
        url: row.get("sent_page_url")?,
        title: row.get("sent_page_title")?,
        section: row.get("sent_page_section")?,
    };
    Ok(Shown::new(page, row.get("page_known")?, sent))
}

/// Reasons shown of the open reports of a comment.
const REASONS_SHOWN: u32 = 5;

/// Adds the draft of whoever asks and the most frequent reasons of the open reports, where there are
/// any, and takes off what he may not see.
pub(super) fn complete(
    db: &Connection,
    comment: &mut DeskRow,
    reach: &Reach,
) -> rusqlite::Result<()> {
    if !reach.emails {
        comment.author_email = None;
    }
    comment.draft = drafts::of(db, comment.number, reach.editor)?;
    if comment.report_count == 0 {
        return Ok(());
    }
    comment.reports = db
        .prepare_cached(
            "SELECT reason, count(*) FROM comment_report
             WHERE comment = ?1 AND settled_at IS NULL
             GROUP BY reason ORDER BY count(*) DESC, min(id) LIMIT ?2",
        )?
        .query_map(params![comment.number, REASONS_SHOWN], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(())
}

/// One comment, by its number.
pub(super) fn row_of(
    db: &Connection,
    comment: i64,
    reach: &Reach,
    now: Millis,
) -> StoreResult<DeskRow> {
    let mut row = db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.id = ?1"))?
        .query_row([comment], |row| desk_row(row, now))?;
    complete(db, &mut row, reach)?;
    Ok(row)
}
