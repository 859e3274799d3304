//! What a reader does with published comments: turns pages, changes the order, opens replies,
//! follows a link to one of them, and hears of new ones.

use alloc::boxed::Box;
use alloc::rc::Rc;

use comment_protocol::Sort;
use js_sys::Promise;
use view_kit::{Keyboard, Node, comment};
use wasm_bindgen::JsValue;

use super::{Inner, once};
use crate::list::{self, ListFailed, ListPage};

/// Called with the first comment of a list that was drawn.
type OnDrawn = Box<dyn FnOnce(&Rc<Inner>, Option<Node>)>;

/// So many comments are drawn in one go: a slow phone takes less than 50 ms.
const SLICE: u32 = 32;

impl Inner {
    pub(super) fn show_first_list(self: &Rc<Self>, first_list: Option<Promise>) {
        let Some(answer) = first_list else {
            self.comments.show_status(None);
            return;
        };
        let turn = self.list_turn.get();
        self.read(&answer, move |inner, page| {
            inner.show_list(turn, true, page, |inner, _| {
                inner.announce("binhluan-loaded");
                inner.show_linked();
            });
        });
    }

    pub(super) fn sort_by(self: &Rc<Self>, sort: &str) {
        self.sort.set(match sort {
            "oldest" => Sort::Oldest,
            "most_liked" => Sort::MostLiked,
            _ => Sort::Newest,
        });
        self.next_cursor.replace(None);
        self.news.take();
        self.comments.clear();
        self.load_more(false);
    }

    /// `by_button`: the keyboard stood on the button that now goes away.
    pub(super) fn load_more(self: &Rc<Self>, by_button: bool) {
        let turn = self.next_turn();
        let keyboard = Keyboard::of(&self.root);
        let is_first = self.next_cursor.borrow().is_none();
        self.comments.show_more(None);
        self.comments.show_status(Some(self.words.get("loading")));
        let answer = self.parts.list(
            sort_name(self.sort.get()),
            self.next_cursor.borrow().as_deref(),
            None,
        );
        self.read(&answer, move |inner, page| {
            inner.show_list(turn, is_first, page, move |_, first_new| {
                if by_button
                    && keyboard.has_stayed()
                    && let Some(first_new) = first_new
                {
                    first_new.focus();
                }
            });
        });
    }

    /// Draws a page of comments and hands the first of them over. `is_first`: it begins the list, so
    /// that nothing new is left to be told of. Nothing is handed over where no page came, or another
    /// list was asked for meanwhile.
    fn show_list(
        self: &Rc<Self>,
        turn: u32,
        is_first: bool,
        page: Result<ListPage, ListFailed>,
        then: impl FnOnce(&Rc<Self>, Option<Node>) + 'static,
    ) {
        if turn != self.list_turn.get() {
            return;
        }
        let Ok(page) = page else {
            self.comments
                .show_status(Some(self.words.get("list_failed")));
            self.comments.show_more(Some(self.words.get("retry")));
            return;
        };
        if is_first {
            self.count.set(page.count);
            self.comments.clear_news();
        }
        self.comments.show_count(page.count);
        self.draw_slices(turn, page, 0, None, Box::new(then));
    }

    /// Draws the comments from this one on, some at a time: what a page does meanwhile waits for one
    /// slice and not for all of them.
    fn draw_slices(
        self: &Rc<Self>,
        turn: u32,
        page: ListPage,
        from: u32,
        first_new: Option<Node>,
        then: OnDrawn,
    ) {
        if turn != self.list_turn.get() {
            return;
        }
        let to = from + SLICE;
        let drawn = self.comments.append(&page.comments.slice(from, to));
        let first_new = first_new.or(drawn);
        if to < page.comments.length() {
            let inner = Rc::clone(self);
            self.parts.later(once(move |_| {
                inner.draw_slices(turn, page, to, first_new, then);
            }));
            return;
        }
        self.comments
            .show_status((page.count == 0).then(|| self.words.get("empty")));
        self.comments
            .show_more(page.next_cursor.as_ref().map(|_| self.words.get("more")));
        self.next_cursor.replace(page.next_cursor);
        self.tell_participation(&page.policy);
        self.policy.replace(page.policy);
        if page.is_closed {
            self.close();
        }
        if page.refuses_guests {
            // Shows the way to sign in, or that the reader has.
            self.fetch_participation();
        }
        then(self, first_new);
    }

    /// Fetches replies beyond those shown with their comment, and puts the keyboard on the first.
    pub(super) fn load_replies(self: &Rc<Self>, button: Node) {
        let Some((comment, id)) = comment::around(&button) else {
            return;
        };
        let cursor = button.get_attribute("data-cursor");
        let answer = self
            .parts
            .list(sort_name(Sort::Oldest), cursor.as_deref(), Some(&id));
        button.set_text(self.words.get("loading"));
        let keyboard = Keyboard::of(&self.root);
        self.read(&answer, move |inner, page| match page {
            Ok(page) => {
                let first_new = inner.comments.append_replies(&comment, &page.comments);
                if let Some(cursor) = &page.next_cursor {
                    button.attr("data-cursor", cursor);
                    inner.comments.offer_replies(&comment);
                } else {
                    button.set_hidden(true);
                }
                if keyboard.has_stayed()
                    && let Some(first_new) = first_new
                {
                    first_new.focus();
                }
                inner.tell_participation(&JsValue::UNDEFINED);
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
        let keyboard = Keyboard::of(&self.root);
        self.read(&answer, move |inner, page| {
            match page {
                Ok(page) if inner.settings.page_id == page.page_id => {
                    inner.comments.prepend(&page.comments);
                    inner.tell_participation(&JsValue::UNDEFINED);
                    if keyboard.has_stayed() {
                        inner.comments.focus(&id);
                    }
                }
                // Another widget's article is meant, or may be.
                Ok(_) => {}
                Err(ListFailed) if !inner.parts.is_alone() => {}
                Err(ListFailed) => inner.comments.show_status(Some(inner.words.get("gone"))),
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
        self.show_list(turn, true, Ok(page), |_, first_new| {
            if let Some(first_new) = first_new {
                first_new.focus();
            }
        });
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

    /// Tells that comments were drawn, and the endpoint's rules where they came along.
    fn tell_participation(&self, policy: &JsValue) {
        if let Some(participation) = &*self.participation.borrow() {
            participation.list_changed(policy);
        }
    }

    /// No answer that was asked for before is drawn any more.
    fn next_turn(&self) -> u32 {
        let turn = self.list_turn.get().wrapping_add(1);
        self.list_turn.set(turn);
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
