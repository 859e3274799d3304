//! Asks an endpoint, on pages and in browsers that lack or replace what is usual.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, options: &Object) -> Result<Promise, JsValue>;

    /// Gives a request up.
    #[derive(Debug, Clone)]
    #[wasm_bindgen(js_name = AbortSignal)]
    pub type Deadline;
    /// Safari 15 and Chrome 102 know no such function, and wait as long as they like.
    #[wasm_bindgen(catch, static_method_of = Deadline, js_class = "AbortSignal", js_name = timeout)]
    fn timeout(milliseconds: u32) -> Result<Deadline, JsValue>;
    /// Whether it has passed.
    #[wasm_bindgen(method, getter)]
    pub fn aborted(this: &Deadline) -> bool;
}

/// A request: what it says, and how long its answer may take.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Its method.
    pub method: &'a str,
    /// Its address.
    pub url: &'a str,
    /// Names and values; a value is no more than ASCII.
    pub headers: &'a [(&'a str, &'a str)],
    /// Its body.
    pub body: Option<&'a str>,
    /// When to give it up.
    pub within_ms: u32,
}

impl Request<'_> {
    /// Sends it. The answer is a `Response`, whatever a page means by that name.
    ///
    /// Nothing but text and plain objects is handed on: pages wrap `fetch` in functions that take the
    /// address for a text and look into the options, and have classes of their own by the names of
    /// `Request` and `Headers`.
    ///
    /// # Errors
    /// Where a page's own `fetch` throws.
    pub fn send(&self) -> Result<(Promise, Option<Deadline>), JsValue> {
        let deadline = Deadline::timeout(self.within_ms).ok();
        let headers = Object::new();
        for (name, value) in self.headers {
            put(&headers, name, &JsValue::from_str(value));
        }
        let options = Object::new();
        put(&options, "method", &JsValue::from_str(self.method));
        put(&options, "headers", &headers);
        if let Some(deadline) = &deadline {
            put(&options, "signal", deadline);
        }
        if let Some(body) = self.body {
            put(&options, "body", &JsValue::from_str(body));
        }
        Ok((fetch(self.url, &options)?, deadline))
    }
}

/// A fresh object takes every field.
fn put(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}
