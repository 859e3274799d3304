//! Nothing typed is lost.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{NOBODY, mount, next_turn};

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

#[wasm_bindgen_test]
async fn what_an_earlier_version_kept_is_read_and_kept_anew() {
    let mut widget = mount("{}", None);
    let window = web_sys::window().unwrap();
    let local = window.local_storage().unwrap().unwrap();
    let thread = [NOBODY, " bai-cu"].concat();
    let draft_key = ["binh-luan:draft:", &thread].concat();
    let own_key = ["binh-luan:own:", &thread].concat();
    let body = r#"{"text":"Viết dở","author":{"name":"Lê An"}}"#;
    local
        .set_item("binh-luan:signature", "Lê An\u{1F}an@bao.example")
        .unwrap();
    local
        .set_item(
            &draft_key,
            &format!("Viết dở\u{1F}{body}\u{1F}k1\u{1F}c7\u{1F}Bình\u{1F}\u{1F}"),
        )
        .unwrap();
    local
        .set_item(
            &own_key,
            "r1\u{1F}Lê An\u{1F}Hay lắm\u{1F}\u{1E}r2\u{1F}Lê An\u{1F}Vâng\u{1F}c7",
        )
        .unwrap();

    // The second time it reads what it wrote the first time.
    for _ in 0..2 {
        widget.mount_again(r#"{"page-id":"bai-cu","kept":true}"#, None);
        widget
            .until("the draft", |widget| !widget.value_of("text").is_empty())
            .await;
        assert_eq!(widget.value_of("text"), "Viết dở");
        assert_eq!(widget.value_of("name"), "Lê An");
        assert_eq!(widget.value_of("email"), "an@bao.example");
        assert_eq!(widget.find("#own").child_element_count(), 2);
        assert_eq!(widget.text_of("#own .author"), "Lê An");
        let draft = local.get_item(&draft_key).unwrap().unwrap();
        assert!(draft.starts_with("{\"v\":1,"), "{draft}");
        for part in ["\"sent_key\":\"k1\"", "\"reply_id\":\"c7\"", "Bình"] {
            assert!(draft.contains(part), "{part} in {draft}");
        }
        let own = local.get_item(&own_key).unwrap().unwrap();
        assert!(own.starts_with("{\"v\":1,"), "{own}");
    }
}
