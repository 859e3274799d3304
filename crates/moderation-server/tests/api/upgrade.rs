//! Another process follows on the same socket, while readers and writers go on.

use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::care::{count, open};
use crate::harness::by;
use crate::program::Program;

const UNLIMITED: [(&str, &str); 3] = [
    ("BINH_LUAN_READS_PER_MINUTE", "0"),
    ("BINH_LUAN_CONNECTIONS_PER_ADDRESS", "0"),
    ("BINH_LUAN_WAITING_PER_ARTICLE", "0"),
];

/// What clients had answered.
#[derive(Default)]
struct Answers {
    is_over: AtomicBool,
    posts: AtomicU64,
    reads: AtomicU64,
}

impl Answers {
    /// Writes and reads in turns until it is over; what was refused.
    fn ask(&self, base: &str, client: usize) -> Vec<String> {
        let connect = || -> ureq::Agent {
            ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .into()
        };
        let mut agent = connect();
        let mut refused = Vec::new();
        for n in 0.. {
            if self.is_over.load(Ordering::Relaxed) {
                break;
            }
            // Some keep their connection, as proxies do, some open one for each request.
            if client.is_multiple_of(2) {
                agent = connect();
            }
            let (answer, wanted, counted) = if n & 1 == 0 {
                let comment = by("An", "p", &format!("Ý kiến {n} của {client}."));
                let posted = agent
                    .post(format!("{base}/v1/sites/default/comments"))
                    .header("content-type", "application/json")
                    .send(comment.to_string());
                (posted, 202, &self.posts)
            } else {
                let list = format!("{base}/v1/sites/default/comments?page_id=p");
                (agent.get(list).call(), 200, &self.reads)
            };
            let read = answer.map(|mut answer| {
                // Read whole, so that the connection can be used again.
                let body = answer.body_mut().read_to_string();
                (answer.status().as_u16(), body.is_ok())
            });
            match read {
                Ok((status, true)) if status == wanted => {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
                other => refused.push(format!("client {client}, request {n}: {other:?}")),
            }
        }
        refused
    }

    /// Waits for so many more posts.
    fn wait_for(&self, more: u64) {
        let next = self.posts.load(Ordering::Relaxed) + more;
        while self.posts.load(Ordering::Relaxed) < next {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}

#[test]
fn an_upgrade_under_load_refuses_nobody() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_on(&socket, folder, &UNLIMITED);
    assert_eq!(program.address, socket.local_addr().unwrap());
    let (base, answers) = (program.url(""), Answers::default());
    let refused: Vec<String> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..8)
            .map(|client| {
                let (base, answers) = (&base, &answers);
                scope.spawn(move || answers.ask(base, client))
            })
            .collect();
        for _ in 0..3 {
            answers.wait_for(60);
            program.signal("-TERM");
            assert!(program.wait().success());
            let folder = std::mem::replace(&mut program.folder, tempfile::tempdir().unwrap());
            program = Program::start_on(&socket, folder, &UNLIMITED);
        }
        answers.wait_for(60);
        answers.is_over.store(true, Ordering::Relaxed);
        let clients = clients.into_iter();
        clients.flat_map(|client| client.join().unwrap()).collect()
    });
    assert_eq!(refused, [""; 0]);
    let db = open(&program.data().join("binh-luan.sqlite"));
    let posts = answers.posts.into_inner();
    assert_eq!(u64::try_from(count(&db, "comment")).unwrap(), posts);
    assert!(answers.reads.into_inner() > 0);
}

#[test]
fn a_service_manager_is_told_when_it_is_ready_and_when_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    let told = || {
        let mut buffer = [0; 64];
        let bytes = manager.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..bytes]).into_owned()
    };
    let mut program = Program::start(&[("NOTIFY_SOCKET", path.to_str().unwrap())]);
    assert_eq!(told(), "READY=1");
    program.signal("-TERM");
    assert_eq!(told(), "STOPPING=1");
    assert!(program.wait().success());
}
