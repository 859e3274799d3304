//! *Thêm dấu* for editors: by form, by the desk's script, and by programs.

use serde_json::{Value, json};
use vi_text::restore::DOUBTFUL_BELOW;

use crate::harness::{Answer, Editor, FORM, Server, form, marked, server};

const BARE: &str = "Nguoi dan o day rat mong co duong moi, di lai cho do kho.";

/// A comment that its writer sent without marks all the same.
fn unmarked(server: &Server) -> String {
    let mut comment = marked("p", BARE);
    comment["acknowledged"] = json!(["text_unmarked"]);
    server.accepted(&comment).0
}

fn press(editor: &Editor<'_>, id: &str, fields: &[(&str, &str)]) -> Answer {
    editor.post_form(&format!("/desk/comments/{id}/restorations"), fields)
}

fn restore(editor: &Editor<'_>, text: &str) -> Answer {
    editor.send_json("POST", "/v1/desk/restorations", &json!({ "text": text }))
}

/// What stands in the text box of a page.
fn in_the_box(page: &str) -> &str {
    let from = page.find("<textarea").unwrap();
    let start = page[from..].find(">\n").unwrap() + from + 2;
    let end = page[start..].find("</textarea>").unwrap() + start;
    &page[start..end]
}

#[test]
fn a_program_gets_the_text_and_its_doubtful_words() {
    let server = server();
    let editor = server.editor();
    let answer = restore(&editor, BARE).expect(200);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let restored = answer.json();
    let text = restored["text"].as_str().unwrap();
    // Which marks is for the model to say; the letters are the writer's.
    assert!(text.starts_with("Người dân ở đây rất"), "{text}");
    assert_eq!(vi_text::letter::strip(text), BARE);
    assert_eq!(restored["method"], Value::Null);
    let chars: Vec<char> = text.chars().collect();
    let words = restored["words"].as_array().unwrap();
    assert!(!words.is_empty());
    for word in words {
        let place = |key: &str| usize::try_from(word[key].as_u64().unwrap()).unwrap();
        let there: String = chars[place("start")..place("end")].iter().collect();
        assert_eq!(word["candidates"][0], there.as_str(), "{word}");
        // Told with three digits, which may be those of the threshold itself.
        let distance = word["confidence"].as_f64().unwrap() - f64::from(DOUBTFUL_BELOW);
        if distance.abs() > 0.001 {
            assert_eq!(word["doubtful"], distance < 0.0, "{word}");
        }
    }
}

#[test]
fn keystrokes_are_decoded() {
    let server = server();
    let editor = server.editor();
    let telex = "Tooi raats thichs baif vieets nayf.";
    let restored = restore(&editor, telex).expect(200).json();
    assert_eq!(restored["text"], "Tôi rất thích bài viết này.");
    assert_eq!(restored["method"], "telex");
    let id = unmarked(&server);
    let page = press(&editor, &id, &[("revision", "1"), ("text", telex)]).expect(200);
    assert_eq!(in_the_box(&page.text()), "Tôi rất thích bài viết này.");
    assert!(page.text().contains("Telex"));
}

#[test]
fn only_editors_and_only_so_much() {
    let server = server();
    let json = ("content-type", "application/json");
    let body = json!({ "text": BARE }).to_string();
    let path = "/v1/desk/restorations";
    server
        .send("POST", path, &[json], body.clone())
        .expect_problem(401, "unauthorized");
    let id = unmarked(&server);
    let page = format!("/desk/comments/{id}/restorations");
    let asked = server.send("POST", &page, &[FORM], form(&[("text", BARE)]));
    let asked = asked.expect(401).text();
    assert!(
        asked.contains("Đăng nhập") && asked.contains(BARE),
        "{asked}"
    );
    let editor = server.editor();
    let cookie = ("cookie", editor.cookie.as_str());
    server
        .send("POST", path, &[json, cookie], body)
        .expect_problem(403, "forbidden");
    server
        .send("POST", &page, &[FORM, cookie], form(&[("text", BARE)]))
        .expect_problem(403, "forbidden");
    restore(&editor, &"a ".repeat(2_000)).expect(200);
    let long = "a ".repeat(2_001);
    let refused = restore(&editor, &long);
    assert_eq!(refused.field_errors(), ["text text_too_long"]);
    assert_eq!(refused.json()["errors"][0]["max_chars"], 4_000);
    let page = press(&editor, &id, &[("revision", "1"), ("text", &long)]).expect(422);
    assert_eq!(in_the_box(&page.text()).trim(), long.trim());
    press(&editor, "khong-co", &[("text", BARE)]).expect_problem(404, "comment_not_found");
    restore(&editor, "").expect(200);
    editor
        .send_json("POST", path, &json!({}))
        .expect_problem(400, "malformed_json");
}

#[test]
fn without_a_script_the_page_comes_back_with_everything_in_it() {
    let server = server();
    let editor = server.editor();
    let id = unmarked(&server);
    let fields = [
        ("revision", "1"),
        ("text", "Toi rat thich bai viet nay.\r\nXin cam on."),
        ("reason", "thêm dấu"),
        ("back", "/desk?status=pending&q=duong"),
    ];
    let page = press(&editor, &id, &fields).expect(200).text();
    assert_eq!(
        in_the_box(&page),
        "Tôi rất thích bài viết này.\nXin cảm ơn."
    );
    assert!(page.contains("Đã thêm dấu."), "{page}");
    assert!(page.contains(r#"value="thêm dấu""#));
    assert!(page.contains(r#"name="back" value="/desk?status=pending&amp;q=duong""#));
    assert!(page.contains(r#"name="revision" value="1""#));
    // Nothing changed yet, and pressing the other button takes it back.
    let history = editor.get(&format!("/v1/desk/comments/{id}/revisions"));
    assert_eq!(history.json()["revisions"].as_array().unwrap().len(), 1);
    assert_eq!(history.json()["log"], json!([]));
    let back = [("revision", "1"), ("text", "Có dấu"), ("before", "Co dau")];
    let page = press(&editor, &id, &back).expect(200).text();
    assert_eq!(in_the_box(&page), "Co dau");
}

#[test]
fn the_script_gets_json_with_a_sentence() {
    let server = server();
    let editor = server.editor();
    let id = unmarked(&server);
    let headers = [
        ("cookie", editor.cookie.as_str()),
        FORM,
        ("accept", "application/json"),
    ];
    let press = |text: &str| {
        let fields = form(&[("csrf", &editor.csrf), ("text", text)]);
        let path = format!("/desk/comments/{id}/restorations");
        server.send("POST", &path, &headers, fields)
    };
    let told = press(BARE).expect(200).json();
    assert!(told["told"].as_str().unwrap().starts_with("Đã thêm dấu."));
    let nothing = press("Tôi rất thích bài viết này.").expect(200).json();
    assert!(
        nothing["told"]
            .as_str()
            .unwrap()
            .starts_with("Không có chữ nào đổi."),
        "{nothing}"
    );
    press(&"a ".repeat(2_001)).expect_problem(422, "validation_failed");
}

#[test]
fn the_restored_text_is_published_as_an_edit() {
    let server = server();
    let editor = server.editor();
    let id = unmarked(&server);
    let queue = editor.get("/desk").text();
    assert!(
        queue.contains("gửi không dấu") && queue.contains("Thêm dấu"),
        "{queue}"
    );
    let page = press(&editor, &id, &[("revision", "1"), ("text", BARE)]).expect(200);
    let text = in_the_box(&page.text()).to_owned();
    let path = format!("/desk/comments/{id}/decisions");
    let fields = [("action", "publish"), ("revision", "1"), ("text", &text)];
    editor.post_form(&path, &fields).expect(303);
    let shown = &server.list("page_id=p")["comments"][0];
    assert_eq!(shown["text"], text.as_str());
    assert_eq!(shown["edited"], true);
    let history = editor.get(&format!("/v1/desk/comments/{id}/revisions"));
    assert_eq!(history.json()["revisions"][0]["text"], BARE);
}

#[test]
fn who_comes_second_is_told_and_keeps_the_marks() {
    let server = server();
    let editor = server.editor();
    let id = unmarked(&server);
    editor.publish(&id);
    let page = press(&editor, &id, &[("revision", "1"), ("text", BARE)]).expect(409);
    assert!(in_the_box(&page.text()).starts_with("Người dân ở đây"));
    assert!(page.text().contains("Một biên tập viên khác"));
}

#[test]
fn markup_in_the_box_stays_text() {
    let server = server();
    let editor = server.editor();
    let id = unmarked(&server);
    let nasty = "</textarea><script>alert(1)</script> \"nguoi\" dan o day";
    let fields = [
        ("revision", "1"),
        ("text", nasty),
        ("reason", "\"><script>"),
        ("back", "/desk?\"><script>"),
    ];
    let page = press(&editor, &id, &fields).expect(200).text();
    assert!(!page.contains("<script>") && page.contains("&lt;/textarea&gt;"));
}
