//! `GET /v1/desk/comments/{id}/context`: what an editor wants to know beside a comment.

use axum::extract::State;
use axum::response::Response;
use comment_protocol::{CommentStatus, ProblemCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::articles::Article;
use super::wire::ReportReason;
use super::{DeskSession, private};
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::path::Path;
use crate::store::record::{CommentContext, Earlier, KnownBy, Said, SameText, WriterHistory};

/// Characters of an earlier comment.
const BEGINNING: usize = 200;

/// What an editor wants to know beside a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Context {
    article: Article,
    /// The comment at the top of the exchange and the one answered; nothing where the comment answers
    /// none.
    exchange: Vec<AnsweredComment>,
    writer: Writer,
    same_text: SameWords,
    /// The most frequent reasons of open reports.
    reports: Vec<ReportReason>,
}

/// A comment that another one answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnsweredComment {
    id: String,
    name: String,
    text: String,
    status: CommentStatus,
    #[schema(format = DateTime)]
    created_at: String,
}

/// The writer's other comments on the same site that the account may see, of the newest 500.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Writer {
    known_by: KnownBy,
    #[schema(maximum = 500)]
    pending: u32,
    #[schema(maximum = 500)]
    published: u32,
    #[schema(maximum = 500)]
    rejected: u32,
    #[schema(maximum = 500)]
    spam: u32,
    #[schema(maximum = 500)]
    withdrawn: u32,
    /// The newest three.
    last: Vec<EarlierComment>,
}

/// An earlier comment of a writer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierComment {
    id: String,
    name: String,
    /// Its first 200 characters.
    text: String,
    status: CommentStatus,
    page_title: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Other comments with the same words, whatever their marks, capitals and signs, that the account may
/// see, of the newest 500; short texts are not counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SameWords {
    #[schema(maximum = 500)]
    count: u32,
    /// By how many writers, that of the comment counted; 0 where there are no others.
    #[schema(maximum = 501)]
    writers: u32,
    /// The newest.
    #[schema(max_items = 20)]
    ids: Vec<String>,
}

impl Context {
    fn of(app: &App, context: CommentContext) -> Self {
        Self {
            article: Article::of(app, context.article),
            exchange: context
                .exchange
                .into_iter()
                .map(AnsweredComment::from)
                .collect(),
            writer: Writer::from(context.writer),
            same_text: SameWords::from(context.same_text),
            reports: context
                .reports
                .into_iter()
                .map(ReportReason::from)
                .collect(),
        }
    }
}

impl From<Said> for AnsweredComment {
    fn from(said: Said) -> Self {
        Self {
            id: said.id,
            name: said.author_name,
            text: said.text,
            status: said.status,
            created_at: rfc3339(said.created_at),
        }
    }
}

impl From<WriterHistory> for Writer {
    fn from(history: WriterHistory) -> Self {
        Self {
            known_by: history.known_by,
            pending: history.pending,
            published: history.published,
            rejected: history.rejected,
            spam: history.spam,
            withdrawn: history.withdrawn,
            last: history.last.into_iter().map(EarlierComment::from).collect(),
        }
    }
}

impl From<Earlier> for EarlierComment {
    fn from(earlier: Earlier) -> Self {
        let said = earlier.said;
        Self {
            id: said.id,
            name: said.author_name,
            text: said.text.chars().take(BEGINNING).collect(),
            status: said.status,
            page_title: earlier.page_title,
            created_at: rfc3339(said.created_at),
        }
    }
}

impl From<SameText> for SameWords {
    fn from(same: SameText) -> Self {
        Self {
            count: same.count,
            writers: same.writers,
            ids: same.ids,
        }
    }
}

/// What an editor wants to know beside a comment: the article, what is answered, the writer's other
/// comments, the same words elsewhere, open reports.
///
/// # Errors
/// `comment_not_found`, also for what the account may not see.
#[utoipa::path(get, path = "/v1/desk/comments/{id}/context",
    responses((status = 200, description = "The answer", body = Context)))]
pub(crate) async fn get_context(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (reach, now) = (session.rights.reach(), clock::now());
    let context = app.store.comment_context(id, reach, now).await?;
    let context = context.ok_or(ProblemCode::CommentNotFound)?;
    Ok(private(Context::of(&app, context)))
}
