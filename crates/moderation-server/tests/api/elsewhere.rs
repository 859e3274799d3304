//! A reader's page on another origin, as its browser speaks with the server: what it may send and
//! read, signed in or not, while the thread is open and after.

use serde_json::{Value, json};

use crate::harness::{Answer, Server, marked};
use crate::reader_tokens::{SECRET, expired_token, token};

const HOUSE: &str = "https://bao.example.vn";

fn house() -> Server {
    Server::with_site(|site| {
        site.allowed_origins = vec![HOUSE.to_owned()];
        site.reader_token_secret = Some(SECRET.to_owned());
        site.guests = false;
    })
}

/// Sends JSON below the site from the house's page, with a token.
fn call(server: &Server, token: &str, method: &str, path: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [
        ("origin", HOUSE),
        ("content-type", "application/json"),
        ("authorization", &authorization),
        ("binh-luan-reader", "may-1"),
    ];
    let body = if method == "POST" {
        body.to_string()
    } else {
        String::new()
    };
    let answer = server.send(method, &format!("/v1/sites/default/{path}"), &headers, body);
    // Without this header the page would not see the answer, whatever it is.
    assert_eq!(answer.header("access-control-allow-origin"), HOUSE);
    answer
}

fn comment(text: &str, parent: Option<&str>) -> Value {
    let mut comment = marked("p", text);
    if let Some(parent) = parent {
        comment["parent_id"] = json!(parent);
    }
    comment
}

/// A comment of a signed-in reader, published.
fn published(server: &Server) -> String {
    let sent = call(
        server,
        &token("u1", "Lê Thu"),
        "POST",
        "comments",
        &comment("Tôi rất thích.", None),
    );
    let id = sent.expect(202).json()["id"].as_str().unwrap().to_owned();
    server.editor().publish(&id);
    id
}

#[test]
fn a_browser_is_told_all_that_the_widget_sends() {
    let server = house();
    for (path, method) in [
        ("comments", "GET"),
        ("comments", "POST"),
        ("comments/x", "GET"),
        ("comments/x/like", "PUT"),
        ("comments/x/like", "DELETE"),
        ("comments/x/reports", "POST"),
        ("receipts/x", "GET"),
        ("receipts/x", "DELETE"),
        ("counts", "GET"),
        ("most-commented", "GET"),
    ] {
        let asked = "authorization,binh-luan-reader,content-type,idempotency-key,if-none-match";
        let headers = [
            ("origin", HOUSE),
            ("access-control-request-method", method),
            ("access-control-request-headers", asked),
        ];
        let path = format!("/v1/sites/default/{path}");
        let told = server.send("OPTIONS", &path, &headers, []).expect(204);
        let words = |name: &str| -> Vec<String> {
            let words = told.header(name).split(',');
            words.map(|word| word.trim().to_ascii_lowercase()).collect()
        };
        assert_eq!(told.header("access-control-allow-origin"), HOUSE);
        assert!(words("access-control-allow-methods").contains(&method.to_lowercase()));
        let allowed = words("access-control-allow-headers");
        for name in asked.split(',') {
            assert!(allowed.iter().any(|word| word == name), "{name} at {path}");
        }
        assert_ne!(told.header("access-control-max-age"), "");
    }
}

#[test]
fn the_page_may_read_tags_and_waiting_times() {
    let server = Server::start(|config| {
        config.rate_limits.comments_per_minute = 1;
        let site = config.sites.get_mut("default").unwrap();
        site.allowed_origins = vec![HOUSE.to_owned()];
    });
    let exposed = |answer: &Answer, name: &str| {
        assert_ne!(answer.header(name), "");
        assert_eq!(answer.header("access-control-allow-origin"), HOUSE);
        let exposed = answer.header("access-control-expose-headers");
        assert!(exposed.split(", ").any(|word| word == name), "{exposed}");
    };
    let path = "/v1/sites/default/comments";
    let list = format!("{path}?page_id=p");
    let first = server.send("GET", &list, &[("origin", HOUSE)], []);
    exposed(&first, "etag");
    let known = [("origin", HOUSE), ("if-none-match", first.header("etag"))];
    exposed(&server.send("GET", &list, &known, []).expect(304), "etag");
    let headers = [("origin", HOUSE), ("content-type", "application/json")];
    let send = || {
        let body = marked("p", "Tôi rất thích.").to_string();
        server.send("POST", path, &headers, body)
    };
    send().expect(202);
    exposed(&send().expect(429), "retry-after");
}

#[test]
fn the_page_may_read_answers_given_before_any_handler() {
    let server = house();
    let headers = [("origin", HOUSE), ("content-type", "application/json")];
    let path = "/v1/sites/default/comments";
    let large = server.send("POST", path, &headers, vec![b' '; 70_000]);
    large.expect_problem(413, "body_too_large");
    assert_eq!(large.header("access-control-allow-origin"), HOUSE);
    let foreign = [("origin", "https://evil.example")];
    let refused = server.send("POST", path, &foreign, vec![b' '; 70_000]);
    assert_eq!(refused.header("access-control-allow-origin"), "");
}

#[test]
fn a_signed_in_reader_comments_replies_likes_and_reports() {
    let server = house();
    let root = published(&server);
    let reader = token("u2", "Trần Bình");
    let reply = comment("Tôi cũng vậy.", Some(&root));
    call(&server, &reader, "POST", "comments", &reply).expect(202);
    let like = format!("comments/{root}/like");
    for (method, count) in [("PUT", 1), ("PUT", 1), ("DELETE", 0)] {
        let answer = call(&server, &reader, method, &like, &Value::Null).expect(200);
        assert_eq!(answer.json()["like_count"], count);
    }
    let report = format!("comments/{root}/reports");
    let reason = json!({"reason": "Công kích cá nhân"});
    call(&server, &reader, "POST", &report, &reason).expect(202);
}

#[test]
fn an_expired_token_stores_nothing() {
    let server = house();
    let root = published(&server);
    let old = expired_token("u1", "Lê Thu");
    let reason = json!({"reason": "Công kích cá nhân"});
    for (method, path, body) in [
        (
            "POST",
            "comments".to_owned(),
            comment("Tôi nói thêm.", None),
        ),
        (
            "POST",
            "comments".to_owned(),
            comment("Tôi nói thêm.", Some(&root)),
        ),
        ("PUT", format!("comments/{root}/like"), Value::Null),
        ("DELETE", format!("comments/{root}/like"), Value::Null),
        ("POST", format!("comments/{root}/reports"), reason),
    ] {
        call(&server, &old, method, &path, &body).expect_problem(401, "unauthorized");
    }
    let shown = &server.list("page_id=p")["comments"][0];
    assert_eq!(shown["like_count"], 0);
    let stored = stored_rows(&server);
    assert_eq!(stored, [1, 0, 0], "comments, likes, reports");
}

/// Comments, likes and reports in the database.
fn stored_rows(server: &Server) -> [i64; 3] {
    ["comment", "comment_like", "comment_report"].map(|table| {
        let sql = format!("SELECT count(*) FROM {table}");
        server.database.number(&sql)
    })
}

#[test]
fn a_closed_thread_refuses_replies_and_still_takes_likes_and_reports() {
    let server = house();
    let sent = call(
        &server,
        &token("u1", "Lê Thu"),
        "POST",
        "comments",
        &comment("Tôi rất thích.", None),
    );
    let root = sent.expect(202).json()["id"].as_str().unwrap().to_owned();
    let editor = server.editor();
    editor.publish(&root);
    let closed = json!({"state": "closed"});
    editor
        .send_json("PUT", "/v1/desk/sites/default/pages/p", &closed)
        .expect(200);
    let reader = token("u2", "Trần Bình");
    for parent in [None, Some(root.as_str())] {
        let late = comment("Tôi đến muộn.", parent);
        call(&server, &reader, "POST", "comments", &late).expect_problem(403, "thread_closed");
    }
    let like = format!("comments/{root}/like");
    let liked = call(&server, &reader, "PUT", &like, &Value::Null).expect(200);
    assert_eq!(liked.json()["like_count"], 1);
    let report = format!("comments/{root}/reports");
    let reason = json!({"reason": "Công kích cá nhân"});
    call(&server, &reader, "POST", &report, &reason).expect(202);
    assert_eq!(stored_rows(&server), [1, 1, 1]);
}
