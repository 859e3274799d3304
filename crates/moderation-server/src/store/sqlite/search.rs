//! The desk's search: candidates from an index, newest first, each looked at before it is shown.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::places;
use super::scope::condition;
use super::search_index::Block;
use super::search_source::{Chunk, Source, Sources};
use super::{SqliteStore, queue, search_index};
use crate::clock::{DAY, Millis};
use crate::moderation::search::terms::Searched;
use crate::store::StoreResult;
use crate::store::desk::DeskRow;
use crate::store::rules::places::{Filter, Place};
use crate::store::rules::search::{is_meant, is_named};
use crate::store::rules::words::status_word;
use crate::store::search::{Among, SearchPage, SearchQuery, SearchStart, Searches};

#[async_trait]
impl Searches for SqliteStore {
    async fn search_comments(&self, query: SearchQuery, now: Millis) -> StoreResult<SearchPage> {
        self.engine.desk(move |db| search(db, &query, now)).await
    }
}

/// After that a search stops and says where it goes on: an editor sees what there is, and nobody
/// waits for a connection.
const BUDGET: Duration = Duration::from_millis(20);
/// Candidates that a search looks at however long that takes: a slow machine gets on, too.
const LEAST_CANDIDATES: u32 = 200;
/// A look into the index that is quicker is followed by one into a wider block; one that is slower, by
/// one into a narrower block.
const QUICK: Duration = Duration::from_millis(2);
const SLOW: Duration = Duration::from_millis(5);

/// What a search has done so far.
struct Effort {
    began: Instant,
    candidates: u32,
    block: Block,
}

impl Effort {
    fn new() -> Self {
        Self {
            began: Instant::now(),
            candidates: 0,
            block: Block::Narrow,
        }
    }

    fn is_late(&self) -> bool {
        self.began.elapsed() > BUDGET
    }

    fn is_spent(&self) -> bool {
        self.candidates >= LEAST_CANDIDATES && self.is_late()
    }

    fn chunk(
        &mut self,
        source: &Source,
        db: &Connection,
        bottom: i64,
        before: i64,
    ) -> rusqlite::Result<Chunk> {
        let began = Instant::now();
        let chunk = source.chunk(db, bottom, before, self.block)?;
        let took = began.elapsed();
        if took < QUICK {
            self.block = self.block.wider();
        } else if took > SLOW {
            self.block = self.block.narrower();
        }
        Ok(chunk)
    }
}

fn search(db: &Connection, query: &SearchQuery, now: Millis) -> StoreResult<SearchPage> {
    let mut effort = Effort::new();
    let filter = Filter {
        site: query.site.as_deref(),
        section: query.section.as_deref(),
        page_id: query.page_id.as_deref(),
    };
    let places = places::places(db, &query.reach.scope, filter)?;
    let mut page = SearchPage {
        comments: Vec::new(),
        next: None,
        is_indexing: search_index::is_behind(db)?,
        has_more_words: false,
    };
    if places.is_empty() {
        return Ok(page);
    }
    let editors = match &query.editor {
        None => None,
        Some(editor) => Some(editors_named(db, editor)?),
    };
    let (bottom, mut top) = bounds(db, query)?;
    if let Some(editors) = &editors {
        top = top.min(last_act(db, editors)? + 1);
    }
    let admission = Admission::new(query, &places, editors.as_deref());
    let sources = Sources::of(db, query, places, editors)?;
    page.has_more_words = sources.has_more_words;
    for (phase, source) in sources.phases {
        let mut before = match query.after {
            Some(after) if after.phase > phase => continue,
            Some(after) if after.phase == phase => after.before.min(top),
            _ => top,
        };
        while before > bottom {
            let chunk = effort.chunk(&source, db, bottom, before)?;
            for number in chunk.numbers {
                effort.candidates += 1;
                if !admission.admits(db, number)? {
                    continue;
                }
                let found = queue::rows(db, &[number], &query.reach, now)?;
                let found = found
                    .into_iter()
                    .filter(|row| is_meant(query, phase, searched(row)));
                for row in found {
                    if page.comments.len() == query.limit as usize {
                        let before = number + 1;
                        page.next = Some(SearchStart { phase, before });
                        return Ok(page);
                    }
                    page.comments.push(row);
                }
                if effort.is_spent() {
                    page.next = Some(SearchStart {
                        phase,
                        before: number,
                    });
                    return Ok(page);
                }
            }
            before = chunk.end;
            if before > bottom && effort.is_late() {
                page.next = Some(SearchStart { phase, before });
                return Ok(page);
            }
        }
    }
    Ok(page)
}

fn searched(row: &DeskRow) -> Searched<'_> {
    Searched {
        name: &row.author_name,
        text: &row.text,
        title: &row.page.title,
        address: &row.page.url,
        email: row.author_email.as_deref(),
    }
}

/// Editors whose login it is, or whose name has all its words.
fn editors_named(db: &Connection, wanted: &str) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT id, login, name FROM editor")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (login, name): (String, String) = (row.get(1)?, row.get(2)?);
        if is_named(&login, &name, wanted) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// The last comment that one of the editors did something with.
fn last_act(db: &Connection, editors: &[i64]) -> rusqlite::Result<i64> {
    let mut statement = db.prepare_cached(
        "SELECT coalesce(max(comment), 0) FROM moderation_log INDEXED BY moderation_log_editor
         WHERE editor = ?1",
    )?;
    let mut lasts = editors
        .iter()
        .map(|editor| statement.query_row([editor], |row| row.get(0)));
    lasts.try_fold(0, |last, found| Ok(last.max(found?)))
}

/// Numbers between which all comments of the time lie. They grow with time, but for a clock that
/// was put back: a day is added on both sides, and each comment's time is looked at.
fn bounds(db: &Connection, query: &SearchQuery) -> rusqlite::Result<(i64, i64)> {
    let (first, last): (Option<i64>, Option<i64>) = db
        .prepare_cached("SELECT (SELECT min(id) FROM comment), (SELECT max(id) FROM comment)")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok((0, 0));
    };
    let bottom = match query.since {
        None => first,
        Some(since) => first_since(db, first, last, since - DAY)?,
    };
    let top = match query.until {
        None => last + 1,
        Some(until) => first_since(db, first, last, until + DAY)?,
    };
    Ok((bottom, top))
}

/// The first number that was sent then or later, by halving.
fn first_since(db: &Connection, first: i64, last: i64, at: Millis) -> rusqlite::Result<i64> {
    let mut statement =
        db.prepare_cached("SELECT id, created_at FROM comment WHERE id >= ?1 ORDER BY id LIMIT 1")?;
    let (mut low, mut high) = (first, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let found: Option<(i64, Millis)> = statement
            .query_row([middle], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match found {
            Some((number, created_at)) if created_at < at => low = number + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

/// What a candidate must be beside what it says: one statement, that finds it by its number.
struct Admission {
    sql: String,
    values: Vec<Value>,
}

impl Admission {
    fn new(query: &SearchQuery, places: &[Place], editors: Option<&[i64]>) -> Self {
        let mut values = vec![Value::Null];
        let mut conditions = vec![String::from("c.id = ?1")];
        let mut add = |sql: &str, value: Value| {
            values.push(value);
            conditions.push(sql.replace('?', &format!("?{}", values.len())));
        };
        if let Some(site) = &query.site {
            add("c.site = ?", Value::Text(site.clone()));
        }
        if let Some(section) = &query.section {
            add("c.section = ?", Value::Text(section.clone()));
        }
        if let Some(since) = query.since {
            add("c.created_at >= ?", Value::Integer(since));
        }
        if let Some(until) = query.until {
            add("c.created_at < ?", Value::Integer(until));
        }
        let listed = |numbers: &mut dyn Iterator<Item = i64>| {
            numbers
                .map(|n| n.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        };
        if query.page_id.is_some() {
            let mut pages = places.iter().filter_map(|place| match place {
                Place::Article(page) => Some(*page),
                _ => None,
            });
            conditions.push(format!("c.page IN ({})", listed(&mut pages)));
        }
        match query.among {
            Among::All => {}
            Among::Status(status) => {
                conditions.push(format!("c.status = '{}'", status_word(status)));
            }
            Among::Reported => {
                conditions.push(String::from(
                    "c.status = 'published' AND c.report_count > 0",
                ));
            }
        }
        if let Some(editors) = editors {
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM moderation_log l INDEXED BY moderation_log_editor
                     WHERE l.editor IN ({}) AND l.comment = c.id)",
                listed(&mut editors.iter().copied())
            ));
        }
        conditions.extend(condition(
            &query.reach.scope,
            "c.site",
            "c.section",
            &mut values,
        ));
        Self {
            sql: format!("SELECT 1 FROM comment c WHERE {}", conditions.join(" AND ")),
            values,
        }
    }

    fn admits(&self, db: &Connection, number: i64) -> rusqlite::Result<bool> {
        let own = Value::Integer(number);
        let values = std::iter::once(&own).chain(self.values.iter().skip(1));
        db.prepare_cached(&self.sql)?
            .exists(params_from_iter(values))
    }
}
