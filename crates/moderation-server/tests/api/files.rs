//! The widget's files and the demo page.

use std::fs;

use crate::harness::Server;

fn with_files() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (dist, www) = (folder.path().join("dist"), folder.path().join("www"));
    fs::create_dir_all(dist.join("assets")).unwrap();
    fs::create_dir_all(www.join("variants")).unwrap();
    fs::write(dist.join("binh-luan.js"), "plain loader").unwrap();
    fs::write(dist.join("binh-luan.js.br"), "brotli loader").unwrap();
    fs::write(dist.join("assets/widget-1a2b.wasm"), "wasm").unwrap();
    fs::write(dist.join("assets/widget-1a2b.wasm.gz"), "gzipped wasm").unwrap();
    fs::write(www.join("index.html"), "<!doctype html>").unwrap();
    fs::write(www.join("variants/dark.html"), "dark").unwrap();
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let server = Server::start_with(|_| {}, Some(&dist), Some(&www));
    (server, folder)
}

#[test]
fn the_loader_is_fresh_and_small() {
    let (server, _folder) = with_files();
    let plain = server.send(
        "GET",
        "/binh-luan.js",
        &[("accept-encoding", "identity")],
        [],
    );
    let plain = plain.expect(200);
    assert_eq!(plain.text(), "plain loader");
    assert_eq!(
        plain.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(plain.header("cache-control"), "public, max-age=300");
    assert_eq!(plain.header("access-control-allow-origin"), "*");
    let small = server.send(
        "GET",
        "/binh-luan.js",
        &[("accept-encoding", "gzip, br")],
        [],
    );
    assert_eq!(small.header("content-encoding"), "br");
    assert_eq!(small.text(), "brotli loader");
    assert_eq!(small.header("vary"), "accept-encoding");
    let tag = small.header("etag").to_owned();
    let headers = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
    server
        .send("GET", "/binh-luan.js", &headers, [])
        .expect(304);
}

#[test]
fn hashed_files_are_kept_for_ever() {
    let (server, _folder) = with_files();
    let headers = [("accept-encoding", "gzip")];
    let wasm = server
        .send("GET", "/assets/widget-1a2b.wasm", &headers, [])
        .expect(200);
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        wasm.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(wasm.header("content-encoding"), "gzip");
    server
        .get("/assets/widget-0000.wasm")
        .expect_problem(404, "not_found");
}

#[test]
fn the_demo_page_has_a_strict_policy() {
    let (server, _folder) = with_files();
    let page = server.get("/").expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let csp = page.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval';",
        "style-src 'self';",
        "require-trusted-types-for 'script'",
    ] {
        assert!(csp.contains(part), "{part}: {csp}");
    }
    assert_eq!(server.get("/variants/dark.html").expect(200).text(), "dark");
    // How the house's pages live with others is its business.
    assert_eq!(page.header("cross-origin-opener-policy"), "");
}

#[test]
fn names_with_signs_are_found_and_unknown_kinds_are_not() {
    let (server, folder) = with_files();
    let www = folder.path().join("www");
    for name in ["a=b.html", "a&b.html", "a+b.html", "bài viết.html"] {
        fs::write(www.join(name), "found").unwrap();
    }
    fs::write(www.join("data.sqlite"), "secret").unwrap();
    fs::write(www.join(".env"), "secret").unwrap();
    for path in [
        "/a=b.html",
        "/a&b.html",
        "/a+b.html",
        "/a%2Bb.html",
        "/b%C3%A0i%20vi%E1%BA%BFt.html",
    ] {
        assert_eq!(server.get(path).expect(200).text(), "found", "{path}");
    }
    for path in ["/data.sqlite", "/.env"] {
        server.get(path).expect_problem(404, "not_found");
    }
}

#[test]
fn a_folder_that_cannot_be_read_is_an_outage_and_not_a_missing_file() {
    let folder = tempfile::tempdir().unwrap();
    // A circle of links cannot be opened, whoever tries.
    std::os::unix::fs::symlink("a.js", folder.path().join("b.js")).unwrap();
    std::os::unix::fs::symlink("b.js", folder.path().join("a.js")).unwrap();
    let server = Server::start_with(|_| {}, None, Some(folder.path()));
    server.get("/a.js").expect_problem(503, "unavailable");
}

#[test]
fn pages_of_before_still_get_their_files_and_the_loader_of_now() {
    let (_, folder) = with_files();
    let earlier = folder.path().join("earlier");
    fs::create_dir_all(earlier.join("assets")).unwrap();
    fs::write(earlier.join("binh-luan.js"), "earlier loader").unwrap();
    fs::write(earlier.join("assets/widget-0f0f.wasm"), "earlier wasm").unwrap();
    fs::write(earlier.join("assets/widget-1a2b.wasm"), "damaged").unwrap();
    let server = Server::start_with(|_| {}, Some(&folder.path().join("dist")), None);
    let file = server.get("/assets/widget-0f0f.wasm").expect(200);
    assert_eq!(file.text(), "earlier wasm");
    assert!(file.header("cache-control").contains("immutable"));
    assert_eq!(file.header("access-control-allow-origin"), "*");
    assert_eq!(server.get("/assets/widget-1a2b.wasm").text(), "wasm");
    assert_eq!(server.get("/binh-luan.js").text(), "plain loader");
    server
        .get("/assets/widget-9999.wasm")
        .expect_problem(404, "not_found");
}

#[test]
fn a_part_of_a_file_may_be_asked_for() {
    let (server, _folder) = with_files();
    let part = server.send("GET", "/binh-luan.js", &[("range", "bytes=0-4")], []);
    assert_eq!(part.expect(206).text(), "plain");
}

#[test]
fn nothing_outside_the_folders() {
    let (server, _folder) = with_files();
    for path in [
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/variants/%2e%2e/%2e%2e/secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "//secret.txt",
        "/%00.js",
        "/variants",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"));
    }
}
