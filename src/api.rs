//! Talks to the moderation endpoint: one function for each call the widget makes.

use comment_protocol::{CommentAccepted, NewComment, PageInfo, Policy};
use gloo_net::http::{Request, Response};
use js_sys::{Array, JSON, Promise};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit};

use crate::form::{Faults, Outcome, add_field_error};
use comment_protocol::CommentStatus;

/// How long to wait for an answer, in milliseconds. A slow phone network needs 10 s at worst;
/// twice that means that nothing will come.
const TIMEOUT_MS: u32 = 20_000;

/// One page of published comments.
#[derive(Debug)]
pub struct ListPage {
    /// Everything but the comments.
    pub head: ListHead,
    /// The comments, as they came.
    pub comments: Array,
}

/// The part of a list that the widget itself reads.
#[derive(Debug, Deserialize)]
pub struct ListHead {
    /// The article.
    pub page: PageInfo,
    /// The endpoint's rules.
    pub policy: Policy,
    /// Published comments, replies included.
    pub count: u32,
    /// Where the next page starts.
    pub next_cursor: Option<String>,
}

#[wasm_bindgen]
extern "C" {
    type ListBody;
    #[wasm_bindgen(method, getter)]
    fn comments(this: &ListBody) -> JsValue;
}

/// Something between here and the endpoint went wrong; the comments are not there.
#[derive(Debug)]
pub struct ListFailed;

/// A comment on its way, and all that is needed to send it once more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The JSON body.
    pub body: String,
    /// The key under which the endpoint takes it once only.
    pub key: String,
}

/// Asks for one page of comments.
///
/// # Errors
/// [`ListFailed`], whatever the reason: the reader can only try again.
pub async fn list_comments(url: &str) -> Result<ListPage, ListFailed> {
    let init = RequestInit::new();
    let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    init.set_signal(Some(&signal));
    let response = send(url, &init).await.map_err(|_| ListFailed)?;
    read_list(response).await
}

/// Waits for the page of comments that the loader asked for already.
///
/// # Errors
/// [`ListFailed`], whatever the reason.
pub async fn await_list(response: Promise) -> Result<ListPage, ListFailed> {
    let response = JsFuture::from(response).await.map_err(|_| ListFailed)?;
    read_list(Response::from(
        response.unchecked_into::<web_sys::Response>(),
    ))
    .await
}

async fn read_list(response: Response) -> Result<ListPage, ListFailed> {
    if !response.ok() {
        return Err(ListFailed);
    }
    let body = json(response).await.ok_or(ListFailed)?;
    let comments = body.unchecked_ref::<ListBody>().comments();
    if !Array::is_array(&comments) {
        return Err(ListFailed);
    }
    let head = serde_wasm_bindgen::from_value(body).map_err(|_| ListFailed)?;
    Ok(ListPage {
        head,
        comments: comments.unchecked_into(),
    })
}

/// The JSON of a new comment.
#[must_use]
pub fn letter_body(comment: &NewComment) -> Option<String> {
    let value = serde_wasm_bindgen::to_value(comment).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

/// Sends a comment. With the same key it may be sent any number of times.
pub async fn create_comment(endpoint: &str, letter: &Letter) -> (Outcome, Option<CommentAccepted>) {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&letter.body));
    let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    init.set_signal(Some(&signal));
    if let Ok(headers) = Headers::new() {
        // Both names are our own and valid.
        let _ = headers.set("content-type", "application/json");
        let _ = headers.set("idempotency-key", &letter.key);
        init.set_headers(&headers);
    }
    let url = [endpoint, "/comments"].concat();
    match send(&url, &init).await {
        Ok(response) if response.ok() => {
            let accepted = match json(response).await {
                Some(body) => serde_wasm_bindgen::from_value::<CommentAccepted>(body).ok(),
                None => None,
            };
            let outcome = match &accepted {
                Some(accepted) if accepted.status == CommentStatus::Published => Outcome::Published,
                Some(_) => Outcome::Held,
                None => Outcome::Nonsense,
            };
            (outcome, accepted)
        }
        Ok(response) => (read_problem(response).await, None),
        Err(_) if signal.aborted() => (Outcome::TimedOut, None),
        Err(_) if is_offline() => (Outcome::Offline, None),
        Err(_) => (Outcome::Down, None),
    }
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
    let problem: ProblemBody = match json(response).await {
        Some(body) => serde_wasm_bindgen::from_value(body).unwrap_or_default(),
        None => ProblemBody::default(),
    };
    let mut faults = Faults::default();
    for error in &problem.errors {
        add_field_error(&mut faults, &error.field, &error.code, error.max_chars);
    }
    Outcome::of_problem(status, &problem.code, faults, retry_after)
}

async fn send(url: &str, init: &RequestInit) -> Result<Response, gloo_net::Error> {
    let request = web_sys::Request::new_with_str_and_init(url, init)
        .map_err(|_| gloo_net::Error::GlooError(String::new()))?;
    Request::from(request).send().await
}

/// The body as JSON; `None` for anything else, an HTML page among it.
async fn json(response: Response) -> Option<JsValue> {
    let promise = web_sys::Response::from(response).json().ok()?;
    let body = JsFuture::from(promise).await.ok()?;
    body.is_object().then_some(body)
}

/// Whether the device itself says that it has no network. The opposite is never sure.
fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
