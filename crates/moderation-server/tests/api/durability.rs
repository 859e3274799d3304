//! What was answered is kept, even when the process is killed.

use serde_json::Value;

use crate::harness::{by, marked, server};
use crate::program::Program;

/// Readers here are many on one address.
const UNLIMITED: [(&str, &str); 1] = [("BINH_LUAN_RECEIPTS_PER_MINUTE", "0")];

/// Sends a comment; the receipt, where it was answered.
fn post(base: &str, body: &Value) -> Option<String> {
    let mut answer = ureq::post(format!("{base}/v1/sites/default/comments"))
        .header("content-type", "application/json")
        .send(body.to_string())
        .ok()?;
    let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
    Some(body["receipt"].as_str()?.to_owned())
}

fn lost(program: &Program, receipts: &[String]) -> usize {
    let status = |receipt: &String| {
        program
            .get(&format!("/v1/sites/default/receipts/{receipt}"))
            .0
    };
    receipts
        .iter()
        .filter(|receipt| status(receipt) != 200)
        .count()
}

#[test]
fn every_answered_comment_survives_a_kill() {
    let mut program = Program::start(&UNLIMITED);
    let base = program.url("");
    let answered = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let base = &base;
                scope.spawn(move || {
                    let page = format!("p{writer}");
                    (0..25)
                        .map_while(|n| post(base, &by("An", &page, &format!("Ý kiến {n}."))))
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
    program.kill();
    let again = Program::start_in(program.into_folder(), &UNLIMITED);

    assert_eq!(lost(&again, &answered), 0);
}

#[test]
fn killed_in_the_middle_of_writing_loses_nothing_answered() {
    let mut program = Program::start(&UNLIMITED);
    let (first, rest) = std::sync::mpsc::channel();
    let base = program.url("");
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (first, base) = (first.clone(), base.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    let body = by("An", &format!("p{writer}"), &format!("Ý kiến {n}."));
                    let Some(receipt) = post(&base, &body) else {
                        return;
                    };
                    if first.send(receipt).is_err() {
                        return;
                    }
                }
            })
        })
        .collect();
    drop(first);
    let mut answered: Vec<String> = rest.iter().take(50).collect();
    program.kill();
    answered.extend(rest.iter());
    for writer in writers {
        writer.join().unwrap();
    }

    let again = Program::start_in(program.into_folder(), &UNLIMITED);

    assert_eq!(lost(&again, &answered), 0, "of {}", answered.len());
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
    let count = |sql: &str| server.database.number(sql);
    assert_eq!(
        count("SELECT published_count FROM page"),
        count("SELECT count(*) FROM comment WHERE status = 'published'")
    );
    assert_eq!(count("SELECT count(*) FROM moderation_log"), 9);
    for statement in [
        "DELETE FROM moderation_log",
        "UPDATE comment_revision SET text = 'x'",
    ] {
        assert!(server.database.run(statement).is_err(), "{statement}");
    }
}
