//! A comment as the desk shows it, with its article.

use std::collections::HashMap;

use tokio_postgres::Row;

use super::db::Db;
use super::drafts;
use super::row::{count, damaged, status};
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

fn standing(row: &Row, columns: [&str; 3], now: Millis) -> StoreResult<Option<Claim>> {
    let [editor, name, until] = columns;
    let parts = (
        row.try_get(editor)?,
        row.try_get(name)?,
        row.try_get(until)?,
    );
    Ok(match parts {
        (Some(editor), Some(name), Some(until)) if until > now => Some(Claim {
            editor,
            name,
            until,
        }),
        _ => None,
    })
}

pub(super) fn desk_row(row: &Row, now: Millis) -> StoreResult<DeskRow> {
    let article = article_of(row)?;
    Ok(DeskRow {
        number: row.try_get("id")?,
        id: row.try_get("public_id")?,
        site: row.try_get("site")?,
        page: article.page,
        page_known: row.try_get("page_known")?,
        page_announced: row.try_get("announced")?,
        page_sent: article.sent,
        parent_id: row.try_get("parent_id")?,
        parent_author: row.try_get("parent_author")?,
        parent_text: row.try_get("parent_text")?,
        status: status(row, "status")?,
        held_for: held_for(row.try_get("held_for")?),
        author_name: row.try_get("author_name")?,
        author_email: row.try_get("author_email")?,
        signed_in: row.try_get("signed_in")?,
        text: row.try_get("text")?,
        edited: row.try_get("edited")?,
        revision: row.try_get("revision")?,
        report_count: count(row, "report_count")?,
        reports: Vec::new(),
        like_count: count(row, "like_count")?,
        draft: None,
        claim: standing(row, ["claimed_by", "claimed_name", "claimed_until"], now)?,
        lease: standing(row, ["leased_by", "leased_name", "leased_until"], now)?,
        created_at: row.try_get("created_at")?,
        published_at: row.try_get("published_at")?,
    })
}

fn article_of(row: &Row) -> StoreResult<Shown> {
    let page = PageDraft {
        id: row.try_get("page_id")?,
        url: row.try_get("url")?,
        title: row.try_get("title")?,
        section: row.try_get("section")?,
    };
    let sent = SentPage {
        url: row.try_get("sent_page_url")?,
        title: row.try_get("sent_page_title")?,
        section: row.try_get("sent_page_section")?,
    };
    Ok(Shown::new(page, row.try_get("page_known")?, sent))
}

/// Reasons shown of the open reports of a comment.
const REASONS_SHOWN: i64 = 5;
const REASONS: &str = "SELECT comment, reason, many FROM (
         SELECT comment, reason, count(*) AS many, row_number() OVER (
             PARTITION BY comment ORDER BY count(*) DESC, min(id)) AS place
         FROM comment_report WHERE comment = ANY($1) AND settled_at IS NULL
         GROUP BY comment, reason) AS r
     WHERE place <= $2 ORDER BY comment, place";

/// Adds the drafts of whoever asks and the most frequent reasons of the open reports, where there are
/// any, and takes off what he may not see.
pub(super) async fn complete(db: &Db, comments: &mut [DeskRow], reach: &Reach) -> StoreResult<()> {
    let numbers: Vec<i64> = comments.iter().map(|comment| comment.number).collect();
    let drafts = drafts::of(db, &numbers, reach.editor).await?;
    let mut drafts: HashMap<i64, _> = drafts.into_iter().collect();
    let mut reasons: HashMap<i64, Vec<(String, u32)>> = HashMap::new();
    if comments.iter().any(|comment| comment.report_count > 0) {
        for row in db.rows(REASONS, &[&numbers, &REASONS_SHOWN]).await? {
            let of = reasons.entry(row.try_get("comment")?).or_default();
            of.push((row.try_get("reason")?, count(&row, "many")?));
        }
    }
    for comment in comments {
        if !reach.emails {
            comment.author_email = None;
        }
        comment.draft = drafts.remove(&comment.number);
        if comment.report_count > 0 {
            comment.reports = reasons.remove(&comment.number).unwrap_or_default();
        }
    }
    Ok(())
}

/// The comments of these numbers, in their order.
pub(super) async fn rows(
    db: &Db,
    numbers: &[i64],
    reach: &Reach,
    now: Millis,
) -> StoreResult<Vec<DeskRow>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.id = ANY($1)");
    let mut found: HashMap<i64, DeskRow> = HashMap::new();
    for row in db.rows(&sql, &[&numbers]).await? {
        let row = desk_row(&row, now)?;
        found.insert(row.number, row);
    }
    let mut in_order = Vec::with_capacity(numbers.len());
    for number in numbers {
        let row = found.remove(number);
        in_order.push(row.ok_or_else(|| damaged("a comment of a list is missing"))?);
    }
    complete(db, &mut in_order, reach).await?;
    Ok(in_order)
}
