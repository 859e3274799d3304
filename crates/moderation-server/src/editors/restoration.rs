//! *Thêm dấu* for an editor: how long a text may be, and off the threads that answer requests.

use comment_protocol::field::count_chars;
use comment_protocol::{FieldError, FieldErrorCode, Problem};

use super::decision::max_edited_chars;
use crate::app::App;
use crate::error::AppError;
use crate::moderation::restoration::{RestoredText, restore};
use crate::moderation::text;

/// Puts the marks back on what an editor has in the box. A long text takes some milliseconds of
/// arithmetic, which must not keep other requests waiting.
///
/// # Errors
/// `validation_failed` for a text longer than an editor may publish.
pub async fn restore_text(app: &App, raw: &str) -> Result<RestoredText, AppError> {
    let text = text::incoming(raw).replace("\r\n", "\n");
    let max_chars = max_edited_chars(app);
    if count_chars(&text) > max_chars {
        return Err(AppError::Problem(Problem::validation(vec![FieldError {
            max_chars: Some(max_chars),
            ..FieldError::new("text", FieldErrorCode::TextTooLong)
        }])));
    }
    tokio::task::spawn_blocking(move || restore(&text))
        .await
        .map_err(|error| AppError::Internal(format!("restoring marks: {error}")))
}
