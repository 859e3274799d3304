//! What the reader is told before and after sending.

use comment_protocol::{Acknowledgement, NewAuthor, NewComment, PageRef};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{Mounted, mount};

#[wasm_bindgen_test]
fn a_letter_is_what_the_contract_writes() {
    let page = |section: Option<&str>| PageRef {
        id: "bai \"1\"".into(),
        url: "https://bao.example/bai-1".into(),
        title: "Bài 1".into(),
        section: section.map(Into::into),
    };
    let author = |email: Option<&str>| NewAuthor {
        name: "Nguyễn An".into(),
        email: email.map(Into::into),
    };
    for comment in [
        NewComment {
            page: page(None),
            parent_id: None,
            author: author(None),
            text: "Hay\n\tquá".into(),
            acknowledged: Vec::new(),
        },
        NewComment {
            page: page(Some("thoi-su")),
            parent_id: Some("c7".into()),
            author: author(Some("an@bao.example")),
            text: "hay qua".into(),
            acknowledged: vec![Acknowledgement::TextUnmarked],
        },
    ] {
        let body = participation::fields::print_comment(&comment);
        assert_eq!(body, serde_json::to_string(&comment).ok());
    }
}

#[wasm_bindgen_test]
fn rules_are_read_as_the_contract_reads_them() {
    for rules in [
        r#"{"diacritics":"require","max_text_chars":500,"max_name_chars":20,"guests":false}"#,
        r#"{"max_text_chars":0}"#,
        "{}",
        "[]",
        "null",
        "3",
        r#""ask""#,
        r#"{"diacritics":"Ask"}"#,
        r#"{"guests":1}"#,
        r#"{"max_text_chars":-1}"#,
        r#"{"max_text_chars":1.5}"#,
        r#"{"max_name_chars":"20"}"#,
    ] {
        let read = participation::answers::policy(js_sys::JSON::parse(rules).unwrap());
        let expected = serde_json::from_str(rules).ok();
        assert_eq!(read, expected, "{rules}");
    }
}

fn focused(widget: &Mounted) -> String {
    widget
        .root
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_press_before_the_form_is_alive_is_not_forgotten() {
    let widget = mount("{}", None);

    widget.press("#send");

    widget
        .until("the fault", |widget| !widget.is_hidden("#text-fault"))
        .await;
}

#[wasm_bindgen_test]
async fn every_fault_has_its_sentence_and_the_first_gets_the_keyboard() {
    let widget = mount("{}", None);
    widget.enter().await;

    widget.press("#send");
    assert_eq!(
        widget.text_of("#text-fault"),
        "Bạn chưa viết gì. Hãy viết ý kiến của bạn rồi gửi."
    );
    assert_eq!(
        widget.text_of("#name-fault"),
        "Hãy cho biết họ tên của bạn."
    );
    assert_eq!(
        widget
            .find("#text")
            .get_attribute("aria-invalid")
            .as_deref(),
        Some("true")
    );
    assert_eq!(focused(&widget), "text");

    widget.fill("text", "Tôi đồng ý");
    widget.fill("name", "https://quang.cao");
    widget.fill("email", "an@");
    widget.press("#send");
    assert!(widget.is_hidden("#text-fault"));
    assert_eq!(
        widget.text_of("#name-fault"),
        "Họ tên chỉ gồm chữ, không có liên kết hay ký hiệu như ✔."
    );
    assert_eq!(
        widget.text_of("#email-fault"),
        "Địa chỉ email chưa đúng. Hãy sửa lại hoặc để trống."
    );
    assert_eq!(focused(&widget), "name");
}

#[wasm_bindgen_test]
async fn a_text_too_long_says_by_how_much_before_it_is_sent() {
    let widget = mount("{}", None);
    widget.enter().await;

    widget.fill("text", &"ế".repeat(1_990));
    assert_eq!(widget.text_of("#counter"), "Còn 10 ký tự");
    widget.fill("text", &"ế".repeat(2_003));
    assert_eq!(widget.text_of("#counter"), "Quá 3 ký tự");

    widget.press("#send");
    assert_eq!(
        widget.text_of("#text-fault"),
        "Ý kiến dài quá 2.000 ký tự. Hãy rút ngắn rồi gửi lại."
    );
}

#[wasm_bindgen_test]
async fn an_endpoint_that_is_gone_loses_nothing_and_the_key_stays() {
    let widget = mount("{}", None);
    widget.enter().await;
    let local = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    let draft = || {
        (0..local.length().unwrap())
            .filter_map(|index| local.key(index).unwrap())
            .find(|key| key.starts_with("binh-luan:draft:"))
            .map(|key| local.get_item(&key).unwrap().unwrap())
            .unwrap()
    };
    widget.fill("text", "Tôi đồng ý");
    widget.fill("name", "Lê An");

    widget.press("#send");
    widget
        .until("the sentence", |widget| {
            widget
                .text_of("#status")
                .starts_with("Máy chủ đang gặp sự cố.")
        })
        .await;
    assert_eq!(widget.value_of("text"), "Tôi đồng ý");
    assert_eq!(widget.text_of("#send"), "Gửi bình luận");
    let first = draft();
    assert!(
        first.contains(r#""text":"Tôi đồng ý""#),
        "the body sent is kept: {first}"
    );

    widget.press("#send");
    widget
        .until("sending", |widget| {
            widget.text_of("#send") == "Gửi bình luận"
        })
        .await;
    assert_eq!(draft(), first, "the same words go under the same key");
}

#[wasm_bindgen_test]
async fn a_page_may_stop_a_comment() {
    let widget = mount("{}", None);
    widget.enter().await;
    let stop = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        event.prevent_default();
    });
    let function: &js_sys::Function = stop.as_ref().unchecked_ref();
    widget
        .host
        .add_event_listener_with_callback("binhluan-submit", function)
        .unwrap();
    widget.fill("text", "Tôi đồng ý");
    widget.fill("name", "Lê An");

    widget.press("#send");

    assert_eq!(widget.text_of("#send"), "Gửi bình luận");
    assert_eq!(widget.value_of("text"), "Tôi đồng ý");
}

/// The sentence beside the text, for a text that is sent to nobody.
async fn told_of(text: &str) -> (Mounted, String) {
    let widget = mount("{}", None);
    widget.enter().await;
    widget.fill("name", "Lê An");
    widget.fill("text", text);
    widget.press("#send");
    assert_eq!(
        widget.text_of("#send"),
        "Gửi bình luận",
        "nothing is on its way"
    );
    let fault = widget.text_of("#text-fault");
    (widget, fault)
}

#[wasm_bindgen_test]
async fn missing_marks_are_told_before_anything_is_sent_with_the_words_that_lack_them() {
    let (widget, fault) = told_of("Toi rat dong y voi bai viet nay").await;

    assert!(fault.contains("không dấu"), "{fault}");
    assert_eq!(
        widget.text_of("#preview"),
        "Toi rat dong y voi bai viet nay"
    );
    assert!(
        widget
            .find("#preview")
            .query_selector("u")
            .unwrap()
            .is_some()
    );
    assert!(!widget.is_hidden("#anyway"));
    assert!(widget.is_hidden("#repair"));
    assert_eq!(focused(&widget), "text");
    assert_eq!(widget.value_of("text"), "Toi rat dong y voi bai viet nay");
}

#[wasm_bindgen_test]
async fn keys_of_an_input_method_are_offered_back_decoded_in_one_press() {
    let (widget, fault) = told_of("tooi raats ddoongf ys vowis baif vieets nayf").await;

    assert!(fault.contains("bộ gõ"), "{fault}");
    assert!(!widget.is_hidden("#repair"));
    widget
        .until("the decoded text", |widget| {
            widget.text_of("#repair") == "Chuyển thành: “tôi rất đồng ý với bài viết này”"
        })
        .await;
    widget.press("#repair");
    assert_eq!(widget.value_of("text"), "tôi rất đồng ý với bài viết này");
    assert!(widget.is_hidden("#advice"));
}

#[wasm_bindgen_test]
async fn who_was_told_may_send_the_text_as_it_is() {
    let (widget, _) = told_of("Toi rat dong y voi bai viet nay").await;

    widget.press("#anyway");

    widget
        .until("the outcome", |widget| {
            widget
                .text_of("#status")
                .starts_with("Máy chủ đang gặp sự cố.")
        })
        .await;
}
