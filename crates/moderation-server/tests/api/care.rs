//! The database as a whole: backups made while the server runs, put back after it was killed, and
//! looked through.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use rusqlite::Connection;
use serde_json::Value;

use crate::harness::by;
use crate::program::{Program, command, serve_in_vain};

/// Sends a comment; the receipt, where it was answered.
pub(crate) fn post(base: &str, text: &str) -> Option<String> {
    let mut answer = ureq::post(format!("{base}/v1/sites/default/comments"))
        .header("content-type", "application/json")
        .send(by("An", "p", text).to_string())
        .ok()?;
    let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
    Some(body["receipt"].as_str()?.to_owned())
}

pub(crate) fn is_known(program: &Program, receipt: &str) -> bool {
    let path = format!("/v1/sites/default/receipts/{receipt}");
    program.get(&path).0 == 200
}

pub(crate) fn backup(program: &Program, to: &Path) -> Output {
    command(&["backup", "--to", to.to_str().unwrap()], &program.data())
}

pub(crate) fn restore(data: &Path, from: &Path) -> Output {
    command(&["restore", "--from", from.to_str().unwrap()], data)
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[track_caller]
pub(crate) fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

#[track_caller]
pub(crate) fn is_refused(output: &Output, because: &str) {
    let said = said(output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains(because), "{said}");
}

pub(crate) fn open(file: &Path) -> Connection {
    Connection::open(file).unwrap()
}

pub(crate) fn count(db: &Connection, what: &str) -> i64 {
    db.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| {
        row.get(0)
    })
    .unwrap()
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_ends_while_comments_come_in_and_has_what_was_answered_before() {
    let program = Program::start(&[]);
    let base = program.url("");
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backup.sqlite");
    let (answered, receipts) = std::sync::mpsc::channel();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (base, answered) = (base.clone(), answered.clone());
            // Goes on until the receiver is gone.
            std::thread::spawn(move || {
                (0..).find(|n| {
                    let receipt = post(&base, &format!("Ý kiến {n} của {writer}."));
                    answered.send(receipt.unwrap()).is_err()
                })
            })
        })
        .collect();
    let before: Vec<String> = receipts.iter().take(40).collect();
    let told = succeeds(&backup(&program, &to));
    drop(receipts);
    for writer in writers {
        writer.join().unwrap();
    }
    assert!(told.contains("comments, checked"), "{told}");
    assert!(told.contains("server.key"), "{told}");
    let copy = open(&to);
    for receipt in &before {
        // A receipt begins with the comment's id.
        let id = receipt.split('.').next().unwrap();
        assert_eq!(
            count(&copy, &format!("comment WHERE public_id = '{id}'")),
            1
        );
    }
    assert_eq!(
        fs::metadata(&to).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        names(folder.path()),
        ["backup.sqlite"],
        "no draft stays behind"
    );
    // A second one overwrites nothing.
    let bytes = fs::read(&to).unwrap();
    is_refused(&backup(&program, &to), "is there already");
    assert_eq!(fs::read(&to).unwrap(), bytes);
    is_refused(
        &backup(&program, &folder.path().join("no/such")),
        "cannot write",
    );
    assert_eq!(names(folder.path()), ["backup.sqlite"]);
}

#[test]
fn a_backup_is_put_back_after_a_kill_and_what_came_after_it_is_kept_beside() {
    let mut program = Program::start(&[]);
    let kept = post(&program.url(""), "Trước khi sao lưu.").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("backup.sqlite");
    succeeds(&backup(&program, &copy));
    let later = post(&program.url(""), "Sau khi sao lưu.").unwrap();

    // Not under a server that works on it.
    let files = names(&program.data());
    is_refused(&restore(&program.data(), &copy), "stop it first");
    assert_eq!(names(&program.data()), files);
    assert!(is_known(&program, &later));

    // The log of writes of the killed one lies beside its database, and would ruin another.
    program.kill();
    let data = program.data();
    assert!(
        fs::metadata(data.join("binh-luan.sqlite-wal"))
            .unwrap()
            .len()
            > 0
    );
    let told = succeeds(&restore(&data, &copy));
    assert!(told.contains("1 comments, checked"), "{told}");
    assert!(!told.contains("put that file back"), "{told}");
    assert!(!data.join("binh-luan.sqlite-wal").exists());
    let again = Program::start_in(program.into_folder(), &[]);
    assert!(is_known(&again, &kept));
    assert!(!is_known(&again, &later));
    succeeds(&command(&["check"], &again.data()));

    // The database of before lies beside it, its log included.
    let replaced = names(&again.data())
        .into_iter()
        .find(|name| name.starts_with("binh-luan.replaced-") && name.ends_with(".sqlite"))
        .unwrap();
    let replaced = again.data().join(replaced);
    assert!(told.contains(replaced.to_str().unwrap()), "{told}");
    assert_eq!(count(&open(&replaced), "comment"), 2);
}

#[test]
fn what_is_no_sound_database_is_not_put_in_place() {
    let mut program = Program::start(&[]);
    post(&program.url(""), "Tôi rất thích bài này.").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.sqlite");
    succeeds(&backup(&program, &good));
    program.kill();
    let data = program.data();
    let bytes = fs::read(&good).unwrap();
    let with = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let file = folder.path().join(name);
        let mut bytes = bytes.clone();
        change(&mut bytes);
        fs::write(&file, bytes).unwrap();
        file
    };
    let recipes = folder.path().join("recipes.sqlite");
    open(&recipes)
        .execute_batch("CREATE TABLE recipe (x)")
        .unwrap();
    let before = names(&data);
    for (file, because) in [
        (with("empty", &|bytes| bytes.clear()), "is empty"),
        (
            with("text", &|bytes| *bytes = b"x".repeat(9_000)),
            "no SQLite database",
        ),
        (
            with("half", &|bytes| bytes.truncate(bytes.len() / 2)),
            "cannot be put in place",
        ),
        (
            with("garbled", &|bytes| bytes[4_096 * 8..4_096 * 9].fill(7)),
            "cannot be put in place",
        ),
        (recipes, "not the tables of a moderation server"),
        (folder.path().join("none"), "cannot read"),
    ] {
        is_refused(&restore(&data, &file), because);
        assert_eq!(names(&data), before, "{}", file.display());
    }
    assert_eq!(count(&open(&data.join("binh-luan.sqlite")), "comment"), 1);
}

#[test]
fn a_check_beside_the_server_tells_what_is_wrong_and_mends_what_can_be() {
    let program = Program::start(&[]);
    for text in ["Một.", "Hai."] {
        post(&program.url(""), text).unwrap();
    }
    assert!(succeeds(&command(&["check"], &program.data())).ends_with("sound\n"));
    let db = open(&program.data().join("binh-luan.sqlite"));
    db.execute_batch(
        "UPDATE page SET published_count = 7;
         UPDATE comment SET like_count = 3, reply_count = 1, report_count = 2 WHERE id = 1;",
    )
    .unwrap();
    let version = "page WHERE version = 1";
    let unseen = count(&db, version);
    let wrong = [
        "`page.published_count` is miscounted in 1 rows",
        "`comment.reply_count` is miscounted in 1 rows",
        "`comment.like_count` is miscounted in 1 rows",
        "`comment.report_count` is miscounted in 1 rows",
    ];
    for fault in wrong {
        is_refused(&command(&["check"], &program.data()), fault);
    }
    let told = succeeds(&command(&["check", "--repair"], &program.data()));
    for fault in wrong {
        assert!(told.contains(&format!("mended: {fault}")), "{told}");
    }
    assert_eq!(count(&db, "page WHERE published_count <> 0"), 0);
    assert_eq!(
        (unseen, count(&db, version)),
        (1, 0),
        "lists kept by clients are stale"
    );
    succeeds(&command(&["check"], &program.data()));

    // What cannot be made good from the rest is told, and not made worse.
    db.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM page")
        .unwrap();
    let orphans = "rows of `comment` that belong to no row of `page`: 2";
    is_refused(&command(&["check", "--repair"], &program.data()), orphans);
    assert_eq!(count(&db, "comment"), 2);
}

#[test]
fn a_check_tells_of_damage_and_makes_indexes_anew() {
    let mut program = Program::start(&[]);
    post(&program.url(""), "Tôi rất thích bài này.").unwrap();
    program.kill();
    let data = program.data();
    let file = data.join("binh-luan.sqlite");
    let db = open(&file);
    // Takes the rows out of an index, as a fault of the disk may.
    db.execute_batch(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = sql || ' AND 1 = 0' WHERE name = 'comment_waiting';
         PRAGMA writable_schema = RESET;
         REINDEX comment_waiting;
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, ' AND 1 = 0', '')
             WHERE name = 'comment_waiting';
         PRAGMA writable_schema = RESET;
         PRAGMA journal_mode = DELETE;",
    )
    .unwrap();
    drop(db);
    let fault = "an index is not in line with its table";
    is_refused(&command(&["check"], &data), fault);
    let told = succeeds(&command(&["check", "--repair"], &data));
    assert!(told.contains("mended: an index"), "{told}");
    succeeds(&command(&["check"], &data));

    let db = open(&file);
    db.execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    let page: u32 = db
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'comment'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(db);
    let mut bytes = fs::read(&file).unwrap();
    let page = usize::try_from(page).unwrap();
    bytes[4_096 * (page - 1)..4_096 * page].fill(7);
    fs::write(&file, &bytes).unwrap();
    is_refused(
        &command(&["check", "--repair"], &data),
        "moderation-server restore",
    );
    assert_eq!(fs::read(&file).unwrap().len(), bytes.len());
}

#[test]
fn a_second_server_on_a_folder_is_refused_before_it_touches_anything() {
    let program = Program::start(&[]);
    let link = "editor_invitation";
    let db = open(&program.data().join("binh-luan.sqlite"));
    let links = count(&db, link);
    for _ in 0..2 {
        let refused = serve_in_vain(&program.data());
        is_refused(
            &refused,
            &format!("another process ({}) works", program.id()),
        );
        is_refused(&refused, "stop it first");
    }
    assert_eq!(
        count(&db, link),
        links,
        "the first one's link is not replaced"
    );
    post(&program.url(""), "Tôi rất thích bài này.").unwrap();
}
