//! Floods of requests: what is kept of them is bounded, and readers are answered beside them.

use serde_json::json;

use crate::harness::{PASSWORD, Server, by, marked, server};
use crate::program::{Program, rest};

const SITE: &str = "/v1/sites/default";

/// A house that publishes at once, with one article of long comments.
/// With which the house announces its articles.
const HOUSE_KEY: &str = "cau-rat-dai-cua-toa-soan-0123456789";

fn long_article(comments: usize) -> Program {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("binh-luan.toml");
    std::fs::write(
        &config,
        format!("[sites.default]\npublish = \"at_once\"\nhouse_key = \"{HOUSE_KEY}\"\n"),
    )
    .unwrap();
    let program = Program::start_in(
        folder,
        &[
            ("BINH_LUAN_CONFIG", config.to_str().unwrap()),
            ("BINH_LUAN_READS_PER_MINUTE", "0"),
        ],
    );
    for number in 0..comments {
        let text = format!(
            "{number} {}",
            "Tôi rất đồng tình với bài viết này. ".repeat(50)
        );
        assert_eq!(program.comment(&by("An", "p", &text)), 201);
    }
    program
}

/// Sends GET requests on one connection and reads all answers; how many were 200.
fn get_all(program: &Program, paths: impl Iterator<Item = String>) -> usize {
    let mut stream = program.connect(b"");
    let mut reader = stream.try_clone().unwrap();
    let answers = std::thread::spawn(move || {
        let (mut found, mut rest) = (0, Vec::new());
        let mut buffer = vec![0; 1 << 20];
        while let Ok(bytes @ 1..) = std::io::Read::read(&mut reader, &mut buffer) {
            rest.extend_from_slice(&buffer[..bytes]);
            found += rest
                .windows(15)
                .filter(|part| part == b"HTTP/1.1 200 OK")
                .count();
            // What may be the beginning of the next.
            let keep = rest.len().saturating_sub(14);
            rest.drain(..keep);
        }
        found
    });
    for path in paths {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    }
    let last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    std::io::Write::write_all(&mut stream, last).unwrap();
    answers.join().unwrap() - 1
}

#[test]
fn lists_behind_made_up_cursors_are_not_hoarded() {
    let program = long_article(105);
    let list = |number: u64| {
        use base64::Engine;
        let place = format!("0 9223372036854775807 {}", 1_000_000 + number);
        let cursor = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(place);
        format!("{SITE}/comments?page_id=p&limit=100&cursor={cursor}")
    };
    assert_eq!(get_all(&program, (0..5).map(list)), 5);
    let (before, _) = program.megabytes();
    // Some 300 KB each.
    assert_eq!(get_all(&program, (5..125).map(list)), 120);
    let (after, _) = program.megabytes();
    assert!(after < before + 15, "{before} MB, {after} MB");
}

#[test]
fn made_up_sections_are_empty_and_cost_no_count() {
    let program = long_article(3);
    let article =
        r#"{"url":"https://bao.example.vn/dan-van","title":"Nghe dân nói","section":"Thời sự"}"#;
    let announced = rest(
        program.connect(
            format!(
                "PUT {SITE}/pages/p HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             authorization: Bearer {HOUSE_KEY}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{article}",
                article.len()
            )
            .as_bytes(),
        ),
    );
    assert!(announced.starts_with("HTTP/1.1 201"), "{announced}");
    let made_up =
        (0..500).map(|number| format!("{SITE}/most-commented?window=30d&section={number}"));
    assert_eq!(get_all(&program, made_up), 500);
    let (status, answer) = program.get(&format!(
        "{SITE}/most-commented?section=Th%E1%BB%9Di%20s%E1%BB%B1"
    ));
    assert_eq!(status, 200);
    assert!(answer.contains("dan-van"), "{answer}");
    let (_, answer) = program.get(&format!("{SITE}/most-commented?section=khac"));
    assert_eq!(answer, "{\"pages\":[]}");
    let long = "%C3%A2".repeat(101);
    assert_eq!(
        program
            .get(&format!("{SITE}/most-commented?section={long}"))
            .0,
        422
    );
}

#[test]
fn everybody_signing_in_at_once_takes_little_memory_and_the_rest_come_again() {
    let program = Program::start(&[("BINH_LUAN_TRUSTED_PROXIES", "127.0.0.1")]);
    let answers: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..90)
            .map(|number| {
                let body = json!({"login": format!("u{number}"), "password": PASSWORD}).to_string();
                let request = format!(
                    "POST /v1/desk/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
                     X-Forwarded-For: 10.1.0.{number}\r\nContent-Type: application/json\r\n\
                     Content-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                let program = &program;
                scope.spawn(move || rest(program.connect(request.as_bytes())))
            })
            .collect();
        assert_eq!(program.get("/readyz").0, 200);
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |status: &str| answers.iter().filter(|one| one.starts_with(status)).count();
    let (wrong, later) = (count("HTTP/1.1 401 "), count("HTTP/1.1 503 "));
    assert_eq!(wrong + later, 90, "{answers:?}");
    assert!(wrong >= 20 && later > 0, "{wrong} {later}");
    let told = answers
        .iter()
        .find(|one| one.starts_with("HTTP/1.1 503 "))
        .unwrap();
    assert!(told.contains("retry-after: "), "{told}");
    program.assert_small();
}

#[test]
fn names_of_64_kb_are_not_remembered() {
    let program = Program::start(&[("BINH_LUAN_TRUSTED_PROXIES", "127.0.0.1")]);
    for number in 0..300 {
        let body = json!({"login": format!("{}{number}", "а".repeat(30_000)), "password": "x"});
        let answer = ureq::post(program.url("/v1/desk/session"))
            .header("content-type", "application/json")
            .header(
                "x-forwarded-for",
                format!("10.0.{}.{}", number / 250, number % 250),
            )
            .send(body.to_string());
        assert!(
            matches!(answer, Err(ureq::Error::StatusCode(401))),
            "{answer:?}"
        );
    }
    let (now, _) = program.megabytes();
    assert!(now < 60, "{now} MB");
}

#[test]
fn a_program_that_reads_too_much_is_told_to_wait() {
    let server = Server::start(|config| {
        config.rate_limits.reads_per_minute = Some(4);
        config.rate_limits.receipts_per_minute = 2;
    });
    for path in [
        "comments?page_id=p",
        "counts?page_id=p",
        "most-commented",
        "threads/p",
    ] {
        server.get(&format!("{SITE}/{path}")).expect(200);
    }
    let refused = server.get(&format!("{SITE}/comments?page_id=p"));
    refused.expect_problem(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "15");
    // Writing is another matter.
    server.accepted(&marked("p", "Tôi rất thích bài này."));
    for _ in 0..2 {
        server
            .send("DELETE", &format!("{SITE}/receipts/x.y"), &[], [])
            .expect_problem(404, "receipt_not_found");
    }
    server
        .send("DELETE", &format!("{SITE}/receipts/x.y"), &[], [])
        .expect_problem(429, "rate_limited");
}

#[test]
fn ids_too_long_are_refused_before_they_are_worked_on() {
    let server = server();
    let long = "%D0%B0".repeat(10_000);
    for path in ["comments", "counts"] {
        let answer = server.get(&format!("{SITE}/{path}?page_id={long}"));
        assert_eq!(
            answer.field_errors(),
            ["page_id page_id_too_long"],
            "{path}"
        );
    }
    // What is long only because its marks stand apart is not.
    let apart = "e%CC%82%CC%81".repeat(200);
    server
        .get(&format!("{SITE}/counts?page_id={apart}"))
        .expect(200);
    let many = "&page_id=a".repeat(300);
    let answer = server.get(&format!("{SITE}/counts?page_id=a{many}"));
    assert_eq!(answer.field_errors(), ["page_id too_many"]);
}
