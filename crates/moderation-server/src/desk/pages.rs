//! `/desk/pages`: articles that nobody has confirmed yet, and what editors do to articles.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::{FieldErrorCode, ProblemCode};
use maud::{Markup, html};

use super::decisions::safe_back;
use super::session::{PageSession, SignedForm};
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::article::{ArticleRequest, change_article};
use crate::editors::rights::need::{Decide, ManageArticles};
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::secret::{Hash, hex, of_hex};
use crate::store::record::{ConfirmOutcome, Gate, UnconfirmedPage};

/// Articles in the list.
const PAGE_SIZE: u32 = 100;

/// Articles with published comments whose title and address no editor has confirmed: readers see
/// the comments, but *Bình luận nhiều* does not lead there yet.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_pages(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Decide>,
) -> Result<Response, AppError> {
    let pages = app
        .store
        .unconfirmed_pages(session.rights.scope().clone(), PAGE_SIZE)
        .await?;
    let main = html! {
        h1 { "Bài viết chưa xác nhận" }
        p.hint {
            "Những bài này đã có bình luận đăng, nhưng tiêu đề và địa chỉ là do người bình luận đầu "
            "tiên gửi lên. Bài chỉ vào mục Bình luận nhiều sau khi được xác nhận."
        }
        @if pages.is_empty() { p.empty { "Không có bài nào chờ xác nhận." } }
        @for page in &pages { (card(page, &session)) }
    };
    let title = "Bài viết chưa xác nhận";
    Ok(view::page(StatusCode::OK, title, Some(&session), &main))
}

fn card(unconfirmed: &UnconfirmedPage, session: &Session) -> Markup {
    let page = &unconfirmed.page;
    let mut list = form_urlencoded::Serializer::new(String::new());
    list.append_pair("status", "published")
        .append_pair("page_id", &page.id);
    let links = html! {
        " · " a href={ "/desk?" (list.finish()) } { (unconfirmed.published_count) " bình luận" }
    };
    html! {
        article.card aria-label=(view::title_of(page)) {
            (view::article(page, &links))
            form.buttons method="post" action="/desk/pages/confirm" {
                (view::csrf_field(session))
                input type="hidden" name="site" value=(unconfirmed.site);
                input type="hidden" name="page_id" value=(page.id);
                input type="hidden" name="page_shown" value=(hex(&page.shown()));
                input type="hidden" name="back" value="/desk/pages";
                button.primary type="submit" { (words::TAKE_PAGE) }
            }
        }
    }
}

/// Confirms an article as its first comment named it.
///
/// # Errors
/// `forbidden` without the session's token, `not_found` for an article without comments.
pub(super) async fn post_confirmation(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    let (site, page_id) = (fields.text("site"), fields.text("page_id"));
    let outcome = app
        .store
        .confirm_page(
            site,
            page_id,
            shown(&fields)?,
            session.rights.actor(),
            clock::now(),
        )
        .await?;
    answer(&app, &session, &fields, outcome)
}

/// Takes over how a comment names its article.
///
/// # Errors
/// `forbidden` without the session's token, `not_found` for an unknown comment.
pub(super) async fn post_comment_page(
    State(app): State<App>,
    Path(id): Path<String>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    let outcome = app
        .store
        .confirm_page_of(id, shown(&fields)?, session.rights.actor(), clock::now())
        .await?;
    answer(&app, &session, &fields, outcome)
}

fn shown(fields: &FormFields) -> Result<Hash, AppError> {
    let shown = fields.get("page_shown").and_then(of_hex);
    shown.ok_or_else(|| AppError::field("page_shown", FieldErrorCode::InvalidValue))
}

fn answer(
    app: &App,
    session: &Session,
    fields: &FormFields,
    outcome: ConfirmOutcome,
) -> Result<Response, AppError> {
    match outcome {
        ConfirmOutcome::Confirmed => {
            app.activity.changed();
            Ok(Redirect::to(&safe_back(fields)).into_response())
        }
        ConfirmOutcome::NotFound => Err(ProblemCode::NotFound.into()),
        ConfirmOutcome::Changed => {
            let main = html! {
                h1 { "Bài này vừa được cập nhật" }
                p {
                    "Người khác vừa xác nhận bài này, hoặc tòa soạn đã báo tiêu đề và địa chỉ của bài. "
                    "Không có gì bị đổi."
                }
                p { a href=(safe_back(fields)) { "← Trở lại" } }
            };
            let (status, title) = (StatusCode::CONFLICT, "Bài vừa được cập nhật");
            Ok(view::page(status, title, Some(session), &main))
        }
    }
}

/// Opens or closes an article for new comments.
///
/// # Errors
/// `forbidden` without the session's token, `not_found` for an article without comments.
pub(super) async fn post_page_state(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<ManageArticles>,
) -> Result<Response, AppError> {
    let gate = match fields.get("state") {
        Some("closed") => Gate::Closed,
        _ => Gate::Open,
    };
    let request = ArticleRequest {
        gate: Some(gate),
        ..ArticleRequest::default()
    };
    let (site, page_id) = (fields.text("site"), fields.text("page_id"));
    change_article(&app, &session.rights, (&site, &page_id), request).await?;
    Ok(Redirect::to(&safe_back(&fields)).into_response())
}
