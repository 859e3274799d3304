//! What a developer pastes, as it stands.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use embed_markup::{
    Build, Choices, Diacritics, Kind, Language, PageRule, Theme, content_security_policy,
};

const MANIFEST: &str = r#"{
    "binh-luan.js": {"path": "binh-luan.js", "integrity": "sha256-loader=", "brotli_bytes": 1200, "first_view": true},
    "typing.js": {"path": "assets/typing-5.js", "integrity": "sha256-typing=", "brotli_bytes": 2000, "first_view": false},
    "widget.js": {"path": "assets/widget-1.js", "integrity": "sha256-glue=", "brotli_bytes": 4000, "first_view": true},
    "widget.wasm": {"path": "assets/widget-2.wasm", "integrity": "sha256-wasm=", "brotli_bytes": 20000, "first_view": true}
}"#;

fn build() -> Build {
    Build::from_manifest(MANIFEST).unwrap()
}

const URL: &str = "https://www.bao.example.vn/bai.html?x";

fn choices(page: PageRule) -> Choices {
    Choices::new("https://binhluan.example.vn", "bao", page, URL).unwrap()
}

fn own() -> Choices {
    choices(PageRule::Own(String::from("dan-van-1512")))
}

#[test]
fn short() {
    insta::assert_snapshot!(Kind::Short.markup(&build(), &own()));
}

#[test]
fn preload() {
    insta::assert_snapshot!(Kind::Preload.markup(&build(), &own()));
}

#[test]
fn long() {
    insta::assert_snapshot!(Kind::Long.markup(&build(), &own()));
}

#[test]
fn everything_chosen() {
    let mut choices = choices(PageRule::Address);
    choices.theme = Theme::Dark;
    choices.language = Language::En;
    choices.diacritics = Diacritics::Require;
    insta::assert_snapshot!(Kind::Long.markup(&build(), &choices));
}

#[test]
fn policy() {
    insta::assert_snapshot!(content_security_policy(&own()));
}

#[test]
fn an_id_cannot_leave_its_attribute_and_templates_stay() {
    for (id, written) in [
        (
            r#""><script>alert(1)</script>"#,
            "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        ),
        ("{{ post.id }}", "{{ post.id }}"),
        ("a&b", "a&amp;b"),
    ] {
        let choices = choices(PageRule::Own(id.to_owned()));
        for kind in Kind::ALL {
            let markup = kind.markup(&build(), &choices);
            assert!(
                markup.contains(&format!(r#"page-id="{written}""#)),
                "{markup}"
            );
            let in_form = kind == Kind::Long;
            assert_eq!(
                markup.contains(&format!(r#"value="{written}""#)),
                in_form,
                "{markup}"
            );
        }
    }
}

#[test]
fn what_is_fetched_with_the_page_is_not_fetched_again() {
    let cost = |kind: Kind| kind.cost(&build(), &own());
    let (short, preload, long) = (cost(Kind::Short), cost(Kind::Preload), cost(Kind::Long));
    assert_eq!((short.with_page, short.when_near), (1200, 24_000));
    assert_eq!((preload.with_page, preload.when_near), (25_200, 0));
    assert!(short.markup < preload.markup && preload.markup < long.markup);
    assert_eq!(short.markup, Kind::Short.markup(&build(), &own()).len());
}
