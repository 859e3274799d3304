//! How long each field may be, in Unicode scalar values unless the name says otherwise.

use serde::{Deserialize, Serialize};

/// The limits of one site. The maximum itself is still allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Characters of a comment.
    pub max_text_chars: u32,
    /// Characters of the name a reader signs with.
    pub max_name_chars: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_text_chars: 2_000,
            max_name_chars: 80,
        }
    }
}

/// Bytes of a request body; a comment of the largest allowed text needs less than a fifth.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// Characters of an e-mail address (RFC 5321, section 4.5.3.1.3).
pub const MAX_EMAIL_CHARS: u32 = 254;
/// Characters of a page id.
pub const MAX_PAGE_ID_CHARS: u32 = 200;
/// Characters of a page's address.
pub const MAX_PAGE_URL_CHARS: u32 = 2_000;
/// Characters of a page's title.
pub const MAX_PAGE_TITLE_CHARS: u32 = 300;
/// Characters of a section name.
pub const MAX_SECTION_CHARS: u32 = 100;
/// Characters of an idempotency key.
pub const MAX_IDEMPOTENCY_KEY_CHARS: usize = 200;
/// Characters of the words a reader adds to a report.
pub const MAX_REPORT_REASON_CHARS: u32 = 500;
/// Comments in one page of a list.
pub const MAX_PAGE_SIZE: u32 = 100;
/// Comments in one page of a list when the caller names no number.
pub const DEFAULT_PAGE_SIZE: u32 = 20;
/// Page ids in one request for counts.
pub const MAX_COUNTED_PAGES: usize = 100;
