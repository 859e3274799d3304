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
#[utoipa::path(get, path = "/v1/sites/{site}/receipts/{receipt}",
    responses((status = 200, description = "The answer", body = Receipt)))]
pub(crate) async fn get_receipt(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let row = comment(&app, site.name, address, &receipt).await?;
    answer(Some(row))
}

/// Takes the comment back. A comment that was turned down stays so.
///
/// # Errors
/// `receipt_not_found`, `rate_limited`.
#[utoipa::path(delete, path = "/v1/sites/{site}/receipts/{receipt}",
    responses((status = 200, description = "The answer", body = Receipt)))]
pub(crate) async fn delete_receipt(
    State(app): State<App>,
    site: CurrentSite,
    ClientAddress(address): ClientAddress,
    Path((_, receipt)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let before = comment(&app, site.name.clone(), address, &receipt).await?;
    let row = app
        .store
        .withdraw_comment(site.name, before.id, clock::now())
        .await?;
    // What readers never saw takes nothing off their lists.
    if before.status == CommentStatus::Published {
        app.activity.changed();
    }
    answer(row)
}

/// The comment of a receipt, where the client has not asked for too many.
async fn comment(
    app: &App,
    site: String,
    address: IpAddr,
    receipt: &str,
) -> Result<ReceiptRow, AppError> {
    app.limiter.take(
        Purpose::Receipt,
        Counted::address(address),
        app.config.rate_limits.receipts_per_minute,
        clock::now(),
    )?;
    let claim = app
        .key
        .comment_of_receipt(receipt)
        .ok_or(ProblemCode::ReceiptNotFound)?;
    let row = app.store.receipt(site, claim.comment_id.to_owned()).await?;
    let row = row.ok_or(ProblemCode::ReceiptNotFound)?;
    // Whoever has a key of before must not open what came after it.
    if claim.sent_until.is_some_and(|until| row.created_at > until) {
        return Err(ProblemCode::ReceiptNotFound.into());
    }
    Ok(row)
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
