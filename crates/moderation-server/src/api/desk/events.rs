//! `/v1/desk/events`: news of the desk as they come, as server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use comment_protocol::CommentStatus;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Serialize;
use utoipa::ToSchema;

use super::share::DeskCounts;
use super::{DeskSession, admit};
use crate::app::App;
use crate::editors::rights::Right;
use crate::editors::rights::need::Decide;
use crate::editors::session::{Session, check_own_origin};
use crate::editors::share;
use crate::error::AppError;
use crate::services::streams::{Onlooker, Pace};
use crate::store::record::DecidedRow;

/// A sign of life where there is no news: proxies cut what is silent for longer than a minute.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// When a browser that was cut off shall come back.
const RETRY: Duration = Duration::from_secs(3);
/// Whoever finds no place shall ask again after so many seconds.
const RETRY_PLACE: u32 = 60;
/// Acts read at once.
const AT_ONCE: u32 = 200;
/// How far back whoever was cut off is told what he missed, in lines of the log.
const MISSED_AT_MOST: i64 = 1_000;
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies shall neither compress it nor wait for more of it.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, no-store, no-transform");
const UNBUFFERED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

/// The event `decided`: what became of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedNews {
    id: String,
    /// The editor; `null` where its writer took it back.
    #[schema(required)]
    by: Option<String>,
    /// Whether that was whoever is told.
    yours: bool,
    /// Its status before.
    was: CommentStatus,
    status: CommentStatus,
    #[schema(minimum = 0)]
    revision: i64,
}

impl DecidedNews {
    /// The news as this editor gets it.
    fn of(row: DecidedRow, editor: i64) -> Self {
        Self {
            id: row.comment_id,
            yours: row.by.as_ref().is_some_and(|(by, _)| *by == editor),
            by: row.by.map(|(_, name)| name),
            was: row.was,
            status: row.status,
            revision: row.revision,
        }
    }
}

/// News as they come, as server-sent events: `counts` (`DeskCounts`) at the beginning and where they
/// changed, at most once a second; `decided` (`DecidedNews`); `signed_out` before the end, where the
/// session ended. Whoever comes back with `Last-Event-ID` is told what he missed.
///
/// # Errors
/// `unauthorized`, `rate_limited` where too many pages are told already: ask for `counts` then.
#[utoipa::path(get, path = "/v1/desk/events",
    params(("Last-Event-ID" = Option<String>, Header, description = "Where an earlier answer was cut off")),
    responses((status = 200, description = "The answer", body = String, content_type = "text/event-stream")))]
pub(crate) async fn get_events(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    // Nothing is changed, but each takes one of the editor's few places.
    check_own_origin(&headers, &app)?;
    let onlooker = app.streams.enter(session.editor.id);
    let onlooker = onlooker.ok_or(AppError::RateLimited(RETRY_PLACE))?;
    // Before the first look: what is stored after it is noticed.
    let pace = Pace::new(app.store.changes());
    let newest = app.store.news(session.rights.actor(), None, 0).await?.next;
    let told = headers
        .get(LAST_EVENT_ID)
        .and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    let after = told.map_or(newest, |told| told.clamp(newest - MISSED_AT_MOST, newest));
    let mut feed = Feed {
        app,
        session,
        onlooker,
        pace,
        after,
        counts: None,
        ready: VecDeque::from([Event::default().retry(RETRY)]),
        is_over: false,
    };
    feed.look().await?;
    let sse = Sse::new(feed.events()).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let headers = [(header::CACHE_CONTROL, CACHE_CONTROL), UNBUFFERED];
    Ok((headers, sse).into_response())
}

/// One page of the desk that is told of news. It reads on only when what it read before was taken:
/// nothing piles up for whoever is slow.
struct Feed {
    app: App,
    session: Session,
    onlooker: Onlooker,
    pace: Pace,
    /// The place in the log up to which it was told.
    after: i64,
    /// The counts that it was told last.
    counts: Option<DeskCounts>,
    ready: VecDeque<Event>,
    is_over: bool,
}

impl Feed {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, async |mut feed| {
            let event = feed.next().await?;
            Some((Ok(event), feed))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            tokio::select! {
                () = self.onlooker.ended() => return None,
                () = self.pace.due() => {}
            }
            match self.look().await {
                Ok(()) => {}
                Err(AppError::Problem(_)) => {
                    self.is_over = true;
                    self.ready
                        .push_back(Event::default().event("signed_out").data("{}"));
                }
                // It passes, or the next request says so, too.
                Err(error) => drop(error.into_problem()),
            }
        }
    }

    /// Looks what is new.
    ///
    /// # Errors
    /// [`AppError::Problem`] where the session ended or may not see it any more.
    async fn look(&mut self) -> Result<(), AppError> {
        // Rights may have changed since; looking on is no sign that somebody works.
        self.session = self.session.again().await?;
        admit(&self.session, Right::Decide)?;
        let editor = self.session.editor.id;
        loop {
            let reader = self.session.rights.actor();
            let news = self.app.store.news(reader, Some(self.after), AT_ONCE);
            let news = news.await?;
            self.after = news.next;
            for row in news.decided {
                let id = row.number;
                self.tell("decided", id, &DecidedNews::of(row, editor))?;
            }
            if !news.has_more {
                break;
            }
        }
        let counts = share::workload(&self.app, &self.session.rights).await?;
        let counts = DeskCounts::from(counts);
        if self.counts.as_ref() != Some(&counts) {
            self.tell("counts", self.after, &counts)?;
            self.counts = Some(counts);
        }
        Ok(())
    }

    fn tell(&mut self, name: &str, id: i64, what: &impl Serialize) -> Result<(), AppError> {
        let event = Event::default().event(name).id(id.to_string());
        let event = event.json_data(what);
        let event = event
            .map_err(|error| AppError::Internal(format!("an event cannot be written: {error}")))?;
        self.ready.push_back(event);
        Ok(())
    }
}
