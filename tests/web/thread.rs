//! What the widget draws of a thread, and what it makes of an endpoint that says little.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{Mounted, list, mount};

/// Mounts with these comments and waits until `count` of them are drawn.
async fn drawn(settings: &str, comments: &str, count: u32) -> Mounted {
    let widget = mount(settings, list(comments));
    widget
        .until("the comments", |widget| {
            widget.find("#comments").child_element_count() == count
        })
        .await;
    widget
}

#[wasm_bindgen_test]
async fn a_comment_of_the_least_that_an_endpoint_may_say() {
    let widget = drawn(
        "{}",
        r#"{"id":"c1","author":{"name":"An"},"text":"Hay","published_at":"2026-01-02T03:05:05Z"}"#,
        1,
    )
    .await;

    assert_eq!(widget.text_of("#comments .text"), "Hay");
    assert_eq!(widget.text_of("#comments .likes"), "");
    assert!(widget.is_hidden("#comments .edited"));
    assert!(widget.is_hidden("#comments .replies"));
    assert!(widget.is_hidden("#comments [data-do=replies]"));
}

#[wasm_bindgen_test]
async fn the_same_comment_is_drawn_once() {
    let twice =
        r#"{"id":"c1","author":{"name":"An"},"text":"Hay","published_at":"2026-01-02T03:05:05Z"}"#;
    let widget = drawn("{}", &format!("{twice},{twice}"), 1).await;

    assert_eq!(widget.find("#comments").child_element_count(), 1);
}

#[wasm_bindgen_test]
async fn likes_are_shown_and_this_readers_own_are_marked() {
    let widget = drawn(
        r#"{"liked":["c 12","c1"]}"#,
        r#"{"id":"c1","author":{"name":"An"},"text":"Hay","published_at":"2026-01-02T03:05:05Z","like_count":1234},
           {"id":"c2","author":{"name":"Bình"},"text":"Dở","published_at":"2026-01-02T03:05:05Z","like_count":0}"#,
        2,
    )
    .await;

    let pressed = |id: &str| {
        widget
            .find(&format!("#binh-luan-{id} [data-do=like]"))
            .get_attribute("aria-pressed")
    };
    assert_eq!(widget.text_of("#binh-luan-c1 .likes"), " 1.234");
    assert_eq!(pressed("c1").as_deref(), Some("true"));
    assert_eq!(pressed("c2").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn a_reply_to_a_reply_says_whom_it_answers_and_the_rest_is_offered() {
    let reply = |id: &str, parent: &str, name: &str| {
        format!(
            r#"{{"id":"{id}","parent_id":"{parent}","author":{{"name":"{name}"}},"text":"Vâng",
                "published_at":"2026-01-02T03:05:05Z"}}"#
        )
    };
    let comment = format!(
        r#"{{"id":"c1","author":{{"name":"An"}},"text":"Hay","published_at":"2026-01-02T03:05:05Z",
            "reply_count":5,"replies":[{},{}]}}"#,
        reply("c2", "c1", "Bình"),
        reply("c3", "c2", "Chi"),
    );
    let widget = drawn("{}", &comment, 1).await;

    assert!(
        widget.is_hidden("#binh-luan-c2 .to"),
        "the exchange says it"
    );
    assert_eq!(widget.text_of("#binh-luan-c3 .to"), "trả lời Bình");
    assert_eq!(
        widget.text_of("#binh-luan-c1 > [data-do=replies]"),
        "Xem thêm 3 trả lời"
    );
}

#[wasm_bindgen_test]
async fn a_long_text_is_folded_until_the_reader_wants_it() {
    let long = "Bà con ơi. ".repeat(300);
    let widget = drawn(
        "{}",
        &format!(
            r#"{{"id":"c1","author":{{"name":"An"}},"text":"{long}","published_at":"2026-01-02T03:05:05Z"}}"#
        ),
        1,
    )
    .await;
    let height = || widget.find("#binh-luan-c1 .text").client_height();
    let folded = height();

    widget.press("#binh-luan-c1 [data-do=unfold]");

    assert!(height() > folded);
    assert!(widget.is_hidden("#binh-luan-c1 [data-do=unfold]"));
}
