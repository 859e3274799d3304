//! What the widget keeps on the reader's device: the comment being written, and, if the reader
//! agrees, the name. Blocked storage reads as empty and writes in vain.

use web_sys::Storage;

use crate::own::{self, OwnComment};

/// A comment being written. Its key stays with it, so that what was sent and perhaps arrived is
/// never taken twice, not even after a reload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The comment.
    pub text: String,
    /// The body that was sent and not answered; empty where there is none.
    pub sent_body: String,
    /// Its idempotency key.
    pub sent_key: String,
}

/// Who the reader is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    own_key: String,
}

const SIGNATURE_KEY: &str = "binh-luan:signature";
/// Between the parts of an entry; it is taken out of the parts themselves.
const SEPARATOR: char = '\u{1F}'; // INFORMATION SEPARATOR ONE

impl Drawers {
    /// The drawers of the thread `page_id` at `endpoint`.
    #[must_use]
    pub fn of(endpoint: &str, page_id: &str) -> Self {
        Self {
            draft_key: ["binh-luan:draft:", endpoint, " ", page_id].concat(),
            own_key: ["binh-luan:own:", endpoint, " ", page_id].concat(),
        }
    }

    /// The comment being written here.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let [text, sent_body, sent_key] = read(local(), &self.draft_key).unwrap_or_default();
        Draft {
            text,
            sent_body,
            sent_key,
        }
    }

    /// Keeps the comment being written; an empty one is forgotten.
    pub fn keep_draft(&self, draft: &Draft) {
        let parts = [&*draft.text, &draft.sent_body, &draft.sent_key];
        write(
            local(),
            &self.draft_key,
            (!draft.text.trim().is_empty()).then_some(&parts),
        );
    }

    /// The reader's own comments here whose fate is open.
    #[must_use]
    pub fn own_comments(&self) -> Vec<OwnComment> {
        let entry = local().and_then(|storage| storage.get_item(&self.own_key).ok()?);
        entry.map_or_else(Vec::new, |entry| own::parse(&entry))
    }

    /// Keeps the reader's own comments whose fate is open.
    pub fn keep_own_comments(&self, comments: &[OwnComment]) {
        let Some(storage) = local() else { return };
        let _ = if comments.is_empty() {
            storage.remove_item(&self.own_key)
        } else {
            storage.set_item(&self.own_key, &own::print(comments))
        };
    }

    /// Name and address, and whether the reader agreed to have them kept for good; otherwise
    /// they stay until the tab is closed.
    #[must_use]
    pub fn signature(&self) -> (Signature, bool) {
        let kept = read(local(), SIGNATURE_KEY);
        let remembered = kept.is_some();
        let [name, email, _] = kept
            .or_else(|| read(session(), SIGNATURE_KEY))
            .unwrap_or_default();
        (Signature { name, email }, remembered)
    }

    /// Keeps name and address as long as the reader agreed to.
    pub fn keep_signature(&self, signature: &Signature, remember: bool) {
        let parts = [&*signature.name, &signature.email, ""];
        write(local(), SIGNATURE_KEY, remember.then_some(&parts));
        write(session(), SIGNATURE_KEY, (!remember).then_some(&parts));
    }
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

fn read(storage: Option<Storage>, key: &str) -> Option<[String; 3]> {
    let entry = storage?.get_item(key).ok()??;
    let mut parts = entry.split(SEPARATOR).map(String::from);
    let mut next = || parts.next().unwrap_or_default();
    Some([next(), next(), next()])
}

fn write(storage: Option<Storage>, key: &str, parts: Option<&[&str; 3]>) {
    let Some(storage) = storage else { return };
    // A full or blocked storage must not keep anybody from writing.
    let _ = match parts {
        Some([first, second, third]) => {
            let mut entry: String = first.chars().filter(|&c| c != SEPARATOR).collect();
            for part in [second, third] {
                entry.push(SEPARATOR);
                entry.extend(part.chars().filter(|&c| c != SEPARATOR));
            }
            storage.set_item(key, &entry)
        }
        None => storage.remove_item(key),
    };
}
