//! What strangers send costs little: connections, heads, bodies, methods, signals.

use std::io::{Read, Write};
use std::process::Stdio;

use crate::harness::marked;
use crate::program::{Program, crowd, many_files, rest};

const LIST: &str = "GET /v1/sites/default/comments?page_id=p HTTP/1.1\r\nHost: x\r\n\r\n";

#[test]
fn methods_that_somebody_made_up_are_refused_and_not_remembered() {
    let program = Program::start(&[("BINH_LUAN_CONNECTIONS_PER_ADDRESS", "0")]);
    let mut stream = program.connect(b"");
    let mut answer = [0; 64];
    for number in 0..2_000 {
        let request = format!("BREW{number} / HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        if number == 0 {
            stream.read_exact(&mut answer).unwrap();
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
        }
    }
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .unwrap();
    assert!(rest(stream).ends_with("ok\n"));
    for _ in 0..200 {
        let long = [
            b"A".repeat(300_000),
            b" / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        ]
        .concat();
        // The server answers and closes before it has seen all of it.
        let mut stream = program.connect(b"");
        let _ = stream.write_all(&long);
    }
    let (_, metrics) = program.get("/metrics");
    assert!(metrics.len() < 20_000, "{} bytes", metrics.len());
    assert!(metrics.contains("method=\"other\""), "{metrics}");
    assert!(!metrics.contains("BREW"));
    program.assert_small();
}

#[test]
fn a_head_may_have_64_kb() {
    let program = Program::start(&[]);
    let head = |bytes: usize| {
        format!(
            "GET /healthz HTTP/1.1\r\nHost: x\r\nX: {}\r\nConnection: close\r\n\r\n",
            "x".repeat(bytes)
        )
    };
    let fits = rest(program.connect(head(60_000).as_bytes()));
    assert!(fits.starts_with("HTTP/1.1 200 "), "{fits}");
    let mut stream = program.connect(b"");
    let _ = stream.write_all(head(200_000).as_bytes());
    let refused = rest(stream);
    assert!(
        refused.is_empty() || refused.starts_with("HTTP/1.1 431 "),
        "{refused}"
    );
}

#[test]
fn heads_that_never_end_take_little_memory() {
    many_files();
    let program = Program::start(&[]);
    let beginning = [b"GET / HTTP/1.1\r\nX: ".to_vec(), b"x".repeat(60_000)].concat();
    let half: Vec<_> = std::thread::scope(|scope| {
        let crowds: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| crowd(&program, 8, 50, &beginning)))
            .collect();
        crowds
            .into_iter()
            .flat_map(|crowd| crowd.join().unwrap())
            .collect()
    });
    assert_eq!(program.get("/healthz").0, 200);
    program.assert_small();
    drop(half);
}

#[test]
fn one_address_has_its_share_of_connections() {
    let program = Program::start(&[("BINH_LUAN_CONNECTIONS_PER_ADDRESS", "5")]);
    let mine = crowd(&program, 1, 5, b"");
    // The server takes connections in order: with an answer on the last one all are in.
    let last = crowd(&program, 1, 1, LIST.as_bytes()).remove(0);
    let refused = rest(last);
    assert!(
        refused.is_empty() || refused.starts_with("HTTP/1.1 503 "),
        "{refused}"
    );
    assert_eq!(program.get("/healthz").0, 200, "from another address");
    assert_eq!(program.metric("binh_luan_connections_refused_total"), 1);
    drop(mine);
    program.wait_for_metric("binh_luan_connections", |open| open == 1);
    let again = crowd(&program, 1, 1, b"GET /healthz HTTP/1.0\r\n\r\n").remove(0);
    assert!(rest(again).ends_with("ok\n"));
}

#[test]
fn as_many_files_may_be_open_as_the_system_allows() {
    let program = Program::start(&[]);
    let (soft, hard) = program.file_limits();
    assert_eq!(soft, hard);
}

#[test]
fn the_idle_make_room_for_whoever_comes() {
    let program = Program::start(&[("BINH_LUAN_CONNECTIONS", "16")]);
    let idle = crowd(&program, 2, 20, b"");
    for _ in 0..20 {
        assert_eq!(program.get("/healthz").0, 200);
    }
    drop(idle);
}

#[test]
fn who_never_reads_is_let_go() {
    let assets = tempfile::tempdir().unwrap();
    std::fs::write(assets.path().join("binh-luan.js"), vec![b' '; 300_000]).unwrap();
    let program = Program::start(&[
        ("BINH_LUAN_PATIENCE_SECONDS", "1"),
        ("BINH_LUAN_ASSETS", assets.path().to_str().unwrap()),
    ]);
    // More than the buffers between them hold.
    let requests = "GET /binh-luan.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(60);
    let deaf = crowd(&program, 4, 10, requests.as_bytes());
    assert_eq!(program.get("/healthz").0, 200);
    program.wait_for_metric("binh_luan_connections", |open| open == 1);
    program.assert_small();
    for stream in deaf {
        assert!(rest(stream).len() < 60 * 300_000);
    }
}

#[test]
fn a_body_that_does_not_come_is_408_and_no_outage() {
    let program = Program::start(&[("BINH_LUAN_PATIENCE_SECONDS", "1")]);
    let answer = rest(program.connect(
        b"POST /v1/sites/default/comments HTTP/1.1\r\nHost: x\r\n\
          Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    ));
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"unavailable\""), "{answer}");
}

#[test]
fn half_a_head_holds_up_no_stop() {
    let mut program = Program::start(&[]);
    let half = program.connect(b"GET /healthz HT");
    program.wait_for_metric("binh_luan_connections", |open| open == 2);
    program.signal("-TERM");
    assert!(program.wait().success());
    assert!(!program.log().contains("were cut"), "{}", program.log());
    drop(half);
}

#[test]
fn a_running_request_is_answered_at_a_stop_and_the_second_signal_ends_at_once() {
    let body = marked("p", "Tôi rất thích bài này.").to_string();
    let head = format!(
        "POST /v1/sites/default/comments HTTP/1.1\r\nHost: x\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let (first, second) = body.as_bytes().split_at(10);
    let begin = [head.as_bytes(), first].concat();

    let mut program = Program::start(&[]);
    let mut running = program.connect(&begin);
    program.wait_for_metric("binh_luan_connections", |open| open == 2);
    program.signal("-TERM");
    running.write_all(second).unwrap();
    let answer = rest(running);
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    assert!(program.wait().success());

    let mut program = Program::start(&[]);
    let running = program.connect(&begin);
    program.wait_for_metric("binh_luan_connections", |open| open == 2);
    program.signal("-TERM");
    program.wait_for_refusal();
    program.signal("-TERM");
    assert_eq!(program.wait().code(), Some(1));
    drop(running);
}

#[test]
fn a_hangup_ends_nothing() {
    let program = Program::start(&[]);
    program.signal("-HUP");
    for _ in 0..5 {
        assert_eq!(program.get("/healthz").0, 200);
    }
}

#[test]
fn a_log_that_cannot_be_written_breaks_nothing() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    for log in [Stdio::from(full), Stdio::from(closed)] {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start_with(folder, &[("BINH_LUAN_LOG", "debug")], log);
        for number in 0..5 {
            let comment = marked("p", &format!("Ý kiến rất hay số {number}."));
            assert_eq!(program.comment(&comment), 202);
        }
        assert_eq!(program.get("/readyz").0, 200);
    }
}

#[test]
fn each_request_leaves_one_line_that_tells_nothing_of_the_reader() {
    let mut program = Program::start(&[("BINH_LUAN_LOG_FORMAT", "json")]);
    let secret = "Bí mật của bạn đọc.";
    assert_eq!(program.comment(&marked("p-rieng", secret)), 202);
    program.get("/v1/sites/default/comments?page_id=p-rieng");
    let answer = rest(program.connect(
        b"GET /healthz HTTP/1.0\r\nX-Request-Id: proxy-7\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n",
    ));
    assert!(answer.contains("x-request-id: proxy-7\r\n"), "{answer}");
    program.signal("-TERM");
    assert!(program.wait().success());
    let log = program.log();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["message"] == "answered")
        .collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert_eq!(lines[0]["method"], "POST");
    assert_eq!(lines[0]["route"], "/v1/sites/{site}/comments");
    assert_eq!(lines[0]["status"], 202);
    assert!(lines[1]["took_us"].is_number());
    assert_eq!(lines[2]["request_id"], "proxy-7");
    for hidden in [
        "p-rieng",
        secret,
        "Hạnh",
        "203.0.113.9",
        "127.0.0.1",
        "hanh@",
    ] {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
}

#[test]
fn a_request_that_could_be_understood_in_two_ways_is_refused() {
    let program = Program::start(&[]);
    for (request, status) in [
        ("GET /healthz HTTP/1.1\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
        ("GET /healthz HTTP/1.0\r\n", 200),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\n", 200),
        (
            "POST /v1/desk/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n",
            501,
        ),
    ] {
        let request = format!("{request}Connection: close\r\n\r\n");
        let answer = rest(program.connect(request.as_bytes()));
        let line = answer.lines().next().unwrap_or_default();
        assert!(line.contains(&format!(" {status} ")), "{request}: {line}");
    }
}
