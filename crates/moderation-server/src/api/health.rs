//! For whoever watches over the server.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::app::App;
use crate::error::AppError;

/// The process answers.
pub async fn get_healthz() -> &'static str {
    "ok\n"
}

/// The database answers too.
///
/// # Errors
/// `unavailable` where it does not.
pub async fn get_readyz(State(app): State<App>) -> Result<&'static str, AppError> {
    app.store.queue_counts(None).await?;
    Ok("ready\n")
}

/// Counters and gauges for Prometheus.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub async fn get_metrics(State(app): State<App>) -> Result<impl IntoResponse, AppError> {
    let counts = app.store.queue_counts(None).await?;
    let text = app.metrics.render(&[
        (
            "binh_luan_comments_pending",
            "Comments waiting for an editor.",
            u64::from(counts.pending),
        ),
        (
            "binh_luan_comments_reported",
            "Published comments with open reports.",
            u64::from(counts.reported),
        ),
    ]);
    Ok((
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    ))
}
