//! The desk from outside: an administrator signs in and opens its pages.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::client::{Answer, Client, JSON, get, post};
use crate::process::Running;

const LOGIN: &str = "truong.ban";
const PASSWORD: &str = "bến cũ nước trong chiều nay";

/// Makes the first editor; the header that opens the desk.
pub(crate) fn sign_in(server: &Running) -> Result<String> {
    let address = server.address;
    let mut client = Client::new(address)?;
    if let Some(link) = &server.first_editor {
        let path = link
            .find("/desk/")
            .and_then(|at| link.get(at..))
            .context("the first editor's link leads elsewhere")?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("login", LOGIN)
            .append_pair("name", "Trưởng ban")
            .append_pair("password", PASSWORD)
            .finish();
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        client.send(&post(address, path, kind, &form))?.text()?;
    }
    let body = serde_json::json!({ "login": LOGIN, "password": PASSWORD }).to_string();
    let Answer { cookies, .. } = client.send(&post(address, "/v1/desk/session", JSON, &body))?;
    Ok(format!("cookie: {}\r\n", cookies.join("; ")))
}

/// Pages and searches that editors wait for, by the name in the table.
pub(crate) fn pages(address: SocketAddr, session: &str) -> Vec<(&'static str, String)> {
    let page = |path: &str| get(address, path, session);
    vec![
        ("desk: queue", page("/desk")),
        ("desk: reported", page("/desk?status=reported")),
        ("desk: published", page("/desk?status=published")),
        ("desk: one article's queue", page("/desk?page_id=bai-50")),
        ("desk: counts", page("/v1/desk/counts")),
        // Words that every third comment has, a number that few have, and letters that none has.
        (
            "desk: search, frequent",
            page("/desk?status=published&q=toa%20soan"),
        ),
        ("desk: search, rare", page("/desk?status=published&q=4711")),
        (
            "desk: search, nothing",
            page("/desk?status=published&q=khongcogi"),
        ),
    ]
}
