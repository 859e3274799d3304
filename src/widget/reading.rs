//! What a reader does with published comments: turns pages, changes the order, opens replies,
//! follows a link to one of them, and hears of new ones.

use std::rc::Rc;

use comment_protocol::Sort;
use js_sys::Promise;
use view_kit::Node;

use super::{Inner, once};
use crate::list::{self, ListFailed, ListPage};
use crate::view;

impl Inner {
    pub(super) fn show_first_list(self: &Rc<Self>, first_list: Option<Promise>) {
        let Some(answer) = first_list else {
            self.comments.show_status(None);
            return;
        };
        let turn = self.list_turn.get();
        self.read(&answer, move |inner, page| {
            inner.show_list(turn, page);
            inner.announce("binhluan-loaded");
            inner.show_linked();
        });
    }

    pub(super) fn sort_by(self: &Rc<Self>, sort: &str) {
        self.sort.set(match sort {
            "oldest" => Sort::Oldest,
            "most_liked" => Sort::MostLiked,
            _ => Sort::Newest,
        });
        self.next_cursor.replace(None);
        self.comments.clear();
        self.load_more(false);
    }

    /// `by_button`: the keyboard stood on the button that now goes away.
    pub(super) fn load_more(self: &Rc<Self>, by_button: bool) {
        let turn = self.next_turn();
        if by_button {
            self.comments.expect_pages();
        }
        self.comments.show_more(None);
        self.comments.show_status(Some(self.words.get("loading")));
        let answer = self.parts.list(
            sort_name(self.sort.get()),
            self.next_cursor.borrow().as_deref(),
            None,
        );
        self.read(&answer, move |inner, page| {
            let first_new = inner.show_list(turn, page);
            if by_button && let Some(first_new) = first_new {
                first_new.focus();
            }
        });
    }

    /// Draws a page of comments and returns the first of them.
    fn show_list(self: &Rc<Self>, turn: u32, page: Result<ListPage, ListFailed>) -> Option<Node> {
        if turn != self.list_turn.get() {
            return None;
        }
        let Ok(page) = page else {
            self.comments
                .show_status(Some(self.words.get("list_failed")));
            self.comments.show_more(Some(self.words.get("retry")));
            return None;
        };
        self.count.set(page.count);
        self.comments.show_count(page.count);
        let first_new = self.comments.append(&page.comments);
        self.comments
            .show_status((page.count == 0).then(|| self.words.get("empty")));
        self.comments
            .show_more(page.next_cursor.as_ref().map(|_| self.words.get("more")));
        self.next_cursor.replace(page.next_cursor);
        self.policy.replace(page.policy);
        if let Some(participation) = &*self.participation.borrow() {
            participation.list_changed(&self.policy.borrow());
        }
        if page.is_closed {
            self.close();
        }
        if page.refuses_guests {
            // Shows the way to sign in, or that the reader has.
            self.fetch_participation();
        }
        first_new
    }

    /// Fetches replies beyond those shown with their comment, and puts the keyboard on the first.
    pub(super) fn load_replies(self: &Rc<Self>, button: Node) {
        let Some(comment) = button.closest("li") else {
            return;
        };
        let cursor = button.get_attribute("data-cursor");
        let answer = self.parts.list(
            sort_name(Sort::Oldest),
            cursor.as_deref(),
            Some(&view::comments::id_of(&comment)),
        );
        button.set_text(self.words.get("loading"));
        self.read(&answer, move |inner, page| match page {
            Ok(page) => {
                let first_new = inner.comments.append_replies(&comment, &page.comments);
                if let Some(cursor) = &page.next_cursor {
                    button.attr("data-cursor", cursor);
                    inner.comments.offer_replies(&comment);
                } else {
                    button.set_hidden(true);
                }
                // The keyboard stood on the button.
                if let Some(first_new) = first_new {
                    first_new.focus();
                }
            }
            Err(ListFailed) => button.set_text(inner.words.get("retry")),
        });
    }

    /// Puts the keyboard on the comment that the page's address names, which may have to be
    /// fetched.
    pub(super) fn show_linked(self: &Rc<Self>) {
        let Some(id) = self.parts.linked() else {
            return;
        };
        if self.comments.focus(&id) {
            return;
        }
        let answer = self.parts.comment(&id);
        self.read(&answer, move |inner, page| {
            let found = match page {
                // Another widget's article may be meant.
                Ok(page) if inner.settings.page_id == page.page_id => {
                    inner.comments.prepend(&page.comments);
                    inner.comments.focus(&id)
                }
                _ => false,
            };
            if !found {
                inner.comments.show_status(Some(inner.words.get("gone")));
            }
        });
    }

    /// Takes the newest comments and says that there are new ones, without moving what is being
    /// read.
    pub(super) fn hear_news(self: &Rc<Self>, answer: &Promise) {
        let turn = self.list_turn.get();
        self.read(answer, move |inner, page| {
            // Silence is no news.
            if let Ok(page) = page
                && turn == inner.list_turn.get()
            {
                inner
                    .comments
                    .show_news(page.count.saturating_sub(inner.count.get()));
                inner.news.replace(Some(page));
            }
        });
    }

    /// Shows what was announced, from the newest down.
    pub(super) fn show_news(self: &Rc<Self>) {
        let Some(page) = self.news.take() else { return };
        let turn = self.next_turn();
        self.sort.set(Sort::Newest);
        self.comments.show_sort(sort_name(Sort::Newest));
        self.comments.clear();
        if let Some(first_new) = self.show_list(turn, Ok(page)) {
            first_new.focus();
        }
    }

    /// Hands a list over once it is here.
    fn read(
        self: &Rc<Self>,
        answer: &Promise,
        then: impl FnOnce(&Rc<Self>, Result<ListPage, ListFailed>) + 'static,
    ) {
        let inner = Rc::clone(self);
        self.parts.read(
            answer,
            once(move |body| then(&inner, list::read_list(body))),
        );
    }

    /// No answer that was asked for before is drawn any more.
    fn next_turn(&self) -> u32 {
        let turn = self.list_turn.get().wrapping_add(1);
        self.list_turn.set(turn);
        self.comments.show_news(0);
        turn
    }
}

/// The order as it stands on the wire, and in the list of orders.
pub(super) const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::MostLiked => "most_liked",
    }
}
