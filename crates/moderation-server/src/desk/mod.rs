//! The editors' desk.

use axum::Router;

use crate::app::App;

/// Routes of the desk.
pub fn routes() -> Router<App> {
    Router::new()
}
