//! A comment as a plain form sends it.

use axum::http::{HeaderMap, header};
use comment_protocol::{Acknowledgement, NewAuthor, NewComment, PageRef};
use utoipa::ToSchema;

use crate::config::Config;
use crate::http::cors::is_own;
use crate::http::fields::FormFields;
use crate::moderation::page_address;

/// The fields of a plain form; an empty one counts as left out.
#[derive(Debug, ToSchema)]
pub(crate) struct NewCommentForm {
    /// The article's id.
    #[schema(max_length = 200)]
    page_id: String,
    /// The article's address; where it is left out, the page that sent the form.
    #[schema(max_length = 2000, nullable = false)]
    page_url: Option<String>,
    /// Its title.
    #[schema(max_length = 300)]
    page_title: Option<String>,
    /// Its section.
    #[schema(max_length = 100)]
    section: Option<String>,
    /// The comment answered.
    parent_id: Option<String>,
    /// Who signs.
    name: String,
    /// For the newsroom only.
    #[schema(max_length = 254)]
    email: Option<String>,
    /// The comment.
    text: String,
    /// What the reader was told and sends all the same.
    acknowledged: Option<Acknowledgement>,
    /// Made when the form was drawn, so that a second press is the same comment.
    key: Option<String>,
}

impl NewCommentForm {
    /// Reads the fields.
    #[must_use]
    pub(crate) fn of(fields: &FormFields) -> Self {
        let optional = |name| fields.get(name).map(str::to_owned);
        Self {
            page_id: fields.text("page_id"),
            page_url: optional("page_url"),
            page_title: optional("page_title"),
            section: optional("section"),
            parent_id: optional("parent_id"),
            name: fields.text("name"),
            email: optional("email"),
            text: fields.text("text"),
            acknowledged: fields
                .all("acknowledged")
                .any(|word| word == "text_unmarked")
                .then_some(Acknowledgement::TextUnmarked),
            key: optional("key"),
        }
    }

    /// The key that came with the form.
    #[must_use]
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

/// The same comment as JSON would bring it.
#[must_use]
pub(crate) fn comment_of_form(
    form: NewCommentForm,
    headers: &HeaderMap,
    config: &Config,
) -> NewComment {
    let referer = || {
        let referer = headers
            .get(header::REFERER)
            .and_then(|value| value.to_str().ok())
            // To another origin browsers tell the page's origin alone, which names no article; to
            // the page's own they tell all of the address.
            .filter(|referer| {
                page_address::has_path(referer)
                    || page_address::origin(referer).is_some_and(|origin| {
                        is_own(&origin, headers, config.public_url.as_deref())
                    })
            });
        referer.unwrap_or_default().to_owned()
    };
    NewComment {
        page: PageRef {
            id: form.page_id,
            url: form.page_url.unwrap_or_else(referer),
            title: form.page_title.unwrap_or_default(),
            section: form.section,
        },
        parent_id: form.parent_id,
        author: NewAuthor {
            name: form.name,
            email: form.email,
        },
        text: form.text,
        acknowledged: form.acknowledged.into_iter().collect(),
    }
}
