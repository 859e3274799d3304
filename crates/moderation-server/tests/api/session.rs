//! Who may come to the desk: one-time link, sign-in, CSRF, throttling.

use serde_json::json;

use crate::harness::{Editor, FORM, PASSWORD, Server, form, marked, server};

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn the_one_time_link_works_once() {
    let server = server();
    let page = server.get(&server.first_link).expect(200).text();
    assert!(page.contains("Tên đăng nhập") && page.contains("Mật khẩu"));
    let _editor = server.editor();
    let again = form(&[("login", "khac"), ("password", PASSWORD)]);
    server
        .send("POST", &server.first_link, &[FORM], again)
        .expect(410);
    server.get(&server.first_link).expect(410);
    server.get("/desk/setup/doan-mo").expect(410);
}

#[test]
fn a_short_password_is_refused_and_the_link_stays() {
    let server = server();
    let fields = form(&[("login", "mai"), ("password", "ngắn")]);
    let page = server
        .send("POST", &server.first_link, &[FORM], fields)
        .expect(422)
        .text();
    assert!(page.contains("ít nhất 10 ký tự") && page.contains(r#"value="mai""#));
    assert!(!page.contains("ngắn\""));
    server.editor();
}

#[test]
fn signing_in_by_page() {
    let server = server();
    server.editor();
    let sign_in = |login: &str, password: &str| {
        let body = form(&[("login", login), ("password", password)]);
        server.send("POST", "/desk/sign-in", &[FORM], body)
    };
    let in_time = sign_in("  MAI ", PASSWORD).expect(303);
    let cookie = in_time.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"));
    assert_eq!(in_time.header("location"), "/desk");
    let wrong = sign_in("mai", "dòng sông khác hẳn").expect(422);
    let unknown = sign_in("ai đó", PASSWORD).expect(422);
    let same = "Tên đăng nhập hoặc mật khẩu chưa đúng.";
    assert!(wrong.text().contains(same) && unknown.text().contains(same));
}

#[test]
fn https_makes_the_cookie_secure() {
    let server =
        Server::start(|config| config.public_url = Some("https://binhluan.example.vn".into()));
    let fields = form(&[("login", "mai"), ("password", PASSWORD)]);
    let made = server
        .send("POST", &server.first_link, &[FORM], fields)
        .expect(303);
    let cookie = made.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
}

#[test]
fn strangers_get_nowhere() {
    let server = server();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    for path in ["/desk", "/desk/editors", &format!("/desk/comments/{id}")] {
        assert_eq!(
            server.get(path).expect(303).header("location"),
            "/desk/sign-in"
        );
    }
    let revisions = format!("/v1/desk/comments/{id}/revisions");
    for path in ["/v1/desk/comments", "/v1/desk/session", &revisions] {
        server.get(path).expect_problem(401, "unauthorized");
    }
    let body = json!({"action": "publish", "revision": 1}).to_string();
    let decisions = format!("/v1/desk/comments/{id}/decisions");
    for cookie in ["", "binh-luan-desk=doan", "binh-luan-desk="] {
        let headers = [JSON, ("cookie", cookie)];
        server
            .send("POST", &decisions, &headers, body.clone())
            .expect_problem(401, "unauthorized");
    }
    assert_eq!(server.list("page_id=p")["count"], 0);
}

#[test]
fn a_foreign_page_cannot_use_an_editors_session() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let cookie = ("cookie", editor.cookie.as_str());
    let api = format!("/v1/desk/comments/{id}/decisions");
    let body = json!({"action": "publish", "revision": 1}).to_string();
    for token in ["", "sai"] {
        let headers = [JSON, cookie, ("x-csrf-token", token)];
        server
            .send("POST", &api, &headers, body.clone())
            .expect_problem(403, "forbidden");
        for page in [
            format!("/desk/comments/{id}/decisions"),
            "/desk/decisions".into(),
            "/desk/sign-out".into(),
            "/desk/editors".into(),
            "/desk/pages".into(),
        ] {
            let fields = form(&[("csrf", token), ("action", "publish"), ("revision", "1")]);
            server
                .send("POST", &page, &[FORM, cookie], fields)
                .expect_problem(403, "forbidden");
        }
    }
    let foreign = [
        JSON,
        cookie,
        ("x-csrf-token", &editor.csrf),
        ("origin", "https://evil.example"),
    ];
    server
        .send("POST", &api, &foreign, body)
        .expect_problem(403, "forbidden");
    let sign_in = form(&[("login", "mai"), ("password", PASSWORD)]);
    server
        .send(
            "POST",
            "/desk/sign-in",
            &[FORM, ("origin", "https://evil.example")],
            sign_in,
        )
        .expect_problem(403, "forbidden");
    assert_eq!(server.list("page_id=p")["count"], 0);
}

#[test]
fn signing_out_ends_the_session() {
    let server = server();
    let editor = server.editor();
    editor.get("/desk").expect(200);
    editor.post_form("/desk/sign-out", &[]).expect(303);
    editor
        .get("/v1/desk/session")
        .expect_problem(401, "unauthorized");
}

#[test]
fn signing_in_by_json() {
    let server = server();
    server.editor();
    let sign_in = |password: &str| {
        let body = json!({"login": "mai", "password": password}).to_string();
        server.send("POST", "/v1/desk/session", &[JSON], body)
    };
    sign_in("sai sai sai sai").expect_problem(401, "unauthorized");
    let editor = Editor::of(&server, sign_in(PASSWORD).expect(201).header("set-cookie"));
    editor
        .send_json("DELETE", "/v1/desk/session", &json!({}))
        .expect(204);
    editor
        .get("/v1/desk/session")
        .expect_problem(401, "unauthorized");
}

#[test]
fn guessing_is_slowed_down() {
    let server = Server::start(|config| config.rate_limits.sign_ins_per_minute = 3);
    server.editor();
    let body = form(&[("login", "mai"), ("password", "đoán bừa một câu")]);
    for _ in 0..3 {
        server
            .send("POST", "/desk/sign-in", &[FORM], body.clone())
            .expect(422);
    }
    let refused = server
        .send("POST", "/desk/sign-in", &[FORM], body)
        .expect(429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[test]
fn a_colleague_is_invited_by_link() {
    let server = server();
    let editor = server.editor();
    let page = editor.post_form("/desk/editors", &[]).expect(201).text();
    let start = page.find("/desk/setup/").unwrap();
    let link: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let taken = form(&[("login", "Mai"), ("password", PASSWORD)]);
    server.send("POST", &link, &[FORM], taken).expect(409);
    let fields = form(&[("login", "binh"), ("password", PASSWORD)]);
    server.send("POST", &link, &[FORM], fields).expect(303);
    server.get(&link).expect(410);
}

fn invited(server: &Server, editor: &Editor<'_>, login: &str) -> String {
    let page = editor.post_form("/desk/editors", &[]).expect(201).text();
    let start = page.find("/desk/setup/").unwrap();
    let link: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let fields = form(&[("login", login), ("password", PASSWORD)]);
    server
        .send("POST", &link, &[FORM], fields)
        .expect(303)
        .header("set-cookie")
        .to_owned()
}

#[test]
fn who_left_the_house_is_shut_out_and_stays_in_the_log() {
    let server = server();
    let mai = server.editor();
    let binh = Editor::of(&server, &invited(&server, &mai, "binh"));
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    binh.publish(&id);
    mai.post_form(
        "/desk/editors/state",
        &[("editor", "2"), ("state", "disabled")],
    )
    .expect(303);
    binh.get("/v1/desk/session")
        .expect_problem(401, "unauthorized");
    let fields = form(&[("login", "binh"), ("password", PASSWORD)]);
    server
        .send("POST", "/desk/sign-in", &[FORM], fields.clone())
        .expect(422);
    assert!(
        mai.get(&format!("/desk/comments/{id}"))
            .text()
            .contains("binh")
    );
    assert!(mai.get("/desk/editors").text().contains("đã khóa"));
    mai.post_form(
        "/desk/editors/state",
        &[("editor", "1"), ("state", "disabled")],
    )
    .expect_problem(403, "forbidden");
    mai.post_form(
        "/desk/editors/state",
        &[("editor", "2"), ("state", "enabled")],
    )
    .expect(303);
    server
        .send("POST", "/desk/sign-in", &[FORM], fields)
        .expect(303);
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let server = server();
    let editor = server.editor();
    let fresh = "con thuyền ghé bến mùa thu";
    let change = |current: &str, password: &str| {
        editor.post_form(
            "/desk/password",
            &[("current", current), ("password", password)],
        )
    };
    change("sai sai sai sai", fresh).expect(422);
    change(PASSWORD, "ngắn").expect(422);
    let changed = change(PASSWORD, fresh).expect(303);
    editor
        .get("/v1/desk/session")
        .expect_problem(401, "unauthorized");
    Editor::of(&server, changed.header("set-cookie"));
    let sign_in = |password: &str| {
        server.send(
            "POST",
            "/desk/sign-in",
            &[FORM],
            form(&[("login", "mai"), ("password", password)]),
        )
    };
    sign_in(PASSWORD).expect(422);
    sign_in(fresh).expect(303);
}

/// The value of the hidden field of this name on a page.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!(r#"name="{name}" value=""#)).nth(1);
    let value = field.and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("{name}: {page}")).to_owned()
}

#[test]
fn what_was_sent_when_the_session_had_ended_goes_along_through_signing_in() {
    let server = server();
    let mai = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let path = format!("/desk/comments/{id}/decisions");
    let text = "Tôi rất thích\r\nvà \"đã\" sửa <b>.";
    let fields = [("action", "publish"), ("revision", "1"), ("text", text)];
    mai.post_form("/desk/sign-out", &[]).expect(303);
    let asked = mai.post_form(&path, &fields).expect(401).text();
    assert!(asked.contains("Phiên làm việc đã hết"), "{asked}");
    assert_eq!(hidden(&asked, "carried-to"), path);
    // Wrong at first: all of it stays.
    let along = [
        ("carried-to", path.as_str()),
        ("carried-action", "publish"),
        ("carried-revision", "1"),
        ("carried-text", text),
        ("login", "mai"),
    ];
    let sign_in = |password| {
        let fields: Vec<_> = along.into_iter().chain([("password", password)]).collect();
        server.send("POST", "/desk/sign-in", &[FORM], form(&fields))
    };
    let again = sign_in("không phải").expect(422).text();
    assert_eq!(hidden(&again, "carried-to"), path);
    let signed_in = sign_in(PASSWORD).expect(200);
    let editor = Editor::of(&server, signed_in.header("set-cookie"));
    let page = signed_in.text();
    assert!(page.contains("Việc đang làm dở") && page.contains("Gửi tiếp (Đăng)"));
    assert!(page.contains("&quot;đã&quot; sửa &lt;b&gt;."), "{page}");
    assert_eq!(server.list("page_id=p")["count"], 0, "nothing by itself");
    let fields = [("csrf", hidden(&page, "csrf"))];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let all: Vec<_> = fields
        .into_iter()
        .chain([("action", "publish"), ("revision", "1"), ("text", text)])
        .collect();
    let cookie = ("cookie", editor.cookie.as_str());
    server
        .send("POST", &path, &[FORM, cookie], form(&all))
        .expect(303);
    let list = server.list("page_id=p");
    assert_eq!(
        list["comments"][0]["text"],
        "Tôi rất thích\nvà \"đã\" sửa <b>."
    );
    // No form with a password is kept, and none but the desk's own leads anywhere.
    editor.post_form("/desk/sign-out", &[]).expect(303);
    let secret = [("current", PASSWORD), ("password", "con thuyền ghé bến")];
    editor.post_form("/desk/password", &secret).expect(303);
    let away = form(&[
        ("carried-to", "https://evil.example/desk/comments/"),
        ("carried-text", "x"),
        ("login", "mai"),
        ("password", PASSWORD),
    ]);
    server
        .send("POST", "/desk/sign-in", &[FORM], away)
        .expect(303);
}
