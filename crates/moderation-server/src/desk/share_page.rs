//! `/desk/share`: the editor's share of the queue, drawn as the queue is, for the desk's scripts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use comment_protocol::FieldErrorCode;
use maud::html;

use super::queue_page::shared_card;
use super::session::SignedForm;
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::editors::share::{self, HEARTBEAT_SECONDS, Wish};
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::moderation::text;
use crate::pages::html::Page;

fn wish(fields: &FormFields) -> Result<Wish, AppError> {
    let want = fields.get("want").unwrap_or("0").parse();
    let want = want.map_err(|_| AppError::field("want", FieldErrorCode::InvalidValue))?;
    let ids = fields.get("have").unwrap_or_default();
    Ok(Wish {
        tab: fields.text("tab"),
        site: fields.get("site").map(str::to_owned),
        section: fields.get("section").map(text::incoming),
        want,
        have: ids.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Renews a page's share and fills it up, as `POST /v1/desk/share` does; the new comments come as
/// the queue's page has them, so that one place draws both.
///
/// # Errors
/// `validation_failed`.
pub(super) async fn post_share(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    // What the page before asked for last may have come to it when it had given all back.
    if let Some(left) = fields.get("left") {
        share::release(&app, &session.rights, left.to_owned()).await?;
    }
    let section = fields.text("section");
    let (shared, _) = share::share(&app, &session.rights, wish(&fields)?).await?;
    note_email_reads(&app, &session, &shared.comments).await?;
    let counts = share::workload(&app, &session.rights).await?;
    let now = clock::now();
    let body = html! {
        div.queue data-lost=(shared.lost.join(" ")) data-heartbeat=(HEARTBEAT_SECONDS)
            data-pending=(counts.pending) data-mine=(counts.mine) data-reported=(counts.reported)
            data-oldest=[counts.oldest_at.map(rfc3339)] {
            @for row in &shared.comments { (shared_card(row, &session, &section, now)) }
        }
    };
    let page = Page {
        status: StatusCode::OK,
        title: "Phần việc",
        style: "desk.css",
        scripts: &[],
        head: html! {},
        body,
    };
    Ok(page.into_response())
}
