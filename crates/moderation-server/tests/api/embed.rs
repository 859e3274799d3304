//! `/embed`: the markup of the running build.

use std::fs;

use crate::harness::{Server, server};

fn manifest(hash: &str) -> String {
    format!(
        r#"{{
            "binh-luan.js": {{"path": "binh-luan.js", "integrity": "sha256-loader{hash}", "brotli_bytes": 1751, "first_view": true}},
            "widget.js": {{"path": "assets/widget-{hash}.js", "integrity": "sha256-glue{hash}", "brotli_bytes": 4496, "first_view": true}}
        }}"#
    )
}

fn with_build(public_url: Option<&str>) -> (Server, tempfile::TempDir) {
    let dist = tempfile::tempdir().unwrap();
    fs::write(dist.path().join("manifest.json"), manifest("1a")).unwrap();
    let server = Server::start_with(
        |config| {
            config.public_url = public_url.map(str::to_owned);
            let site = config.sites["default"].clone();
            config.sites.insert(String::from("bao"), site);
        },
        Some(dist.path()),
        None,
    );
    (server, dist)
}

/// What stands in the code of this name.
fn code(page: &str, name: &str) -> String {
    let (_, behind) = page
        .split_once(&format!("<code id=\"ma-{name}\">"))
        .unwrap();
    let (text, _) = behind.split_once("</code>").unwrap();
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    signs.iter().fold(text.to_owned(), |text, (sign, plain)| {
        text.replace(sign, plain)
    })
}

#[test]
fn the_markup_names_the_files_of_the_build_that_is_there_now() {
    let (server, dist) = with_build(None);
    for hash in ["1a", "2b"] {
        fs::write(dist.path().join("manifest.json"), manifest(hash)).unwrap();
        let page = server.get("/embed?site=bao&id=bai-7").expect(200);
        assert_eq!(page.header("cache-control"), "private, no-store");
        let host = server.host();
        let endpoint = format!("http://{host}/v1/sites/bao");
        assert_eq!(
            code(&page.text(), "short"),
            format!(
                "<script src=\"http://{host}/binh-luan.js\" async></script>\n\
                 <binh-luan endpoint=\"{endpoint}\" page-id=\"bai-7\"></binh-luan>"
            )
        );
        let preload = code(&page.text(), "preload");
        assert!(
            preload.contains(&format!("/assets/widget-{hash}.js")),
            "{preload}"
        );
        assert!(
            preload.contains(&format!("integrity=\"sha256-loader{hash}\"")),
            "{preload}"
        );
        let long = code(&page.text(), "long");
        assert!(
            long.contains(&format!("action=\"{endpoint}/comments\"")),
            "{long}"
        );
        assert!(page.text().contains("1.751 byte"), "{}", page.text());
    }
}

#[test]
fn where_the_server_is_known_by_another_address_the_markup_has_that() {
    let (server, _dist) = with_build(Some("https://binhluan.example.vn"));
    let page = server.get("/embed").expect(200).text();
    assert!(code(&page, "long").contains("https://binhluan.example.vn/v1/sites/bao"));
    assert!(code(&page, "policy").contains("connect-src 'self' https://binhluan.example.vn"));
    assert!(!code(&page, "long").contains(&server.host()));
}

#[test]
fn choices_are_attributes_and_stay_in_the_form() {
    let (server, _dist) = with_build(None);
    let query = "site=default&rule=address&address=https%3A%2F%2Fwww.bao.vn%2Fb.html&theme=dark&lang=en&diacritics=require";
    let page = server.get(&format!("/embed?{query}")).expect(200).text();
    let long = code(&page, "long");
    assert!(
        long.contains(r#" theme="dark" lang="en" diacritics="require">"#),
        "{long}"
    );
    assert!(
        long.contains(r#"name="page_id" value="bao.vn/b.html""#),
        "{long}"
    );
    assert!(!long.contains(" page-id="), "{long}");
    for kept in [
        r#"<option value="dark" selected>"#,
        r#"<option value="require" selected>"#,
        r#"<input type="radio" name="rule" value="address" checked>"#,
        r#"name="address" value="https://www.bao.vn/b.html""#,
    ] {
        assert!(page.contains(kept), "{kept}");
    }
}

#[test]
fn what_cannot_be_meant_is_said_and_what_was_typed_stays() {
    let (server, _dist) = with_build(None);
    for (query, says) in [
        ("site=khac", "không có trang báo nào tên “khac”"),
        ("site=%3Cb%3E", "“&lt;b&gt;”"),
        ("id=+", "Xin ghi mã bài"),
        ("rule=address&address=bao.vn", "bắt đầu bằng https://"),
        ("address=", "bắt đầu bằng https://"),
        ("theme=blue", "auto, light, dark"),
    ] {
        let page = server.get(&format!("/embed?{query}")).expect(422).text();
        assert!(page.contains(says), "{query}: {page}");
        assert!(!page.contains("<code"), "{query}");
    }
    let page = server.get("/embed?rule=address&address=bao.vn").text();
    assert!(page.contains(r#"value="bao.vn""#), "{page}");
}

#[test]
fn an_id_is_text_on_the_page_and_in_the_markup() {
    let (server, _dist) = with_build(None);
    let page = server
        .get("/embed?id=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        .expect(200)
        .text();
    assert!(!page.contains("<script>"), "{page}");
    assert!(
        page.contains("page-id=&quot;&amp;quot;&amp;gt;&amp;lt;script"),
        "{page}"
    );
}

#[test]
fn without_the_widgets_files_it_says_how_to_get_them() {
    let page = server().get("/embed").expect(503).text();
    assert!(page.contains("cargo xtask build"), "{page}");
}
