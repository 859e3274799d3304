//! Likes and reports.

use std::rc::Rc;

use js_sys::Array;
use view_kit::{Keyboard, Node};
use wasm_bindgen_futures::spawn_local;

use super::{Inner, comment_of};
use crate::outcome::Outcome;
use crate::send;
use crate::storage;
use crate::view::reaction;

impl Inner {
    /// Likes a comment, or takes that back: shown at once, and undone where the endpoint says no.
    pub(super) fn like(self: &Rc<Self>, button: &Node) {
        let Some((comment, id)) = comment_of(button) else {
            return;
        };
        self.turn_like(button, &id);
        self.reaction.note(&comment, "");
        // One at a time: a later answer must not speak for an earlier press.
        if self.liking.borrow().contains(&id) {
            return;
        }
        self.liking.borrow_mut().push(id.clone());
        let (inner, button) = (Rc::clone(self), button.clone());
        spawn_local(async move {
            inner.send_likes(&comment, &button, &id).await;
            inner.liking.borrow_mut().retain(|other| *other != id);
        });
    }

    /// Shows the opposite of what is shown, and remembers it.
    fn turn_like(&self, button: &Node, id: &str) {
        let liked = !reaction::is_pressed(button);
        let count = reaction::like_count(button);
        let count = if liked {
            count + 1
        } else {
            count.saturating_sub(1)
        };
        self.reaction.show_like(button, liked, count);
        self.remember_like(id, liked);
    }

    /// Tells the endpoint until it knows what the reader wants now.
    async fn send_likes(&self, comment: &Node, button: &Node, id: &str) {
        loop {
            let wanted = reaction::is_pressed(button);
            let answer = match self.caller().await {
                Ok(caller) => send::set_like(&caller, self.reader(), id, wanted).await,
                Err(outcome) => Err(outcome),
            };
            let has_changed = reaction::is_pressed(button) != wanted;
            match answer {
                Ok(_) if has_changed => {}
                Ok(count) => {
                    if let Some(count) = count {
                        self.reaction.show_like(button, wanted, count);
                    }
                    return;
                }
                Err(outcome) => {
                    if !has_changed {
                        self.turn_like(button, id);
                    }
                    self.reaction.note(comment, self.why_not(outcome));
                    return;
                }
            }
        }
    }

    /// The id that tells this reader from others of the same address.
    fn reader(&self) -> &str {
        self.reader.get_or_init(storage::reader_id)
    }

    /// Marks those comments that this reader likes in a list that was drawn anew.
    pub(super) fn mark_likes(&self) {
        for (id, liked) in &*self.likes.borrow() {
            if let Some(comment) = self.drawn(id)
                && let Some(button) = comment.find("[data-do=like]")
            {
                self.reaction
                    .show_like(&button, *liked, reaction::like_count(&button));
            }
        }
    }

    fn remember_like(&self, id: &str, liked: bool) {
        let mut likes = self.likes.borrow_mut();
        likes.retain(|(known, _)| known != id);
        likes.push((id.to_owned(), liked));
        let ids = Array::new();
        for (id, _) in likes.iter().filter(|(_, liked)| *liked) {
            ids.push(&id.into());
        }
        self.drawers.keep_liked(&ids);
    }

    /// Sends the report that stands in `form`.
    pub(super) fn send_report(self: &Rc<Self>, form: &Node) {
        let Some((comment, id)) = comment_of(form) else {
            return;
        };
        let Some(reason) = reaction::chosen_reason(form) else {
            self.reaction
                .note(&comment, self.words.get("report_choose"));
            return;
        };
        // Once is enough.
        if form.has_attribute("data-sending") {
            return;
        }
        form.attr("data-sending", "");
        self.reaction.note(&comment, self.words.get("sending"));
        let keyboard = Keyboard::of(&self.root);
        let (inner, form) = (Rc::clone(self), form.clone());
        spawn_local(async move {
            let answer = match inner.caller().await {
                Ok(caller) => send::report(&caller, inner.reader(), &id, reason).await,
                Err(outcome) => Err(outcome),
            };
            let note = match answer {
                Ok(()) => {
                    inner.reaction.close_report(&comment, keyboard.has_stayed());
                    inner.words.get("report_sent")
                }
                Err(outcome) => {
                    let _ = form.remove_attribute("data-sending");
                    inner.why_not(outcome)
                }
            };
            inner.reaction.note(&comment, note);
        });
    }

    /// Why a like or a report did not get through.
    fn why_not(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::TooFast(_) => self.words.get("react_too_fast"),
            Outcome::Unauthorized => self.words.get("react_sign_in"),
            Outcome::NotFound => self.words.get("not_found"),
            _ => self.words.get("react_failed"),
        }
    }
}
