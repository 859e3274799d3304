//! The desk's log: each row carries a hash over itself and the row before, so that what is changed
//! or taken out later is found.

use crate::clock::{HOUR, Millis};
use crate::secret::{Hash, sha256};
use crate::store::desk_log::DeskAction;

/// Failed sign-ins of one account become one row in this time.
pub(in crate::store) const FAILURES_SUMMED: Millis = HOUR;
/// The section of a line's article.
pub(in crate::store) const SECTION: &str =
    "(SELECT section FROM page WHERE page.site = l.site AND page.page_id = l.page_id)";
/// Stands for the names that nobody has.
pub(in crate::store) const NOBODY: i64 = 0;

/// A line to be written.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Line<'a> {
    pub(in crate::store) action: DeskAction,
    /// Who does it.
    pub(in crate::store) editor: Option<i64>,
    /// To which account.
    pub(in crate::store) subject: Option<i64>,
    /// To which article: site and id.
    pub(in crate::store) page: Option<(&'a str, &'a str)>,
    pub(in crate::store) count: i64,
    /// What changed.
    pub(in crate::store) detail: Option<&'a str>,
    pub(in crate::store) at: Millis,
}

impl Line<'_> {
    pub(in crate::store) const fn new(action: DeskAction, editor: Option<i64>, at: Millis) -> Self {
        Self {
            action,
            editor,
            subject: None,
            page: None,
            count: 1,
            detail: None,
            at,
        }
    }

    /// The hash that it gets behind a line with the hash `before`.
    pub(in crate::store) fn hash(&self, before: &Hash) -> Hash {
        let (site, page_id) = self.page.unzip();
        chained(
            before,
            self.at,
            self.editor,
            self.action.word(),
            self.subject,
            site,
            page_id,
            self.count,
            self.detail,
        )
    }
}

#[expect(clippy::too_many_arguments, reason = "the columns of one table")]
pub(in crate::store) fn chained(
    before: &Hash,
    at: Millis,
    editor: Option<i64>,
    action: &str,
    subject: Option<i64>,
    site: Option<&str>,
    page_id: Option<&str>,
    count: i64,
    detail: Option<&str>,
) -> Hash {
    // `Debug` of a tuple of numbers and strings is one to one: strings are quoted and escaped.
    let mut row = format!("{:?}", (at, editor, action, subject, site, page_id, count));
    // Rows of before had no such column.
    if let Some(detail) = detail {
        row.push_str(&format!("{detail:?}"));
    }
    sha256(&[before.as_slice(), row.as_bytes()].concat())
}
