//! How long the desk's pages and searches take with few comments and with many, and what readers
//! notice of editors. On SQLite, whose file is filled where the server has made it.

mod crowd;
mod fill;
mod pages;
mod texts;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::client::{Client, get};
use crate::process::{Running, Subject};
use crate::{sign_in, table};
use pages::Page;

/// Fewer comments have fewer waiting than eight editors decide in the time.
pub(crate) const LEAST: usize = 10_000;

/// Everything, at each size; the ratios are to the first.
pub(crate) fn all(program: &Path, sizes: &[usize]) -> Result<()> {
    let mut few: Option<(usize, Vec<Page>)> = None;
    for &comments in sizes {
        let folder = tempfile::tempdir()?;
        let subject = Subject {
            program,
            folder: folder.path(),
            database_url: None,
        };
        let pages = one_size(&subject, comments, few.as_ref())?;
        few.get_or_insert((comments, pages));
    }
    Ok(())
}

fn one_size(
    subject: &Subject<'_>,
    comments: usize,
    few: Option<&(usize, Vec<Page>)>,
) -> Result<Vec<Page>> {
    eprintln!(
        "==> {comments} comments are made up; load of the machine {}",
        load()
    );
    // Makes the tables, and the account with which all editors sign in.
    let empty = subject.start()?;
    sign_in::first(&empty)?;
    drop(empty);
    fill::fill(subject.folder, comments)?;

    let server = subject.start()?;
    let session = sign_in::again(server.address)?;
    let began = Instant::now();
    while is_indexing(&server, &session.cookie)? {
        thread::sleep(Duration::from_millis(100));
    }
    table::value(comments, "indexed in", &table::millis(began.elapsed()));
    table::desk_head();
    let pages = pages::measure(server.address, &session.cookie, comments)?;
    for (at, page) in pages.iter().enumerate() {
        let beside = few.and_then(|(size, few)| Some((*size, &few.get(at)?.took)));
        table::desk(comments, &page.name, &page.took, beside, &page.note);
    }
    table::head();
    crowd::measure(server.address, comments)?;
    eprintln!("==> load of the machine {}", load());
    Ok(pages)
}

fn is_indexing(server: &Running, cookie: &str) -> Result<bool> {
    let request = get(server.address, "/v1/desk/comments?q=vay&limit=1", cookie);
    let list = Client::new(server.address)?.send(&request)?.text()?;
    let list: serde_json::Value = serde_json::from_str(&list)?;
    Ok(list["indexing"] == true)
}

/// Where the system tells it: beside other work figures are no figures.
fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
