//! What an account may reach: its role, and the sites and sections that it works on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use crate::moderation::role::Role;

/// A site, or one section of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// The site's name.
    pub site: String,
    /// The section; all of them where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

impl Area {
    fn holds(&self, site: &str, section: Option<&str>) -> bool {
        let is_section = |own: &String| Some(own.as_str()) == section;
        self.site == site && self.section.as_ref().is_none_or(is_section)
    }
}

/// Where somebody works; nothing of other places is shown to him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere, also on sites that are set up later.
    Everywhere,
    /// In these areas alone.
    Within(Arc<[Area]>),
}

impl Scope {
    /// The areas as a scope, each once.
    #[must_use]
    pub fn within(mut areas: Vec<Area>) -> Self {
        areas.sort();
        areas.dedup();
        Self::Within(areas.into())
    }

    /// Whether something on this site and of this section may be reached.
    #[must_use]
    pub fn holds(&self, site: &str, section: Option<&str>) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(areas) => areas.iter().any(|area| area.holds(site, section)),
        }
    }

    /// Whether anything of this site may be reached.
    #[must_use]
    pub fn touches(&self, site: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(areas) => areas.iter().any(|area| area.site == site),
        }
    }

    /// Whether whoever works here reaches all that the other reaches.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everywhere, _) => true,
            (Self::Within(_), Self::Everywhere) => false,
            (Self::Within(_), Self::Within(areas)) => areas.iter().all(|area| {
                let section = area.section.as_deref();
                self.holds(&area.site, section)
            }),
        }
    }

    /// As it stands in the database: nothing for everywhere, else the areas in JSON.
    #[must_use]
    pub fn to_column(&self) -> Option<String> {
        match self {
            Self::Everywhere => None,
            // Strings alone: there is nothing that JSON cannot say.
            Self::Within(areas) => Some(serde_json::to_string(&**areas).unwrap_or_default()),
        }
    }

    /// Reads back what [`Scope::to_column`] wrote.
    ///
    /// # Errors
    /// Where the column holds something else.
    pub fn from_column(column: Option<&str>) -> Result<Self, serde_json::Error> {
        column.map_or(Ok(Self::Everywhere), |text| {
            serde_json::from_str(text).map(Self::within)
        })
    }
}

/// What whoever asks the database may see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Where.
    pub scope: Scope,
    /// Whether readers' e-mail addresses too.
    pub emails: bool,
    /// Whose drafts; 0 is nobody's.
    pub editor: i64,
}

impl Reach {
    /// Everything: for what the server itself asks.
    pub const ALL: Self = Self {
        scope: Scope::Everywhere,
        emails: true,
        editor: 0,
    };
}

/// Who does something, and where he may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The editor's number.
    pub editor: i64,
    /// Where he works.
    pub scope: Scope,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(areas: &[(&str, Option<&str>)]) -> Scope {
        let area = |(site, section): &(&str, Option<&str>)| Area {
            site: (*site).to_owned(),
            section: section.map(str::to_owned),
        };
        Scope::within(areas.iter().map(area).collect())
    }

    #[test]
    fn what_a_scope_holds() {
        let mine = scope(&[("bao", None), ("khac", Some("Thể thao"))]);
        for (site, section, held, touched) in [
            ("bao", None, true, true),
            ("bao", Some("Thời sự"), true, true),
            ("khac", Some("Thể thao"), true, true),
            ("khac", Some("Thời sự"), false, true),
            ("khac", None, false, true),
            ("ngoai", Some("Thể thao"), false, false),
        ] {
            assert_eq!(mine.holds(site, section), held, "{site} {section:?}");
            assert_eq!(mine.touches(site), touched, "{site}");
            assert!(Scope::Everywhere.holds(site, section));
            assert!(!scope(&[]).holds(site, section));
        }
    }

    #[test]
    fn nobody_gives_more_than_he_has() {
        let (all, none) = (Scope::Everywhere, scope(&[]));
        let (bao, sport) = (scope(&[("bao", None)]), scope(&[("bao", Some("Thể thao"))]));
        let both = scope(&[("bao", None), ("khac", None)]);
        for (one, other, covers) in [
            (&all, &all, true),
            (&all, &both, true),
            (&both, &all, false),
            (&both, &bao, true),
            (&bao, &both, false),
            (&bao, &sport, true),
            (&sport, &bao, false),
            (&sport, &none, true),
            (&none, &sport, false),
        ] {
            assert_eq!(one.covers(other), covers, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_column_says_what_was_written() {
        for one in [
            Scope::Everywhere,
            scope(&[]),
            scope(&[("bao", None), ("khac", Some("Thể \"thao\""))]),
        ] {
            let column = one.to_column();
            assert_eq!(Scope::from_column(column.as_deref()).unwrap(), one);
        }
        assert!(Scope::from_column(Some("bao")).is_err());
        for (role, word) in Role::ALL {
            assert_eq!(Role::from_word(word), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), word);
        }
        assert_eq!(Role::from_word("chief"), None);
    }
}
