//! Which pages may use a site.

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
