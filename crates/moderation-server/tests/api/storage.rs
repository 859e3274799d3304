//! What clients see where nothing can be stored, or where the desk reads for long.

use std::time::Duration;

use rusqlite::Connection;

use crate::harness::{Server, marked, server};

fn database(server: &Server) -> Connection {
    Connection::open(server.data.path().join("binh-luan.sqlite")).unwrap()
}

/// Waits for the answer remembered to be past its second.
fn status_of_readyz_becomes(server: &Server, status: u16) {
    for _ in 0..100 {
        if server.get("/readyz").status == status {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("/readyz never answered {status}");
}

#[test]
fn a_server_that_cannot_store_is_not_ready_and_tells_the_operator() {
    let server = server();
    let foreign = database(&server);
    server.get("/readyz").expect(200);
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    status_of_readyz_becomes(&server, 503);
    server.get("/readyz").expect_problem(503, "unavailable");
    // Who only reads notices nothing.
    server
        .get("/v1/sites/default/comments?page_id=p")
        .expect(200);
    server.get("/healthz").expect(200);
    let metrics = server.get("/metrics").expect(200).text();
    assert!(metrics.contains("binh_luan_writes_queued "), "{metrics}");
    foreign.execute_batch("COMMIT").unwrap();
    status_of_readyz_becomes(&server, 200);
    server.accepted(&marked("p", "Tôi rất thích bài này."));
}

#[test]
fn what_the_databases_own_rules_forbid_is_a_fault_and_no_reason_to_try_again() {
    let server = server();
    let body = marked("p", "Tôi rất thích bài này.");
    let answer = server.comment(&body);
    answer.expect(202);
    // A rule that no comment can keep.
    let foreign = database(&server);
    foreign
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON comment
             BEGIN SELECT RAISE(ABORT, 'no more'); END",
        )
        .unwrap();
    // A fault of ours is no reason to try for ever.
    server.comment(&body).expect_problem(500, "internal");
    foreign.execute_batch("DROP TRIGGER full").unwrap();
    server.comment(&body).expect(202);
}

#[test]
fn totals_end_at_a_thousand() {
    let server = server();
    server.accepted(&marked("p", "Tôi rất thích bài này."));
    let editor = server.editor();
    database(&server)
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
             INSERT INTO comment (public_id, site, page, status, author_name, text, search_text,
                 writer, created_at)
             SELECT 'x' || i, 'default', 1, 'pending', 'An', 'x', 'x' || i, x'00', i FROM n",
        )
        .unwrap();
    let queue = editor.get("/v1/desk/comments").expect(200).json();
    assert_eq!(queue["total"], 1001);
    let page = editor.get("/desk").expect(200).text();
    assert!(page.contains("hơn 1.000 bình luận"), "{page}");
}
