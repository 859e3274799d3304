//! For whoever watches over the server.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::services::metrics::MEDIA_TYPE;

/// The process answers.
#[utoipa::path(get, path = "/healthz",
    responses((status = 200, description = "The answer", body = String, content_type = "text/plain")))]
pub(crate) async fn get_healthz() -> &'static str {
    "ok\n"
}

/// Comments can be stored, too.
///
/// # Errors
/// `unavailable` where they cannot.
#[utoipa::path(get, path = "/readyz",
    responses((status = 200, description = "The answer", body = String, content_type = "text/plain")))]
pub(crate) async fn get_readyz(State(app): State<App>) -> Result<&'static str, AppError> {
    if app.readiness.is_ready(&app.store, clock::now()).await {
        Ok("ready\n")
    } else {
        Err(ProblemCode::Unavailable.into())
    }
}

/// Counters and gauges for Prometheus. They are told without the database, too: its own are missing
#[utoipa::path(get, path = "/metrics",
    responses((status = 200, description = "The answer", body = String, content_type = "text/plain")))]
pub(crate) async fn get_metrics(State(app): State<App>) -> impl IntoResponse {
    let counts = app.gauges.queue(&app.store).await;
    let vitals = app.store.vitals();
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut gauges = vec![
        (
            "database_up",
            "Whether the database answered when it was last asked",
            i64::from(counts.is_some()),
        ),
        (
            "writes_queued",
            "Writes that wait for the disk",
            number(vitals.queued),
        ),
        (
            "write_groups_failed",
            "Groups of writes that could not be stored since the start",
            number(vitals.failed_groups),
        ),
        (
            "database_log_bytes",
            "Size of the log of writes beside the database's file",
            number(vitals.log_bytes),
        ),
    ];
    let streams = i64::try_from(app.streams.count()).unwrap_or(i64::MAX);
    gauges.push((
        "desk_streams",
        "Pages of the desk that are told of news",
        streams,
    ));
    if let Some(counts) = counts {
        gauges.push((
            "comments_pending",
            "Comments waiting for an editor",
            i64::from(counts.pending),
        ));
        gauges.push((
            "comments_reported",
            "Published comments with open reports",
            i64::from(counts.reported),
        ));
    }
    (
        [(header::CONTENT_TYPE, MEDIA_TYPE)],
        app.metrics.render(&gauges),
    )
}
