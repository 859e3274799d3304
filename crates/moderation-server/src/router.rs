//! Every route, by caller.

use axum::Router;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post, put};
use comment_protocol::ProblemCode;

use crate::api::public::{
    comments, counts, new_comment, pages as articles, reactions, receipts, threads,
};
use crate::api::{desk, embed, health, security_txt};
use crate::app::App;
use crate::desk::problem_page::show_problems;
use crate::error::AppError;
use crate::http::{files, own_pages};
use crate::middleware::dress;
use crate::pages::{html, scripts};

/// What readers ask for and, where it has no address of its own, the desk.
pub(crate) fn build_router(app: App) -> Router {
    let pages = Router::new()
        .route("/binh-luan.js", get(files::get_loader))
        .route("/assets/{*path}", get(files::get_asset))
        .route("/embed", get(embed::get_embed));
    let routes = Router::new()
        .nest("/v1/sites/{site}", readers())
        .merge(everywhere())
        .merge(pages)
        .fallback(files::get_demo_file);
    let routes = match app.config.desk_listen {
        None => routes.merge(editors(&app)),
        Some(_) => routes,
    };
    finish(routes, app)
}

/// The desk at an address of its own.
pub(crate) fn build_desk_router(app: App) -> Router {
    let routes = Router::new()
        .route("/", get(async || Redirect::to("/desk")))
        .merge(editors(&app))
        .merge(everywhere())
        .fallback(not_found);
    finish(routes, app)
}

fn finish(routes: Router<App>, app: App) -> Router {
    let routes = routes
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(show_problems));
    dress(routes, &app).with_state(app)
}

fn readers() -> Router<App> {
    Router::new()
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
        .route("/pages/{page_id}", put(articles::put_page))
        .route("/threads/{page_id}", get(threads::get_thread))
}

fn editors(app: &App) -> Router<App> {
    let api = Router::new()
        .route(
            "/session",
            get(desk::session::get_session)
                .post(desk::session::post_session)
                .delete(desk::session::delete_session),
        )
        .route("/acts", post(desk::acts::post_acts))
        .route("/articles", get(desk::articles::list_articles))
        .route("/comments", get(desk::comments::list_desk_comments))
        .route(
            "/comments/{id}/decisions",
            post(desk::decisions::post_decision),
        )
        .route(
            "/comments/{id}/draft",
            put(desk::drafts::put_draft).delete(desk::drafts::delete_draft),
        )
        .route("/comments/{id}/claim", post(desk::comments::post_claim))
        .route(
            "/comments/{id}/revisions",
            get(desk::comments::list_revisions),
        )
        .route("/comments/{id}/context", get(desk::context::get_context))
        .route("/decisions", post(desk::decisions::post_decisions))
        .route("/restorations", post(desk::restorations::post_restoration))
        .route("/share", post(desk::share::post_share))
        .route("/share/release", post(desk::share::post_release))
        .route("/counts", get(desk::share::get_counts))
        .route("/events", get(desk::events::get_events))
        .route(
            "/sites/{site}/pages/{page_id}",
            get(desk::articles::get_article).put(desk::articles::put_page_state),
        );
    Router::new()
        .nest("/v1/desk", api)
        .merge(crate::desk::routes())
        .layer(own_pages::only(app.config.desk_origin()))
}

/// For operators, and what pages of both kinds are made of.
fn everywhere() -> Router<App> {
    Router::new()
        .route("/healthz", get(health::get_healthz))
        .route("/readyz", get(health::get_readyz))
        .route("/metrics", get(health::get_metrics))
        .route(
            "/.well-known/security.txt",
            get(security_txt::get_security_txt),
        )
        .route("/_static/{name}", get(html::get_static_file))
        .route(
            "/_static/desk/{edition}/{name}",
            get(scripts::get_desk_module),
        )
}

async fn not_found() -> Response {
    AppError::from(ProblemCode::NotFound).into_response()
}

async fn method_not_allowed() -> Response {
    AppError::from(ProblemCode::MethodNotAllowed).into_response()
}
