//! Who may do what at the desk: every route asked by every role, and sites that see themselves alone.

use std::collections::BTreeMap;

use moderation_server::config::Site;
use rusqlite::Connection;
use serde_json::json;

use crate::editors::{invite_as, join};
use crate::harness::{Editor, FORM, PASSWORD, Server, form, marked, server};

/// What each route of the desk needs; `nobody` is for whoever has no session yet.
pub(crate) const ROUTES: &[(&str, &str)] = &[
    ("GET /desk", "editor"),
    ("GET /desk/account", "editor"),
    ("GET /desk/articles", "editor"),
    ("GET /desk/articles/{site}/{page_id}", "editor"),
    ("POST /desk/articles/{site}/{page_id}", "secretary"),
    ("POST /desk/account/sessions", "editor"),
    ("GET /desk/account/second-factor", "editor"),
    ("POST /desk/account/second-factor/begin", "editor"),
    ("POST /desk/account/second-factor/codes", "editor"),
    ("POST /desk/account/second-factor/confirm", "editor"),
    ("POST /desk/account/second-factor/end", "editor"),
    ("GET /desk/comments/{id}", "editor"),
    ("GET /desk/editors", "administrator"),
    ("GET /desk/log", "secretary"),
    ("GET /desk/pages", "editor"),
    ("GET /desk/setup/{token}", "nobody"),
    ("GET /desk/sign-in", "nobody"),
    ("POST /desk/comments/{id}/decisions", "editor"),
    ("POST /desk/comments/{id}/page", "editor"),
    ("POST /desk/comments/{id}/restorations", "editor"),
    ("POST /desk/decisions", "editor"),
    ("POST /desk/editors", "administrator"),
    ("POST /desk/editors/revoke", "administrator"),
    ("POST /desk/editors/rights", "administrator"),
    ("POST /desk/editors/password", "administrator"),
    ("POST /desk/editors/second-factor", "administrator"),
    ("POST /desk/editors/sessions", "administrator"),
    ("POST /desk/editors/state", "administrator"),
    ("POST /desk/log/export", "secretary"),
    ("POST /desk/pages", "secretary"),
    ("POST /desk/pages/confirm", "editor"),
    ("POST /desk/password", "editor"),
    ("POST /desk/setup/{token}", "nobody"),
    ("POST /desk/share", "editor"),
    ("POST /desk/sign-in", "nobody"),
    ("POST /desk/sign-in/code", "nobody"),
    ("POST /desk/sign-out", "editor"),
    ("GET /v1/desk/articles", "editor"),
    ("GET /v1/desk/sites/{site}/pages/{page_id}", "editor"),
    ("GET /v1/desk/comments", "editor"),
    ("GET /v1/desk/comments/{id}/context", "editor"),
    ("GET /v1/desk/comments/{id}/revisions", "editor"),
    ("GET /v1/desk/session", "editor"),
    ("DELETE /v1/desk/session", "editor"),
    ("POST /v1/desk/session", "nobody"),
    ("POST /v1/desk/acts", "editor"),
    ("PUT /v1/desk/comments/{id}/draft", "editor"),
    ("DELETE /v1/desk/comments/{id}/draft", "editor"),
    ("POST /v1/desk/comments/{id}/claim", "editor"),
    ("POST /v1/desk/comments/{id}/decisions", "editor"),
    ("POST /v1/desk/decisions", "editor"),
    ("POST /v1/desk/restorations", "editor"),
    ("POST /v1/desk/share", "editor"),
    ("POST /v1/desk/share/release", "editor"),
    ("GET /v1/desk/counts", "editor"),
    ("GET /v1/desk/events", "editor"),
    ("PUT /v1/desk/sites/{site}/pages/{page_id}", "secretary"),
];

/// Every method and path of the desk, as the sources of its routes name them.
fn routes() -> Vec<String> {
    let pages = include_str!("../../src/desk/mod.rs");
    let api = include_str!("../../src/router.rs");
    let api = api.split("fn editors(").nth(1).unwrap();
    let api = api.split("Router::new()\n        .nest").next().unwrap();
    let mut found = Vec::new();
    for (prefix, source) in [("", pages), ("/v1/desk", api)] {
        for route in source.split(".route(").skip(1) {
            let path = route.split('"').nth(1).unwrap();
            for (method, call) in [
                ("GET", "get("),
                ("POST", "post("),
                ("PUT", "put("),
                ("DELETE", "delete("),
            ] {
                if route.contains(call) {
                    found.push(format!("{method} {prefix}{path}"));
                }
            }
        }
    }
    found
}

fn rank(word: &str) -> usize {
    let words = ["nobody", "editor", "secretary", "administrator"];
    words.iter().position(|known| *known == word).unwrap()
}

fn sign_in<'a>(server: &'a Server, login: &str) -> Editor<'a> {
    let fields = form(&[("login", login), ("password", PASSWORD)]);
    let answer = server.send("POST", "/desk/sign-in", &[FORM], fields);
    Editor::of(server, answer.expect(303).header("set-cookie"))
}

#[test]
fn every_route_of_the_desk_asks_for_the_right_that_the_table_names() {
    let server = server();
    let mai = server.editor();
    let table: BTreeMap<&str, &str> = ROUTES.iter().copied().collect();
    let found = routes();
    for route in &found {
        assert!(table.contains_key(route.as_str()), "{route} has no row");
    }
    assert_eq!(found.len(), table.len(), "a row without a route");
    for role in ["editor", "secretary", "administrator"] {
        join(&server, &invite_as(&mai, &[("role", role)]), role);
        let mut editor = sign_in(&server, role);
        for (route, least) in ROUTES.iter().filter(|(_, least)| *least != "nobody") {
            let (method, path) = route.split_once(' ').unwrap();
            let path = ["{id}", "{site}", "{page_id}"]
                .iter()
                .fold(path.to_owned(), |path, name| path.replace(name, "x"));
            let answer = match (method, path.starts_with("/v1")) {
                // It does not end by itself.
                ("GET", _) if path.ends_with("/events") => editor.head(&path),
                ("GET", _) => editor.get(&path),
                (_, true) => editor.send_json(method, &path, &json!({})),
                (_, false) => editor.post_form(&path, &[]),
            };
            let may = rank(role) >= rank(least);
            assert_eq!(
                answer.status != 403,
                may,
                "{role} {route}: {}",
                answer.text()
            );
            assert_ne!(answer.status / 100, 5, "{role} {route}");
            if path.ends_with("sign-out") || route.starts_with("DELETE /v1/desk/session") {
                editor = sign_in(&server, role);
            }
        }
    }
}

/// A server of two sites, a comment on each, and an editor of the second with this role.
fn two_sites(server: &Server, role: &str) -> (String, String) {
    let mut ids = ["default", "khac"].map(|site| {
        let path = format!("/v1/sites/{site}/comments");
        let comment = marked("bai", &format!("Tôi rất thích bài này ở {site}."));
        let headers = [("content-type", "application/json")];
        let answer = server.send("POST", &path, &headers, comment.to_string());
        answer.expect(202).json()["id"].as_str().unwrap().to_owned()
    });
    let mai = server.editor();
    let fields = [("role", role), ("where", "some"), ("site", "khac")];
    join(server, &invite_as(&mai, &fields), "binh");
    (std::mem::take(&mut ids[0]), std::mem::take(&mut ids[1]))
}

fn with_two_sites() -> Server {
    Server::start(|config| {
        config.sites.insert("khac".into(), Site::default());
    })
}

#[test]
fn an_editor_of_a_site_sees_that_site_alone() {
    let server = with_two_sites();
    let (theirs, own) = two_sites(&server, "secretary");
    let binh = sign_in(&server, "binh");
    let queue = binh.get("/desk").expect(200).text();
    assert!(queue.contains("ở khac") && !queue.contains("ở default"));
    assert!(
        queue.contains(r#"<span class="count" data-count="pending">1</span>"#),
        "{queue}"
    );
    let list = binh.get("/v1/desk/comments").expect(200).json();
    assert_eq!(
        (&list["total"], &list["comments"][0]["id"]),
        (&json!(1), &json!(own))
    );
    let other = binh.get("/v1/desk/comments?site=default").expect(200);
    assert_eq!(other.json()["total"], 0);
    // What he may not know of is not there: 404, and no word of its being another's.
    for path in [
        format!("/v1/desk/comments/{theirs}/revisions"),
        format!("/v1/desk/comments/{theirs}/context"),
        format!("/desk/comments/{theirs}"),
    ] {
        let hidden = binh.get(&path);
        let unknown = binh.get(&path.replace(&theirs, "khong-co"));
        assert_eq!(hidden.status, 404);
        assert_eq!(hidden.body, unknown.body, "{path}");
    }
    binh.decide(&theirs, &json!({"action": "publish", "revision": 1}))
        .expect_problem(404, "comment_not_found");
    let both = json!({"decisions": [
        {"id": theirs, "action": "publish", "revision": 1},
        {"id": own, "action": "publish", "revision": 1},
    ]});
    let results = binh.send_json("POST", "/v1/desk/decisions", &both);
    let results = results.expect(200).json();
    assert_eq!(results["results"][0]["code"], "comment_not_found");
    assert_eq!(results["results"][1]["status"], "published");
    let acts = json!({"acts": [
        {"kind": "decide", "key": "k1", "id": theirs, "action": "publish", "revision": 1},
        {"kind": "decide", "key": "k2", "id": "khong-co", "action": "publish", "revision": 1},
        {"kind": "decide", "key": "k3", "id": own, "action": "spam", "revision": 2},
    ]});
    let acted = binh
        .send_json("POST", "/v1/desk/acts", &acts)
        .expect(200)
        .json();
    assert_eq!(
        acted["results"][0],
        json!({"key": "k1", "outcome": "not_found"})
    );
    assert_eq!(
        acted["results"][1],
        json!({"key": "k2", "outcome": "not_found"})
    );
    assert_eq!(acted["results"][2]["outcome"], "done");
    let close = json!({"state": "closed"});
    binh.send_json("PUT", "/v1/desk/sites/default/pages/bai", &close)
        .expect_problem(404, "not_found");
    binh.send_json("PUT", "/v1/desk/sites/khac/pages/bai", &close)
        .expect(200);
    let log = binh.get("/desk/log").expect(200).text();
    assert!(log.contains("bai (khac)"), "{log}");
    assert!(!log.contains("Trần Mai"), "colleagues elsewhere: {log}");
}

#[test]
fn an_editor_sees_no_e_mail_addresses_and_what_a_secretary_decides_is_told() {
    let server = with_two_sites();
    let (_, own) = two_sites(&server, "editor");
    let binh = sign_in(&server, "binh");
    for path in [
        String::from("/desk"),
        String::from("/v1/desk/comments"),
        format!("/desk/comments/{own}"),
        format!("/v1/desk/comments/{own}/revisions"),
    ] {
        let page = binh.get(&path).expect(200).text();
        assert!(page.contains("Nguyễn Thị Hạnh"), "{path}");
        assert!(!page.contains("hanh@example.vn"), "{path}");
    }
    let refused = binh.get("/desk/editors").expect(403).text();
    assert!(refused.contains("cần một vai trò khác"), "{refused}");
    let session = binh.get("/v1/desk/session").expect(200).json();
    assert_eq!(session["editor"]["role"], "editor");
    let page = binh.get("/desk").expect(200).text();
    for hidden in ["/desk/editors", "/desk/log"] {
        assert!(!page.contains(&format!("href=\"{hidden}\"")), "{hidden}");
    }
}

#[test]
fn roles_are_changed_at_once_and_the_last_administrator_stays_one() {
    let server = server();
    let mai = server.editor();
    let binh = join(
        &server,
        &invite_as(&mai, &[("role", "administrator")]),
        "binh",
    );
    binh.get("/desk/log").expect(200);
    let demote = |by: &Editor<'_>, number| {
        let fields = [("editor", number), ("role", "editor")];
        by.post_form("/desk/editors/rights", &fields).status
    };
    assert_eq!(demote(&binh, "2"), 403, "nobody his own");
    assert_eq!(demote(&mai, "2"), 303);
    binh.get("/desk/log").expect(403);
    assert_eq!(demote(&binh, "1"), 403);
    let log = mai.get("/desk/log").expect(200).text();
    assert!(
        log.contains("đổi vai trò và nơi làm việc: binh → biên tập viên, mọi trang"),
        "{log}"
    );
    let nothing = [("editor", "2"), ("role", "editor"), ("where", "some")];
    let page = mai.post_form("/desk/editors/rights", &nothing).expect(422);
    assert!(page.text().contains("ít nhất một trang"));
    for (field, value) in [("role", "chief"), ("site", "khong-co")] {
        let fields = [("editor", "2"), ("where", "some"), (field, value)];
        let refused = mai.post_form("/desk/editors/rights", &fields);
        assert_eq!(refused.field_errors(), [format!("{field} invalid_value")]);
    }
}

/// A database as the version before roles left it.
fn of_before(folder: &std::path::Path) {
    let db = Connection::open(folder.join("binh-luan.sqlite")).unwrap();
    db.execute_batch(
        "CREATE TABLE schema_migration (
             name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;",
    )
    .unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| file.file_name().unwrap().to_str().unwrap() < "0050")
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        db.execute_batch(&text).unwrap();
        let hash = moderation_server::secret::sha256(text.as_bytes());
        let name = file.file_stem().unwrap().to_str().unwrap();
        db.execute("INSERT INTO schema_migration VALUES (?1, ?2)", (name, hash))
            .unwrap();
    }
    db.execute_batch(
        "INSERT INTO editor (login, name, password_hash, created_at) VALUES ('mai', 'Mai', 'h', 1);
         INSERT INTO editor_invitation (token_hash, invited_by, created_at, expires_at)
             VALUES (zeroblob(32), 1, 1, 9);",
    )
    .unwrap();
}

#[tokio::test]
async fn editors_of_before_can_do_what_they_could() {
    use moderation_server::store::record::{Role, Scope};
    use moderation_server::store::{self, DatabaseUrl};
    let folder = tempfile::tempdir().unwrap();
    of_before(folder.path());
    let store = store::open(&DatabaseUrl::Sqlite(folder.path().to_owned()))
        .await
        .unwrap();
    let mai = store.editors().await.unwrap().remove(0);
    assert_eq!(
        (mai.role, mai.scope),
        (Role::Administrator, Scope::Everywhere)
    );
    let links = store.open_invitations(Scope::Everywhere, 2).await.unwrap();
    assert_eq!(links[0].role, Role::Administrator);
}

#[test]
fn whoever_is_shown_an_e_mail_address_stands_in_the_log_once_an_hour() {
    for path in [
        "/desk",
        "/desk/comments/{id}",
        "/v1/desk/comments",
        "/v1/desk/comments/{id}/revisions",
    ] {
        let server = server();
        let mai = server.editor();
        let lines = || {
            let log = mai.get("/desk/log").expect(200).text();
            log.matches("xem địa chỉ e-mail của bạn đọc").count()
        };
        let (id, _) = server.accepted(&marked("p", "Tôi rất thích bài này."));
        join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
        let path = path.replace("{id}", &id);
        // He is shown none.
        sign_in(&server, "binh").get(&path).expect(200);
        assert_eq!(lines(), 0, "{path}");
        for _ in 0..2 {
            mai.get(&path).expect(200);
        }
        assert_eq!(lines(), 1, "{path}");
    }
}
