//! Nothing typed is lost.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{mount, next_turn};

#[wasm_bindgen_test]
async fn a_draft_outlives_a_reload_and_belongs_to_its_article() {
    let mut widget = mount("{}", None);
    widget.enter().await;
    widget.fill("text", "Tôi đang viết dở");
    widget.fill("name", "Lê An");

    widget.mount_again(r#"{"kept":true}"#, None);
    widget
        .until("the draft", |widget| !widget.value_of("text").is_empty())
        .await;
    assert_eq!(widget.value_of("text"), "Tôi đang viết dở");
    assert_eq!(widget.value_of("name"), "Lê An");
    assert!(!widget.is_hidden("#who"));
    assert_eq!(
        widget.text_of("#status"),
        "Ý kiến bạn viết dở đã được giữ lại."
    );

    widget.mount_again(r#"{"page-id":"bai-2"}"#, None);
    widget.enter().await;
    assert_eq!(widget.value_of("text"), "");
}

#[wasm_bindgen_test]
async fn a_name_is_kept_for_good_only_if_the_reader_agrees() {
    let widget = mount("{}", None);
    widget.enter().await;
    let local = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    widget.fill("name", "Lê An");
    assert_eq!(local.get_item("binh-luan:signature").unwrap(), None);

    widget.press("#remember");
    let kept = local
        .get_item("binh-luan:signature")
        .unwrap()
        .unwrap_or_default();
    assert!(kept.contains("Lê An"), "{kept}");

    widget.press("#remember");
    assert_eq!(local.get_item("binh-luan:signature").unwrap(), None);
}

#[wasm_bindgen_test]
async fn an_unmounted_widget_hears_nothing() {
    let mut widget = mount("{}", None);
    widget.enter().await;
    widget.widget = None;
    next_turn().await;

    widget.fill("text", "Sau khi gỡ");

    widget.mount_again("{}", None);
    widget.enter().await;
    assert_eq!(widget.value_of("text"), "");
}
