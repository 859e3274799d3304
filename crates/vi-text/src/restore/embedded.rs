//! The model that the program carries.

extern crate std;

use std::sync::OnceLock;

use super::RestoreModel;

const MODEL: &[u8] = include_bytes!("../../data/restore.model");

/// The one model of a process, read at the first call: the same that readers' browsers load.
///
/// ```
/// let restored = vi_text::restore::model().restore("Toi khong biet");
/// assert_eq!(restored.text(), "Tôi không biết");
/// ```
///
/// # Panics
///
/// Never: a test of this crate reads the same bytes.
#[must_use]
pub fn model() -> &'static RestoreModel {
    static LOADED: OnceLock<RestoreModel> = OnceLock::new();
    LOADED.get_or_init(|| match RestoreModel::from_bytes(MODEL) {
        Ok(model) => model,
        #[expect(
            clippy::panic,
            reason = "the bytes are fixed when the program is built"
        )]
        Err(error) => panic!("the model in this program: {error}"),
    })
}
