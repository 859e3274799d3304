//! What one sender can do, and what is left of him: how much of his counts, which key is his, what he
//! takes back.

use serde_json::{Value, json};

use crate::harness::{Answer, FORM, Server, by, form, marked, server};

const JSON: (&str, &str) = ("content-type", "application/json");

fn from(server: &Server, address: &str, body: &Value, more: &[(&str, &str)]) -> Answer {
    let mut headers = vec![JSON, ("x-forwarded-for", address)];
    headers.extend_from_slice(more);
    server.send(
        "POST",
        "/v1/sites/default/comments",
        &headers,
        body.to_string(),
    )
}

fn behind_a_proxy(change: impl FnOnce(&mut moderation_server::config::Config)) -> Server {
    Server::start(|config| {
        config.trusted_proxies = vec!["127.0.0.1".to_owned().try_into().unwrap()];
        change(config);
    })
}

#[test]
fn a_busy_sender_is_slowed_and_repeats_himself_in_vain() {
    let server = behind_a_proxy(|config| {
        config.rate_limits.comments_per_minute = 30;
        config.rate_limits.waiting_per_article = 3;
    });
    let editor = server.editor();
    let say = |address: &str, text: &str| from(&server, address, &by("An", "p", text), &[]);
    say(
        "192.0.2.1",
        "Tôi rất đồng tình với bài viết này của tòa soạn.",
    )
    .expect(202);
    say(
        "192.0.2.1",
        "Tôi rất đồng tình với bài viết này của tòa soạn.",
    )
    .expect(202);
    let queue = editor.get("/v1/desk/comments").expect(200).json();
    let held: Vec<_> = queue["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["held_for"])
        .collect();
    assert_eq!(held, [&json!([]), &json!(["repeated"])]);
    say("192.0.2.1", "Ý kiến thứ ba.").expect(202);
    say("192.0.2.1", "Ý kiến thứ tư.").expect_problem(429, "rate_limited");
    say("192.0.2.2", "Người khác thì được.").expect(202);
}

#[test]
fn a_day_of_one_address_has_an_end() {
    let server = behind_a_proxy(|config| {
        config.rate_limits.waiting_per_article = 0;
        config.rate_limits.comments_per_minute = 30;
        config.rate_limits.comments_per_hour = 4;
    });
    for n in 0..4 {
        from(
            &server,
            "192.0.2.1",
            &by("An", &format!("p{n}"), "Tôi đồng ý."),
            &[],
        )
        .expect(202);
    }
    let refused = from(&server, "192.0.2.1", &by("An", "q", "Tôi đồng ý."), &[]);
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!(wait > 60, "{wait}");
    refused.expect_problem(429, "rate_limited");
}

#[test]
fn one_address_is_so_many_likes_and_no_more() {
    let server = behind_a_proxy(|_| {});
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    let path = format!("/v1/sites/default/comments/{id}/like");
    let like = |address: &str, reader: &str| {
        let headers = [("x-forwarded-for", address), ("binh-luan-reader", reader)];
        server.send("PUT", &path, &headers, [])
    };
    for n in 1..=5 {
        let answer = like("192.0.2.1", &format!("r{n}")).expect(200).json();
        assert_eq!(answer["like_count"], n);
    }
    let sixth = like("192.0.2.1", "r6");
    assert!(
        (400..500).contains(&sixth.status),
        "told, not lied to: {}",
        sixth.text()
    );
    assert_eq!(
        like("192.0.2.1", "r1").expect(200).json()["like_count"],
        5,
        "liked before"
    );
    assert_eq!(like("192.0.2.2", "r6").expect(200).json()["like_count"], 6);
}

#[test]
fn likes_do_not_void_the_lists_of_everybody() {
    let server = behind_a_proxy(|_| {});
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    let path = format!("/v1/sites/default/comments/{id}/like");
    let list = "/v1/sites/default/comments?page_id=p";
    let like = |n: usize| {
        let address = format!("192.0.2.{n}");
        let headers = [("x-forwarded-for", address.as_str())];
        server.send("PUT", &path, &headers, []).expect(200);
    };
    like(1);
    let tag = server.get(list).expect(200).header("etag").to_owned();
    for n in 2..6 {
        like(n);
    }
    server
        .send("GET", list, &[("if-none-match", &tag)], [])
        .expect(304);
}

#[test]
fn reports_of_one_address_count_once_and_a_settled_one_opens_again() {
    let server = behind_a_proxy(|_| {});
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);
    let report = |address: &str, reader: &str, reason: &str| {
        let path = format!("/v1/sites/default/comments/{id}/reports");
        let headers = [
            JSON,
            ("x-forwarded-for", address),
            ("binh-luan-reader", reader),
        ];
        let body = json!({ "reason": reason }).to_string();
        server.send("POST", &path, &headers, body).expect(202);
    };
    for n in 0..10 {
        report("192.0.2.1", &format!("r{n}"), &format!("Lý do {n}"));
    }
    let count = || {
        let list = editor
            .get("/v1/desk/comments?status=reported")
            .expect(200)
            .json();
        list["comments"][0]["report_count"].clone()
    };
    assert_eq!(count(), 1);
    for n in 2..10 {
        report(&format!("192.0.2.{n}"), "r", &format!("Lý do {n}"));
    }
    assert_eq!(count(), 9);
    let page = editor.get("/desk?status=reported").expect(200).text();
    assert_eq!(
        page.matches("<li>Lý do").count(),
        5,
        "the most frequent: {page}"
    );
    editor
        .decide(&id, &json!({ "action": "publish", "revision": 2 }))
        .expect(200);
    assert_eq!(count(), Value::Null);
    report("192.0.2.1", "r0", "Vẫn vậy");
    assert_eq!(count(), 1);
}

#[test]
fn a_key_opens_no_receipt_for_somebody_else() {
    let server = behind_a_proxy(|_| {});
    let key = ("idempotency-key", "mot-khoa-du-dai-de-khong-doan-duoc");
    let body = marked("p", "Tôi rất đồng tình.");
    let first = from(&server, "192.0.2.1", &body, &[key]).expect(202).json();
    let at_once = from(&server, "198.51.100.9", &body, &[key])
        .expect(202)
        .json();
    assert_eq!(
        at_once["receipt"], first["receipt"],
        "a telephone that changes its network"
    );
    let earlier = "UPDATE idempotency SET created_at = created_at - 660000";
    server.database.run(earlier).unwrap();
    let later = from(&server, "198.51.100.9", &body, &[key]).expect(202);
    assert_eq!(later.header("idempotent-replayed"), "true");
    let later = later.json();
    assert_eq!(later["id"], first["id"]);
    assert!(
        later["receipt"].as_str().unwrap_or_default().is_empty(),
        "{later}"
    );
    let own = from(&server, "192.0.2.1", &body, &[key]).expect(202).json();
    assert_eq!(own["receipt"], first["receipt"]);
}

#[test]
fn a_plain_form_that_is_sent_twice_is_one_comment() {
    let server = server();
    let page = server.get("/v1/sites/default/threads/p").expect(200).text();
    let key = page.split(r#"name="key" value=""#).nth(1).unwrap();
    let key = key.split('"').next().unwrap();
    let fields = [
        ("page_id", "p"),
        ("page_url", "https://bao.example.vn/p"),
        ("name", "Phạm Văn Đức"),
        ("text", "Tôi đọc báo trên máy cũ."),
        ("key", key),
    ];
    // The form that the server draws has its fields in an order of its own.
    let mut otherwise = fields;
    otherwise.reverse();
    for fields in [fields, otherwise] {
        let path = "/v1/sites/default/comments";
        server
            .send("POST", path, &[FORM], form(&fields))
            .expect(202);
    }
    let queue = server.editor().get("/v1/desk/comments").json();
    assert_eq!(queue["total"], 1);
}

#[test]
fn nobody_answers_below_what_is_not_there() {
    let server = server();
    let editor = server.editor();
    let (root, _) = server.accepted(&marked("p", "Gốc."));
    editor.publish(&root);
    let mut reply = marked("p", "Trả lời.");
    reply["parent_id"] = json!(root);
    let (reply_id, _) = server.accepted(&reply);
    editor.publish(&reply_id);
    editor
        .decide(&root, &json!({ "action": "reject", "revision": 2 }))
        .expect(200);
    let mut below = marked("p", "Trả lời câu trả lời.");
    below["parent_id"] = json!(reply_id);
    assert_eq!(
        server.comment(&below).field_errors(),
        ["parent_id parent_not_found"]
    );
}

#[test]
fn what_is_taken_back_leaves_no_e_mail_and_no_revision_goes() {
    let server = server();
    let editor = server.editor();
    let (_, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    server
        .send(
            "DELETE",
            &format!("/v1/sites/default/receipts/{receipt}"),
            &[],
            [],
        )
        .expect(200);
    let list = editor.get("/v1/desk/comments?status=withdrawn").expect(200);
    assert_eq!(list.json()["comments"][0]["author"]["email"], Value::Null);
    let delete = "DELETE FROM comment_revision";
    assert!(server.database.run(delete).is_err());
}

#[test]
fn a_house_that_counts_nobody_marks_nobody() {
    let server = Server::start(|config| {
        config.rate_limits.comments_per_minute = 0;
        config.rate_limits.waiting_per_article = 1;
        let site = config.sites.get_mut("default").unwrap();
        site.publish = moderation_server::config::PublishMode::AtOnce;
    });
    for _ in 0..3 {
        let text = "Tôi rất đồng tình với bài viết này của tòa soạn.";
        server.comment(&by("An", "p", text)).expect(201);
    }
}
