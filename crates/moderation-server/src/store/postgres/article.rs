//! What the house says of its articles: announced by itself, or confirmed by an editor.

use tokio_postgres::Row;

use super::db::{Db, Value, params};
use super::desk_log;
use super::lock;
use super::row::{count, damaged};
use super::scope::{and_reached, is_reached};
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
pub(super) async fn announce(db: Db, announcement: &Announcement) -> StoreResult<bool> {
    let Announcement { site, page, at } = announcement;
    lock::page(&db, site, &page.id).await?;
    let known: Option<bool> = db
        .value(
            "SELECT confirmed_at IS NOT NULL FROM page WHERE site = $1 AND page_id = $2",
            &[site, &page.id],
        )
        .await?;
    db.execute(
        "INSERT INTO page (site, page_id, url, title, section, created_at, confirmed_at, announced)
         VALUES ($1, $2, $3, $4, $5, $6, $6, true)
         ON CONFLICT (site, page_id) DO UPDATE SET url = $3, title = $4, section = $5,
             confirmed_at = coalesce(page.confirmed_at, $6), announced = true,
             version = page.version + 1, vouched = page.vouched + 1",
        &[site, &page.id, &page.url, &page.title, &page.section, at],
    )
    .await?;
    Ok(known != Some(true))
}

const NAMED: &str = "page.id, page.confirmed_at IS NOT NULL AS known, page.announced, page.page_id,
     coalesce(c.sent_page_url, page.url) AS url, coalesce(c.sent_page_title, page.title) AS title,
     coalesce(c.sent_page_section, page.section) AS section";

fn page_draft(row: &Row) -> StoreResult<PageDraft> {
    Ok(PageDraft {
        id: row.try_get("page_id")?,
        url: row.try_get("url")?,
        title: row.try_get("title")?,
        section: row.try_get("section")?,
    })
}

fn named(row: &Row) -> StoreResult<Named> {
    Ok(Named {
        page: row.try_get("id")?,
        known: row.try_get("known")?,
        announced: row.try_get("announced")?,
        named: page_draft(row)?,
    })
}

async fn take_over(db: &Db, page: i64, named: &PageDraft, at: Millis) -> StoreResult<()> {
    db.execute(
        "UPDATE page SET url = $2, title = $3, section = $4, version = version + 1,
             confirmed_at = coalesce(confirmed_at, $5), vouched = vouched + 1
         WHERE id = $1",
        &[&page, &named.url, &named.title, &named.section, &at],
    )
    .await?;
    Ok(())
}

/// A comment is published: its article becomes known as the editor saw it. What is known already
/// stays, so that neither a later comment nor an old one that is published again changes it.
pub(super) async fn confirm_by_decision(
    db: &Db,
    comment: i64,
    wish: ConfirmPage,
    at: Millis,
) -> StoreResult<Option<Vouched>> {
    if wish == ConfirmPage::Never {
        return Ok(None);
    }
    let sql =
        format!("SELECT {NAMED} FROM comment c JOIN page ON page.id = c.page WHERE c.id = $1");
    let found = named(&db.one(&sql, &[&comment]).await?)?;
    if !found.is_wished(wish) {
        return Ok(None);
    }
    let before = match found.known {
        true => {
            db.execute(
                "UPDATE page SET vouched = vouched + 1 WHERE id = $1",
                &[&found.page],
            )
            .await?;
            None
        }
        false => {
            let so_far = "SELECT page_id, url, title, section FROM page WHERE id = $1";
            let before = page_draft(&db.one(so_far, &[&found.page]).await?)?;
            take_over(db, found.page, &found.named, at).await?;
            Some(before)
        }
    };
    let count = db
        .value("SELECT vouched FROM page WHERE id = $1", &[&found.page])
        .await?
        .ok_or_else(|| damaged("a comment has no article"))?;
    Ok(Some(Vouched { count, before }))
}

/// An editor says that the article is what a comment of it names, whatever was known.
pub(super) async fn confirm_of(
    db: Db,
    comment_id: &str,
    shown: Hash,
    by: &Actor,
    at: Millis,
) -> StoreResult<ConfirmOutcome> {
    lock::page_of(&db, comment_id).await?;
    if !is_reached(&db, comment_id, &by.scope).await? {
        return Ok(ConfirmOutcome::NotFound);
    }
    let sql = format!(
        "SELECT {NAMED} FROM comment c JOIN page ON page.id = c.page WHERE c.public_id = $1"
    );
    let Some(row) = db.row(&sql, &[&comment_id]).await? else {
        return Ok(ConfirmOutcome::NotFound);
    };
    let found = named(&row)?;
    if found.announced || !found.is_as_shown(shown) {
        return Ok(ConfirmOutcome::Changed);
    }
    take_over(&db, found.page, &found.named, at).await?;
    lock::moderation_log(&db).await?;
    db.execute(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, created_at)
         SELECT id, $2, 'confirm_page', status, status, revision, false, $3
         FROM comment WHERE public_id = $1",
        &[&comment_id, &by.editor, &at],
    )
    .await?;
    Ok(ConfirmOutcome::Confirmed)
}

/// An editor says that an article is what its first comment named.
pub(super) async fn confirm(
    db: Db,
    site: &str,
    page_id: &str,
    shown: Hash,
    by: &Actor,
    at: Millis,
) -> StoreResult<ConfirmOutcome> {
    let row = db
        .row(
            "SELECT id, confirmed_at IS NOT NULL AS known, announced, page_id, url, title, section
             FROM page WHERE site = $1 AND page_id = $2 FOR NO KEY UPDATE",
            &[&site, &page_id],
        )
        .await?;
    let found = row.as_ref().map(named).transpose()?;
    let in_scope = |found: &Named| by.scope.holds(site, found.named.section.as_deref());
    let Some(found) = found.filter(in_scope) else {
        return Ok(ConfirmOutcome::NotFound);
    };
    if found.known || !found.is_as_shown(shown) {
        return Ok(ConfirmOutcome::Changed);
    }
    take_over(&db, found.page, &found.named, at).await?;
    let line = Line {
        page: Some((site, page_id)),
        ..Line::new(DeskAction::PageConfirmed, Some(by.editor), at)
    };
    desk_log::write(&db, &line).await?;
    Ok(ConfirmOutcome::Confirmed)
}

pub(super) async fn unconfirmed(
    db: Db,
    scope: &Scope,
    limit: u32,
) -> StoreResult<Vec<UnconfirmedPage>> {
    let mut values: Vec<Value> = vec![Box::new(i64::from(limit))];
    let reached = and_reached(scope, "site", "section", &mut values);
    let sql = format!(
        "SELECT site, page_id, url, title, section, published_count FROM page
         WHERE confirmed_at IS NULL AND published_count > 0 {reached}
         ORDER BY id DESC LIMIT $1"
    );
    let rows = db.rows(&sql, &params(&values)).await?;
    let page = |row: &Row| {
        Ok(UnconfirmedPage {
            site: row.try_get("site")?,
            page: page_draft(row)?,
            published_count: count(row, "published_count")?,
        })
    };
    rows.iter().map(page).collect()
}

/// Sections that the editors' list offers at most.
const MAX_SECTIONS: usize = 200;

/// Sections of known articles: nobody else fills the editors' list. Goes from one to the next, so
/// that it reads as many rows as there are sections and not as there are articles.
pub(super) async fn sections(db: Db, scope: &Scope) -> StoreResult<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut last = (String::new(), String::new());
    while found.len() < MAX_SECTIONS {
        let Some(next) = db.row(NEXT_SECTION, &[&last.0, &last.1]).await? else {
            break;
        };
        last = (next.try_get(0)?, next.try_get(1)?);
        if scope.holds(&last.0, Some(&last.1)) {
            found.push(last.clone());
        }
    }
    Ok(found)
}

const NEXT_SECTION: &str = "SELECT site, section FROM page
     WHERE confirmed_at IS NOT NULL AND section IS NOT NULL AND (site, section) > ($1, $2)
     ORDER BY site, section LIMIT 1";
