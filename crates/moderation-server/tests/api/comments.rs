//! `GET comments`: order, pages, caching, and what is never in it.

use serde_json::{Value, json};

use crate::harness::{by, marked, server};

const PATH: &str = "/v1/sites/default/comments";

fn texts(list: &Value) -> Vec<&str> {
    list["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["text"].as_str().unwrap())
        .collect()
}

#[test]
fn an_unknown_page_is_open_and_empty() {
    let list = server().list("page_id=khong-co");
    assert_eq!(list["page"], json!({"id": "khong-co", "state": "open"}));
    assert_eq!(list["count"], 0);
    assert_eq!(list["next_cursor"], Value::Null);
    assert_eq!(
        list["policy"],
        json!({"diacritics": "ask", "max_text_chars": 2000, "max_name_chars": 80, "guests": true})
    );
}

#[test]
fn a_published_comment_shows_nothing_private() {
    let server = server();
    let (id, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    let answer = server.get(&format!("{PATH}?page_id=p"));
    let comment = &answer.json()["comments"][0];
    let mut keys: Vec<_> = comment.as_object().unwrap().keys().cloned().collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "author",
            "created_at",
            "edited",
            "id",
            "like_count",
            "parent_id",
            "published_at",
            "replies",
            "reply_count",
            "text",
        ]
    );
    assert_eq!(comment["author"], json!({"name": "Nguyễn Thị Hạnh"}));
    for secret in ["example.vn", "127.0.0.1", receipt.as_str()] {
        assert!(!answer.text().contains(secret), "{secret}");
    }
}

#[test]
fn pages_follow_each_other_in_every_order() {
    let server = server();
    let editor = server.editor();
    for n in 0..7 {
        let (id, _) = server.accepted(&by("An", "p", &format!("Ý kiến số {n}.")));
        editor.publish(&id);
    }
    for (sort, newest_first) in [("newest", true), ("oldest", false), ("most_liked", true)] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let list = server.list(&format!("page_id=p&sort={sort}&limit=3{cursor}"));
            assert_eq!(list["count"], 7);
            seen.extend(texts(&list).into_iter().map(str::to_owned));
            match list["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let mut expected: Vec<_> = (0..7).map(|n| format!("Ý kiến số {n}.")).collect();
        if newest_first {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{sort}");
    }
}

#[test]
fn a_page_that_grows_repeats_and_skips_nothing() {
    let server = server();
    let editor = server.editor();
    let publish = |n: u32| {
        let (id, _) = server.accepted(&by("An", "p", &format!("Ý kiến số {n}.")));
        editor.publish(&id);
    };
    (0..4).for_each(publish);
    let first = server.list("page_id=p&limit=2");
    publish(4);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = server.list(&format!("page_id=p&limit=2&cursor={cursor}"));
    assert_eq!(texts(&first), ["Ý kiến số 3.", "Ý kiến số 2."]);
    assert_eq!(texts(&second), ["Ý kiến số 1.", "Ý kiến số 0."]);
}

#[test]
fn unchanged_lists_cost_a_304() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let path = format!("{PATH}?page_id=p");
    let before = server.get(&path).expect(200);
    let tag = before.header("etag").to_owned();
    assert!(before.header("cache-control").contains("s-maxage"));
    let again = server
        .send("GET", &path, &[("if-none-match", &tag)], [])
        .expect(304);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), tag);
    let weak = format!("W/{tag}");
    server
        .send("GET", &path, &[("if-none-match", &weak)], [])
        .expect(304);

    editor.publish(&id);

    let after = server
        .send("GET", &path, &[("if-none-match", &tag)], [])
        .expect(200);
    assert_ne!(after.header("etag"), tag);
    assert_eq!(after.json()["count"], 1);
}

#[test]
fn wrong_parameters_are_named() {
    let server = server();
    for (query, expected) in [
        ("", "page_id missing"),
        ("page_id=", "page_id missing"),
        ("page_id=p&sort=best", "sort invalid_value"),
        ("page_id=p&limit=0", "limit invalid_value"),
        ("page_id=p&limit=101", "limit invalid_value"),
        ("page_id=p&cursor=xyz", "cursor invalid_value"),
    ] {
        assert_eq!(
            server.get(&format!("{PATH}?{query}")).field_errors(),
            [expected],
            "{query}"
        );
    }
    server
        .get(&format!("{PATH}?page_id=p&parent_id=khong-co"))
        .expect_problem(404, "comment_not_found");
}

#[test]
fn markup_in_a_comment_stays_text() {
    let server = server();
    let text = "<img src=x onerror=\"alert(1)\"> & 'tôi' <script>alert(1)</script>";
    let (id, _) = server.accepted(&marked("p", text));
    server.editor().publish(&id);
    let answer = server.get(&format!("{PATH}?page_id=p"));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.json()["comments"][0]["text"], text);
}

#[test]
fn long_lists_are_compressed_for_those_who_can_read_it() {
    let server = server();
    let editor = server.editor();
    for n in 0..5 {
        let (id, _) = server.accepted(&by(
            "An",
            "p",
            &format!("Ý kiến số {n}. {}", "Dài ".repeat(200)),
        ));
        editor.publish(&id);
    }
    let path = format!("{PATH}?page_id=p");
    let send = |encoding: &str, tag: &str| {
        server.send(
            "GET",
            &path,
            &[("accept-encoding", encoding), ("if-none-match", tag)],
            [],
        )
    };
    let plain = send("identity", "").expect(200);
    assert_eq!(plain.header("content-encoding"), "");
    for (accepted, encoding) in [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
    ] {
        let small = send(accepted, "").expect(200);
        assert_eq!(small.header("content-encoding"), encoding);
        assert!(small.body.len() * 4 < plain.body.len());
        let vary: Vec<_> = small.headers.get_all("vary").iter().collect();
        assert_eq!(vary, ["accept-encoding", "origin"]);
        assert_ne!(small.header("etag"), plain.header("etag"));
        send(accepted, small.header("etag")).expect(304);
        send("identity", small.header("etag")).expect(304);
    }
}
