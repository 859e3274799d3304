//! Who is signed in, and that a request comes from the desk's own pages.

use axum::http::{HeaderMap, HeaderValue, header};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::clock::{self, HOUR, Millis};
use crate::error::AppError;
use crate::http::cors::is_own;
use crate::secret::{random_token, same, sha256};
use crate::store::record::EditorRow;

/// A shift and its overtime.
const SESSION_LIFE: Millis = 12 * HOUR;

/// A signed-in editor.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub editor: EditorRow,
    token: String,
    csrf: String,
}

impl Session {
    /// The session that a request's cookie names.
    ///
    /// # Errors
    /// `unauthorized` where there is none or it has ended.
    pub async fn of(headers: &HeaderMap, app: &App) -> Result<Self, AppError> {
        let token = cookie(headers, cookie_name(app)).ok_or(ProblemCode::Unauthorized)?;
        let editor = app
            .store
            .session_editor(sha256(token.as_bytes()), clock::now())
            .await?;
        let editor = editor.ok_or(ProblemCode::Unauthorized)?;
        let csrf = app.key.tag("csrf", &[token.as_bytes()]);
        Ok(Self {
            editor,
            token,
            csrf,
        })
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
        if sent.is_some_and(|sent| same(sent, &self.csrf)) {
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

/// Starts a session; the cookie to send.
///
/// # Errors
/// [`AppError`] where the database or randomness fails.
pub async fn start(app: &App, editor: i64) -> Result<HeaderValue, AppError> {
    let token = random_token()?;
    let now = clock::now();
    app.store
        .create_session(sha256(token.as_bytes()), editor, now, now + SESSION_LIFE)
        .await?;
    set_cookie(app, &token, SESSION_LIFE / clock::SECOND)
}

/// `SameSite=Lax`: a link in a message opens the desk, but no foreign form posts to it.
fn set_cookie(app: &App, token: &str, max_age: i64) -> Result<HeaderValue, AppError> {
    let secure = if app.is_https() { "; Secure" } else { "" };
    let name = cookie_name(app);
    let cookie =
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&cookie)
        .map_err(|error| AppError::Internal(format!("cannot write a cookie: {error}")))
}

/// `__Host-` keeps other hosts of the domain from setting it; browsers take it over https only.
fn cookie_name(app: &App) -> &'static str {
    if app.is_https() {
        "__Host-binh-luan-desk"
    } else {
        "binh-luan-desk"
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// Refuses a post from a foreign page. Browsers name the origin with every post.
///
/// # Errors
/// `forbidden`.
pub fn check_own_origin(headers: &HeaderMap, app: &App) -> Result<(), AppError> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    match origin {
        Some(origin) if !is_own(origin, headers, &app.config) => Err(ProblemCode::Forbidden.into()),
        _ => Ok(()),
    }
}
