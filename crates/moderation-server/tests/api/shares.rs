//! The queue divided among editors, over HTTP.

use moderation_server::config::Site;
use serde_json::{Value, json};

use crate::editors::{invite_as, join};
use crate::harness::{Answer, Editor, Server, by, marked, server};

fn ask(editor: &Editor<'_>, tab: &str, want: u32, have: &[&str]) -> Value {
    let body = json!({"tab": tab, "want": want, "have": have});
    editor
        .send_json("POST", "/v1/desk/share", &body)
        .expect(200)
        .json()
}

fn ids(share: &Value) -> Vec<&str> {
    let comments = share["comments"].as_array().unwrap();
    comments
        .iter()
        .map(|comment| comment["id"].as_str().unwrap())
        .collect()
}

fn sent(server: &Server, page: &str, count: usize) -> Vec<String> {
    let comment = |number| by("An", page, &format!("Ý kiến thứ {number} của tôi."));
    (0..count)
        .map(|number| server.accepted(&comment(number)).0)
        .collect()
}

fn colleague<'a>(server: &'a Server, mai: &Editor<'a>, login: &str) -> Editor<'a> {
    join(server, &invite_as(mai, &[("role", "editor")]), login)
}

#[test]
fn two_editors_get_two_shares_and_hand_them_back() {
    let server = server();
    let (mai, first, other) = (
        server.editor(),
        sent(&server, "p", 3),
        sent(&server, "q", 2),
    );
    let binh = colleague(&server, &mai, "binh");
    let hers = ask(&mai, "tab-of-mai", 3, &[]);
    assert_eq!(ids(&hers), first);
    let comment = &hers["comments"][0];
    assert_eq!(comment["lease"]["yours"], true);
    assert_eq!(comment["lease"]["until"], hers["until"]);
    assert_eq!(hers["heartbeat_seconds"], 40);
    let counts = json!({
        "pending": 5, "mine": 3, "reported": 0, "oldest_at": comment["created_at"],
    });
    assert_eq!(hers["counts"], counts);
    assert_eq!(mai.get("/v1/desk/counts").expect(200).json(), counts);
    let his = ask(&binh, "tab-of-binh", 3, &[]);
    assert_eq!(ids(&his), other);
    let list = binh.get("/v1/desk/comments").expect(200).json();
    let lease = &list["comments"][0]["lease"];
    assert_eq!(
        (&lease["name"], &lease["yours"]),
        (&json!("Trần Mai"), &json!(false))
    );
    let leaving = json!({"tab": "tab-of-mai"});
    let left = mai.send_json("POST", "/v1/desk/share/release", &leaving);
    left.expect(204);
    let have: Vec<&str> = other.iter().map(String::as_str).collect();
    let more = ask(&binh, "tab-of-binh", 9, &have);
    assert_eq!(ids(&more), first);
    assert_eq!(more["lost"], json!([]));
    let late = ask(&mai, "tab-of-mai", 0, &[&first[0], "khong-co"]);
    assert_eq!(late["lost"], json!([first[0], "khong-co"]));
}

#[test]
fn a_share_keeps_nobody_from_deciding() {
    let server = server();
    let (mai, id) = (server.editor(), sent(&server, "p", 1).remove(0));
    let binh = colleague(&server, &mai, "binh");
    ask(&mai, "tab-of-mai", 20, &[]);
    binh.publish(&id);
    let hers = ask(&mai, "tab-of-mai", 20, &[&id]);
    assert_eq!((ids(&hers), &hers["lost"]), (vec![], &json!([id])));
    assert_eq!(hers["counts"]["oldest_at"], Value::Null);
    // Claims go on as they were.
    let other = sent(&server, "p", 1).remove(0);
    let claim = |editor: &Editor<'_>| {
        let path = format!("/v1/desk/comments/{other}/claim");
        editor.send_json("POST", &path, &json!({})).expect(200)
    };
    assert_eq!(claim(&binh).json()["yours"], true);
    assert_eq!(ids(&ask(&mai, "tab-of-mai", 20, &[])), [""; 0]);
    assert_eq!(claim(&mai).json()["yours"], false);
}

#[test]
fn a_share_is_of_what_its_editor_may_decide() {
    let server = Server::start(|config| {
        config.sites.insert("khac".into(), Site::default());
    });
    let mai = server.editor();
    let mut sport = marked("the-thao", "Trận đấu hôm qua hay quá.");
    sport["page"]["section"] = json!("Thể thao");
    let news = marked("thoi-su", "Tôi rất thích bài này.");
    let post = |site: &str, comment: &Value| {
        let path = format!("/v1/sites/{site}/comments");
        let headers = [("content-type", "application/json")];
        let answer = server.send("POST", &path, &headers, comment.to_string());
        answer.expect(202).json()["id"].as_str().unwrap().to_owned()
    };
    let (own, other, elsewhere) = (
        post("khac", &sport),
        post("khac", &news),
        post("default", &sport),
    );
    let link = invite_as(
        &mai,
        &[("role", "editor"), ("where", "some"), ("site", "khac")],
    );
    let binh = join(&server, &link, "binh");
    let his = ask(&binh, "tab-of-binh", 20, &[]);
    assert_eq!(ids(&his), [&own, &other]);
    assert!(!his.to_string().contains("hanh@example.vn"), "{his}");
    assert_eq!(his["counts"]["pending"], 2);
    assert_eq!(
        ask(&binh, "tab-of-binh", 0, &[&elsewhere])["lost"],
        json!([elsewhere])
    );
    let leaving = json!({"tab": "tab-of-binh"});
    let left = binh.send_json("POST", "/v1/desk/share/release", &leaving);
    left.expect(204);
    let fields = [
        ("role", "editor"),
        ("where", "some"),
        ("site", "khac"),
        ("sections-khac", "Thể thao"),
    ];
    let chi = join(&server, &invite_as(&mai, &fields), "chi");
    assert_eq!(ids(&ask(&chi, "tab-of-chi", 20, &[])), [&own]);
    let leaving = json!({"tab": "tab-of-chi"});
    let left = chi.send_json("POST", "/v1/desk/share/release", &leaving);
    left.expect(204);
    // Whoever works everywhere chooses; a section alone is that of all sites.
    for (tab, site, section, expected) in [
        ("tab-1234", Some("khac"), Some("Thể thao"), vec![&own]),
        ("tab-1235", None, Some("Thể thao"), vec![&elsewhere]),
        ("tab-1236", Some("khac"), None, vec![&other]),
        ("tab-1237", Some("ngoai"), None, vec![]),
    ] {
        let body = json!({"tab": tab, "want": 20, "site": site, "section": section});
        let share = mai.send_json("POST", "/v1/desk/share", &body).expect(200);
        assert_eq!(ids(&share.json()), expected, "{site:?} {section:?}");
    }
    let log = mai.get("/desk/log").expect(200).text();
    assert!(log.contains("xem địa chỉ e-mail của bạn đọc"), "{log}");
}

#[test]
fn what_a_page_asks_for_is_bounded() {
    let server = server();
    let mai = server.editor();
    let refused = |body: Value| -> Answer { mai.send_json("POST", "/v1/desk/share", &body) };
    let many: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    for (body, fault) in [
        (json!({"tab": "ngan", "want": 1}), "tab invalid_value"),
        (json!({"tab": "tab-of-mai", "want": 41}), "want too_many"),
        (json!({"tab": "tab-of-mai", "have": many}), "have too_many"),
    ] {
        assert_eq!(refused(body).field_errors(), [fault]);
    }
    refused(json!({"want": 1})).expect_problem(400, "malformed_json");
    let leaving = mai.send_json("POST", "/v1/desk/share/release", &json!({"tab": ""}));
    assert_eq!(leaving.field_errors(), ["tab invalid_value"]);
    let headers = [
        ("cookie", mai.cookie.as_str()),
        ("content-type", "application/json"),
    ];
    for path in ["/v1/desk/share", "/v1/desk/share/release"] {
        let body = json!({"tab": "tab-of-mai"}).to_string();
        let foreign = server.send("POST", path, &headers, body);
        foreign.expect_problem(403, "forbidden");
    }
    server
        .get("/v1/desk/counts")
        .expect_problem(401, "unauthorized");
}

#[test]
fn the_desks_page_gets_its_share_drawn() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let (first, _) = server.accepted(&marked("p", "Cầu <b>mục</b> cả rồi."));
    let (second, _) = server.accepted(&marked("p", "Mong xã sửa sớm."));
    let share = |editor: &Editor<'_>, tab: &str, want: &str, have: &str| {
        let fields = [("tab", tab), ("want", want), ("have", have)];
        editor.post_form("/desk/share", &fields)
    };
    let drawn = share(&mai, "trang-cua-mai", "1", "").expect(200);
    assert!(drawn.header("content-type").starts_with("text/html"));
    let drawn = drawn.text();
    assert!(drawn.contains(&format!("id=\"c-{first}\"")), "{drawn}");
    assert!(!drawn.contains(&format!("id=\"c-{second}\"")), "{drawn}");
    assert!(drawn.contains("&lt;b&gt;mục"), "{drawn}");
    assert!(
        drawn.contains("data-pending=\"2\" data-mine=\"1\""),
        "{drawn}"
    );
    // What a colleague holds is lost, what is had is not drawn again.
    let have = format!("{first} {second}");
    let other = share(&binh, "trang-cua-binh", "9", &have)
        .expect(200)
        .text();
    assert!(other.contains(&format!("data-lost=\"{first}\"")), "{other}");
    assert!(!other.contains("<article"), "{other}");
    // The page that stood there before has nothing any more.
    let fields = [
        ("tab", "trang-moi-cua-mai"),
        ("want", "9"),
        ("left", "trang-cua-mai"),
    ];
    let anew = mai.post_form("/desk/share", &fields).expect(200).text();
    assert!(anew.contains(&format!("id=\"c-{first}\"")), "{anew}");
    // The whole queue tells whose it is.
    let all = binh.get("/desk?all=1").expect(200).text();
    assert!(all.contains("phần của Trần Mai"), "{all}");
    for (tab, want) in [
        ("ngắn", "1"),
        ("trang-cua-mai", "x"),
        ("trang-cua-mai", "41"),
    ] {
        let refused = share(&mai, tab, want, "");
        assert_eq!(refused.status, 422, "{tab} {want}");
    }
}
