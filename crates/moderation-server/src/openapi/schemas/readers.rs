//! Schemas of what readers send and get.

use comment_protocol::limits::{
    MAX_EMAIL_CHARS, MAX_PAGE_ID_CHARS, MAX_PAGE_TITLE_CHARS, MAX_PAGE_URL_CHARS,
    MAX_REPORT_REASON_CHARS, MAX_SECTION_CHARS,
};
use serde_json::json;

use super::{Named, boolean, many, nullable, number, object, one, short, string};

pub(super) fn send() -> Named {
    vec![
        (
            "NewComment",
            object(&[
                ("page", one("PageRef")),
                ("parent_id?", string()),
                ("author", one("NewAuthor")),
                ("text", string()),
                (
                    "acknowledged?",
                    json!({ "type": "array", "items": { "enum": ["text_unmarked"] } }),
                ),
            ]),
        ),
        (
            "NewCommentForm",
            object(&[
                ("page_id", short(MAX_PAGE_ID_CHARS)),
                ("page_url?", short(MAX_PAGE_URL_CHARS)),
                ("page_title?", short(MAX_PAGE_TITLE_CHARS)),
                ("section?", short(MAX_SECTION_CHARS)),
                ("parent_id?", string()),
                ("name", string()),
                ("email?", short(MAX_EMAIL_CHARS)),
                ("text", string()),
                ("acknowledged?", json!({ "enum": ["text_unmarked"] })),
                ("key?", string()),
            ]),
        ),
        (
            "PageRef",
            object(&[
                ("id", short(MAX_PAGE_ID_CHARS)),
                ("url", short(MAX_PAGE_URL_CHARS)),
                ("title", short(MAX_PAGE_TITLE_CHARS)),
                ("section?", short(MAX_SECTION_CHARS)),
            ]),
        ),
        (
            "NewAuthor",
            object(&[("name", string()), ("email?", short(MAX_EMAIL_CHARS))]),
        ),
        (
            "NewPage",
            object(&[
                ("url", short(MAX_PAGE_URL_CHARS)),
                ("title", short(MAX_PAGE_TITLE_CHARS)),
                ("section?", short(MAX_SECTION_CHARS)),
            ]),
        ),
        (
            "KnownPage",
            object(&[
                ("id", short(MAX_PAGE_ID_CHARS)),
                ("url", short(MAX_PAGE_URL_CHARS)),
                ("title", short(MAX_PAGE_TITLE_CHARS)),
                ("section", nullable("string")),
            ]),
        ),
        (
            "NewReport",
            object(&[("reason", short(MAX_REPORT_REASON_CHARS))]),
        ),
        (
            "NewReportForm",
            object(&[("reason", short(MAX_REPORT_REASON_CHARS))]),
        ),
    ]
}

pub(super) fn get() -> Named {
    vec![
        (
            "CommentAccepted",
            object(&[
                ("id", string()),
                ("status", json!({ "enum": ["pending", "published"] })),
                ("receipt", string()),
                ("created_at", one("Time")),
            ]),
        ),
        (
            "CommentList",
            object(&[
                ("page", one("PageInfo")),
                ("policy", one("Policy")),
                ("count", number()),
                ("comments", many("PublishedComment")),
                ("next_cursor", nullable("string")),
            ]),
        ),
        (
            "PageInfo",
            object(&[
                ("id", string()),
                ("state", one("PageState")),
                ("notice?", string()),
            ]),
        ),
        (
            "Policy",
            object(&[
                ("diacritics", one("Diacritics")),
                ("max_text_chars", number()),
                ("max_name_chars", number()),
                ("guests", boolean()),
            ]),
        ),
        (
            "PublishedComment",
            object(&[
                ("id", string()),
                ("parent_id", nullable("string")),
                ("author", one("PublicAuthor")),
                ("text", string()),
                ("edited", boolean()),
                ("created_at", one("Time")),
                ("published_at", one("Time")),
                ("like_count", number()),
                ("reply_count", number()),
                ("replies", many("PublishedComment")),
            ]),
        ),
        (
            "PublicAuthor",
            object(&[("name", string()), ("signed_in?", boolean())]),
        ),
        (
            "Counts",
            object(&[(
                "counts",
                json!({ "type": "object", "additionalProperties": number() }),
            )]),
        ),
        (
            "MostCommented",
            object(&[("pages", many("MostCommentedPage"))]),
        ),
        (
            "MostCommentedPage",
            object(&[
                ("id", string()),
                ("url", string()),
                ("title", string()),
                ("count", number()),
            ]),
        ),
        (
            "Like",
            object(&[("liked", boolean()), ("like_count", number())]),
        ),
        (
            "Received",
            object(&[("status", json!({ "enum": ["received"] }))]),
        ),
        (
            "Receipt",
            object(&[
                ("id", string()),
                ("page_id", string()),
                ("status", one("ReceiptStatus")),
                ("text", string()),
                ("edited", boolean()),
                ("created_at", one("Time")),
                ("published_at?", one("Time")),
            ]),
        ),
        (
            "Problem",
            object(&[
                ("type", json!({ "enum": ["about:blank"] })),
                ("title", string()),
                ("status", number()),
                ("code", one("ProblemCode")),
                ("detail?", string()),
                ("errors?", many("FieldError")),
            ]),
        ),
        (
            "FieldError",
            object(&[
                ("field", string()),
                ("code", one("FieldErrorCode")),
                ("max_chars?", number()),
                ("characters?", json!({ "type": "array", "items": string() })),
            ]),
        ),
    ]
}
