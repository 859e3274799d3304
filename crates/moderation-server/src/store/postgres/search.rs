//! The desk's search: comments newest first, each looked at as it stands, as far as the time reaches.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::db::{Db, Value, params};
use super::desk_row::rows;
use super::scope::and_reached;
use crate::clock::Millis;
use crate::moderation::search::terms::{LEAST_PART, Searched};
use crate::store::StoreResult;
use crate::store::rules::search::{is_meant, is_named};
use crate::store::rules::words::status_word;
use crate::store::search::{Among, Phase, SearchPage, SearchQuery, SearchStart, Searches};

/// After that a search stops and says where it goes on.
const BUDGET: Duration = Duration::from_millis(200);
/// Comments that are looked at together.
const CHUNK: usize = 1_000;

#[async_trait]
impl Searches for PostgresStore {
    async fn search_comments(&self, query: SearchQuery, now: Millis) -> StoreResult<SearchPage> {
        self.engine.desk(|db| search(db, &query, now)).await
    }
}

async fn search(db: Db, query: &SearchQuery, now: Millis) -> StoreResult<SearchPage> {
    let began = Instant::now();
    let editors = match &query.editor {
        None => None,
        Some(wanted) => Some(editors_named(&db, wanted).await?),
    };
    let mut found = Vec::new();
    let mut next = None;
    'search: for phase in phases(query) {
        let mut before = match query.after {
            Some(after) if after.phase > phase => continue,
            Some(after) if after.phase == phase => after.before,
            _ => i64::MAX,
        };
        loop {
            let candidates = candidates(&db, query, phase, editors.as_deref(), before).await?;
            for row in &candidates {
                let number: i64 = row.try_get("id")?;
                if !is_meant(query, phase, searched(row)?) {
                    continue;
                }
                if found.len() == query.limit as usize {
                    let before = number + 1;
                    next = Some(SearchStart { phase, before });
                    break 'search;
                }
                found.push(number);
            }
            match candidates.last() {
                Some(last) if candidates.len() == CHUNK => before = last.try_get("id")?,
                _ => break,
            }
            if began.elapsed() > BUDGET {
                next = Some(SearchStart { phase, before });
                break 'search;
            }
        }
    }
    Ok(SearchPage {
        comments: rows(&db, &found, &query.reach, now).await?,
        next,
        is_indexing: false,
        has_more_words: false,
    })
}

/// The parts that the search has.
fn phases(query: &SearchQuery) -> Vec<Phase> {
    let terms = &query.terms;
    let is_part = |plain: &str| plain.chars().count() >= LEAST_PART;
    let mut phases = Vec::new();
    if query.reach.emails && terms.iter().any(|term| term.email.is_some()) {
        phases.push(Phase::Email);
    }
    phases.push(Phase::Word);
    let has_parts = terms
        .iter()
        .any(|term| term.parts && term.words.iter().any(|word| is_part(&word.plain)));
    if has_parts {
        phases.push(Phase::Part);
    }
    phases
}

/// The newest below `before` that are what is asked for, beside what they say.
async fn candidates(
    db: &Db,
    query: &SearchQuery,
    phase: Phase,
    editors: Option<&[i64]>,
    before: i64,
) -> StoreResult<Vec<Row>> {
    let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![Box::new(before), Box::new(limit)];
    let mut conditions = vec![String::from("c.id < $1")];
    let mut add = |sql: &str, value: Value| {
        values.push(value);
        conditions.push(sql.replace('?', &format!("${}", values.len())));
    };
    if let Some(site) = &query.site {
        add("c.site = ?", Box::new(site.clone()));
    }
    if let Some(section) = &query.section {
        add("c.section = ?", Box::new(section.clone()));
    }
    if let Some(page_id) = &query.page_id {
        add("page.page_id = ?", Box::new(page_id.clone()));
    }
    if let Some(since) = query.since {
        add("c.created_at >= ?", Box::new(since));
    }
    if let Some(until) = query.until {
        add("c.created_at < ?", Box::new(until));
    }
    if let Some(editors) = editors {
        add(
            "EXISTS (SELECT 1 FROM moderation_log l
                 WHERE l.comment = c.id AND l.editor = ANY(?))",
            Box::new(editors.to_vec()),
        );
    }
    let email = query.terms.iter().find_map(|term| term.email.clone());
    if let Some(start) = email.filter(|_| phase == Phase::Email) {
        add(
            "lower(c.author_email) < ?",
            Box::new(format!("{start}{}", char::MAX)),
        );
        add("lower(c.author_email) >= ?", Box::new(start));
    }
    match query.among {
        Among::All => {}
        Among::Status(status) => conditions.push(format!("c.status = '{}'", status_word(status))),
        Among::Reported => conditions.push(String::from(
            "c.report_count > 0 AND c.status = 'published'",
        )),
    }
    let reached = and_reached(&query.reach.scope, "c.site", "c.section", &mut values);
    let sql = format!(
        "SELECT c.id, c.author_name, c.text, c.author_email,
             CASE WHEN page.confirmed_at IS NULL THEN coalesce(c.sent_page_title, page.title)
                 ELSE page.title END AS title,
             CASE WHEN page.confirmed_at IS NULL THEN coalesce(c.sent_page_url, page.url)
                 ELSE page.url END AS url
         FROM comment c JOIN page ON page.id = c.page
         WHERE {} {reached} ORDER BY c.id DESC LIMIT $2",
        conditions.join(" AND ")
    );
    db.rows(&sql, &params(&values)).await
}

fn searched(row: &Row) -> StoreResult<Searched<'_>> {
    Ok(Searched {
        name: row.try_get("author_name")?,
        text: row.try_get("text")?,
        title: row.try_get("title")?,
        address: row.try_get("url")?,
        email: row.try_get("author_email")?,
    })
}

/// Editors who are meant.
async fn editors_named(db: &Db, wanted: &str) -> StoreResult<Vec<i64>> {
    let mut found = Vec::new();
    for row in db.rows("SELECT id, login, name FROM editor", &[]).await? {
        if is_named(row.try_get("login")?, row.try_get("name")?, wanted) {
            found.push(row.try_get("id")?);
        }
    }
    Ok(found)
}
