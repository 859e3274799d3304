//! Who an editor is: the name he signs in with, and his password.

use axum::http::HeaderMap;
use comment_protocol::field::without_forbidden_characters;
use comment_protocol::name_key;

use super::device;
use super::password::{self, Lane, MAX_PASSWORD_CHARS, Verified};
use super::second_factor;
use super::session::{self, Started};
use crate::app::App;
use crate::clock::{self, Millis};
use crate::error::AppError;
use crate::http::client::ClientAddress;
use crate::moderation::text;
use crate::services::rate_limit::{Counted, Purpose};
use crate::store::record::EditorRow;

/// Characters of the name to sign in with and of the name shown.
pub const MAX_NAME_CHARS: u32 = 80;

/// Failed attempts on one name from strangers' browsers, as many times what one address may do.
const SHARE_OF_A_NAME: u32 = 5;
/// Attempts of all strangers together, as many times what one address may do. At the default they
/// keep an eighth of a core busy.
const SHARE_OF_STRANGERS: u32 = 30;

/// What became of an attempt to sign in.
#[derive(Debug)]
pub enum SignedIn {
    /// A session began.
    Started(Box<Started>),
    /// Name or password is wrong.
    Refused,
    /// Both are right, and the account asks for a code; the form for it carries this ticket.
    CodeNeeded(String),
    /// As before, and the code that was sent does not hold.
    CodeWrong(String),
}

/// A session for the editor of this name and password, where both are right, and the code, where the
/// account asks for one.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn sign_in(
    app: &App,
    client: ClientAddress,
    headers: &HeaderMap,
    (login, raw): (&str, &str),
    code: Option<&str>,
) -> Result<SignedIn, AppError> {
    let Some(editor) = authenticate(app, client, headers, login, raw).await? else {
        return Ok(SignedIn::Refused);
    };
    match code {
        _ if !editor.second_factor => start(app, headers, &editor, false).await,
        None => Ok(SignedIn::CodeNeeded(second_factor::ticket(
            app,
            &editor,
            clock::now(),
        ))),
        Some(code) => with_code(app, headers, editor, code).await,
    }
}

/// Goes on where a code was asked for; `Refused` where the ticket does not hold any more.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn sign_in_with_code(
    app: &App,
    headers: &HeaderMap,
    ticket: &str,
    code: &str,
) -> Result<SignedIn, AppError> {
    match second_factor::of_ticket(app, ticket, clock::now()).await? {
        None => Ok(SignedIn::Refused),
        Some(editor) => with_code(app, headers, editor, code).await,
    }
}

async fn with_code(
    app: &App,
    headers: &HeaderMap,
    editor: EditorRow,
    code: &str,
) -> Result<SignedIn, AppError> {
    let now = clock::now();
    let device = device::known(app, headers, &editor, now);
    if second_factor::holds(app, &editor, device, code, now).await? {
        return start(app, headers, &editor, true).await;
    }
    count_failure(app, Some(editor.id), now).await;
    Ok(SignedIn::CodeWrong(second_factor::ticket(
        app, &editor, now,
    )))
}

async fn start(
    app: &App,
    headers: &HeaderMap,
    editor: &EditorRow,
    second_factor: bool,
) -> Result<SignedIn, AppError> {
    let started = session::start(app, headers, editor, second_factor).await?;
    Ok(started.map_or(SignedIn::Refused, |started| {
        SignedIn::Started(Box::new(started))
    }))
}

async fn count_failure(app: &App, editor: Option<i64>, now: Millis) {
    tracing::info!("a sign-in failed");
    // Whoever mistyped is told so, whether or not it could be counted.
    if let Err(error) = app.store.count_failed_sign_in(editor, now).await {
        tracing::warn!(%error, "a failed sign-in was not counted");
    }
}

/// The editor of this name and password.
///
/// A browser that the editor signed in with before has a bucket of its own, which no stranger can
/// empty. From elsewhere attempts are counted by address and all together, and failures by name:
/// guessing from many addresses is slowed down, and the editor's own browsers do not notice.
///
/// # Errors
/// `rate_limited`, `unavailable`.
async fn authenticate(
    app: &App,
    ClientAddress(address): ClientAddress,
    headers: &HeaderMap,
    login: &str,
    raw: &str,
) -> Result<Option<EditorRow>, AppError> {
    let now = clock::now();
    let limit = app.config.rate_limits.sign_ins_per_minute;
    let take = |who, limit| app.limiter.take(Purpose::SignIn, who, limit, now);
    // Nobody has a name or a password like that, and to look at them would be work.
    let too_long = !text::may_fit(login, MAX_NAME_CHARS) || is_too_long(raw);
    if too_long {
        take(Counted::address(address), limit)?;
        return Ok(None);
    }
    let login = login_key(login);
    // One small read, and only for a browser that brings the cookie of some editor.
    let editor = if device::is_claimed(headers) {
        app.store.editor_by_login(login.clone()).await?
    } else {
        None
    };
    let device = editor
        .as_ref()
        .and_then(|editor| device::known(app, headers, editor, now));
    // However it is spelled: else every spelling were a bucket of its own.
    let name = Counted::login(&name_key(&login));
    let name_limit = limit.saturating_mul(SHARE_OF_A_NAME);
    let (editor, lane) = match device {
        Some(device) => {
            take(Counted::Device(device), limit)?;
            (editor, Lane::Editor)
        }
        None => {
            take(Counted::address(address), limit)?;
            take(Counted::Strangers, limit.saturating_mul(SHARE_OF_STRANGERS))?;
            take(name, name_limit)?;
            (app.store.editor_by_login(login).await?, Lane::Stranger)
        }
    };
    let editor = editor.filter(|editor| !editor.disabled);
    let id = editor.as_ref().map(|editor| editor.id);
    let proved = prove(app, lane, editor, raw).await?;
    match (&proved, device) {
        // The name's bucket is for failures alone.
        (Some(_), None) => app.limiter.give_back(Purpose::SignIn, name, name_limit),
        (Some(_), Some(_)) => {}
        (None, _) => count_failure(app, id, now).await,
    }
    Ok(proved)
}

/// Whether it is the password of an editor who is signed in already. Nobody else's attempts count.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn is_password_of(app: &App, editor: &EditorRow, raw: &str) -> Result<bool, AppError> {
    let limit = app.config.rate_limits.sign_ins_per_minute;
    app.limiter.take(
        Purpose::SignIn,
        Counted::Editor(editor.id),
        limit,
        clock::now(),
    )?;
    if is_too_long(raw) {
        return Ok(false);
    }
    let proved = prove(app, Lane::Editor, Some(editor.clone()), raw).await?;
    Ok(proved.is_some())
}

/// The editor, where the password is his. A hash of before is followed by one of today.
async fn prove(
    app: &App,
    lane: Lane,
    editor: Option<EditorRow>,
    raw: &str,
) -> Result<Option<EditorRow>, AppError> {
    let hash = editor
        .as_ref()
        .map(|editor| editor.password_hash.clone())
        // Where a link for another is open there is none; the work is the same.
        .filter(|hash| hash.starts_with('$'));
    let verified = password::verify(lane, raw, hash).await?;
    let Some(mut editor) = editor.filter(|_| verified != Verified::Wrong) else {
        return Ok(None);
    };
    if verified == Verified::RightOfBefore {
        let fresh = password::hash(raw).await?;
        let before = std::mem::replace(&mut editor.password_hash, fresh.clone());
        app.store.rehash_password(editor.id, before, fresh).await?;
    }
    Ok(Some(editor))
}

fn is_too_long(raw: &str) -> bool {
    let most = u32::try_from(MAX_PASSWORD_CHARS).unwrap_or(u32::MAX);
    !text::may_fit(raw, most) || raw.chars().count() > MAX_PASSWORD_CHARS
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
