//! Who writes: a guest under a name of their own, or a reader whom the house has signed in.

use std::rc::Rc;

use js_sys::{JSON, Promise, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Inner;
use crate::reader_token;
use crate::send::Caller;

#[wasm_bindgen]
extern "C" {
    /// What comes from the page and its loader while a reader is at work.
    #[derive(Debug, Clone)]
    pub(super) type HouseParts;
    /// The reader's token, or nothing for a guest.
    #[wasm_bindgen(method, catch)]
    fn token(this: &HouseParts) -> Result<Promise, JsValue>;
    /// The tables of the check of marks.
    #[wasm_bindgen(method, catch)]
    fn tables(this: &HouseParts) -> Result<Promise, JsValue>;
}

impl HouseParts {
    /// The tables of the check of marks; none where they cannot be had.
    pub(super) async fn fetch_tables(&self) -> Option<Vec<u8>> {
        let tables = JsFuture::from(self.tables().ok()?).await.ok()?;
        Some(tables.dyn_into::<Uint8Array>().ok()?.to_vec())
    }

    async fn ask_token(&self) -> Option<String> {
        let token = JsFuture::from(self.token().ok()?).await.ok()?;
        token.as_string().filter(|token| !token.is_empty())
    }
}

/// What a token says of its reader, as far as it is shown. Whether that is true is for the
/// endpoint to decide.
#[derive(Deserialize)]
struct Claims {
    name: String,
}

impl Inner {
    /// Who asks the endpoint, with a token that the page has renewed where that was due.
    pub(super) async fn caller(&self) -> Caller {
        Caller {
            endpoint: self.thread.endpoint.clone(),
            token: self.house.ask_token().await,
        }
    }

    /// Asks the page whether the reader is signed in, and shows it.
    pub(super) fn ask_who_signs(self: &Rc<Self>) {
        let inner = Rc::clone(self);
        spawn_local(async move {
            let token = inner.house.ask_token().await;
            let name = token.and_then(|token| name_in(&token));
            inner.signed.replace(name);
            inner.show_who_signs();
            // What waits goes out with the signature that the reader has now.
            inner.wake();
        });
    }

    /// Signing in happens elsewhere: the reader who comes back may have done so.
    pub(super) fn ask_again_who_signs(self: &Rc<Self>) {
        if self.must_sign_in() {
            self.ask_who_signs();
        }
    }

    pub(super) fn show_who_signs(&self) {
        let signed = self.signed.borrow();
        self.signed_view
            .show(signed.as_deref(), self.must_sign_in());
    }

    fn must_sign_in(&self) -> bool {
        !self.policy.borrow().guests && self.signed.borrow().is_none()
    }
}

fn name_in(token: &str) -> Option<String> {
    let claims = JSON::parse(&reader_token::payload(token)?).ok()?;
    let claims: Claims = serde_wasm_bindgen::from_value(claims).ok()?;
    Some(claims.name).filter(|name| !name.trim().is_empty())
}
