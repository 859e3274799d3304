//! Receipts: what became of my comment, and taking it back.

use serde_json::{Value, json};

use crate::harness::{Server, marked, server};

fn fate(server: &Server, method: &str, receipt: &str) -> Value {
    let path = format!("/v1/sites/default/receipts/{receipt}");
    server.send(method, &path, &[], []).expect(200).json()
}

#[test]
fn the_writer_follows_the_comment() {
    let server = server();
    let editor = server.editor();
    let (id, receipt) = server.accepted(&marked("p", "Tôi rất thick."));
    let pending = fate(&server, "GET", &receipt);
    assert_eq!(pending["status"], "pending");
    assert_eq!(pending["text"], "Tôi rất thick.");
    assert_eq!(pending["page_id"], "p");
    let decision = json!({"action": "publish", "revision": 1, "text": "Tôi rất thích."});
    editor.decide(&id, &decision).expect(200);
    let published = fate(&server, "GET", &receipt);
    assert_eq!(published["status"], "published");
    assert_eq!(published["text"], "Tôi rất thích.");
    assert_eq!(published["edited"], true);
    editor
        .decide(&id, &json!({"action": "spam", "revision": 2}))
        .expect(200);
    let turned_down = fate(&server, "GET", &receipt);
    assert_eq!(turned_down["status"], "rejected", "spam is not told apart");
    assert_eq!(
        turned_down["text"], "Tôi rất thick.",
        "the reader's own words"
    );
}

#[test]
fn taken_back_before_and_after_publishing() {
    let server = server();
    let editor = server.editor();
    let (pending, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    assert_eq!(fate(&server, "DELETE", &receipt)["status"], "withdrawn");
    assert_eq!(fate(&server, "DELETE", &receipt)["status"], "withdrawn");
    let decision = json!({"action": "publish", "revision": 1});
    editor
        .decide(&pending, &decision)
        .expect_problem(409, "revision_conflict");
    let decision = json!({"action": "publish", "revision": 2});
    editor
        .decide(&pending, &decision)
        .expect_problem(403, "forbidden");

    let (published, receipt) = server.accepted(&marked("p", "Tôi vẫn thích."));
    editor.publish(&published);
    assert_eq!(server.list("page_id=p")["count"], 1);
    fate(&server, "DELETE", &receipt);
    assert_eq!(server.list("page_id=p")["count"], 0);
    assert_eq!(server.list("page_id=p")["comments"], json!([]));
}

#[test]
fn nobody_else_gets_in() {
    let server = server();
    let (id, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    let (other, _) = server.accepted(&marked("p", "Tôi vẫn thích."));
    let forged = receipt.replace(&id, &other);
    for receipt in [
        id.as_str(),
        "khong-co",
        &forged,
        &receipt[..receipt.len() - 1],
    ] {
        for method in ["GET", "DELETE"] {
            let path = format!("/v1/sites/default/receipts/{receipt}");
            server
                .send(method, &path, &[], [])
                .expect_problem(404, "receipt_not_found");
        }
    }
}
