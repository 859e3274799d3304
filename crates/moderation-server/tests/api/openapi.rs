//! The document against the running server: same routes, same shapes, and committed as it is.

use serde_json::{Value, json};

use crate::harness::{marked, server};

fn document() -> Value {
    moderation_server::openapi::document()
}

#[test]
fn the_committed_document_is_current() {
    let committed = include_str!("../../openapi.json");
    assert!(
        committed == moderation_server::openapi::document_text(),
        "run `moderation-server openapi` and put its output into openapi.json"
    );
}

#[test]
fn the_server_answers_every_operation_and_no_other_method() {
    let server = server();
    for (path, methods) in document()["paths"].as_object().unwrap() {
        let concrete = path.replace("{site}", "default").replace(['{', '}'], "");
        for method in ["get", "post", "put", "delete", "patch"] {
            let answer = server.send(&method.to_uppercase(), &concrete, &[], []);
            let known = methods.get(method).is_some();
            assert_eq!(
                answer.status == 405,
                !known,
                "{method} {path}: {}",
                answer.text()
            );
            if answer.status == 404 {
                assert_ne!(answer.json()["code"], "not_found", "{method} {path}");
            }
        }
    }
}

#[test]
fn references_lead_somewhere() {
    let document = document();
    let text = document.to_string();
    for part in text.split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"].get(name).is_some(),
            "{name}"
        );
    }
}

#[test]
fn answers_have_the_shapes_of_the_document() {
    let server = server();
    let editor = server.editor();
    let base = "/v1/sites/default";
    let sent = server
        .comment(&marked("p", "Tôi rất thích."))
        .expect(202)
        .json();
    conforms("CommentAccepted", &sent);
    let id = sent["id"].as_str().unwrap();
    let receipt = sent["receipt"].as_str().unwrap();
    conforms(
        "Receipt",
        &server.get(&format!("{base}/receipts/{receipt}")).json(),
    );
    conforms("DeskList", &editor.get("/v1/desk/comments").json());
    let claim = editor.send_json("POST", &format!("/v1/desk/comments/{id}/claim"), &json!({}));
    conforms("Claim", &claim.json());
    let decision = json!({"action": "publish", "revision": 1, "text": "Tôi rất thích bài."});
    conforms("Decided", &editor.decide(id, &decision).json());
    let mut reply = marked("p", "Tôi cũng vậy.");
    reply["parent_id"] = json!(id);
    let (reply, _) = server.accepted(&reply);
    editor.publish(&reply);
    conforms("CommentList", &server.list("page_id=p"));
    let one = server.get(&format!("{base}/comments/{id}")).expect(200);
    conforms("CommentList", &one.json());
    conforms(
        "Receipt",
        &server.get(&format!("{base}/receipts/{receipt}")).json(),
    );
    conforms(
        "Counts",
        &server.get(&format!("{base}/counts?page_id=p")).json(),
    );
    conforms(
        "MostCommented",
        &server.get(&format!("{base}/most-commented")).json(),
    );
    conforms(
        "Like",
        &server
            .send("PUT", &format!("{base}/comments/{id}/like"), &[], [])
            .json(),
    );
    let report = server.post_json(&format!("comments/{id}/reports"), &json!({"reason": "tục"}));
    conforms("Received", &report.json());
    conforms(
        "Revisions",
        &editor
            .get(&format!("/v1/desk/comments/{id}/revisions"))
            .json(),
    );
    conforms("DeskSession", &editor.get("/v1/desk/session").json());
    let many = json!({"decisions": [{"id": id, "action": "spam", "revision": 1}]});
    conforms(
        "DecidedMany",
        &editor.send_json("POST", "/v1/desk/decisions", &many).json(),
    );
    let bare = json!({"text": "Nguoi dan o day rat mong co duong moi."});
    let restored = editor.send_json("POST", "/v1/desk/restorations", &bare);
    conforms("Restoration", &restored.json());
    let closed = json!({"state": "closed"});
    let page = editor.send_json("PUT", "/v1/desk/sites/default/pages/p", &closed);
    conforms("PageInfo", &page.json());
    for problem in [
        server.comment(&marked("", "Tôi \u{202E}thích.")),
        server.get("/khong-co"),
        server.get(&format!("{base}/comments")),
    ] {
        conforms("Problem", &problem.json());
    }
}

#[track_caller]
fn conforms(schema: &str, value: &Value) {
    let document = document();
    let schemas = &document["components"]["schemas"];
    if let Err(fault) = check(schemas, &schemas[schema], value) {
        panic!("{schema}: {fault}\n{value:#}");
    }
}

/// As much of JSON Schema as the document uses.
fn check(schemas: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return check(schemas, &schemas[name], value).map_err(|fault| format!("{name}: {fault}"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) {
            Ok(())
        } else {
            Err(format!("{value} is no such word"))
        };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = match &schema["type"] {
        Value::Array(kinds) => kinds.contains(&json!(kind)),
        Value::String(wanted) if wanted == "number" => value.is_number(),
        other => other == kind,
    };
    if !allowed {
        return Err(format!("{value} is not {}", schema["type"]));
    }
    for item in value.as_array().into_iter().flatten() {
        check(schemas, &schema["items"], item)?;
    }
    let Some(fields) = value.as_object() else {
        return Ok(());
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            return Err(format!("{name} is missing"));
        }
    }
    for (name, field) in fields {
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, extra @ Value::Object(_)) => check(schemas, extra, field)?,
            (Value::Null, _) => return Err(format!("{name} is not in the document")),
            (known, _) => {
                check(schemas, known, field).map_err(|fault| format!("{name}: {fault}"))?;
            }
        }
    }
    Ok(())
}
