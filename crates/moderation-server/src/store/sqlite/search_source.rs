//! Where candidates of a search come from: the index, the e-mail addresses, an editor's acts, or
//! the lists; always the newest first, a chunk at a time.

use comment_protocol::CommentStatus;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::queue;
use super::search_index::Block;
use super::search_terms::expressions;
use crate::store::rules::places::Place;
use crate::store::search::{Among, Phase, SearchQuery};

/// Candidates in one chunk.
const CHUNK: usize = 200;
/// Candidates, the newest first.
pub(super) struct Chunk {
    pub(super) numbers: Vec<i64>,
    /// All numbers from here on were looked at.
    pub(super) end: i64,
}

/// Where candidates come from.
pub(super) enum Source {
    /// What the index has for an expression.
    Index(String),
    /// E-mail addresses that begin so.
    Emails(String),
    /// What editors did something with.
    Acts(Vec<i64>),
    /// Everything in these places, in these lists; `None` is the reported ones.
    Lists(Vec<Place>, Vec<Option<CommentStatus>>),
}

/// The parts of a search.
pub(super) struct Sources {
    pub(super) phases: Vec<(Phase, Source)>,
    pub(super) has_more_words: bool,
}

impl Sources {
    pub(super) fn of(
        db: &Connection,
        query: &SearchQuery,
        places: Vec<Place>,
        editors: Option<Vec<i64>>,
    ) -> rusqlite::Result<Self> {
        let Some(expressions) = expressions(db, &query.terms)? else {
            let source = match editors {
                Some(editors) => Source::Acts(editors),
                None => Source::Lists(places, lists(query.among)),
            };
            return Ok(Self {
                phases: vec![(Phase::Word, source)],
                has_more_words: false,
            });
        };
        let mut phases = Vec::new();
        let email = query.terms.iter().find_map(|term| term.email.clone());
        if let Some(email) = email.filter(|_| query.reach.emails) {
            phases.push((Phase::Email, Source::Emails(email)));
        }
        // Of one article there are fewer than there are with a common word.
        let of_article = |expression| match query.page_id {
            None => Source::Index(expression),
            Some(_) => Source::Lists(places.clone(), lists(query.among)),
        };
        phases.push((Phase::Word, of_article(expressions.words)));
        if let Some(parts) = expressions.parts {
            phases.push((Phase::Part, of_article(parts)));
        }
        Ok(Self {
            phases,
            has_more_words: expressions.has_more_words,
        })
    }
}

fn lists(among: Among) -> Vec<Option<CommentStatus>> {
    match among {
        Among::Status(status) => vec![Some(status)],
        Among::Reported => vec![None],
        Among::All => [
            CommentStatus::Pending,
            CommentStatus::Published,
            CommentStatus::Rejected,
            CommentStatus::Spam,
            CommentStatus::Withdrawn,
        ]
        .map(Some)
        .to_vec(),
    }
}

impl Source {
    /// The newest below `before` and not below `bottom`; of the index, those of one block.
    pub(super) fn chunk(
        &self,
        db: &Connection,
        bottom: i64,
        before: i64,
        block: Block,
    ) -> rusqlite::Result<Chunk> {
        let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
        let mut walks = Vec::new();
        let mut end = bottom;
        match self {
            Self::Index(expression) => {
                let last = before - 1;
                end = bottom.max(block.first(last));
                let expression = format!("({expression}) AND block : \"{}\"", block.word(last));
                let mut statement = db.prepare_cached(
                    "SELECT rowid FROM comment_search WHERE comment_search MATCH ?1
                         AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4",
                )?;
                let rows = statement
                    .query_map(params![expression, end, before, limit], |row| row.get(0))?;
                walks.push(rows.collect::<Result<Vec<i64>, _>>()?);
            }
            Self::Emails(start) => {
                // Few have one beginning; they come at once.
                let mut statement = db.prepare_cached(
                    "SELECT id FROM comment INDEXED BY comment_by_email
                     WHERE author_email IS NOT NULL AND lower(author_email) >= ?1
                         AND lower(author_email) < ?1 || char(1114111)
                         AND id >= ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4",
                )?;
                let rows =
                    statement.query_map(params![start, bottom, before, limit], |row| row.get(0))?;
                walks.push(rows.collect::<Result<_, _>>()?);
            }
            Self::Acts(editors) => {
                for editor in editors {
                    let mut statement = db.prepare_cached(
                        "SELECT DISTINCT comment FROM moderation_log INDEXED BY moderation_log_editor
                         WHERE editor = ?1 AND comment >= ?2 AND comment < ?3
                         ORDER BY comment DESC LIMIT ?4",
                    )?;
                    let rows =
                        statement.query_map([*editor, bottom, before, limit], |row| row.get(0))?;
                    walks.push(rows.collect::<Result<_, _>>()?);
                }
            }
            Self::Lists(places, lists) => {
                for (place, list) in places
                    .iter()
                    .flat_map(|place| lists.iter().map(move |list| (place, list)))
                {
                    let (sql, mut values) = queue::walk(place, *list);
                    values.extend([bottom, before, limit].map(Value::Integer));
                    let mut statement = db.prepare_cached(&format!(
                        "SELECT id {sql} AND id >= ?{} AND id < ?{} ORDER BY id DESC LIMIT ?{}",
                        values.len() - 2,
                        values.len() - 1,
                        values.len()
                    ))?;
                    let rows = statement.query_map(params_from_iter(&values), |row| row.get(0))?;
                    walks.push(rows.collect::<Result<_, _>>()?);
                }
            }
        }
        Ok(join(walks, end))
    }
}

/// Walks joined in order: as far as the shortest full one goes, nothing is missing.
fn join(walks: Vec<Vec<i64>>, end: i64) -> Chunk {
    let full = walks.iter().filter(|walk| walk.len() == CHUNK);
    let end = full
        .filter_map(|walk| walk.last().copied())
        .fold(end, i64::max);
    let mut numbers: Vec<i64> = walks.into_iter().flatten().filter(|n| *n >= end).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.dedup();
    Chunk { numbers, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_walks_have_no_gap() {
        let full: Vec<i64> = (0..200).map(|n| 1_000 - n).collect();
        let chunk = join(vec![full, vec![990, 3]], 0);
        assert_eq!((chunk.end, chunk.numbers.len()), (801, 200));
        let chunk = join(vec![vec![9, 5], vec![7, 5]], 1);
        assert_eq!((chunk.end, chunk.numbers), (1, vec![9, 7, 5]));
        let chunk = join(vec![], 4);
        assert_eq!((chunk.end, chunk.numbers.len()), (4, 0));
    }
}
