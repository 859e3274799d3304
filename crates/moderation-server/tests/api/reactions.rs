//! Likes and reports.

use serde_json::json;

use crate::harness::{Answer, Server, by, marked, server};

fn like(server: &Server, method: &str, id: &str, reader: &str) -> Answer {
    let path = format!("/v1/sites/default/comments/{id}/like");
    server.send(method, &path, &[("binh-luan-reader", reader)], [])
}

#[test]
fn one_like_for_each_reader() {
    let server = server();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    for (method, reader, count) in [
        ("PUT", "a", 1),
        ("PUT", "a", 1),
        ("PUT", "b", 2),
        ("DELETE", "a", 1),
        ("DELETE", "a", 1),
        ("DELETE", "c", 1),
    ] {
        let answer = like(&server, method, &id, reader).expect(200).json();
        assert_eq!(answer["like_count"], count, "{method} {reader}");
        assert_eq!(answer["liked"], method == "PUT");
    }
}

#[test]
fn most_liked_first() {
    let server = server();
    let editor = server.editor();
    let ids: Vec<_> = (0..3)
        .map(|n| server.accepted(&by("An", "p", &format!("Ý kiến {n}."))).0)
        .collect();
    for id in &ids {
        editor.publish(id);
    }
    for reader in ["a", "b"] {
        like(&server, "PUT", &ids[1], reader).expect(200);
    }
    like(&server, "PUT", &ids[0], "a").expect(200);
    let list = server.list("page_id=p&sort=most_liked");
    let order: Vec<_> = list["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    assert_eq!(order, [&ids[1], &ids[0], &ids[2]]);
}

#[test]
fn what_is_not_published_cannot_be_liked_or_reported() {
    let server = server();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    for id in [id.as_str(), "khongco"] {
        like(&server, "PUT", id, "a").expect_problem(404, "comment_not_found");
        server
            .post_json(&format!("comments/{id}/reports"), &json!({"reason": "tục"}))
            .expect_problem(404, "comment_not_found");
    }
}

#[test]
fn likes_are_limited_by_address_whatever_the_reader_says() {
    let server = Server::start(|config| config.rate_limits.likes_per_minute = 2);
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    for (reader, status) in [("a", 200), ("b", 200), ("c", 429)] {
        like(&server, "PUT", &id, reader).expect(status);
    }
}

#[test]
fn a_report_reaches_the_desk_and_a_decision_settles_it() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);
    let path = format!("comments/{id}/reports");
    for reason in ["Lời lẽ thô tục", "Lần nữa"] {
        server
            .post_json(&path, &json!({"reason": reason}))
            .expect(202);
    }
    let reported = editor.get("/v1/desk/comments?status=reported").json();
    assert_eq!(reported["total"], 1);
    assert_eq!(
        reported["comments"][0]["report_count"], 1,
        "one reader is one report"
    );
    assert!(
        editor
            .get(&format!("/desk/comments/{id}"))
            .text()
            .contains("Lời lẽ thô tục")
    );
    editor
        .decide(&id, &json!({"action": "publish", "revision": 2}))
        .expect(200);
    assert_eq!(
        editor.get("/v1/desk/comments?status=reported").json()["total"],
        0
    );
    assert_eq!(server.list("page_id=p")["count"], 1);
}

#[test]
fn a_report_needs_a_reason() {
    let server = server();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    let path = format!("comments/{id}/reports");
    let report = |reason: String| server.post_json(&path, &json!({"reason": reason}));
    assert_eq!(
        report(String::from(" ")).field_errors(),
        ["reason reason_empty"]
    );
    assert_eq!(
        report("x".repeat(501)).field_errors(),
        ["reason reason_too_long"]
    );
    server
        .post_json(&path, &json!({}))
        .expect_problem(400, "malformed_json");
}
