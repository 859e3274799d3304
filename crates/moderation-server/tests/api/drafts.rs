//! Edits that have begun, kept for their editor until he decides.

use serde_json::{Value, json};

use crate::editors::{invite_as, join};
use crate::harness::{Editor, marked, server};

fn path(id: &str) -> String {
    format!("/v1/desk/comments/{id}/draft")
}

fn draft_of(editor: &Editor<'_>, id: &str) -> Value {
    let history = editor.get(&format!("/v1/desk/comments/{id}/revisions"));
    history.expect(200).json()["comment"]["draft"].clone()
}

#[test]
fn a_draft_outlives_reload_and_session_and_is_the_editors_own() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "secretary")]), "binh");
    let (id, _) = server.accepted(&marked("p", "Cán bộ phải lắng nge dân."));
    assert_eq!(draft_of(&mai, &id), Value::Null);
    let text = "Cán bộ phải lắng nghe\n\n dân và ";
    let saved = mai.send_json("PUT", &path(&id), &json!({"text": text, "revision": 1}));
    let saved = saved.expect(200).json();
    assert_eq!(
        (&saved["text"], &saved["revision"]),
        (&json!(text), &json!(1))
    );
    assert!(saved["saved_at"].is_string());
    mai.send_json("DELETE", "/v1/desk/session", &json!({}))
        .expect(204);
    let form = crate::harness::form(&[("login", "mai"), ("password", crate::harness::PASSWORD)]);
    let answer = server.send("POST", "/desk/sign-in", &[crate::harness::FORM], form);
    let mai = Editor::of(&server, answer.expect(303).header("set-cookie"));
    assert_eq!(draft_of(&mai, &id), saved);
    let queue = mai.get("/v1/desk/comments").json();
    assert_eq!(queue["comments"][0]["draft"], saved);
    let share = json!({"tab": "trang-cua-mai", "want": 9, "have": []});
    let share = mai
        .send_json("POST", "/v1/desk/share", &share)
        .expect(200)
        .json();
    assert_eq!(share["comments"][0]["draft"], saved);
    assert_eq!(draft_of(&binh, &id), Value::Null);
    // A decision ends it, a late keystroke does not bring it back.
    mai.publish(&id);
    assert_eq!(draft_of(&mai, &id), Value::Null);
    mai.send_json("PUT", &path(&id), &json!({"text": "muộn", "revision": 1}))
        .expect_problem(409, "revision_conflict");
    let anew = json!({"text": "lần nữa", "revision": 2});
    mai.send_json("PUT", &path(&id), &anew).expect(200);
    mai.send_json("DELETE", &path(&id), &json!({})).expect(204);
    assert_eq!(draft_of(&mai, &id), Value::Null);
}

#[test]
fn a_draft_may_be_unfinished_and_not_too_long() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let save =
        |text: &str| editor.send_json("PUT", &path(&id), &json!({"text": text, "revision": 1}));
    for text in ["", " ", "Tôi \u{202E}thích", &"dài ".repeat(1_000)] {
        save(text).expect(200);
        assert_eq!(draft_of(&editor, &id)["text"], text);
    }
    for text in ["dài ".repeat(1_001), "d".repeat(60_000)] {
        assert_eq!(save(&text).field_errors(), ["text text_too_long"]);
    }
    for (method, body) in [
        ("PUT", json!({"text": "a", "revision": 1})),
        ("DELETE", json!({})),
    ] {
        editor
            .send_json(method, &path("khong-co"), &body)
            .expect_problem(404, "comment_not_found");
    }
    editor
        .send_json("PUT", &path(&id), &json!({"revision": 1}))
        .expect_problem(400, "malformed_json");
}
