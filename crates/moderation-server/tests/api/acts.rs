//! What editors' programs do under keys: once, in order, and with its exact undoing.

use serde_json::{Value, json};

use crate::harness::{Answer, Editor, Server, by, marked, server};

fn send(editor: &Editor<'_>, acts: &[Value]) -> Answer {
    editor.send_json("POST", "/v1/desk/acts", &json!({ "acts": acts }))
}

#[track_caller]
fn results(editor: &Editor<'_>, acts: &[Value]) -> Vec<Value> {
    let answer = send(editor, acts).expect(200).json();
    answer["results"].as_array().unwrap().clone()
}

fn decide(key: &str, id: &str, action: &str, revision: i64) -> Value {
    json!({"kind": "decide", "key": key, "id": id, "action": action, "revision": revision})
}

fn with(mut act: Value, field: &str, value: Value) -> Value {
    act[field] = value;
    act
}

fn undo(key: &str, of: Value) -> Value {
    json!({"kind": "undo", "key": key, "of": of})
}

fn outcomes(results: &[Value]) -> Vec<&str> {
    results
        .iter()
        .map(|result| result["outcome"].as_str().unwrap())
        .collect()
}

fn waiting(server: &Server, count: usize) -> Vec<String> {
    (0..count)
        .map(|n| {
            server
                .accepted(&by("An", "p", &format!("Ý kiến số {n}.")))
                .0
        })
        .collect()
}

#[test]
fn a_request_whose_answer_was_lost_is_sent_again_and_does_nothing_twice() {
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Cán bộ phải lắng nge dân."));
    let act = with(
        decide("k1", &id, "publish", 1),
        "text",
        json!("Cán bộ phải lắng nghe dân."),
    );
    let acts = [with(act, "reason", json!("chính tả"))];
    let first = results(&editor, &acts);
    assert_eq!(
        first,
        [json!({"key": "k1", "outcome": "done", "comment": {
            "id": id, "status": "published", "revision": 2,
            "text": "Cán bộ phải lắng nghe dân.", "edited": true,
        }})]
    );
    editor
        .decide(&id, &json!({"action": "spam", "revision": 2}))
        .expect(200);
    assert_eq!(results(&editor, &acts), first);
    assert_eq!(server.list("page_id=p")["count"], 0, "spam it stays");
    let another = with(acts[0].clone(), "text", json!("Lời khác."));
    let refused = results(&editor, &[another]);
    assert_eq!(outcomes(&refused), ["refused"]);
    assert_eq!(refused[0]["problem"]["code"], "idempotency_conflict");
}

#[test]
fn what_is_refused_stands_by_itself_and_its_key_stays_free() {
    let server = server();
    let editor = server.editor();
    let ids = waiting(&server, 3);
    let long = "dài ".repeat(100);
    let sent = [
        with(decide("k1", &ids[0], "publish", 1), "text", json!(" ")),
        decide("k2", &ids[1], "publish", 1),
        with(decide("k3", &ids[2], "reject", 1), "note", json!(long)),
        decide("k 4", &ids[2], "reject", 1),
        decide("", &ids[2], "reject", 1),
        decide("k6", "khong-co", "reject", 1),
        undo("k7", json!("khong-co")),
    ];
    let answered = results(&editor, &sent);
    assert_eq!(
        outcomes(&answered),
        [
            "refused",
            "done",
            "refused",
            "refused",
            "refused",
            "not_found",
            "not_found"
        ]
    );
    let field = |n: usize| {
        let error = &answered[n]["problem"]["errors"][0];
        (
            error["field"].as_str().unwrap(),
            error["code"].as_str().unwrap(),
        )
    };
    assert_eq!(field(0), ("text", "text_empty"));
    assert_eq!(field(2), ("note", "reason_too_long"));
    assert_eq!(field(3), ("key", "invalid_value"));
    assert_eq!(field(4), ("key", "invalid_value"));
    let mended = with(
        decide("k1", &ids[0], "publish", 1),
        "text",
        json!("Ý kiến."),
    );
    assert_eq!(outcomes(&results(&editor, &[mended])), ["done"]);
    assert_eq!(server.list("page_id=p")["count"], 2);
}

#[test]
fn many_are_undone_together_but_for_what_a_colleague_did_since() {
    let server = server();
    let editor = server.editor();
    let ids = waiting(&server, 4);
    let decided: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| {
            with(
                decide(&format!("k{n}"), id, "publish", 1),
                "confirm_page",
                json!(true),
            )
        })
        .collect();
    assert_eq!(outcomes(&results(&editor, &decided)), ["done"; 4]);
    editor
        .decide(&ids[1], &json!({"action": "reject", "revision": 2}))
        .expect(200);
    let keys = json!(["k0", "k1", "k2", "k3", "k4"]);
    let undone = results(&editor, &[undo("u", keys.clone())]);
    assert_eq!(undone[0]["outcome"], "changed");
    let parts = undone[0]["parts"].as_array().unwrap();
    assert_eq!(
        outcomes(parts),
        ["done", "changed", "done", "done", "not_found"]
    );
    assert_eq!(parts[0]["key"], "k0");
    assert_eq!(
        (&parts[1]["by"], &parts[1]["action"]),
        (&json!("Trần Mai"), &json!("reject"))
    );
    assert_eq!(results(&editor, &[undo("u", keys)]), undone);
    assert_eq!(server.list("page_id=p")["count"], 0);
    let queue = editor.get("/v1/desk/comments").json();
    assert_eq!(queue["total"], 3);
    assert_eq!(
        queue["comments"][0]["id"],
        ids[0].as_str(),
        "in its old place"
    );
    // All of it is told, undoing too.
    let history = editor.get(&format!("/v1/desk/comments/{}/revisions", ids[0]));
    let log = &history.expect(200).json()["log"];
    assert_eq!(
        (&log[0]["action"], &log[1]["action"]),
        (&json!("publish"), &json!("undo"))
    );
    let page = editor
        .get(&format!("/desk/comments/{}", ids[0]))
        .expect(200);
    assert!(page.text().contains("hoàn tác"));
}

#[test]
fn what_readers_saw_is_there_again_as_it_was() {
    let server = server();
    let editor = server.editor();
    let ids = waiting(&server, 3);
    for id in &ids {
        editor.publish(id);
    }
    let reason = json!({"reason": "tục"});
    server
        .post_json(&format!("comments/{}/reports", ids[1]), &reason)
        .expect(202);
    let seen = |query: &str| server.list(query)["comments"].clone();
    let before = seen("page_id=p&sort=oldest");
    for (key, action) in [
        ("k1", "publish"),
        ("k2", "spam"),
        ("k3", "reject"),
        ("k4", "return"),
    ] {
        let revision = editor
            .get(&format!("/v1/desk/comments/{}/revisions", ids[1]))
            .json();
        let revision = revision["comment"]["revision"].as_i64().unwrap();
        let act = decide(key, &ids[1], action, revision);
        assert_eq!(outcomes(&results(&editor, &[act])), ["done"]);
        let reported = editor.get("/v1/desk/comments?status=reported").json();
        assert_eq!(reported["total"], 0, "{action}");
        let undone = undo(&format!("u{key}"), json!(key));
        assert_eq!(outcomes(&results(&editor, &[undone])), ["done"]);
        assert_eq!(seen("page_id=p&sort=oldest"), before, "{action}");
        let reported = editor.get("/v1/desk/comments?status=reported").json();
        assert_eq!(reported["comments"][0]["report_count"], 1, "{action}");
    }
}

#[test]
fn a_note_is_for_colleagues() {
    let server = server();
    let editor = server.editor();
    let (id, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    let act = with(
        decide("k", &id, "reject", 1),
        "note",
        json!("Hay chửi, xem kỹ."),
    );
    results(&editor, &[with(act, "reason", json!("Lời lẽ thô tục"))]);
    let history = editor
        .get(&format!("/v1/desk/comments/{id}/revisions"))
        .json();
    assert_eq!(history["log"][0]["note"], "Hay chửi, xem kỹ.");
    assert_eq!(history["log"][0]["reason"], "Lời lẽ thô tục");
    let page = editor.get(&format!("/desk/comments/{id}")).text();
    assert!(page.contains("ghi chú: Hay chửi, xem kỹ."), "{page}");
    let own = server
        .get(&format!("/v1/sites/default/receipts/{receipt}"))
        .text();
    assert!(!own.contains("chửi"), "{own}");
}

#[test]
fn an_article_is_taken_over_only_as_it_was_seen() {
    use moderation_server::secret::hex;
    use moderation_server::store::record::PageDraft;
    let server = server();
    let editor = server.editor();
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    let shown = PageDraft {
        id: "p".into(),
        url: "https://bao.example.vn/dan-van".into(),
        title: "Nghe dân nói".into(),
        section: Some("Thời sự".into()),
    }
    .shown();
    let known = || {
        let queue = editor.get("/v1/desk/comments?status=published").json();
        queue["comments"][0]["page"]["known"].clone()
    };
    for (n, (hash, is_known)) in [(hex(&[0; 32]), false), (hex(&shown), true)]
        .into_iter()
        .enumerate()
    {
        let act = decide(
            &format!("k{n}"),
            &id,
            "publish",
            1 + 2 * i64::try_from(n).unwrap(),
        );
        let act = with(act, "page_shown", json!(hash));
        assert_eq!(outcomes(&results(&editor, &[act])), ["done"]);
        assert_eq!(known(), is_known);
        let back = undo(&format!("u{n}"), json!(format!("k{n}")));
        assert_eq!(outcomes(&results(&editor, &[back])), ["done"]);
    }
    let broken = with(decide("k", &id, "publish", 5), "page_shown", json!("abc"));
    assert_eq!(
        send(&editor, &[broken]).field_errors(),
        ["page_shown invalid_value"]
    );
}

#[test]
fn there_is_a_bound_to_what_is_done_at_once() {
    let server = server();
    let editor = server.editor();
    let many = |count: usize| vec![undo("u", json!("k")); count];
    results(&editor, &many(200));
    assert_eq!(send(&editor, &many(201)).field_errors(), ["acts too_many"]);
    let keys = json!(vec!["k"; 201]);
    assert_eq!(
        send(&editor, &[undo("u", keys)]).field_errors(),
        ["acts too_many"]
    );
    for odd in [json!({"acts": [{"kind": "delete", "key": "k"}]}), json!([])] {
        editor
            .send_json("POST", "/v1/desk/acts", &odd)
            .expect_problem(400, "malformed_json");
    }
}
