//! The article that a comment comes to: as it is known, or as the comment names it.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::store::comments::CommentDraft;
use crate::store::pages::{PageDraft, closes};

/// An article as it is known when a comment comes in.
pub(super) struct KnownPage {
    pub(super) number: i64,
    pub(super) closed: bool,
    pub(super) held: bool,
    pub(super) closes_at: Option<Millis>,
    pub(super) kept_open: bool,
    pub(super) created_at: Millis,
    pub(super) known: bool,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) section: Option<String>,
}

/// What a comment's page says of itself and is not known so.
#[derive(Default)]
pub(super) struct SentPage {
    pub(super) url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) section: Option<String>,
}

impl SentPage {
    pub(super) fn all_of(sent: &PageDraft) -> Self {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            url: filled(&sent.url),
            title: filled(&sent.title),
            section: sent.section.clone(),
        }
    }
}

impl KnownPage {
    /// Whether it takes no comment at the time that the draft came.
    pub(super) fn is_closed(&self, draft: &CommentDraft) -> bool {
        let closes = closes(
            self.closes_at,
            self.created_at,
            self.kept_open,
            draft.close_after,
        );
        self.closed || closes.is_some_and(|closes| closes <= draft.created_at)
    }

    pub(super) fn what_differs(&self, sent: &PageDraft) -> SentPage {
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

pub(super) fn find_page(
    db: &Connection,
    draft: &CommentDraft,
) -> rusqlite::Result<Option<KnownPage>> {
    db.prepare_cached(
        "SELECT id, closed, confirmed_at IS NOT NULL, url, title, section, held, closes_at,
             kept_open, created_at
         FROM page WHERE site = ?1 AND page_id = ?2",
    )?
    .query_row([&draft.site, &draft.page.id], |row| {
        Ok(KnownPage {
            number: row.get(0)?,
            closed: row.get(1)?,
            known: row.get(2)?,
            url: row.get(3)?,
            title: row.get(4)?,
            section: row.get(5)?,
            held: row.get(6)?,
            closes_at: row.get(7)?,
            kept_open: row.get(8)?,
            created_at: row.get(9)?,
        })
    })
    .optional()
}

/// An article that an editor managed before its first comment, which names it.
pub(super) fn fill_in(db: &Connection, page: i64, draft: &CommentDraft) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE page SET url = ?2, title = ?3, section = ?4 WHERE id = ?1")?
        .execute(params![
            page,
            draft.page.url,
            draft.page.title,
            draft.page.section
        ])?;
    Ok(())
}

pub(super) fn insert_page(db: &Connection, draft: &CommentDraft) -> rusqlite::Result<i64> {
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
