//! Asks the endpoint for what a reader wants, and reads every answer it can give, the senseless
//! ones among them.

use alloc::string::String;

use comment_protocol::{CommentStatus, NewComment};
use view_kit::random;
use view_kit::request::Request;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::answers::{self, Accepted};
use crate::fields::{self, Fields};
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
pub struct OutgoingComment {
    /// The JSON body.
    pub body: String,
    /// The key under which the endpoint takes it once only.
    pub key: String,
}

impl OutgoingComment {
    /// The outgoing comment that carries `comment`: the same one as before if the words are the same, so
    /// that the endpoint knows it again.
    #[must_use]
    pub fn new(comment: &NewComment, before: Option<Self>) -> Option<Self> {
        let body = fields::print_comment(comment)?;
        match before {
            Some(outgoing) if outgoing.body == body => Some(outgoing),
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

/// Sends an outgoing comment. It may be sent any number of times.
///
/// # Errors
/// How it failed.
pub async fn create_comment(
    caller: &Caller,
    outgoing: &OutgoingComment,
) -> Result<Accepted, Outcome> {
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", &outgoing.key),
    ];
    let response = caller
        .ask("POST", &["/comments"], Some(&outgoing.body), &headers)
        .await?;
    // 201 says that it is on the page already.
    let is_published = response.status() == 201;
    let body = read_json(&response).await.ok_or(Outcome::Nonsense)?;
    let mut accepted = Accepted::read(&body).ok_or(Outcome::Nonsense)?;
    accepted.status = accepted
        .status
        .or(is_published.then_some(CommentStatus::Published));
    Ok(accepted)
}

/// Asks what became of a comment, or takes it back.
pub async fn receipt_fate(caller: &Caller, receipt: &str, withdraw: bool) -> Fate {
    let method = if withdraw { "DELETE" } else { "GET" };
    let path = ["/receipts/", &encoded(receipt)];
    match caller.ask(method, &path, None, &[]).await {
        Ok(response) => {
            let body = read_json(&response).await;
            let status = body.and_then(|body| answers::receipt_status(&body.text("status")));
            status.map_or(Fate::Unknown, Fate::Known)
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
        let mut headers = headers.to_vec();
        let bearer = self.token.as_ref().map(|token| ["Bearer ", token].concat());
        if let Some(bearer) = &bearer {
            headers.push(("authorization", bearer));
        }
        let request = Request {
            method,
            url: &[&self.endpoint, &*path.concat()].concat(),
            headers: &headers,
            body,
            within_ms: TIMEOUT_MS,
        };
        let (answer, deadline) = request.send().map_err(|_| Outcome::Down)?;
        let answer = JsFuture::from(answer).await;
        match answer.map(JsCast::unchecked_into::<Response>) {
            Ok(response) if response.ok() => Ok(response),
            Ok(response) => Err(read_problem(&response).await),
            Err(_) if deadline.is_some_and(|deadline| deadline.aborted()) => Err(Outcome::TimedOut),
            Err(_) if is_offline() => Err(Outcome::Offline),
            Err(_) => Err(Outcome::Down),
        }
    }
}

async fn read_problem(response: &Response) -> Outcome {
    let status = response.status();
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let retry_after = retry_after.and_then(|value| value.parse().ok());
    let problem = read_json(response).await;
    let problem = problem.unwrap_or_else(|| Fields::new(JsValue::UNDEFINED));
    let faults = answers::faults(&problem);
    Outcome::of_problem(status, &problem.text("code"), faults, retry_after)
}

/// An opaque id as a part of a path.
fn encoded(id: &str) -> String {
    js_sys::encode_uri_component(id).into()
}

/// The body, if it is a JSON object; an HTML page is not.
async fn read_json(response: &Response) -> Option<Fields> {
    let body = JsFuture::from(response.json().ok()?).await.ok()?;
    Fields::of(body)
}

/// Whether the device itself says that it has no network. The opposite is never sure.
pub fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
