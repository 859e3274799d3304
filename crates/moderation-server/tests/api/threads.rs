//! The thread as a page of its own.

use serde_json::json;

use crate::harness::{Server, marked, server};

#[test]
fn a_thread_without_javascript() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích <b>bài</b> này."));
    editor.publish(&id);
    let page = server.get("/v1/sites/default/threads/p").expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(text.contains("Bình luận (1)") && text.contains("Nguyễn Thị Hạnh"));
    assert!(text.contains("Tôi rất thích &lt;b&gt;bài&lt;/b&gt; này."));
    assert!(
        !text.contains("example.vn\"") || !text.contains("hanh@"),
        "no e-mail"
    );
    assert!(text.contains(r#"action="/v1/sites/default/comments""#));
    assert!(text.contains(r#"name="page_id" value="p""#));
}

#[test]
fn an_unknown_page_has_a_form_and_no_comment() {
    let path = "/v1/sites/default/threads/b%C3%A0i%2F1?page_url=https%3A%2F%2Fbao.vn%2F1";
    let text = server().get(path).expect(200).text();
    assert!(text.contains("Chưa có bình luận nào."));
    assert!(text.contains(r#"name="page_id" value="bài/1""#), "{text}");
    assert!(text.contains(r#"name="page_url" value="https://bao.vn/1""#));
}

#[test]
fn a_closed_thread_has_no_form() {
    let server = server();
    let editor = server.editor();
    server.accepted(&marked("p", "Tôi rất thích."));
    editor
        .send_json(
            "PUT",
            "/v1/desk/sites/default/pages/p",
            &json!({"state": "closed"}),
        )
        .expect(200);
    let text = server.get("/v1/sites/default/threads/p").expect(200).text();
    assert!(text.contains("khép lại") && !text.contains("<form"));
}

#[test]
fn a_long_thread_goes_on() {
    let server = Server::start(|config| config.rate_limits.waiting_per_article = 0);
    let editor = server.editor();
    let ids: Vec<_> = (0..101)
        .map(|n| server.accepted(&marked("p", &format!("Ý kiến số {n}."))).0)
        .collect();
    let decisions: Vec<_> = ids
        .iter()
        .map(|id| json!({"id": id, "action": "publish", "revision": 1}))
        .collect();
    editor
        .send_json(
            "POST",
            "/v1/desk/decisions",
            &json!({"decisions": decisions}),
        )
        .expect(200);
    let path = "/v1/sites/default/threads/p";
    let text = server.get(path).expect(200).text();
    assert!(!text.contains("Ý kiến số 0."));
    let mut text = text;
    for _ in 0..5 {
        let start = text.find("?cursor=").unwrap();
        let query: String = text[start..].chars().take_while(|c| *c != '"').collect();
        text = server.get(&format!("{path}{query}")).expect(200).text();
    }
    assert!(text.contains("Ý kiến số 0.") && !text.contains("?cursor="));
}
