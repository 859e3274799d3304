//! Every page and search of the desk, one after the other.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use form_urlencoded::byte_serialize;

use crate::client::{Client, get};
use crate::load::Measured;

/// How often each is asked for.
const ROUNDS: usize = 200;

/// Pages by their query.
const LISTS: [(&str, &str); 10] = [
    ("queue", ""),
    ("queue, 5,000 behind its beginning", "after=MIDDLE"),
    ("queue of a section", "section=Du+l%E1%BB%8Bch"),
    ("queue of an article", "page_id=bai-77"),
    ("reported", "status=reported"),
    ("published", "status=published"),
    (
        "published, of a section",
        "status=published&section=Du+l%E1%BB%8Bch",
    ),
    ("rejected", "status=rejected"),
    ("spam", "status=spam"),
    (
        "withdrawn, of a section",
        "status=withdrawn&section=Du+l%E1%BB%8Bch",
    ),
];

/// Searches by what is typed.
pub(super) const SEARCHES: [(&str, &str); 20] = [
    ("name", "tên:\"Nguyễn Lan\""),
    ("two words of a name", "nguyễn lan"),
    ("common word", "khong"),
    ("two common words", "phuong khong"),
    ("word with marks", "ngu"),
    ("phrase", "\"công khai số liệu\""),
    ("phrase that nobody wrote", "\"số liệu công khai\""),
    ("common words, never joined", "\"không ai cũng\""),
    ("rare and common word", "zalo không"),
    ("part of words", "uong"),
    ("word that there is not", "khôngcó"),
    ("telephone number", "0912.345.678"),
    ("part of a number", "345678"),
    ("letters apart", "v a y t i ề n"),
    ("e-mail address", "ban.doc77@example.vn"),
    ("article", "bài:\"bai-77\""),
    ("days", "từ:1/12/2023 đến:2/12/2023"),
    ("word and days", "vay từ:1/12/2023 đến:2/12/2023"),
    ("editor", "btv:btv3"),
    ("editor and word", "btv:btv3 vay"),
];

/// What one page took, and what stood on it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) took: Measured,
    pub(super) note: String,
}

/// The address of a search.
pub(super) fn search(q: &str) -> String {
    let q: String = byte_serialize(q.as_bytes()).collect();
    format!("/desk?q={q}")
}

/// Asks for all of them.
pub(super) fn measure(server: SocketAddr, cookie: &str, comments: usize) -> Result<Vec<Page>> {
    let middle = comments * 9 / 10 + (comments / 20).min(5_000);
    let lists = LISTS.map(|(name, query)| {
        let query = query.replace("MIDDLE", &middle.to_string());
        (name.to_owned(), format!("/desk?{query}"))
    });
    let searches = SEARCHES.map(|(name, q)| (format!("search: {name}"), search(q)));
    let mut client = Client::new(server)?;
    lists
        .into_iter()
        .chain(searches)
        .map(|(name, path)| one(&mut client, name, &get(server, &path, cookie)))
        .collect()
}

fn one(client: &mut Client, name: String, request: &str) -> Result<Page> {
    let (mut all, mut seconds, mut page) = (Vec::new(), 0.0, String::new());
    for _ in 0..ROUNDS {
        let (answer, timed) = client.timed(request)?;
        page = answer.text()?;
        seconds += timed.1.as_secs_f64();
        all.push(timed);
    }
    // Else a page that sends away to sign in would be measured.
    ensure!(
        page.contains("class=\"queue\"") || page.contains("class=\"empty"),
        "{name} is no list"
    );
    let more = if page.contains("rel=\"next\"") {
        ", more"
    } else {
        ""
    };
    let rows = page.matches("<article").count();
    Ok(Page {
        name,
        took: Measured::of(vec![all], seconds),
        note: format!("{rows} shown{more}"),
    })
}
