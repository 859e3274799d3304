//! Who writes: a guest under a name of their own, or a reader whom the house has signed in.

use alloc::string::String;
use alloc::vec::Vec;

use alloc::rc::Rc;

use js_sys::{JSON, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Inner;
use crate::fields::Fields;
use crate::outcome::Outcome;
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

    /// The token that the page has now; none for a guest.
    ///
    /// # Errors
    /// Where the page could not say: nobody is a guest by mistake.
    async fn ask_token(&self) -> Result<Option<String>, JsValue> {
        let token = JsFuture::from(self.token()?).await?;
        Ok(token.as_string().filter(|token| !token.is_empty()))
    }
}

impl Inner {
    /// Who asks the endpoint, with a token that the page has renewed where that was due.
    ///
    /// # Errors
    /// Where the page cannot say who the reader is, or no longer knows one whom it had signed in.
    pub(super) async fn caller(&self) -> Result<Caller, Outcome> {
        let token = self.house.ask_token().await.map_err(|_| Outcome::Down)?;
        if token.is_none() && self.signed.borrow().is_some() {
            return Err(Outcome::Unauthorized);
        }
        Ok(Caller {
            token,
            ..self.guest()
        })
    }

    /// Somebody who asks without saying who it is.
    pub(super) fn guest(&self) -> Caller {
        Caller {
            endpoint: self.thread.endpoint.clone(),
            token: None,
        }
    }

    /// Asks the page whether the reader is signed in, and shows it.
    pub(super) fn ask_who_signs(self: &Rc<Self>) {
        let inner = Rc::clone(self);
        spawn_local(async move {
            // A page that cannot say now is asked again when something is sent.
            if let Ok(token) = inner.house.ask_token().await {
                let name = token.and_then(|token| name_in(&token));
                inner.signed.replace(name);
            }
            if inner.gone.get() {
                return;
            }
            let pressed = inner.outbox.know_signer();
            inner.show_who_signs();
            if let Some(anyway) = pressed {
                inner.submit(anyway);
            }
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

    /// The endpoint does not know the reader. Where no token was sent, it takes no guests.
    pub(super) fn sign_in_again(self: &Rc<Self>) {
        if self.signed.take().is_none() {
            self.policy.borrow_mut().guests = false;
        }
        self.ask_who_signs();
    }

    pub(super) fn must_sign_in(&self) -> bool {
        !self.policy.borrow().guests && self.signed.borrow().is_none()
    }
}

/// What a token says of its reader, as far as it is shown. Whether that is true is for the
/// endpoint to decide.
fn name_in(token: &str) -> Option<String> {
    let claims = JSON::parse(&reader_token::payload(token)?).ok()?;
    Some(Fields::new(claims).text("name")).filter(|name| !name.trim().is_empty())
}
