//! What likes and reports keep on the device. Blocked storage reads as empty and writes in vain.

use js_sys::{Array, JSON};
use serde::Serialize;
use view_kit::random;
use web_sys::Storage;

/// Before the address of the thread. Read by `www/element.js`, which draws with it.
const LIKED: &str = "binh-luan:liked:";
const READER_KEY: &str = "binh-luan:reader";
/// The version of the entry that is written.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct LikedEntry {
    v: u32,
    ids: Vec<String>,
}

/// Keeps the ids of the comments of a thread that this reader likes.
pub fn keep_liked(endpoint: &str, page_id: &str, ids: &Array) {
    let Some(storage) = local() else { return };
    let key = [LIKED, endpoint, " ", page_id].concat();
    let ids: Vec<_> = ids.iter().filter_map(|id| id.as_string()).collect();
    // A full or blocked storage must not keep anybody from reacting.
    let _ = if ids.is_empty() {
        storage.remove_item(&key)
    } else {
        match print(&LikedEntry { v: VERSION, ids }) {
            Some(entry) => storage.set_item(&key, &entry),
            None => Ok(()),
        }
    };
}

fn print(entry: &LikedEntry) -> Option<String> {
    let value = serde_wasm_bindgen::to_value(entry).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

/// A random id of this browser, so that guests of one address count apart. Nothing else is told
/// by it.
#[must_use]
pub fn reader_id() -> String {
    let kept = local().and_then(|storage| storage.get_item(READER_KEY).ok()?);
    kept.unwrap_or_else(|| {
        let id = random::key().unwrap_or_default();
        if let Some(storage) = local() {
            let _ = storage.set_item(READER_KEY, &id);
        }
        id
    })
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
