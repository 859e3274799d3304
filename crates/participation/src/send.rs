//! Sends a comment, and reads every answer an endpoint can give, the senseless ones among them.

use comment_protocol::{CommentAccepted, CommentStatus, NewComment, ReceiptStatus};
use gloo_net::http::{Request, Response};
use js_sys::JSON;
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit};

use crate::form::{Faults, Outcome, add_field_error};
use crate::own::Fate;

/// How long to wait for an answer, in milliseconds. A slow phone network needs 10 s at worst;
/// twice that means that nothing will come.
const TIMEOUT_MS: u32 = 20_000;

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
        let value = serde_wasm_bindgen::to_value(comment).ok()?;
        let body = JSON::stringify(&value).ok()?.as_string()?;
        match before {
            Some(letter) if letter.body == body => Some(letter),
            _ => Some(Self {
                body,
                key: new_key(),
            }),
        }
    }
}

/// Sends a letter. It may be sent any number of times.
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
    let Ok(request) = web_sys::Request::new_with_str_and_init(&url, &init) else {
        return (Outcome::Down, None);
    };
    match Request::from(request).send().await {
        Ok(response) if response.ok() => {
            let accepted: Option<CommentAccepted> = read_json(response).await;
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

/// Asks what became of a comment, or takes it back.
pub async fn receipt_fate(endpoint: &str, receipt: &str, withdraw: bool) -> Fate {
    let init = RequestInit::new();
    init.set_method(if withdraw { "DELETE" } else { "GET" });
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let url = [endpoint, "/receipts/", receipt].concat();
    let Ok(request) = web_sys::Request::new_with_str_and_init(&url, &init) else {
        return Fate::Unknown;
    };
    match Request::from(request).send().await {
        Ok(response) if response.ok() => {
            let body: Option<ReceiptBody> = read_json(response).await;
            body.map_or(Fate::Unknown, |body| Fate::Known(body.status))
        }
        Ok(response) if response.status() == 404 => Fate::Gone,
        _ => Fate::Unknown,
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

/// The body, if it is JSON of the expected shape; an HTML page is not.
async fn read_json<T: serde::de::DeserializeOwned>(response: Response) -> Option<T> {
    let promise = web_sys::Response::from(response).json().ok()?;
    let body = JsFuture::from(promise).await.ok()?;
    serde_wasm_bindgen::from_value(body).ok()
}

/// Whether the device itself says that it has no network. The opposite is never sure.
fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// A key no other comment has: 104 random bits from two draws. It need not be a secret, and
/// `crypto.randomUUID` is missing on plain `http` pages.
fn new_key() -> String {
    let mut key = String::new();
    for _ in 0..2 {
        let mut rest = js_sys::Math::random();
        for _ in 0..13 {
            rest *= 16.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "`rest` lies in 0..16"
            )]
            let digit = rest as u32;
            rest -= f64::from(digit);
            key.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }
    key
}
