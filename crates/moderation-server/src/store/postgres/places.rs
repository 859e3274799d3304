//! Where a list of the desk looks, and what the counters say of it.

use tokio_postgres::Row;

use super::db::Db;
use super::row::count;
use crate::store::StoreResult;
use crate::store::desk::{QueueCounts, SectionCounts};
use crate::store::people::Scope;
use crate::store::rules::places::{Filter, Place};

/// The parts that make up what is asked for: none has a comment of another.
pub(super) async fn places(db: &Db, scope: &Scope, filter: Filter<'_>) -> StoreResult<Vec<Place>> {
    if let Some(page_id) = filter.page_id {
        return articles(db, scope, filter, page_id).await;
    }
    let Scope::Within(areas) = scope else {
        return Ok(match (filter.site, filter.section) {
            (None, None) => vec![Place::Everywhere],
            (Some(site), _) => vec![filter.of_site(site)],
            (None, Some(_)) => {
                let sites = sites(db).await?;
                sites.iter().map(|site| filter.of_site(site)).collect()
            }
        });
    };
    Ok(filter.within(areas))
}

async fn articles(
    db: &Db,
    scope: &Scope,
    filter: Filter<'_>,
    page_id: &str,
) -> StoreResult<Vec<Place>> {
    let rows = db
        .rows(
            "SELECT id, site, section FROM page WHERE page_id = $1 ORDER BY id",
            &[&page_id],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let (site, section): (&str, Option<&str>) = (row.try_get(1)?, row.try_get(2)?);
        if filter.takes(scope, site, section) {
            found.push(Place::Article(row.try_get(0)?));
        }
    }
    Ok(found)
}

async fn sites(db: &Db) -> StoreResult<Vec<String>> {
    let rows = db
        .rows("SELECT DISTINCT site FROM site_count ORDER BY site", &[])
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// What waits in all of the scope.
pub(super) async fn counts(db: Db, scope: &Scope) -> StoreResult<QueueCounts> {
    let places = places(&db, scope, Filter::default()).await?;
    sum(&db, &places).await
}

/// What waits in these places together.
pub(super) async fn sum(db: &Db, places: &[Place]) -> StoreResult<QueueCounts> {
    const SUMS: &str = "coalesce(sum(pending), 0)::bigint, coalesce(sum(reported), 0)::bigint";
    let mut sum = QueueCounts::default();
    for place in places {
        let row = match place {
            Place::Everywhere => {
                db.one(&format!("SELECT {SUMS} FROM site_count"), &[])
                    .await?
            }
            Place::Site(site) => {
                let sql = format!("SELECT {SUMS} FROM site_count WHERE site = $1");
                db.one(&sql, &[site]).await?
            }
            Place::Section(site, section) => {
                let sql =
                    format!("SELECT {SUMS} FROM section_count WHERE site = $1 AND section = $2");
                db.one(&sql, &[site, section]).await?
            }
            Place::Article(page) => {
                let sql = "SELECT pending_count, reported_count FROM page WHERE id = $1";
                db.one(sql, &[page]).await?
            }
        };
        sum.pending += count(&row, 0)?;
        sum.reported += count(&row, 1)?;
    }
    Ok(sum)
}

/// Sections that are counted in one answer at most.
const MAX_SECTIONS: i64 = 1_000;

/// What waits in each section, where anything does.
pub(super) async fn section_counts(db: Db, scope: &Scope) -> StoreResult<Vec<SectionCounts>> {
    let rows = db
        .rows(
            "SELECT site, nullif(section, '') AS section, sum(pending)::bigint AS pending,
                 sum(reported)::bigint AS reported
             FROM section_count AS s GROUP BY site, s.section
             HAVING sum(pending) <> 0 OR sum(reported) <> 0 ORDER BY site, s.section LIMIT $1",
            &[&MAX_SECTIONS],
        )
        .await?;
    let counted = |row: &Row| {
        Ok(SectionCounts {
            site: row.try_get("site")?,
            section: row.try_get("section")?,
            counts: QueueCounts {
                pending: count(row, "pending")?,
                reported: count(row, "reported")?,
            },
        })
    };
    let rows: Vec<SectionCounts> = rows.iter().map(counted).collect::<StoreResult<_>>()?;
    let reached = |row: &SectionCounts| scope.holds(&row.site, row.section.as_deref());
    Ok(rows.into_iter().filter(reached).collect())
}
