//! What the widget keeps on the reader's device: the comment being written, and, if the reader
//! agrees, the name. Blocked storage reads as empty and writes in vain.

use web_sys::Storage;

use crate::own::{self, OwnComment};
use crate::send;

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
    /// The comment answered.
    pub reply_to: Option<ReplyTarget>,
    /// Whether it goes out by itself once the endpoint can be reached.
    pub waits: bool,
    /// Whether its writer was signed in by the house.
    pub signed: bool,
}

/// A comment that is being answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyTarget {
    /// Its id.
    pub id: String,
    /// Its writer's name.
    pub name: String,
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
    liked_key: String,
}

const SIGNATURE_KEY: &str = "binh-luan:signature";
/// Between the parts of an entry; it is taken out of the parts themselves.
const SEPARATOR: char = '\u{1F}'; // INFORMATION SEPARATOR ONE

impl Drawers {
    /// The drawers of the thread `page_id` at `endpoint`.
    #[must_use]
    pub fn of(endpoint: &str, page_id: &str) -> Self {
        let key = |kind| [kind, endpoint, " ", page_id].concat();
        Self {
            draft_key: key("binh-luan:draft:"),
            own_key: key("binh-luan:own:"),
            liked_key: key("binh-luan:liked:"),
        }
    }

    /// The comment being written here.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let mut parts = read(local(), &self.draft_key);
        let mut next = || parts.next().unwrap_or_default();
        Draft {
            text: next(),
            sent_body: next(),
            sent_key: next(),
            reply_to: Some(ReplyTarget {
                id: next(),
                name: next(),
            })
            .filter(|target| !target.id.is_empty()),
            waits: !next().is_empty(),
            signed: !next().is_empty(),
        }
    }

    /// Keeps the comment being written; an empty one is forgotten.
    pub fn keep_draft(&self, draft: &Draft) {
        let (reply_id, reply_name) = match &draft.reply_to {
            Some(target) => (&*target.id, &*target.name),
            None => ("", ""),
        };
        let parts = [
            &*draft.text,
            &draft.sent_body,
            &draft.sent_key,
            reply_id,
            reply_name,
            if draft.waits { "1" } else { "" },
            if draft.signed { "1" } else { "" },
        ];
        let is_empty = draft.text.trim().is_empty();
        write(local(), &self.draft_key, (!is_empty).then_some(&parts[..]));
    }

    /// The ids of the comments here that this reader likes.
    #[must_use]
    pub fn liked(&self) -> Vec<String> {
        let entry = local().and_then(|storage| storage.get_item(&self.liked_key).ok()?);
        let entry = entry.unwrap_or_default();
        let ids = entry.split(SEPARATOR).filter(|id| !id.is_empty());
        ids.map(String::from).collect()
    }

    /// Keeps the ids of the comments here that this reader likes.
    pub fn keep_liked(&self, ids: &[String]) {
        let Some(storage) = local() else { return };
        let _ = if ids.is_empty() {
            storage.remove_item(&self.liked_key)
        } else {
            storage.set_item(&self.liked_key, &ids.join("\u{1F}"))
        };
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
        let kept = local().and_then(|storage| storage.get_item(SIGNATURE_KEY).ok()?);
        let remembered = kept.is_some();
        let mut parts = read(if remembered { local() } else { session() }, SIGNATURE_KEY);
        let mut next = || parts.next().unwrap_or_default();
        let signature = Signature {
            name: next(),
            email: next(),
        };
        (signature, remembered)
    }

    /// Keeps name and address as long as the reader agreed to.
    pub fn keep_signature(&self, signature: &Signature, remember: bool) {
        let parts = [&*signature.name, &signature.email];
        write(local(), SIGNATURE_KEY, remember.then_some(&parts[..]));
        write(session(), SIGNATURE_KEY, (!remember).then_some(&parts[..]));
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

const READER_KEY: &str = "binh-luan:reader";

/// A random id of this browser, so that guests of one address count apart. Nothing else is told
/// by it.
#[must_use]
pub fn reader_id() -> String {
    let kept = local().and_then(|storage| storage.get_item(READER_KEY).ok()?);
    kept.unwrap_or_else(|| {
        let id = send::new_key();
        if let Some(storage) = local() {
            let _ = storage.set_item(READER_KEY, &id);
        }
        id
    })
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn read(storage: Option<Storage>, key: &str) -> std::vec::IntoIter<String> {
    let entry = storage.and_then(|storage| storage.get_item(key).ok()?);
    let entry = entry.unwrap_or_default();
    let parts: Vec<String> = entry.split(SEPARATOR).map(String::from).collect();
    parts.into_iter()
}

fn write(storage: Option<Storage>, key: &str, parts: Option<&[&str]>) {
    let Some(storage) = storage else { return };
    // A full or blocked storage must not keep anybody from writing.
    let _ = match parts {
        Some(parts) => {
            let mut entry = String::new();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    entry.push(SEPARATOR);
                }
                entry.extend(part.chars().filter(|&c| c != SEPARATOR));
            }
            storage.set_item(key, &entry)
        }
        None => storage.remove_item(key),
    };
}
