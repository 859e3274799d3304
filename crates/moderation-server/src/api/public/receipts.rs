//! Receipts: a writer's own comment, without an account.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use comment_protocol::{ProblemCode, Receipt, ReceiptStatus};

use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::error::AppError;
use crate::site::CurrentSite;
use crate::store::record::ReceiptRow;

/// What became of the comment.
///
/// # Errors
/// `receipt_not_found`.
pub async fn get_receipt(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = comment_id(&app, &receipt)?;
    answer(app.store.receipt(site.name, id).await?)
}

/// Takes the comment back. A comment that was turned down stays so.
///
/// # Errors
/// `receipt_not_found`.
pub async fn delete_receipt(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = comment_id(&app, &receipt)?;
    let row = app
        .store
        .withdraw_comment(site.name, id, clock::now())
        .await?;
    app.activity.changed();
    answer(row)
}

fn comment_id(app: &App, receipt: &str) -> Result<String, AppError> {
    let id = app
        .key
        .comment_of_receipt(receipt)
        .ok_or(ProblemCode::ReceiptNotFound)?;
    Ok(id.to_owned())
}

fn answer(row: Option<ReceiptRow>) -> Result<Response, AppError> {
    let row = row.ok_or(ProblemCode::ReceiptNotFound)?;
    let status = ReceiptStatus::from(row.status);
    // What an editor wrote is the house's until it is published.
    let published = status == ReceiptStatus::Published;
    let receipt = Receipt {
        id: row.id,
        page_id: row.page_id,
        status,
        text: if published {
            row.text
        } else {
            row.original_text
        },
        edited: published && row.edited,
        created_at: rfc3339(row.created_at),
        published_at: row.published_at.map(rfc3339),
    };
    Ok((
        [(header::CACHE_CONTROL, "private, no-store")],
        Json(receipt),
    )
        .into_response())
}
