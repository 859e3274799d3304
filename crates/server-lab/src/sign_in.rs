//! The desk from outside: an administrator comes in by the first link, and signs in as often as needed.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::client::{Client, JSON, post};
use crate::process::Running;

const LOGIN: &str = "truong.ban";
const PASSWORD: &str = "bến cũ nước trong chiều nay";

/// The headers that open the desk, and that change something there.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

/// Makes the administrator, with the link that a server on an empty database prints.
pub(crate) fn first(server: &Running) -> Result<()> {
    let link = server.first_editor.as_deref();
    let link = link.context("there is an editor already; start on an empty database")?;
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
    let request = post(server.address, path, kind, &form);
    Client::new(server.address)?.send(&request)?.text()?;
    Ok(())
}

/// Another session of the administrator's.
pub(crate) fn again(server: SocketAddr) -> Result<Session> {
    let body = serde_json::json!({ "login": LOGIN, "password": PASSWORD }).to_string();
    let request = post(server, "/v1/desk/session", JSON, &body);
    let answer = Client::new(server)?.send(&request)?;
    let token = answer.member("csrf_token")?;
    let token = token.context("the session has no token")?;
    Ok(Session {
        cookie: format!("cookie: {}\r\n", answer.cookies.join("; ")),
        csrf: format!("x-csrf-token: {token}\r\n"),
    })
}
