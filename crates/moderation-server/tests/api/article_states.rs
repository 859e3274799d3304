//! What becomes of new comments on an article: open, held, closed, at a time, by age; its rule and
//! its notice.

use moderation_server::clock::{self, DAY, HOUR, rfc3339};
use moderation_server::config::{PublishMode, Site};
use serde_json::{Value, json};

use crate::editors::{invite_as, join};
use crate::harness::{Answer, Editor, Server, marked, server};

const PATH: &str = "/v1/desk/sites/default/pages/p";
const PAGE: &str = "/desk/articles/default/p";

fn put(editor: &Editor<'_>, body: &Value) -> Answer {
    editor.send_json("PUT", PATH, body)
}

fn send(server: &Server) -> u16 {
    server
        .comment(&marked("p", "Tôi rất thích bài này."))
        .status
}

/// Changes the article behind the server's back, as time does.
fn later(server: &Server, statement: &str, at: i64) {
    let statement = statement.replace("?1", &at.to_string());
    assert_eq!(server.database.run(&statement), Ok(1));
}

#[test]
fn an_article_closes_at_the_time_that_was_set_and_readers_hear_of_it() {
    let server = server();
    let mai = server.editor();
    assert_eq!(send(&server), 202);
    let soon = rfc3339(clock::now() + HOUR);
    let set = put(&mai, &json!({"closes_at": soon})).expect(200).json();
    assert_eq!(
        (&set["state"], &set["closes_at"]),
        (&json!("open"), &json!(soon))
    );
    assert_eq!(send(&server), 202);
    let before = server.get("/v1/sites/default/comments?page_id=p");
    assert_eq!(before.json()["page"]["state"], "open");
    later(&server, "UPDATE page SET closes_at = ?1", clock::now() - 1);
    assert_eq!(send(&server), 403);
    let after = server.get("/v1/sites/default/comments?page_id=p");
    assert_eq!(after.json()["page"]["state"], "closed");
    assert_ne!(before.header("etag"), after.header("etag"));
    let list = mai
        .get("/v1/desk/articles?filter=closed")
        .expect(200)
        .json();
    assert_eq!(list["articles"][0]["id"], "p");
    for (body, field) in [
        (json!({"closes_at": "mai"}), "closes_at invalid_value"),
        (
            json!({"state": "open", "closes_at": "2020-01-01T00:00:00Z"}),
            "closes_at invalid_value",
        ),
        (json!({"notice": "x".repeat(301)}), "notice text_too_long"),
        (json!({"rule": "x".repeat(501)}), "rule text_too_long"),
    ] {
        assert_eq!(put(&mai, &body).field_errors(), [field]);
    }
    put(&mai, &json!({"state": "ajar"})).expect_problem(400, "malformed_json");
    // Opened, it is open, whatever time had come.
    let opened = put(&mai, &json!({"state": "open"})).expect(200).json();
    assert_eq!(
        (&opened["state"], &opened["closes_at"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(send(&server), 202);
    put(&mai, &json!({"closes_at": soon})).expect(200);
    let dropped = put(&mai, &json!({"closes_at": null})).expect(200).json();
    assert_eq!(dropped["closes_at"], Value::Null);
    let log = mai.get("/desk/log").expect(200).text();
    assert!(log.contains("hẹn giờ đóng bình luận của bài"), "{log}");
}

#[test]
fn an_old_article_is_closed_until_an_editor_keeps_it_open() {
    let server = Server::with_site(|site| site.close_after_days = 7);
    let mai = server.editor();
    assert_eq!(send(&server), 202);
    let fresh = mai.get(PATH).expect(200).json();
    assert_eq!(fresh["state"], "open");
    assert!(fresh["closes_at"].is_string(), "it says when");
    later(
        &server,
        "UPDATE page SET created_at = ?1",
        clock::now() - 7 * DAY,
    );
    assert_eq!(send(&server), 403);
    assert_eq!(server.list("page_id=p")["page"]["state"], "closed");
    let page = server.get("/v1/sites/default/threads/p").text();
    assert!(page.contains("đã khép lại phần bình luận"), "{page}");
    let opened = put(&mai, &json!({"state": "open"})).expect(200).json();
    assert_eq!(
        (&opened["state"], &opened["keep_open"]),
        (&json!("open"), &json!(true))
    );
    assert_eq!(send(&server), 202);
    put(&mai, &json!({"keep_open": false})).expect(200);
    assert_eq!(send(&server), 403);
    // The same on the article's page: opened there, it stays open without the box.
    mai.post_form(PAGE, &[("state", "open")]).expect(303);
    assert_eq!(send(&server), 202);
}

#[test]
fn a_held_article_of_a_house_that_publishes_at_once_waits_for_an_editor() {
    let server = Server::with_site(|site| site.publish = PublishMode::AtOnce);
    let mai = server.editor();
    put(&mai, &json!({"state": "held"})).expect(200);
    assert_eq!(send(&server), 202);
    let list = server.list("page_id=p");
    assert_eq!(
        (&list["count"], &list["page"]["state"]),
        (&json!(0), &json!("open"))
    );
    let queue = mai.get("/v1/desk/comments").expect(200).json();
    assert_eq!(queue["comments"][0]["held_for"], json!(["page_held"]));
    assert!(mai.get("/desk").text().contains("bài giữ lại"));
    put(&mai, &json!({"state": "open"})).expect(200);
    let comment = marked("p", "Tôi cũng thích bài này lắm.");
    assert_eq!(server.comment(&comment).status, 201);
}

#[test]
fn a_notice_is_told_to_readers_as_text_and_a_rule_to_editors_alone() {
    let server = server();
    let mai = server.editor();
    let said = json!({"rule": "Không đăng tên nạn nhân.", "notice": "Xin <b>ôn hòa</b>."});
    put(&mai, &said).expect(200);
    let list = server.list("page_id=p");
    assert_eq!(list["page"]["notice"], "Xin <b>ôn hòa</b>.");
    assert!(!list.to_string().contains("nạn nhân"));
    let page = server.get("/v1/sites/default/threads/p").text();
    assert!(page.contains("Xin &lt;b&gt;ôn hòa&lt;/b&gt;."), "{page}");
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let own = binh.get(PAGE).expect(200).text();
    assert!(own.contains("Không đăng tên nạn nhân.") && !own.contains("<textarea"));
    put(&mai, &json!({"notice": null})).expect(200);
    assert!(server.list("page_id=p")["page"].get("notice").is_none());
}

#[test]
fn the_page_of_an_article_loses_nothing_that_was_typed() {
    let server = server();
    let mai = server.editor();
    let shown = mai.get(PAGE).expect(200).text();
    assert!(shown.contains(r#"type="datetime-local""#), "{shown}");
    for (closes_at, fault) in [
        ("2020-01-01T10:00", "Giờ đóng đã qua"),
        ("tối mai", "Giờ đóng chưa đúng"),
    ] {
        let fields = [
            ("state", "held"),
            ("closes_at", closes_at),
            ("rule", "Quy định của tôi"),
        ];
        let page = mai.post_form(PAGE, &fields).expect(422).text();
        assert!(page.contains(fault), "{page}");
        assert!(page.contains("Quy định của tôi") && page.contains(closes_at));
    }
    let fields = [
        ("state", "held"),
        ("closes_at", "2099-01-01T10:00"),
        ("rule", "Quy định của tôi"),
    ];
    let sent = mai.post_form(PAGE, &fields).expect(303);
    let page = mai.get(sent.header("location")).expect(200).text();
    for part in ["giữ lại", "10:00 01-01-2099", "2099-01-01T10:00"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let list = mai.get("/desk/articles").expect(200).text();
    assert!(list.contains("/desk/articles/default/p"), "{list}");
    let found = mai.get("/desk/articles?site=default&page_id=bai%2F1%20a");
    assert_eq!(
        found.expect(303).header("location"),
        "/desk/articles/default/bai%2F1%20a"
    );
    let page = mai.get("/desk/articles/default/bai%2F1%20a").expect(200);
    assert!(page.text().contains("bai/1 a"));
}

#[test]
fn articles_of_other_sites_are_not_there() {
    let server = Server::start(|config| {
        config.sites.insert("khac".into(), Site::default());
    });
    let mai = server.editor();
    put(&mai, &json!({"state": "closed"})).expect(200);
    let fields = [("role", "secretary"), ("where", "some"), ("site", "khac")];
    let binh = join(&server, &invite_as(&mai, &fields), "binh");
    for path in [PATH, PAGE, "/v1/desk/sites/default/pages/khong-co"] {
        assert_eq!(binh.get(path).status, 404, "{path}");
    }
    put(&binh, &json!({"state": "open"})).expect_problem(404, "not_found");
    assert_eq!(binh.post_form(PAGE, &[("state", "open")]).status, 404);
    let list = binh.get("/v1/desk/articles?filter=all").expect(200).json();
    assert_eq!(list["articles"], json!([]));
    assert!(!binh.get("/desk/articles").text().contains("default"));
    binh.send_json(
        "PUT",
        "/v1/desk/sites/khac/pages/p",
        &json!({"state": "held"}),
    )
    .expect(200);
    assert_eq!(send(&server), 403, "hers is still closed");
}
