//! For whoever watches over the server.

use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::error::AppError;
use crate::services::metrics::MEDIA_TYPE;

/// Whoever asks whether the server is ready wants to know it now.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
pub async fn get_healthz() -> &'static str {
    "ok\n"
}

/// The database answers too.
///
/// # Errors
/// `unavailable` where it does not.
pub async fn get_readyz(State(app): State<App>) -> Result<&'static str, AppError> {
    match tokio::time::timeout(PATIENCE, app.store.count_editors()).await {
        Ok(answer) => answer?,
        Err(_) => return Err(ProblemCode::Unavailable.into()),
    };
    Ok("ready\n")
}

/// Counters and gauges for Prometheus. They are told without the database, too: its own are missing
/// then.
pub async fn get_metrics(State(app): State<App>) -> impl IntoResponse {
    let counts = app.gauges.queue(&app.store).await;
    let mut gauges = vec![(
        "database_up",
        "Whether the database answered when it was last asked",
        i64::from(counts.is_some()),
    )];
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
