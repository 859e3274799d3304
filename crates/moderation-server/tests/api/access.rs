//! Where an account is signed in, and how a colleague gets back in: sessions that are listed and
//! ended, links for another password.

use crate::editors::{invite_as, join};
use crate::harness::{Editor, FORM, PASSWORD, Server, form, server};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                     Chrome/126.0.0.0 Mobile Safari/537.36";
const NEW_PASSWORD: &str = "con thuyền ghé bến mùa thu";

fn sign_in<'a>(server: &'a Server, login: &str, agent: &str) -> Editor<'a> {
    let fields = form(&[("login", login), ("password", PASSWORD)]);
    let headers = [FORM, ("user-agent", agent)];
    let answer = server.send("POST", "/desk/sign-in", &headers, fields);
    Editor::of(server, answer.expect(303).header("set-cookie"))
}

fn is_in(editor: &Editor<'_>) -> bool {
    editor.get("/v1/desk/session").status == 200
}

/// The values of the buttons that end one session.
fn names(page: &str) -> Vec<String> {
    let buttons = page.split(r#"name="session" value=""#).skip(1);
    buttons
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|name| name != "others")
        .collect()
}

#[test]
fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let server = server();
    let mai = server.editor();
    let others = [
        sign_in(&server, "mai", PHONE),
        sign_in(&server, "mai", "curl/8"),
        sign_in(&server, "mai", PHONE),
    ];
    let page = mai.get("/desk/account").expect(200).text();
    assert_eq!(page.matches("Chrome trên Android").count(), 2, "{page}");
    assert_eq!(page.matches("phiên này").count(), 1);
    assert!(page.contains("thiết bị không rõ"));
    let shown = names(&page);
    assert_eq!(shown.len(), 3, "not this one");
    mai.post_form("/desk/account/sessions", &[("session", &shown[0])])
        .expect(303);
    assert_eq!(others.iter().filter(|other| is_in(other)).count(), 2);
    mai.post_form("/desk/account/sessions", &[("session", "others")])
        .expect(303);
    assert!(is_in(&mai) && !others.iter().any(is_in));
    let refused = mai.post_form("/desk/account/sessions", &[("session", "x")]);
    assert_eq!(refused.field_errors(), ["session invalid_value"]);
    let log = mai.get("/desk/log").expect(200).text();
    assert!(log.contains("kết thúc phiên đăng nhập (2 lần)"), "{log}");
}

#[test]
fn nobody_ends_sessions_of_others_but_an_administrator() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "secretary")]), "binh");
    let hers = names(&sign_in(&server, "mai", PHONE).get("/desk/account").text());
    binh.post_form("/desk/account/sessions", &[("session", &hers[0])])
        .expect(303);
    assert!(
        is_in(&mai),
        "a name of somebody else's session ends nothing"
    );
    mai.post_form("/desk/editors/sessions", &[("editor", "2")])
        .expect(303);
    assert!(!is_in(&binh));
    sign_in(&server, "binh", PHONE);
    let log = mai.get("/desk/log").expect(200).text();
    assert!(log.contains("kết thúc phiên đăng nhập: binh"), "{log}");
}

#[test]
fn a_link_for_another_password_ends_what_the_old_one_opened() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let page = mai
        .post_form("/desk/editors/password", &[("editor", "2")])
        .expect(201)
        .text();
    let start = page.find("/desk/setup/").unwrap();
    let link = page[start..].split(['"', '<']).next().unwrap();
    assert!(!is_in(&binh));
    let old = form(&[("login", "binh"), ("password", PASSWORD)]);
    server
        .send("POST", "/desk/sign-in", &[FORM], old.clone())
        .expect(422);
    let listed = mai.get("/desk/editors").expect(200).text();
    assert!(listed.contains("đặt lại mật khẩu của binh"), "{listed}");
    let opened = server.get(link).expect(200).text();
    assert!(opened.contains("Đặt mật khẩu mới") && opened.contains("binh"));
    // It makes no account, whatever is sent with it.
    let weak = form(&[("login", "khac"), ("password", "1234567890")]);
    server.send("POST", link, &[FORM], weak).expect(422);
    let fresh = form(&[("login", "khac"), ("password", NEW_PASSWORD)]);
    let made = server
        .send("POST", link, &[FORM], fresh.clone())
        .expect(303);
    assert!(is_in(&Editor::of(&server, made.header("set-cookie"))));
    server.send("POST", link, &[FORM], fresh).expect(410);
    server
        .send("POST", "/desk/sign-in", &[FORM], old)
        .expect(422);
    let log = mai.get("/desk/log").expect(200).text();
    for line in [
        "tạo liên kết đặt lại mật khẩu: binh",
        "<strong>binh</strong> đổi mật khẩu",
    ] {
        assert!(log.contains(line), "{line}\n{log}");
    }
    // One's own is changed with the password of now.
    mai.post_form("/desk/editors/password", &[("editor", "1")])
        .expect_problem(403, "forbidden");
}

/// The link makes the browser known: strangers' wrong passwords do not keep its holder out.
#[test]
fn a_link_for_another_password_opens_while_strangers_try() {
    let server = Server::start(|config| config.rate_limits.sign_ins_per_minute = 1);
    let mai = server.editor();
    join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let wrong = form(&[("login", "binh"), ("password", "đoán bừa một câu")]);
    while server
        .send("POST", "/desk/sign-in", &[FORM], wrong.clone())
        .status
        != 429
    {}
    let page = mai
        .post_form("/desk/editors/password", &[("editor", "2")])
        .expect(201)
        .text();
    let start = page.find("/desk/setup/").unwrap();
    let link = page[start..].split(['"', '<']).next().unwrap();
    let fresh = form(&[("password", NEW_PASSWORD)]);
    let made = server.send("POST", link, &[FORM], fresh).expect(303);
    let cookies = made.headers.get_all("set-cookie").iter();
    let device = cookies
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap())
        .find(|cookie| cookie.contains("binh-luan-device-"))
        .unwrap();
    let right = form(&[("login", "binh"), ("password", NEW_PASSWORD)]);
    server
        .send("POST", "/desk/sign-in", &[FORM, ("cookie", device)], right)
        .expect(303);
}

#[test]
fn the_log_is_taken_away_as_a_table_and_that_is_a_line_of_it() {
    let server = server();
    let mai = server.editor();
    // Somebody's id may be a spreadsheet's formula.
    let path = "/v1/desk/sites/default/pages/=1+1";
    let closed = serde_json::json!({"state": "closed"});
    mai.send_json("PUT", path, &closed).expect(200);
    let file = mai.post_form("/desk/log/export", &[]).expect(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("nhat-ky.csv"));
    let text = file.text();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}số,lúc,ai"), "{text}");
    assert!(
        lines[1].contains("\"Trần Mai\",\"mai\",\"tải nhật ký về\""),
        "{text}"
    );
    assert!(lines[2].contains("\"default\",\"'=1+1\""), "{text}");
    let columns = lines[0].split(',').count();
    assert!(
        lines[1..]
            .iter()
            .all(|line| line.split("\",\"").count() == columns)
    );
    let binh = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    binh.post_form("/desk/log/export", &[]).expect(403);
}
