//! What befalls the database's files: deleted, replaced, overwritten, damaged, read by others, on a
//! full disk, held by another process. Nothing is pretended, and nothing is made worse.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::care::{backup, count, is_known, is_refused, names, open, post, restore, succeeds};
use crate::harness::by;
use crate::program::{Program, command, rest, serve_in_vain};

const FILE: &str = "binh-luan.sqlite";
const LOG: &str = "binh-luan.sqlite-wal";
/// Megabytes of a disk that is soon full.
const SMALL_DISK: u32 = 16;

fn refuses_to_start(data: &Path, because: &str) {
    is_refused(&serve_in_vain(data), because);
}

/// Every file of a folder but the lock.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    names(folder)
        .into_iter()
        .filter(|name| !name.ends_with(".lock") && !name.ends_with("-shm"))
        .map(|name| (name.clone(), fs::read(folder.join(name)).unwrap()))
        .collect()
}

/// A backup that was made while the server ran, and the server.
fn with_backup() -> (Program, String) {
    let program = Program::start(&[]);
    let kept = post(&program.url(""), "Trước khi sao lưu.").unwrap();
    succeeds(&backup(&program, &program.folder.path().join("backup")));
    post(&program.url(""), "Sau khi sao lưu.").unwrap();
    (program, kept)
}

#[test]
fn a_file_that_is_taken_away_is_noticed_and_nothing_more_is_promised() {
    let cases: [(&str, fn(&Path, &Path)); 5] = [
        ("deleted", |data, _| {
            fs::remove_file(data.join(FILE)).unwrap();
        }),
        ("log deleted", |data, _| {
            fs::remove_file(data.join(LOG)).unwrap();
        }),
        ("replaced", |data, backup| {
            fs::copy(backup, data.join("new")).unwrap();
            fs::rename(data.join("new"), data.join(FILE)).unwrap();
        }),
        ("overwritten", |data, backup| {
            fs::copy(backup, data.join(FILE)).unwrap();
        }),
        ("folder moved", |data, _| {
            fs::rename(data, data.with_file_name("moved")).unwrap();
        }),
    ];
    for (how, act) in cases {
        let (mut program, _) = with_backup();
        let copy = program.folder.path().join("backup");
        act(&program.data(), &copy);
        // Until it has ended, which it does by itself.
        loop {
            match program.comment(&by("An", "p", "Tôi rất thích bài này.")) {
                503 => {}
                0 => break,
                status => panic!("{how}: answered {status}"),
            }
        }
        assert_eq!(program.wait().code(), Some(1), "{how}");
        let log = program.log();
        assert!(log.contains("the server stops"), "{how}: {log}");
        assert!(log.contains("while the server ran"), "{how}: {log}");
    }
}

#[test]
fn a_folder_that_lost_its_database_is_no_new_house() {
    let (mut program, kept) = with_backup();
    let copy = program.folder.path().join("backup");
    program.kill();
    let data = program.data();
    for name in [FILE, LOG] {
        fs::remove_file(data.join(name)).unwrap();
        refuses_to_start(&data, "this folder had a database");
        fs::write(data.join(FILE), "").unwrap();
        refuses_to_start(&data, "this folder had a database");
    }
    assert!(!succeeds(&restore(&data, &copy)).is_empty());
    let again = Program::start_in(program.into_folder(), &[]);
    assert!(is_known(&again, &kept));
}

#[test]
fn a_backup_beside_the_log_of_another_database_is_refused_and_not_ruined() {
    for how in ["backup", "vacuum", "shell", "of the start before"] {
        let (mut program, kept) = with_backup();
        let copy = program.folder.path().join("backup");
        if how == "vacuum" || how == "shell" {
            fs::remove_file(&copy).unwrap();
            open(&program.data().join(FILE))
                .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
                .unwrap();
        }
        if how == "shell" {
            // What `.backup` leaves in the file's head.
            let db = open(&copy);
            db.pragma_update(None, "journal_mode", "WAL").unwrap();
            db.pragma_update(None, "schema_version", 1).unwrap();
        }
        if how == "of the start before" {
            program.signal("-TERM");
            program.wait();
            fs::copy(program.data().join(FILE), &copy).unwrap();
            program = Program::start_in(program.into_folder(), &[]);
            post(&program.url(""), "Lần chạy sau.").unwrap();
        }
        program.kill();
        let data = program.data();
        fs::copy(program.folder.path().join("backup"), data.join(FILE)).unwrap();
        let before = contents(&data);
        refuses_to_start(&data, "is the log of another database");
        let again = data.with_file_name("again");
        let words = ["backup", "--to", again.to_str().unwrap()];
        for words in [
            &["check"][..],
            &["check", "--repair"],
            &["editor", "list"],
            &words,
        ] {
            is_refused(&command(words, &data), "is the log of another database");
        }
        assert!(contents(&data) == before, "{how}: nothing was touched");
        succeeds(&restore(&data, &program.folder.path().join("backup")));
        let again = Program::start_in(program.into_folder(), &[]);
        assert!(is_known(&again, &kept), "{how}");
    }
}

#[test]
fn a_log_that_is_its_own_is_folded_in_whatever_else_happened() {
    let mut program = Program::start(&[]);
    let mut receipts = Vec::new();
    for n in 0..3 {
        receipts.push(post(&program.url(""), &format!("Ý kiến {n}.")).unwrap());
        program.kill();
        let data = program.data();
        assert!(fs::metadata(data.join(LOG)).unwrap().len() > 0);
        match n {
            // The schema grows younger in the log.
            0 => {
                let db = open(&data.join(FILE));
                db.set_db_config(
                    rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                    true,
                )
                .unwrap();
                db.execute_batch("CREATE INDEX own ON page (title)")
                    .unwrap();
            }
            // As a server of before left the folder.
            1 => fs::remove_file(data.join("binh-luan.lock")).unwrap(),
            // As a copy of the folder.
            _ => {
                let (old, new) = (data.clone(), data.with_file_name("copy"));
                fs::create_dir(&new).unwrap();
                for name in names(&old) {
                    fs::copy(old.join(&name), new.join(&name)).unwrap();
                }
                fs::remove_dir_all(&old).unwrap();
                fs::rename(&new, &old).unwrap();
            }
        }
        program = Program::start_in(program.into_folder(), &[]);
        assert!(
            receipts.iter().all(|receipt| is_known(&program, receipt)),
            "{n}"
        );
    }
}

/// What was done to a file's bytes.
type Damage<'a> = &'a dyn Fn(&mut Vec<u8>);

#[test]
fn a_damaged_database_is_not_started_on() {
    let mut program = Program::start(&[]);
    post(&program.url(""), "Tôi rất thích bài này.").unwrap();
    program.signal("-TERM");
    assert!(program.wait().success());
    let data = program.data();
    let file = data.join(FILE);
    let page: u32 = open(&file)
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'comment'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let page = usize::try_from(page).unwrap() * 4_096;
    let good = fs::read(&file).unwrap();
    let row = b"CREATE TABLE heartbeat";
    // What was moved left its bytes behind, too.
    let schema_rows: Vec<usize> = (0..good.len() - row.len())
        .filter(|at| good[*at..].starts_with(row))
        .collect();
    let cases: [(&str, Damage); 5] = [
        ("is no SQLite database", &|bytes| {
            *bytes = b"x".repeat(9_000);
        }),
        ("is cut off", &|bytes| bytes.truncate(bytes.len() / 2)),
        ("moderation-server restore", &|bytes| {
            bytes[100..4_096].fill(7);
        }),
        ("moderation-server restore", &|bytes| {
            for at in &schema_rows {
                bytes[*at..at + 12].fill(b'x');
            }
        }),
        ("moderation-server restore", &|bytes| {
            bytes[page - 4_096..page].fill(7);
        }),
    ];
    for (because, change) in cases {
        let mut bytes = good.clone();
        change(&mut bytes);
        fs::write(&file, &bytes).unwrap();
        refuses_to_start(&data, because);
        assert!(fs::read(&file).unwrap() == bytes, "{because}: untouched");
    }
    fs::write(&file, &good).unwrap();
    Program::start_in(program.into_folder(), &[]);
}

#[test]
fn files_that_others_could_read_are_taken_from_them() {
    let mut program = Program::start(&[]);
    post(&program.url(""), "Tôi rất thích bài này.").unwrap();
    program.kill();
    let data = program.data();
    for name in names(&data) {
        fs::set_permissions(data.join(name), Permissions::from_mode(0o644)).unwrap();
    }
    let program = Program::start_in(program.into_folder(), &[]);
    for name in [FILE, LOG, "server.key"] {
        let mode = fs::metadata(data.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let told = program.log().matches("now its owner alone can").count();
    assert_eq!(told, 4, "database, log, shared memory, keys");
}

#[test]
fn a_full_disk_is_not_ready_until_there_is_room_again() {
    let Some(program) = Program::start_on_disk(SMALL_DISK) else {
        return;
    };
    let body = by("An", "p", "Tôi rất thích bài này.");
    assert_eq!(program.comment(&body), 202);
    let filler = program.inside(&program.data().join("filler"));
    fill(&filler);
    let becomes = |status: u16| {
        // What was found last is remembered for a second.
        wait_for(|| program.get("/readyz").0 == status);
    };
    becomes(503);
    let many = by("An", "p", &"Ý kiến dài. ".repeat(100));
    // What is left in pages that are there already is soon used up.
    wait_for(|| program.comment(&many) != 202);
    assert_eq!(program.comment(&many), 503);
    assert_eq!(
        program.get("/v1/sites/default/comments?page_id=p").0,
        200,
        "who only reads notices nothing"
    );
    fs::remove_file(&filler).unwrap();
    becomes(200);
    assert_eq!(program.comment(&body), 202);
}

/// Fills a disk that the program has for itself, and no other.
fn fill(filler: &Path) {
    let disk = rustix::fs::statvfs(filler.parent().unwrap()).unwrap();
    let bytes = disk.f_blocks * disk.f_frsize;
    let most = u64::from(SMALL_DISK) << 20;
    assert!(bytes <= most, "{bytes} bytes: that is the machine's disk");
    let mut file = fs::File::create(filler).unwrap();
    for _ in 0..most / 4_096 {
        if file.write_all(&[7; 4_096]).is_err() {
            return;
        }
    }
}

#[track_caller]
fn wait_for(mut condition: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if condition() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("waited in vain");
}

#[test]
fn a_stop_behind_a_foreign_lock_answers_everybody_and_stores_nothing() {
    let mut program = Program::start(&[]);
    let foreign = open(&program.data().join(FILE));
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    let body = by("An", "p", "Tôi rất thích bài này.").to_string();
    let request = format!(
        "POST /v1/sites/default/comments HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    // Three groups of writes, of which each would wait for five seconds.
    let waiting: Vec<_> = (0..600)
        .map(|_| program.connect(request.as_bytes()))
        .collect();
    program.wait_for_metric("binh_luan_writes_queued ", |queued| queued > 256);
    program.signal("-TERM");
    for stream in waiting {
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer:?}");
    }
    assert!(program.wait().success());
    foreign.execute_batch("COMMIT").unwrap();
    assert_eq!(count(&foreign, "comment"), 0);
}
