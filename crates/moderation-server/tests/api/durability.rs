//! What was answered is kept, even when the process is killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::harness::{by, marked, server};

/// The binary as a process of its own.
struct Process {
    child: Child,
    base: String,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_moderation-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env("BINH_LUAN_COMMENTS_PER_MINUTE", "0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut base = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref() {
            let line = line.unwrap();
            if let Some(address) = line.strip_prefix("article: ") {
                base = address.trim_end_matches('/').to_owned();
            }
            if line == "ready" {
                break;
            }
        }
        Self { child, base }
    }

    fn post(&self, body: &Value) -> Option<String> {
        let answer = ureq::post(format!("{}/v1/sites/default/comments", self.base))
            .header("content-type", "application/json")
            .send(body.to_string())
            .ok()?;
        let mut answer = answer;
        let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
        Some(body["receipt"].as_str()?.to_owned())
    }

    fn status(&self, receipt: &str) -> u16 {
        let url = format!("{}/v1/sites/default/receipts/{receipt}", self.base);
        ureq::get(url)
            .call()
            .map_or(0, |answer| answer.status().as_u16())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_answered_comment_survives_a_kill() {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path());
    let answered = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let process = &process;
                scope.spawn(move || {
                    let page = format!("p{writer}");
                    (0..25)
                        .map_while(|n| process.post(&by("An", &page, &format!("Ý kiến {n}."))))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect::<Vec<_>>()
    });
    assert_eq!(answered.len(), 100);

    // SIGKILL: no chance to write anything more.
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    let again = Process::start(data.path());

    let lost = answered
        .iter()
        .filter(|receipt| again.status(receipt) != 200)
        .count();
    assert_eq!(lost, 0);
}

#[test]
fn killed_in_the_middle_of_writing_loses_nothing_answered() {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path());
    let (first, rest) = std::sync::mpsc::channel();
    let base = process.base.clone();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (first, base) = (first.clone(), base.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    let body = by("An", &format!("p{writer}"), &format!("Ý kiến {n}."));
                    let sent = ureq::post(format!("{base}/v1/sites/default/comments"))
                        .header("content-type", "application/json")
                        .send(body.to_string());
                    let Ok(mut answer) = sent else { return };
                    let Ok(text) = answer.body_mut().read_to_string() else {
                        return;
                    };
                    let Ok(body) = serde_json::from_str::<Value>(&text) else {
                        return;
                    };
                    if first
                        .send(body["receipt"].as_str().unwrap().to_owned())
                        .is_err()
                    {
                        return;
                    }
                }
            })
        })
        .collect();
    drop(first);
    let mut answered: Vec<String> = rest.iter().take(50).collect();
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    answered.extend(rest.iter());
    for writer in writers {
        writer.join().unwrap();
    }

    let again = Process::start(data.path());

    let lost = answered
        .iter()
        .filter(|receipt| again.status(receipt) != 200)
        .count();
    assert_eq!(lost, 0, "of {}", answered.len());
}

#[test]
fn counters_equal_a_recount() {
    let server = server();
    let editor = server.editor();
    for n in 0..6 {
        let (id, _) = server.accepted(&marked("p", &format!("Ý kiến {n}.")));
        editor.publish(&id);
        if n % 2 == 0 {
            let body = serde_json::json!({"action": "reject", "revision": 2});
            editor.decide(&id, &body).expect(200);
        }
    }
    let db = rusqlite::Connection::open(server.data.path().join("binh-luan.sqlite")).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count("SELECT published_count FROM page"),
        count("SELECT count(*) FROM comment WHERE status = 'published'")
    );
    assert_eq!(count("SELECT count(*) FROM moderation_log"), 9);
    assert!(
        db.execute("DELETE FROM moderation_log", []).is_err(),
        "the log is append-only"
    );
    assert!(
        db.execute("UPDATE comment_revision SET text = 'x'", [])
            .is_err()
    );
}
