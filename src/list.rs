//! Asks the moderation endpoint for published comments.

use comment_protocol::PageInfo;
use gloo_net::http::{Request, Response};
use js_sys::{Array, Promise};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit};

/// How long to wait for an answer, in milliseconds. A slow phone network needs 10 s at worst;
/// twice that means that nothing will come.
const TIMEOUT_MS: u32 = 20_000;

/// One page of published comments.
#[derive(Debug)]
pub struct ListPage {
    /// What the widget itself reads.
    pub head: ListHead,
    /// The endpoint's rules, as they came, for whoever is going to write.
    pub policy: JsValue,
    /// The comments, as they came.
    pub comments: Array,
}

/// The part of a list that the widget itself reads.
#[derive(Debug, Deserialize)]
pub struct ListHead {
    /// The article.
    pub page: PageInfo,
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
    #[wasm_bindgen(method, getter)]
    fn policy(this: &ListBody) -> JsValue;
}

/// Something between here and the endpoint went wrong; the reader can only try again.
#[derive(Debug)]
pub struct ListFailed;

/// Asks for one page of comments.
///
/// # Errors
/// [`ListFailed`], whatever the reason.
pub async fn fetch_list(url: &str) -> Result<ListPage, ListFailed> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let request = web_sys::Request::new_with_str_and_init(url, &init).map_err(|_| ListFailed)?;
    let response = Request::from(request)
        .send()
        .await
        .map_err(|_| ListFailed)?;
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
    let promise = web_sys::Response::from(response)
        .json()
        .map_err(|_| ListFailed)?;
    let body = JsFuture::from(promise).await.map_err(|_| ListFailed)?;
    if !body.is_object() {
        return Err(ListFailed);
    }
    let raw = body.unchecked_ref::<ListBody>();
    let (comments, policy) = (raw.comments(), raw.policy());
    if !Array::is_array(&comments) {
        return Err(ListFailed);
    }
    let head = serde_wasm_bindgen::from_value(body).map_err(|_| ListFailed)?;
    Ok(ListPage {
        head,
        policy,
        comments: comments.unchecked_into(),
    })
}
