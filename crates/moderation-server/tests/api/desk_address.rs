//! The desk at an address of its own, out of reach of scripts on readers' pages.

use std::net::SocketAddr;

use crate::harness::{FORM, PASSWORD, Server, form};

fn apart(desk_url: Option<&str>) -> (Server, SocketAddr) {
    let server = Server::start(|config| {
        config.public_url = Some("https://bao.example.vn".into());
        config.desk_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        config.desk_url = desk_url.map(str::to_owned);
    });
    let desk = server.desk.unwrap();
    assert_ne!(desk.to_string(), server.host());
    (server, desk)
}

#[test]
fn a_desk_of_its_own_address_is_nowhere_else() {
    let (server, desk) = apart(None);
    let account = form(&[("login", "mai"), ("password", PASSWORD)]);
    let made = server.send_to(desk, "POST", &server.first_link, &[FORM], account);
    let cookie = made.expect(303).header("set-cookie").to_owned();
    let cookie = [("cookie", cookie.split(';').next().unwrap())];

    for (path, there) in [
        ("/desk", 200),
        ("/desk/editors", 200),
        ("/desk/log", 200),
        ("/v1/desk/session", 200),
        ("/v1/desk/comments", 200),
        ("/", 303),
        ("/_static/desk.css", 200),
        ("/readyz", 200),
    ] {
        let answer = server.send_to(desk, "GET", path, &cookie, []);
        assert_eq!(answer.status, there, "{path}: {}", answer.text());
    }
    // What a script on a readers' page asks for, with the editor's cookie: cookies know no ports.
    for path in [
        "/desk",
        "/desk/editors",
        "/v1/desk/session",
        "/v1/desk/comments",
        "/desk/sign-in",
    ] {
        server
            .send("GET", path, &cookie, [])
            .expect_problem(404, "not_found");
        server
            .send("POST", path, &cookie, "csrf=x")
            .expect_problem(404, "not_found");
    }
    let link = server.first_link.clone();
    server.get(&link).expect_problem(404, "not_found");
}

#[test]
fn readers_are_answered_at_their_own_address_alone() {
    let (server, desk) = apart(None);
    for path in [
        "/v1/sites/default/comments?page_id=a",
        "/v1/sites/default/counts?page_id=a",
        "/v1/sites/default/threads/a",
        "/binh-luan.js",
        "/assets/x.js",
    ] {
        server
            .send_to(desk, "GET", path, &[], [])
            .expect_problem(404, "not_found");
    }
    server
        .get("/v1/sites/default/comments?page_id=a")
        .expect(200);
}

#[test]
fn cookies_and_forms_of_the_desk_go_by_its_own_address() {
    let (server, desk) = apart(Some("https://ban.example.vn"));
    let account = form(&[("login", "mai"), ("password", PASSWORD)]);
    let made = server.send_to(desk, "POST", &server.first_link, &[FORM], account);
    let cookie = made.expect(303).header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-") && cookie.contains("; Secure"),
        "{cookie}"
    );

    for (origin, status) in [
        ("https://ban.example.vn", 303),
        // The readers' pages are foreign to the desk.
        ("https://bao.example.vn", 403),
        ("https://khac.example.vn", 403),
    ] {
        let fields = form(&[("login", "mai"), ("password", PASSWORD)]);
        let headers = [FORM, ("origin", origin)];
        let answer = server.send_to(desk, "POST", "/desk/sign-in", &headers, fields);
        assert_eq!(answer.status, status, "{origin}: {}", answer.text());
    }

    let cookie = [("cookie", cookie.split(';').next().unwrap()), FORM];
    let session = server.send_to(desk, "GET", "/v1/desk/session", &cookie, []);
    let token = session.json()["csrf_token"].as_str().unwrap().to_owned();
    let invited = server.send_to(
        desk,
        "POST",
        "/desk/editors",
        &cookie,
        form(&[("csrf", &token)]),
    );
    let page = invited.expect(201).text();
    assert!(
        page.contains("https://ban.example.vn/desk/setup/"),
        "{page}"
    );
}

#[test]
fn without_an_address_of_its_own_the_desk_is_where_the_readers_are() {
    let server = Server::start(|_| {});
    assert_eq!(server.desk, None);
    server.get("/desk/sign-in").expect(200);
    server
        .get("/v1/sites/default/comments?page_id=a")
        .expect(200);
}
