//! The `OpenAPI` 3.1 document: made from the protocol's own constants, committed as
//! `openapi.json`, and compared with the running server in the tests.

mod operations;
mod schemas;

use serde_json::{Map, Value, json};

use operations::{OPERATIONS, Operation};

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = path {
            methods.insert(operation.method.to_owned(), describe(operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bình luận",
            "summary": "Readers' comments on news articles, edited before they are published",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
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

fn describe(operation: &Operation) -> Value {
    let mut parameters: Vec<Value> = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect();
    parameters.extend(operation.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": parameter.place,
            "required": parameter.required,
            "description": parameter.meaning,
            "schema": schemas::parameter(parameter.kind),
        })
    }));
    let mut responses = Map::new();
    for (status, schema) in operation.answers {
        responses.insert((*status).to_owned(), answer(status, schema));
    }
    responses.insert(
        String::from("default"),
        json!({
            "description": "What went wrong",
            "content": { "application/problem+json": { "schema": reference("Problem") } },
        }),
    );
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(schema) = operation.body {
        let mut content = Map::new();
        content.insert(
            String::from("application/json"),
            json!({ "schema": reference(schema) }),
        );
        if operation.takes_form {
            content.insert(
                String::from("application/x-www-form-urlencoded"),
                json!({ "schema": reference(&format!("{schema}Form")) }),
            );
        }
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    if operation.path.starts_with("/v1/desk") && operation.id != "post_session" {
        described["security"] = json!([{ "session": [] }]);
    }
    described
}

fn answer(status: &str, schema: &str) -> Value {
    let description = match status {
        "201" => "Done; something new is there",
        "202" => "Taken",
        "204" => "Done",
        "304" => "Not changed",
        _ => "The answer",
    };
    match schema {
        "" => json!({ "description": description }),
        "text/html" | "text/plain" => json!({
            "description": description,
            "content": { schema: { "schema": { "type": "string" } } },
        }),
        schema => json!({
            "description": description,
            "content": { "application/json": { "schema": reference(schema) } },
        }),
    }
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}
