//! Browsers that an editor signed in with before: a signed cookie tells them from strangers, so that
//! no stranger's wrong passwords keep the editor out.

use axum::http::{HeaderMap, HeaderValue};

use crate::app::App;
use crate::clock::{DAY, Millis, SECOND};
use crate::error::AppError;
use crate::http::cookies::cookie;
use crate::secret::{Hash, random_token, sha256};
use crate::store::record::EditorRow;

/// How long a browser is known after it was last signed in with.
const DEVICE_LIFE: Millis = 365 * DAY;
const PURPOSE: &str = "device";
const NAME: &str = "binh-luan-device-";

/// The cookie that makes the browser known to the editor. Each editor has his own, since desks are
/// shared. `Strict`: no other page needs it, and it is sent with the sign-in form alone.
///
/// # Errors
/// [`AppError`] where randomness fails.
pub fn remember(app: &App, editor: &EditorRow, now: Millis) -> Result<HeaderValue, AppError> {
    let nonce = random_token()?;
    let tag = app.key.tag(PURPOSE, &parts(editor, &nonce, now).each());
    let name = cookie_name(app, editor.id);
    let secure = if app.desk_is_https() { "; Secure" } else { "" };
    let max_age = DEVICE_LIFE / SECOND;
    let cookie = format!(
        "{name}={nonce}.{now}.{tag}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age}{secure}"
    );
    HeaderValue::from_str(&cookie)
        .map_err(|error| AppError::Internal(format!("cannot write a cookie: {error}")))
}

/// What tells this browser from the editor's others; `None` where it is a stranger's, or was known
/// before the password changed.
#[must_use]
pub fn known(app: &App, headers: &HeaderMap, editor: &EditorRow, now: Millis) -> Option<Hash> {
    let cookie = cookie(headers, cookie_name(app, editor.id).as_str())?;
    let (nonce, rest) = cookie.split_once('.')?;
    let (since, tag) = rest.split_once('.')?;
    let since: Millis = since.parse().ok()?;
    let parts = parts(editor, nonce, since);
    let holds = now - DEVICE_LIFE < since && app.key.verifies(PURPOSE, &parts.each(), tag);
    holds.then(|| sha256(nonce.as_bytes()))
}

/// Whether the browser brings such a cookie at all, of whomever.
#[must_use]
pub fn is_claimed(headers: &HeaderMap) -> bool {
    headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .any(|value| {
            let name = NAME.as_bytes();
            value
                .as_bytes()
                .windows(name.len())
                .any(|part| part == name)
        })
}

/// `__Host-` keeps other hosts of the domain from setting it.
fn cookie_name(app: &App, editor: i64) -> String {
    let prefix = if app.desk_is_https() { "__Host-" } else { "" };
    format!("{prefix}{NAME}{editor}")
}

/// What is signed: whose browser, since which change of the account, which browser, since when.
struct Parts<'a> {
    nonce: &'a str,
    numbers: [[u8; 8]; 3],
}

fn parts<'a>(editor: &EditorRow, nonce: &'a str, since: Millis) -> Parts<'a> {
    Parts {
        nonce,
        numbers: [editor.id, editor.device_epoch, since].map(i64::to_be_bytes),
    }
}

impl Parts<'_> {
    fn each(&self) -> [&[u8]; 4] {
        let [editor, epoch, since] = &self.numbers;
        [editor, epoch, self.nonce.as_bytes(), since]
    }
}
