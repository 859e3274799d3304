//! `POST comments`: a reader's comment, from the widget or from a plain form.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::field::{count_chars, without_forbidden_characters};
use comment_protocol::limits::{
    MAX_IDEMPOTENCY_KEY_CHARS, MAX_PAGE_ID_CHARS, MAX_PAGE_TITLE_CHARS, MAX_SECTION_CHARS,
};
use comment_protocol::visible::only_visible;
use comment_protocol::{
    Acknowledgement, AuthorName, CommentAccepted, CommentStatus, CommentText, Email, FieldError,
    FieldErrorCode, NewAuthor, NewComment, PageRef, Posting, Problem, ProblemCode, RESERVED_NAMES,
    is_reserved,
};

use crate::app::App;
use crate::clock;
use crate::config::PublishMode;
use crate::error::AppError;
use crate::http::body::{MediaType, RawBody};
use crate::http::client::ClientAddress;
use crate::http::cors::is_own;
use crate::http::fields::FormFields;
use crate::moderation::{page_address, posting, text};
use crate::pages::reader_form::{answer_page, problem_page};
use crate::reader_token::SignedReader;
use crate::secret::{Hash, random_id, sha256};
use crate::services::rate_limit::{Counted, Purpose};
use crate::site::{CurrentReader, CurrentSite};
use crate::store::record::{CommentDraft, CreateOutcome, HeldFor, PageDraft};

/// Takes a comment: 202 where it is held for an editor, 201 where it is published at once.
///
/// A form is answered with a page, JSON with JSON.
pub async fn post_comment(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    CurrentReader(reader): CurrentReader,
    headers: HeaderMap,
    body: RawBody,
) -> Response {
    let now = clock::now();
    let limit = app.config.rate_limits.comments_per_minute;
    let sender = Sender {
        address: address.to_string(),
        reader,
        headers: &headers,
        at: now,
    };
    let limited = app
        .limiter
        .take(Purpose::Comment, Counted::address(address), limit, now);
    match body.media_type {
        MediaType::Json => {
            let accepted = async {
                limited?;
                let comment: NewComment = body.json()?;
                let key = idempotency_key(&headers)?;
                let key = key.map(|key| (key, sha256(&body.bytes)));
                accept(&app, &site, sender, comment, key).await
            };
            match accepted.await {
                Ok(accepted) => json_answer(&accepted),
                Err(error) => error.into_response(),
            }
        }
        MediaType::Form => {
            let fields = body.form();
            let comment = comment_of_form(&fields, &headers);
            let accepted = async {
                limited?;
                accept(&app, &site, sender, comment, None).await
            };
            match accepted.await {
                Ok(accepted) => answer_page(&site, &fields, &accepted.body),
                Err(error) => {
                    let (problem, retry_after) = error.into_problem();
                    problem_page(&site, &fields, &problem, retry_after)
                }
            }
        }
    }
}

/// Who sends a comment, and when.
struct Sender<'a> {
    address: String,
    reader: Option<SignedReader>,
    headers: &'a HeaderMap,
    at: clock::Millis,
}

impl Sender<'_> {
    /// What tells this writer from others: the account, else the e-mail, else address and name.
    fn identity(&self, name: &str, email: Option<&str>) -> String {
        match (&self.reader, email) {
            (Some(reader), _) => format!("account {}", reader.subject),
            (None, Some(email)) => format!("e-mail {}", email.to_ascii_lowercase()),
            (None, None) => format!("guest {} {name}", self.address),
        }
    }
}

/// An answer, and whether it was given before.
struct Accepted {
    body: CommentAccepted,
    replayed: bool,
}

fn json_answer(accepted: &Accepted) -> Response {
    let status = match accepted.body.status {
        CommentStatus::Published => StatusCode::CREATED,
        _ => StatusCode::ACCEPTED,
    };
    let mut response = (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Json(&accepted.body),
    )
        .into_response();
    if accepted.replayed {
        response.headers_mut().insert(
            HeaderName::from_static("idempotent-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    response
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, AppError> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    match value.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= MAX_IDEMPOTENCY_KEY_CHARS => {
            Ok(Some(key.to_owned()))
        }
        _ => Err(AppError::field(
            "Idempotency-Key",
            FieldErrorCode::InvalidValue,
        )),
    }
}

/// The same comment as a plain form sends it.
fn comment_of_form(fields: &FormFields, headers: &HeaderMap) -> NewComment {
    let referer = || {
        let referer = headers
            .get(header::REFERER)
            .and_then(|value| value.to_str().ok());
        referer.unwrap_or_default().to_owned()
    };
    NewComment {
        page: PageRef {
            id: fields.text("page_id"),
            url: fields.get("page_url").map_or_else(referer, str::to_owned),
            title: fields.text("page_title"),
            section: fields.get("section").map(str::to_owned),
        },
        parent_id: fields.get("parent_id").map(str::to_owned),
        author: NewAuthor {
            name: fields.text("name"),
            email: fields.get("email").map(str::to_owned),
        },
        text: fields.text("text"),
        acknowledged: fields
            .all("acknowledged")
            .filter(|&word| word == "text_unmarked")
            .map(|_| Acknowledgement::TextUnmarked)
            .collect(),
    }
}

async fn accept(
    app: &App,
    site: &CurrentSite,
    sender: Sender<'_>,
    mut comment: NewComment,
    idempotency: Option<(String, Hash)>,
) -> Result<Accepted, AppError> {
    match &sender.reader {
        // The house's word counts, whatever the body says.
        Some(reader) => {
            comment.author = NewAuthor {
                name: reader.name.clone(),
                email: reader.email.clone(),
            };
        }
        None if site.settings.guests => {}
        None => {
            return Err(AppError::detailed(
                ProblemCode::Unauthorized,
                "this site takes comments of signed-in readers only",
            ));
        }
    }
    let draft = draft(app, site, sender, comment, idempotency)?;
    let (made, new_status, now) = (draft.id.clone(), draft.status, draft.created_at);
    let (id, status, created_at, replayed) = match app.store.create_comment(draft).await? {
        CreateOutcome::Created => (made, new_status, now, false),
        CreateOutcome::Replayed {
            id,
            status,
            created_at,
        } => (id, status, created_at, true),
        CreateOutcome::IdempotencyConflict => {
            return Err(ProblemCode::IdempotencyConflict.into());
        }
        CreateOutcome::ThreadClosed => return Err(ProblemCode::ThreadClosed.into()),
        CreateOutcome::ParentNotFound => {
            return Err(AppError::field("parent_id", FieldErrorCode::ParentNotFound));
        }
    };
    let receipt = app.key.receipt(&id);
    let created_at = clock::rfc3339(created_at);
    Ok(Accepted {
        body: CommentAccepted {
            id,
            status,
            receipt,
            created_at,
        },
        replayed,
    })
}

/// The comment as it is to be kept.
fn draft(
    app: &App,
    site: &CurrentSite,
    sender: Sender<'_>,
    comment: NewComment,
    idempotency: Option<(String, Hash)>,
) -> Result<CommentDraft, AppError> {
    let parsed = parse(app, site, &sender, &comment)?;
    let who = sender.identity(&parsed.name, parsed.email.as_deref());
    let searched = format!("{}\n{}\n{}", parsed.name, parsed.text, parsed.page.title);
    Ok(CommentDraft {
        id: random_id()?,
        site: site.name.clone(),
        page: parsed.page,
        parent_id: comment.parent_id,
        status: match site.settings.publish {
            PublishMode::AfterReview => CommentStatus::Pending,
            PublishMode::AtOnce => CommentStatus::Published,
        },
        held_for: parsed.held_for,
        author_name: parsed.name,
        author_email: parsed.email,
        reader: sender.reader.map(|reader| reader.subject),
        text: parsed.text,
        search_text: text::search_key(&searched),
        writer: app.key.hash("writer", &[who.as_bytes()]),
        idempotency,
        created_at: sender.at,
    })
}

/// A comment of which every field is fit to keep.
struct Parsed {
    page: PageDraft,
    name: String,
    email: Option<String>,
    text: String,
    held_for: Vec<HeldFor>,
}

/// Looks at every field before answering, so that the reader hears of all faults at once.
fn parse(
    app: &App,
    site: &CurrentSite,
    sender: &Sender<'_>,
    comment: &NewComment,
) -> Result<Parsed, AppError> {
    let policy = site.settings.policy();
    let mut errors = Vec::new();
    let page = parse_page(app, site, sender.headers, &comment.page, &mut errors);
    let name = text::incoming(&comment.author.name);
    let name = match &sender.reader {
        Some(_) => AuthorName::parse_of_house(&name, policy.max_name_chars),
        None => AuthorName::parse(&name, policy.max_name_chars),
    };
    let name = keep(name, AuthorName::field_error, &mut errors);
    if let (Some(name), None) = (&name, &sender.reader)
        && is_house(name.as_str(), &site.settings.reserved_names)
    {
        errors.push(FieldError::new("author.name", FieldErrorCode::NameReserved));
    }
    let email = Email::parse(comment.author.email.as_deref().unwrap_or_default());
    let email = keep(email, |_| Email::field_error(), &mut errors).flatten();
    let text = CommentText::parse(&text::incoming(&comment.text), policy.max_text_chars);
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

fn parse_page(
    app: &App,
    site: &CurrentSite,
    headers: &HeaderMap,
    page: &PageRef,
    errors: &mut Vec<FieldError>,
) -> PageDraft {
    let line = |raw: &str| {
        without_forbidden_characters(&text::incoming(raw), false)
            .trim()
            .to_owned()
    };
    let draft = PageDraft {
        id: line(&page.id),
        url: line(&page.url),
        // Unlike id and section, nothing is found by it.
        title: only_visible(&text::incoming(&page.title), false)
            .trim()
            .to_owned(),
        section: page
            .section
            .as_deref()
            .map(line)
            .filter(|section| !section.is_empty()),
    };
    if draft.id.is_empty() {
        errors.push(FieldError::new("page.id", FieldErrorCode::PageIdEmpty));
    }
    if let Some(code) = address_fault(app, site, headers, &draft.url) {
        errors.push(FieldError::new("page.url", code));
    }
    let section = draft.section.as_deref().unwrap_or_default();
    for (field, value, max_chars, code) in [
        (
            "page.id",
            draft.id.as_str(),
            MAX_PAGE_ID_CHARS,
            FieldErrorCode::PageIdTooLong,
        ),
        (
            "page.title",
            &draft.title,
            MAX_PAGE_TITLE_CHARS,
            FieldErrorCode::PageTitleTooLong,
        ),
        (
            "page.section",
            section,
            MAX_SECTION_CHARS,
            FieldErrorCode::SectionTooLong,
        ),
    ] {
        if count_chars(value) > max_chars {
            errors.push(FieldError {
                max_chars: Some(max_chars),
                ..FieldError::new(field, code)
            });
        }
    }
    draft
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
        || is_own(&origin, headers, &app.config);
    (!known).then_some(FieldErrorCode::PageUrlNotAllowed)
}
