//! A text of the desk in which what was looked for is marked.

use maud::{Markup, html};

use crate::moderation::search::terms::hits;
use crate::store::record::{Field, Term};

/// A text in which what was looked for is marked: everywhere, and in the field that it is.
pub(super) fn with_hits(terms: &[Term], of: Option<Field>, text: &str) -> Markup {
    let mut end = 0;
    let mut parts = Vec::new();
    let here = terms
        .iter()
        .filter(|term| term.field == Field::Any || Some(term.field) == of);
    for hit in hits(here, text) {
        let found = text.get(end..hit.start).zip(text.get(hit.clone()));
        if let Some(found) = found {
            parts.push(found);
            end = hit.end;
        }
    }
    html! {
        @for (before, hit) in parts { (before) mark { (hit) } }
        (text.get(end..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editors::search;

    #[test]
    fn what_is_marked_stays_text() {
        let terms = search::parse("\"b onload\"", false).unwrap().terms;
        let markup = with_hits(&terms, None, "<b onload=x> & <b>").into_string();
        assert_eq!(markup, "&lt;<mark>b onload</mark>=x&gt; &amp; &lt;b&gt;");
        assert_eq!(with_hits(&[], None, "<i>").into_string(), "&lt;i&gt;");
    }
    #[test]
    fn what_is_looked_for_in_one_place_is_marked_there_alone() {
        let terms = search::parse("tên:lan an", false).unwrap().terms;
        for (of, expected) in [
            (None, "Lan, <mark>An</mark>"),
            (Some(Field::Name), "<mark>Lan</mark>, <mark>An</mark>"),
            (Some(Field::Article), "Lan, <mark>An</mark>"),
        ] {
            let markup = with_hits(&terms, of, "Lan, An").into_string();
            assert_eq!(markup, expected, "{of:?}");
        }
    }
}
