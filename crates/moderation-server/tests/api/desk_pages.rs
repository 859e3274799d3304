//! The desk as an editor without a script uses it, and as a hostile comment would.

use serde_json::json;

use crate::harness::{Server, by, marked, server};

#[test]
fn publish_and_reject_by_form() {
    let server = server();
    let editor = server.editor();
    let (first, _) = server.accepted(&by("An", "p", "Tôi rất thích."));
    let (second, _) = server.accepted(&by("Bình", "p", "Tôi cũng thích."));
    let page = editor.get("/desk").expect(200).text();
    assert!(page.contains("2 bình luận"), "{page}");
    let decide = |id: &str, fields: &[(&str, &str)]| {
        editor.post_form(&format!("/desk/comments/{id}/decisions"), fields)
    };
    let back = ("back", "/desk?status=pending&q=an");
    let done = decide(
        &first,
        &[
            ("action", "publish"),
            ("revision", "1"),
            ("text", "Tôi rất thích.\r\n"),
            back,
        ],
    );
    assert_eq!(
        done.expect(303).header("location"),
        "/desk?status=pending&q=an"
    );
    let elsewhere = ("back", "https://evil.example/desk");
    let fields = [
        ("action", "reject"),
        ("revision", "1"),
        ("reason", "Trùng lặp"),
        elsewhere,
    ];
    assert_eq!(
        decide(&second, &fields).expect(303).header("location"),
        "/desk"
    );
    let list = server.list("page_id=p");
    assert_eq!(list["count"], 1);
    // A form sends line breaks as CRLF; that alone is no edit.
    assert_eq!(list["comments"][0]["edited"], false);
    let history = editor
        .get(&format!("/desk/comments/{second}"))
        .expect(200)
        .text();
    assert!(
        history.contains("Trùng lặp") && history.contains("Trần Mai"),
        "{history}"
    );
}

#[test]
fn an_emptied_box_publishes_nothing() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Đồ ngu, viết gì thế này."));
    let path = format!("/desk/comments/{id}/decisions");
    for emptied in ["", " ", "\r\n", "\u{200B}"] {
        let fields = [("action", "publish"), ("revision", "1"), ("text", emptied)];
        let page = editor.post_form(&path, &fields).expect(422).text();
        assert!(page.contains("Ô nội dung trống"), "{emptied:?}: {page}");
        let mut fields = fields.to_vec();
        fields.push(("csrf", &editor.csrf));
        let headers = [
            ("cookie", editor.cookie.as_str()),
            crate::harness::FORM,
            ("accept", "application/json"),
        ];
        let body = crate::harness::form(&fields);
        let answer = server.send("POST", &path, &headers, body).expect(422);
        assert_eq!(
            answer.json()["errors"][0]["code"],
            "text_empty",
            "{emptied:?}"
        );
        assert_eq!(server.list("page_id=p")["count"], 0, "{emptied:?}");
    }
    // Whoever refuses it needs no text, and a form without the box leaves the text.
    let refuse = [("action", "reject"), ("revision", "1"), ("text", "")];
    editor.post_form(&path, &refuse).expect(303);
    let publish = [("action", "publish"), ("revision", "2")];
    editor.post_form(&path, &publish).expect(303);
    let list = server.list("page_id=p");
    assert_eq!(list["comments"][0]["text"], "Đồ ngu, viết gì thế này.");
}

#[test]
fn the_script_gets_json() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let fields = crate::harness::form(&[
        ("csrf", &editor.csrf),
        ("action", "publish"),
        ("revision", "1"),
    ]);
    let headers = [
        ("cookie", editor.cookie.as_str()),
        crate::harness::FORM,
        ("accept", "application/json"),
    ];
    let path = format!("/desk/comments/{id}/decisions");
    let done = server
        .send("POST", &path, &headers, fields.clone())
        .expect(200)
        .json();
    assert_eq!(
        done,
        json!({"id": id, "revision": 2, "status": "published"})
    );
    server
        .send("POST", &path, &headers, fields)
        .expect_problem(409, "revision_conflict");
}

#[test]
fn picked_comments_are_decided_together() {
    let server = server();
    let editor = server.editor();
    let ids: Vec<_> = (0..3)
        .map(|n| server.accepted(&by("An", "p", &format!("Ý kiến {n}."))).0)
        .collect();
    editor.publish(&ids[0]);
    let picked: Vec<_> = ids.iter().map(|id| format!("{id}:1")).collect();
    let fields: Vec<_> = [("action", "publish")]
        .into_iter()
        .chain(picked.iter().map(|value| ("selected", value.as_str())))
        .collect();
    let page = editor
        .post_form("/desk/decisions", &fields)
        .expect(409)
        .text();
    assert!(page.contains("Đã xử lý 2 trên 3"), "{page}");
    assert_eq!(server.list("page_id=p")["count"], 3);
}

#[test]
fn markup_in_any_field_stays_text_on_every_page() {
    let server = server();
    let editor = server.editor();
    let nasty = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut comment = marked("p\"><script>alert(1)</script>", nasty);
    comment["page"]["title"] = json!(nasty);
    comment["page"]["section"] = json!(nasty);
    comment["author"]["name"] = json!("O'Hạnh\" onclick=\"x");
    let (id, _) = server.accepted(&comment);
    for action in ["publish", "reject"] {
        let revision = if action == "publish" { 1 } else { 2 };
        let decision = json!({"action": action, "revision": revision, "reason": nasty});
        for path in [
            "/desk",
            "/desk?status=published",
            &format!("/desk/comments/{id}"),
        ] {
            let page = editor.get(path).expect(200);
            let text = page.text();
            assert!(
                !text.contains("<script>alert") && !text.contains("<img"),
                "{path}"
            );
            assert!(!text.contains("onclick=\"x"), "{path}");
            let csp = page.header("content-security-policy");
            assert!(
                csp.contains("default-src 'none'") && !csp.contains("unsafe"),
                "{csp}"
            );
        }
        editor.decide(&id, &decision).expect(200);
    }
    let queue = editor
        .get("/desk?q=%3Cscript%3E%22&section=%22%3E%3Cb%3E")
        .expect(200)
        .text();
    assert!(!queue.contains("<script>") && !queue.contains("<b>"));
}

#[test]
fn nothing_of_the_desk_is_kept_by_caches() {
    let server = server();
    let editor = server.editor();
    let page = editor.get("/desk").expect(200);
    assert_eq!(page.header("cache-control"), "private, no-store");
    let text = page.text();
    let start = text.find("/_static/desk/").unwrap();
    let script: String = text[start..].chars().take_while(|c| *c != '"').collect();
    let file = server.get(&script).expect(200);
    assert_eq!(
        file.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert!(file.header("cache-control").contains("immutable"));
    let tag = file.header("etag").to_owned();
    let headers = [("if-none-match", tag.as_str())];
    server.send("GET", &script, &headers, "").expect(304);
    // Each module that another imports is there, under the same address; an older page gets it too.
    let (folder, _) = script.rsplit_once('/').unwrap();
    let imports = file.text();
    let names = imports.lines().filter_map(|line| {
        let (_, name) = line.split_once(" from './")?;
        name.strip_suffix("';")
    });
    for name in names {
        server.get(&format!("{folder}/{name}")).expect(200);
        let older = server.get(&format!("/_static/desk/000000000000/{name}"));
        assert_eq!(older.expect(200).header("cache-control"), "no-cache");
    }
    server.get("/_static/../desk.css").expect(404);
    server
        .get(&format!("{folder}/khac.mjs"))
        .expect_problem(404, "not_found");
}

#[test]
fn a_browser_is_told_in_vietnamese_what_is_not_there() {
    let server = server();
    let editor = server.editor();
    let page = |path: &str| {
        let headers = [
            ("cookie", editor.cookie.as_str()),
            ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ];
        server.send("GET", path, &headers, "")
    };
    let missing = page("/desk/comments/khong-co").expect(404);
    assert!(missing.text().contains("Không thấy trang này"));
    assert_eq!(missing.header("content-type"), "text/html; charset=utf-8");
    let form = page("/desk/comments/khong-co/decisions").expect(405);
    assert!(form.text().contains("chỉ nhận biểu mẫu"), "{}", form.text());
    // A program gets the problem itself.
    editor
        .get("/desk/comments/khong-co")
        .expect_problem(404, "comment_not_found");
}

#[test]
fn an_article_is_closed_and_opened_from_its_list() {
    let server = server();
    let editor = server.editor();
    server.accepted(&marked("p", "Tôi rất thích."));
    let page = editor.get("/desk?page_id=p").expect(200).text();
    assert!(page.contains("đang nhận bình luận"), "{page}");
    let fields = [("site", "default"), ("page_id", "p"), ("state", "closed")];
    editor.post_form("/desk/pages", &fields).expect(303);
    server
        .comment(&marked("p", "Tôi cũng thích."))
        .expect_problem(403, "thread_closed");
    assert!(editor.get("/desk?page_id=p").text().contains("Mở lại"));
}

#[test]
fn an_edit_is_shown_word_by_word() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Phải lắng nge dân."));
    let body = json!({"action": "publish", "revision": 1, "text": "Phải lắng nghe dân."});
    editor.decide(&id, &body).expect(200);
    let page = editor
        .get(&format!("/desk/comments/{id}"))
        .expect(200)
        .text();
    assert!(
        page.contains("Phải lắng <del>nge</del> <ins>nghe</ins> dân."),
        "{page}"
    );
}

#[test]
fn a_reply_shows_whom_and_what_it_answers() {
    let server = server();
    let editor = server.editor();
    let (root, _) = server.accepted(&by("Lê Văn Đạt", "p", "Cầu mục cả rồi."));
    editor.publish(&root);
    let mut reply = by("Võ Thành Được", "p", "Anh nói đúng.");
    reply["parent_id"] = json!(root);
    let (reply, _) = server.accepted(&reply);
    for path in ["/desk".to_owned(), format!("/desk/comments/{reply}")] {
        let page = editor.get(&path).expect(200).text();
        assert!(
            page.contains(r#"Trả lời <strong class="name">Lê Văn Đạt</strong>"#),
            "{page}"
        );
        assert!(page.contains("Cầu mục cả rồi."));
    }
}

#[test]
fn a_reported_comment_shows_each_reason_once() {
    let server = Server::start(|config| {
        config.trusted_proxies = vec!["127.0.0.1".to_owned().try_into().unwrap()];
    });
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);
    for (reader, reason) in [
        ("192.0.2.1", "Tục"),
        ("192.0.2.2", "Bịa:\nkhông có thật"),
        ("192.0.2.3", "Tục"),
        // One address, one open report.
        ("192.0.2.3", "Tục"),
    ] {
        let path = format!("/v1/sites/default/comments/{id}/reports");
        let headers = [
            ("content-type", "application/json"),
            ("x-forwarded-for", reader),
        ];
        let body = json!({"reason": reason}).to_string();
        server.send("POST", &path, &headers, body).expect(202);
    }
    for path in [
        "/desk?status=reported".to_owned(),
        format!("/desk/comments/{id}"),
    ] {
        let page = editor.get(&path).expect(200).text();
        assert!(
            page.contains("<li>Tục (2)</li><li>Bịa:\nkhông có thật</li>"),
            "{page}"
        );
    }
    editor
        .decide(&id, &json!({"action": "publish", "revision": 2}))
        .expect(200);
    let page = editor.get(&format!("/desk/comments/{id}")).text();
    assert!(!page.contains("Bịa:"), "{page}");
}

#[test]
fn each_revision_shows_what_it_changed() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Một hai ba."));
    for (revision, text) in [(1, "Một hai bốn."), (2, "Một bốn.")] {
        let body = json!({"action": "publish", "revision": revision, "text": text});
        editor.decide(&id, &body).expect(200);
    }
    let page = editor.get(&format!("/desk/comments/{id}")).text();
    for part in [
        "Một hai <del>ba.</del> <ins>bốn.</ins>",
        "Một <del>hai</del> bốn.",
    ] {
        assert!(page.contains(part), "{page}");
    }
}
