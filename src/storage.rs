//! What the widget keeps on the reader's device: the comment being written, and, if the reader
//! agrees, the name. Blocked storage reads as empty and writes in vain.

use js_sys::JSON;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// A comment being written. Its key stays with it, so that what was sent and perhaps arrived is
/// never taken twice, not even after a reload.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The comment.
    pub text: String,
    /// The body that was sent and not answered, if any.
    pub sent_body: Option<String>,
    /// Its idempotency key.
    pub sent_key: Option<String>,
}

/// Who the reader is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// The drawers of one thread, and the reader's own.
#[derive(Debug)]
pub struct Drawers {
    draft_key: String,
}

const SIGNATURE_KEY: &str = "binh-luan:signature";

impl Drawers {
    /// The drawers of the thread `page_id` at `endpoint`.
    #[must_use]
    pub fn of(endpoint: &str, page_id: &str) -> Self {
        Self { draft_key: ["binh-luan:draft:", endpoint, " ", page_id].concat() }
    }

    /// The comment being written here.
    #[must_use]
    pub fn draft(&self) -> Draft {
        read(local(), &self.draft_key).unwrap_or_default()
    }

    /// Keeps the comment being written; an empty one is forgotten.
    pub fn keep_draft(&self, draft: &Draft) {
        let worth_keeping = !draft.text.trim().is_empty();
        write(local(), &self.draft_key, worth_keeping.then_some(draft));
    }

    /// Name and address: kept for good if the reader agreed, else until the tab is closed.
    #[must_use]
    pub fn signature(&self) -> (Signature, bool) {
        match read(local(), SIGNATURE_KEY) {
            Some(signature) => (signature, true),
            None => (read(session(), SIGNATURE_KEY).unwrap_or_default(), false),
        }
    }

    /// Keeps name and address as long as the reader agreed to.
    pub fn keep_signature(&self, signature: &Signature, remember: bool) {
        write(local(), SIGNATURE_KEY, remember.then_some(signature));
        write(session(), SIGNATURE_KEY, (!remember).then_some(signature));
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn read<T: DeserializeOwned>(storage: Option<Storage>, key: &str) -> Option<T> {
    let text = storage?.get_item(key).ok()??;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}

fn write<T: Serialize>(storage: Option<Storage>, key: &str, value: Option<&T>) {
    let Some(storage) = storage else { return };
    // A full or blocked storage must not keep anybody from writing.
    let _ = match value.and_then(to_json) {
        Some(text) => storage.set_item(key, &text),
        None => storage.remove_item(key),
    };
}

fn to_json<T: Serialize>(value: &T) -> Option<String> {
    let value: JsValue = serde_wasm_bindgen::to_value(value).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}
