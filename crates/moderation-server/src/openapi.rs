//! The OpenAPI document.

/// The document as text.
#[must_use]
pub fn document_text() -> String {
    String::from("{}\n")
}
