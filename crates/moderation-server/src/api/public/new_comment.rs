//! `POST comments`: a reader's comment, from the widget or from a plain form; long because both ways
//! into one act are read side by side.

use std::net::IpAddr;
use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::limits::MAX_IDEMPOTENCY_KEY_CHARS;
use comment_protocol::{
    CommentAccepted, CommentStatus, FieldError, FieldErrorCode, NewAuthor, NewComment, Problem,
    ProblemCode,
};

use super::comment_form::{NewCommentForm, comment_of_form};
use super::comments::page_id;
use super::submission::parse;
use crate::app::App;
use crate::clock::{self, DAY, HOUR, MINUTE};
use crate::config::{Pages, PublishMode};
use crate::error::AppError;
use crate::http::body::{MediaType, RawBody};
use crate::http::client::{ClientAddress, network_of};
use crate::http::cors::{ForeignForm, not_allowed};
use crate::http::fields::FormFields;
use crate::moderation::{page_address, text};
use crate::pages::reader_form::{answer_page, problem_page};
use crate::reader_token::SignedReader;
use crate::secret::{Hash, hex, random_id, sha256};
use crate::services::rate_limit::{Counted, Purpose};
use crate::site::{CurrentReader, CurrentSite};
use crate::store::record::{CommentDraft, CreateOutcome, IdempotencyDraft};

/// Characters of an idempotency key: shorter ones are guessed, or chosen twice.
const MIN_KEY_CHARS: usize = 16;
/// A guest who asks again from another address after this is not given the receipt: a phone moves
/// between networks within it, and whoever found an old letter does not come by so soon.
const RECEIPT_MOVES: clock::Millis = 10 * MINUTE;
/// A plain form is answered within this, before the server gives any request up: with a page that
/// keeps what was typed.
const FORM_PATIENCE: Duration = Duration::from_secs(25);
/// When to come again where too many of one's comments wait, in seconds.
const WAITING_PAUSE: u32 = 600;

/// Takes a comment: 202 where it is held for an editor, 201 where it is published at once.
///
/// A form is answered with a page, JSON with JSON.
#[utoipa::path(post, path = "/v1/sites/{site}/comments",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key again gets the same answer")),
    request_body(content((NewComment = "application/json"), (NewCommentForm = "application/x-www-form-urlencoded"))),
    responses(
        (status = 201, description = "Done; something new is there", body = CommentAccepted),
        (status = 202, description = "Taken", body = CommentAccepted),
    ))]
pub(crate) async fn post_comment(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    CurrentReader(reader): CurrentReader,
    foreign: Option<Extension<ForeignForm>>,
    headers: HeaderMap,
    body: RawBody,
) -> Response {
    let now = clock::now();
    let sender = Sender {
        address: network_of(address),
        reader,
        headers: &headers,
        at: now,
    };
    let limited = take(&app, address, now);
    match body.media_type {
        MediaType::Json => {
            let accepted = async {
                limited?;
                let comment: NewComment = body.json()?;
                let key = idempotency_key(&headers)?;
                let key = key.map(|key| (key, sender.proof(&body.bytes)));
                accept(&app, &site, sender, comment, key).await
            };
            match accepted.await {
                Ok(accepted) => json_answer(&accepted),
                Err(error) => error.into_response(),
            }
        }
        MediaType::Form => {
            let fields = body.form();
            let accepted = async {
                limited?;
                if foreign.is_some() {
                    return Err(not_allowed());
                }
                if !body.is_utf8_form() {
                    return Err(AppError::detailed(
                        ProblemCode::MalformedJson,
                        "the form is not in UTF-8; give it `accept-charset=\"utf-8\"`",
                    ));
                }
                let mut comment =
                    comment_of_form(NewCommentForm::of(&fields), &headers, &app.config);
                if comment.page.url.is_empty() {
                    comment.page.url = known_address(&app, &site, &comment.page.id).await?;
                }
                let key = form_key(&sender, &fields);
                accept(&app, &site, sender, comment, key).await
            };
            let accepted = tokio::time::timeout(FORM_PATIENCE, accepted)
                .await
                .unwrap_or_else(|_| Err(ProblemCode::Unavailable.into()));
            let fields = &fields;
            let back = back_address(&app, &site, fields).await;
            match accepted {
                Ok(accepted) => answer_page(fields, &accepted.body, back.as_deref()),
                Err(error) => {
                    let (problem, retry_after) = error.into_problem();
                    problem_page(&site, fields, &problem, retry_after, back.as_deref())
                }
            }
        }
    }
}

/// How much of an hour and a day one address has, beside the minute.
fn take(app: &App, address: IpAddr, now: clock::Millis) -> Result<(), AppError> {
    let limits = &app.config.rate_limits;
    let who = Counted::address(address);
    let bounds = [
        (limits.comments_per_minute, MINUTE),
        (limits.comments_per_hour, HOUR),
        (limits.comments_per_day, DAY),
    ];
    if limits.comments_per_minute == 0 {
        // A house that counts nothing in a minute counts nothing at all.
        return Ok(());
    }
    for (limit, window) in bounds {
        app.limiter
            .take_within(Purpose::Comment, who, limit, window, now)?;
    }
    Ok(())
}

/// Who sends a comment, and when.
struct Sender<'a> {
    address: IpAddr,
    reader: Option<SignedReader>,
    headers: &'a HeaderMap,
    at: clock::Millis,
}

impl Sender<'_> {
    /// What tells this writer from others: the account, else the address. Name and e-mail are
    /// whatever a guest says.
    fn identity(&self) -> String {
        match &self.reader {
            Some(reader) => format!("account {}", reader.subject),
            None => format!("guest {}", self.address),
        }
    }

    /// What must be the same where a key comes again: the body, and the account.
    fn proof(&self, body: &[u8]) -> Hash {
        match &self.reader {
            None => sha256(body),
            Some(reader) => {
                let mut bytes = sha256(body).to_vec();
                bytes.extend_from_slice(reader.subject.as_bytes());
                sha256(&bytes)
            }
        }
    }
}

/// What a plain form says of a comment.
const FORM_FIELDS: [&str; 9] = [
    "page_id",
    "page_url",
    "page_title",
    "section",
    "parent_id",
    "name",
    "email",
    "text",
    "acknowledged",
];

/// A form carries a key that was made when it was drawn, so that a second press is the same
/// comment. A page that a cache keeps is drawn once for many; so the key counts together with the
/// sender and everything in the form.
fn form_key(sender: &Sender<'_>, fields: &FormFields) -> Option<(String, Hash)> {
    let form = NewCommentForm::of(fields);
    let key = form.key().filter(|key| is_key(key))?;
    let mut all = form_urlencoded::Serializer::new(String::new());
    all.append_pair("sender", &sender.identity());
    // In one order, whatever else a page of the house's own sends and where it puts it: the form
    // that comes back with an error is drawn here.
    for name in FORM_FIELDS {
        for value in fields.all(name) {
            all.append_pair(name, value);
        }
    }
    let proof = sender.proof(all.finish().as_bytes());
    let mut bytes = proof.to_vec();
    bytes.extend_from_slice(key.as_bytes());
    Some((format!("form-{}", hex(&sha256(&bytes))), proof))
}

/// The address of a known article, for a form that names none.
async fn known_address(app: &App, site: &CurrentSite, id: &str) -> Result<String, AppError> {
    // What is wrong with the id is said with all other faults.
    let Ok(id) = page_id(id) else {
        return Ok(String::new());
    };
    Ok(app.store.page_summary(site.name.clone(), id).await?.url)
}

/// Where the answer to a form leads back: the address that the form names where it is of an origin
/// that the site names, else that of the known article.
async fn back_address(app: &App, site: &CurrentSite, fields: &FormFields) -> Option<String> {
    let sent = fields.text("page_url");
    let origin = page_address::origin(&sent);
    if origin.is_some_and(|origin| site.settings.names(&origin)) {
        return Some(sent);
    }
    let known = known_address(app, site, &fields.text("page_id")).await;
    known.ok().filter(|url| page_address::origin(url).is_some())
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
        Ok(key) if is_key(key) => Ok(Some(key.to_owned())),
        _ => Err(AppError::Problem(
            Problem::validation(vec![FieldError::new(
                "Idempotency-Key",
                FieldErrorCode::InvalidValue,
            )])
            .with_detail("send a random key of at least 16 characters, new for each comment"),
        )),
    }
}

fn is_key(key: &str) -> bool {
    (MIN_KEY_CHARS..=MAX_IDEMPOTENCY_KEY_CHARS).contains(&key.len())
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
    let is_guest = sender.reader.is_none();
    let draft = draft(app, site, sender, comment, idempotency)?;
    let (made, now) = (draft.id.clone(), draft.created_at);
    let mut knows_receipt = true;
    let (id, status, created_at, replayed) = match app.store.create_comment(draft).await? {
        CreateOutcome::Created(status) => (made, status, now, false),
        CreateOutcome::Replayed {
            id,
            status,
            created_at,
            same_sender,
        } => {
            knows_receipt = !is_guest || same_sender || now - created_at <= RECEIPT_MOVES;
            (id, status, created_at, true)
        }
        CreateOutcome::PageUnknown => {
            return Err(AppError::detailed(
                ProblemCode::ThreadClosed,
                "this site takes comments on articles that it has announced; see `pages`",
            ));
        }
        CreateOutcome::TooManyWaiting => return Err(AppError::RateLimited(WAITING_PAUSE)),
        CreateOutcome::IdempotencyConflict => {
            return Err(ProblemCode::IdempotencyConflict.into());
        }
        CreateOutcome::ThreadClosed => return Err(ProblemCode::ThreadClosed.into()),
        CreateOutcome::ParentNotFound => {
            return Err(AppError::field("parent_id", FieldErrorCode::ParentNotFound));
        }
    };
    let receipt = if knows_receipt {
        app.key.receipt(&id)
    } else {
        String::new()
    };
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
    let is_signed = sender.reader.is_some();
    let parsed = parse(app, site, sender.headers, is_signed, &comment)?;
    let who = sender.identity();
    let searched = format!("{}\n{}\n{}", parsed.name, parsed.text, parsed.page.title);
    let limits = &app.config.rate_limits;
    let counts_senders = limits.comments_per_minute > 0;
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
        idempotency: idempotency.map(|(key, body_hash)| IdempotencyDraft {
            key,
            body_hash,
            sender: app
                .key
                .hash("sender", &[sender.address.to_string().as_bytes()]),
        }),
        known_pages_only: site.settings.pages == Pages::Announced,
        // A house that counts nothing in a minute counts nothing at all.
        max_waiting: if counts_senders {
            limits.waiting_per_article
        } else {
            0
        },
        close_after: site.settings.close_after(),
        marks_repeated: counts_senders,
        created_at: sender.at,
    })
}
