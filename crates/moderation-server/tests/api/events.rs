//! News of the desk as they come, over HTTP.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use moderation_server::config::Site;
use serde_json::{Value, json};

use crate::editors::{invite_as, join};
use crate::harness::{Editor, Server, by, marked, server};

/// An answer that stays open.
struct Stream {
    lines: std::io::Lines<BufReader<TcpStream>>,
    head: String,
    /// The id of the event read last.
    id: String,
}

impl Stream {
    fn open(server: &Server, editor: &Editor<'_>, more: &str) -> Self {
        let mut stream = TcpStream::connect(server.host()).unwrap();
        // A test that waits for what does not come fails instead of hanging.
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let request = format!(
            "GET /v1/desk/events HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n{more}\r\n",
            server.host(),
            editor.cookie
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream).lines();
        let head: Vec<String> = lines
            .by_ref()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        Self {
            lines,
            head: head.join("\n"),
            id: String::new(),
        }
    }

    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The next event: its name, and what it says.
    #[track_caller]
    fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            }
            if let Some(id) = line.strip_prefix("id: ") {
                id.clone_into(&mut self.id);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
        panic!("the stream ended");
    }

    /// The next event of this name, others passed over.
    #[track_caller]
    fn wait_for(&mut self, wanted: &str, is_meant: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (name, data) = self.next();
            if name == wanted && is_meant(&data) {
                return data;
            }
        }
    }

    /// What still comes, to the end; whether that is a proper one.
    fn ends_in_order(self) -> bool {
        let rest: Vec<String> = self.lines.map_while(Result::ok).collect();
        rest.ends_with(&[String::from("0"), String::new()])
    }
}

fn pending(count: u64) -> impl Fn(&Value) -> bool {
    move |counts| counts["pending"] == count
}

#[test]
fn counts_and_decisions_come_by_themselves() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let mut news = Stream::open(&server, &mai, "");
    assert_eq!(news.status(), "200", "{}", news.head);
    for header in [
        "content-type: text/event-stream",
        "cache-control: private, no-store, no-transform",
        "x-accel-buffering: no",
        "x-content-type-options: nosniff",
    ] {
        assert!(news.head.contains(header), "{header} in {}", news.head);
    }
    assert!(!news.head.contains("content-encoding"), "{}", news.head);
    let nothing = json!({"pending": 0, "mine": 0, "reported": 0, "oldest_at": null});
    assert_eq!(news.next(), (String::from("counts"), nothing));
    let (id, _) = server.accepted(&by("An", "p", "Tôi rất thích bài này."));
    let counts = news.wait_for("counts", pending(1));
    assert!(counts["oldest_at"].is_string(), "{counts}");
    let wish = json!({"tab": "tab-of-mai", "want": 9});
    mai.send_json("POST", "/v1/desk/share", &wish).expect(200);
    assert_eq!(news.wait_for("counts", |_| true)["mine"], 1);
    binh.publish(&id);
    let decided = json!({
        "id": id, "by": "binh", "yours": false, "was": "pending", "status": "published", "revision": 2,
    });
    assert_eq!(news.next(), (String::from("decided"), decided));
    let counts = news.wait_for("counts", |_| true);
    assert_eq!(
        (&counts["pending"], &counts["mine"]),
        (&json!(0), &json!(0))
    );
    let report = server.post_json(&format!("comments/{id}/reports"), &json!({"reason": "tục"}));
    assert_eq!(report.status, 202);
    assert_eq!(news.wait_for("counts", |_| true)["reported"], 1);
    mai.decide(&id, &json!({"action": "spam", "revision": 2}))
        .expect(200);
    let own = news.wait_for("decided", |_| true);
    assert_eq!(
        (&own["yours"], &own["status"]),
        (&json!(true), &json!("spam"))
    );
}

#[test]
fn whoever_comes_back_is_told_what_he_missed() {
    let server = server();
    let mai = server.editor();
    let comment = |text: &str| server.accepted(&by("An", "p", text)).0;
    let (first, second) = (comment("Ý kiến thứ nhất."), comment("Ý kiến thứ hai."));
    let mut news = Stream::open(&server, &mai, "");
    news.wait_for("counts", pending(2));
    mai.publish(&first);
    assert_eq!(news.wait_for("decided", |_| true)["id"], first);
    let id = std::mem::take(&mut news.id);
    drop(news);
    mai.publish(&second);
    let mut again = Stream::open(&server, &mai, &format!("Last-Event-ID: {id}\r\n"));
    let (name, missed) = again.next();
    assert_eq!((name.as_str(), &missed["id"]), ("decided", &json!(second)));
    again.wait_for("counts", pending(0));
    for unknown in ["", "Last-Event-ID: 999999\r\n", "Last-Event-ID: x\r\n"] {
        let (name, _) = Stream::open(&server, &mai, unknown).next();
        assert_eq!(name, "counts", "{unknown}");
    }
}

#[test]
fn an_editor_is_told_of_his_own_places_alone() {
    let server = Server::start(|config| {
        config.sites.insert("khac".into(), Site::default());
    });
    let mai = server.editor();
    let fields = [("role", "editor"), ("where", "some"), ("site", "khac")];
    let binh = join(&server, &invite_as(&mai, &fields), "binh");
    let mut news = Stream::open(&server, &binh, "");
    let ids = ["default", "khac"].map(|site| {
        let path = format!("/v1/sites/{site}/comments");
        let comment = marked("bai", "Tôi rất thích bài này.").to_string();
        let headers = [("content-type", "application/json")];
        let answer = server.send("POST", &path, &headers, comment).expect(202);
        answer.json()["id"].as_str().unwrap().to_owned()
    });
    news.wait_for("counts", pending(1));
    for id in &ids {
        mai.publish(id);
    }
    assert_eq!(news.wait_for("decided", |_| true)["id"], ids[1]);
    assert_eq!(news.wait_for("counts", |_| true)["pending"], 0);
    // He works elsewhere now, and is told so at once.
    let fields = [
        ("editor", "2"),
        ("role", "editor"),
        ("where", "some"),
        ("site", "default"),
    ];
    assert_eq!(mai.post_form("/desk/editors/rights", &fields).status, 303);
    server.accepted(&by("Chi", "q", "Bài viết rất bổ ích."));
    assert_eq!(news.wait_for("counts", |_| true)["pending"], 1);
}

#[test]
fn it_ends_with_the_session() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    type End<'a> = (&'a str, &'a dyn Fn());
    let ends: [End<'_>; 2] = [
        ("signed out", &|| {
            let path = "/v1/desk/session";
            mai.send_json("DELETE", path, &json!({})).expect(204);
        }),
        ("shut out", &|| {
            let fields = [("editor", "2"), ("state", "disabled")];
            let done = mai.post_form("/desk/editors/state", &fields);
            assert_eq!(done.status, 303);
        }),
    ];
    for ((what, end), editor) in ends.iter().zip([&mai, &binh]).rev() {
        let mut news = Stream::open(&server, editor, "");
        news.wait_for("counts", |_| true);
        end();
        assert_eq!(news.next().0, "signed_out", "{what}");
        assert!(news.ends_in_order(), "{what}");
        assert_eq!(Stream::open(&server, editor, "").status(), "401", "{what}");
    }
}

#[test]
fn an_editor_has_so_many_and_they_come_back() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let mut open: Vec<Stream> = (0..8).map(|_| Stream::open(&server, &mai, "")).collect();
    for stream in &mut open {
        stream.wait_for("counts", |_| true);
    }
    let refused = Stream::open(&server, &mai, "");
    assert_eq!(refused.status(), "429");
    assert!(refused.head.contains("retry-after: 60"), "{}", refused.head);
    assert_eq!(Stream::open(&server, &binh, "").status(), "200");
    let metrics = server.get("/metrics").text();
    assert!(
        metrics.contains("\nbinh_luan_desk_streams 8\n"),
        "{metrics}"
    );
    drop(open);
    // The server learns of it a moment later.
    while Stream::open(&server, &mai, "").status() == "429" {
        std::thread::yield_now();
    }
}

#[test]
fn whoever_looks_on_is_no_slow_reader_and_holds_up_no_stop() {
    let mut server = Server::start(|config| config.connections.patience_seconds = 1);
    let mut news = Stream::open(&server, &server.editor(), "");
    // Each takes a second at least: longer than the patience with who does not take his answer.
    for number in 1..=3 {
        let text = format!("Ý kiến thứ {number} của tôi.");
        server.accepted(&by("An", "p", &text));
        news.wait_for("counts", pending(number));
    }
    server.stop();
    assert!(news.ends_in_order());
}

#[test]
fn a_foreign_page_opens_none() {
    let server = server();
    let mai = server.editor();
    let foreign = Stream::open(&server, &mai, "Origin: https://khac.example\r\n");
    assert_eq!(foreign.status(), "403");
    let own = format!("Origin: http://{}\r\n", server.host());
    assert_eq!(Stream::open(&server, &mai, &own).status(), "200");
    let unknown = server.get("/v1/desk/events");
    unknown.expect_problem(401, "unauthorized");
}
