//! Schemas of what editors' programs send and get.

use serde_json::json;

use super::{Named, boolean, many, nullable, number, object, one, string};

pub(super) fn send() -> Named {
    vec![
        (
            "SignIn",
            object(&[
                ("login", string()),
                ("password", string()),
                ("code?", nullable("string")),
            ]),
        ),
        (
            "NewDecision",
            object(&[
                ("action", one("DecisionAction")),
                ("revision", number()),
                ("text?", nullable("string")),
                ("reason?", nullable("string")),
                ("confirm_page?", boolean()),
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
                        ("confirm_page?", boolean()),
                    ]),
                }),
            )]),
        ),
        ("NewRestoration", object(&[("text", string())])),
        (
            "ArticleSettings",
            object(&[
                ("state?", one("Gate")),
                ("closes_at?", nullable("string")),
                ("keep_open?", boolean()),
                ("rule?", nullable("string")),
                ("notice?", nullable("string")),
            ]),
        ),
    ]
}

pub(super) fn get() -> Named {
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
                (
                    "editor",
                    object(&[("name", string()), ("role", one("Role"))]),
                ),
                ("csrf_token", string()),
            ]),
        ),
        (
            "Article",
            object(&[
                ("site", string()),
                ("id", string()),
                ("url", string()),
                ("title", string()),
                ("section", nullable("string")),
                ("known", boolean()),
                ("state", one("Gate")),
                ("closes_at", nullable("string")),
                ("keep_open", boolean()),
                ("rule", nullable("string")),
                ("notice", nullable("string")),
                ("count", number()),
            ]),
        ),
        (
            "Articles",
            object(&[
                ("articles", many("Article")),
                ("next_cursor", nullable("string")),
            ]),
        ),
        (
            "DeskList",
            object(&[
                (
                    "total",
                    json!({ "type": "integer", "minimum": 0, "maximum": 1001, "description": "All that match; 1001 stands for more than 1000" }),
                ),
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
                        ("known", boolean()),
                        (
                            "sent",
                            json!({ "oneOf": [one("SentPage"), { "type": "null" }] }),
                        ),
                    ]),
                ),
                ("parent_id", nullable("string")),
                ("status", one("CommentStatus")),
                (
                    "held_for",
                    json!({
                        "type": "array", "items": { "enum": ["text_unmarked", "repeated", "page_held"] },
                    }),
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
            "Restoration",
            object(&[
                ("text", string()),
                ("method", json!({ "enum": ["telex", "vni", "viqr", null] })),
                ("words", many("RestoredWord")),
            ]),
        ),
        (
            "RestoredWord",
            object(&[
                ("start", number()),
                ("end", number()),
                (
                    "candidates",
                    json!({ "type": "array", "items": string(), "minItems": 2 }),
                ),
                (
                    "confidence",
                    json!({ "type": "number", "minimum": 0, "maximum": 1 }),
                ),
                ("doubtful", boolean()),
            ]),
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
                ("report_reasons", many("ReportReason")),
            ]),
        ),
        (
            "ReportReason",
            object(&[("reason", string()), ("count", number())]),
        ),
        (
            "SentPage",
            object(&[
                ("url", string()),
                ("title", string()),
                ("section", nullable("string")),
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
                    json!({ "enum": ["publish", "reject", "spam", "return", "withdraw", "confirm_page"] }),
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
