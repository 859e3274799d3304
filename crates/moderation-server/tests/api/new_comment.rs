//! `POST comments`: what is taken, what is refused, and that refused is not stored.

use serde_json::json;

use crate::harness::{Server, by, marked, server};

const JSON: (&str, &str) = ("content-type", "application/json");
const PATH: &str = "/v1/sites/default/comments";

#[track_caller]
fn nothing_stored(server: &Server) {
    let queue = server.editor().get("/v1/desk/comments").expect(200).json();
    assert_eq!(queue["total"], 0, "{queue}");
}

#[test]
fn a_marked_comment_is_held_and_seen_by_nobody() {
    let server = server();
    let answer = server
        .comment(&marked("p", "Tôi rất thích bài viết này."))
        .expect(202);
    let body = answer.json();
    assert_eq!(body["status"], "pending");
    assert!(body["receipt"].as_str().unwrap().len() > 20);
    assert!(body["created_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(server.list("page_id=p")["comments"], json!([]));
    assert_eq!(server.list("page_id=p")["count"], 0);
}

#[test]
fn where_the_house_publishes_first_it_is_there_at_once() {
    use moderation_server::config::PublishMode;
    let server = Server::with_site(|site| site.publish = PublishMode::AtOnce);
    let answer = server
        .comment(&marked("p", "Tôi rất thích bài viết này."))
        .expect(201);
    assert_eq!(answer.json()["status"], "published");
    assert_eq!(server.list("page_id=p")["count"], 1);
}

#[test]
fn unmarked_text_follows_the_setting_of_the_site() {
    use comment_protocol::Diacritics::{Ask, Off, Require};
    let unmarked = marked("p", "toi rat thich bai viet nay cua toa soan");
    let mut acknowledged = unmarked.clone();
    acknowledged["acknowledged"] = json!(["text_unmarked"]);
    for (setting, plain, acknowledging) in [(Ask, 422, 202), (Require, 422, 422), (Off, 202, 202)] {
        let server = Server::with_site(|site| site.diacritics = setting);
        let answer = server.comment(&unmarked).expect(plain);
        if plain == 422 {
            assert_eq!(answer.field_errors(), ["text text_unmarked"]);
        }
        server.comment(&acknowledged).expect(acknowledging);
    }
}

#[test]
fn the_editor_sees_that_the_reader_was_told() {
    let server = server();
    let mut comment = marked("p", "toi rat thich bai viet nay cua toa soan");
    comment["acknowledged"] = json!(["text_unmarked"]);
    server.accepted(&comment);
    let editor = server.editor();
    let queue = editor.get("/v1/desk/comments").json();
    assert_eq!(queue["comments"][0]["held_for"], json!(["text_unmarked"]));
    assert!(editor.get("/desk").text().contains("gửi không dấu"));
}

#[test]
fn every_bad_field_has_its_code_and_nothing_is_stored() {
    let server = server();
    let good = marked("p", "Tôi rất thích bài viết này.");
    let long_text = "Tôi thích. ".repeat(200);
    let table = [
        ("/text", json!(""), "text text_empty"),
        ("/text", json!(" \u{200B}\n "), "text text_empty"),
        ("/text", json!(long_text), "text text_too_long"),
        (
            "/text",
            json!("Tôi thích\u{0}bài này"),
            "text text_forbidden_characters",
        ),
        (
            "/text",
            json!("Tôi đồng ý \u{202E}với bài"),
            "text text_forbidden_characters",
        ),
        ("/author/name", json!("  "), "author.name name_empty"),
        (
            "/author/name",
            json!("Ă".repeat(81)),
            "author.name name_too_long",
        ),
        (
            "/author/name",
            json!("<img src=x onerror=alert(1)>"),
            "author.name name_invalid",
        ),
        (
            "/author/name",
            json!("javascript:alert(1)"),
            "author.name name_invalid",
        ),
        (
            "/author/name",
            json!("Hạnh\u{202E}"),
            "author.name name_forbidden_characters",
        ),
        (
            "/author/name",
            json!("Ban biên tập"),
            "author.name name_reserved",
        ),
        (
            "/author/name",
            json!("T.o.a \u{200B}S\u{43e}an 1"),
            "author.name name_reserved",
        ),
        ("/author/name", json!("Hạnh ✔"), "author.name name_invalid"),
        (
            "/author/email",
            json!("không phải thư"),
            "author.email email_invalid",
        ),
        ("/page/id", json!(""), "page.id page_id_empty"),
        (
            "/page/id",
            json!("x".repeat(201)),
            "page.id page_id_too_long",
        ),
        (
            "/page/url",
            json!("javascript:alert(1)"),
            "page.url page_url_invalid",
        ),
        ("/page/url", json!("//bao.vn"), "page.url page_url_invalid"),
        (
            "/page/title",
            json!("x".repeat(301)),
            "page.title page_title_too_long",
        ),
        (
            "/page/section",
            json!("x".repeat(101)),
            "page.section section_too_long",
        ),
        ("/parent_id", json!("khongco"), "parent_id parent_not_found"),
    ];
    for (pointer, value, expected) in table {
        let mut comment = good.clone();
        if pointer == "/parent_id" {
            comment["parent_id"] = value;
        } else {
            *comment.pointer_mut(pointer).unwrap() = value;
        }
        assert_eq!(
            server.comment(&comment).field_errors(),
            [expected],
            "{pointer}"
        );
    }
    nothing_stored(&server);
}

#[test]
fn all_faults_are_told_at_once() {
    let mut comment = marked("", "");
    comment["author"]["name"] = json!("");
    let errors = server().comment(&comment).field_errors();
    assert_eq!(errors.len(), 3, "{errors:?}");
}

#[test]
fn the_limit_itself_is_allowed_and_counted_in_characters() {
    let server = server();
    // 2,000 characters that come in as 4,000: COMBINING ACUTE ACCENT after each letter.
    let text = "a\u{301} ".repeat(999) + "ba\u{301}";
    assert_eq!(text.chars().count(), 3000);
    server.comment(&marked("p", &text)).expect(202);
    let limits = server.comment(&marked("p", &"á ".repeat(1001))).json();
    assert_eq!(limits["errors"][0]["max_chars"], 2000);
}

#[test]
fn malformed_bodies() {
    let server = server();
    let lone = r#"{"page":{"id":"p","url":"https://a.vn","title":""},"author":{"name":"An"},"text":"\ud800"}"#;
    for body in ["{", "[]", "null", "\u{feff}{}", r#"{"page":1}"#, lone] {
        server
            .send("POST", PATH, &[JSON], body)
            .expect_problem(400, "malformed_json");
    }
    server
        .send("POST", PATH, &[JSON], *b"{\"text\":\"\xff\"}")
        .expect_problem(400, "malformed_json");
    nothing_stored(&server);
}

#[test]
fn wrong_content_types() {
    let server = server();
    let body = marked("p", "Tôi rất thích.").to_string();
    for content_type in [
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
    ] {
        server
            .send(
                "POST",
                PATH,
                &[("content-type", content_type)],
                body.clone(),
            )
            .expect_problem(415, "unsupported_media_type");
    }
    server
        .send(
            "POST",
            PATH,
            &[("content-type", "application/json; charset=utf-8")],
            body,
        )
        .expect(202);
}

#[test]
fn large_bodies() {
    let server = server();
    for bytes in [64 * 1024 + 1, 10 * 1024 * 1024] {
        server
            .send("POST", PATH, &[JSON], vec![b' '; bytes])
            .expect_problem(413, "body_too_large");
    }
    // The server answers others as before.
    server.comment(&marked("p", "Tôi rất thích.")).expect(202);
}

#[test]
fn a_repeated_key_gets_the_same_answer() {
    let server = server();
    let send = |body: &serde_json::Value| {
        let headers = [JSON, ("idempotency-key", "mot-khoa-du-dai-1")];
        server.send("POST", PATH, &headers, body.to_string())
    };
    let first = send(&marked("p", "Tôi rất thích bài này.")).expect(202);
    let again = send(&marked("p", "Tôi rất thích bài này.")).expect(202);
    assert_eq!(first.body, again.body);
    assert_eq!(again.header("idempotent-replayed"), "true");
    send(&marked("p", "Tôi không thích bài này.")).expect_problem(409, "idempotency_conflict");
    // One that is easy to guess opens somebody else's receipt.
    for key in ["k".repeat(201), "k".repeat(15)] {
        let headers = [JSON, ("idempotency-key", key.as_str())];
        server
            .send(
                "POST",
                PATH,
                &headers,
                marked("p", "Tôi thích.").to_string(),
            )
            .expect(422);
    }
    let queue = server.editor().get("/v1/desk/comments").json();
    assert_eq!(queue["total"], 1);
}

#[test]
fn the_same_key_at_the_same_time_makes_one_comment() {
    let server = server();
    let body = marked("p", "Tôi rất thích bài này.").to_string();
    let bodies = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    let headers = [JSON, ("idempotency-key", "mot-khoa-du-dai-1")];
                    server
                        .send("POST", PATH, &headers, body.clone())
                        .expect(202)
                        .body
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .collect::<Vec<_>>()
    });
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(server.editor().get("/v1/desk/comments").json()["total"], 1);
}

#[test]
fn many_at_once_are_all_kept() {
    let server = server();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let server = &server;
            scope.spawn(move || {
                for n in 0..10 {
                    server.accepted(&by("An", &format!("p{writer}"), &format!("Ý kiến {n}.")));
                }
            });
        }
    });
    assert_eq!(server.editor().get("/v1/desk/comments").json()["total"], 80);
}

#[test]
fn text_is_normalized_once() {
    let server = server();
    // COMBINING CIRCUMFLEX ACCENT, COMBINING ACUTE ACCENT
    let (id, _) = server.accepted(&marked(
        "p",
        "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t\r\n\r\n\r\n!",
    ));
    server.editor().publish(&id);
    assert_eq!(
        server.list("page_id=p")["comments"][0]["text"],
        "Tiếng Việt\n\n!"
    );
}

#[test]
fn one_client_is_slowed_down() {
    let server = Server::start(|config| config.rate_limits.comments_per_minute = 2);
    server.accepted(&marked("p", "Tôi thích."));
    server.accepted(&marked("p", "Tôi cũng thích."));
    let refused = server.comment(&marked("p", "Tôi vẫn thích."));
    refused.expect_problem(429, "rate_limited");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    // An address that the client makes up changes nothing: no proxy is trusted.
    let headers = [
        JSON,
        ("x-forwarded-for", "1.2.3.4"),
        ("x-real-ip", "1.2.3.4"),
    ];
    let body = marked("p", "Tôi thích.").to_string();
    server
        .send("POST", PATH, &headers, body)
        .expect_problem(429, "rate_limited");
}

#[test]
fn a_trusted_proxy_names_the_client() {
    let server = Server::start(|config| {
        config.rate_limits.comments_per_minute = 1;
        config.trusted_proxies = vec![String::from("127.0.0.0/8").try_into().unwrap()];
    });
    for client in ["1.2.3.4", "1.2.3.5"] {
        let headers = [JSON, ("x-forwarded-for", client)];
        server
            .send(
                "POST",
                PATH,
                &headers,
                marked("p", "Tôi thích.").to_string(),
            )
            .expect(202);
    }
}

#[test]
fn unknown_site_and_wrong_method() {
    let server = server();
    let body = marked("p", "Tôi thích.").to_string();
    server
        .send("POST", "/v1/sites/khac/comments", &[JSON], body)
        .expect_problem(404, "site_not_found");
    let refused = server.send("PATCH", PATH, &[], []);
    refused.expect_problem(405, "method_not_allowed");
    assert!(refused.header("allow").contains("POST"));
}
