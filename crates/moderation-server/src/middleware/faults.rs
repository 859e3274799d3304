//! A panic in a handler is answered and counted, and ends nothing but its request.

use std::any::Any;

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

use crate::app::App;
use crate::error::AppError;

/// The layer.
pub(super) fn catch(app: App) -> CatchPanicLayer<Faults> {
    CatchPanicLayer::custom(Faults(app))
}

/// Answers for a handler that panicked.
#[derive(Debug, Clone)]
pub(super) struct Faults(App);

impl ResponseForPanic for Faults {
    type ResponseBody = Body;

    /// The message is not written anywhere: it may quote what a reader wrote.
    fn response_for_panic(&mut self, _: Box<dyn Any + Send + 'static>) -> Response<Body> {
        self.0.metrics.panicked();
        AppError::Internal(String::from("a handler panicked")).into_response()
    }
}
