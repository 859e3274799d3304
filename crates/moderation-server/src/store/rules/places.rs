//! Where a list of the desk looks, so that each part is a walk along one index.

use std::collections::BTreeSet;

use crate::store::people::{Area, Scope};

/// A part of the comments with an index of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Place {
    /// All of them.
    Everywhere,
    /// A site's.
    Site(String),
    /// A section's, on a site.
    Section(String, String),
    /// An article's.
    Article(i64),
}

/// What a list is about, inside the scope of whoever asks.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::store) struct Filter<'a> {
    pub(in crate::store) site: Option<&'a str>,
    pub(in crate::store) section: Option<&'a str>,
    pub(in crate::store) page_id: Option<&'a str>,
}

impl Filter<'_> {
    /// What is asked for of a site.
    pub(in crate::store) fn of_site(&self, site: &str) -> Place {
        match self.section {
            None => Place::Site(site.to_owned()),
            Some(section) => Place::Section(site.to_owned(), section.to_owned()),
        }
    }

    /// The parts of these areas that make up what is asked for: none has a comment of another.
    pub(in crate::store) fn within(&self, areas: &[Area]) -> Vec<Place> {
        let here = |site: &str| self.site.is_none_or(|wanted| wanted == site);
        let whole: BTreeSet<&str> = areas
            .iter()
            .filter(|area| area.section.is_none() && here(&area.site))
            .map(|area| area.site.as_str())
            .collect();
        let sections = areas.iter().filter_map(|area| {
            let section = area.section.as_deref()?;
            let wanted = here(&area.site) && self.section.is_none_or(|wanted| wanted == section);
            // A section of a site that is there as a whole is in it.
            (wanted && !whole.contains(area.site.as_str()))
                .then(|| Place::Section(area.site.clone(), section.to_owned()))
        });
        whole
            .iter()
            .map(|site| self.of_site(site))
            .chain(sections)
            .collect()
    }

    /// Whether an article of the wanted id is meant.
    pub(in crate::store) fn takes(&self, scope: &Scope, site: &str, section: Option<&str>) -> bool {
        scope.holds(site, section)
            && self.site.is_none_or(|wanted| wanted == site)
            && (self.section.is_none() || self.section == section)
    }
}
