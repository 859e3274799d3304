//! Schemas of the document. Numbers come from the protocol; the tests hold each schema against
//! what the server really answers.

mod editors;
mod readers;

use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_COUNTED_PAGES, MAX_PAGE_SIZE};
use comment_protocol::{FieldErrorCode, ProblemCode};
use serde_json::{Map, Value, json};

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
        readers::send(),
        readers::get(),
        editors::send(),
        editors::get(),
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
        (
            "Role",
            json!({ "enum": ["editor", "secretary", "administrator"] }),
        ),
        ("Gate", json!({ "enum": ["open", "held", "closed"] })),
        (
            "ArticleFilter",
            json!({ "enum": ["managed", "closed", "held", "scheduled", "all"] }),
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
        ("ProblemCode", json!({ "enum": ProblemCode::ALL })),
        ("FieldErrorCode", json!({ "enum": FieldErrorCode::ALL })),
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
