//! Draws published comments.

use alloc::string::String;
use core::cell::Cell;

use js_sys::{Array, Date, JsString};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

use view_kit::comment::{self, ID_PREFIX};
use view_kit::{Node, Words, by_id, template, words};

use crate::list::whole;
use crate::relative_time::{self, LocalTime};

#[wasm_bindgen]
extern "C" {
    /// One published comment as the endpoint sent it. Its strings go from the answer to the page
    /// without entering wasm, which is the quickest way to draw a list.
    #[derive(Debug)]
    pub type Row;
    #[wasm_bindgen(method, getter)]
    fn id(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn parent_id(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn author(this: &Row) -> RowAuthor;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Row) -> JsString;
    #[wasm_bindgen(method, getter)]
    fn edited(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn published_at(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn like_count(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn reply_count(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn replies(this: &Row) -> Option<Array>;

    type RowAuthor;
    #[wasm_bindgen(method, getter)]
    fn name(this: &RowAuthor) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn signed_in(this: &RowAuthor) -> JsValue;
}

/// Where comments are drawn.
#[derive(Debug)]
pub struct CommentsView {
    words: Words,
    root: ShadowRoot,
    /// Copied for every comment, which is quicker than making its nodes one by one.
    blank: Node,
    list: Node,
    status: Node,
    more: Node,
    count: Node,
    bar: Node,
    sort: Node,
    news: Node,
    form: Node,
    /// Where the form stands unless it answers a comment.
    form_place: Node,
    /// The ids of the comments that this reader likes.
    liked: Array,
    /// New comments that were told of.
    announced: Cell<u32>,
}

/// When and where comments are drawn: the same for all that come together.
struct RenderContext {
    /// Milliseconds since 1970.
    now: f64,
    /// The page's address without its fragment.
    page: String,
    /// UTF-16 units of a text that are shown whole.
    folded_above: u32,
}

/// Texts of more lines than this are folded, to some ten of them.
const FOLDED_ABOVE_LINES: u32 = 12;
/// The least width of a letter, in pixels: guessing lines from it spares measuring each text.
const LETTER_WIDTH: u32 = 7;

/// Shows the whole of a folded text.
pub fn unfold(button: &Node) {
    if let Some(comment) = button.closest("li") {
        set_class(&comment, "comment");
        button.set_hidden(true);
        // The button that had the keyboard is gone; the text is what was asked for.
        comment.focus();
    }
}

impl CommentsView {
    /// Finds the nodes of the list in a drawn widget.
    pub fn new(root: &ShadowRoot, words: Words, liked: Array) -> Option<Self> {
        Some(Self {
            words,
            root: root.clone(),
            blank: template::build(&root.owner_document()?, words, include_str!("comment.view"))?,
            list: by_id(root, "comments")?,
            status: by_id(root, "list-status")?,
            more: by_id(root, "more")?,
            count: by_id(root, "count")?,
            bar: by_id(root, "list-bar")?,
            sort: by_id(root, "sort")?,
            news: by_id(root, "news")?,
            form: by_id(root, "form")?,
            form_place: by_id(root, "form-place")?,
            liked,
            announced: Cell::default(),
        })
    }

    /// Adds comments behind those already drawn, and returns the first of them.
    pub fn append(&self, rows: &Array) -> Option<Node> {
        self.draw_rows(&self.list, rows, Node::push, &self.context())
    }

    /// Adds comments before those already drawn.
    pub fn prepend(&self, rows: &Array) {
        self.draw_rows(&self.list, rows, Node::push_first, &self.context());
    }

    /// Adds replies to a drawn comment, and returns the first of them.
    pub fn append_replies(&self, comment: &Node, rows: &Array) -> Option<Node> {
        self.draw_replies(comment, rows, &self.context())
    }

    fn draw_replies(&self, comment: &Node, rows: &Array, context: &RenderContext) -> Option<Node> {
        let list = comment.find(".replies")?;
        list.set_hidden(false);
        self.draw_rows(&list, rows, Node::push, context)
    }

    /// Offers those replies to a drawn comment that are not shown.
    pub fn offer_replies(&self, comment: &Node) {
        let (Some(button), Some(list)) = (replies_button(comment), comment.find(".replies")) else {
            return;
        };
        let total = button.get_attribute("data-count").unwrap_or_default();
        let left = total
            .parse()
            .unwrap_or(0_u32)
            .saturating_sub(list.child_element_count());
        let label = (left > 0).then(|| self.words.with_number("more_replies", left));
        button.show_text(label.as_deref());
    }

    /// Removes all published comments; a form that stood among them returns to its place.
    pub fn clear(&self) {
        if self.list.contains(Some(&self.form)) {
            self.form_place.push(&self.form);
        }
        self.list.clear();
    }

    /// Puts the keyboard on a comment. False where it is not drawn.
    pub fn focus(&self, id: &str) -> bool {
        let comment = comment::drawn(&self.root, id);
        if let Some(comment) = &comment {
            comment.focus();
        }
        comment.is_some()
    }

    /// Says something in place of, or behind, the comments.
    pub fn show_status(&self, text: Option<&str>) {
        self.list.attr("aria-busy", "false");
        self.status.show_text(text);
    }

    /// Offers the next page, or to try again.
    pub fn show_more(&self, label: Option<&str>) {
        self.more.show_text(label);
    }

    /// Nothing new is left to be told of.
    pub fn clear_news(&self) {
        self.news.attr("data-own", "");
        self.show_news(0);
    }

    /// Says that there are new comments, without moving those that are drawn; the same again is
    /// not said twice. The reader's own are no news; `participation` makes a stroke for each.
    pub fn show_news(&self, count: u32) {
        let own = self.news.get_attribute("data-own").unwrap_or_default();
        let count = count.saturating_sub(u32::try_from(own.len()).unwrap_or_default());
        if count == self.announced.replace(count) {
            return;
        }
        let label = (count > 0).then(|| self.words.with_number("news", count));
        self.news.show_text(label.as_deref());
        if count > 0 {
            self.make_room_for_news(true);
        }
    }

    /// Shows the order of the list.
    pub fn show_sort(&self, name: &str) {
        self.sort.set_value(name);
    }

    /// Shows how many comments there are, replies included.
    pub fn show_count(&self, count: u32) {
        let mut text = String::new();
        if count > 0 {
            text.push_str(" (");
            self.words.push_number(&mut text, count);
            text.push(')');
        }
        self.count.set_text(&text);
        // Nothing to put in order before there are two, and room for news only below some.
        self.bar.set_hidden(count < 2);
        self.make_room_for_news(count > 0);
    }

    fn make_room_for_news(&self, is_needed: bool) {
        if let Some(place) = self.news.closest(".news") {
            place.set_hidden(!is_needed);
        }
    }

    /// Asks where the list stands, which makes the browser lay the page out: once for a list.
    fn context(&self) -> RenderContext {
        // The page's own address: with a `<base>`, a mere `#` would lead elsewhere.
        let page = self.root.owner_document().and_then(|page| page.url().ok());
        let mut page = page.unwrap_or_default();
        page.truncate(page.find('#').unwrap_or(page.len()));
        let width = u32::try_from(self.list.client_width()).unwrap_or_default();
        RenderContext {
            now: Date::now(),
            page,
            folded_above: width / LETTER_WIDTH * FOLDED_ABOVE_LINES,
        }
    }

    fn draw_rows(
        &self,
        list: &Node,
        rows: &Array,
        place: fn(&Node, &Node),
        context: &RenderContext,
    ) -> Option<Node> {
        let mut first = None;
        for index in 0..rows.length() {
            let row: Row = rows.get(index).unchecked_into();
            let id = [ID_PREFIX, &row.id().as_string().unwrap_or_default()].concat();
            // A page that moved on meanwhile brings some comments twice.
            let replies = row.replies().filter(|replies| replies.length() > 0);
            if let Some(drawn) = by_id(&self.root, &id) {
                if let Some(replies) = replies {
                    self.draw_replies(&drawn, &replies, context);
                    self.offer_replies(&drawn);
                }
                continue;
            }
            let node = self.draw_row(&row, &id, context);
            place(list, &node);
            // Replies look for the one they answer, which must be in the tree by then.
            if let Some(replies) = replies {
                self.draw_replies(&node, &replies, context);
            }
            let reply_count = row.reply_count().as_f64().map_or(0, whole);
            if reply_count > 0
                && let Some(button) = replies_button(&node)
            {
                button.attr("data-count", &digits(reply_count));
                self.offer_replies(&node);
            }
            first.get_or_insert(node);
        }
        first
    }

    fn draw_row(&self, row: &Row, id: &str, context: &RenderContext) -> Node {
        let node = self.blank.copy(true);
        let author = row.author();
        set(&node, ".author", &author.name());
        if author.signed_in() == true
            && let Some(mark) = node.find(".member")
        {
            mark.set_hidden(false);
        }
        let text = row.text();
        set(&node, ".text", &text);
        if text.length() > context.folded_above || text.split("\n").length() > FOLDED_ABOVE_LINES {
            set_class(&node, "comment folded");
            if let Some(button) = node.find("[data-do=unfold]") {
                button.set_hidden(false);
            }
        }
        node.attr("id", id);
        if let Some(time) = node.find(".time") {
            let (text, exact) = self.time_texts(&Date::new(&row.published_at()), context.now);
            time.set_text(&text);
            time.attr("title", &exact);
            time.attr("href", &[&context.page, "#", id].concat());
        }
        if row.edited() == true
            && let Some(mark) = node.find(".edited")
        {
            mark.set_hidden(false);
        }
        self.say_whom(&node, row);
        let like_count = row.like_count().as_f64().map_or(0, whole);
        if like_count > 0
            && let Some(likes) = node.find(".likes")
        {
            let mut text = String::from(" ");
            self.words.push_number(&mut text, like_count);
            likes.set_text(&text);
        }
        if self.liked.includes(&row.id(), 0)
            && let Some(button) = node.find("[data-do=like]")
        {
            button.attr("aria-pressed", "true");
        }
        node
    }

    /// Replies to replies stand in one row: says whom such a one answers.
    fn say_whom(&self, node: &Node, row: &Row) {
        let Some(parent) = row.parent_id().as_string() else {
            return;
        };
        if let Some(parent) = comment::drawn(&self.root, &parent)
            && parent.closest(".replies").is_some()
            && let (Some(author), Some(to)) = (parent.find(".author"), node.find(".to"))
        {
            let name = author.text_content().unwrap_or_default();
            to.show_text(Some(&[self.words.get("to"), " ", &name].concat()));
        }
    }

    fn time_texts(&self, then: &Date, now: f64) -> (String, String) {
        let seconds_ago = whole((now - then.get_time()) / 1_000.0);
        let offset_minutes = then.get_timezone_offset();
        let day = |time: f64| whole((time / 60_000.0 - offset_minutes) / 1_440.0);
        let local = LocalTime {
            year: then.get_full_year(),
            month: then.get_month() + 1,
            day: then.get_date(),
            hour: then.get_hours(),
            minute: then.get_minutes(),
        };
        let days_ago = day(now).saturating_sub(day(then.get_time()));
        (
            relative_time::in_words(self.words, seconds_ago, days_ago, local),
            relative_time::exact(local),
        )
    }
}

/// The button for more replies of a drawn comment; those of its replies stand deeper.
fn replies_button(comment: &Node) -> Option<Node> {
    comment.find(":scope>[data-do=replies]")
}

fn digits(number: u32) -> String {
    let mut text = String::new();
    words::push_digits(&mut text, number, 1);
    text
}

fn set(node: &Node, selector: &str, text: &JsValue) {
    if let Some(place) = node.find(selector) {
        place.set_js_text(text);
    }
}

fn set_class(node: &Node, class: &str) {
    node.attr("class", class);
}
