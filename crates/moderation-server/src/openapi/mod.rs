//! The `OpenAPI` 3.1 document: made from the handlers and their types, committed as `openapi.json`,
//! and compared with the running server in the tests.

use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::api::{desk, health, public};

/// Every operation that programs may call. What they send and get comes with them.
#[derive(OpenApi)]
#[openapi(
    paths(
        public::comments::list_comments,
        public::new_comment::post_comment,
        public::comments::get_comment,
        public::reactions::put_like,
        public::reactions::delete_like,
        public::reactions::post_report,
        public::counts::count_comments,
        public::counts::list_most_commented,
        public::receipts::get_receipt,
        public::receipts::delete_receipt,
        public::pages::put_page,
        public::threads::get_thread,
        desk::session::get_session,
        desk::session::post_session,
        desk::session::delete_session,
        desk::comments::list_desk_comments,
        desk::acts::post_acts,
        desk::decisions::post_decision,
        desk::comments::post_claim,
        desk::drafts::put_draft,
        desk::drafts::delete_draft,
        desk::comments::list_revisions,
        desk::context::get_context,
        desk::decisions::post_decisions,
        desk::restorations::post_restoration,
        desk::share::post_share,
        desk::share::post_release,
        desk::share::get_counts,
        desk::events::get_events,
        desk::articles::put_page_state,
        desk::articles::get_article,
        desk::articles::list_articles,
        health::get_healthz,
        health::get_readyz,
        health::get_metrics,
    ),
    components(schemas(
        comment_protocol::Problem,
        comment_protocol::Sort,
        comment_protocol::Window,
        crate::store::record::ArticleFilter,
        desk::comments::DeskStatus,
        desk::events::DecidedNews,
    ))
)]
struct Operations;

/// The document.
#[must_use]
pub fn document() -> Value {
    // It is made of strings and numbers: writing it cannot fail.
    let mut made = serde_json::to_value(Operations::openapi()).unwrap_or_default();
    for (path, methods) in objects(&mut made["paths"]) {
        for (method, operation) in objects(methods) {
            finish(path, method, operation);
        }
    }
    let parts = made["components"]["schemas"].clone();
    for (_, schema) in objects(&mut made["components"]["schemas"]) {
        join(&parts, schema);
        tidy(schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bình luận",
            "summary": "Readers' comments on news articles, edited before they are published",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": made["paths"],
        "components": {
            "schemas": made["components"]["schemas"],
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "binh-luan-desk" },
                "reader": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
            },
        },
    })
}

/// The document as it is committed.
#[must_use]
pub fn document_text() -> String {
    format!("{:#}\n", document())
}

/// What all operations have in common: the parts of the path, how they fail, who may call them.
fn finish(path: &str, method: &str, operation: &mut Value) {
    tidy(operation);
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    operation.remove("tags");
    let mut parameters: Vec<Value> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect();
    if let Some(Value::Array(own)) = operation.remove("parameters") {
        parameters.extend(own);
    }
    operation.insert("parameters".to_owned(), Value::Array(parameters));
    if let Some(Value::Object(responses)) = operation.get_mut("responses") {
        responses.insert(
            "default".to_owned(),
            json!({
                "description": "What went wrong",
                "content": {
                    "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
                },
            }),
        );
    }
    let signs_in = (path, method) == ("/v1/desk/session", "post");
    if path.starts_with("/v1/desk") && !signs_in {
        operation.insert("security".to_owned(), json!([{ "session": [] }]));
    }
}

/// A struct that stands flat inside another is part of it: its fields are the other's. As two schemas of
/// one object neither could say that there are no further fields.
fn join(parts: &Value, schema: &mut Value) {
    let Some(Value::Array(pieces)) = schema.get("allOf").cloned() else {
        return;
    };
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for piece in &pieces {
        let name = piece["$ref"]
            .as_str()
            .and_then(|path| path.rsplit('/').next());
        let piece = name.map_or(piece, |name| &parts[name]);
        if let Some(fields) = piece["properties"].as_object() {
            properties.extend(fields.clone());
        }
        required.extend(piece["required"].as_array().into_iter().flatten().cloned());
    }
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("allOf");
        fields.insert("type".to_owned(), json!("object"));
        fields.insert("properties".to_owned(), Value::Object(properties));
        fields.insert("required".to_owned(), Value::Array(required));
    }
}

/// Objects have the fields that are named and no others; how wide our integers are is nobody's concern.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_number = fields
                .get("format")
                .and_then(Value::as_str)
                .is_some_and(|format| {
                    format.starts_with("int") || format.starts_with("float") || format == "double"
                });
            if is_number {
                fields.remove("format");
            }
            if fields.contains_key("properties") && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            for inner in fields.values_mut() {
                tidy(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// The members of an object; none of anything else.
fn objects(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flat_map(Map::iter_mut)
}
