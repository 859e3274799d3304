//! What an editor changes of an article, from what was sent to what is kept.

use comment_protocol::field::count_chars;
use comment_protocol::limits::MAX_PAGE_ID_CHARS;
use comment_protocol::visible::only_visible;
use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, Millis};
use crate::error::AppError;
use crate::moderation::text;
use crate::store::record::{ArticleChange, ArticleRow, Gate, Scope};

/// Characters of a rule for editors.
pub const MAX_RULE_CHARS: u32 = 500;
/// Characters of a notice to readers.
pub const MAX_NOTICE_CHARS: u32 = 300;

/// What was sent; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ArticleRequest {
    /// What becomes of new comments.
    pub gate: Option<Gate>,
    /// From when on it is closed, or no time.
    pub closes_at: Option<Option<Millis>>,
    /// Whether it stays open however old it is.
    pub keep_open: Option<bool>,
    /// What editors are to heed; nothing where it is empty.
    pub rule: Option<String>,
    /// What readers are told; nothing where it is empty.
    pub notice: Option<String>,
}

/// An article of a site that there is, in somebody's scope; one of which nothing is known is open.
///
/// # Errors
/// `not_found`, also for what is out of scope.
pub async fn article(
    app: &App,
    rights: &Rights,
    site: &str,
    page_id: &str,
) -> Result<ArticleRow, AppError> {
    let page_id = known_id(app, site, page_id)?;
    let scope = rights.scope().clone();
    let is_everywhere = scope == Scope::Everywhere;
    let asked = app.store.article(scope, site.to_owned(), page_id.clone());
    match asked.await? {
        Some(article) => Ok(article),
        // One that is there and out of scope looks like one that is not.
        None if is_everywhere || rights.scope().holds(site, None) => {
            Ok(ArticleRow::unknown(site, page_id, clock::now()))
        }
        None => Err(ProblemCode::NotFound.into()),
    }
}

/// Carries a change out; the article as it is then.
///
/// # Errors
/// `not_found`, also for what is out of scope; `validation_failed` for a field.
pub async fn change_article(
    app: &App,
    rights: &Rights,
    (site, page_id): (&str, &str),
    request: ArticleRequest,
) -> Result<ArticleRow, AppError> {
    let page_id = known_id(app, site, page_id)?;
    let at = clock::now();
    let mut errors = Vec::new();
    let rule = said(request.rule.as_deref(), "rule", MAX_RULE_CHARS, &mut errors);
    let notice = said(
        request.notice.as_deref(),
        "notice",
        MAX_NOTICE_CHARS,
        &mut errors,
    );
    let is_past = |closes: Millis| closes <= at;
    if request.closes_at.flatten().is_some_and(is_past) && request.gate != Some(Gate::Closed) {
        errors.push(FieldError::new("closes_at", FieldErrorCode::InvalidValue));
    }
    if !errors.is_empty() {
        return Err(AppError::Problem(Problem::validation(errors)));
    }
    let change = ArticleChange {
        site: site.to_owned(),
        page_id,
        gate: request.gate,
        closes_at: request.closes_at,
        kept_open: request.keep_open,
        rule,
        notice,
        close_after: close_after(app, site),
        by: rights.actor(),
        at,
    };
    let changed = app.store.set_article(change).await?;
    changed.ok_or_else(|| ProblemCode::NotFound.into())
}

/// The age at which articles of a site close.
#[must_use]
pub fn close_after(app: &App, site: &str) -> Option<Millis> {
    app.site(site)?.close_after()
}

/// An id as it is kept, on a site that there is.
fn known_id(app: &App, site: &str, raw: &str) -> Result<String, AppError> {
    let not_found = || AppError::from(ProblemCode::NotFound);
    if app.site(site).is_none() || !text::may_fit(raw, MAX_PAGE_ID_CHARS) {
        return Err(not_found());
    }
    let id = text::incoming(raw).trim().to_owned();
    if id.is_empty() || count_chars(&id) > MAX_PAGE_ID_CHARS {
        return Err(not_found());
    }
    Ok(id)
}

/// A sentence as it is kept.
fn said(
    raw: Option<&str>,
    field: &str,
    max_chars: u32,
    errors: &mut Vec<FieldError>,
) -> Option<Option<String>> {
    let raw = raw?;
    let too_long = FieldError {
        max_chars: Some(max_chars),
        ..FieldError::new(field, FieldErrorCode::TextTooLong)
    };
    if !text::may_fit(raw, max_chars) {
        errors.push(too_long);
        return None;
    }
    let said = only_visible(&text::incoming(raw), true).trim().to_owned();
    if count_chars(&said) > max_chars {
        errors.push(too_long);
    }
    Some((!said.is_empty()).then_some(said))
}
