//! The server's keys: beside the database, never in it; followed by others without a break.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use moderation_server::secret::Key;
use rusqlite::Connection;
use serde_json::Value;

use crate::harness::marked;
use crate::program::{Program, command, serve_in_vain};

/// Sends a comment; its id and receipt.
fn sent(program: &Program) -> (String, String) {
    let mut answer = ureq::post(program.url("/v1/sites/default/comments"))
        .header("content-type", "application/json")
        .send(marked("p", "Tôi rất thích.").to_string())
        .unwrap();
    let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    let word = |name: &str| body[name].as_str().unwrap().to_owned();
    (word("id"), word("receipt"))
}

fn receipt_status(program: &Program, receipt: &str) -> u16 {
    program
        .get(&format!("/v1/sites/default/receipts/{receipt}"))
        .0
}

/// The first key in the file.
fn key_in(file: &Path) -> Key {
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().find(|line| !line.starts_with('#')).unwrap();
    let digits = line.split_whitespace().nth(1).unwrap();
    let byte = |at: usize| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap();
    Key::new(std::array::from_fn(byte))
}

/// Whether any file in the folder, but for the key file, holds the key's bytes.
fn database_holds(data: &Path, key: &Key) -> bool {
    fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("server.key"))
        .any(|path| {
            let bytes = fs::read(path).unwrap();
            bytes.windows(32).any(|part| part == key.bytes())
        })
}

/// `ID.TAG`, as receipts were before keys had names.
fn receipt_of_before(key: &Key, id: &str) -> String {
    format!("{id}.{}", key.tag("receipt", &[id.as_bytes()]))
}

#[test]
fn who_reads_the_database_can_sign_no_receipt() {
    let program = Program::start(&[]);
    let (_, receipt) = sent(&program);
    let data = program.folder.path().join("data");
    let file = data.join("server.key");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(receipt_status(&program, &receipt), 200);
    assert!(!database_holds(&data, &key_in(&file)));
    let kept: i64 = Connection::open(data.join("binh-luan.sqlite"))
        .unwrap()
        .query_row(
            "SELECT count(*) FROM secret WHERE length(value) >= 16",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn the_key_of_before_moves_out_of_the_database_and_its_receipts_hold() {
    let mut program = Program::start(&[]);
    let (id, _) = sent(&program);
    program.kill();
    let folder = program.into_folder();
    let data = folder.path().join("data");
    let old = Key::new(std::array::from_fn(|at| u8::try_from(at).unwrap() + 1));
    fs::remove_file(data.join("server.key")).unwrap();
    {
        // As a server of before left it, with a copy on a page that is free by now.
        let database = Connection::open(data.join("binh-luan.sqlite")).unwrap();
        let filler = vec![1_u8; 3_000];
        database.execute("DELETE FROM secret", []).unwrap();
        for (name, value) in [
            ("a", &filler[..]),
            ("x", old.bytes()),
            ("b", &filler),
            ("c", &filler),
        ] {
            database
                .execute("INSERT INTO secret VALUES (?1, ?2)", (name, value))
                .unwrap();
        }
        database.execute("DELETE FROM secret", []).unwrap();
        database
            .execute("INSERT INTO secret VALUES ('server', ?1)", [old.bytes()])
            .unwrap();
    }
    assert!(database_holds(&data, &old));

    let program = Program::start_in(folder, &[]);

    assert_eq!(receipt_status(&program, &receipt_of_before(&old, &id)), 200);
    assert_eq!(key_in(&data.join("server.key")), old);
    assert!(!database_holds(&data, &old));
    let (_, receipt) = sent(&program);
    assert_eq!(receipt_status(&program, &receipt), 200);
}

#[test]
fn without_its_key_file_a_database_is_not_served_with_another_key() {
    let mut program = Program::start(&[]);
    let (id, receipt) = sent(&program);
    program.kill();
    let folder = program.into_folder();
    let data = folder.path().join("data");
    let (file, aside) = (data.join("server.key"), data.join("aside"));

    fs::rename(&file, &aside).unwrap();
    let refused = serve_in_vain(&data);
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("server.key") && told.contains("key renew"),
        "{told}"
    );
    assert!(!file.exists());

    // Another database's file is no better.
    let other = Program::start(&[]);
    fs::copy(other.folder.path().join("data/server.key"), &file).unwrap();
    let refused = serve_in_vain(&data);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("another database"), "{told}");

    fs::remove_file(&file).unwrap();
    assert!(command(&["key", "renew"], &data).status.success());
    let program = Program::start_in(folder, &[]);
    assert_eq!(receipt_status(&program, &receipt), 404);
    let fresh = receipt_of_before(&key_in(&file), &id);
    assert_eq!(receipt_status(&program, &fresh), 200);
}

#[test]
fn a_key_that_was_followed_opens_what_it_signed_and_nothing_newer() {
    let mut program = Program::start(&[]);
    let (_, before) = sent(&program);
    let data = program.folder.path().join("data");
    let old = key_in(&data.join("server.key"));

    // While the server runs: what it still signs must hold as well.
    let rotated = command(&["key", "rotate"], &data);
    assert!(rotated.status.success(), "{rotated:?}");
    let (_, between) = sent(&program);
    program.kill();
    let program = Program::start_in(program.into_folder(), &[]);

    let (id, after) = sent(&program);
    assert_ne!(key_in(&data.join("server.key")), old);
    let logged: i64 = Connection::open(data.join("binh-luan.sqlite"))
        .unwrap()
        .query_row(
            "SELECT count(*) FROM desk_log WHERE action = 'key_changed'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(logged, 1);
    for receipt in [&before, &between, &after] {
        assert_eq!(receipt_status(&program, receipt), 200, "{receipt}");
    }
    let forged = receipt_of_before(&old, &id);
    assert_eq!(receipt_status(&program, &forged), 404);
    let named = format!("{id}.{}.{}", old.id(), old.tag("receipt", &[id.as_bytes()]));
    assert_eq!(receipt_status(&program, &named), 404);
}

#[test]
fn a_command_for_a_folder_without_a_database_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("mistyped");
    let refused = command(&["key", "rotate"], &data);
    assert!(!refused.status.success());
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("--data-dir")
    );
    assert!(!data.exists());
}
