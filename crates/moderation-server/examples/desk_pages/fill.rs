//! A database full of made-up comments, a tenth of them waiting, with eight editors who are signed in.

use std::path::Path;

use moderation_server::clock;
use moderation_server::secret::sha256;
use moderation_server::store::{self, DatabaseUrl};
use rusqlite::{Connection, params};

use crate::texts::{CLAIMS, Dice, FAMILIES, NAMES, SECTIONS, SUBJECTS, text};

/// Articles.
pub(crate) const PAGES: usize = 2_000;
/// Editors, numbered from 1.
pub(crate) const EDITORS: usize = 8;

/// The token of an editor's session.
pub(crate) fn token(editor: usize) -> String {
    format!("phien-do-{editor}")
}

/// Fills a folder where there is nothing yet.
pub(crate) fn fill(folder: &Path, count: usize) {
    // Makes the tables.
    let url = DatabaseUrl::Sqlite(folder.to_owned());
    let opening = store::open(&url);
    drop(
        tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(opening)
            .unwrap(),
    );
    let mut db = Connection::open(folder.join("binh-luan.sqlite")).unwrap();
    db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        .unwrap();
    let mut dice = Dice(20_261_127);
    let tx = db.transaction().unwrap();
    for n in 1..=EDITORS {
        let (number, now) = (i64::try_from(n).unwrap(), clock::now());
        tx.execute(
            "INSERT INTO editor (id, login, name, password_hash, created_at) VALUES (?1, ?2, ?3, 'x', 1)",
            params![number, format!("btv{n}"), format!("Biên tập {n}")],
        )
        .unwrap();
        tx.execute(
            "INSERT INTO editor_session (token_hash, editor, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4)",
            params![sha256(token(n).as_bytes()), number, now, now + clock::DAY],
        )
        .unwrap();
    }
    for page in 1..=PAGES {
        let number = i64::try_from(page).unwrap();
        let title = format!("{} {}", dice.pick(&SUBJECTS), dice.pick(&CLAIMS));
        tx.execute(
            "INSERT INTO page (id, site, page_id, url, title, section, created_at, confirmed_at)
             VALUES (?1, 'default', ?2, ?3, ?4, ?5, 1, 1)",
            params![
                number,
                format!("bai-{page}"),
                format!("https://bao.example.vn/bai-{page}.html"),
                title,
                SECTIONS[page % SECTIONS.len()]
            ],
        )
        .unwrap();
    }
    tx.commit().unwrap();
    for start in (0..count).step_by(10_000) {
        let tx = db.transaction().unwrap();
        for n in start..(start + 10_000).min(count) {
            comment(&tx, n, count, &mut dice);
        }
        tx.commit().unwrap();
    }
    // As after an upgrade: what was there already is indexed while the server runs.
    db.execute_batch("UPDATE search_todo SET later = 1")
        .unwrap();
}

fn comment(db: &Connection, n: usize, count: usize, dice: &mut Dice) {
    let status = match dice.next(100) {
        _ if n * 10 >= count * 9 => "pending",
        0..3 => "spam",
        3..9 => "rejected",
        9 => "withdrawn",
        _ => "published",
    };
    let writer = u64::try_from(dice.next(1 + count / 5)).unwrap();
    let name = format!("{} {}", dice.pick(&FAMILIES), dice.pick(&NAMES));
    let email = (dice.next(3) > 0).then(|| format!("ban.doc{}@example.vn", dice.next(count)));
    let at = 1_700_000_000_000 + i64::try_from(n).unwrap() * 60_000;
    let text = text(dice);
    let published = (status == "published").then_some(at);
    let reports = u32::from(status == "published" && dice.next(500) == 0);
    db.prepare_cached(
        "INSERT INTO comment (public_id, site, page, status, author_name, author_email, text,
             search_text, writer, report_count, created_at, published_at, section)
         VALUES (?1, 'default', ?2, ?3, ?4, ?5, ?6, '', ?10, ?7, ?8, ?9,
             (SELECT section FROM page WHERE id = ?2))",
    )
    .unwrap()
    .execute(params![
        format!("c{n}"),
        i64::try_from(1 + dice.next(PAGES)).unwrap(),
        status,
        name,
        email,
        text,
        reports,
        at,
        published,
        sha256(&writer.to_be_bytes())
    ])
    .unwrap();
    let number = db.last_insert_rowid();
    db.prepare_cached(
        "INSERT INTO comment_revision (comment, number, text, created_at) VALUES (?1, 1, ?2, ?3)",
    )
    .unwrap()
    .execute(params![number, text, at])
    .unwrap();
    if matches!(status, "published" | "rejected" | "spam") {
        db.prepare_cached(
            "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
                 text_changed, created_at) VALUES (?1, ?2, 'publish', 'pending', ?3, 2, 0, ?4)",
        )
        .unwrap()
        .execute(params![
            number,
            i64::try_from(1 + dice.next(8)).unwrap(),
            status,
            at
        ])
        .unwrap();
    }
}
