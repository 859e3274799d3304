//! The editors' desk: pages drawn by the server, which work without a script and faster with it.

mod account;
mod article_list;
mod article_page;
mod carried;
mod code_form;
mod comment_page;
mod decision_form;
mod decisions;
mod diff;
mod editors;
mod form_field;
mod hits;
mod invitations;
mod keys;
mod listing;
mod lists;
mod log_export;
mod log_page;
mod over;
mod pages;
mod people_page;
pub(crate) mod problem_page;
mod queue_page;
mod restorations;
mod rights_form;
mod second_factor;
mod sections;
mod session;
mod setup;
mod share_page;
mod sign_in;
mod sign_in_form;
mod view;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// Routes of the desk's pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/desk", get(queue_page::get_queue))
        .route(
            "/desk/setup/{token}",
            get(setup::get_setup).post(setup::post_setup),
        )
        .route(
            "/desk/sign-in",
            get(sign_in::get_sign_in).post(sign_in::post_sign_in),
        )
        .route("/desk/sign-in/code", post(sign_in::post_code))
        .route("/desk/sign-out", post(sign_in::post_sign_out))
        .route("/desk/comments/{id}", get(comment_page::get_comment))
        .route(
            "/desk/comments/{id}/decisions",
            post(decisions::post_decision),
        )
        .route(
            "/desk/comments/{id}/restorations",
            post(restorations::post_restoration),
        )
        .route("/desk/decisions", post(decisions::post_decisions))
        .route("/desk/share", post(share_page::post_share))
        .route(
            "/desk/pages",
            get(pages::get_pages).post(pages::post_page_state),
        )
        .route("/desk/articles", get(article_list::get_articles))
        .route(
            "/desk/articles/{site}/{page_id}",
            get(article_page::get_article).post(article_page::post_article),
        )
        .route("/desk/pages/confirm", post(pages::post_confirmation))
        .route("/desk/comments/{id}/page", post(pages::post_comment_page))
        .route(
            "/desk/editors",
            get(people_page::get_editors).post(invitations::post_invitation),
        )
        .route("/desk/editors/state", post(editors::post_editor_state))
        .route("/desk/editors/rights", post(editors::post_editor_rights))
        .route("/desk/editors/sessions", post(editors::post_sessions_end))
        .route("/desk/editors/password", post(editors::post_reset))
        .route(
            "/desk/editors/second-factor",
            post(editors::post_second_factor_end),
        )
        .route("/desk/editors/revoke", post(invitations::post_revocation))
        .route("/desk/log", get(log_page::get_log))
        .route("/desk/log/export", post(log_export::post_export))
        .route("/desk/password", post(account::post_password))
        .route("/desk/account", get(account::get_account))
        .route("/desk/account/sessions", post(account::post_sessions))
        .route(
            "/desk/account/second-factor",
            get(second_factor::get_second_factor),
        )
        .route(
            "/desk/account/second-factor/begin",
            post(second_factor::post_begin),
        )
        .route(
            "/desk/account/second-factor/confirm",
            post(second_factor::post_confirm),
        )
        .route(
            "/desk/account/second-factor/codes",
            post(second_factor::post_codes),
        )
        .route(
            "/desk/account/second-factor/end",
            post(second_factor::post_end),
        )
}
