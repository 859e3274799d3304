//! The index of the desk's search, brought up to what changed before the transaction ends.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::moderation::search::numbers::numbers;
use crate::moderation::search::words::words;
use crate::secret::sha256;
use crate::store::StoreResult;

/// Comments that one transaction takes into the index beside its own: some milliseconds of work.
const SLICE: usize = 200;
/// Its own at most; more come from elsewhere than from this program, and wait for the next one.
const OWN: usize = 10_000;

/// Numbers that follow each other. The index itself goes over all numbers below a start until it
/// finds one; asked for what is in a block, it ends with that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// Some thousands.
    Narrow,
    /// A hundred thousand and more.
    Middle,
    /// A million.
    Wide,
}

impl Block {
    const ALL: [Self; 3] = [Self::Narrow, Self::Middle, Self::Wide];

    const fn bits(self) -> u32 {
        match self {
            Self::Narrow => 14,
            Self::Middle => 17,
            Self::Wide => 20,
        }
    }

    /// The word for the block that a number is in.
    pub(super) fn word(self, number: i64) -> String {
        let letter = match self {
            Self::Narrow => 'a',
            Self::Middle => 'b',
            Self::Wide => 'c',
        };
        format!("{letter}{}", number >> self.bits())
    }

    /// The first number of the block that a number is in.
    pub(super) const fn first(self, number: i64) -> i64 {
        (number >> self.bits()) << self.bits()
    }

    pub(super) const fn wider(self) -> Self {
        match self {
            Self::Narrow => Self::Middle,
            Self::Middle | Self::Wide => Self::Wide,
        }
    }

    pub(super) const fn narrower(self) -> Self {
        match self {
            Self::Narrow | Self::Middle => Self::Narrow,
            Self::Wide => Self::Middle,
        }
    }
}

/// Stands between what is not to be read as one phrase.
const BREAK: &str = "\u{b6}";

/// Brings the index up to what changed, and some way towards what is to come later; whether more of
/// that is left.
pub(super) fn keep_up(db: &Connection) -> StoreResult<bool> {
    let own = numbers_of(
        db,
        "SELECT comment FROM search_todo INDEXED BY search_todo_now WHERE later = 0 LIMIT ?1",
        OWN,
    )?;
    let later = numbers_of(
        db,
        "SELECT comment FROM search_todo WHERE later = 1 ORDER BY comment DESC LIMIT ?1",
        SLICE,
    )?;
    for number in own.iter().chain(&later) {
        index(db, *number)?;
        db.prepare_cached("DELETE FROM search_todo WHERE comment = ?1")?
            .execute([number])?;
    }
    Ok(own.len() == OWN || later.len() == SLICE)
}

/// Whether older comments are not in the index yet.
pub(super) fn is_behind(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM search_todo LIMIT 1")?
        .exists([])
}

fn numbers_of(db: &Connection, sql: &str, limit: usize) -> rusqlite::Result<Vec<i64>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([limit], |row| row.get(0))?;
    rows.collect()
}

/// The words of a text in the order of the index, and its numbers behind them.
fn folded(text: &str, marked: &mut BTreeSet<String>, plain: &mut BTreeSet<String>) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in words(text) {
        folded.push_str(&word.plain);
        folded.push(' ');
        if word.has_marks() {
            marked.insert(word.marked);
        }
        plain.insert(word.plain);
    }
    for number in numbers(text) {
        folded.push_str(BREAK);
        folded.push(' ');
        folded.push_str(&number.digits);
        folded.push(' ');
        plain.insert(number.digits);
    }
    folded
}

/// Bytes of folded words from which the same ones are no chance: *Tôi đồng ý* is said by many.
const LEAST_SAME: usize = 20;

/// What texts of the same words and numbers share, whatever their marks, capitals and signs.
fn same_hash(text: &str) -> Option<i64> {
    let numbers = numbers(text);
    let of_number = |at: usize| numbers.iter().any(|number| number.range.contains(&at));
    let words = words(text).into_iter();
    let words = words.filter(|word| !of_number(word.range.start));
    let words = words.map(|word| word.plain);
    let all: Vec<String> = words
        .chain(numbers.iter().map(|number| number.digits.clone()))
        .collect();
    let all = all.join(" ");
    if all.len() < LEAST_SAME {
        return None;
    }
    let hash = sha256(all.as_bytes());
    hash.first_chunk().copied().map(i64::from_be_bytes)
}

fn index(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let found: Option<[String; 4]> = db
        .prepare_cached(
            "SELECT c.author_name, c.text,
                 iif(page.confirmed_at IS NULL, coalesce(c.sent_page_title, page.title), page.title),
                 iif(page.confirmed_at IS NULL, coalesce(c.sent_page_url, page.url), page.url)
             FROM comment c JOIN page ON page.id = c.page WHERE c.id = ?1",
        )?
        .query_row([number], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })
        .optional()?;
    let Some(texts) = found else { return Ok(()) };
    let (mut marked, mut plain) = (BTreeSet::new(), BTreeSet::new());
    let [name, text, title] = [0, 1, 2].map(|at: usize| {
        let text = texts.get(at).map_or("", String::as_str);
        folded(text, &mut marked, &mut plain)
    });
    // Nobody looks for a part of an address.
    let address = texts.last().map_or("", String::as_str);
    let address = folded(address, &mut marked, &mut BTreeSet::new());
    let marked = marked.into_iter().collect::<Vec<_>>().join(" ");
    let blocks = Block::ALL.map(|block| block.word(number)).join(" ");
    db.prepare_cached(
        "INSERT OR REPLACE INTO comment_search (rowid, name, text, title, address, marked, block)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![number, name, text, title, address, marked, blocks])?;
    match texts.get(1).and_then(|text| same_hash(text)) {
        Some(hash) => db
            .prepare_cached("INSERT OR REPLACE INTO search_same (comment, hash) VALUES (?1, ?2)")?
            .execute([number, hash])?,
        None => db
            .prepare_cached("DELETE FROM search_same WHERE comment = ?1")?
            .execute([number])?,
    };
    let mut new_word =
        db.prepare_cached("INSERT INTO search_word (word) VALUES (?1) ON CONFLICT DO NOTHING")?;
    for word in plain {
        if new_word.execute([&word])? > 0 {
            db.prepare_cached("INSERT INTO search_part (rowid, word) VALUES (?1, ?2)")?
                .execute(params![db.last_insert_rowid(), word])?;
        }
    }
    Ok(())
}
