//! Who an editor is: the name he signs in with, and his password.

use comment_protocol::field::without_forbidden_characters;

use super::password::{self, MAX_PASSWORD_CHARS};
use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::http::client::ClientAddress;
use crate::moderation::text;
use crate::services::rate_limit::{Counted, Purpose};
use crate::store::record::EditorRow;

/// Characters of the name to sign in with and of the name shown.
pub const MAX_NAME_CHARS: u32 = 80;

/// The editor of this name and password. Attempts are counted by address and by name, and the
/// name's bucket refills: nobody can lock an editor out for good.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn authenticate(
    app: &App,
    ClientAddress(address): ClientAddress,
    login: &str,
    secret: &str,
) -> Result<Option<EditorRow>, AppError> {
    let now = clock::now();
    let limit = app.config.rate_limits.sign_ins_per_minute;
    app.limiter
        .take(Purpose::SignIn, Counted::address(address), limit, now)?;
    // Nobody has a name or a password like that, and to normalize them would be work.
    let max_password_chars = u32::try_from(MAX_PASSWORD_CHARS).unwrap_or(u32::MAX);
    if !text::may_fit(login, MAX_NAME_CHARS) || !text::may_fit(secret, max_password_chars) {
        return Ok(None);
    }
    let login = login_key(login);
    app.limiter
        .take(Purpose::SignIn, Counted::login(&login), limit, now)?;
    let secret = text::incoming(secret);
    if secret.chars().count() > MAX_PASSWORD_CHARS {
        return Ok(None);
    }
    let editor = app
        .store
        .editor_by_login(login)
        .await?
        .filter(|editor| !editor.disabled);
    let hash = editor.as_ref().map(|editor| editor.password_hash.clone());
    Ok(if password::verify(secret, hash).await? {
        editor
    } else {
        None
    })
}

/// A name as it is kept: one line, one space between words.
#[must_use]
pub fn name_line(raw: &str) -> String {
    let line = without_forbidden_characters(&text::incoming(raw), false);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One editor, however he writes his name when he signs in.
#[must_use]
pub fn login_key(login: &str) -> String {
    name_line(login).to_lowercase()
}
