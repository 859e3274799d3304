//! Asks the endpoint for what a reaction wants, and reads every answer it can give.

use comment_protocol::NewReport;
use gloo_net::http::Response;
use js_sys::JSON;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use view_kit::request::Request;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::refusal::Refusal;

/// How long to wait for an answer, in milliseconds: as long as for a comment.
const TIMEOUT_MS: u32 = 20_000;

/// Tells guests of one address apart.
const READER_HEADER: &str = "binh-luan-reader";

/// Who asks whom about which comment.
#[derive(Debug)]
pub struct Caller<'a> {
    /// Base address of the endpoint, without a slash at its end.
    pub endpoint: &'a str,
    /// The token of a reader whom the house has signed in.
    pub token: Option<String>,
    /// The id of this browser.
    pub reader: &'a str,
    /// The comment.
    pub comment_id: &'a str,
}

/// The answer to a like.
#[derive(Deserialize)]
struct LikeBody {
    like_count: u32,
}

/// A problem document, as much of it as matters here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ProblemBody {
    code: String,
}

/// Says that the reader likes a comment, or does no longer; returns how many do, if that is told.
///
/// # Errors
/// Why not.
pub async fn set_like(caller: &Caller<'_>, liked: bool) -> Result<Option<u32>, Refusal> {
    let method = if liked { "PUT" } else { "DELETE" };
    let response = caller.ask(method, "/like", None).await?;
    let body: Option<LikeBody> = read_json(response).await;
    Ok(body.map(|body| body.like_count))
}

/// Tells the newsroom that a comment should not stand.
///
/// # Errors
/// Why not.
pub async fn report(caller: &Caller<'_>, reason: String) -> Result<(), Refusal> {
    let body = serde_wasm_bindgen::to_value(&NewReport { reason });
    let body = body.and_then(|body| Ok(JSON::stringify(&body)?));
    let body = body.map_err(|_| Refusal::Failed)?.as_string();
    caller.ask("POST", "/reports", body.as_deref()).await?;
    Ok(())
}

impl Caller<'_> {
    /// The endpoint's answer, if it took what was asked.
    async fn ask(&self, method: &str, what: &str, body: Option<&str>) -> Result<Response, Refusal> {
        let mut headers = vec![(READER_HEADER, self.reader)];
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let bearer = self.token.as_ref().map(|token| ["Bearer ", token].concat());
        if let Some(bearer) = &bearer {
            headers.push(("authorization", bearer));
        }
        let id = String::from(js_sys::encode_uri_component(self.comment_id));
        let request = Request {
            method,
            url: &[self.endpoint, "/comments/", &id, what].concat(),
            headers: &headers,
            body,
            within_ms: TIMEOUT_MS,
        };
        let (answer, _) = request.send().map_err(|_| Refusal::Failed)?;
        let answer = JsFuture::from(answer).await;
        let answer = answer.map_err(|_| Refusal::Failed)?;
        let response = Response::from(answer.unchecked_into::<web_sys::Response>());
        if response.ok() {
            return Ok(response);
        }
        let status = response.status();
        let problem: ProblemBody = read_json(response).await.unwrap_or_default();
        Err(Refusal::of_problem(status, &problem.code))
    }
}

/// The body, if it is JSON of the expected shape; an HTML page is not.
async fn read_json<T: DeserializeOwned>(response: Response) -> Option<T> {
    let promise = web_sys::Response::from(response).json().ok()?;
    let body = JsFuture::from(promise).await.ok()?;
    serde_wasm_bindgen::from_value(body).ok()
}
