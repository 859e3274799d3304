//! The document against the running server: same routes, same shapes, and committed as it is.

use serde_json::{Value, json};

use crate::harness::{marked, server};
use crate::schema::check;

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
    let share = json!({"tab": "tab-of-mai", "want": 20, "have": ["x"]});
    let share = editor.send_json("POST", "/v1/desk/share", &share).json();
    assert!(share["comments"][0]["lease"].is_object(), "{share}");
    conforms("Share", &share);
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
    let draft = json!({"text": "Đang sửa", "revision": 2});
    let draft = editor.send_json("PUT", &format!("/v1/desk/comments/{id}/draft"), &draft);
    conforms("EditDraft", &draft.json());
    let acts = json!({"acts": [
        {"kind": "decide", "key": "k", "id": id, "action": "publish", "revision": 3},
        {"kind": "decide", "key": "l", "id": id, "action": "reject", "revision": 3},
        {"kind": "decide", "key": "m", "id": id, "action": "publish", "revision": 3, "text": ""},
        {"kind": "undo", "key": "u", "of": ["k", "l"]},
    ]});
    let acted = editor.send_json("POST", "/v1/desk/acts", &acts);
    conforms("ActResults", &acted.json());
    conforms("NewActs", &acts);
    let bare = json!({"text": "Nguoi dan o day rat mong co duong moi."});
    let restored = editor.send_json("POST", "/v1/desk/restorations", &bare);
    conforms("Restoration", &restored.json());
    conforms("DeskCounts", &editor.get("/v1/desk/counts").json());
    let closed = json!({"state": "closed"});
    let page = editor.send_json("PUT", "/v1/desk/sites/default/pages/p", &closed);
    conforms("Article", &page.json());
    conforms("Articles", &editor.get("/v1/desk/articles").json());
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

#[test]
fn lengths_are_those_of_the_protocol() {
    use comment_protocol::limits::{
        MAX_COUNTED_PAGES, MAX_EMAIL_CHARS, MAX_PAGE_ID_CHARS, MAX_PAGE_SIZE, MAX_PAGE_TITLE_CHARS,
        MAX_PAGE_URL_CHARS, MAX_REPORT_REASON_CHARS, MAX_SECTION_CHARS,
    };
    let document = document();
    let schemas = &document["components"]["schemas"];
    for (schema, field, chars) in [
        ("PageRef", "id", MAX_PAGE_ID_CHARS),
        ("PageRef", "url", MAX_PAGE_URL_CHARS),
        ("PageRef", "title", MAX_PAGE_TITLE_CHARS),
        ("PageRef", "section", MAX_SECTION_CHARS),
        ("NewAuthor", "email", MAX_EMAIL_CHARS),
        ("NewReport", "reason", MAX_REPORT_REASON_CHARS),
        ("NewPage", "url", MAX_PAGE_URL_CHARS),
        ("NewPage", "title", MAX_PAGE_TITLE_CHARS),
        ("NewPage", "section", MAX_SECTION_CHARS),
        ("KnownPage", "id", MAX_PAGE_ID_CHARS),
        ("NewCommentForm", "page_id", MAX_PAGE_ID_CHARS),
        ("NewCommentForm", "page_url", MAX_PAGE_URL_CHARS),
        ("NewCommentForm", "page_title", MAX_PAGE_TITLE_CHARS),
        ("NewCommentForm", "section", MAX_SECTION_CHARS),
        ("NewCommentForm", "email", MAX_EMAIL_CHARS),
    ] {
        let said = &schemas[schema]["properties"][field]["maxLength"];
        assert_eq!(said, chars, "{schema}.{field}");
    }
    let parameter = |path: &str, name: &str| {
        let parameters = document["paths"][path]["get"]["parameters"].as_array();
        let found = parameters.unwrap().iter().find(|one| one["name"] == name);
        found.unwrap()["schema"].clone()
    };
    let limit = parameter("/v1/sites/{site}/comments", "limit");
    assert_eq!(limit["maximum"], MAX_PAGE_SIZE);
    let ids = parameter("/v1/sites/{site}/counts", "page_id");
    assert_eq!(ids["maxItems"], MAX_COUNTED_PAGES);
}
