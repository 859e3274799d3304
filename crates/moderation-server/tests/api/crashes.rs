//! The server killed again and again in the middle of posts and decisions: nothing that was answered
//! is lost, nothing is done twice, and the counts are what a recount finds.
//!
//! A few kills in the suite. `BINH_LUAN_KILLS=50` makes as many, with a thousand answers between two
//! of them, and prints what it found.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::care::{open, succeeds};
use crate::harness::{FORM, PASSWORD, by, form};
use crate::program::{Program, command};

const KILLS: &str = "BINH_LUAN_KILLS";
const UNLIMITED: [(&str, &str); 2] = [
    ("BINH_LUAN_RECEIPTS_PER_MINUTE", "0"),
    ("BINH_LUAN_WAITING_PER_ARTICLE", "0"),
];
const WRITERS: usize = 4;

/// The server as its clients know it: where it is now, and what it answered.
struct House {
    address: Mutex<SocketAddr>,
    is_over: AtomicBool,
    answers: AtomicU64,
    unanswered: AtomicU64,
    agent: ureq::Agent,
}

/// What came back: status and body.
type Answer = (u16, String);

impl House {
    fn new(program: &Program) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        Self {
            address: Mutex::new(program.address),
            is_over: AtomicBool::new(false),
            answers: AtomicU64::new(0),
            unanswered: AtomicU64::new(0),
            agent: agent.into(),
        }
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// One request; nothing where no answer came.
    fn try_send(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
        let url = format!("http://{}{path}", *self.address.lock().unwrap());
        let answer = if body.is_empty() {
            let mut request = self.agent.get(url);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            request.call()
        } else {
            let mut request = self.agent.post(url);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            request.send(body)
        };
        let mut answer = answer.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.body_mut().read_to_string().ok()?))
    }

    /// The same request until it is answered with something else than "come again".
    fn send(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        loop {
            match self.try_send(path, headers, body) {
                Some((503, _)) | None => {
                    self.unanswered.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(5));
                }
                Some(answer) => {
                    self.answers.fetch_add(1, Ordering::Relaxed);
                    return answer;
                }
            }
        }
    }

    /// Writes until it is over: each text, and the id that was answered.
    fn write(&self, writer: usize) -> Vec<(String, String)> {
        let mut answered = Vec::new();
        for n in 0.. {
            if self.is_over() {
                break;
            }
            let text = format!("Ý kiến {n} của {writer}.");
            let key = format!("khoa-cua-nguoi-{writer}-so-{n}");
            let headers = [
                ("content-type", "application/json"),
                ("idempotency-key", &*key),
            ];
            let body = by("An", &format!("p{}", n % 20), &text).to_string();
            let (status, answer) = self.send("/v1/sites/default/comments", &headers, &body);
            assert_eq!(status, 202, "{answer}");
            let answer: Value = serde_json::from_str(&answer).unwrap();
            answered.push((text, answer["id"].as_str().unwrap().to_owned()));
        }
        answered
    }

    /// Decides until it is over: each comment, and what was answered of it.
    fn decide(&self, cookie: &str, csrf: &str) -> Vec<(String, String)> {
        let headers = [
            ("cookie", cookie),
            ("x-csrf-token", csrf),
            ("content-type", "application/json"),
        ];
        let mut answered = Vec::new();
        for round in 0.. {
            if self.is_over() {
                break;
            }
            let (status, list) = self.send("/v1/desk/comments?limit=20", &headers, "");
            assert_eq!(status, 200, "{list}");
            let list: Value = serde_json::from_str(&list).unwrap();
            let acts: Vec<Value> = list["comments"]
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
                .map(|(n, comment)| {
                    let action = ["publish", "reject"][n % 2];
                    json!({"kind": "decide", "key": format!("khoa-{round}-{n}"),
                        "id": comment["id"], "action": action, "revision": 1,
                        "confirm_page": true})
                })
                .collect();
            let body = json!({ "acts": acts }).to_string();
            let (status, answer) = self.send("/v1/desk/acts", &headers, &body);
            assert_eq!(status, 200, "{answer}");
            let answer: Value = serde_json::from_str(&answer).unwrap();
            for result in answer["results"].as_array().unwrap() {
                assert_eq!(result["outcome"], "done", "{result}");
                let word = |name: &str| result["comment"][name].as_str().unwrap().to_owned();
                answered.push((word("id"), word("status")));
            }
        }
        answered
    }

    /// The first editor's cookie and token.
    fn sign_up(&self, program: &Program) -> (String, String) {
        let link = program.first_link.as_ref().unwrap();
        let fields = form(&[
            ("login", "mai"),
            ("name", "Trần Mai"),
            ("password", PASSWORD),
        ]);
        let made = self.agent.post(link).header(FORM.0, FORM.1).send(fields);
        let cookie = made.unwrap().headers()["set-cookie"]
            .to_str()
            .unwrap()
            .to_owned();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let (status, session) = self.send("/v1/desk/session", &[("cookie", &cookie)], "");
        assert_eq!(status, 200, "{session}");
        let session: Value = serde_json::from_str(&session).unwrap();
        (cookie, session["csrf_token"].as_str().unwrap().to_owned())
    }
}

/// As a power cut leaves the log of writes: its end was never finished.
fn tear_log(program: &Program) {
    let log = program.data().join("binh-luan.sqlite-wal");
    let mut log = OpenOptions::new().append(true).open(log).unwrap();
    log.write_all(&[0x5a; 2_345]).unwrap();
}

fn number(db: &Connection, sql: &str, of: &[&str]) -> i64 {
    db.prepare_cached(sql)
        .unwrap()
        .query_row(rusqlite::params_from_iter(of), |row| row.get(0))
        .unwrap()
}

#[test]
fn kills_in_the_middle_of_posts_and_decisions_lose_nothing_and_double_nothing() {
    let wanted = std::env::var(KILLS)
        .ok()
        .and_then(|kills| kills.parse().ok());
    let (kills, between) = wanted.map_or((3_u64, 60_u64), |kills| (kills, 1_000));
    let start = Instant::now();
    let mut program = Program::start(&UNLIMITED);
    let house = House::new(&program);
    let (cookie, csrf) = house.sign_up(&program);

    let (posted, decided) = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let house = &house;
                scope.spawn(move || house.write(writer))
            })
            .collect();
        let editor = scope.spawn(|| house.decide(&cookie, &csrf));
        for kill in 0..kills {
            // Not always at the same moment of a group.
            let next = house.answers.load(Ordering::Relaxed) + between + kill * 7 % 30;
            while house.answers.load(Ordering::Relaxed) < next {
                std::thread::sleep(Duration::from_millis(1));
            }
            program.kill();
            tear_log(&program);
            let folder = std::mem::replace(&mut program.folder, tempfile::tempdir().unwrap());
            program = Program::start_in(folder, &UNLIMITED);
            *house.address.lock().unwrap() = program.address;
        }
        house.is_over.store(true, Ordering::Relaxed);
        let posted: Vec<_> = writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect();
        (posted, editor.join().unwrap())
    });
    program.signal("-TERM");
    assert!(program.wait().success());

    let db = open(&program.data().join("binh-luan.sqlite"));
    let all = |table: &str| {
        let count = number(&db, &format!("SELECT count(*) FROM {table}"), &[]);
        usize::try_from(count).unwrap()
    };
    for (text, id) in &posted {
        let once = "SELECT count(*) FROM comment WHERE text = ?1 AND public_id = ?2";
        assert_eq!(number(&db, once, &[text, id]), 1, "lost: {text}");
    }
    assert_eq!(all("comment"), posted.len(), "doubled, or never answered");
    for (id, status) in &decided {
        let once = "SELECT count(*) FROM comment WHERE public_id = ?1 AND status = ?2 AND 1 = \
             (SELECT count(*) FROM moderation_log WHERE comment = comment.id)";
        assert_eq!(number(&db, once, &[id, status]), 1, "decision lost: {id}");
    }
    assert_eq!(all("moderation_log"), decided.len());
    assert!(!decided.is_empty());
    drop(db);
    let told = succeeds(&command(&["check"], &program.data()));
    assert!(told.ends_with("sound\n"), "{told}");
    if wanted.is_some() {
        let report = format!(
            "{kills} kills, {} posts and {} decisions answered, {} requests without an answer and \
             sent again; 0 lost, 0 doubled, counts right; {:?}",
            posted.len(),
            decided.len(),
            house.unanswered.load(Ordering::Relaxed),
            start.elapsed()
        );
        writeln!(std::io::stderr(), "{report}").unwrap();
    }
}
