//! What every request passes through, whatever it asks for.

mod faults;
mod headers;
mod observe;
mod reads;
mod sound;

use std::sync::Arc;

use axum::Router;
use axum::middleware;

use crate::app::App;
use crate::http::{body, cors};

/// The routes, dressed: from the outside in, sharing with allowed origins, counting and logging,
/// catching panics, reading the body to its end, refusing foreign origins.
pub(crate) fn dress(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .layer(middleware::from_fn(cors::check_origin))
        .layer(middleware::from_fn_with_state(
            app.config.connections.patience(),
            body::read_whole,
        ))
        .layer(faults::catch(app.clone()))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            observe::observe,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app.config),
            cors::share_answers,
        ))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower_service::Service;

    use super::*;
    use crate::config::Config;
    use crate::http::files::Folders;
    use crate::keys::Keys;
    use crate::secret::Key;
    use crate::store::{self, DatabaseUrl};

    async fn broken() -> &'static str {
        panic!("what a reader wrote")
    }

    #[tokio::test]
    async fn a_panic_is_answered_with_a_problem_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let store = store::open(&DatabaseUrl::Sqlite(folder.path().to_owned()))
            .await
            .unwrap();
        let keys = Keys::single(Key::new([7; 32]));
        let app = App::new(Config::default(), store, keys, Folders::default());
        let routes = Router::new().route("/broken", get(broken));
        let mut router: Router = dress(routes, &app).with_state(app.clone());
        let request = Request::get("/broken")
            .header("host", "x")
            .body(Body::empty())
            .unwrap();
        let answer = router.call(request).await.unwrap();
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert!(answer.headers().contains_key("x-request-id"));
        let metrics = app.metrics.render(&[]);
        for line in [
            "binh_luan_panics_total 1",
            "binh_luan_request_duration_seconds_count{method=\"GET\",route=\"/broken\",\
             status=\"500\"} 1",
        ] {
            assert!(metrics.contains(line), "{metrics}");
        }
    }
}
