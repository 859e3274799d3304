//! What the widget draws.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{answer, list, mount};

const COMMENT: &str = r#"{"id":"c1","parent_id":null,"author":{"name":"Lê An"},
    "text":"<img src=x onerror=alert(1)> & <b>đồng ý</b>","edited":true,
    "created_at":"2026-01-02T03:04:05Z","published_at":"2026-01-02T03:05:05Z","like_count":0,
    "reply_count":1,"replies":[{"id":"c2","parent_id":"c1","author":{"name":"<script>"},
    "text":"Vâng","edited":false,"created_at":"2026-01-02T03:04:05Z",
    "published_at":"2026-01-02T03:05:05Z","like_count":0,"reply_count":0,"replies":[]}]}"#;

#[wasm_bindgen_test]
fn the_form_has_the_words_of_the_house() {
    let widget = mount("{}", None);

    assert_eq!(widget.text_of("h2 span"), "Bình luận");
    assert_eq!(
        widget.text_of("#notice"),
        "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu"
    );
    assert_eq!(widget.text_of("#send"), "Gửi bình luận");
    assert_eq!(
        widget.find("section").get_attribute("lang").as_deref(),
        Some("vi")
    );
}

#[wasm_bindgen_test]
fn english_is_spoken_where_the_page_asks_for_it() {
    let widget = mount(r#"{"lang":"en"}"#, None);

    assert_eq!(widget.text_of("h2 span"), "Comments");
    assert_eq!(
        widget.find("section").get_attribute("lang").as_deref(),
        Some("en")
    );
}

#[wasm_bindgen_test]
async fn comments_are_text_and_never_html() {
    let widget = mount("{}", list(COMMENT));

    widget
        .until("the comment", |widget| {
            widget.find("#comments").child_element_count() == 1
        })
        .await;

    assert_eq!(
        widget.text_of("#comments > li > .text"),
        "<img src=x onerror=alert(1)> & <b>đồng ý</b>"
    );
    assert!(
        widget
            .root
            .query_selector("#comments img, #comments script")
            .unwrap()
            .is_none()
    );
    assert_eq!(widget.text_of("#comments > li .edited"), "đã biên tập");
    assert_eq!(widget.text_of("#comments .replies .author"), "<script>");
    assert_eq!(widget.text_of("#count"), " (1)");
    assert!(widget.is_hidden("#more"));
}

#[wasm_bindgen_test]
async fn a_list_that_makes_no_sense_is_told_plainly() {
    for nonsense in [
        answer(500, "{}"),
        answer(200, "<!doctype html><p>Xin chào"),
        answer(200, r#"{"comments":"none"}"#),
        answer(200, "[]"),
        answer(
            200,
            r#"{"page":{"id":"x","state":"open"},"policy":{},"count":"many","comments":[]}"#,
        ),
    ] {
        let widget = mount("{}", nonsense);
        widget
            .until("the sentence", |widget| {
                widget.text_of("#list-status") == "Chưa tải được bình luận."
            })
            .await;
        assert_eq!(widget.text_of("#more"), "Thử lại");
        assert!(!widget.is_hidden("#form"));
    }
}

#[wasm_bindgen_test]
async fn a_closed_thread_takes_the_form_away_and_says_so() {
    let closed = answer(
        200,
        r#"{"page":{"id":"bai-1","state":"closed"},
            "policy":{"diacritics":"ask","max_text_chars":2000,"max_name_chars":80,"guests":true},
            "count":0,"comments":[],"next_cursor":null}"#,
    );
    let widget = mount("{}", closed);

    widget
        .until("the form to go", |widget| {
            let form = widget.find("#form").get_bounding_client_rect();
            form.height() == 0.0
        })
        .await;

    assert!(!widget.is_hidden("#closed"));
}
