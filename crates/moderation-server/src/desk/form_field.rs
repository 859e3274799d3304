//! One field of a form that stands alone: label, fault, box.

use maud::{Markup, html};

/// One labelled field of a sign-in form.
pub(super) fn field(
    name: &str,
    label: &str,
    kind: &str,
    autocomplete: &str,
    value: &str,
    fault: Option<&str>,
) -> Markup {
    let optional = name == "name";
    let described = match (fault, autocomplete) {
        (Some(_), _) => Some(format!("{name}-error")),
        (None, "new-password") => Some(format!("{name}-hint")),
        _ => None,
    };
    html! {
        label for=(name) { (label) }
        @if let Some(sentence) = fault { p.error id={ (name) "-error" } { (sentence) } }
        input id=(name) name=(name) type=(kind) autocomplete=(autocomplete) value=(value)
            required[!optional] autofocus[name == "login"] aria-invalid[fault.is_some()]
            aria-describedby=[described];
    }
}
