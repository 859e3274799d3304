//! Which pages may use a site, and which articles it takes comments on.

use moderation_server::config::Config;
use serde_json::json;

use crate::harness::{Server, marked, server};

const PATH: &str = "/v1/sites/default/comments";
const HOUSE: &str = "https://bao.example.vn";

fn with_house() -> Server {
    Server::with_site(|site| site.allowed_origins = vec![HOUSE.to_owned()])
}

#[test]
fn a_foreign_origin_is_refused_and_nothing_is_stored() {
    let server = with_house();
    let body = marked("p", "Tôi rất thích.").to_string();
    for origin in [
        "https://evil.example",
        "null",
        "https://bao.example.vn.evil.example",
    ] {
        let headers = [("content-type", "application/json"), ("origin", origin)];
        let refused = server.send("POST", PATH, &headers, body.clone());
        refused.expect_problem(403, "origin_not_allowed");
        assert_eq!(refused.header("access-control-allow-origin"), "");
        let path = format!("{PATH}?page_id=p");
        server
            .send("GET", &path, &[("origin", origin)], [])
            .expect_problem(403, "origin_not_allowed");
        server
            .send("OPTIONS", PATH, &[("origin", origin)], [])
            .expect_problem(403, "origin_not_allowed");
    }
    assert_eq!(server.editor().get("/v1/desk/comments").json()["total"], 0);
}

#[test]
fn a_site_written_otherwise_is_the_same_site_and_an_unknown_one_is_nobodys() {
    let server = with_house();
    let form = crate::harness::form(&[
        ("page_id", "p"),
        ("page_url", "https://bao.example.vn/a"),
        ("name", "An"),
        ("text", "Tôi rất đồng tình."),
    ]);
    for site in [
        "default",
        "%64efault",
        "%64%65fault",
        "d%65faul%74",
        "%2e",
        "khac",
        "%FF",
    ] {
        let evil = ("origin", "https://evil.example");
        let headers = [("content-type", "application/json"), evil];
        let path = format!("/v1/sites/{site}/comments");
        let json = marked("p", "Tôi rất thích.").to_string();
        server
            .send("POST", &path, &headers, json)
            .expect_problem(403, "origin_not_allowed");
        let headers = [crate::harness::FORM, evil];
        server
            .send("POST", &path, &headers, form.clone())
            .expect(403);
        server
            .send("OPTIONS", &path, &headers[1..], [])
            .expect_problem(403, "origin_not_allowed");
    }
    for site in ["default", "%64efault", "d%65fault"] {
        let path = format!("/v1/sites/{site}/comments");
        let headers = [crate::harness::FORM, ("origin", HOUSE)];
        let taken = server.send("POST", &path, &headers, form.clone());
        assert_eq!(taken.status, 202, "{site}");
        assert_eq!(taken.header("access-control-allow-origin"), HOUSE);
    }
}

#[test]
fn an_origin_with_marks_is_the_one_that_browsers_send() {
    // Browsers send `xn--`; people write marks, in settings as in addresses.
    for written in ["https://báo.example.vn", "https://xn--bo-mia.example.vn"] {
        let file = tempfile::NamedTempFile::new().unwrap();
        let settings = format!("[sites.default]\nallowed_origins = [\"{written}\"]");
        std::fs::write(file.path(), settings).unwrap();
        let read = Config::load(Some(file.path()), |_| None).unwrap();
        let server = Server::start(|config| config.sites = read.sites);
        let headers = [("origin", "https://xn--bo-mia.example.vn")];
        let path = format!("{PATH}?page_id=p");
        server.send("GET", &path, &headers, []).expect(200);
        for address in [
            "https://báo.example.vn/a",
            "https://xn--bo-mia.example.vn/b",
        ] {
            let mut comment = marked("p", &format!("Tôi rất thích {address}"));
            comment["page"]["url"] = json!(address);
            assert_eq!(server.comment(&comment).status, 202, "{written} {address}");
        }
    }
}

#[test]
fn a_site_for_everybody_answers_everybody_alike() {
    let server = Server::with_site(|site| site.allowed_origins = vec!["*".to_owned()]);
    let path = format!("{PATH}?page_id=p");
    for headers in [
        &[][..],
        &[("origin", "https://a.vn")],
        &[("origin", "null")],
    ] {
        let list = server.send("GET", &path, headers, []).expect(200);
        assert_eq!(list.header("access-control-allow-origin"), "*");
        let varies = list.headers.get_all("vary").iter();
        assert!(!varies.into_iter().any(|value| value == "origin"));
    }
}

#[test]
fn the_house_may_read_and_write() {
    let server = with_house();
    let preflight = server
        .send(
            "OPTIONS",
            PATH,
            &[
                ("origin", HOUSE),
                ("access-control-request-method", "POST"),
                (
                    "access-control-request-headers",
                    "content-type,idempotency-key",
                ),
            ],
            [],
        )
        .expect(204);
    assert_eq!(preflight.header("access-control-allow-origin"), HOUSE);
    assert!(
        preflight
            .header("access-control-allow-headers")
            .contains("idempotency-key")
    );
    let headers = [("content-type", "application/json"), ("origin", HOUSE)];
    let body = marked("p", "Tôi rất thích.").to_string();
    let sent = server.send("POST", PATH, &headers, body).expect(202);
    assert_eq!(sent.header("access-control-allow-origin"), HOUSE);
    let list = server.send(
        "GET",
        &format!("{PATH}?page_id=p"),
        &[("origin", HOUSE)],
        [],
    );
    let list = list.expect(200);
    assert!(
        list.headers
            .get_all("vary")
            .iter()
            .any(|value| value == "origin")
    );
}

#[test]
fn the_servers_own_pages_need_no_setting() {
    let server = server();
    let own = format!("http://{}", server.host());
    let headers = [
        ("content-type", "application/json"),
        ("origin", own.as_str()),
    ];
    server
        .send(
            "POST",
            PATH,
            &headers,
            marked("p", "Tôi rất thích.").to_string(),
        )
        .expect(202);
}

#[test]
fn a_site_that_names_its_origins_takes_no_other_articles() {
    let server = Server::start(|config| {
        config.public_url = Some("https://binhluan.example.vn/".into());
        let site = config.sites.get_mut("default").unwrap();
        site.allowed_origins = vec!["https://bao.example.vn".into()];
    });
    let answer = |url: &str| {
        let mut comment = marked("p", "Tôi thích.");
        comment["page"]["url"] = json!(url);
        server.comment(&comment)
    };
    for own in [
        "https://bao.example.vn/a",
        "HTTPS://BAO.example.vn:443/a",
        "https://binhluan.example.vn/demo",
    ] {
        assert_eq!(answer(own).status, 202, "{own}");
    }
    for foreign in [
        "https://lua-dao.example/x",
        "http://bao.example.vn/a",
        "https://bao.example.vn.lua-dao.example/",
        "https://bao.example.vn:8443/",
        // The server has a name; what a client calls it does not count.
        &server.url("/"),
    ] {
        let expected = ["page.url page_url_not_allowed"];
        assert_eq!(answer(foreign).field_errors(), expected, "{foreign}");
    }
    assert_eq!(
        answer("https://bao.example.vn@lua-dao.example/").field_errors(),
        ["page.url page_url_invalid"]
    );
    assert_eq!(server.editor().get("/v1/desk/comments").json()["total"], 3);
}

#[test]
fn a_site_without_origins_takes_articles_from_anywhere() {
    let server = server();
    let mut comment = marked("p", "Tôi thích.");
    comment["page"]["url"] = json!("https://bat-ky.example/x");
    server.accepted(&comment);
}
