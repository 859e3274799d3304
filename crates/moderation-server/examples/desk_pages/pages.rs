//! Every page and search of the desk, one after the other.

use form_urlencoded::byte_serialize;

use crate::http::Client;
use crate::times::Times;

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
pub(crate) const SEARCHES: [(&str, &str); 20] = [
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
pub(crate) struct Measured {
    pub(crate) name: String,
    pub(crate) times: Times,
    pub(crate) note: String,
}

/// The address of a search.
pub(crate) fn search(q: &str) -> String {
    format!(
        "/desk?q={}",
        byte_serialize(q.as_bytes()).collect::<String>()
    )
}

/// Asks for all of them.
pub(crate) fn measure(editor: &Client, comments: usize) -> Vec<Measured> {
    let middle = comments * 9 / 10 + (comments / 20).min(5_000);
    let lists = LISTS.map(|(name, query)| {
        let query = query.replace("MIDDLE", &middle.to_string());
        (name.to_owned(), format!("/desk?{query}"))
    });
    let searches = SEARCHES.map(|(name, q)| (format!("search: {name}"), search(q)));
    let all = lists.into_iter().chain(searches);
    all.map(|(name, path)| one(editor, name, &path)).collect()
}

fn one(editor: &Client, name: String, path: &str) -> Measured {
    let (mut times, mut page) = (Times::default(), String::new());
    for _ in 0..ROUNDS {
        let (took, answer) = editor.get(path);
        times.add(took);
        page = answer;
    }
    let more = match page.contains("rel=\"next\"") {
        true => ", more",
        false => "",
    };
    let rows = page.matches("<article").count();
    Measured {
        name,
        times,
        note: format!("{rows} shown{more}"),
    }
}
