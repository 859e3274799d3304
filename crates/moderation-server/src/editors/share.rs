//! An editor's share of the queue: how much it may be, for how long, and where it comes from.

use std::collections::BTreeSet;

use comment_protocol::FieldErrorCode;

use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, MINUTE, Millis};
use crate::error::AppError;
use crate::store::StoreResult;
use crate::store::people::Scope;
use crate::store::record::{Place, Share, ShareRequest, Workload};

/// How long a share is kept without a sign of life.
const LEASE_LIFE: Millis = 2 * MINUTE;
/// How often a page shall give one: two may be lost.
pub const HEARTBEAT_SECONDS: u32 = 40;
/// Comments that a page may want to have.
const MAX_WANTED: u32 = 40;
/// Comments that a page may name as those it has: its share, and what it is about to send decisions
/// about.
const MAX_NAMED: usize = 100;
/// Comments that an editor may hold on all his pages together.
const MAX_OF_EDITOR: u32 = 200;
/// Letters of a page's name.
const TAB_LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// What a page of the desk asks for.
#[derive(Debug)]
pub struct Wish {
    /// The name that it gave itself.
    pub tab: String,
    /// The site to work on; all where none is named.
    pub site: Option<String>,
    /// The section to work on.
    pub section: Option<String>,
    /// How many comments it wants to have.
    pub want: u32,
    /// Ids of those it has.
    pub have: Vec<String>,
}

/// Renews a page's share and fills it up; what it is then, and until when it is kept.
///
/// # Errors
/// `validation_failed` for a name that is none and numbers that are too large.
pub async fn share(app: &App, rights: &Rights, wish: Wish) -> Result<(Share, Millis), AppError> {
    check_tab(&wish.tab)?;
    if wish.want > MAX_WANTED {
        return Err(AppError::field("want", FieldErrorCode::TooMany));
    }
    if wish.have.len() > MAX_NAMED {
        return Err(AppError::field("have", FieldErrorCode::TooMany));
    }
    let now = clock::now();
    let until = now + LEASE_LIFE;
    let sites = app.config.sites.keys().map(String::as_str);
    let reach = rights.reach();
    let request = ShareRequest {
        by: rights.actor(),
        emails: reach.emails,
        tab: wish.tab,
        places: places(
            rights.scope(),
            wish.site.as_deref(),
            wish.section.as_deref(),
            sites,
        ),
        have: wish.have,
        want: wish.want,
        most: MAX_OF_EDITOR,
        now,
        until,
    };
    Ok((app.store.share(request).await?, until))
}

/// Gives a page's share back.
///
/// # Errors
/// `validation_failed` for a name that is none.
pub async fn release(app: &App, rights: &Rights, tab: String) -> Result<u32, AppError> {
    check_tab(&tab)?;
    Ok(app.store.release_share(rights.actor().editor, tab).await?)
}

/// How much there is to do where the editor works.
///
/// # Errors
/// [`StoreError`](crate::store::StoreError) where the database failed.
pub async fn workload(app: &App, rights: &Rights) -> StoreResult<Workload> {
    let places = places(rights.scope(), None, None, std::iter::empty());
    app.store
        .workload(rights.actor(), places, clock::now())
        .await
}

fn check_tab(tab: &str) -> Result<(), AppError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if TAB_LENGTH.contains(&tab.len()) && tab.bytes().all(is_plain) {
        Ok(())
    } else {
        Err(AppError::field("tab", FieldErrorCode::InvalidValue))
    }
}

/// Where somebody of this scope works who chose a site and a section, or did not; each place once.
/// A section of all sites is looked for on those that the house has set up.
fn places<'a>(
    scope: &Scope,
    site: Option<&str>,
    section: Option<&str>,
    sites: impl Iterator<Item = &'a str>,
) -> Vec<Place> {
    let place = |site: &str, section: Option<&str>| match section {
        None => Place::Site(site.to_owned()),
        Some(section) => Place::Section(site.to_owned(), section.to_owned()),
    };
    let areas = match (scope, site, section) {
        (Scope::Everywhere, None, None) => return vec![Place::Everywhere],
        (Scope::Everywhere, None, Some(_)) => {
            return sites.map(|site| place(site, section)).collect();
        }
        (Scope::Everywhere, Some(site), _) => return vec![place(site, section)],
        (Scope::Within(areas), ..) => areas,
    };
    let whole: BTreeSet<&str> = areas
        .iter()
        .filter(|area| area.section.is_none())
        .map(|area| area.site.as_str())
        .collect();
    let mut places = Vec::new();
    for area in areas
        .iter()
        .filter(|area| site.is_none_or(|site| site == area.site))
    {
        let own = area.section.as_deref();
        let is_part = own.is_some() && whole.contains(area.site.as_str());
        let is_other = own.is_some() && section.is_some() && own != section;
        if !is_part && !is_other {
            places.push(place(&area.site, own.or(section)));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::people::Area;

    fn scope(areas: &[(&str, Option<&str>)]) -> Scope {
        let area = |(site, section): &(&str, Option<&str>)| Area {
            site: (*site).to_owned(),
            section: section.map(str::to_owned),
        };
        Scope::within(areas.iter().map(area).collect())
    }

    #[test]
    fn work_comes_from_where_one_may_work_and_wants_to() {
        let site = |name: &str| Place::Site(name.into());
        let part = |name: &str, section: &str| Place::Section(name.into(), section.into());
        let mixed = scope(&[
            ("bao", None),
            ("bao", Some("Thể thao")),
            ("khac", Some("Thể thao")),
            ("khac", Some("Thời sự")),
        ]);
        let everywhere = Scope::Everywhere;
        for (scope, chosen_site, chosen, expected) in [
            (&everywhere, None, None, vec![Place::Everywhere]),
            (&everywhere, Some("bao"), None, vec![site("bao")]),
            (
                &everywhere,
                None,
                Some("Thể thao"),
                vec![part("bao", "Thể thao"), part("khac", "Thể thao")],
            ),
            (
                &everywhere,
                Some("bao"),
                Some("Đời sống"),
                vec![part("bao", "Đời sống")],
            ),
            (
                &mixed,
                None,
                None,
                vec![
                    site("bao"),
                    part("khac", "Thể thao"),
                    part("khac", "Thời sự"),
                ],
            ),
            (&mixed, Some("bao"), None, vec![site("bao")]),
            (
                &mixed,
                None,
                Some("Thời sự"),
                vec![part("bao", "Thời sự"), part("khac", "Thời sự")],
            ),
            (&mixed, Some("khac"), Some("Đời sống"), vec![]),
            (&mixed, Some("ngoai"), None, vec![]),
            (&scope(&[]), None, None, vec![]),
        ] {
            let sites = ["bao", "khac"].into_iter();
            let found = places(scope, chosen_site, chosen, sites);
            assert_eq!(found, expected, "{scope:?} {chosen_site:?} {chosen:?}");
        }
    }

    #[test]
    fn a_page_has_a_plain_name() {
        for (tab, is_one) in [
            ("3f2a9c41", true),
            ("0f8fad5b-d9cb-469f-a165-70867728950e", true),
            ("a_b-C123", true),
            ("ngắn", false),
            ("1234567", false),
            ("a b c d e f", false),
            (&"a".repeat(65), false),
        ] {
            assert_eq!(check_tab(tab).is_ok(), is_one, "{tab}");
        }
    }
}
