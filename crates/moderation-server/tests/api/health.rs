//! For whoever watches over the server, and what no route claims.

use crate::harness::{marked, server};

#[test]
fn alive_ready_and_counted() {
    let server = server();
    server.accepted(&marked("p", "Tôi rất thích bài này."));
    assert_eq!(server.get("/healthz").expect(200).text(), "ok\n");
    assert_eq!(server.get("/readyz").expect(200).text(), "ready\n");
    let metrics = server.get("/metrics").expect(200);
    assert!(metrics.header("content-type").starts_with("text/plain"));
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
