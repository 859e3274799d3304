//! The article that a comment comes to: as it is known, or as the comment names it.

use crate::clock::Millis;
use crate::store::comments::CommentDraft;
use crate::store::pages::{PageDraft, closes};

/// Characters from which the same words twice are no accident. Short ones, *Tôi đồng ý*, are said
/// by many behind one address.
pub(in crate::store) const REPEATED_CHARS: usize = 20;

/// An article as it is known when a comment comes in.
pub(in crate::store) struct KnownPage {
    pub(in crate::store) number: i64,
    pub(in crate::store) closed: bool,
    pub(in crate::store) held: bool,
    pub(in crate::store) closes_at: Option<Millis>,
    pub(in crate::store) kept_open: bool,
    pub(in crate::store) created_at: Millis,
    pub(in crate::store) known: bool,
    pub(in crate::store) url: String,
    pub(in crate::store) title: String,
    pub(in crate::store) section: Option<String>,
}

/// What a comment's page says of itself and is not known so.
#[derive(Default)]
pub(in crate::store) struct SentPage {
    pub(in crate::store) url: Option<String>,
    pub(in crate::store) title: Option<String>,
    pub(in crate::store) section: Option<String>,
}

impl SentPage {
    /// What a comment to an article keeps of what it says of it.
    pub(in crate::store) fn beside(known: Option<&KnownPage>, sent: &PageDraft) -> Self {
        match known {
            Some(page) if page.known => page.what_differs(sent),
            // As long as nobody has confirmed the article, each comment keeps what it says of it.
            _ => Self::all_of(sent),
        }
    }

    fn all_of(sent: &PageDraft) -> Self {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            url: filled(&sent.url),
            title: filled(&sent.title),
            section: sent.section.clone(),
        }
    }
}

impl KnownPage {
    /// Whether it takes no comment at the time that the draft came.
    pub(in crate::store) fn is_closed(&self, draft: &CommentDraft) -> bool {
        let closes = closes(
            self.closes_at,
            self.created_at,
            self.kept_open,
            draft.close_after,
        );
        self.closed || closes.is_some_and(|closes| closes <= draft.created_at)
    }

    fn what_differs(&self, sent: &PageDraft) -> SentPage {
        let other =
            |sent: &str, known: &str| (!sent.is_empty() && sent != known).then(|| sent.to_owned());
        SentPage {
            url: other(&sent.url, &self.url),
            title: other(&sent.title, &self.title),
            section: other(
                sent.section.as_deref().unwrap_or_default(),
                self.section.as_deref().unwrap_or_default(),
            ),
        }
    }
}
