//! `/v1/desk/share`: the part of the queue that a page of the desk holds, and `/v1/desk/counts`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::DeskComment;
use super::{DeskSession, private};
use crate::app::App;
use crate::clock::rfc3339;
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::editors::share::{self, HEARTBEAT_SECONDS, Wish};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::moderation::text;
use crate::store::record::Workload;

/// Body of `POST share`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewShare {
    /// A name that the page makes up once for itself, by chance: letters, digits, `-`, `_`.
    #[schema(min_length = 8, max_length = 64)]
    tab: String,
    /// New ones of this site.
    #[serde(default)]
    site: Option<String>,
    /// New ones of this section.
    #[serde(default)]
    section: Option<String>,
    /// How many the page wants to have; 0 only renews.
    #[serde(default)]
    #[schema(maximum = 40)]
    want: u32,
    /// Ids of those it has.
    #[serde(default)]
    #[schema(max_items = 100)]
    have: Vec<String>,
}

/// What a page holds after it asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Share {
    /// New ones, article by article.
    comments: Vec<DeskComment>,
    /// Ids of `have` that the page does not hold any more: decided since, or in another share.
    lost: Vec<String>,
    /// Until when all of it is kept.
    #[schema(format = DateTime)]
    until: String,
    /// After how many seconds the page shall ask again at the latest.
    heartbeat_seconds: u32,
    counts: DeskCounts,
}

/// How much there is to do where the editor works.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DeskCounts {
    /// Waiting.
    pending: u32,
    /// Of these, in the editor's own shares.
    mine: u32,
    /// Published with open reports.
    reported: u32,
    /// When the one was sent that waits longest.
    #[schema(required, format = DateTime)]
    oldest_at: Option<String>,
}

impl From<Workload> for DeskCounts {
    fn from(load: Workload) -> Self {
        Self {
            pending: load.pending,
            mine: load.mine,
            reported: load.reported,
            oldest_at: load.oldest_at.map(rfc3339),
        }
    }
}

/// Renews the share of a page and fills it up: the oldest first, by article, and none that is in
/// another share.
///
/// # Errors
/// `validation_failed`.
#[utoipa::path(post, path = "/v1/desk/share", request_body = NewShare,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = Share)))]
pub(crate) async fn post_share(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let new: NewShare = body.json()?;
    let wish = Wish {
        tab: new.tab,
        site: new.site,
        section: new.section.as_deref().map(text::incoming),
        want: new.want,
        have: new.have,
    };
    let (shared, until) = share::share(&app, &session.rights, wish).await?;
    note_email_reads(&app, &session, &shared.comments).await?;
    let counts = share::workload(&app, &session.rights).await?;
    let editor = session.editor.id;
    Ok(private(Share {
        comments: shared
            .comments
            .into_iter()
            .map(|row| DeskComment::of(row, editor))
            .collect(),
        lost: shared.lost,
        until: rfc3339(until),
        heartbeat_seconds: HEARTBEAT_SECONDS,
        counts: counts.into(),
    }))
}

/// Body of `POST share/release`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Leaving {
    /// The page's name, as it gave it with its share.
    #[schema(min_length = 8, max_length = 64)]
    tab: String,
}

/// Gives the share of a page back at once, as the page does when it is left.
///
/// # Errors
/// `validation_failed`.
#[utoipa::path(post, path = "/v1/desk/share/release", request_body = Leaving,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 204, description = "Done")))]
pub(crate) async fn post_release(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let Leaving { tab } = body.json()?;
    share::release(&app, &session.rights, tab).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// How much there is to do where the editor works: for pages that get no events.
///
/// # Errors
/// `unauthorized`.
#[utoipa::path(get, path = "/v1/desk/counts",
    responses((status = 200, description = "The answer", body = DeskCounts)))]
pub(crate) async fn get_counts(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
) -> Result<Response, AppError> {
    let counts = share::workload(&app, &session.rights).await?;
    Ok(private(DeskCounts::from(counts)))
}
