//! `/desk/articles/{site}/{page_id}`: one article, and what becomes of its new comments.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::FieldErrorCode;
use maud::{Markup, html};

use super::article_list::{address, badge};
use super::session::{PageSession, SignedForm};
use super::{view, words};
use crate::app::App;
use crate::clock::{self, of_vietnam_input, rfc3339, vietnam, vietnam_input};
use crate::editors::article::{
    self, ArticleRequest, MAX_NOTICE_CHARS, MAX_RULE_CHARS, change_article, close_after,
};
use crate::editors::rights::Right;
use crate::editors::rights::need::{Decide, ManageArticles};
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::pages::words::field as field_words;
use crate::store::record::{ArticleRow, Gate};

/// The article.
///
/// # Errors
/// `not_found` for a site that there is not, or that is not the editor's.
pub(super) async fn get_article(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Decide>,
    Path((site, page_id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let article = article::article(&app, &session.rights, &site, &page_id).await?;
    let draft = Draft::of(&app, &article);
    Ok(page(&app, &session, StatusCode::OK, &article, &draft, &[]))
}

/// What stands in the form.
struct Draft {
    gate: Gate,
    closes_at: String,
    keep_open: bool,
    rule: String,
    notice: String,
}

impl Draft {
    fn of(app: &App, article: &ArticleRow) -> Self {
        let now = clock::now();
        let closes_at = article.closes_at.filter(|closes| *closes > now);
        Self {
            gate: article.state(now, close_after(app, &article.site)),
            closes_at: closes_at.map(vietnam_input).unwrap_or_default(),
            keep_open: article.kept_open,
            rule: article.rule.clone().unwrap_or_default(),
            notice: article.notice.clone().unwrap_or_default(),
        }
    }

    fn sent(fields: &FormFields) -> Self {
        let word = fields.text("state");
        Self {
            gate: serde_json::from_value(word.into()).unwrap_or_default(),
            closes_at: fields.text("closes_at"),
            keep_open: fields.get("keep_open").is_some(),
            rule: fields.text("rule"),
            notice: fields.text("notice"),
        }
    }
}

fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    article: &ArticleRow,
    draft: &Draft,
    faults: &[String],
) -> Response {
    let now = clock::now();
    let close_after = close_after(app, &article.site);
    let closes = article.closes(close_after).filter(|closes| *closes > now);
    let mut list = form_urlencoded::Serializer::new(String::new());
    list.append_pair("page_id", &article.page.id);
    let links = html! {
        " · " a href={ "/desk?" (list.finish()) } { "Chờ duyệt của bài này" }
    };
    let main = html! {
        div.people {
            h1 { bdi { (view::title_of(&article.page)) } }
            (view::article(&article.page, &links))
            p.hint {
                (article.site) " · mã bài " code { (article.page.id) } " · "
                (article.published_count) " bình luận đã đăng"
                @if !article.known { " · chưa ai xác nhận tiêu đề và địa chỉ" }
            }
            p {
                (badge(article.state(now, close_after)))
                @if let Some(closes) = closes {
                    " " span.badge {
                        "đóng lúc " time datetime=(rfc3339(closes)) { (vietnam(closes)) }
                        @if article.closes_at != Some(closes) { " vì đã cũ" }
                    }
                }
            }
            @for fault in faults { p.error role="alert" { (fault) } }
            @if session.rights.may(Right::ManageArticles) {
                (form(session, article, draft, close_after.is_some()))
            } @else {
                @if let Some(rule) = &article.rule {
                    h2 { "Quy định riêng của bài" }
                    p.text { (rule) }
                }
                @if let Some(notice) = &article.notice {
                    h2 { "Lời nhắn bạn đọc" }
                    p.text { (notice) }
                }
            }
            p { a href="/desk/articles" { "← Bài viết" } }
        }
    };
    view::page(status, "Bài viết", Some(session), &main)
}

fn form(session: &Session, article: &ArticleRow, draft: &Draft, ages: bool) -> Markup {
    html! {
        form.sign-in.article method="post" action=(address(&article.site, &article.page.id)) {
            (view::csrf_field(session))
            fieldset.places {
                legend { "Bình luận mới" }
                @for (gate, word, hint) in words::GATES {
                    label.choice {
                        input type="radio" name="state" value=(word) checked[gate == draft.gate];
                        " " strong { (words::gate(gate)) } span.hint { " – " (hint) }
                    }
                }
            }
            label for="closes_at" { "Đóng lúc (giờ Việt Nam, không bắt buộc)" }
            input id="closes_at" name="closes_at" type="datetime-local" value=(draft.closes_at);
            @if ages {
                label.choice {
                    input type="checkbox" name="keep_open" value="1" checked[draft.keep_open];
                    " Không tự đóng khi bài đã cũ"
                }
            }
            label for="rule" { "Quy định riêng, biên tập viên đọc" }
            textarea id="rule" name="rule" rows="3" maxlength=(MAX_RULE_CHARS) { (draft.rule) }
            label for="notice" { "Lời nhắn, bạn đọc thấy ở phần bình luận" }
            textarea id="notice" name="notice" rows="2" maxlength=(MAX_NOTICE_CHARS) {
                (draft.notice)
            }
            button.primary type="submit" { "Lưu" }
        }
    }
}

/// Saves what stands in the form.
///
/// # Errors
/// `forbidden` without the session's token, `not_found` out of the editor's reach.
pub(super) async fn post_article(
    State(app): State<App>,
    Path((site, page_id)): Path<(String, String)>,
    SignedForm {
        session, fields, ..
    }: SignedForm<ManageArticles>,
) -> Result<Response, AppError> {
    let draft = Draft::sent(&fields);
    let typed = draft.closes_at.trim();
    let closes_at = match typed {
        "" => Some(None),
        typed => of_vietnam_input(typed).map(Some),
    };
    let row = article::article(&app, &session.rights, &site, &page_id).await?;
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(closes_at) = closes_at else {
        let fault = [String::from(
            "Giờ đóng chưa đúng, xin ghi lại như 2026-12-01T22:00.",
        )];
        return Ok(page(&app, &session, refused, &row, &draft, &fault));
    };
    let ages = close_after(&app, &site).is_some();
    let request = ArticleRequest {
        gate: Some(draft.gate),
        closes_at: Some(closes_at),
        // Without the box nothing is said about it; opening an old article keeps it open.
        keep_open: (ages && (draft.keep_open || row.kept_open)).then_some(draft.keep_open),
        rule: Some(draft.rule.clone()),
        notice: Some(draft.notice.clone()),
    };
    match change_article(&app, &session.rights, (&site, &page_id), request).await {
        Ok(row) => Ok(Redirect::to(&address(&row.site, &row.page.id)).into_response()),
        Err(AppError::Problem(problem)) if !problem.errors.is_empty() => {
            let faults: Vec<String> = problem
                .errors
                .iter()
                .map(|error| match (error.field.as_str(), error.code) {
                    ("closes_at", FieldErrorCode::InvalidValue) => {
                        String::from("Giờ đóng đã qua. Muốn đóng ngay thì chọn “đã đóng”.")
                    }
                    _ => field_words(error),
                })
                .collect();
            Ok(page(&app, &session, refused, &row, &draft, &faults))
        }
        Err(error) => Err(error),
    }
}
