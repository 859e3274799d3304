//! Measures the server over real HTTP: requests a second and latencies for creating, listing,
//! unchanged lists and counts. `cargo run -p moderation-server --profile server --example load`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program for developers"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use moderation_server::config::{Config, PublishMode};
use moderation_server::server::{Bound, Options};
use moderation_server::store::DatabaseUrl;

/// Connections at once, as in the comparison with other comment servers.
const CONNECTIONS: usize = 16;
/// How long each measurement runs.
const RUN: Duration = Duration::from_secs(4);

fn main() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.rate_limits.comments_per_minute = 0;
    config.sites.get_mut("default").unwrap().publish = PublishMode::AtOnce;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let options = Options {
        key_file: None,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        database: DatabaseUrl::Sqlite(data.path().to_owned()),
        assets: None,
        earlier_assets: Vec::new(),
        demo: None,
        config,
    };
    let bound = runtime.block_on(Bound::open(options)).unwrap();
    let address = bound.address;
    runtime.spawn(bound.run(std::future::pending()));

    let get = |path: &str, extra: &str| {
        format!("GET /v1/sites/default/{path} HTTP/1.1\r\nhost: {address}\r\n{extra}\r\n")
    };
    for n in 0..100 {
        Client::new(address).send(&comment(address, "list", n));
    }
    let list = get("comments?page_id=list&limit=100", "");
    let tag = Client::new(address).send(&list);
    let unchanged = get(
        "comments?page_id=list&limit=100",
        &format!("if-none-match: {tag}\r\n"),
    );
    let counts = get("counts?page_id=list&page_id=khac", "");
    measure("create, durable", address, |worker, n| {
        comment(address, &format!("page-{worker}"), n)
    });
    measure("list of 100", address, |_, _| list.clone());
    measure("list of 100, unchanged (304)", address, |_, _| {
        unchanged.clone()
    });
    measure("counts", address, |_, _| counts.clone());
    let top = get("most-commented", "");
    measure("most commented", address, |_, _| top.clone());
}

fn comment(address: SocketAddr, page: &str, n: usize) -> String {
    let body = format!(
        "{{\"page\":{{\"id\":\"{page}\",\"url\":\"https://bao.example.vn/{page}\",\"title\":\"Bài\"}},\
         \"author\":{{\"name\":\"Nguyễn Thị Hạnh\"}},\"text\":\"Tôi rất đồng tình với bài viết \
         này, cán bộ phải lắng nghe dân nói hết lời. Ý kiến số {n}.\"}}"
    );
    format!(
        "POST /v1/sites/default/comments HTTP/1.1\r\nhost: {address}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn measure(name: &str, address: SocketAddr, request: impl Fn(usize, usize) -> String + Sync) {
    let start = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let request = &request;
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|worker| {
                scope.spawn(move || {
                    let mut client = Client::new(address);
                    let mut times = Vec::new();
                    while start.elapsed() < RUN {
                        let text = request(worker, times.len());
                        let sent = Instant::now();
                        client.send(&text);
                        times.push(sent.elapsed());
                    }
                    times
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 1000].as_secs_f64() * 1e3;
    println!(
        "{name:30} {:8.0}/s   p50 {:6.2} ms   p99 {:6.2} ms   p99.9 {:6.2} ms",
        times.len() as f64 / seconds,
        at(500),
        at(990),
        at(999),
    );
}

/// A connection that is kept.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Sends a request and reads the whole answer; its tag.
    fn send(&mut self, request: &str) -> String {
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut length, mut tag, mut line) = (0, String::new(), String::new());
        self.stream.read_line(&mut line).unwrap();
        let status: u16 = line.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(status < 400, "{line}");
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            match name {
                "content-length" => length = value.parse().unwrap(),
                "etag" => value.clone_into(&mut tag),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        tag
    }
}
