//! A client that keeps its connection, as a browser does.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Somebody who asks the server.
pub(crate) struct Client {
    agent: ureq::Agent,
    server: String,
    cookie: String,
    csrf: String,
}

impl Client {
    /// A reader.
    pub(crate) fn reader(server: SocketAddr) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        Self {
            agent,
            server: format!("http://{server}"),
            cookie: String::new(),
            csrf: String::new(),
        }
    }

    /// An editor with a session.
    pub(crate) fn editor(server: SocketAddr, token: &str) -> Self {
        let mut client = Self {
            cookie: format!("binh-luan-desk={token}"),
            ..Self::reader(server)
        };
        let session: Value = serde_json::from_str(&client.get("/v1/desk/session").1).unwrap();
        client.csrf = session["csrf_token"].as_str().unwrap().to_owned();
        client
    }

    /// How long an answer takes, and what it is.
    pub(crate) fn get(&self, path: &str) -> (Duration, String) {
        let began = Instant::now();
        let mut answer = self
            .agent
            .get(format!("{}{path}", self.server))
            .header("cookie", &self.cookie)
            .call()
            .unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        let took = began.elapsed();
        assert_eq!(answer.status(), 200, "{path}: {body}");
        (took, body)
    }

    /// How long an act takes.
    pub(crate) fn act(&self, act: &Value) -> Duration {
        let began = Instant::now();
        let mut answer = self
            .agent
            .post(format!("{}/v1/desk/acts", self.server))
            .header("cookie", &self.cookie)
            .header("x-csrf-token", &self.csrf)
            .header("content-type", "application/json")
            .send(serde_json::json!({"acts": [act]}).to_string())
            .unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        let took = began.elapsed();
        assert!(body.contains("\"outcome\":\"done\""), "{body}");
        took
    }
}
