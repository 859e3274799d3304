//! What the widget keeps on the reader's device, as versioned JSON: the comment being written, and, if
//! the reader agrees, the name. Blocked storage reads as empty and writes in vain.

use alloc::string::String;

use js_sys::Object;
use web_sys::Storage;

use crate::fields::Entry;
use crate::kept::{Draft, OwnComments, Signature};

/// What the device keeps of one thread.
#[derive(Debug)]
pub struct DeviceStorage(String);

/// Before the keys of the entries, one of each kind for an article.
const DRAFTS: &str = "binh-luan:draft:";
const OWN: &str = "binh-luan:own:";
/// A text written before this module was here: a draft without anything else, put there by
/// `www/element.js`.
const TYPED: &str = "binh-luan:typed:";
const SIGNATURE_KEY: &str = "binh-luan:signature";

impl DeviceStorage {
    /// What the device keeps of the thread `page_id` at `endpoint`.
    #[must_use]
    pub fn of(endpoint: &str, page_id: &str) -> Self {
        Self([endpoint, " ", page_id].concat())
    }

    /// Brings what is kept for all articles into the form of today, and forgets what is too old.
    pub fn clear_up() {
        let Some(storage) = local() else { return };
        let remember = is_remembered();
        // The keys as they are now, since entries come and go meanwhile.
        for key in Object::keys(&storage).iter() {
            let key = key.as_string().unwrap_or_default();
            if let Some(thread) = key.strip_prefix(DRAFTS) {
                let device = Self(thread.into());
                device.keep_draft(device.draft(), remember);
            } else if let Some(thread) = key.strip_prefix(OWN) {
                let device = Self(thread.into());
                device.keep_own_comments(device.own_comments());
            }
        }
    }

    fn key(&self, kind: &str) -> String {
        [kind, &self.0].concat()
    }

    /// The comment being written here.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let draft: Option<Draft> = read(local(), &self.key(DRAFTS));
        let mut draft = draft
            .filter(|draft| !draft.is_stale(today()))
            .unwrap_or_default();
        if let Some(outgoing) = read(session(), &self.key(DRAFTS)) {
            draft = draft.with_outgoing(outgoing);
        }
        if let Some(typed) = read::<Draft>(local(), &self.key(TYPED)) {
            draft.text = typed.text;
            draft.day = typed.day;
        }
        draft
    }

    /// Keeps the comment being written; an empty one is forgotten. An outgoing comment bears the name of its
    /// writer: unless that may be remembered, it goes when the tab is closed.
    pub fn keep_draft(&self, mut draft: Draft, remember: bool) {
        let is_empty = draft.text.trim().is_empty();
        let before: Option<Draft> = read(local(), &self.key(DRAFTS));
        draft.day = before
            .filter(|before| before.text == draft.text && before.day != 0)
            .map_or_else(today, |before| before.day);
        let outgoing = if remember {
            Draft::default()
        } else {
            draft.take_outgoing()
        };
        let has_outgoing = !is_empty && !outgoing.sent_key.is_empty();
        write(local(), &self.key(DRAFTS), (!is_empty).then_some(&draft));
        write(
            session(),
            &self.key(DRAFTS),
            has_outgoing.then_some(&outgoing),
        );
        put(local(), &self.key(TYPED), None);
    }

    /// The reader's own comments here whose fate is open.
    #[must_use]
    pub fn own_comments(&self) -> OwnComments {
        let mut own: OwnComments = read(local(), &self.key(OWN)).unwrap_or_default();
        own.age(today());
        own
    }

    /// Keeps the reader's own comments whose fate is open, without names that are not to be
    /// remembered.
    pub fn keep_own_comments(&self, mut own: OwnComments) {
        if !is_remembered() {
            for comment in &mut own.comments {
                comment.author.clear();
            }
        }
        let entry = (!own.comments.is_empty()).then_some(&own);
        write(local(), &self.key(OWN), entry);
    }
}

/// Name and address, and whether the reader agreed to have them kept for good; otherwise they stay
/// until the tab is closed.
#[must_use]
pub fn signature() -> (Signature, bool) {
    let kept = read(local(), SIGNATURE_KEY);
    let remembered = kept.is_some();
    let signature = kept.or_else(|| read(session(), SIGNATURE_KEY));
    (signature.unwrap_or_default(), remembered)
}

/// Keeps name and address as long as the reader agreed to.
pub fn keep_signature(signature: &Signature, remember: bool) {
    write(local(), SIGNATURE_KEY, remember.then_some(signature));
    write(session(), SIGNATURE_KEY, (!remember).then_some(signature));
}

fn is_remembered() -> bool {
    local().is_some_and(|storage| matches!(storage.get_item(SIGNATURE_KEY), Ok(Some(_))))
}

const METHOD_KEY: &str = "binh-luan:typing";

/// The typing help this reader turned on, if any.
#[must_use]
pub fn typing_method() -> Option<String> {
    local()?.get_item(METHOD_KEY).ok()?
}

/// Remembers which typing help the reader turned on; `off` is forgotten.
pub fn keep_typing_method(method: &str) {
    let Some(storage) = local() else { return };
    let _ = if method == "off" {
        storage.remove_item(METHOD_KEY)
    } else {
        storage.set_item(METHOD_KEY, method)
    };
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn read<T: Entry>(storage: Option<Storage>, key: &str) -> Option<T> {
    Some(T::parse(&storage?.get_item(key).ok()??))
}

fn write<T: Entry>(storage: Option<Storage>, key: &str, value: Option<&T>) {
    put(storage, key, value.and_then(T::print));
}

fn put(storage: Option<Storage>, key: &str, entry: Option<String>) {
    let Some(storage) = storage else { return };
    // A full or blocked storage must not keep anybody from writing.
    let _ = match entry {
        Some(entry) => storage.set_item(key, &entry),
        None => storage.remove_item(key),
    };
}

/// Days since 1970.
pub fn today() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days of the clock are few and above zero"
    )]
    let day = (js_sys::Date::now() / 86_400_000.0) as u32;
    day
}
