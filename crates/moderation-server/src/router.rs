//! Every route, by caller.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use comment_protocol::ProblemCode;

use crate::api::public::{comments, counts, new_comment, reactions, receipts, threads};
use crate::api::{desk, health};
use crate::app::App;
use crate::error::AppError;
use crate::http::{body, cors, files};
use crate::pages::html;

/// A request that takes longer is answered with `unavailable`.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The whole server.
pub fn build_router(app: App) -> Router {
    let readers = Router::new()
        .route(
            "/comments",
            get(comments::list_comments).post(new_comment::post_comment),
        )
        .route("/comments/{id}", get(comments::get_comment))
        .route(
            "/comments/{id}/like",
            put(reactions::put_like).delete(reactions::delete_like),
        )
        .route("/comments/{id}/reports", post(reactions::post_report))
        .route("/counts", get(counts::count_comments))
        .route("/most-commented", get(counts::list_most_commented))
        .route(
            "/receipts/{receipt}",
            get(receipts::get_receipt).delete(receipts::delete_receipt),
        )
        .route("/threads/{page_id}", get(threads::get_thread));
    let editors = Router::new()
        .route(
            "/session",
            get(desk::session::get_session)
                .post(desk::session::post_session)
                .delete(desk::session::delete_session),
        )
        .route("/comments", get(desk::comments::list_desk_comments))
        .route(
            "/comments/{id}/decisions",
            post(desk::comments::post_decision),
        )
        .route("/comments/{id}/claim", post(desk::comments::post_claim))
        .route(
            "/comments/{id}/revisions",
            get(desk::comments::list_revisions),
        )
        .route("/decisions", post(desk::comments::post_decisions))
        .route("/restorations", post(desk::restorations::post_restoration))
        .route(
            "/sites/{site}/pages/{page_id}",
            put(desk::comments::put_page_state),
        );
    let operators = Router::new()
        .route("/healthz", get(health::get_healthz))
        .route("/readyz", get(health::get_readyz))
        .route("/metrics", get(health::get_metrics));
    let pages = Router::new()
        .route("/_static/{name}", get(html::get_static_file))
        .route("/binh-luan.js", get(files::get_loader))
        .route("/assets/{*path}", get(files::get_asset));
    Router::new()
        .nest("/v1/sites/{site}", readers)
        .nest("/v1/desk", editors)
        .merge(crate::desk::routes())
        .merge(operators)
        .merge(pages)
        .fallback(files::get_demo_file)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(cors::check_origin))
        .layer(middleware::from_fn(body::read_whole))
        .layer(middleware::from_fn_with_state(app.clone(), answer_in_time))
        .layer(middleware::from_fn_with_state(
            app.config.clone(),
            cors::share_answers,
        ))
        .with_state(app)
}

async fn method_not_allowed() -> Response {
    AppError::from(ProblemCode::MethodNotAllowed).into_response()
}

/// Bounds the time of each request, counts it, and logs it: the route as it stands above, never
/// the address, the query or the body.
async fn answer_in_time(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = matched
        .as_ref()
        .map_or("(file)", MatchedPath::as_str)
        .to_owned();
    let mut response = match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => AppError::detailed(
            ProblemCode::Unavailable,
            "the request took too long; nothing was stored unless a later answer says so",
        )
        .into_response(),
    };
    response
        .headers_mut()
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    let took = start.elapsed();
    let status = response.status().as_u16();
    app.metrics.record(method.as_str(), &route, status, took);
    tracing::debug!(%method, route, status, took_us = took.as_micros(), "answered");
    response
}
