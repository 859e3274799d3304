//! The search of the desk, on its page and through the API.

use moderation_server::config::Site;
use serde_json::{Value, json};

use crate::editors::{invite_as, join};
use crate::harness::{Editor, Server, by, server};

fn found(editor: &Editor<'_>, query: &str) -> (Vec<String>, Value) {
    let address = format!("/v1/desk/comments?{query}");
    let list = editor.get(&address).expect(200).json();
    let names = list["comments"].as_array().unwrap().iter();
    let names = names.map(|comment| comment["author"]["name"].as_str().unwrap().to_owned());
    (names.collect(), list)
}

#[test]
fn one_box_finds_comments_of_every_status() {
    let server = server();
    let editor = server.editor();
    let (published, _) = server.accepted(&by("An", "a", "Đèn đường hỏng, đường tối quá."));
    let (rejected, _) = server.accepted(&by(
        "Bình",
        "a",
        "Tôi thấy đoạn duong này vẫn chưa sửa xong.",
    ));
    server.accepted(&by("Chi", "a", "Đường nào cũng vậy"));
    editor.publish(&published);
    let reject = json!({"action": "reject", "revision": 1});
    editor.decide(&rejected, &reject).expect(200);

    let (names, list) = found(&editor, "q=duong");
    assert_eq!(names, ["Chi", "Bình", "An"]);
    assert_eq!(
        (&list["total"], &list["indexing"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(found(&editor, "q=%C4%91%C6%B0%E1%BB%9Dng").0, ["Chi", "An"]);
    assert_eq!(found(&editor, "q=duong&status=rejected").0, ["Bình"]);
    let (names, list) = found(&editor, "q=duong&limit=2");
    assert_eq!(names, ["Chi", "Bình"]);
    let next = list["next_cursor"].as_str().unwrap();
    let (names, list) = found(&editor, &format!("q=duong&limit=2&cursor={next}"));
    assert_eq!(
        (names, &list["next_cursor"]),
        (vec!["An".to_owned()], &Value::Null)
    );
    // A box left empty is the queue.
    for empty in ["q=", "q=%20"] {
        let (names, list) = found(&editor, empty);
        assert_eq!((names, &list["total"]), (vec!["Chi".to_owned()], &json!(1)));
        let page = editor.get(&format!("/desk?{empty}")).expect(200).text();
        assert!(!page.contains("Kết quả tìm"));
    }
    for wrong in ["q=duong&cursor=1", "q=t%E1%BB%AB:mai"] {
        let answer = editor.get(&format!("/v1/desk/comments?{wrong}"));
        answer.expect_problem(422, "validation_failed");
    }

    let page = editor.get("/desk?q=duong").expect(200).text();
    for part in [
        "Kết quả tìm",
        "3 bình luận, mới nhất trước",
        "Đèn <mark>đường</mark> hỏng, <mark>đường</mark> tối quá.",
        "Tôi thấy đoạn <mark>duong</mark> này vẫn chưa sửa xong.",
        "từ chối",
        "đã đăng",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for (q, said) in [
        ("t%E1%BB%AB:mai", "Không đọc được ngày"),
        ("%21", "Không có chữ nào để tìm"),
        ("khongco", "Không tìm thấy bình luận nào."),
    ] {
        let page = editor.get(&format!("/desk?q={q}")).expect(200).text();
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn who_may_not_see_addresses_finds_nobody_by_one() {
    let server = server();
    let chief = server.editor();
    let mut comment = by("An", "a", "Tôi rất đồng tình với bài này.");
    comment["author"]["email"] = json!("an.nguyen@example.vn");
    server.accepted(&comment);
    let editor = join(&server, &invite_as(&chief, &[("role", "editor")]), "binh");
    let query = "q=an.nguyen%40example.vn";
    assert_eq!(found(&chief, query).0, ["An"]);
    assert_eq!(found(&editor, query).0, Vec::<String>::new());
    let log = chief.get("/desk/log").expect(200).text();
    assert_eq!(log.matches("xem địa chỉ e-mail").count(), 1, "{log}");
}

#[test]
fn what_somebody_may_not_know_of_is_not_found_by_him() {
    let server = Server::start(|config| {
        config.sites.insert("khac".into(), Site::default());
    });
    let mai = server.editor();
    for (site, section) in [
        ("default", "Thời sự"),
        ("khac", "Thời sự"),
        ("khac", "Thể thao"),
    ] {
        let mut comment = by(
            &format!("An {site} {section}"),
            section,
            "Đèn đường hỏng rồi.",
        );
        comment["page"]["section"] = json!(section);
        let path = format!("/v1/sites/{site}/comments");
        let headers = [("content-type", "application/json")];
        server
            .send("POST", &path, &headers, comment.to_string())
            .expect(202);
    }
    let everywhere = found(&mai, "q=duong").0;
    assert_eq!(everywhere.len(), 3);
    let of_section = [
        ("role", "secretary"),
        ("where", "some"),
        ("site", "khac"),
        ("sections-khac", "Thể thao"),
    ];
    let of_site = [("role", "secretary"), ("where", "some"), ("site", "khac")];
    for (login, fields, expected) in [
        ("binh", &of_section[..], &["An khac Thể thao"][..]),
        ("chi", &of_site, &["An khac Thể thao", "An khac Thời sự"]),
    ] {
        let editor = join(&server, &invite_as(&mai, fields), login);
        for query in [
            "q=duong",
            "q=uong",
            "q=%22%C4%91%C3%A8n+%C4%91%C6%B0%E1%BB%9Dng%22",
        ] {
            assert_eq!(found(&editor, query).0, expected, "{login} {query}");
        }
        assert_eq!(found(&editor, "q=duong&site=default").0, [""; 0], "{login}");
        let page = editor.get("/desk?q=duong").expect(200).text();
        for name in &everywhere {
            let is_his = expected.contains(&name.as_str());
            assert_eq!(page.contains(name.as_str()), is_his, "{login} {name}");
        }
    }
}
