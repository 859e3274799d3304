//! What readers see of an article is the house's, whoever comments on it.

use serde_json::{Value, json};

use crate::harness::{Editor, Server, by, marked, server};

const JSON: (&str, &str) = ("content-type", "application/json");
const HOUSE_KEY: &str = "cau-rat-dai-cua-toa-soan-0123456789";

fn most_commented(server: &Server) -> Value {
    server
        .get("/v1/sites/default/most-commented")
        .expect(200)
        .json()["pages"]
        .clone()
}

fn about(url: &str, title: &str, text: &str) -> Value {
    let mut comment = marked("a", text);
    comment["page"] = json!({ "id": "a", "url": url, "title": title });
    comment
}

/// What the desk's row of a comment shows of its article, as its form sends it.
fn shown(editor: &Editor<'_>, id: &str) -> (String, String) {
    let page = editor
        .get(&format!("/desk/comments/{id}"))
        .expect(200)
        .text();
    let value = page.split(r#"name="page_shown" value=""#).nth(1).unwrap();
    let value = value.split('"').next().unwrap().to_owned();
    (page, value)
}

#[test]
fn a_strangers_title_and_address_lead_nowhere_whoever_publishes_the_comment() {
    let server = server();
    let editor = server.editor();
    let real = about("https://bao.example.vn/a", "Tít thật", "Tôi rất đồng tình.");
    let (first, _) = server.accepted(&real);
    let (page, seen) = shown(&editor, &first);
    assert!(
        page.contains("<bdi>https://bao.example.vn/a</bdi>"),
        "the address as text: {page}"
    );
    let publish = |id: &str, seen: &str| {
        let fields = [
            ("action", "publish"),
            ("revision", "1"),
            ("page_shown", seen),
        ];
        editor.post_form(&format!("/desk/comments/{id}/decisions"), &fields)
    };
    publish(&first, &seen).expect(303);
    assert_eq!(most_commented(&server)[0]["title"], "Tít thật");
    let forged = about(
        "https://lua-dao.example/",
        "Tin sốc: bấm vào đây",
        "Bài viết rất hay.",
    );
    let (second, _) = server.accepted(&forged);
    let (page, seen) = shown(&editor, &second);
    for difference in ["Tin sốc: bấm vào đây", "https://lua-dao.example/"] {
        assert!(
            page.contains(difference),
            "the difference is marked: {page}"
        );
    }
    publish(&second, &seen).expect(303);
    let known = json!([
        { "id": "a", "url": "https://bao.example.vn/a", "title": "Tít thật", "count": 2 }
    ]);
    assert_eq!(most_commented(&server), known);
    // An old comment that is published again brings nothing back.
    for action in ["return", "publish"] {
        let revision = json!(if action == "return" { 2 } else { 3 });
        let body = json!({ "action": action, "revision": revision, "confirm_page": true });
        editor.decide(&second, &body).expect(200);
    }
    assert_eq!(most_commented(&server), known);
}

#[test]
fn what_changed_since_the_editor_looked_is_not_confirmed() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&about("https://a.vn/1", "Một", "Tôi rất đồng tình."));
    let fields = [
        ("action", "publish"),
        ("revision", "1"),
        ("page_shown", &"0".repeat(64)),
    ];
    editor
        .post_form(&format!("/desk/comments/{id}/decisions"), &fields)
        .expect(303);
    assert_eq!(
        server.list("page_id=a")["count"],
        1,
        "published all the same"
    );
    assert_eq!(most_commented(&server), json!([]));
    let page = editor.get("/desk/pages").expect(200).text();
    assert!(
        page.contains("https://a.vn/1"),
        "it waits to be confirmed: {page}"
    );
}

#[test]
fn a_house_that_publishes_at_once_names_its_articles_itself() {
    let server = Server::with_site(|site| {
        site.publish = moderation_server::config::PublishMode::AtOnce;
        site.house_key = Some(HOUSE_KEY.into());
    });
    server
        .comment(&about(
            "https://lua-dao.example/",
            "Trúng thưởng",
            "Tôi rất đồng tình.",
        ))
        .expect(201);
    assert_eq!(most_commented(&server), json!([]), "nobody's word is taken");
    let put = |key: &str| {
        let bearer = format!("Bearer {key}");
        let article = json!({ "url": "https://bao.example.vn/a", "title": "Tít của tòa soạn" });
        let headers = [JSON, ("authorization", bearer.as_str())];
        let path = "/v1/sites/default/pages/a";
        server.send("PUT", path, &headers, article.to_string())
    };
    put("khoa-sai-khoa-sai-khoa-sai-khoa-sai").expect_problem(401, "unauthorized");
    put(HOUSE_KEY).expect(201);
    put(HOUSE_KEY).expect(200);
    let lines = most_commented(&server);
    assert_eq!(lines[0]["title"], "Tít của tòa soạn");
    assert_eq!(lines[0]["url"], "https://bao.example.vn/a");
}

#[test]
fn only_announced_articles_take_comments_where_the_house_says_so() {
    let server = Server::with_site(|site| {
        site.pages = moderation_server::config::Pages::Announced;
        site.house_key = Some(HOUSE_KEY.into());
    });
    let comment = about("https://bao.example.vn/a", "Tít", "Tôi rất đồng tình.");
    let refused = server.comment(&comment);
    assert!((400..500).contains(&refused.status), "{}", refused.text());
    let bearer = format!("Bearer {HOUSE_KEY}");
    let article = json!({ "url": "https://bao.example.vn/a", "title": "Tít" }).to_string();
    let headers = [JSON, ("authorization", bearer.as_str())];
    server
        .send("PUT", "/v1/sites/default/pages/a", &headers, article)
        .expect(201);
    server.accepted(&comment);
}

#[test]
fn a_thread_page_shows_nothing_that_a_link_or_an_unread_comment_says() {
    let server = server();
    let page = server
        .get("/v1/sites/default/threads/moi?page_title=G%E1%BB%8Di+0900&page_url=https://lua-dao.example/")
        .expect(200)
        .text();
    // A hidden field takes the link's word along for the editors; nobody else sees it.
    let seen: String = page
        .split("value=\"")
        .map(|part| part.split_once('"').map_or(part, |(_, rest)| rest))
        .collect();
    assert!(
        !seen.contains("0900") && !seen.contains("lua-dao"),
        "{page}"
    );
    server.accepted(&about(
        "https://bao.example.vn/a",
        "Chưa ai duyệt",
        "Tôi rất đồng tình.",
    ));
    let page = server.get("/v1/sites/default/threads/a").expect(200).text();
    assert!(!page.contains("Chưa ai duyệt"), "{page}");
}

#[test]
fn strangers_do_not_fill_the_desks_list_of_sections() {
    let server = server();
    let editor = server.editor();
    for n in 0..5 {
        let mut comment = by("An", &format!("s{n}"), "Tôi rất đồng tình.");
        comment["page"]["section"] = json!(format!("000-{n}"));
        server.accepted(&comment);
    }
    let page = editor.get("/desk").expect(200).text();
    assert!(!page.contains("<option value=\"000-"), "{page}");
}
