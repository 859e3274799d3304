//! Draws likes, the form of a report, and how either went.

use view_kit::{Node, Words, node, template};
use web_sys::ShadowRoot;

/// What is drawn into a comment while a reader reacts to it.
#[derive(Debug)]
pub struct ReactionView {
    root: ShadowRoot,
    words: Words,
    blank_report: Node,
}

impl ReactionView {
    /// Prepares what is drawn later.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        Some(Self {
            root: root.clone(),
            words,
            blank_report: template::build(
                &root.owner_document()?,
                words,
                include_str!("report.view"),
            )?,
        })
    }

    /// Says how a reaction to `comment` went, where it is heard too.
    pub fn note(&self, comment: &Node, text: &str) {
        let note = comment.find(":scope>.note").or_else(|| {
            let note = node::create(&self.root.owner_document()?, "p");
            note.attr("class", "note hint");
            note.attr("role", "status");
            comment.find(".acts")?.push_behind(&note);
            Some(note)
        });
        if let Some(note) = note {
            note.set_text(text);
        }
    }

    /// Opens the report of a comment, or closes it.
    pub fn toggle_report(&self, button: &Node) {
        let Some(comment) = button.closest("li") else {
            return;
        };
        if close(&comment) {
            return;
        }
        let report = self.blank_report.copy(true);
        button.attr("aria-expanded", "true");
        self.note(&comment, "");
        if let Some(acts) = comment.find(".acts") {
            acts.push_behind(&report);
        }
        if let Some(first) = report.find("input") {
            first.focus();
        }
    }

    /// Gives a report up.
    pub fn cancel_report(&self, button: &Node) {
        if let Some(comment) = button.closest("li") {
            self.close_report(&comment, true);
        }
    }

    /// Closes the report of a comment; the keyboard, if it was there, goes back to where the report
    /// was opened.
    pub fn close_report(&self, comment: &Node, had_keyboard: bool) {
        close(comment);
        if had_keyboard && let Some(button) = report_button(comment) {
            button.focus();
        }
    }

    /// Shows whether the reader likes a comment, and how many do.
    pub fn show_like(&self, button: &Node, liked: bool, count: u32) {
        button.attr("aria-pressed", if liked { "true" } else { "false" });
        let mut text = String::new();
        if count > 0 {
            text.push(' ');
            self.words.push_number(&mut text, count);
        }
        if let Some(likes) = button.find(".likes") {
            likes.set_text(&text);
        }
    }
}

fn report_button(comment: &Node) -> Option<Node> {
    comment.find("[data-do=report]")
}

fn close(comment: &Node) -> bool {
    if let Some(button) = report_button(comment) {
        button.attr("aria-expanded", "false");
    }
    let report = comment.find(":scope>.report");
    if let Some(report) = &report {
        report.remove();
    }
    report.is_some()
}

/// The words of the reason that is chosen in a report.
#[must_use]
pub fn chosen_reason(report: &Node) -> Option<String> {
    let chosen = report.find("input:checked")?;
    chosen.closest("label")?.text_content()
}

/// Whether the reader likes the comment of this button.
#[must_use]
pub fn is_pressed(button: &Node) -> bool {
    button.get_attribute("aria-pressed").as_deref() == Some("true")
}

/// How many readers like the comment of this button, as it is shown.
#[must_use]
pub fn like_count(button: &Node) -> u32 {
    let shown = button.find(".likes").and_then(|likes| likes.text_content());
    let digits: String = shown
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}
