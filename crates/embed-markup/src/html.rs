//! Tags as text, every value escaped.

use std::fmt::Write as _;

/// A text as it stands in markup, in attributes too.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// An opening tag; attributes without a value are written bare.
pub(crate) fn open(tag: &str, attributes: &[(&str, Option<&str>)]) -> String {
    let mut text = format!("<{tag}");
    for (name, value) in attributes {
        // Writing to a String cannot fail.
        let _ = match value {
            Some(value) => write!(text, " {name}=\"{}\"", escape(value)),
            None => write!(text, " {name}"),
        };
    }
    text.push('>');
    text
}
