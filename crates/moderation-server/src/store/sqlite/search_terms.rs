//! What a search looks for, as expressions of the index.

use rusqlite::Connection;

use crate::moderation::search::terms::{Field, LEAST_PART, Sought, Term};

/// Words with a part that is sought, beyond which the others are left out, and said to be.
const MAX_WORDS: usize = 100;

/// Expressions of the index for all terms together.
pub(super) struct Expressions {
    /// All terms as whole words.
    pub(super) words: String,
    /// Those with parts of words, and not with whole words alone; `None` where no word has such a
    /// part.
    pub(super) parts: Option<String>,
    /// Whether there were more words than are looked for.
    pub(super) has_more_words: bool,
}

/// The expressions; `None` where nothing is sought.
pub(super) fn expressions(
    db: &Connection,
    terms: &[Term],
) -> rusqlite::Result<Option<Expressions>> {
    if terms.is_empty() {
        return Ok(None);
    }
    let words: Vec<String> = terms.iter().map(whole).collect();
    let words = words.join(" AND ");
    let (mut has_parts, mut has_more_words) = (false, false);
    let mut with_parts = Vec::with_capacity(terms.len());
    for term in terms {
        let mut others = match &term.words[..] {
            [sought] if term.parts => words_with(db, sought)?,
            _ => Vec::new(),
        };
        has_more_words |= others.len() > MAX_WORDS;
        others.truncate(MAX_WORDS);
        has_parts |= !others.is_empty();
        with_parts.push(if others.is_empty() {
            whole(term)
        } else {
            let others: Vec<String> = others.iter().map(|word| quoted(word)).collect();
            format!(
                "({} OR {} : ({}))",
                whole(term),
                columns(term),
                others.join(" OR ")
            )
        });
    }
    let parts = has_parts.then(|| format!("({}) NOT ({words})", with_parts.join(" AND ")));
    Ok(Some(Expressions {
        words,
        parts,
        has_more_words,
    }))
}

const fn columns(term: &Term) -> &'static str {
    match (term.field, term.words.len()) {
        (Field::Any, ..2) => "{name text title}",
        (Field::Any, 2..) => "{name text title address}",
        (Field::Name, _) => "{name}",
        (Field::Article, _) => "{title address}",
    }
}

/// A term as whole words. Where several bear marks, that they stand in this order with them is
/// looked at in the comment.
fn whole(term: &Term) -> String {
    let plain: Vec<&str> = term.words.iter().map(|word| word.plain.as_str()).collect();
    let mut expression = format!("({} : {}", columns(term), quoted(&plain.join(" ")));
    for marked in term.words.iter().filter_map(|word| word.marked.as_deref()) {
        expression.push_str(" AND marked : ");
        expression.push_str(&quoted(marked));
    }
    expression.push(')');
    expression
}

/// Words are letters and digits, so that there is no quote in them.
fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}

/// Other words of the index with this one in them.
fn words_with(db: &Connection, sought: &Sought) -> rusqlite::Result<Vec<String>> {
    if sought.plain.chars().count() < LEAST_PART {
        return Ok(Vec::new());
    }
    let mut statement = db.prepare_cached(
        "SELECT w.word FROM search_part p JOIN search_word w ON w.id = p.rowid
         WHERE p.word MATCH ?1 AND w.word <> ?2 ORDER BY p.rowid LIMIT ?3",
    )?;
    let limit = i64::try_from(MAX_WORDS + 1).unwrap_or(i64::MAX);
    let rows = statement.query_map(
        rusqlite::params![quoted(&sought.plain), sought.plain, limit],
        |row| row.get(0),
    )?;
    rows.collect()
}
