//! Measures an honest reader and the server's memory beside floods of strangers' requests.
//! `cargo run -p moderation-server --profile server --example floods`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a measuring program for developers"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long each flood runs.
const RUN: Duration = Duration::from_secs(5);
const SITE: &str = "/v1/sites/default";
const JSON: &str = "content-type: application/json\r\n";

fn main() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    println!(
        "{:44} {:>8} {:>8} {:>8} {:>8} {:>7}",
        "flood", "reads", "p50 ms", "p99 ms", "max ms", "MB"
    );
    let letters = format!(
        "{{\"login\":\"{}\",\"password\":\"x\"}}",
        "а".repeat(30_000)
    );
    let floods: [(&str, &dyn Fn(&Server)); 13] = [
        ("nothing", &|_| std::thread::sleep(RUN)),
        ("methods of 300 KB", &|server| {
            many(server, 4, |n| {
                format!("{}{n} / HTTP/1.1\r\nhost: x\r\n\r\n", "A".repeat(300_000))
            });
        }),
        ("methods that nobody knows", &|server| {
            many(server, 4, |n| {
                format!("BREW{n} / HTTP/1.1\r\nhost: x\r\n\r\n")
            });
        }),
        ("1,500 heads of 60 KB that do not end", &|server| {
            hold(
                server,
                1_500,
                &format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(60_000)),
            );
        }),
        ("4,000 idle connections", &|server| {
            hold(server, 4_000, "");
        }),
        ("1,000 clients that never read", &|server| {
            let request = get("comments?page_id=p&limit=100");
            hold(server, 1_000, &request.repeat(300));
        }),
        ("300 bodies that do not end", &|server| {
            let head = format!(
                "POST {SITE}/comments HTTP/1.1\r\nhost: x\r\n{JSON}transfer-encoding: chunked\r\n\r\n"
            );
            let chunk = format!("10000\r\n{}\r\n", "x".repeat(65_536));
            hold(server, 300, &(head + &chunk.repeat(100)));
        }),
        ("600 sign-ins from 600 addresses", &|server| {
            many(server, 100, |n| {
                post(
                    "/v1/desk/session",
                    n,
                    "{\"login\":\"mai\",\"password\":\"mot cau that dai\"}",
                )
            });
        }),
        ("names of 64 KB of one letter", &|server| {
            many(server, 8, |n| post("/v1/desk/session", n, &letters));
        }),
        ("lists behind made-up cursors", &|server| {
            many(server, 8, |n| {
                get(&format!(
                    "comments?page_id=p&limit=100&cursor={}",
                    cursor(n)
                ))
            });
        }),
        ("beginnings of every length, compressed", &|server| {
            many(server, 8, |n| {
                let sort = ["newest", "oldest", "most_liked"][n % 3];
                let list = get(&format!(
                    "comments?page_id=p&sort={sort}&limit={}",
                    1 + n / 3 % 100
                ));
                list.replace("host: x\r\n", "host: x\r\naccept-encoding: br\r\n")
            });
        }),
        ("made-up sections of thirty days", &|server| {
            many(server, 8, |n| {
                get(&format!("most-commented?window=30d&section={n}"))
            });
        }),
        ("/readyz and /metrics", &|server| {
            many(server, 8, |n| {
                format!(
                    "GET {} HTTP/1.1\r\nhost: x\r\n\r\n",
                    ["/readyz", "/metrics"][n % 2]
                )
            });
        }),
    ];
    let only = std::env::args().nth(1);
    for (name, flood) in floods {
        if only
            .as_ref()
            .is_none_or(|only| name.contains(only.as_str()))
        {
            measure(name, flood);
        }
    }
}

/// One flood on a server of its own, and a reader beside it.
fn measure(name: &str, flood: &dyn Fn(&Server)) {
    let server = Server::start();
    let is_over = AtomicBool::new(false);
    let mut times = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let request = get("comments?page_id=p&limit=20");
            let mut client = BufReader::new(connect(server.address, 250));
            let mut times = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let sent = Instant::now();
                client.get_mut().write_all(request.as_bytes()).unwrap();
                assert_eq!(answer(&mut client), Some(200));
                times.push(sent.elapsed());
                std::thread::sleep(Duration::from_millis(3));
            }
            times
        });
        flood(&server);
        is_over.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!(
        "{name:44} {:8} {:8.1} {:8.1} {:8.1} {:7}",
        times.len(),
        at(50),
        at(99),
        at(100),
        server.most_megabytes(),
    );
}

/// So many clients that send one request after the other, as fast as they are answered.
fn many(server: &Server, clients: usize, request: impl Fn(usize) -> String + Sync) {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (request, address) = (&request, server.address);
            scope.spawn(move || {
                let mut number = client;
                while start.elapsed() < RUN {
                    let mut stream = BufReader::new(connect(address, client / 50));
                    // A connection is used until the server closes it.
                    while start.elapsed() < RUN {
                        let text = request(number);
                        number += clients;
                        let sent = stream.get_mut().write_all(text.as_bytes());
                        if sent.is_err() || answer(&mut stream).is_none() {
                            break;
                        }
                    }
                }
            });
        }
    });
}

/// So many clients that send this and no more, and never read.
fn hold(server: &Server, clients: usize, bytes: &str) {
    let start = Instant::now();
    let held: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let address = server.address;
                scope.spawn(move || {
                    let mine = (thread..clients).step_by(8);
                    let streams = mine.map(|client| {
                        let mut stream = connect(address, client / 90);
                        // As much as the server takes.
                        stream.set_nonblocking(true).unwrap();
                        let _ = stream.write(bytes.as_bytes());
                        stream
                    });
                    streams.collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    std::thread::sleep(RUN.saturating_sub(start.elapsed()));
    drop(held);
}

/// A connection from one of this machine's addresses.
fn connect(to: SocketAddr, from: usize) -> TcpStream {
    let from = [127, 0, 1, u8::try_from(from % 250 + 1).unwrap()];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

fn get(path: &str) -> String {
    format!("GET {SITE}/{path} HTTP/1.1\r\nhost: x\r\n\r\n")
}

fn post(path: &str, n: usize, body: &str) -> String {
    let (high, low) = (n / 250 % 250, n % 250);
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 10.1.{high}.{low}\r\n{JSON}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn cursor(n: usize) -> String {
    use base64::Engine;
    let place = format!("0 9223372036854775807 {}", 1_000_000 + n);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(place)
}

/// Reads a whole answer; its status, or nothing where the connection is over.
fn answer(stream: &mut BufReader<TcpStream>) -> Option<u16> {
    let (mut length, mut line) = (0, String::new());
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut is_last = false;
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name {
            "content-length" => length = value.parse().ok()?,
            "connection" => is_last = value == "close",
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    (!is_last).then_some(status)
}

/// The program as a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("binh-luan.toml");
        let settings = "trusted_proxies = [\"127.0.1.0/24\"]\n[rate_limits]\ncomments_per_minute = 0\n\
                        [sites.default]\npublish = \"at_once\"\n";
        std::fs::write(&config, settings).unwrap();
        // target/PROFILE/examples/floods
        let program = std::env::current_exe().unwrap();
        let program = program
            .parent()
            .unwrap()
            .with_file_name("moderation-server");
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder.path().join("data"))
            .arg("--config")
            .arg(&config)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = None;
        for line in lines
            .map_while(Result::ok)
            .take_while(|line| line != "ready")
        {
            if let Some(base) = line.strip_prefix("article: http://") {
                address = base.trim_end_matches('/').parse().ok();
            }
        }
        let address = address.unwrap();
        let mut client = BufReader::new(connect(address, 250));
        for n in 0..315 {
            let text = format!("{n} {}", "Tôi rất đồng tình với bài viết này. ".repeat(50));
            let body = format!(
                "{{\"page\":{{\"id\":\"p\",\"url\":\"https://bao.example.vn/p\",\"title\":\"Bài\"}},\
                 \"author\":{{\"name\":\"Hạnh\"}},\"text\":\"{text}\"}}"
            );
            let request = post(&format!("{SITE}/comments"), n, &body);
            client.get_mut().write_all(request.as_bytes()).unwrap();
            assert_eq!(answer(&mut client), Some(201));
        }
        Self {
            child,
            address,
            _folder: folder,
        }
    }

    fn most_megabytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: u64 = line
            .unwrap()
            .trim()
            .trim_end_matches("kB")
            .trim()
            .parse()
            .unwrap();
        kilobytes / 1_024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
