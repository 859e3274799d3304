//! The content security policy that a page with the widget needs.

use crate::choices::Choices;

/// Directives to add to the page's own policy, or to start one with. The last one is for the plain
/// form, which sends to the server as any form does.
#[must_use]
pub fn content_security_policy(choices: &Choices) -> String {
    let server = choices.server();
    format!(
        "script-src 'self' 'wasm-unsafe-eval' {server}; connect-src 'self' {server}; \
         form-action 'self' {server}"
    )
}
