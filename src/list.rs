//! Reads a page of published comments out of the endpoint's answer.

use alloc::string::String;

use js_sys::Array;
use wasm_bindgen::prelude::*;

/// One page of published comments. The comments and the policy are as they came: their strings go
/// from the answer to the page without entering wasm.
#[derive(Debug)]
pub struct ListPage {
    /// The article.
    pub page_id: String,
    /// The comments.
    pub comments: Array,
    /// Published comments, replies included.
    pub count: u32,
    /// Where the next page starts.
    pub next_cursor: Option<String>,
    /// Whether the article takes no more comments.
    pub is_closed: bool,
    /// The endpoint's rules, for whoever is going to write.
    pub policy: JsValue,
    /// Whether readers must sign in before they write.
    pub refuses_guests: bool,
}

#[wasm_bindgen]
extern "C" {
    type ListBody;
    #[wasm_bindgen(method, getter)]
    fn comments(this: &ListBody) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn count(this: &ListBody) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn next_cursor(this: &ListBody) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn policy(this: &ListBody) -> JsValue;
    #[wasm_bindgen(method, getter, catch)]
    fn page(this: &ListBody) -> Result<PageBody, JsValue>;

    type PolicyBody;
    #[wasm_bindgen(method, getter, catch)]
    fn guests(this: &PolicyBody) -> Result<JsValue, JsValue>;

    type PageBody;
    #[wasm_bindgen(method, getter, catch)]
    fn state(this: &PageBody) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn id(this: &PageBody) -> JsValue;
}

/// Something between here and the endpoint went wrong; the reader can only try again.
#[derive(Debug)]
pub struct ListFailed;

/// Takes an answer apart: the JSON of a list, or `undefined` where none came.
///
/// # Errors
/// [`ListFailed`] for whatever is no list.
pub fn read_list(body: JsValue) -> Result<ListPage, ListFailed> {
    if !body.is_object() {
        return Err(ListFailed);
    }
    let body: ListBody = body.unchecked_into();
    let comments = body.comments();
    let page = body.page().map_err(|_| ListFailed)?;
    let state = page.state().map_err(|_| ListFailed)?;
    let policy = body.policy();
    let guests = policy.unchecked_ref::<PolicyBody>().guests();
    match body.count().as_f64() {
        Some(count) if Array::is_array(&comments) => Ok(ListPage {
            page_id: page.id().as_string().unwrap_or_default(),
            comments: comments.unchecked_into(),
            count: whole(count),
            next_cursor: body.next_cursor().as_string(),
            is_closed: state == "closed",
            refuses_guests: guests.is_ok_and(|guests| guests == false),
            policy,
        }),
        _ => Err(ListFailed),
    }
}

/// Rounds down to a whole number; what lies below zero becomes zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, which is what is wanted here"
)]
pub(crate) fn whole(number: f64) -> u32 {
    number as u32
}
