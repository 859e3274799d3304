//! Asks the endpoint for what a reader wants, and reads every answer it can give, the senseless
//! ones among them.

use comment_protocol::{CommentStatus, NewComment, ReceiptStatus};
use gloo_net::http::Response;
use js_sys::JSON;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use view_kit::random;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit};

use crate::fields;
use crate::form::{Faults, add_field_error};
use crate::outcome::Outcome;
use crate::own::{Fate, OwnComment};

/// How long to wait for an answer, in milliseconds. A slow phone network needs 10 s at worst;
/// twice that means that nothing will come.
const TIMEOUT_MS: u32 = 20_000;

/// Who asks whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// Base address of the endpoint, without a slash at its end.
    pub endpoint: String,
    /// The token of a reader whom the house has signed in.
    pub token: Option<String>,
}

/// A comment on its way, and all that is needed to send it once more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The JSON body.
    pub body: String,
    /// The key under which the endpoint takes it once only.
    pub key: String,
}

impl Letter {
    /// The letter that carries `comment`: the same one as before if the words are the same, so
    /// that the endpoint knows it again.
    #[must_use]
    pub fn new(comment: &NewComment, before: Option<Self>) -> Option<Self> {
        let body = to_json(comment)?;
        match before {
            Some(letter) if letter.body == body => Some(letter),
            _ => Some(Self {
                body,
                key: random::key()?,
            }),
        }
    }

    /// The comment it carries.
    #[must_use]
    pub fn comment(&self) -> Option<OwnComment> {
        fields::comment_in(&self.body)
    }
}

/// A comment that the endpoint has taken, as much of its answer as concerns the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Accepted {
    /// The comment's id.
    pub id: String,
    /// Whether it is held or published.
    pub status: Option<CommentStatus>,
    /// The writer's key to it; empty where the endpoint gives none.
    pub receipt: String,
}

/// Sends a letter. It may be sent any number of times.
///
/// # Errors
/// How it failed.
pub async fn create_comment(caller: &Caller, letter: &Letter) -> Result<Accepted, Outcome> {
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", &letter.key),
    ];
    let response = caller
        .ask("POST", &["/comments"], Some(&letter.body), &headers)
        .await?;
    // 201 says that it is on the page already.
    let is_published = response.status() == 201;
    let mut accepted: Accepted = read_json(response).await.ok_or(Outcome::Nonsense)?;
    accepted.status = accepted
        .status
        .or(is_published.then_some(CommentStatus::Published));
    if accepted.id.is_empty() {
        // Some other JSON: nothing says that the comment was taken.
        return Err(Outcome::Nonsense);
    }
    Ok(accepted)
}

/// Asks what became of a comment, or takes it back.
pub async fn receipt_fate(caller: &Caller, receipt: &str, withdraw: bool) -> Fate {
    let method = if withdraw { "DELETE" } else { "GET" };
    let path = ["/receipts/", &encoded(receipt)];
    match caller.ask(method, &path, None, &[]).await {
        Ok(response) => {
            let body: Option<ReceiptBody> = read_json(response).await;
            body.map_or(Fate::Unknown, |body| Fate::Known(body.status))
        }
        Err(Outcome::NotFound) => Fate::Gone,
        Err(_) => Fate::Unknown,
    }
}

impl Caller {
    /// The endpoint's answer, if it took what was asked.
    async fn ask(
        &self,
        method: &str,
        path: &[&str],
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Result<Response, Outcome> {
        let init = RequestInit::new();
        init.set_method(method);
        if let Some(body) = body {
            init.set_body(&JsValue::from_str(body));
        }
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        init.set_signal(Some(&signal));
        let fields = Headers::new().map_err(|_| Outcome::Down)?;
        for (name, value) in headers {
            // Names are our own; a value that cannot stand in a header is left out.
            let _ = fields.set(name, value);
        }
        if let Some(token) = &self.token {
            // What is no token must not go out as a guest's.
            fields
                .set("authorization", &["Bearer ", token].concat())
                .map_err(|_| Outcome::Unauthorized)?;
        }
        init.set_headers(&fields);
        let url = [&self.endpoint, &*path.concat()].concat();
        // Address and options apart: pages wrap `fetch` in functions that hand on just these two, and
        // would make a plain GET of a `Request`.
        let window = web_sys::window().ok_or(Outcome::Down)?;
        let answer = JsFuture::from(window.fetch_with_str_and_init(&url, &init));
        match answer
            .await
            .map(|answer| Response::from(answer.unchecked_into::<web_sys::Response>()))
        {
            Ok(response) if response.ok() => Ok(response),
            Ok(response) => Err(read_problem(response).await),
            Err(_) if signal.aborted() => Err(Outcome::TimedOut),
            Err(_) if is_offline() => Err(Outcome::Offline),
            Err(_) => Err(Outcome::Down),
        }
    }
}

/// A receipt, as much of it as concerns the page.
#[derive(Deserialize)]
struct ReceiptBody {
    status: ReceiptStatus,
}

/// A problem document, as much of it as a reader can be told.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ProblemBody {
    code: String,
    errors: Vec<ProblemField>,
}

#[derive(Deserialize)]
struct ProblemField {
    field: String,
    code: String,
    #[serde(default)]
    max_chars: Option<u32>,
}

async fn read_problem(response: Response) -> Outcome {
    let status = response.status();
    let retry_after = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.parse().ok());
    let problem: ProblemBody = read_json(response).await.unwrap_or_default();
    let mut faults = Faults::default();
    for error in &problem.errors {
        add_field_error(&mut faults, &error.field, &error.code, error.max_chars);
    }
    Outcome::of_problem(status, &problem.code, faults, retry_after)
}

/// An opaque id as a part of a path.
fn encoded(id: &str) -> String {
    js_sys::encode_uri_component(id).into()
}

/// The body, if it is JSON of the expected shape; an HTML page is not.
async fn read_json<T: DeserializeOwned>(response: Response) -> Option<T> {
    let promise = web_sys::Response::from(response).json().ok()?;
    let body = JsFuture::from(promise).await.ok()?;
    serde_wasm_bindgen::from_value(body).ok()
}

fn to_json(body: &impl Serialize) -> Option<String> {
    let value = serde_wasm_bindgen::to_value(body).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

/// Whether the device itself says that it has no network. The opposite is never sure.
pub fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
