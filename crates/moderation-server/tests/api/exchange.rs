//! `GET comments/{id}`: one comment by its id, with the exchange around it.

use serde_json::{Value, json};

use crate::harness::{Editor, Server, marked};

/// More of one sender may wait than a house would take.
fn server() -> Server {
    Server::start(|config| config.rate_limits.waiting_per_article = 0)
}

const PATH: &str = "/v1/sites/default/comments";

fn sent(server: &Server, parent: &str, text: &str) -> String {
    let mut comment = marked("p", text);
    comment["parent_id"] = json!(parent);
    server.accepted(&comment).0
}

/// A published comment with as many published replies; its id and theirs, oldest first.
fn exchange(server: &Server, editor: &Editor<'_>, replies: usize) -> (String, Vec<String>) {
    let (root, _) = server.accepted(&marked("p", "Gốc."));
    editor.publish(&root);
    let ids: Vec<_> = (0..replies)
        .map(|n| sent(server, &root, &format!("Trả lời {n}.")))
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
    (root, ids)
}

fn get(server: &Server, id: &str) -> Value {
    server.get(&format!("{PATH}/{id}")).expect(200).json()
}

fn ids(comments: &Value) -> Vec<&str> {
    comments
        .as_array()
        .unwrap()
        .iter()
        .map(|comment| comment["id"].as_str().unwrap())
        .collect()
}

#[test]
fn any_comment_of_an_exchange_leads_to_all_of_it() {
    let server = server();
    let editor = server.editor();
    let (root, replies) = exchange(&server, &editor, 3);
    let (elsewhere, _) = server.accepted(&marked("p", "Chuyện khác."));
    editor.publish(&elsewhere);
    for id in [&root, &replies[0], &replies[2]] {
        let list = get(&server, id);
        assert_eq!(ids(&list["comments"]), [root.as_str()]);
        assert_eq!(ids(&list["comments"][0]["replies"]), replies);
        assert_eq!(list["next_cursor"], Value::Null);
    }
    // Beside the comments, it is what the article's own list says.
    let (one, all) = (get(&server, &elsewhere), server.list("page_id=p"));
    for part in ["page", "policy", "count"] {
        assert_eq!(one[part], all[part]);
    }
    assert_eq!(one["count"], 5);
    assert_eq!(one["comments"][0], all["comments"][0]);
}

#[test]
fn a_late_reply_of_a_long_exchange_is_among_those_shown() {
    let server = server();
    let editor = server.editor();
    let (root, replies) = exchange(&server, &editor, 130);
    let shown = |id: &str| {
        let list = get(&server, id);
        let shown = ids(&list["comments"][0]["replies"])
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        (shown, list["next_cursor"].clone())
    };
    for id in [&root, &replies[0], &replies[99]] {
        assert_eq!(shown(id).0, replies[..100]);
    }
    let (late, cursor) = shown(&replies[119]);
    assert_eq!(late, replies[20..120]);
    let rest = server.list(&format!(
        "page_id=p&parent_id={root}&cursor={}",
        cursor.as_str().unwrap()
    ));
    assert_eq!(ids(&rest["comments"]), replies[120..]);
    let (last, cursor) = shown(&replies[129]);
    assert_eq!((last.as_slice(), cursor), (&replies[30..], Value::Null));
}

#[test]
fn what_readers_cannot_see_is_not_found() {
    let server = server();
    let editor = server.editor();
    let (root, replies) = exchange(&server, &editor, 1);
    let pending = sent(&server, &root, "Chờ duyệt.");
    let missing = |id: &str| {
        server
            .get(&format!("{PATH}/{id}"))
            .expect_problem(404, "comment_not_found");
    };
    missing(&pending);
    missing("khong-co");
    let tag = server
        .get(&format!("{PATH}/{}", replies[0]))
        .expect(200)
        .header("etag")
        .to_owned();
    editor
        .decide(&root, &json!({"action": "reject", "revision": 2}))
        .expect(200);
    missing(&root);
    missing(&replies[0]);
    // A tag from before does not bring it back.
    server
        .send(
            "GET",
            &format!("{PATH}/{}", replies[0]),
            &[("if-none-match", &tag)],
            [],
        )
        .expect_problem(404, "comment_not_found");
}

#[test]
fn another_site_does_not_have_it() {
    let server = Server::start(|config| {
        let site = config.sites["default"].clone();
        config.sites.insert("khac".into(), site);
    });
    let editor = server.editor();
    let (root, _) = exchange(&server, &editor, 0);
    server
        .get(&format!("/v1/sites/khac/comments/{root}"))
        .expect_problem(404, "comment_not_found");
}

#[test]
fn it_is_cached_and_compressed_as_lists_are() {
    let server = server();
    let editor = server.editor();
    let (root, replies) = exchange(&server, &editor, 20);
    let path = format!("{PATH}/{}", replies[7]);
    let send = |tag: &str| {
        let headers = [("accept-encoding", "br"), ("if-none-match", tag)];
        server.send("GET", &path, &headers, [])
    };
    let before = send("").expect(200);
    assert_eq!(before.header("content-encoding"), "br");
    assert!(before.header("cache-control").contains("s-maxage"));
    let tag = before.header("etag").to_owned();
    send(&tag).expect(304);
    let late = sent(&server, &root, "Thêm một câu.");
    send(&tag).expect(304);
    editor.publish(&late);
    send(&tag).expect(200);
}

/// A reader's page has the first two replies already. It asks from the start and passes over
/// what it knows, so that it needs no cursor for each comment of the list.
#[test]
fn replies_behind_the_first_two_are_listed_in_steps() {
    let server = server();
    let editor = server.editor();
    let (root, replies) = exchange(&server, &editor, 7);
    let list = server.list("page_id=p");
    let mut known: Vec<String> = ids(&list["comments"][0]["replies"])
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(known, replies[..2]);
    let mut cursor = String::new();
    loop {
        let step = server.list(&format!("page_id=p&parent_id={root}&limit=3{cursor}"));
        for id in ids(&step["comments"]) {
            if !known.iter().any(|known| known == id) {
                known.push(id.to_owned());
            }
        }
        match step["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(known, replies);
}
