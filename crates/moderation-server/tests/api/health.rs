//! For whoever watches over the server, and what no route claims.

use crate::harness::{Server, marked, server};

#[test]
fn alive_ready_and_counted() {
    let server = server();
    server.accepted(&marked("p", "Tôi rất thích bài này."));
    assert_eq!(server.get("/healthz").expect(200).text(), "ok\n");
    assert_eq!(server.get("/readyz").expect(200).text(), "ready\n");
    let metrics = server.get("/metrics").expect(200);
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = metrics.text();
    assert!(text.contains("binh_luan_comments_pending 1\n"), "{text}");
    assert!(
        text.contains(
            "binh_luan_request_duration_seconds_count{method=\"POST\",\
             route=\"/v1/sites/{site}/comments\",status=\"202\"} 1\n"
        ),
        "{text}"
    );
    assert!(!text.contains("Tôi"));
}

#[test]
fn the_operators_contact_is_told_where_there_is_one() {
    let path = "/.well-known/security.txt";
    server().get(path).expect_problem(404, "not_found");
    let server = Server::start(|config| {
        config.security_contact = Some("mailto:an-ninh@bao.example.vn".into());
        config.public_url = Some("https://binhluan.example.vn".into());
    });
    let file = server.get(path).expect(200);
    assert!(file.header("content-type").starts_with("text/plain"));
    let text = file.text();
    for line in [
        "Contact: mailto:an-ninh@bao.example.vn",
        "Canonical: https://binhluan.example.vn/.well-known/security.txt",
    ] {
        assert!(text.lines().any(|written| written == line), "{text}");
    }
    assert!(text.contains("Expires: 20"), "{text}");
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let plain = server();
    let secure =
        Server::start(|config| config.public_url = Some("https://binhluan.example.vn".into()));
    for (path, status, csp) in [
        (
            "/healthz",
            200,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (
            "/khong-co",
            404,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (
            "/v1/sites/default/comments",
            422,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        ("/desk/sign-in", 200, "default-src 'none'; style-src 'self'"),
    ] {
        let answer = secure.get(path).expect(status);
        assert!(
            answer.header("content-security-policy").starts_with(csp),
            "{path}"
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=63072000"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(!answer.header("x-request-id").is_empty());
        let answer = plain.get(path).expect(status);
        assert_eq!(answer.header("strict-transport-security"), "");
    }
    let page = secure.get("/desk/sign-in");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert!(page.header("permissions-policy").contains("camera=()"));
}

#[test]
fn a_path_that_is_not_utf_8_leads_nowhere() {
    let server = server();
    for path in [
        "/v1/sites/default/comments/%FF",
        "/v1/sites/default/threads/%FF",
        "/v1/sites/default/receipts/%C3",
        "/v1/sites/%FF/comments",
        "/desk/setup/%FF",
        "/_static/%FF",
    ] {
        server.get(path).expect_problem(404, "not_found");
    }
}

#[test]
fn an_embedded_file_is_kept_for_ever_under_its_own_address_only() {
    let server = server();
    let page = server.get("/desk/sign-in").expect(200).text();
    let start = page.find("/_static/desk.css?v=").unwrap();
    let address = page[start..].split('"').next().unwrap();
    let own = server.get(address).expect(200);
    assert!(own.header("cache-control").ends_with("immutable"));
    for other in ["/_static/desk.css", "/_static/desk.css?v=000000000000"] {
        let file = server.get(other).expect(200);
        assert_eq!(file.header("cache-control"), "no-cache", "{other}");
        assert_eq!(file.header("etag"), own.header("etag"));
    }
    server
        .get("/_static/khac.css")
        .expect_problem(404, "not_found");
}

#[test]
fn nothing_else_is_served() {
    let server = server();
    for path in [
        "/",
        "/v1",
        "/v1/sites/default",
        "/v1/sites/default/khac",
        "/assets/x.js",
        "/e2e",
    ] {
        server.get(path).expect_problem(404, "not_found");
    }
}
