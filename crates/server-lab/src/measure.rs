//! What is measured, and in which order.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::client::{Client, get};
use crate::fill::{ARTICLES, DEEP, LIST, comment, fill};
use crate::load::{Measured, closed, open};
use crate::process::{Running, Subject};
use crate::{bare, table};

/// How long and with how many connections.
#[derive(Debug)]
pub(crate) struct Plan {
    run: Duration,
    /// Pages of a hundred to the end of the deep article, at most.
    deep: usize,
}

/// Connections at once: one reader, a busy server, a crowd.
const READING: [usize; 3] = [1, 16, 64];
const WRITING: [usize; 2] = [16, 64];
/// How much more than it can do the server is asked for.
const OVERLOAD: f64 = 4.0;
/// Connections that ask for it.
const CROWD: usize = 512;

impl Plan {
    /// A plan; quick ones only show that everything works.
    pub(crate) const fn new(is_quick: bool) -> Self {
        Self {
            run: Duration::from_millis(if is_quick { 300 } else { 5_000 }),
            deep: if is_quick { 2 } else { 1_000 },
        }
    }
}

/// Everything, at each size, the smallest first.
pub(crate) fn all(
    program: &Path,
    database_url: Option<&str>,
    sizes: &[usize],
    plan: &Plan,
) -> Result<()> {
    table::head();
    for &comments in sizes {
        // Each size starts from nothing.
        let folder = tempfile::tempdir()?;
        let subject = Subject {
            program,
            folder: folder.path(),
            database_url,
        };
        one_size(&subject, comments, plan)?;
    }
    Ok(())
}

fn one_size(subject: &Subject<'_>, comments: usize, plan: &Plan) -> Result<()> {
    eprintln!("==> {comments} comments come in");
    let fresh = subject.start()?;
    table::value(0, "start, empty database", &table::millis(fresh.started_in));
    table::value(0, "memory after the start", &megabytes(fresh.memory()?.0));
    let rate = fill(fresh.address, comments)?;
    table::value(comments, "came in, each durable", &format!("{rate:.0}/s"));
    drop(fresh);

    let server = subject.start()?;
    table::value(
        comments,
        "start after kill -9",
        &table::millis(server.started_in),
    );
    reads(server.address, comments, plan)?;
    writes(&server, comments, plan)?;
    let (now, most) = server.memory()?;
    table::value(comments, "memory now", &megabytes(now));
    table::value(comments, "memory at its most", &megabytes(most));
    Ok(())
}

/// Lists, the same unchanged, counts, and the end of a deep article.
fn reads(address: SocketAddr, comments: usize, plan: &Plan) -> Result<()> {
    let list = get(address, &list_path(LIST, ""), "");
    let answer = Client::new(address)?.send(&list)?;
    let tag = answer.etag.clone().context("the list has no tag")?;
    let bare = Bare::of(&answer.body)?;
    let cases = [
        ("list of 100", list, true),
        (
            "the same list, unchanged",
            get(
                address,
                &list_path(LIST, ""),
                &format!("if-none-match: {tag}\r\n"),
            ),
            false,
        ),
    ];
    for (name, request, has_bare) in &cases {
        for connections in READING {
            let bare = has_bare
                .then(|| bare.measure(connections, plan))
                .transpose()?;
            let of = closed(address, connections, plan.run, |_, _| request.clone())?;
            table::requests(comments, name, connections, &of, bare.as_ref());
        }
    }
    // Every list of another article, so that none of them was rendered just before.
    let any = |connection: usize, number: usize| {
        let article = (connection * 7_919 + number * 31) % ARTICLES;
        get(address, &list_path(&format!("bai-{article}"), ""), "")
    };
    let of = closed(address, 16, plan.run, any)?;
    table::requests(comments, "list of 100, any article", 16, &of, None);

    let counts = get(
        address,
        "/v1/sites/default/counts?page_id=list&page_id=khac",
        "",
    );
    let bare = Bare::of(&Client::new(address)?.send(&counts)?.body)?;
    for connections in READING {
        let beside = bare.measure(connections, plan)?;
        let of = closed(address, connections, plan.run, |_, _| counts.clone())?;
        table::requests(comments, "counts", connections, &of, Some(&beside));
    }
    let top = get(address, "/v1/sites/default/most-commented", "");
    let of = closed(address, 16, plan.run, |_, _| top.clone())?;
    table::requests(comments, "most commented", 16, &of, None);

    let (pages, last) = deepest(address, plan)?;
    let of = closed(address, 16, plan.run, |_, _| last.clone())?;
    table::requests(
        comments,
        &format!("list of 100, page {pages} of one article"),
        16,
        &of,
        None,
    );
    Ok(())
}

fn list_path(page: &str, more: &str) -> String {
    format!("/v1/sites/default/comments?page_id={page}&limit=100{more}")
}

/// Goes from page to page of the deep article; the last one, and its number.
fn deepest(address: SocketAddr, plan: &Plan) -> Result<(usize, String)> {
    let mut client = Client::new(address)?;
    let mut request = get(address, &list_path(DEEP, ""), "");
    for page in 1..plan.deep {
        let Some(cursor) = client.send(&request)?.member("next_cursor")? else {
            return Ok((page, request));
        };
        request = get(address, &list_path(DEEP, &format!("&cursor={cursor}")), "");
    }
    Ok((plan.deep, request))
}

/// Comments that wait for an editor, each on the disk before it is answered; then four times as many
/// as the server can take.
fn writes(server: &Running, comments: usize, plan: &Plan) -> Result<()> {
    let address = server.address;
    let mut capacity: f64 = 0.0;
    // Each run has comments of its own.
    let mut number = 100_000_000;
    let mut fresh = |connections: usize| {
        number += 10_000_000;
        let base = number;
        move |connection: usize, count: usize| {
            let page = format!("bai-{}", (connection * 97 + count) % ARTICLES);
            comment(
                address,
                "held",
                &page,
                base + count * connections + connection,
            )
        }
    };
    for connections in WRITING {
        let of = closed(address, connections, plan.run, fresh(connections))?;
        table::requests(comments, "held, each durable", connections, &of, None);
        capacity = capacity.max(of.per_second);
    }
    let of = open(address, CROWD, OVERLOAD * capacity, plan.run, fresh(CROWD))?;
    let name = format!("held, {:.0}/s asked for", OVERLOAD * capacity);
    table::requests(comments, &name, CROWD, &of, None);
    let share = 100.0 * of.per_second / capacity;
    table::value(
        comments,
        "  taken, of what it can do",
        &format!("{share:.0} %"),
    );
    table::value(comments, "  answers", &table::statuses(&of));
    Ok(())
}

/// The bare handler, with the bytes of one answer.
struct Bare {
    server: Running,
    /// What it reads at its start; kept until it ends.
    _file: tempfile::NamedTempFile,
}

impl Bare {
    fn of(body: &[u8]) -> Result<Self> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), body)?;
        Ok(Self {
            server: bare::start(file.path())?,
            _file: file,
        })
    }

    fn measure(&self, connections: usize, plan: &Plan) -> Result<Measured> {
        let request = get(self.server.address, "/", "");
        closed(self.server.address, connections, plan.run, |_, _| {
            request.clone()
        })
    }
}

fn megabytes(number: f64) -> String {
    format!("{number:.0} MB")
}
