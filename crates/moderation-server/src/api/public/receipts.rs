//! Receipts: a writer's own comment, without an account.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use comment_protocol::{CommentStatus, ProblemCode, Receipt, ReceiptStatus};

use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::error::AppError;
use crate::http::client::ClientAddress;
use crate::http::path::Path;
use crate::services::rate_limit::{Counted, Purpose};
use crate::site::CurrentSite;
use crate::store::record::ReceiptRow;

/// What became of the comment.
///
/// # Errors
/// `receipt_not_found`, `rate_limited`.
pub async fn get_receipt(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = comment_id(&app, address, &receipt)?;
    answer(app.store.receipt(site.name, id).await?)
}

/// Takes the comment back. A comment that was turned down stays so.
///
/// # Errors
/// `receipt_not_found`, `rate_limited`.
pub async fn delete_receipt(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = comment_id(&app, address, &receipt)?;
    let before = app.store.receipt(site.name.clone(), id.clone()).await?;
    let row = app
        .store
        .withdraw_comment(site.name, id, clock::now())
        .await?;
    // What readers never saw takes nothing off their lists.
    if before.is_some_and(|before| before.status == CommentStatus::Published) {
        app.activity.changed();
    }
    answer(row)
}

/// The comment of a receipt, where the client has not asked for too many.
fn comment_id(app: &App, address: IpAddr, receipt: &str) -> Result<String, AppError> {
    app.limiter.take(
        Purpose::Receipt,
        Counted::address(address),
        app.config.rate_limits.receipts_per_minute,
        clock::now(),
    )?;
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
