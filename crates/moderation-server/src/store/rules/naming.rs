//! What an article is called: as the house knows it, and as a comment names it.

use super::arrival::SentPage;
use crate::secret::Hash;
use crate::store::desk::ConfirmPage;
use crate::store::pages::PageDraft;

/// A comment's article, as the comment names it.
pub(in crate::store) struct Named {
    pub(in crate::store) page: i64,
    pub(in crate::store) known: bool,
    pub(in crate::store) announced: bool,
    pub(in crate::store) named: PageDraft,
}

impl Named {
    /// Whether publishing makes it known so.
    pub(in crate::store) fn is_wished(&self, wish: ConfirmPage) -> bool {
        match wish {
            ConfirmPage::AsShown(shown) => self.is_as_shown(shown),
            ConfirmPage::Always => true,
            ConfirmPage::Never => false,
        }
    }

    pub(in crate::store) fn is_as_shown(&self, shown: Hash) -> bool {
        self.named.shown() == shown
    }
}

/// What a decision said of an article.
pub(in crate::store) struct Vouched {
    /// How often somebody has vouched for it, this time included.
    pub(in crate::store) count: i64,
    /// How it was named before, where it became known by this.
    pub(in crate::store) before: Option<PageDraft>,
}

/// An article as it is to be shown with a comment, and as the comment names it where that differs.
pub(in crate::store) struct Shown {
    pub(in crate::store) page: PageDraft,
    pub(in crate::store) sent: Option<PageDraft>,
}

impl Shown {
    pub(in crate::store) fn new(page: PageDraft, is_known: bool, sent: SentPage) -> Self {
        let named = PageDraft {
            id: page.id.clone(),
            url: sent.url.unwrap_or_else(|| page.url.clone()),
            title: sent.title.unwrap_or_else(|| page.title.clone()),
            section: sent.section.or_else(|| page.section.clone()),
        };
        match is_known {
            false => Self {
                page: named,
                sent: None,
            },
            true if named == page => Self { page, sent: None },
            true => Self {
                page,
                sent: Some(named),
            },
        }
    }
}
