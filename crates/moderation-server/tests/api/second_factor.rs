//! The second factor: set up, asked for, lost, demanded.

use std::time::{SystemTime, UNIX_EPOCH};

use moderation_server::config::Config;
use moderation_server::editors::totp::Secret;
use moderation_server::moderation::role::Role;
use serde_json::json;

use crate::editors::{command, invite_as, join};
use crate::harness::{Answer, Editor, FORM, PASSWORD, Server, form, server};

const HERE: &str = "/desk/account/second-factor";

/// What a telephone holds.
struct Telephone(Secret);

impl Telephone {
    /// Reads the letters that the page shows.
    fn of(page: &str) -> Self {
        let start = page.find("khóa này:<br><code>").unwrap();
        let letters = page[start..].split("<code>").nth(1).unwrap();
        let letters = letters.split('<').next().unwrap();
        let mut bits = 0_u64;
        let mut count = 0;
        let mut bytes = Vec::new();
        for letter in letters.bytes().filter(|letter| *letter != b' ') {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                _ => letter - b'2' + 26,
            };
            bits = bits << 5 | u64::from(value);
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count).to_be_bytes()[7]);
            }
        }
        Self(Secret::new(bytes.try_into().unwrap()))
    }

    /// The code of now, or of some half minutes later.
    fn code(&self, later: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        self.0.code(now.as_secs() as i64 / 30 + later)
    }
}

/// Sets a second factor up with the code of now; the telephone and the recovery codes.
fn set_up(editor: &Editor<'_>) -> (Telephone, Vec<String>) {
    editor.post_form(&format!("{HERE}/begin"), &[]).expect(303);
    let page = editor.get(HERE).expect(200).text();
    assert!(page.contains("<svg") && page.contains("otpauth://totp/"));
    let telephone = Telephone::of(&page);
    let wrong = [("code", "000000x")];
    editor
        .post_form(&format!("{HERE}/confirm"), &wrong)
        .expect(422);
    let code = telephone.code(0);
    let page = editor
        .post_form(&format!("{HERE}/confirm"), &[("code", &code)])
        .expect(200)
        .text();
    (telephone, recovery(&page))
}

fn recovery(page: &str) -> Vec<String> {
    let codes: Vec<_> = page
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10, "{page}");
    codes
}

/// Name and password, as the page sends them.
fn first_step(server: &Server, login: &str, password: &str) -> Answer {
    let fields = form(&[("login", login), ("password", password)]);
    server.send("POST", "/desk/sign-in", &[FORM], fields)
}

fn ticket(page: &str) -> String {
    let start = page.split(r#"name="ticket" value=""#).nth(1).unwrap();
    start.split('"').next().unwrap().to_owned()
}

fn second_step(server: &Server, ticket: &str, code: &str) -> Answer {
    let fields = form(&[("ticket", ticket), ("code", code)]);
    server.send("POST", "/desk/sign-in/code", &[FORM], fields)
}

#[test]
fn the_code_is_asked_for_after_the_password_and_works_once() {
    let server = server();
    let mai = server.editor();
    let (telephone, _) = set_up(&mai);
    first_step(&server, "mai", "đoán bừa một câu").expect(422);
    let asked = first_step(&server, "mai", PASSWORD).expect(200);
    assert!(asked.headers.get("set-cookie").is_none(), "nothing is open");
    let ticket = ticket(&asked.text());
    // The one that set it up was used by that.
    second_step(&server, &ticket, &telephone.code(0)).expect(422);
    let next = telephone.code(1);
    let typed = format!(" {} {}", &next[..3], &next[3..]);
    let opened = second_step(&server, &ticket, &typed).expect(303);
    Editor::of(&server, opened.header("set-cookie"));
    second_step(&server, &ticket, &next).expect(422);
    for (ticket, code) in [("", "1"), ("1.9999999999999.x", &next), ("1.1", &next)] {
        let page = second_step(&server, ticket, code).expect(422).text();
        assert!(page.contains("Xin đăng nhập lại"), "{page}");
    }
    let page = mai.get("/desk/log").expect(200).text();
    assert!(page.contains("bật xác thực hai bước"), "{page}");
    assert!(page.contains("đăng nhập không thành"), "{page}");
}

#[test]
fn programs_send_the_code_along() {
    let server = server();
    let (telephone, codes) = set_up(&server.editor());
    let sign_in = |code: Option<&str>, password: &str| {
        let body = json!({"login": "mai", "password": password, "code": code});
        let headers = [("content-type", "application/json")];
        server.send("POST", "/v1/desk/session", &headers, body.to_string())
    };
    sign_in(Some(&codes[0]), "đoán bừa một câu").expect_problem(401, "unauthorized");
    assert_eq!(sign_in(None, PASSWORD).field_errors(), ["code missing"]);
    let wrong = sign_in(Some("123"), PASSWORD);
    assert_eq!(wrong.field_errors(), ["code invalid_value"]);
    sign_in(Some(&telephone.code(1)), PASSWORD).expect(201);
    sign_in(Some(&codes[0]), PASSWORD).expect(201);
}

#[test]
fn a_recovery_code_opens_once_and_others_are_made_with_the_password() {
    let server = server();
    let mai = server.editor();
    let (_, codes) = set_up(&mai);
    let ticket = ticket(&first_step(&server, "mai", PASSWORD).expect(200).text());
    second_step(&server, &ticket, &codes[3].to_uppercase()).expect(303);
    second_step(&server, &ticket, &codes[3]).expect(422);
    let page = mai.get(HERE).expect(200).text();
    assert!(page.contains("<strong>9</strong> mã dự phòng"), "{page}");
    let path = format!("{HERE}/codes");
    mai.post_form(&path, &[("codes-current", "sai")])
        .expect(422);
    let page = mai
        .post_form(&path, &[("codes-current", PASSWORD)])
        .expect(200);
    let fresh = recovery(&page.text());
    second_step(&server, &ticket, &codes[4]).expect(422);
    second_step(&server, &ticket, &fresh[4]).expect(303);
}

#[test]
fn codes_cannot_be_guessed_in_an_hour_not_even_with_the_password() {
    let server = Server::start(|config| config.rate_limits.sign_ins_per_minute = 4);
    let (telephone, _) = set_up(&server.editor());
    let ticket = ticket(&first_step(&server, "mai", PASSWORD).expect(200).text());
    let mut tried = 0;
    let refused = loop {
        let answer = second_step(&server, &ticket, "12345");
        if answer.status == 429 {
            break answer;
        }
        answer.expect(422);
        tried += 1;
    };
    // Two went at setting it up.
    assert_eq!(tried, 4 * 3 - 2);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 60);
    assert!(refused.text().contains("Thử quá nhiều mã"));
    second_step(&server, &ticket, &telephone.code(1)).expect(429);
}

#[test]
fn a_ticket_ends_with_the_password_and_a_link_opens_no_way_around_the_code() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let (telephone, codes) = set_up(&binh);
    let old = ticket(&first_step(&server, "binh", PASSWORD).expect(200).text());
    let page = mai
        .post_form("/desk/editors/password", &[("editor", "2")])
        .expect(201)
        .text();
    second_step(&server, &old, &codes[0]).expect(422);
    let start = page.find("/desk/setup/").unwrap();
    let link = page[start..].split(['"', '<']).next().unwrap();
    let fresh = form(&[("password", "con thuyền ghé bến mùa thu")]);
    let asked = server.send("POST", link, &[FORM], fresh).expect(200);
    assert!(asked.headers.get("set-cookie").is_none());
    let ticket = ticket(&asked.text());
    second_step(&server, &ticket, &telephone.code(1)).expect(303);
}

#[test]
fn whoever_lost_the_telephone_is_helped_by_an_administrator_or_the_operator() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    set_up(&binh);
    set_up(&mai);
    let listed = mai.get("/desk/editors").expect(200).text();
    assert!(listed.contains("Tắt xác thực hai bước"), "{listed}");
    mai.post_form("/desk/editors/second-factor", &[("editor", "2")])
        .expect(303);
    first_step(&server, "binh", PASSWORD).expect(303);
    let log = mai.get("/desk/log").expect(200).text();
    assert!(log.contains("tắt xác thực hai bước: binh"), "{log}");
    let (done, said) = command(&server, &["end-second-factor", "mai"], "");
    assert!(done, "{said}");
    first_step(&server, "mai", PASSWORD).expect(303);
    // One's own goes with the password alone.
    set_up(&mai);
    let path = format!("{HERE}/end");
    mai.post_form(&path, &[("end-current", "sai")]).expect(422);
    first_step(&server, "mai", PASSWORD).expect(200);
    mai.post_form(&path, &[("end-current", PASSWORD)])
        .expect(303);
    first_step(&server, "mai", PASSWORD).expect(303);
}

#[test]
fn a_role_of_which_it_is_demanded_reaches_nothing_else_before() {
    let server = Server::start(|config: &mut Config| {
        config.second_factor_roles = vec![Role::Administrator];
    });
    let mai = server.editor();
    for path in ["/desk", "/desk/editors", "/desk/log"] {
        let sent = mai.get(path).expect(303);
        assert_eq!(sent.header("location"), HERE, "{path}");
    }
    mai.get("/v1/desk/comments")
        .expect_problem(403, "forbidden");
    mai.get("/v1/desk/session").expect(200);
    mai.get("/desk/account").expect(200);
    let page = mai.get(HERE).expect(200).text();
    assert!(page.contains("Tòa soạn yêu cầu"), "{page}");
    set_up(&mai);
    mai.get("/desk").expect(200);
    mai.get("/v1/desk/comments").expect(200);
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    binh.get("/desk").expect(200);
}

#[test]
fn who_reads_the_database_makes_no_codes() {
    let server = server();
    let (telephone, codes) = set_up(&server.editor());
    let nonce = server.database.bytes("SELECT nonce FROM second_factor");
    let nonce = &nonce[0];
    let bytes: [u8; 20] = nonce[..20].try_into().unwrap();
    assert_ne!(Secret::new(bytes).code(1), telephone.0.code(1));
    let hashes = server.database.bytes("SELECT hash FROM recovery_code");
    let plain = codes[0].replace('-', "");
    let unkeyed = moderation_server::secret::sha256(plain.as_bytes());
    assert!(!hashes.contains(&unkeyed.to_vec()));
    assert_eq!(hashes.len(), 10);
}
