//! Likes and reports.

use std::rc::Rc;

use view_kit::Node;
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
        let liked = !reaction::is_pressed(button);
        let before = reaction::like_count(button);
        let after = if liked {
            before + 1
        } else {
            before.saturating_sub(1)
        };
        reaction::show_like(button, liked, after);
        self.remember_like(&id, liked);
        self.reaction.note(&comment, "");
        let (inner, button) = (Rc::clone(self), button.clone());
        spawn_local(async move {
            let caller = inner.caller().await;
            match send::set_like(&caller, &storage::reader_id(), &id, liked).await {
                Ok(like_count) => reaction::show_like(&button, liked, like_count),
                Err(outcome) => {
                    reaction::show_like(&button, !liked, before);
                    inner.remember_like(&id, !liked);
                    inner.reaction.note(&comment, &inner.why_not(outcome));
                }
            }
        });
    }

    /// Marks those comments that this reader likes in a list that was drawn anew.
    pub(super) fn mark_likes(&self) {
        for (id, liked) in &*self.likes.borrow() {
            if let Some(comment) = self.drawn(id)
                && let Some(button) = comment.find("[data-do=like]")
            {
                reaction::show_like(&button, *liked, reaction::like_count(&button));
            }
        }
    }

    fn remember_like(&self, id: &str, liked: bool) {
        let mut likes = self.likes.borrow_mut();
        likes.retain(|(known, _)| known != id);
        likes.push((id.to_owned(), liked));
        let ids = likes.iter().filter(|(_, liked)| *liked);
        let ids: Vec<String> = ids.map(|(id, _)| id.clone()).collect();
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
        self.reaction.note(&comment, self.words.get("sending"));
        let inner = Rc::clone(self);
        spawn_local(async move {
            let caller = inner.caller().await;
            let reader = storage::reader_id();
            match send::report(&caller, &reader, &id, reason).await {
                Ok(()) => {
                    inner.reaction.close_report(&comment);
                    inner
                        .reaction
                        .note(&comment, inner.words.get("report_sent"));
                }
                Err(outcome) => inner.reaction.note(&comment, &inner.why_not(outcome)),
            }
        });
    }

    /// Why a like or a report did not get through.
    fn why_not(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::TooFast(_) => self.words.get("react_too_fast").into(),
            Outcome::NotFound | Outcome::Unauthorized => self.sentence(outcome),
            _ => self.words.get("react_failed").into(),
        }
    }
}
