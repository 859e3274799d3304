//! Signing in while strangers try to: known browsers, passwords, cookies, tokens of forms.

use crate::harness::{Answer, Editor, FORM, PASSWORD, Server, form, marked, server};

/// One address's share in these tests, and in what many strangers may do together.
const LIMIT: u32 = 3;

/// A server behind a proxy, so that a test can come from many addresses.
fn limited() -> Server {
    Server::start(|config| {
        config.rate_limits.sign_ins_per_minute = LIMIT;
        config.trusted_proxies = vec![String::from("127.0.0.1").try_into().unwrap()];
    })
}

/// Tries to sign in from an address, with the cookies of a browser.
fn sign_in(server: &Server, address: &str, cookie: &str, login: &str, password: &str) -> Answer {
    let headers = [FORM, ("x-forwarded-for", address), ("cookie", cookie)];
    let body = form(&[("login", login), ("password", password)]);
    server.send("POST", "/desk/sign-in", &headers, body)
}

/// The first editor; the cookies that her browser has when she has signed out again.
fn known_browser(server: &Server) -> String {
    let fields = form(&[
        ("login", "mai"),
        ("name", "Trần Mai"),
        ("password", PASSWORD),
    ]);
    let made = server
        .send("POST", &server.first_link, &[FORM], fields)
        .expect(303);
    device(&made)
}

fn device(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie");
    let device = cookies
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .find(|cookie| cookie.contains("binh-luan-device-"))
        .unwrap();
    assert!(
        device.contains("HttpOnly") && device.contains("SameSite=Strict"),
        "{device}"
    );
    device.split(';').next().unwrap().to_owned()
}

#[test]
fn wrong_passwords_of_strangers_do_not_keep_an_editor_out() {
    let server = limited();
    let browser = known_browser(&server);
    // The review's loop, from as many addresses as it takes to be refused everywhere.
    let mut refused = 0;
    for stranger in 0..200 {
        let address = format!("198.51.100.{stranger}");
        let answer = sign_in(&server, &address, "", "mai", "đoán bừa một câu");
        refused += u32::from(answer.status == 429);
    }
    assert!(refused > 100, "{refused}");
    let elsewhere = sign_in(&server, "203.0.113.7", "", "mai", PASSWORD);
    elsewhere.expect(429);

    let hers = sign_in(&server, "203.0.113.7", &browser, "mai", PASSWORD).expect(303);

    // And she hears of it, once.
    let session = Editor::of(&server, hers.header("set-cookie"));
    let page = session.get("/desk").expect(200).text();
    assert!(
        page.contains("lần đăng nhập hỏng bằng tên của bạn"),
        "{page}"
    );
    let log = session.get("/desk/log").expect(200).text();
    assert!(!log.contains("198.51.100"));
    let again = sign_in(&server, "203.0.113.7", &browser, "mai", PASSWORD).expect(303);
    let session = Editor::of(&server, again.header("set-cookie"));
    assert!(!session.get("/desk").text().contains("đăng nhập hỏng"));
}

#[test]
fn one_strangers_address_keeps_nobody_out_anywhere() {
    let server = limited();
    known_browser(&server);
    for _ in 0..30 {
        sign_in(&server, "198.51.100.1", "", "mai", "đoán bừa một câu");
    }
    sign_in(&server, "198.51.100.1", "", "mai", PASSWORD).expect(429);
    sign_in(&server, "203.0.113.7", "", "mai", PASSWORD).expect(303);
}

#[test]
fn signing_in_rightly_uses_nothing_up_for_the_name() {
    let server = limited();
    known_browser(&server);
    // More often than failures are allowed to, each from a place of its own.
    for place in 0..20 {
        let address = format!("203.0.113.{place}");
        sign_in(&server, &address, "", "mai", PASSWORD).expect(303);
    }
}

#[test]
fn a_known_browser_is_limited_too_and_known_for_its_editor_alone() {
    let server = limited();
    let browser = known_browser(&server);
    let wrong = |address: &str, cookie: &str, login: &str| {
        sign_in(&server, address, cookie, login, "đoán bừa một câu").status
    };
    let tries: Vec<_> = (0..5)
        .map(|place| wrong(&format!("203.0.113.{place}"), &browser, "mai"))
        .collect();
    assert_eq!(tries, [422, 422, 422, 429, 429], "wherever it is");
    // For another name it is a stranger's browser.
    let others: Vec<_> = (0..4)
        .map(|_| wrong("203.0.113.9", &browser, "binh"))
        .collect();
    assert_eq!(others, [422, 422, 422, 429]);
}

#[test]
fn forged_and_stale_browsers_are_strangers() {
    let server = limited();
    let browser = known_browser(&server);
    let editor = {
        let made = sign_in(&server, "203.0.113.1", &browser, "mai", PASSWORD).expect(303);
        Editor::of(&server, made.header("set-cookie"))
    };
    let fresh = "con thuyền ghé bến mùa thu";
    let changed = editor
        .post_form(
            "/desk/password",
            &[("current", PASSWORD), ("password", fresh)],
        )
        .expect(303);
    let (name, value) = browser.split_once('=').unwrap();
    let (nonce, rest) = value.split_once('.').unwrap();
    let other_nonce = format!("{name}=x{nonce}.{rest}");
    let younger = format!("{name}={nonce}.9{rest}");
    // Each is refused like any stranger, once the address has used up its share.
    for _ in 0..LIMIT {
        sign_in(&server, "198.51.100.1", "", "mai", "đoán bừa một câu").expect(422);
    }
    for cookie in [&browser, &other_nonce, &younger, &format!("{name}=")] {
        sign_in(&server, "198.51.100.1", cookie, "mai", fresh).expect(429);
    }
    let now_known = device(&changed);
    sign_in(&server, "198.51.100.1", &now_known, "mai", fresh).expect(303);
}

#[test]
fn a_foreign_cookie_of_any_bytes_signs_nobody_out() {
    let server = server();
    let editor = server.editor();
    let mut cookie = b"x=\xc3\xa9\xff; ".to_vec();
    cookie.extend(editor.cookie.as_bytes());
    let request = [
        b"GET /desk HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ".as_slice(),
        &cookie,
        b"\r\n\r\n",
    ];
    let mut stream = std::net::TcpStream::connect(server.host()).unwrap();
    std::io::Write::write_all(&mut stream, &request.concat()).unwrap();
    let mut answer = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut answer).unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 200 "),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[test]
fn passwords_that_are_guessed_first_are_refused_at_every_door() {
    let server = server();
    for password in ["1234567890", "matkhau123456", "Trần Mai 1"] {
        let fields = form(&[
            ("login", "mai"),
            ("name", "Trần Mai"),
            ("password", password),
        ]);
        let page = server
            .send("POST", &server.first_link, &[FORM], fields)
            .expect(422);
        assert!(page.text().contains(r#"value="mai""#), "the rest stays");
    }
    let editor = server.editor();
    let change = [("current", PASSWORD), ("password", "password123")];
    let page = editor
        .post_form("/desk/password", &change)
        .expect(422)
        .text();
    assert!(page.contains("ai cũng đoán được"), "{page}");
}

#[test]
fn a_password_of_before_opens_and_is_hashed_anew() {
    use argon2::PasswordHasher;
    let server = server();
    server.editor();
    // A Cyrillic letter, which was folded to the Latin one before it was hashed.
    let typed = "dòng sông \u{445}ưa nay";
    let before = argon2::Argon2::default()
        .hash_password("dòng sông xưa nay".as_bytes())
        .unwrap()
        .to_string();
    let kept = || {
        let hashes = server.database.texts("SELECT password_hash FROM editor");
        hashes[0].clone()
    };
    let change = format!("UPDATE editor SET password_hash = '{before}'");
    server.database.run(&change).unwrap();
    for _ in 0..2 {
        sign_in(&server, "127.0.0.1", "", "mai", typed).expect(303);
        assert_ne!(kept(), before);
    }
    sign_in(&server, "127.0.0.1", "", "mai", "dòng sông khác hẳn").expect(422);
}

#[test]
fn a_login_with_letters_nobody_sees_is_the_same_login() {
    let server = server();
    let editor = server.editor();
    sign_in(&server, "127.0.0.1", "", "m\u{200b}ai\u{2060}", PASSWORD).expect(303);
    let page = editor.post_form("/desk/editors", &[]).expect(201).text();
    let start = page.find("/desk/setup/").unwrap();
    let link: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let second = form(&[
        ("login", "mai\u{200b}"),
        ("name", "Lê Thu"),
        ("password", "con thuyền ghé bến mùa thu"),
    ]);
    server.send("POST", &link, &[FORM], second).expect(409);
}

#[test]
fn the_token_of_a_form_is_another_on_each_page_and_each_holds() {
    let server = server();
    let editor = server.editor();
    let token = || {
        let session = editor.get("/v1/desk/session").json();
        session["csrf_token"].as_str().unwrap().to_owned()
    };
    let (one, two) = (token(), token());
    assert_ne!(one, two);
    let with = |csrf: String| {
        let mut again = Editor::of(&server, &editor.cookie);
        again.csrf = csrf;
        again
    };
    with("A".repeat(43))
        .post_form("/desk/editors", &[])
        .expect_problem(403, "forbidden");
    for csrf in [two, one] {
        with(csrf).post_form("/desk/editors", &[]).expect(201);
    }
}

#[test]
fn who_takes_readers_addresses_through_the_api_stands_in_the_log_once() {
    let server = server();
    let editor = server.editor();
    let lines = || {
        let page = editor.get("/desk/log").expect(200).text();
        page.matches("xem địa chỉ e-mail").count()
    };
    editor.get("/v1/desk/comments").expect(200);
    assert_eq!(lines(), 0, "there are none yet");
    server.accepted(&marked("p", "Tôi rất thích."));
    for _ in 0..3 {
        editor.get("/v1/desk/comments").expect(200);
    }
    assert_eq!(lines(), 1);
}

#[test]
fn no_form_of_the_desk_is_taken_without_its_token_or_from_a_foreign_page() {
    let server = server();
    let editor = server.editor();
    let routes = include_str!("../../src/desk/mod.rs");
    let mut posted = 0;
    for route in routes.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        // Whoever signs in, or opens a link, has no session yet.
        if !route.contains("post(") || path.starts_with("/desk/sign-in") || path.contains("setup") {
            continue;
        }
        posted += 1;
        let path = path.replace("{id}", "x");
        let cookie = ("cookie", editor.cookie.as_str());
        for (token, origin) in [
            ("", format!("http://{}", server.host())),
            ("sai", format!("http://{}", server.host())),
            (editor.csrf.as_str(), String::from("https://evil.example")),
            (editor.csrf.as_str(), String::from("null")),
        ] {
            let headers = [FORM, cookie, ("origin", origin.as_str())];
            let body = form(&[("csrf", token), ("action", "publish"), ("revision", "1")]);
            server
                .send("POST", &path, &headers, body)
                .expect_problem(403, "forbidden");
        }
    }
    assert!(posted >= 10, "{posted}");
    editor.get("/desk").expect(200);
}
