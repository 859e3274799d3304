//! What clients see while a disk, a neighbour or a crowd keeps the server from its work, and after.

use std::io::Read;
use std::net::Shutdown;
use std::time::Duration;

use crate::care::{count, open};
use crate::harness::by;
use crate::program::{Program, crowd, many_files, rest};

const FILE: &str = "binh-luan.sqlite";

/// A comment as it goes over the wire.
fn request(text: &str) -> String {
    let body = by("An", "p", text).to_string();
    format!(
        "POST /v1/sites/default/comments HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[track_caller]
fn becomes(program: &Program, status: u16) {
    // What was found last is remembered for a second.
    for _ in 0..500 {
        if program.get("/readyz").0 == status {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("/readyz never answered {status}");
}

#[test]
fn a_disk_that_takes_no_writes_is_told_and_what_was_refused_is_not_there_afterwards() {
    let program = Program::start(&[]);
    let stored = ["Trước.", "Sau."];
    let post = |text: &str| rest(program.connect(request(text).as_bytes()));
    assert!(post(stored[0]).starts_with("HTTP/1.1 202 "));
    // As after an error, when the system lets nobody write to that disk any more.
    program.limit_files("0");
    for n in 0..5 {
        let refused = post(&format!("Trong lúc hỏng {n}."));
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("retry-after: 5\r\n"), "{refused}");
    }
    becomes(&program, 503);
    let list = "/v1/sites/default/comments?page_id=p";
    assert_eq!(program.get(list).0, 200, "who only reads notices nothing");
    program.limit_files("unlimited");
    becomes(&program, 200);
    assert!(post(stored[1]).starts_with("HTTP/1.1 202 "));
    let db = open(&program.data().join(FILE));
    assert_eq!(count(&db, "comment"), 2);
    for text in stored {
        assert_eq!(count(&db, &format!("comment WHERE text = '{text}'")), 1);
    }
}

#[test]
fn more_writes_than_may_wait_are_refused_at_once_with_a_time_to_come_again() {
    many_files();
    let program = Program::start(&[
        ("BINH_LUAN_CONNECTIONS", "6000"),
        ("BINH_LUAN_CONNECTIONS_PER_ADDRESS", "0"),
        ("BINH_LUAN_WAITING_PER_ARTICLE", "0"),
    ]);
    let foreign = open(&program.data().join(FILE));
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    // 4,096 may wait, 256 more are in the writer's hands.
    let waiting = crowd(
        &program,
        45,
        100,
        request("Tôi rất thích bài này.").as_bytes(),
    );
    program.wait_for_metric("binh_luan_writes_queued ", |queued| queued > 3_000);
    foreign.execute_batch("COMMIT").unwrap();
    let (mut stored, mut refused) = (0, 0);
    for mut stream in waiting {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        if answer.starts_with("HTTP/1.1 202 ") {
            stored += 1;
            continue;
        }
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer:?}");
        assert!(answer.contains("retry-after: 2\r\n"), "{answer:?}");
        refused += 1;
    }
    assert!(refused > 0, "{stored}");
    assert_eq!(count(&foreign, "comment"), stored);
    assert_eq!(program.comment(&by("An", "p", "Sau đó.")), 202);
    let (now, most) = program.megabytes();
    assert!(most < 300, "{now} MB, {most} MB at most");
}

#[test]
fn who_closed_his_half_of_a_connection_leaves_nothing_behind() {
    let program = Program::start(&[]);
    let whole = request("Tôi rất thích bài này.");
    let begun: Vec<_> = (1..whole.len())
        .step_by(40)
        .map(|bytes| {
            let stream = program.connect(&whole.as_bytes()[..bytes]);
            stream.shutdown(Shutdown::Write).unwrap();
            stream
        })
        .collect();
    program.wait_for_metric("binh_luan_connections", |open| open == 1);
    drop(begun);
    let db = open(&program.data().join(FILE));
    assert_eq!(count(&db, "comment"), 0);
}
