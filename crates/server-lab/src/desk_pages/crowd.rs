//! Readers who list while eight editors search and decide, and the same without editors.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use serde_json::json;

use super::fill::PAGES;
use super::pages::{SEARCHES, search};
use crate::client::{Client, JSON, Timed, get, post};
use crate::load::{Measured, on_threads, open};
use crate::sign_in::{self, Session};
use crate::table;

const EDITORS: usize = 8;
/// Readers' connections, and how many lists they ask for in a second, by the clock.
const READERS: usize = 4;
const LISTS_A_SECOND: f64 = 100.0;
/// How long each part runs, and how often they take turns.
const PART: Duration = Duration::from_secs(10);
const TURNS: usize = 3;

/// Takes turns, so that what else the machine does falls on both.
pub(super) fn measure(server: SocketAddr, comments: usize) -> Result<()> {
    let sessions = (0..EDITORS).map(|_| sign_in::again(server));
    let sessions = sessions.collect::<Result<Vec<_>>>()?;
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    let (mut searches, mut decisions) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        alone.push(readers(server, turn)?);
        let is_over = &AtomicBool::new(false);
        let first = comments * 9 / 10 + turn * EDITORS * 40;
        let sessions = &sessions;
        thread::scope(|scope| -> Result<()> {
            let editors = scope.spawn(move || {
                on_threads(EDITORS, |number| {
                    editor(server, &sessions[number], number, first, is_over)
                })
            });
            let readers = readers(server, turn + TURNS);
            is_over.store(true, Ordering::Relaxed);
            beside.push(readers?);
            let all = editors
                .join()
                .map_err(|_| anyhow!("an editor panicked"))??;
            for (searched, decided) in all {
                searches.push(searched);
                decisions.push(decided);
            }
            Ok(())
        })?;
    }
    let seconds = PART.as_secs_f64() * f64::from(u32::try_from(TURNS)?);
    let (alone, beside) = (Measured::joined(alone), Measured::joined(beside));
    for (name, connections, of) in [
        ("readers' lists, alone", READERS, &alone),
        ("readers' lists, beside 8 editors", READERS, &beside),
        (
            "editors' searches meanwhile",
            EDITORS,
            &Measured::of(searches, seconds),
        ),
        (
            "editors' decisions meanwhile",
            EDITORS,
            &Measured::of(decisions, seconds),
        ),
    ] {
        table::requests(comments, name, connections, of, None);
    }
    let ratio = beside.quantile(0.99) / alone.quantile(0.99);
    table::value(
        comments,
        "readers beside, to alone, p99",
        &format!("{ratio:.2} ×"),
    );
    Ok(())
}

fn readers(server: SocketAddr, turn: usize) -> Result<Measured> {
    open(
        server,
        READERS,
        LISTS_A_SECOND,
        PART,
        |connection, number| {
            // Another article each time, so that few lists were rendered just before.
            let page = 1 + (turn * 1_009 + connection * 7_919 + number * 31) % PAGES;
            get(
                server,
                &format!("/v1/sites/default/comments?page_id=bai-{page}&limit=20"),
                "",
            )
        },
    )
}

/// Decides once a second, and searches between; what both took.
fn editor(
    server: SocketAddr,
    session: &Session,
    number: usize,
    first: usize,
    is_over: &AtomicBool,
) -> Result<(Vec<Timed>, Vec<Timed>)> {
    let mut client = Client::new(server)?;
    let (mut searches, mut decisions) = (Vec::new(), Vec::new());
    let headers = format!("{}{}{JSON}", session.cookie, session.csrf);
    let own = first + number * 40;
    let mut due = Instant::now() + Duration::from_millis(125) * u32::try_from(number)?;
    for n in 0.. {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let action = if n % 3 == 0 { "reject" } else { "publish" };
        let acts = json!({"acts": [{"kind": "decide", "key": format!("{own}-{n}"),
            "id": format!("c{}", own + n), "action": action, "revision": 1}]});
        let act = post(server, "/v1/desk/acts", &headers, &acts.to_string());
        let (answer, timed) = client.timed(&act)?;
        let text = answer.text()?;
        ensure!(
            text.contains("\"outcome\":\"done\""),
            "nothing was decided: {text}"
        );
        decisions.push(timed);
        let (_, q) = SEARCHES[(number * 7 + n) % SEARCHES.len()];
        searches.push(client.timed(&get(server, &search(q), &session.cookie))?.1);
        due += Duration::from_secs(1);
    }
    Ok((searches, decisions))
}
