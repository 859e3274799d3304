//! A comment as it came in, field by field: what is fit to keep, or everything that is wrong.

use axum::http::HeaderMap;
use comment_protocol::field::{count_chars, without_forbidden_characters};
use comment_protocol::limits::{
    MAX_PAGE_ID_CHARS, MAX_PAGE_TITLE_CHARS, MAX_PAGE_URL_CHARS, MAX_SECTION_CHARS,
};
use comment_protocol::visible::only_visible;
use comment_protocol::{
    AuthorName, CommentText, Email, FieldError, FieldErrorCode, NewComment, PageRef, Posting,
    Problem, RESERVED_NAMES, is_reserved,
};

use crate::app::App;
use crate::error::AppError;
use crate::http::cors::is_own;
use crate::moderation::{page_address, posting, text};
use crate::site::CurrentSite;
use crate::store::record::{HeldFor, PageDraft};

/// A comment of which every field is fit to keep.
pub(super) struct Parsed {
    pub(super) page: PageDraft,
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) text: String,
    pub(super) held_for: Vec<HeldFor>,
}

/// Looks at every field before answering, so that the reader hears of all faults at once.
///
/// # Errors
/// `validation_failed` with every field refused.
pub(super) fn parse(
    app: &App,
    site: &CurrentSite,
    headers: &HeaderMap,
    is_signed: bool,
    comment: &NewComment,
) -> Result<Parsed, AppError> {
    let policy = site.settings.policy();
    let mut errors = Vec::new();
    let page = parse_page(app, site, headers, &comment.page, &mut errors);
    // Beyond these bytes nothing is normalized: to do that is work.
    let name = bounded(&comment.author.name, policy.max_name_chars);
    let name = if is_signed {
        AuthorName::parse_of_house(&name, policy.max_name_chars)
    } else {
        AuthorName::parse(&name, policy.max_name_chars)
    };
    let name = keep(name, AuthorName::field_error, &mut errors);
    if let Some(name) = name.as_ref().filter(|_| !is_signed)
        && is_house(name.as_str(), &site.settings.reserved_names)
    {
        errors.push(FieldError::new("author.name", FieldErrorCode::NameReserved));
    }
    let email = Email::parse(comment.author.email.as_deref().unwrap_or_default());
    let email = keep(email, |_| Email::field_error(), &mut errors).flatten();
    let text = CommentText::parse(
        &bounded(&comment.text, policy.max_text_chars),
        policy.max_text_chars,
    );
    let text = keep(text, CommentText::field_error, &mut errors);
    let mut held_for = Vec::new();
    if let Some(text) = &text {
        match posting::decide(policy.diacritics, text.as_str(), &comment.acknowledged) {
            Posting::Accept => {}
            Posting::AcceptUnmarked => held_for.push(HeldFor::TextUnmarked),
            Posting::Ask | Posting::Refuse => {
                errors.push(FieldError::new("text", FieldErrorCode::TextUnmarked));
            }
        }
    }
    match (name, text) {
        (Some(name), Some(text)) if errors.is_empty() => Ok(Parsed {
            page,
            name: name.into_string(),
            email: email.map(|email| email.as_str().to_owned()),
            text: text.into_string(),
            held_for,
        }),
        _ => Err(AppError::Problem(Problem::validation(errors))),
    }
}

/// Whether a guest's name poses as the newsroom or as somebody whom the house names.
fn is_house(name: &str, reserved: &[String]) -> bool {
    is_reserved(name, &RESERVED_NAMES) || is_reserved(name, reserved)
}

/// The value, or its error among the others.
fn keep<T, E>(
    parsed: Result<T, E>,
    wire: impl FnOnce(&E) -> FieldError,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    parsed.map_err(|error| errors.push(wire(&error))).ok()
}

/// What came in, normalized; as it came where it is too long for that, and so refused.
fn bounded(raw: &str, max_chars: u32) -> String {
    if text::may_fit(raw, max_chars) {
        text::incoming(raw)
    } else {
        raw.to_owned()
    }
}

fn parse_page(
    app: &App,
    site: &CurrentSite,
    headers: &HeaderMap,
    page: &PageRef,
    errors: &mut Vec<FieldError>,
) -> PageDraft {
    let draft = page_draft(page);
    if draft.id.is_empty() {
        errors.push(FieldError::new("page.id", FieldErrorCode::PageIdEmpty));
    }
    if let Some(code) = address_fault(app, site, headers, &draft.url) {
        errors.push(FieldError::new("page.url", code));
    }
    check_lengths(&draft, "page.", errors);
    draft
}

/// An article's fields as they are kept.
pub(super) fn page_draft(page: &PageRef) -> PageDraft {
    let line = |raw: &str, max_chars: u32| {
        without_forbidden_characters(&bounded(raw, max_chars), false)
            .trim()
            .to_owned()
    };
    PageDraft {
        id: line(&page.id, MAX_PAGE_ID_CHARS),
        url: line(&page.url, MAX_PAGE_URL_CHARS),
        // Unlike id and section, nothing is found by it.
        title: only_visible(&bounded(&page.title, MAX_PAGE_TITLE_CHARS), false)
            .trim()
            .to_owned(),
        section: page
            .section
            .as_deref()
            .map(|section| line(section, MAX_SECTION_CHARS))
            .filter(|section| !section.is_empty()),
    }
}

/// Refuses what is too long; `above` stands before the names of the fields.
pub(super) fn check_lengths(draft: &PageDraft, above: &str, errors: &mut Vec<FieldError>) {
    let section = draft.section.as_deref().unwrap_or_default();
    for (field, value, max_chars, code) in [
        (
            "id",
            draft.id.as_str(),
            MAX_PAGE_ID_CHARS,
            FieldErrorCode::PageIdTooLong,
        ),
        (
            "title",
            &draft.title,
            MAX_PAGE_TITLE_CHARS,
            FieldErrorCode::PageTitleTooLong,
        ),
        (
            "section",
            section,
            MAX_SECTION_CHARS,
            FieldErrorCode::SectionTooLong,
        ),
    ] {
        if count_chars(value) > max_chars {
            errors.push(FieldError {
                max_chars: Some(max_chars),
                ..FieldError::new(&format!("{above}{field}"), code)
            });
        }
    }
}

/// A site that names its origins takes articles of those and of the server's own only: *Bình luận
/// nhiều* links to them.
fn address_fault(
    app: &App,
    site: &CurrentSite,
    headers: &HeaderMap,
    url: &str,
) -> Option<FieldErrorCode> {
    let Some(origin) = page_address::origin(url) else {
        return Some(FieldErrorCode::PageUrlInvalid);
    };
    let known = site.settings.allowed_origins.is_empty()
        || site.settings.allows(&origin)
        || is_own(&origin, headers, app.config.public_url.as_deref());
    (!known).then_some(FieldErrorCode::PageUrlNotAllowed)
}
