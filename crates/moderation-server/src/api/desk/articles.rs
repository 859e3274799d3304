//! `/v1/desk/articles` and the article below its site: state, times, rule and notice.

use axum::extract::State;
use axum::response::Response;
use comment_protocol::FieldErrorCode;
use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{DeskSession, private};
use crate::app::App;
use crate::clock::{self, of_rfc3339, rfc3339};
use crate::editors::article::{self, ArticleRequest, change_article, close_after};
use crate::editors::rights::need::{Decide, ManageArticles};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::store::record::{ArticleFilter, ArticleQuery, ArticleRow, Gate};

/// An article as an editor's program gets it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    site: String,
    id: String,
    url: String,
    title: String,
    #[schema(required)]
    section: Option<String>,
    /// Whether the house knows it so; else it is what a comment names.
    known: bool,
    /// What becomes of a comment now.
    state: Gate,
    /// When it closes by itself, by the time that was set or by its age.
    #[schema(required, format = DateTime)]
    closes_at: Option<String>,
    /// Whether it stays open however old it is.
    keep_open: bool,
    #[schema(required)]
    rule: Option<String>,
    #[schema(required)]
    notice: Option<String>,
    count: u32,
    /// Comments that wait for an editor.
    pending_count: u32,
    /// Published comments with open reports.
    reported_count: u32,
}

impl Article {
    /// The article as it stands now.
    pub(crate) fn of(app: &App, row: ArticleRow) -> Self {
        let close_after = close_after(app, &row.site);
        Self {
            state: row.state(clock::now(), close_after),
            closes_at: row.closes(close_after).map(rfc3339),
            site: row.site,
            id: row.page.id,
            url: row.page.url,
            title: row.page.title,
            section: row.page.section,
            known: row.known,
            keep_open: row.kept_open,
            rule: row.rule,
            notice: row.notice,
            count: row.published_count,
            pending_count: row.queue.pending,
            reported_count: row.queue.reported,
        }
    }
}

/// One page of a list of articles.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Articles {
    articles: Vec<Article>,
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Articles of which an editor has said something, or another list, the newest first.
///
/// # Errors
/// `unauthorized`, `validation_failed` for a parameter.
#[utoipa::path(get, path = "/v1/desk/articles",
    params(
        ("filter" = Option<ArticleFilter>, Query, description = "Which list; `managed` where it is left out"),
        ("limit" = Option<u32>, Query, description = "Articles in the answer; 20 where it is left out", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, description = "The answer", body = Articles)))]
pub(crate) async fn list_articles(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let after = params.get("cursor").map(str::parse).transpose();
    let query = ArticleQuery {
        scope: session.rights.scope().clone(),
        filter: params.word("filter")?,
        after: after.map_err(|_| AppError::field("cursor", FieldErrorCode::InvalidValue))?,
        limit: params.number("limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?,
        now: clock::now(),
    };
    let list = app.store.articles(query).await?;
    let articles = list.articles.into_iter();
    Ok(private(Articles {
        articles: articles.map(|row| Article::of(&app, row)).collect(),
        next_cursor: list.next.map(|next| next.to_string()),
    }))
}

/// One article; of one that nobody wrote under yet nothing is known, and it is open.
///
/// # Errors
/// `not_found` for a site that there is not, or that is not the editor's.
#[utoipa::path(get, path = "/v1/desk/sites/{site}/pages/{page_id}",
    responses((status = 200, description = "The answer", body = Article)))]
pub(crate) async fn get_article(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path((site, page_id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let row = article::article(&app, &session.rights, &site, &page_id).await?;
    Ok(private(Article::of(&app, row)))
}

/// Body of `PUT pages/{page_id}`; what is left out stays, `null` takes it off.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ArticleSettings {
    #[serde(default)]
    state: Option<Gate>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closes_at: Option<Option<String>>,
    #[serde(default)]
    keep_open: Option<bool>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    rule: Option<Option<String>>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    notice: Option<Option<String>>,
}

/// Tells `null` from nothing.
fn sent<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Deserialize::deserialize(value).map(Some)
}

/// Opens, holds or closes an article, now or later, and says what editors and readers are told; also
/// before its first comment.
///
/// # Errors
/// `not_found` for a site that there is not, or an article out of the editor's reach;
/// `validation_failed`.
#[utoipa::path(put, path = "/v1/desk/sites/{site}/pages/{page_id}", request_body = ArticleSettings,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = Article)))]
pub(crate) async fn put_page_state(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<ManageArticles>,
    Path((site, page_id)): Path<(String, String)>,
    body: RawBody,
) -> Result<Response, AppError> {
    let sent: ArticleSettings = body.json()?;
    let time = |text: String| {
        of_rfc3339(&text).ok_or_else(|| AppError::field("closes_at", FieldErrorCode::InvalidValue))
    };
    let request = ArticleRequest {
        gate: sent.state,
        closes_at: match sent.closes_at {
            None => None,
            Some(text) => Some(text.map(time).transpose()?),
        },
        keep_open: sent.keep_open,
        rule: sent.rule.map(Option::unwrap_or_default),
        notice: sent.notice.map(Option::unwrap_or_default),
    };
    let row = change_article(&app, &session.rights, (&site, &page_id), request).await?;
    Ok(private(Article::of(&app, row)))
}
