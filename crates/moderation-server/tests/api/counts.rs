//! `GET counts` and `GET most-commented`.

use serde_json::json;

use crate::harness::{Server, by, marked, server};

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn counts_of_all_pages_asked_for() {
    let server = server();
    let (id, _) = server.accepted(&marked("a", "Tôi rất thích."));
    server.accepted(&marked("b", "Tôi rất thích."));
    server.editor().publish(&id);
    let path = "/v1/sites/default/counts?page_id=a&page_id=b&page_id=c&page_id=a";
    let answer = server.get(path).expect(200);
    assert_eq!(answer.json(), json!({"counts": {"a": 1, "b": 0, "c": 0}}));
    let tag = answer.header("etag").to_owned();
    server
        .send("GET", path, &[("if-none-match", &tag)], [])
        .expect(304);
}

#[test]
fn counting_needs_some_ids_and_not_too_many() {
    let server = server();
    assert_eq!(
        server.get("/v1/sites/default/counts").field_errors(),
        ["page_id missing"]
    );
    let many: Vec<_> = (0..101).map(|n| format!("page_id={n}")).collect();
    let path = format!("/v1/sites/default/counts?{}", many.join("&"));
    assert_eq!(server.get(&path).field_errors(), ["page_id too_many"]);
}

#[test]
fn distinct_writers_lead_the_list() {
    let server = Server::start(|config| {
        config.trusted_proxies = vec!["127.0.0.1".to_owned().try_into().unwrap()];
    });
    let editor = server.editor();
    let publish = |address: &str, name: &str, page: &str, text: &str| {
        let headers = [JSON, ("x-forwarded-for", address)];
        let body = by(name, page, text).to_string();
        let sent = server.send("POST", "/v1/sites/default/comments", &headers, body);
        let id = sent.expect(202).json()["id"].as_str().unwrap().to_owned();
        editor.publish(&id);
    };
    // One who answers himself under many names and addresses of e-mail.
    for n in 0..6 {
        publish(
            "192.0.2.1",
            &format!("Người {n}"),
            "doi-dap",
            &format!("Ý kiến {n}."),
        );
    }
    for (address, name) in [
        ("192.0.2.1", "An"),
        ("192.0.2.2", "Bình"),
        ("192.0.2.3", "Chi"),
    ] {
        publish(address, name, "nhieu-nguoi", "Tôi đồng ý.");
    }
    server.accepted(&by("Dũng", "cho-duyet", "Tôi đồng ý."));
    for window in ["1h", "24h", "7d", "30d"] {
        let path = format!("/v1/sites/default/most-commented?window={window}");
        let pages = server.get(&path).expect(200).json();
        let lines: Vec<_> = pages["pages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|page| {
                (
                    page["id"].as_str().unwrap(),
                    page["count"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(lines, [("nhieu-nguoi", 3), ("doi-dap", 6)], "{window}");
    }
}

#[test]
fn sections_and_limits() {
    let server = server();
    let editor = server.editor();
    for (page, section) in [("a", "Thời sự"), ("b", "Thể thao")] {
        let mut comment = marked(page, "Tôi đồng ý.");
        comment["page"]["section"] = json!(section);
        let (id, _) = server.accepted(&comment);
        editor.publish(&id);
    }
    let pages = |query: &str| {
        let path = format!("/v1/sites/default/most-commented?{query}");
        server.get(&path).expect(200).json()["pages"].clone()
    };
    assert_eq!(pages("section=Th%E1%BB%83%20thao")[0]["id"], "b");
    assert_eq!(
        pages("section=Th%E1%BB%83%20thao")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(pages("limit=1").as_array().unwrap().len(), 1);
    assert_eq!(
        server
            .get("/v1/sites/default/most-commented?window=2h")
            .field_errors(),
        ["window invalid_value"]
    );
}

#[test]
fn what_is_published_or_taken_off_shows_at_once() {
    let server = server();
    let editor = server.editor();
    let lines = || {
        let answer = server
            .get("/v1/sites/default/most-commented")
            .expect(200)
            .json();
        answer["pages"].as_array().unwrap().len()
    };
    assert_eq!(lines(), 0);
    let (id, receipt) = server.accepted(&marked("p", "Tôi rất thích."));
    editor.publish(&id);
    assert_eq!(lines(), 1);
    server
        .send(
            "DELETE",
            &format!("/v1/sites/default/receipts/{receipt}"),
            &[],
            [],
        )
        .expect(200);
    assert_eq!(lines(), 0);
}
