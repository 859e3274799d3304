//! Starts a server on a free port with a database of its own, and talks to it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use moderation_server::config::{Config, Site};
use moderation_server::server::{Bound, Options};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use ureq::http::{HeaderMap, Method, Request, StatusCode};

use crate::database::Database;

/// A running server; it stops when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    /// Where the desk listens, if it has an address of its own.
    pub(crate) desk: Option<SocketAddr>,
    /// The one-time link of the first editor, without the host.
    pub(crate) first_link: String,
    /// The server's folder.
    pub(crate) data: TempDir,
    runtime: Option<Runtime>,
    // Gone after the server that works on it.
    pub(crate) database: Database,
    stop: Option<oneshot::Sender<()>>,
    agent: ureq::Agent,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts the status and, for a problem, its code.
    #[track_caller]
    pub(crate) fn expect_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
    }

    /// The codes of refused fields, as `field code`.
    #[track_caller]
    pub(crate) fn field_errors(&self) -> Vec<String> {
        self.expect_problem(422, "validation_failed");
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap();
        let word = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
        errors
            .iter()
            .map(|e| format!("{} {}", word(e, "field"), word(e, "code")))
            .collect()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

/// A server with the default site, no limits on how much one client may do.
pub(crate) fn server() -> Server {
    Server::start(|_| {})
}

impl Server {
    /// A server with a changed configuration.
    pub(crate) fn start(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_with(change, None, None)
    }

    /// A server with one setting of the default site changed.
    pub(crate) fn with_site(change: impl FnOnce(&mut Site)) -> Self {
        Self::start(|config| change(config.sites.get_mut("default").unwrap()))
    }

    /// A server with files.
    pub(crate) fn start_with(
        change: impl FnOnce(&mut Config),
        assets: Option<&Path>,
        demo: Option<&Path>,
    ) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = Database::new(data.path());
        let key_file = data.path().join("server.key");
        Self::start_on(database, data, key_file, change, assets, demo)
    }

    /// Another server on the same database, with the same keys.
    pub(crate) fn beside(&self) -> Self {
        let key_file = self.data.path().join("server.key");
        let data = tempfile::tempdir().unwrap();
        Self::start_on(self.database.clone(), data, key_file, |_| {}, None, None)
    }

    fn start_on(
        database: Database,
        data: TempDir,
        key_file: PathBuf,
        change: impl FnOnce(&mut Config),
        assets: Option<&Path>,
        demo: Option<&Path>,
    ) -> Self {
        let mut config = Config::default();
        config.rate_limits.comments_per_minute = 0;
        config.rate_limits.likes_per_minute = 0;
        config.rate_limits.reports_per_minute = 0;
        config.rate_limits.sign_ins_per_minute = 0;
        config.rate_limits.receipts_per_minute = 0;
        change(&mut config);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let options = Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: database.url(),
            key_file: Some(key_file),
            assets: assets.map(Path::to_owned),
            earlier_assets: assets
                .map(|folder| folder.with_file_name("earlier"))
                .filter(|folder| folder.is_dir())
                .into_iter()
                .collect(),
            demo: demo.map(Path::to_owned),
            config,
        };
        let bound = runtime.block_on(Bound::open(options)).unwrap();
        let (address, desk) = (bound.address, bound.desk_address());
        let link = runtime
            .block_on(bound.first_editor_link())
            .unwrap()
            .unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        runtime.spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            bound.run(stopped).await.unwrap();
        });
        let first_link = link[link.find("/desk").unwrap()..].to_owned();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Self {
            address,
            desk,
            first_link,
            data,
            database,
            runtime: Some(runtime),
            stop: Some(stop),
            agent,
        }
    }

    /// Asks the server to stop; it ends what runs first.
    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// Sends a request.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        self.send_to(self.address, method, path, headers, body)
    }

    /// Sends a request to another address of the server.
    pub(crate) fn send_to(
        &self,
        address: SocketAddr,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("http://{address}{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body: Vec<u8> = body.into();
        let sent = if body.is_empty() {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.body(body).unwrap())
        };
        let mut response = sent.unwrap();
        Answer {
            status: StatusCode::as_u16(&response.status()),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], [])
    }

    /// Sends JSON below the default site.
    pub(crate) fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.send(
            "POST",
            &format!("/v1/sites/default/{path}"),
            &[("content-type", "application/json")],
            body.to_string(),
        )
    }

    /// Sends a comment; its answer.
    pub(crate) fn comment(&self, body: &Value) -> Answer {
        self.post_json("comments", body)
    }

    /// Sends a comment that is taken; its id and receipt.
    #[track_caller]
    pub(crate) fn accepted(&self, body: &Value) -> (String, String) {
        let answer = self.comment(body).expect(202).json();
        let word = |key: &str| answer[key].as_str().unwrap().to_owned();
        (word("id"), word("receipt"))
    }

    /// The published comments of the page.
    #[track_caller]
    pub(crate) fn list(&self, query: &str) -> Value {
        self.get(&format!("/v1/sites/default/comments?{query}"))
            .expect(200)
            .json()
    }

    /// The first editor, signed in.
    #[track_caller]
    pub(crate) fn editor(&self) -> Editor<'_> {
        let form = form(&[
            ("login", "mai"),
            ("name", "Trần Mai"),
            ("password", PASSWORD),
        ]);
        let made = self
            .send("POST", &self.first_link, &[FORM], form)
            .expect(303);
        Editor::of(self, made.header("set-cookie"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        }
    }
}

/// The password of every editor here.
pub(crate) const PASSWORD: &str = "dòng sông chảy qua bến cũ";
/// The content type of a plain form.
pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A signed-in editor.
pub(crate) struct Editor<'a> {
    server: &'a Server,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl<'a> Editor<'a> {
    /// The editor of a `Set-Cookie` header.
    #[track_caller]
    pub(crate) fn of(server: &'a Server, set_cookie: &str) -> Self {
        let cookie = set_cookie.split(';').next().unwrap().to_owned();
        let session = server
            .send("GET", "/v1/desk/session", &[("cookie", &cookie)], [])
            .expect(200)
            .json();
        let csrf = session["csrf_token"].as_str().unwrap().to_owned();
        Self {
            server,
            cookie,
            csrf,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.server
            .send("GET", path, &[("cookie", &self.cookie)], [])
    }

    pub(crate) fn head(&self, path: &str) -> Answer {
        self.server
            .send("HEAD", path, &[("cookie", &self.cookie)], [])
    }

    pub(crate) fn send_json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("x-csrf-token", &self.csrf),
            ("content-type", "application/json"),
        ];
        self.server.send(method, path, &headers, body.to_string())
    }

    /// Posts a form of the desk, its token included.
    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.server
            .send("POST", path, &[("cookie", &self.cookie), FORM], form(&all))
    }

    /// Decides about a comment.
    pub(crate) fn decide(&self, id: &str, body: &Value) -> Answer {
        self.send_json("POST", &format!("/v1/desk/comments/{id}/decisions"), body)
    }

    /// Publishes a new comment as it is.
    #[track_caller]
    /// Publishes a comment, having looked at what it says of its article.
    pub(crate) fn publish(&self, id: &str) {
        self.decide(
            id,
            &json!({"action": "publish", "revision": 1, "confirm_page": true}),
        )
        .expect(200);
    }
}

/// A comment that every rule takes.
pub(crate) fn marked(page_id: &str, text: &str) -> Value {
    json!({
        "page": {
            "id": page_id,
            "url": "https://bao.example.vn/dan-van",
            "title": "Nghe dân nói",
            "section": "Thời sự",
        },
        "author": {"name": "Nguyễn Thị Hạnh", "email": "hanh@example.vn"},
        "text": text,
    })
}

/// A comment by somebody else.
pub(crate) fn by(name: &str, page_id: &str, text: &str) -> Value {
    let mut comment = marked(page_id, text);
    comment["author"] = json!({"name": name});
    comment
}

/// An encoded form.
pub(crate) fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
        .into_bytes()
}
