//! Schemas of the document. Numbers come from the protocol; the tests hold each schema against
//! what the server really answers.

use comment_protocol::limits::{
    DEFAULT_PAGE_SIZE, MAX_COUNTED_PAGES, MAX_EMAIL_CHARS, MAX_PAGE_ID_CHARS, MAX_PAGE_SIZE,
    MAX_PAGE_TITLE_CHARS, MAX_PAGE_URL_CHARS, MAX_REPORT_REASON_CHARS, MAX_SECTION_CHARS,
};
use comment_protocol::{FieldErrorCode, ProblemCode};
use serde_json::{Map, Value, json};

/// Every code a problem can have.
const PROBLEM_CODES: [ProblemCode; 18] = [
    ProblemCode::MalformedJson,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::BodyTooLarge,
    ProblemCode::ValidationFailed,
    ProblemCode::OriginNotAllowed,
    ProblemCode::ThreadClosed,
    ProblemCode::CommentNotFound,
    ProblemCode::ReceiptNotFound,
    ProblemCode::SiteNotFound,
    ProblemCode::NotFound,
    ProblemCode::MethodNotAllowed,
    ProblemCode::IdempotencyConflict,
    ProblemCode::RevisionConflict,
    ProblemCode::RateLimited,
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::Unavailable,
    ProblemCode::Internal,
];

/// Every code a field can have.
const FIELD_ERROR_CODES: [FieldErrorCode; 20] = [
    FieldErrorCode::TextEmpty,
    FieldErrorCode::TextTooLong,
    FieldErrorCode::TextUnmarked,
    FieldErrorCode::TextForbiddenCharacters,
    FieldErrorCode::NameEmpty,
    FieldErrorCode::NameTooLong,
    FieldErrorCode::NameInvalid,
    FieldErrorCode::NameForbiddenCharacters,
    FieldErrorCode::EmailInvalid,
    FieldErrorCode::PageIdEmpty,
    FieldErrorCode::PageIdTooLong,
    FieldErrorCode::PageUrlInvalid,
    FieldErrorCode::PageTitleTooLong,
    FieldErrorCode::SectionTooLong,
    FieldErrorCode::ParentNotFound,
    FieldErrorCode::ReasonEmpty,
    FieldErrorCode::ReasonTooLong,
    FieldErrorCode::Missing,
    FieldErrorCode::InvalidValue,
    FieldErrorCode::TooMany,
];

/// Schema of a parameter.
pub(super) fn parameter(kind: &str) -> Value {
    match kind {
        "limit" => json!({
            "type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE,
        }),
        "lines" => json!({ "type": "integer", "minimum": 1, "maximum": 50, "default": 10 }),
        "strings" => json!({
            "type": "array", "items": { "type": "string" },
            "minItems": 1, "maxItems": MAX_COUNTED_PAGES,
        }),
        "DeskStatus" => json!({
            "enum": ["pending", "reported", "published", "rejected", "spam", "withdrawn"],
            "default": "pending",
        }),
        "Sort" => json!({ "$ref": "#/components/schemas/Sort", "default": "newest" }),
        "Window" => json!({ "$ref": "#/components/schemas/Window", "default": "24h" }),
        _ => json!({ "type": "string" }),
    }
}

/// All schemas by name.
pub(super) fn all() -> Map<String, Value> {
    [
        words(),
        readers_send(),
        readers_get(),
        editors_send(),
        editors_get(),
    ]
    .into_iter()
    .flatten()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

type Named = Vec<(&'static str, Value)>;

fn words() -> Named {
    vec![
        (
            "CommentStatus",
            json!({ "enum": ["pending", "published", "rejected", "spam", "withdrawn"] }),
        ),
        (
            "ReceiptStatus",
            json!({ "enum": ["pending", "published", "rejected", "withdrawn"] }),
        ),
        (
            "DecisionAction",
            json!({ "enum": ["publish", "reject", "spam", "return"] }),
        ),
        ("PageState", json!({ "enum": ["open", "closed"] })),
        ("Diacritics", json!({ "enum": ["ask", "require", "off"] })),
        (
            "Sort",
            json!({ "enum": ["newest", "oldest", "most_liked"] }),
        ),
        ("Window", json!({ "enum": ["1h", "24h", "7d", "30d"] })),
        (
            "Time",
            json!({ "type": "string", "format": "date-time", "description": "RFC 3339, UTC" }),
        ),
        ("ProblemCode", json!({ "enum": PROBLEM_CODES })),
        ("FieldErrorCode", json!({ "enum": FIELD_ERROR_CODES })),
    ]
}

fn readers_send() -> Named {
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
                ("page_url", short(MAX_PAGE_URL_CHARS)),
                ("page_title?", short(MAX_PAGE_TITLE_CHARS)),
                ("section?", short(MAX_SECTION_CHARS)),
                ("parent_id?", string()),
                ("name", string()),
                ("email?", short(MAX_EMAIL_CHARS)),
                ("text", string()),
                ("acknowledged?", json!({ "enum": ["text_unmarked"] })),
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
            "NewReport",
            object(&[("reason", short(MAX_REPORT_REASON_CHARS))]),
        ),
        (
            "NewReportForm",
            object(&[("reason", short(MAX_REPORT_REASON_CHARS))]),
        ),
    ]
}

fn readers_get() -> Named {
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
            object(&[("id", string()), ("state", one("PageState"))]),
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
        ("PublicAuthor", object(&[("name", string())])),
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

fn editors_send() -> Named {
    vec![
        (
            "SignIn",
            object(&[("login", string()), ("password", string())]),
        ),
        (
            "NewDecision",
            object(&[
                ("action", one("DecisionAction")),
                ("revision", number()),
                ("text?", nullable("string")),
                ("reason?", nullable("string")),
            ]),
        ),
        (
            "NewDecisions",
            object(&[(
                "decisions",
                json!({
                    "type": "array", "maxItems": 200,
                    "items": object(&[
                        ("id", string()),
                        ("action", one("DecisionAction")),
                        ("revision", number()),
                        ("text?", nullable("string")),
                        ("reason?", nullable("string")),
                    ]),
                }),
            )]),
        ),
        ("NewPageState", object(&[("state", one("PageState"))])),
    ]
}

fn editors_get() -> Named {
    let result = [
        ("id", string()),
        ("revision?", number()),
        ("status?", one("CommentStatus")),
        ("code?", one("ProblemCode")),
    ];
    vec![
        (
            "DeskSession",
            object(&[
                ("editor", object(&[("name", string())])),
                ("csrf_token", string()),
            ]),
        ),
        (
            "DeskList",
            object(&[
                ("total", number()),
                ("comments", many("DeskComment")),
                ("next_cursor", nullable("string")),
            ]),
        ),
        (
            "DeskComment",
            object(&[
                ("id", string()),
                ("site", string()),
                (
                    "page",
                    object(&[
                        ("id", string()),
                        ("url", string()),
                        ("title", string()),
                        ("section", nullable("string")),
                    ]),
                ),
                ("parent_id", nullable("string")),
                ("status", one("CommentStatus")),
                (
                    "held_for",
                    json!({ "type": "array", "items": { "enum": ["text_unmarked"] } }),
                ),
                (
                    "author",
                    object(&[
                        ("name", string()),
                        ("email", nullable("string")),
                        ("signed_in", boolean()),
                    ]),
                ),
                ("text", string()),
                ("edited", boolean()),
                ("revision", number()),
                ("report_count", number()),
                ("like_count", number()),
                ("claimed_by", nullable("string")),
                ("created_at", one("Time")),
                ("published_at", nullable("string")),
            ]),
        ),
        (
            "Decided",
            object(&[
                ("id", string()),
                ("revision", number()),
                ("status", one("CommentStatus")),
            ]),
        ),
        (
            "DecidedMany",
            object(&[(
                "results",
                json!({ "type": "array", "items": object(&result) }),
            )]),
        ),
        (
            "Claim",
            object(&[
                ("claimed_by", string()),
                ("yours", boolean()),
                ("until", one("Time")),
            ]),
        ),
        (
            "Revisions",
            object(&[
                ("comment", one("DeskComment")),
                ("revisions", many("Revision")),
                ("log", many("LogLine")),
                ("reports", json!({ "type": "array", "items": string() })),
            ]),
        ),
        (
            "Revision",
            object(&[
                ("number", number()),
                ("text", string()),
                ("editor", nullable("string")),
                ("reason", nullable("string")),
                ("created_at", one("Time")),
            ]),
        ),
        (
            "LogLine",
            object(&[
                ("editor", nullable("string")),
                (
                    "action",
                    json!({ "enum": ["publish", "reject", "spam", "return", "withdraw"] }),
                ),
                ("from_status", one("CommentStatus")),
                ("to_status", one("CommentStatus")),
                ("text_changed", boolean()),
                ("reason", nullable("string")),
                ("created_at", one("Time")),
            ]),
        ),
    ]
}

/// An object with these fields and no others; a name with `?` behind it may be left out.
fn object(fields: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = fields
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !name.ends_with('?'))
        .collect();
    let properties: Map<String, Value> = fields
        .iter()
        .map(|(name, schema)| (name.trim_end_matches('?').to_owned(), schema.clone()))
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn one(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn many(schema: &str) -> Value {
    json!({ "type": "array", "items": one(schema) })
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn short(max_chars: u32) -> Value {
    json!({ "type": "string", "maxLength": max_chars })
}

fn nullable(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}
