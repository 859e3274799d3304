//! Who may come to the desk: links, shutting out, the log of it.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::harness::{Editor, FORM, PASSWORD, Server, form, marked, server};

/// The link that an editor makes, without the host.
fn invite(editor: &Editor<'_>, note: &str) -> String {
    invite_as(editor, &[("note", note), ("role", "administrator")])
}

/// The link that a filled-in form makes.
pub(crate) fn invite_as(editor: &Editor<'_>, fields: &[(&str, &str)]) -> String {
    let page = editor.post_form("/desk/editors", fields).expect(201).text();
    let start = page.find("/desk/setup/").unwrap();
    page[start..].split(['"', '<']).next().unwrap().to_owned()
}

pub(crate) fn join<'a>(server: &'a Server, link: &str, login: &str) -> Editor<'a> {
    let fields = form(&[("login", login), ("password", PASSWORD)]);
    let made = server.send("POST", link, &[FORM], fields).expect(303);
    Editor::of(server, made.header("set-cookie"))
}

fn shut_out(editor: &Editor<'_>, number: &str) -> u16 {
    editor
        .post_form(
            "/desk/editors/state",
            &[("editor", number), ("state", "disabled")],
        )
        .status
}

#[test]
fn a_link_made_before_its_maker_was_shut_out_opens_nothing() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite(&mai, "Bình"), "binh");
    let link = invite(&binh, "");
    assert_eq!(shut_out(&mai, "2"), 303);
    server.get(&link).expect(410);
    let fields = form(&[("login", "binh2"), ("password", PASSWORD)]);
    server.send("POST", &link, &[FORM], fields).expect(410);
    // And the session has ended: no new one is made with it.
    assert_eq!(binh.post_form("/desk/editors", &[]).status, 303);
}

#[test]
fn two_who_shut_each_other_out_leave_one() {
    let server = server();
    let mai = server.editor();
    let binh = join(&server, &invite(&mai, ""), "binh");
    std::thread::scope(|scope| {
        scope.spawn(|| shut_out(&mai, "2"));
        scope.spawn(|| shut_out(&binh, "1"));
    });
    let still_in = [&mai, &binh]
        .iter()
        .filter(|editor| editor.get("/desk").status == 200)
        .count();
    assert_eq!(still_in, 1);
}

#[test]
fn open_links_are_listed_and_taken_back() {
    let server = server();
    let mai = server.editor();
    let links = [invite(&mai, "Chị Hạnh, ban Thời sự"), invite(&mai, "")];
    let page = mai.get("/desk/editors").expect(200).text();
    assert!(page.contains("Chị Hạnh, ban Thời sự"), "{page}");
    assert_eq!(page.matches("Thu hồi").count(), 2, "one voids no other");
    let name = page.split(r#"name="link" value=""#).nth(1).unwrap();
    let name = name.split('"').next().unwrap();
    mai.post_form("/desk/editors/revoke", &[("link", name)])
        .expect(303);
    let open = links
        .iter()
        .filter(|link| server.get(link).status == 200)
        .count();
    assert_eq!(open, 1);
    // The page names links, it does not open them.
    server.get(&format!("/desk/setup/{name}")).expect(410);
}

#[test]
fn a_name_that_reads_like_a_colleagues_is_refused_and_the_link_stays() {
    let server = server();
    let mai = server.editor();
    let link = invite(&mai, "");
    for (login, name, field) in [
        ("mai\u{200B}", "Khác", "login-error"),
        ("khac", "trần  MAI", "name-error"),
    ] {
        let fields = form(&[("login", login), ("name", name), ("password", PASSWORD)]);
        let page = server.send("POST", &link, &[FORM], fields).expect(409);
        assert!(page.text().contains(field), "{login:?}");
    }
    join(&server, &link, "khac");
}

#[test]
fn what_editors_do_stands_in_a_log_that_only_grows() {
    let server = server();
    let mai = server.editor();
    server.accepted(&marked("bai-1", "Tôi rất thích bài này."));
    let binh = join(&server, &invite(&mai, ""), "binh");
    let page = [("site", "default"), ("page_id", "bai-1")];
    for state in ["closed", "open"] {
        mai.post_form("/desk/pages", &[page[0], page[1], ("state", state)])
            .expect(303);
    }
    let close = serde_json::json!({ "state": "closed" });
    mai.send_json("PUT", "/v1/desk/sites/default/pages/bai-1", &close)
        .expect(200);
    binh.post_form("/desk/sign-out", &[]).expect(303);
    let log = mai.get("/desk/log").expect(200).text();
    for line in [
        "tạo liên kết mời",
        "tài khoản mới từ liên kết mời: binh",
        "<strong>Trần Mai (mai)</strong> đóng bình luận của bài: bai-1 (default)",
        "mở lại bình luận của bài: bai-1 (default)",
        "<strong>binh</strong> đăng xuất",
    ] {
        assert!(log.contains(line), "{line}\n{log}");
    }
    for statement in ["UPDATE desk_log SET editor = 2", "DELETE FROM desk_log"] {
        assert!(server.database.run(statement).is_err(), "{statement}");
    }
}

#[test]
fn opening_a_comment_changes_nothing_and_its_script_tells_the_others() {
    let server = server();
    let mai = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích bài này."));
    let page = mai.get(&format!("/desk/comments/{id}")).expect(200).text();
    assert!(page.contains(&format!(r#"data-id="{id}""#)), "{page}");
    assert!(page.contains("/main.mjs"), "{page}");
    let queue = mai.get("/v1/desk/comments").expect(200).json();
    assert!(queue["comments"][0]["claimed_by"].is_null());
}

#[test]
fn too_many_at_once_are_refused_and_nothing_is_decided() {
    let server = server();
    let mai = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích bài này."));
    let picked = format!("{id}:1");
    let mut fields = vec![("action", "publish")];
    fields.resize(202, ("selected", picked.as_str()));
    let page = mai.post_form("/desk/decisions", &fields).expect(422).text();
    assert!(page.contains("nhiều nhất 200 bình luận"), "{page}");
    assert_eq!(server.list("page_id=p")["count"], 0);
    mai.post_form(
        "/desk/decisions",
        &[("action", "publish"), ("selected", &picked)],
    )
    .expect(303);
    assert_eq!(server.list("page_id=p")["count"], 1);
}

/// Runs `moderation-server editor …` beside the server; whether it succeeded, and what it printed.
pub(crate) fn command(server: &Server, words: &[&str], input: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_moderation-server"))
        .args(["editor", "--database-url", &server.database.address()])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing may have ended.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn the_operator_lets_editors_in_and_out_on_the_command_line() {
    let server = server();
    let mai = server.editor();
    let run = |words: &[&str], input: &str| command(&server, words, input);
    assert_eq!(
        run(&["list"], ""),
        (
            true,
            "mai\tTrần Mai\tactive\tadministrator\teverywhere\n".into()
        )
    );
    let (done, said) = run(&["disable", "mai"], "");
    assert!(!done && said.contains("last administrator"), "{said}");
    let (_, link) = run(&["invite", "--note", "Bình"], "");
    let binh = join(&server, link.lines().next().unwrap(), "binh");
    assert_eq!(
        run(&["disable", "mai"], ""),
        (true, "mai\tdisabled\n".into())
    );
    assert_eq!(mai.get("/desk").status, 303, "her session has ended");
    assert_eq!(run(&["enable", "MAI"], ""), (true, "mai\tactive\n".into()));
    let (done, said) = run(&["reset-password", "mai"], "ngắn\n");
    assert!(!done && said.contains("ít nhất"), "{said}");
    let new = "một câu khác hẳn câu trước";
    assert!(run(&["reset-password", "mai"], &format!("{new}\n")).0);
    let fields = form(&[("login", "mai"), ("password", new)]);
    server
        .send("POST", "/desk/sign-in", &[FORM], fields)
        .expect(303);
    let (done, said) = run(&["disable", "ai-do"], "");
    assert!(!done && said.contains("editor list"), "{said}");
    let log = binh.get("/desk/log").expect(200).text();
    assert!(log.contains("đổi mật khẩu: Trần Mai (mai)"), "{log}");
}
