//! The edit box and the buttons of a decision, with *Thêm dấu*.

use comment_protocol::CommentStatus;
use maud::{Markup, html};

use super::view::csrf_field;
use super::words;
use crate::clock::rfc3339;
use crate::editors::session::Session;
use crate::moderation::restoration::RestoredText;
use crate::secret::hex;
use crate::store::record::{DeskRow, HeldFor};

/// What stands in the form of one comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct DecisionForm<'a> {
    /// The comment.
    pub(super) row: &'a DeskRow,
    /// Who decides.
    pub(super) session: &'a Session,
    /// The text in the box.
    pub(super) text: &'a str,
    /// The reason in its box.
    pub(super) reason: &'a str,
    /// Where to go afterwards.
    pub(super) back: &'a str,
    /// Whether the box is open.
    pub(super) open: bool,
    /// The text before its marks were put in, and what was found.
    pub(super) restored: Option<(&'a str, &'a RestoredText)>,
}

impl<'a> DecisionForm<'a> {
    /// The form of a comment that nobody has touched yet.
    pub(super) fn new(row: &'a DeskRow, session: &'a Session, back: &'a str) -> Self {
        Self {
            row,
            session,
            text: &row.text,
            reason: "",
            back,
            open: false,
            restored: None,
        }
    }

    /// The form.
    pub(super) fn draw(&self) -> Markup {
        let id = &self.row.id;
        // In a list the box is closed; what was sent without marks shows the button all the same.
        // An edit that has begun: the script puts it into the box and says so.
        let draft = self.row.draft.as_ref();
        let outside = !self.open && self.row.held_for.contains(&HeldFor::TextUnmarked);
        html! {
            form.decide id={ "decide-" (id) } method="post" action={ "/desk/comments/" (id) "/decisions" } {
                (csrf_field(self.session))
                input type="hidden" name="revision" value=(self.row.revision);
                input type="hidden" name="page_shown" value=(hex(&self.row.page.shown()));
                input type="hidden" name="back" value=(self.back);
                @if self.row.status != CommentStatus::Rejected {
                    // Enter in the box of the reason presses the first button of the form.
                    button.hidden type="submit" name="action" value="reject" tabindex="-1"
                        aria-hidden="true" { "Từ chối" }
                }
                details.edit open[self.open] {
                    summary aria-keyshortcuts="e" { "Sửa" }
                    label for={ "text-" (id) } { "Nội dung sẽ đăng" }
                    textarea id={ "text-" (id) } name="text" rows="5" spellcheck="false"
                        autocomplete="off" data-draft=[draft.map(|draft| &draft.text)]
                        data-draft-revision=[draft.map(|draft| draft.revision)]
                        data-draft-at=[draft.map(|draft| rfc3339(draft.saved_at))] {
                        // HTML drops the first line break after the tag.
                        "\n" (self.text)
                    }
                    (self.marks(!outside))
                }
                (self.buttons(outside))
                p.outcome role="status" {}
            }
        }
    }

    fn buttons(&self, with_restore: bool) -> Markup {
        let status = self.row.status;
        html! {
            div.buttons {
                @if with_restore { (self.restore_button()) }
                button.primary type="submit" name="action" value="publish" aria-keyshortcuts="1" {
                    @match (status, self.row.report_count) {
                        (CommentStatus::Published, 0) => "Lưu bản đăng",
                        // Publishing again is what answers the reports.
                        (CommentStatus::Published, _) => "Giữ bản đăng",
                        _ => "Đăng",
                    }
                }
                @if status != CommentStatus::Pending {
                    button type="submit" name="action" value="return" { "Đưa về hàng chờ" }
                }
                @if status != CommentStatus::Spam {
                    button type="submit" name="action" value="spam" aria-keyshortcuts="3" { "Spam" }
                }
                @if status != CommentStatus::Rejected {
                    span.refuse {
                        label.reason {
                            span.hidden { "Lý do" }
                            input name="reason" list="reasons" placeholder="Lý do (nếu có)"
                                aria-keyshortcuts="r"
                                autocomplete="off" maxlength="300" value=(self.reason);
                        }
                        button type="submit" name="action" value="reject" { "Từ chối" }
                    }
                }
            }
        }
    }

    fn restore_button(&self) -> Markup {
        let address = format!("/desk/comments/{}/restorations", self.row.id);
        html! {
            button.restore type="submit" formaction=(address) aria-keyshortcuts="d" {
                (words::RESTORE)
            }
        }
    }

    /// *Thêm dấu*, what it found, and the way back. The script fills the same places.
    fn marks(&self, with_button: bool) -> Markup {
        let doubts = self
            .restored
            .map(|(_, restored)| doubts(restored))
            .unwrap_or_default();
        html! {
            div.marks {
                @if with_button { (self.restore_button()) " " }
                @match self.restored {
                    Some((before, _)) => button.quiet.unrestore type="submit" name="before"
                        value=(before)
                        formaction={ "/desk/comments/" (self.row.id) "/restorations" } {
                        (words::UNRESTORE)
                    },
                    None => button.quiet.unrestore type="button" hidden { (words::UNRESTORE) },
                }
                p.marks-told role="status" {
                    @if let Some((before, restored)) = self.restored {
                        (words::restored(restored, before))
                    }
                }
                ul.doubts aria-label=(words::DOUBTS) hidden[doubts.is_empty()] {
                    @for doubt in &doubts { li { (doubt) } }
                }
            }
        }
    }
}

/// Each doubtful word with its neighbors and what else it may be.
fn doubts(restored: &RestoredText) -> Vec<Markup> {
    let chars: Vec<char> = restored.text.chars().collect();
    let text = |from: usize, to: usize| chars.get(from..to).unwrap_or_default().iter().collect();
    restored
        .words
        .iter()
        .filter(|word| word.is_doubtful())
        .map(|word| {
            let before: String = text(0, word.start);
            let after: String = text(word.end, chars.len());
            let others = word.candidates.get(1..).unwrap_or_default().join(", ");
            html! {
                (last_words(&before)) b { (text(word.start, word.end)) } (first_words(&after))
                " (" (words::OR) " " (others) ")"
            }
        })
        .collect()
}

/// How many words are shown on each side of a doubtful one.
const NEIGHBORS: usize = 2;

fn first_words(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    let end = line
        .match_indices(char::is_whitespace)
        .nth(NEIGHBORS)
        .map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or_default()
}

fn last_words(text: &str) -> &str {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let start = line
        .rmatch_indices(char::is_whitespace)
        .nth(NEIGHBORS)
        .map_or(0, |(at, space)| at + space.len());
    line.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_of_a_word() {
        assert_eq!(last_words("tôi thấy những người "), "những người ");
        assert_eq!(last_words("người "), "người ");
        assert_eq!(last_words("dòng trên\nngười "), "người ");
        assert_eq!(last_words(""), "");
        assert_eq!(first_words(" dân nói vậy thôi"), " dân nói");
        assert_eq!(first_words("."), ".");
        assert_eq!(first_words(" dân.\nDòng dưới"), " dân.");
    }
}
