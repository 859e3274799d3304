//! How long the desk's pages and searches take with few comments and with many, over HTTP, and what
//! readers notice of it. `cargo xtask bench desk-pages [COMMENTS …]`
//!
//! Databases are made up in a temporary folder, in `$TMPDIR`, and taken away again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measuring program for developers"
)]

mod crowd;
mod fill;
mod http;
mod pages;
mod texts;
mod times;

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use moderation_server::config::Config;
use moderation_server::server::{Bound, Options};
use moderation_server::store::DatabaseUrl;
use serde_json::Value;

use crowd::Crowd;
use http::Client;
use pages::Measured;

fn main() {
    let mut sizes: Vec<usize> = std::env::args()
        .skip(1)
        .map(|size| size.parse().unwrap())
        .collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 1_000_000];
    }
    println!("load of the machine before: {}", load());
    let mut few: Option<(usize, Vec<Measured>)> = None;
    for size in sizes {
        let (measured, crowd) = measure(size);
        table(size, &measured, few.as_ref());
        beside(&crowd);
        println!("load of the machine: {}\n", load());
        few.get_or_insert((size, measured));
    }
}

fn measure(size: usize) -> (Vec<Measured>, Crowd) {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    fill::fill(folder.path(), size);
    println!(
        "{size} comments made up in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let began = Instant::now();
    let bound = runtime
        .block_on(Bound::open(options(folder.path())))
        .unwrap();
    println!("started in {:.1} s", began.elapsed().as_secs_f64());
    let server = bound.address;
    runtime.spawn(bound.run(std::future::pending()));
    let editor = Client::editor(server, &fill::token(1));
    let began = Instant::now();
    while is_indexing(&editor) {
        thread::sleep(Duration::from_millis(100));
    }
    let bytes = std::fs::metadata(folder.path().join("binh-luan.sqlite"))
        .unwrap()
        .len();
    println!(
        "indexed in {:.0} s, {} MB on the disk",
        began.elapsed().as_secs_f64(),
        bytes / 1_000_000
    );
    let measured = pages::measure(&editor, size);
    (measured, crowd::measure(server, size))
}

fn options(folder: &Path) -> Options {
    let mut config = Config::default();
    config.rate_limits.reads_per_minute = Some(0);
    Options {
        key_file: None,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        database: DatabaseUrl::Sqlite(folder.to_owned()),
        assets: None,
        earlier_assets: Vec::new(),
        demo: None,
        config,
    }
}

fn is_indexing(editor: &Client) -> bool {
    let (_, list) = editor.get("/v1/desk/comments?q=vay&limit=1");
    let list: Value = serde_json::from_str(&list).unwrap();
    list["indexing"] == true
}

fn table(size: usize, measured: &[Measured], few: Option<&(usize, Vec<Measured>)>) {
    println!("\n{size:>52} comments");
    for (at, Measured { name, times, note }) in measured.iter().enumerate() {
        let ratio = few.map_or_else(String::new, |(few_size, few)| {
            let ratio = times.at(500) / few[at].times.at(500);
            format!("{ratio:6.2} × {few_size}")
        });
        println!(
            "{name:36} p50 {:7.2} ms  p99 {:7.2} ms {ratio}  {note}",
            times.at(500),
            times.at(990)
        );
    }
}

fn beside(crowd: &Crowd) {
    for (name, times) in [
        ("readers' lists, alone", &crowd.readers_alone),
        ("readers' lists, beside 8 editors", &crowd.readers_beside),
        ("editors' searches meanwhile", &crowd.searches),
        ("editors' decisions meanwhile", &crowd.decisions),
    ] {
        println!(
            "{name:36} p50 {:7.2} ms  p99 {:7.2} ms",
            times.at(500),
            times.at(990)
        );
    }
    let ratio = crowd.readers_beside.at(990) / crowd.readers_alone.at(990);
    println!("{:36} p99 {ratio:.2} ×", "readers beside, to alone");
}

/// Where the system tells it.
fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
