//! A database full of made-up comments, a tenth of them waiting, written straight into the file: sent as
//! readers and editors send them, a million decided ones would take an hour.

use std::path::Path;

use anyhow::Result;
use rusqlite::{Connection, params};

use super::texts::{CLAIMS, Dice, FAMILIES, NAMES, SECTIONS, SUBJECTS, text};

/// Articles.
pub(super) const PAGES: usize = 2_000;
/// Editors who decided before; they never sign in.
const EDITORS: usize = 8;
/// The first of their numbers; before it stands whoever measures.
const FIRST_EDITOR: usize = 101;

/// Fills the file in which the server has made its tables, while no server has it.
pub(super) fn fill(folder: &Path, count: usize) -> Result<()> {
    let mut db = Connection::open(folder.join("binh-luan.sqlite"))?;
    db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")?;
    let mut dice = Dice(20_261_127);
    let tx = db.transaction()?;
    for n in 0..EDITORS {
        let number = i64::try_from(FIRST_EDITOR + n)?;
        tx.execute(
            "INSERT INTO editor (id, login, name, password_hash, created_at) VALUES (?1, ?2, ?3, 'x', 1)",
            params![number, format!("btv{}", n + 1), format!("Biên tập {}", n + 1)],
        )?;
    }
    for page in 1..=PAGES {
        let number = i64::try_from(page)?;
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
        )?;
    }
    tx.commit()?;
    for start in (0..count).step_by(10_000) {
        let tx = db.transaction()?;
        for n in start..(start + 10_000).min(count) {
            comment(&tx, n, count, &mut dice)?;
        }
        tx.commit()?;
    }
    // As after an upgrade: what was there already is indexed while the server runs.
    db.execute_batch("UPDATE search_todo SET later = 1")?;
    Ok(())
}

fn comment(db: &Connection, n: usize, count: usize, dice: &mut Dice) -> Result<()> {
    let status = match dice.next(100) {
        _ if n * 10 >= count * 9 => "pending",
        0..3 => "spam",
        3..9 => "rejected",
        9 => "withdrawn",
        _ => "published",
    };
    // Thirty-two bytes, as a hash has.
    let writer = u64::try_from(dice.next(1 + count / 5))?.to_be_bytes();
    let name = format!("{} {}", dice.pick(&FAMILIES), dice.pick(&NAMES));
    let email = (dice.next(3) > 0).then(|| format!("ban.doc{}@example.vn", dice.next(count)));
    let at = 1_700_000_000_000 + i64::try_from(n)? * 60_000;
    let text = text(dice);
    let published = (status == "published").then_some(at);
    let reports = u32::from(status == "published" && dice.next(500) == 0);
    db.prepare_cached(
        "INSERT INTO comment (public_id, site, page, status, author_name, author_email, text,
             search_text, writer, report_count, created_at, published_at, section)
         VALUES (?1, 'default', ?2, ?3, ?4, ?5, ?6, '', ?10, ?7, ?8, ?9,
             (SELECT section FROM page WHERE id = ?2))",
    )?
    .execute(params![
        format!("c{n}"),
        i64::try_from(1 + dice.next(PAGES))?,
        status,
        name,
        email,
        text,
        reports,
        at,
        published,
        writer.repeat(4)
    ])?;
    let number = db.last_insert_rowid();
    db.prepare_cached(
        "INSERT INTO comment_revision (comment, number, text, created_at) VALUES (?1, 1, ?2, ?3)",
    )?
    .execute(params![number, text, at])?;
    let action = match status {
        "published" => Some("publish"),
        "rejected" => Some("reject"),
        "spam" => Some("spam"),
        _ => None,
    };
    if let Some(action) = action {
        db.prepare_cached(
            "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
                 text_changed, created_at) VALUES (?1, ?2, ?5, 'pending', ?3, 2, 0, ?4)",
        )?
        .execute(params![
            number,
            i64::try_from(FIRST_EDITOR + dice.next(EDITORS))?,
            status,
            at,
            action
        ])?;
    }
    Ok(())
}
