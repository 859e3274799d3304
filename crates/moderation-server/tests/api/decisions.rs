//! What editors decide, and that nobody's work is undone unseen.

use serde_json::json;

use crate::harness::{by, marked, server};

#[test]
fn an_edited_comment_keeps_the_readers_own_words() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Cán bộ phải lắng nge dân."));
    let decision = json!({
        "action": "publish", "revision": 1, "text": "Cán bộ phải lắng nghe dân.",
        "reason": "chính tả",
    });
    let done = editor.decide(&id, &decision).expect(200).json();
    assert_eq!(
        done,
        json!({"id": id, "revision": 2, "status": "published"})
    );
    let shown = &server.list("page_id=p")["comments"][0];
    assert_eq!(shown["text"], "Cán bộ phải lắng nghe dân.");
    assert_eq!(shown["edited"], true);

    let history = editor
        .get(&format!("/v1/desk/comments/{id}/revisions"))
        .expect(200)
        .json();
    let revisions = history["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[0]["text"], "Cán bộ phải lắng nge dân.");
    assert_eq!(revisions[0]["editor"], json!(null));
    assert_eq!(revisions[1]["editor"], "Trần Mai");
    let log = &history["log"][0];
    assert_eq!(log["action"], "publish");
    assert_eq!(log["from_status"], "pending");
    assert_eq!(log["to_status"], "published");
    assert_eq!(log["text_changed"], true);
    assert_eq!(log["reason"], "chính tả");
}

#[test]
fn edited_back_to_the_readers_words_is_not_edited() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let publish = |revision: i64, text: &str| {
        let body = json!({"action": "publish", "revision": revision, "text": text});
        editor.decide(&id, &body).expect(200);
    };
    publish(1, "Tôi rất thích bài.");
    publish(2, "Tôi rất thích.");
    assert_eq!(server.list("page_id=p")["comments"][0]["edited"], false);
}

#[test]
fn the_slower_editor_is_told_and_loses_nothing() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);

    let reject = json!({"action": "reject", "revision": 1});
    editor
        .decide(&id, &reject)
        .expect_problem(409, "revision_conflict");
    let page = editor.post_form(
        &format!("/desk/comments/{id}/decisions"),
        &[
            ("action", "publish"),
            ("revision", "1"),
            ("text", "Lời tôi đã sửa công phu."),
        ],
    );

    assert_eq!(page.status, 409);
    assert!(
        page.text()
            .contains("\nLời tôi đã sửa công phu.</textarea>"),
        "{}",
        page.text()
    );
    assert!(page.text().contains(r#"name="revision" value="2""#));
    assert_eq!(server.list("page_id=p")["count"], 1);
}

#[test]
fn two_editors_at_the_same_moment_make_one_decision() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let statuses = std::thread::scope(|scope| {
        let both = ["publish", "reject"].map(|action| {
            let (editor, id) = (&editor, &id);
            scope.spawn(move || {
                editor
                    .decide(id, &json!({"action": action, "revision": 1}))
                    .status
            })
        });
        both.map(|worker| worker.join().unwrap())
    });
    let mut sorted = statuses;
    sorted.sort_unstable();
    assert_eq!(sorted, [200, 409]);
    let history = editor
        .get(&format!("/v1/desk/comments/{id}/revisions"))
        .json();
    assert_eq!(history["log"].as_array().unwrap().len(), 1);
}

#[test]
fn every_way_through_the_statuses_keeps_the_counts_right() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let steps = [
        ("publish", 1, "published"),
        ("return", 0, "pending"),
        ("reject", 0, "rejected"),
        ("publish", 1, "published"),
        ("spam", 0, "spam"),
        ("return", 0, "pending"),
    ];
    for (n, (action, count, status)) in steps.into_iter().enumerate() {
        let done = editor
            .decide(&id, &json!({"action": action, "revision": n + 1}))
            .expect(200);
        assert_eq!(done.json()["status"], status);
        let list = server.list("page_id=p");
        assert_eq!(list["count"], count, "after {action}");
        assert_eq!(
            list["comments"].as_array().unwrap().len(),
            count,
            "after {action}"
        );
        let shown = editor
            .get(&format!("/v1/desk/comments?status={status}"))
            .json();
        assert_eq!(shown["total"], 1, "{status}");
    }
}

#[test]
fn an_editors_text_goes_through_the_same_gate() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    for (text, expected) in [
        ("", "text text_empty"),
        ("Tôi \u{202E}thích", "text text_forbidden_characters"),
        (&"dài ".repeat(2000), "text text_too_long"),
    ] {
        let body = json!({"action": "publish", "revision": 1, "text": text});
        assert_eq!(editor.decide(&id, &body).field_errors(), [expected]);
    }
    let body = json!({"action": "publish", "revision": 1, "text": "<script>alert(1)</script>"});
    editor.decide(&id, &body).expect(200);
    assert!(
        editor
            .get(&format!("/desk/comments/{id}"))
            .text()
            .contains("&lt;script&gt;alert(1)")
    );
}

#[test]
fn many_at_once_each_by_itself() {
    let server = server();
    let editor = server.editor();
    let ids: Vec<_> = (0..3)
        .map(|n| server.accepted(&by("An", "p", &format!("Ý kiến {n}."))).0)
        .collect();
    editor
        .decide(&ids[1], &json!({"action": "spam", "revision": 1}))
        .expect(200);
    let decisions: Vec<_> = ids
        .iter()
        .chain([&String::from("khongco")])
        .map(|id| json!({"id": id, "action": "publish", "revision": 1}))
        .collect();
    let answer = editor
        .send_json(
            "POST",
            "/v1/desk/decisions",
            &json!({"decisions": decisions}),
        )
        .expect(200)
        .json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results[0]["status"], "published");
    assert_eq!(results[1]["code"], "revision_conflict");
    assert_eq!(results[2]["status"], "published");
    assert_eq!(results[3]["code"], "comment_not_found");
    assert_eq!(server.list("page_id=p")["count"], 2);
}

#[test]
fn the_queue_is_oldest_first_and_searched_without_marks() {
    let server = server();
    let editor = server.editor();
    for (name, page, text) in [
        ("Nguyễn Đào", "a", "Tôi đồng ý."),
        ("Lê Bình", "b", "Đường làng tôi hỏng."),
        ("Trần Chi", "a", "Cảm ơn tòa soạn."),
    ] {
        server.accepted(&by(name, page, text));
    }
    let names = |query: &str| {
        let queue = editor
            .get(&format!("/v1/desk/comments?{query}"))
            .expect(200)
            .json();
        let comments = queue["comments"].as_array().unwrap();
        comments
            .iter()
            .map(|c| c["author"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(""), ["Nguyễn Đào", "Lê Bình", "Trần Chi"]);
    assert_eq!(names("q=nguyen+dao"), ["Nguyễn Đào"]);
    assert_eq!(names("q=duong%20lang"), ["Lê Bình"]);
    assert_eq!(names("page_id=a"), ["Nguyễn Đào", "Trần Chi"]);
    assert_eq!(names("q=%25"), Vec::<String>::new());
    assert_eq!(names("limit=2&cursor=1"), ["Lê Bình", "Trần Chi"]);
    assert_eq!(names("status=published"), Vec::<String>::new());
}

#[test]
fn a_claim_is_seen_by_others() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let claim = editor.send_json("POST", &format!("/v1/desk/comments/{id}/claim"), &json!({}));
    let claim = claim.expect(200).json();
    assert_eq!(claim["claimed_by"], "Trần Mai");
    assert_eq!(claim["yours"], true);
    let queue = editor.get("/v1/desk/comments").json();
    assert_eq!(queue["comments"][0]["claimed_by"], "Trần Mai");
    editor
        .send_json("POST", "/v1/desk/comments/khongco/claim", &json!({}))
        .expect_problem(404, "comment_not_found");
}

#[test]
fn a_closed_page_takes_nothing_new_and_keeps_what_it_has() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);
    let path = "/v1/desk/sites/default/pages/p";
    editor
        .send_json("PUT", path, &json!({"state": "closed"}))
        .expect(200);
    server
        .comment(&marked("p", "Tôi cũng thích."))
        .expect_problem(403, "thread_closed");
    let list = server.list("page_id=p");
    assert_eq!(list["page"]["state"], "closed");
    assert_eq!(list["count"], 1);
    editor
        .send_json("PUT", path, &json!({"state": "open"}))
        .expect(200);
    server.accepted(&marked("p", "Tôi cũng thích."));
    // As an editor who saw it before the first comment wants it.
    let path = "/v1/desk/sites/default/pages/khac";
    let closed = editor.send_json("PUT", path, &json!({"state": "closed"}));
    assert_eq!(closed.expect(200).json()["id"], "khac");
    server
        .comment(&marked("khac", "Tôi đến trước."))
        .expect_problem(403, "thread_closed");
    editor
        .send_json("PUT", "/v1/desk/sites/khong-co/pages/p", &json!({}))
        .expect_problem(404, "not_found");
}

#[test]
fn nobody_but_an_editor_decides_where_an_article_lies() {
    let server = server();
    let editor = server.editor();
    let sent_as = |url: &str, title: &str, text: &str| {
        let mut comment = marked("p", text);
        comment["page"]["url"] = json!(url);
        comment["page"]["title"] = json!(title);
        server.accepted(&comment).0
    };
    let first = sent_as("https://lua-dao.example/", "Trúng thưởng", "Tôi đến trước.");
    let second = sent_as("https://bao.example.vn/1", "Nghe dân nói", "Tôi rất thích.");
    editor
        .decide(&first, &json!({"action": "spam", "revision": 1}))
        .expect(200);
    let queue = editor.get("/v1/desk/comments").json();
    assert_eq!(
        queue["comments"][0]["page"]["url"],
        "https://bao.example.vn/1"
    );
    // Publishing alone takes nobody's word.
    editor
        .decide(&second, &json!({"action": "publish", "revision": 1}))
        .expect(200);
    let most = server.get("/v1/sites/default/most-commented").json();
    assert_eq!(most["pages"], json!([]));
    editor
        .decide(&second, &json!({"action": "return", "revision": 2}))
        .expect(200);
    editor
        .decide(
            &second,
            &json!({"action": "publish", "revision": 3, "confirm_page": true}),
        )
        .expect(200);
    sent_as("https://lua-dao.example/", "Trúng thưởng", "Tôi đến sau.");
    let most = server.get("/v1/sites/default/most-commented").json();
    assert_eq!(most["pages"][0]["url"], "https://bao.example.vn/1");
    assert_eq!(most["pages"][0]["title"], "Nghe dân nói");
}
