//! What the house says of its articles: announced by itself, or confirmed by an editor.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::desk_log;
use super::scope::{condition, is_reached};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::people::{Actor, Scope};
use crate::store::record::{
    Announcement, ConfirmOutcome, ConfirmPage, DeskAction, PageDraft, UnconfirmedPage,
};
use crate::store::rules::desk_log::Line;
use crate::store::rules::naming::{Named, Vouched};

/// Whether the article was unknown before. What is announced beats everything.
pub(super) fn announce(db: &Connection, announcement: &Announcement) -> StoreResult<bool> {
    let Announcement { site, page, at } = announcement;
    let known: Option<bool> = db
        .prepare_cached(
            "SELECT confirmed_at IS NOT NULL FROM page WHERE site = ?1 AND page_id = ?2",
        )?
        .query_row([site, &page.id], |row| row.get(0))
        .optional()?;
    db.prepare_cached(
        "INSERT INTO page (site, page_id, url, title, section, created_at, confirmed_at, announced)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1)
         ON CONFLICT (site, page_id) DO UPDATE SET url = ?3, title = ?4, section = ?5,
             confirmed_at = coalesce(confirmed_at, ?6), announced = 1, version = version + 1,
             vouched = vouched + 1",
    )?
    .execute(params![
        site,
        page.id,
        page.url,
        page.title,
        page.section,
        at
    ])?;
    Ok(known != Some(true))
}

const NAMED: &str = "page.id, page.confirmed_at IS NOT NULL, page.announced, page.page_id,
     coalesce(c.sent_page_url, page.url), coalesce(c.sent_page_title, page.title),
     coalesce(c.sent_page_section, page.section)";

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named {
        page: row.get(0)?,
        known: row.get(1)?,
        announced: row.get(2)?,
        named: PageDraft {
            id: row.get(3)?,
            url: row.get(4)?,
            title: row.get(5)?,
            section: row.get(6)?,
        },
    })
}

fn take_over(db: &Connection, page: i64, named: &PageDraft, at: Millis) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE page SET url = ?2, title = ?3, section = ?4, version = version + 1,
             confirmed_at = coalesce(confirmed_at, ?5), vouched = vouched + 1
         WHERE id = ?1",
    )?
    .execute(params![page, named.url, named.title, named.section, at])?;
    Ok(())
}

/// A comment is published: its article becomes known as the editor saw it. What is known already
/// stays, so that neither a later comment nor an old one that is published again changes it.
pub(super) fn confirm_by_decision(
    db: &Connection,
    comment: i64,
    wish: ConfirmPage,
    at: Millis,
) -> rusqlite::Result<Option<Vouched>> {
    if wish == ConfirmPage::Never {
        return Ok(None);
    }
    let found = db
        .prepare_cached(&format!(
            "SELECT {NAMED} FROM comment c JOIN page ON page.id = c.page WHERE c.id = ?1"
        ))?
        .query_row([comment], named)?;
    if !found.is_wished(wish) {
        return Ok(None);
    }
    let before = match found.known {
        true => {
            db.prepare_cached("UPDATE page SET vouched = vouched + 1 WHERE id = ?1")?
                .execute([found.page])?;
            None
        }
        false => {
            let before = named_so_far(db, found.page)?;
            take_over(db, found.page, &found.named, at)?;
            Some(before)
        }
    };
    let count = db
        .prepare_cached("SELECT vouched FROM page WHERE id = ?1")?
        .query_row([found.page], |row| row.get(0))?;
    Ok(Some(Vouched { count, before }))
}

fn named_so_far(db: &Connection, page: i64) -> rusqlite::Result<PageDraft> {
    db.prepare_cached("SELECT page_id, url, title, section FROM page WHERE id = ?1")?
        .query_row([page], |row| {
            Ok(PageDraft {
                id: row.get(0)?,
                url: row.get(1)?,
                title: row.get(2)?,
                section: row.get(3)?,
            })
        })
}

/// An editor says that the article is what a comment of it names, whatever was known.
pub(super) fn confirm_of(
    db: &Connection,
    comment_id: &str,
    shown: Hash,
    by: &Actor,
    at: Millis,
) -> StoreResult<ConfirmOutcome> {
    if !is_reached(db, comment_id, &by.scope)? {
        return Ok(ConfirmOutcome::NotFound);
    }
    let found = db
        .prepare_cached(&format!(
            "SELECT {NAMED} FROM comment c JOIN page ON page.id = c.page WHERE c.public_id = ?1"
        ))?
        .query_row([&comment_id], named)
        .optional()?;
    let Some(found) = found else {
        return Ok(ConfirmOutcome::NotFound);
    };
    if found.announced || !found.is_as_shown(shown) {
        return Ok(ConfirmOutcome::Changed);
    }
    take_over(db, found.page, &found.named, at)?;
    db.prepare_cached(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, created_at)
         SELECT id, ?2, 'confirm_page', status, status, revision, 0, ?3
         FROM comment WHERE public_id = ?1",
    )?
    .execute(params![comment_id, by.editor, at])?;
    Ok(ConfirmOutcome::Confirmed)
}

/// An editor says that an article is what its first comment named.
pub(super) fn confirm(
    db: &Connection,
    site: &str,
    page_id: &str,
    shown: Hash,
    by: &Actor,
    at: Millis,
) -> StoreResult<ConfirmOutcome> {
    let found = db
        .prepare_cached(
            "SELECT id, confirmed_at IS NOT NULL, announced, page_id, url, title, section
             FROM page WHERE site = ?1 AND page_id = ?2",
        )?
        .query_row([&site, &page_id], named)
        .optional()?;
    let in_scope = |found: &Named| by.scope.holds(site, found.named.section.as_deref());
    let Some(found) = found.filter(in_scope) else {
        return Ok(ConfirmOutcome::NotFound);
    };
    if found.known || !found.is_as_shown(shown) {
        return Ok(ConfirmOutcome::Changed);
    }
    take_over(db, found.page, &found.named, at)?;
    let line = Line {
        page: Some((site, page_id)),
        ..Line::new(DeskAction::PageConfirmed, Some(by.editor), at)
    };
    desk_log::write(db, &line)?;
    Ok(ConfirmOutcome::Confirmed)
}

pub(super) fn unconfirmed(
    db: &Connection,
    scope: &Scope,
    limit: u32,
) -> StoreResult<Vec<UnconfirmedPage>> {
    let mut values = vec![Value::Integer(i64::from(limit))];
    let reached = condition(scope, "site", "section", &mut values);
    let mut statement = db.prepare_cached(&format!(
        "SELECT site, page_id, url, title, section, published_count FROM page
         WHERE confirmed_at IS NULL AND published_count > 0 AND {}
         ORDER BY id DESC LIMIT ?1",
        reached.as_deref().unwrap_or("true")
    ))?;
    let rows = statement.query_map(params_from_iter(&values), |row| {
        Ok(UnconfirmedPage {
            site: row.get(0)?,
            page: PageDraft {
                id: row.get(1)?,
                url: row.get(2)?,
                title: row.get(3)?,
                section: row.get(4)?,
            },
            published_count: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sections that the editors' list offers at most.
const MAX_SECTIONS: usize = 200;

/// Sections of known articles: nobody else fills the editors' list. Goes from one to the next, so
/// that it reads as many rows as there are sections and not as there are articles.
pub(super) fn sections(db: &Connection, scope: &Scope) -> StoreResult<Vec<(String, String)>> {
    let mut statement = db.prepare_cached(NEXT_SECTION)?;
    let mut found = Vec::new();
    let mut last = (String::new(), String::new());
    while found.len() < MAX_SECTIONS {
        let next = statement
            .query_row([&last.0, &last.1], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some(next) = next else { break };
        last = next;
        if scope.holds(&last.0, Some(&last.1)) {
            found.push(last.clone());
        }
    }
    Ok(found)
}

pub(super) const NEXT_SECTION: &str = "SELECT site, section FROM page INDEXED BY page_known_section
     WHERE confirmed_at IS NOT NULL AND section IS NOT NULL AND (site, section) > (?1, ?2)
     ORDER BY site, section LIMIT 1";
