//! The check with the tables that the program carries.

extern crate std;

use std::sync::OnceLock;

use super::Checker;

const TABLES: &[u8] = include_bytes!("../../data/check.tables");

/// The one checker of a process, made at the first call.
///
/// ```
/// let verdict = vi_text::check::checker().check("bao gio thi co ket qua vay moi nguoi");
/// assert!(verdict.lacks_marks());
/// ```
///
/// # Panics
///
/// Never: a test of this crate loads the same bytes.
#[must_use]
pub fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| match Checker::from_bytes(TABLES) {
        Ok(checker) => checker,
        #[expect(
            clippy::panic,
            reason = "the bytes are fixed when the program is built"
        )]
        Err(error) => panic!("the tables in this program: {error}"),
    })
}
