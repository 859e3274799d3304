//! The plain form of a page without JavaScript: it posts, and loses nothing.

use crate::harness::{Answer, FORM, Server, form, server};

fn send(server: &Server, fields: &[(&str, &str)]) -> Answer {
    let all: Vec<_> = [
        ("page_id", "p"),
        ("page_url", "https://bao.example.vn/dan-van"),
        ("page_title", "Nghe dân nói"),
        ("name", "Phạm Văn Đức"),
        ("email", ""),
    ]
    .into_iter()
    .chain(fields.iter().copied())
    .collect();
    server.send("POST", "/v1/sites/default/comments", &[FORM], form(&all))
}

#[test]
fn a_comment_by_form_is_held_and_thanked_for() {
    let server =
        Server::with_site(|site| site.allowed_origins = vec!["https://bao.example.vn".into()]);
    let page = send(&server, &[("text", "Tôi đọc báo trên máy cũ.")]).expect(202);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(text.contains("Ý kiến của bạn đã được gửi và đang chờ biên tập."));
    assert!(text.contains(r#"href="https://bao.example.vn/dan-van""#));
    let queue = server.editor().get("/v1/desk/comments").json();
    assert_eq!(queue["comments"][0]["author"]["name"], "Phạm Văn Đức");
}

#[test]
fn a_form_of_a_page_that_hides_where_it_stands_comes_back_and_goes_from_there() {
    let server =
        Server::with_site(|site| site.allowed_origins = vec!["https://bao.example.vn".into()]);
    let fields = [
        ("page_id", "p"),
        ("page_url", "https://bao.example.vn/dan-van"),
        ("name", "Phạm Văn Đức"),
        ("text", "Tôi đọc báo trên máy cũ."),
    ];
    for origin in ["null", "https://bao-khac.example"] {
        let headers = [FORM, ("origin", origin)];
        let page = server.send(
            "POST",
            "/v1/sites/default/comments",
            &headers,
            form(&fields),
        );
        let page = page.expect(403);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let text = page.text();
        assert!(
            text.contains("xin đọc lại rồi bấm gửi một lần nữa"),
            "{text}"
        );
        assert!(
            text.contains("\nTôi đọc báo trên máy cũ.</textarea>"),
            "{text}"
        );
        assert!(
            text.contains(r#"value="https://bao.example.vn/dan-van""#),
            "{text}"
        );
    }
    assert_eq!(
        server.editor().get("/v1/desk/comments").json()["comments"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    // The page that came back is the server's own.
    let own = server.url("");
    let headers = [FORM, ("origin", own.as_str())];
    server
        .send(
            "POST",
            "/v1/sites/default/comments",
            &headers,
            form(&fields),
        )
        .expect(202);
    // Scripts of such pages are refused as before.
    let json = [("content-type", "application/json"), ("origin", "null")];
    let refused = server.send("POST", "/v1/sites/default/comments", &json, "{}");
    refused.expect_problem(403, "origin_not_allowed");
}

#[test]
fn a_form_in_another_encoding_is_refused_instead_of_stored_broken() {
    let server = server();
    let body =
        "page_id=p&page_url=https://bao.example.vn/p&name=An&text=T%F4i+r%26%237845%3Bt+th%EDch";
    let page = server.send("POST", "/v1/sites/default/comments", &[FORM], body);
    let page = page.expect(400);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(
        text.contains("bảng mã cũ") && text.contains("<textarea"),
        "{text}"
    );
    assert_eq!(
        server.editor().get("/v1/desk/comments").json()["comments"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn a_refused_form_comes_back_filled_in() {
    let server = server();
    let unmarked = "toi rat thich bai viet nay cua toa soan";
    let page = send(&server, &[("text", unmarked)]).expect(422).text();
    assert!(page.contains(&format!("\n{unmarked}</textarea>")), "{page}");
    assert!(page.contains("gõ tiếng Việt có dấu") && page.contains("Vẫn gửi nguyên văn"));
    assert!(page.contains(r#"value="Phạm Văn Đức""#));
    assert!(page.contains(r#"name="page_title" value="Nghe dân nói""#));
    send(
        &server,
        &[("text", unmarked), ("acknowledged", "text_unmarked")],
    )
    .expect(202);
    let queue = server.editor().get("/v1/desk/comments").json();
    assert_eq!(queue["comments"][0]["held_for"][0], "text_unmarked");
}

#[test]
fn where_marks_are_required_the_third_way_is_closed() {
    let server = Server::with_site(|site| site.diacritics = comment_protocol::Diacritics::Require);
    let page = send(
        &server,
        &[("text", "toi rat thich bai viet nay cua toa soan")],
    )
    .expect(422);
    assert!(!page.text().contains("Vẫn gửi nguyên văn"));
}

#[test]
fn markup_and_script_addresses_stay_text() {
    let server = server();
    let nasty = "</textarea><script>alert(1)</script>";
    let fields = [
        ("text", nasty),
        ("name", "<b>"),
        ("page_url", "javascript:alert(1)"),
    ];
    let all: Vec<_> = [("page_id", "p")].into_iter().chain(fields).collect();
    let page = server
        .send("POST", "/v1/sites/default/comments", &[FORM], form(&all))
        .expect(422);
    let text = page.text();
    assert!(
        !text.contains("<script>") && !text.contains("href=\"javascript"),
        "{text}"
    );
    assert!(text.contains("&lt;script&gt;"));
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
}

#[test]
fn too_fast_keeps_the_text_too() {
    let server = Server::start(|config| config.rate_limits.comments_per_minute = 1);
    send(&server, &[("text", "Tôi rất thích.")]).expect(202);
    let page = send(&server, &[("text", "Tôi cũng rất thích.")]).expect(429);
    assert!(page.text().contains("Tôi cũng rất thích."));
    assert!(!page.header("retry-after").is_empty());
}

#[test]
fn a_home_page_is_an_article_only_where_the_browser_would_tell_more() {
    let server = server();
    let fields = form(&[
        ("page_id", "p"),
        ("name", "Phạm Văn Đức"),
        ("text", "Tôi đọc báo trên máy cũ."),
    ]);
    let own = format!("http://{}/", server.host());
    for (referer, status) in [
        ("https://bao.example.vn/", 422),
        ("https://bao.example.vn", 422),
        (own.as_str(), 202),
    ] {
        let headers = [FORM, ("referer", referer)];
        let path = "/v1/sites/default/comments";
        let answer = server.send("POST", path, &headers, fields.clone());
        assert_eq!(answer.status, status, "{referer}");
    }
}
