//! Who is signed in, and that a request comes from the desk's own pages.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use comment_protocol::ProblemCode;

use super::device;
use super::device_words::device_words;
use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, HOUR, MINUTE, Millis};
use crate::error::AppError;
use crate::http::cookies::cookie;
use crate::http::cors::is_own;
use crate::secret::{Hash, TAG_BYTES, random_bytes, random_token, sha256};
use crate::store::record::{EditorRow, NewSession, OpenSession, SessionRow};

/// A shift and its overtime.
const SESSION_LIFE: Millis = 12 * HOUR;
/// A desk that nobody works at: a long lunch, and the way home.
const IDLE_LIFE: Millis = 4 * HOUR;
/// How exactly the last use is known; a write for each page would be too many.
const SEEN_EVERY: Millis = 5 * MINUTE;
const CSRF: &str = "csrf";

/// A signed-in editor.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub editor: EditorRow,
    /// What he may do.
    pub rights: Rights,
    /// When it began.
    pub since: Millis,
    /// Failed attempts to sign in as this editor between the session before and this one.
    pub failed_before: u32,
    app: App,
    token: String,
    csrf: String,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Started {
    /// The session.
    pub session: Session,
    /// What the browser keeps: the session's cookie, and that which makes it known.
    pub cookies: [(HeaderName, HeaderValue); 2],
}

impl Session {
    /// The session that a request's cookie names.
    ///
    /// # Errors
    /// `unauthorized` where there is none or it has ended.
    pub async fn of(headers: &HeaderMap, app: &App) -> Result<Self, AppError> {
        let token = cookie(headers, cookie_name(app)).ok_or(ProblemCode::Unauthorized)?;
        let (hash, now) = (sha256(token.as_bytes()), clock::now());
        let row = app.store.session(hash, now, now - IDLE_LIFE).await?;
        let row = row.ok_or(ProblemCode::Unauthorized)?;
        if now - row.seen_at > SEEN_EVERY {
            app.store.touch_session(hash, now).await?;
        }
        Self::new(app, token, row)
    }

    fn new(app: &App, token: String, row: SessionRow) -> Result<Self, AppError> {
        let tag = app.key.current().hash(CSRF, &[token.as_bytes()]);
        // Another token on each page: where a proxy compresses pages, what it hides must not be
        // the same twice, or its letters could be found one by one from the sizes.
        let mask = random_bytes::<TAG_BYTES>()?;
        let masked = mask.iter().zip(tag).map(|(mask, tag)| mask ^ tag);
        let csrf = URL_SAFE_NO_PAD.encode(mask.iter().copied().chain(masked).collect::<Vec<_>>());
        Ok(Self {
            rights: Rights::of(&row.editor),
            editor: row.editor,
            since: row.created_at,
            failed_before: row.failed_before,
            app: app.clone(),
            token,
            csrf,
        })
    }

    /// Whether the account must set a second factor up before it reaches anything else.
    #[must_use]
    pub fn owes_second_factor(&self) -> bool {
        let demanded = &self.app.config.second_factor_roles;
        !self.editor.second_factor && demanded.contains(&self.editor.role)
    }

    /// The session as it is now, for an answer that stays open. It is no sign that somebody works:
    /// where nobody does, the session ends all the same.
    ///
    /// # Errors
    /// `unauthorized` where it has ended.
    pub async fn again(&self) -> Result<Self, AppError> {
        let now = clock::now();
        let row = self.app.store.session(self.name(), now, now - IDLE_LIFE);
        let row = row.await?.ok_or(ProblemCode::Unauthorized)?;
        Self::new(&self.app, self.token.clone(), row)
    }

    /// The hash of its token, which names it.
    #[must_use]
    pub fn name(&self) -> Hash {
        sha256(self.token.as_bytes())
    }

    /// The account's sessions, this one among them.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub async fn all_of_account(&self) -> Result<Vec<OpenSession>, AppError> {
        let now = clock::now();
        let sessions = self
            .app
            .store
            .sessions_of(self.editor.id, now, now - IDLE_LIFE);
        Ok(sessions.await?)
    }

    /// What every form of this session carries.
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Lets only the desk's own forms through.
    ///
    /// # Errors
    /// `forbidden` where the token is missing or another session's.
    pub fn check_csrf(&self, sent: Option<&str>) -> Result<(), AppError> {
        let tag = sent
            .and_then(|sent| URL_SAFE_NO_PAD.decode(sent).ok())
            .map(|sent| unmasked(&sent));
        let key = &self.app.key;
        if tag.is_some_and(|tag| key.verifies_bytes(CSRF, &[self.token.as_bytes()], &tag)) {
            Ok(())
        } else {
            Err(AppError::detailed(
                ProblemCode::Forbidden,
                "the form is out of date; open the page again and send it once more",
            ))
        }
    }

    /// Ends the session; the cookie that takes it off the browser.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub async fn end(&self, app: &App) -> Result<HeaderValue, AppError> {
        app.store
            .end_session(sha256(self.token.as_bytes()), clock::now())
            .await?;
        set_cookie(app, "", 0)
    }
}

/// The tag under the mask; the bare tag on a page that was open before there were masks.
fn unmasked(sent: &[u8]) -> Vec<u8> {
    match sent.split_at_checked(TAG_BYTES) {
        Some((mask, masked)) if masked.len() == TAG_BYTES => {
            mask.iter().zip(masked).map(|(a, b)| a ^ b).collect()
        }
        _ => sent.to_vec(),
    }
}

/// Starts a session for an editor who proved who he is, with his second factor or without; `None`
/// where he was shut out, his password changed, or a second factor came to be asked for, meanwhile.
///
/// # Errors
/// [`AppError`] where the database or randomness fails.
pub async fn start(
    app: &App,
    headers: &HeaderMap,
    editor: &EditorRow,
    second_factor: bool,
) -> Result<Option<Started>, AppError> {
    let proved = Some(editor.password_hash.clone());
    start_for(app, headers, editor.id, proved, second_factor).await
}

/// Starts a session for an editor who has just set his password.
///
/// # Errors
/// As [`start`].
pub async fn start_for(
    app: &App,
    headers: &HeaderMap,
    editor: i64,
    proved: Option<String>,
    second_factor: bool,
) -> Result<Option<Started>, AppError> {
    let token = random_token()?;
    let now = clock::now();
    let new = NewSession {
        token_hash: sha256(token.as_bytes()),
        editor,
        second_factor,
        device: device_words(headers),
        at: now,
        expires_at: now + SESSION_LIFE,
    };
    let Some(row) = app.store.create_session(new, proved).await? else {
        return Ok(None);
    };
    let cookies = [
        set_cookie(app, &token, SESSION_LIFE / clock::SECOND)?,
        device::remember(app, &row.editor, now)?,
    ];
    Ok(Some(Started {
        session: Session::new(app, token, row)?,
        cookies: cookies.map(|cookie| (header::SET_COOKIE, cookie)),
    }))
}

/// `SameSite=Lax`: a link in a message opens the desk, but no foreign form posts to it.
fn set_cookie(app: &App, token: &str, max_age: i64) -> Result<HeaderValue, AppError> {
    let secure = if app.desk_is_https() { "; Secure" } else { "" };
    let name = cookie_name(app);
    let cookie =
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&cookie)
        .map_err(|error| AppError::Internal(format!("cannot write a cookie: {error}")))
}

/// `__Host-` keeps other hosts of the domain from setting it; browsers take it over https only.
fn cookie_name(app: &App) -> &'static str {
    if app.desk_is_https() {
        "__Host-binh-luan-desk"
    } else {
        "binh-luan-desk"
    }
}

/// Refuses a foreign page that only asks, where asking takes something; what changes something is
/// refused before it comes to a handler.
///
/// # Errors
/// `forbidden`.
pub fn check_own_origin(headers: &HeaderMap, app: &App) -> Result<(), AppError> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    match origin {
        Some(origin) if !is_own(origin, headers, app.config.desk_origin()) => {
            Err(ProblemCode::Forbidden.into())
        }
        _ => Ok(()),
    }
}
