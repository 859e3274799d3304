//! Replies: two shown with their comment, the rest on demand, counts right.

use serde_json::{Value, json};

use crate::harness::{Editor, Server, marked, server};

fn reply(server: &Server, editor: &Editor<'_>, parent: &str, text: &str) -> String {
    let mut comment = marked("p", text);
    comment["parent_id"] = json!(parent);
    let (id, _) = server.accepted(&comment);
    editor.publish(&id);
    id
}

fn texts(comments: &Value) -> Vec<&str> {
    comments
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["text"].as_str().unwrap())
        .collect()
}

#[test]
fn two_replies_are_shown_and_the_rest_follow_by_cursor() {
    let server = server();
    let editor = server.editor();
    let (root, _) = server.accepted(&marked("p", "Gốc."));
    editor.publish(&root);
    for n in 0..5 {
        reply(&server, &editor, &root, &format!("Trả lời {n}."));
    }
    let list = server.list("page_id=p");
    assert_eq!(list["count"], 6);
    assert_eq!(texts(&list["comments"]), ["Gốc."]);
    let shown = &list["comments"][0];
    assert_eq!(shown["reply_count"], 5);
    assert_eq!(texts(&shown["replies"]), ["Trả lời 0.", "Trả lời 1."]);
    assert_eq!(shown["replies"][0]["parent_id"], root);

    let first = server.list(&format!("page_id=p&parent_id={root}&limit=3"));
    assert_eq!(
        texts(&first["comments"]),
        ["Trả lời 0.", "Trả lời 1.", "Trả lời 2."]
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = server.list(&format!(
        "page_id=p&parent_id={root}&limit=3&cursor={cursor}"
    ));
    assert_eq!(texts(&rest["comments"]), ["Trả lời 3.", "Trả lời 4."]);
}

#[test]
fn a_reply_to_a_reply_stands_in_the_same_exchange() {
    let server = server();
    let editor = server.editor();
    let (root, _) = server.accepted(&marked("p", "Gốc."));
    editor.publish(&root);
    let first = reply(&server, &editor, &root, "Trả lời.");
    reply(&server, &editor, &first, "Trả lời câu trả lời.");
    let list = server.list("page_id=p");
    let replies = &list["comments"][0]["replies"];
    assert_eq!(texts(replies), ["Trả lời.", "Trả lời câu trả lời."]);
    assert_eq!(replies[1]["parent_id"], first);
}

#[test]
fn replies_go_and_come_back_with_their_root() {
    let server = server();
    let editor = server.editor();
    let (root, _) = server.accepted(&marked("p", "Gốc."));
    editor.publish(&root);
    reply(&server, &editor, &root, "Trả lời.");
    assert_eq!(server.list("page_id=p")["count"], 2);
    editor
        .decide(&root, &json!({"action": "reject", "revision": 2}))
        .expect(200);
    assert_eq!(server.list("page_id=p")["count"], 0);
    editor
        .decide(&root, &json!({"action": "publish", "revision": 3}))
        .expect(200);
    assert_eq!(server.list("page_id=p")["count"], 2);
}

#[test]
fn only_what_is_published_on_the_same_page_can_be_answered() {
    let server = server();
    let editor = server.editor();
    let (pending, _) = server.accepted(&marked("p", "Gốc."));
    let (elsewhere, _) = server.accepted(&marked("khac", "Gốc."));
    editor.publish(&elsewhere);
    for parent in [pending, elsewhere, String::from("khongco")] {
        let mut comment = marked("p", "Trả lời.");
        comment["parent_id"] = json!(parent);
        assert_eq!(
            server.comment(&comment).field_errors(),
            ["parent_id parent_not_found"]
        );
    }
}
