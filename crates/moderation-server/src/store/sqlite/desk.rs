//! What editors see: the queue, one comment with its history, and who has it open.

use async_trait::async_trait;
use comment_protocol::CommentStatus;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::row::{held_for, status, status_word};
use super::scope::{condition, has_sections};
use super::{SqliteStore, claim, decision, desk_log};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{
    Claim, Decision, DecisionOutcome, Desk, DeskDetail, DeskRow, LogRow, MAX_TOTAL, QueueCounts,
    QueuePage, QueueQuery, RevisionRow,
};
use crate::store::desk_log::{DeskAction, DeskLogRow};
use crate::store::pages::PageDraft;
use crate::store::people::{Actor, Reach, Scope};

#[async_trait]
impl Desk for SqliteStore {
    async fn queue(&self, query: QueueQuery, now: Millis) -> StoreResult<QueuePage> {
        self.engine.desk(move |db| queue(db, &query, now)).await
    }

    async fn queue_counts(&self, scope: Scope) -> StoreResult<QueueCounts> {
        self.engine.desk(move |db| counts(db, &scope)).await
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

const COLUMNS: &str = "c.id, c.public_id, c.site, page.page_id,
     page.url, page.title, page.section, page.confirmed_at IS NOT NULL AS page_known,
     page.announced, c.sent_page_url, c.sent_page_title, c.sent_page_section,
     parent.public_id AS parent_id, parent.author_name AS parent_author,
     parent.text AS parent_text, c.status, c.held_for,
     c.author_name, c.author_email, c.reader IS NOT NULL AS signed_in, c.text, c.edited,
     c.revision, c.report_count, c.like_count, c.claimed_by, editor.name AS claimed_name,
     c.claimed_until, c.created_at, c.published_at,
     lease.editor AS leased_by, holder.name AS leased_name, lease.leased_until";
const TABLES: &str = "comment c JOIN page ON page.id = c.page
     LEFT JOIN comment parent ON parent.id = c.parent
     LEFT JOIN editor ON editor.id = c.claimed_by
     LEFT JOIN waiting_comment lease ON lease.comment = c.id
     LEFT JOIN editor holder ON holder.id = lease.editor";

fn queue(db: &Connection, query: &QueueQuery, now: Millis) -> StoreResult<QueuePage> {
    let (filter, values) = filter(query);
    let total = db
        .prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 FROM comment c {} WHERE {filter} LIMIT {})",
            if query.section.is_some()
                || query.page_id.is_some()
                || has_sections(&query.reach.scope)
            {
                "JOIN page ON page.id = c.page"
            } else {
                ""
            },
            MAX_TOTAL + 1,
        ))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    // What waits is answered in the order of arrival; what is done is looked up from the end.
    let (direction, compare) = if query.status == Some(CommentStatus::Pending) {
        ("", ">")
    } else {
        ("DESC", "<")
    };
    let (limit, after) = (values.len() + 1, values.len() + 2);
    let start = if query.after.is_some() {
        format!("AND c.id {compare} ?{after}")
    } else {
        String::new()
    };
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {filter} {start}
         ORDER BY c.id {direction} LIMIT ?{limit}"
    ))?;
    let mut values = values;
    values.push(Value::Integer(i64::from(query.limit) + 1));
    values.extend(query.after.map(Value::Integer));
    let mut comments = statement
        .query_map(params_from_iter(&values), |row| desk_row(row, now))?
        .collect::<Result<Vec<_>, _>>()?;
    for comment in &mut comments {
        complete(db, comment, &query.reach)?;
    }
    let has_more = comments.len() > query.limit as usize;
    comments.truncate(query.limit as usize);
    let next = comments
        .last()
        .filter(|_| has_more)
        .map(|comment| comment.number);
    Ok(QueuePage {
        comments,
        total,
        next,
    })
}

/// The conditions of a query, and the values they name.
fn filter(query: &QueueQuery) -> (String, Vec<Value>) {
    let mut conditions = match query.status {
        Some(status) => vec![format!("c.status = '{}'", status_word(status))],
        None => vec![String::from(
            // `+` keeps the index of all published ones out: the few reported have one of their own.
            "c.report_count > 0 AND +c.status = 'published'",
        )],
    };
    let mut values = Vec::new();
    // `?` in a condition stands for the value given with it.
    let mut add = |condition: &str, value: &str| {
        values.push(Value::Text(value.to_owned()));
        conditions.push(condition.replace('?', &format!("?{}", values.len())));
    };
    if let Some(site) = &query.site {
        add("c.site = ?", site);
    }
    if let Some(section) = &query.section {
        add("page.section = ?", section);
    }
    if let Some(page_id) = &query.page_id {
        add("page.page_id = ?", page_id);
    }
    for word in &query.words {
        // `instr` takes the word as it is: no wildcard to escape.
        add("instr(c.search_text, ?) > 0", word);
    }
    let reached = condition(&query.reach.scope, "c.site", "page.section", &mut values);
    conditions.extend(reached);
    (conditions.join(" AND "), values)
}

fn desk_row(row: &Row<'_>, now: Millis) -> rusqlite::Result<DeskRow> {
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
        claim,
        lease,
        created_at: row.get("created_at")?,
        published_at: row.get("published_at")?,
    })
}

/// An article as it is to be shown with a comment, and as the comment names it where that differs.
struct Article {
    page: PageDraft,
    sent: Option<PageDraft>,
}

fn article_of(row: &Row<'_>) -> rusqlite::Result<Article> {
    let known = PageDraft {
        id: row.get("page_id")?,
        url: row.get("url")?,
        title: row.get("title")?,
        section: row.get("section")?,
    };
    let (url, title): (Option<String>, Option<String>) =
        (row.get("sent_page_url")?, row.get("sent_page_title")?);
    let section: Option<String> = row.get("sent_page_section")?;
    let named = PageDraft {
        id: known.id.clone(),
        url: url.unwrap_or_else(|| known.url.clone()),
        title: title.unwrap_or_else(|| known.title.clone()),
        section: section.or_else(|| known.section.clone()),
    };
    let is_known: bool = row.get("page_known")?;
    Ok(match is_known {
        false => Article {
            page: named,
            sent: None,
        },
        true if named == known => Article {
            page: known,
            sent: None,
        },
        true => Article {
            page: known,
            sent: Some(named),
        },
    })
}

/// Reasons shown of the open reports of a comment.
const REASONS_SHOWN: u32 = 5;

/// Adds the most frequent reasons of the open reports, where there are any, and takes off what
/// whoever asks may not see.
fn complete(db: &Connection, comment: &mut DeskRow, reach: &Reach) -> rusqlite::Result<()> {
    if !reach.emails {
        comment.author_email = None;
    }
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

pub(super) fn counts(db: &Connection, scope: &Scope) -> StoreResult<QueueCounts> {
    let mut values = Vec::new();
    // Everywhere is counted from the index alone.
    let reached = condition(scope, "c.site", "page.section", &mut values);
    let reached = reached.map_or_else(String::new, |reached| format!("AND {reached}"));
    let page = if has_sections(scope) {
        "JOIN page ON page.id = c.page"
    } else {
        ""
    };
    let count = |condition: &str| {
        db.prepare_cached(&format!(
            "SELECT count(*) FROM comment c {page} WHERE {condition} {reached}"
        ))?
        .query_row(params_from_iter(&values), |row| row.get(0))
    };
    Ok(QueueCounts {
        pending: count("c.status = 'pending'")?,
        reported: count("c.report_count > 0 AND +c.status = 'published'")?,
    })
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
                 l.created_at
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
