//! Where a list of the desk looks, so that each part is a walk along one index, and what the
//! counters say of it.

use rusqlite::{Connection, params, params_from_iter};

use crate::store::StoreResult;
use crate::store::desk::{QueueCounts, SectionCounts};
use crate::store::people::Scope;
use crate::store::rules::places::{Filter, Place};

/// The parts that make up what is asked for: none has a comment of another.
pub(super) fn places(
    db: &Connection,
    scope: &Scope,
    filter: Filter<'_>,
) -> rusqlite::Result<Vec<Place>> {
    if let Some(page_id) = filter.page_id {
        return articles(db, scope, filter, page_id);
    }
    let Scope::Within(areas) = scope else {
        return Ok(match (filter.site, filter.section) {
            (None, None) => vec![Place::Everywhere],
            (Some(site), _) => vec![filter.of_site(site)],
            (None, Some(_)) => sites(db)?.iter().map(|site| filter.of_site(site)).collect(),
        });
    };
    Ok(filter.within(areas))
}

fn articles(
    db: &Connection,
    scope: &Scope,
    filter: Filter<'_>,
    page_id: &str,
) -> rusqlite::Result<Vec<Place>> {
    let mut statement = db.prepare_cached(
        "SELECT id, site, section FROM page INDEXED BY page_by_id WHERE page_id = ?1",
    )?;
    let mut rows = statement.query([page_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (site, section): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let section = section.as_deref();
        if filter.takes(scope, &site, section) {
            found.push(Place::Article(row.get(0)?));
        }
    }
    Ok(found)
}

fn sites(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare_cached("SELECT site FROM site_count ORDER BY site")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// What waits in all of the scope.
pub(super) fn counts(db: &Connection, scope: &Scope) -> StoreResult<QueueCounts> {
    Ok(sum(db, &places(db, scope, Filter::default())?)?)
}

/// What waits in these places together.
pub(super) fn sum(db: &Connection, places: &[Place]) -> rusqlite::Result<QueueCounts> {
    let mut sum = QueueCounts::default();
    for place in places {
        let (sql, values): (_, Vec<&dyn rusqlite::ToSql>) = match place {
            Place::Everywhere => (
                "SELECT coalesce(sum(pending), 0), coalesce(sum(reported), 0) FROM site_count",
                vec![],
            ),
            Place::Site(site) => (
                "SELECT coalesce(sum(pending), 0), coalesce(sum(reported), 0) FROM site_count
                 WHERE site = ?1",
                vec![site],
            ),
            Place::Section(site, section) => (
                "SELECT coalesce(sum(pending), 0), coalesce(sum(reported), 0) FROM section_count
                 WHERE site = ?1 AND section = ?2",
                vec![site, section],
            ),
            Place::Article(page) => (
                "SELECT pending_count, reported_count FROM page WHERE id = ?1",
                vec![page],
            ),
        };
        let (pending, reported): (u32, u32) = db
            .prepare_cached(sql)?
            .query_row(params_from_iter(values), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        sum.pending += pending;
        sum.reported += reported;
    }
    Ok(sum)
}

/// Sections that are counted in one answer at most.
const MAX_SECTIONS: u32 = 1_000;

/// What waits in each section, where anything does.
pub(super) fn section_counts(db: &Connection, scope: &Scope) -> StoreResult<Vec<SectionCounts>> {
    let mut statement = db.prepare_cached(
        "SELECT site, nullif(section, ''), pending, reported FROM section_count
         ORDER BY site, section LIMIT ?1",
    )?;
    let rows = statement.query_map(params![MAX_SECTIONS], |row| {
        Ok(SectionCounts {
            site: row.get(0)?,
            section: row.get(1)?,
            counts: QueueCounts {
                pending: row.get(2)?,
                reported: row.get(3)?,
            },
        })
    })?;
    let rows: Vec<SectionCounts> = rows.collect::<Result<_, _>>()?;
    let reached = |row: &SectionCounts| scope.holds(&row.site, row.section.as_deref());
    Ok(rows.into_iter().filter(reached).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::people::Area;
    use crate::store::sqlite::schema;

    fn scope(areas: &[(&str, Option<&str>)]) -> Scope {
        let area = |(site, section): &(&str, Option<&str>)| Area {
            site: (*site).to_owned(),
            section: section.map(str::to_owned),
        };
        Scope::within(areas.iter().map(area).collect())
    }

    fn section(site: &str, section: &str) -> Place {
        Place::Section(site.to_owned(), section.to_owned())
    }

    fn of_site(site: &str) -> Place {
        Place::Site(site.to_owned())
    }

    #[test]
    fn no_comment_is_in_two_places() {
        let mut db = Connection::open_in_memory().unwrap();
        schema::migrate(&mut db).unwrap();
        db.execute_batch(
            "INSERT INTO page (id, site, page_id, url, title, section, created_at) VALUES
                 (1, 'bao', 'p', '', '', 'Y', 1), (2, 'khac', 'p', '', '', 'X', 1)",
        )
        .unwrap();
        let mine = scope(&[("bao", Some("X")), ("bao", None), ("khac", Some("X"))]);
        let all = Scope::Everywhere;
        let none = scope(&[]);
        for (scope, site, of, page_id, expected) in [
            (&all, None, None, None, vec![Place::Everywhere]),
            (&all, Some("bao"), None, None, vec![of_site("bao")]),
            (
                &all,
                None,
                Some("X"),
                None,
                vec![section("bao", "X"), section("khac", "X")],
            ),
            (
                &mine,
                None,
                None,
                None,
                vec![of_site("bao"), section("khac", "X")],
            ),
            (
                &mine,
                None,
                Some("X"),
                None,
                vec![section("bao", "X"), section("khac", "X")],
            ),
            (&mine, None, Some("Y"), None, vec![section("bao", "Y")]),
            (&mine, Some("khac"), Some("Y"), None, vec![]),
            (&none, None, None, None, vec![]),
            (
                &all,
                None,
                None,
                Some("p"),
                vec![Place::Article(1), Place::Article(2)],
            ),
            (&mine, None, Some("X"), Some("p"), vec![Place::Article(2)]),
            (&mine, Some("bao"), None, Some("p"), vec![Place::Article(1)]),
            (&none, None, None, Some("p"), vec![]),
        ] {
            let filter = Filter {
                site,
                section: of,
                page_id,
            };
            let found = places(&db, scope, filter).unwrap();
            assert_eq!(found, expected, "{scope:?} {filter:?}");
        }
    }
}
