//! Draws published comments.

use js_sys::{Array, Date};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

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
    fn author(this: &Row) -> RowAuthor;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn edited(this: &Row) -> bool;
    #[wasm_bindgen(method, getter)]
    fn published_at(this: &Row) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn replies(this: &Row) -> Option<Array>;

    type RowAuthor;
    #[wasm_bindgen(method, getter)]
    fn name(this: &RowAuthor) -> JsValue;
}

/// Where comments are drawn.
#[derive(Debug)]
pub struct CommentsView {
    words: Words,
    /// Copied for every comment, which is quicker than making its nodes one by one.
    blank: Node,
    list: Node,
    status: Node,
    more: Node,
    count: Node,
    bar: Node,
}

impl CommentsView {
    /// Finds the nodes of the list in a drawn widget.
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        Some(Self {
            words,
            blank: template::build(&root.owner_document()?, words, include_str!("comment.view"))?,
            list: by_id(root, "comments")?,
            status: by_id(root, "list-status")?,
            more: by_id(root, "more")?,
            count: by_id(root, "count")?,
            bar: by_id(root, "list-bar")?,
        })
    }

    /// Adds comments behind those already drawn, and returns the first of them.
    pub fn append(&self, rows: &Array) -> Option<Node> {
        let first_new = self.draw_rows(&self.list, rows);
        self.list.attr("aria-busy", "false");
        first_new
    }

    /// Removes all published comments.
    pub fn clear(&self) {
        self.list.clear();
    }

    /// Says something in place of, or behind, the comments.
    pub fn show_status(&self, text: Option<&str>) {
        self.status.show_text(text);
    }

    /// Offers the next page, or to try again.
    pub fn show_more(&self, label: Option<&str>) {
        self.more.show_text(label);
    }

    /// Shows how many comments there are, replies included.
    pub fn show_count(&self, count: u32) {
        let mut text = String::new();
        if count > 0 {
            text.push('(');
            words::push_number(&mut text, count);
            text.push(')');
        }
        self.count.set_text(&text);
        // Nothing to put in order before there are two.
        self.bar.set_hidden(count < 2);
    }

    fn draw_rows(&self, list: &Node, rows: &Array) -> Option<Node> {
        let now = Date::now();
        let mut first = None;
        for index in 0..rows.length() {
            let row: Row = rows.get(index).unchecked_into();
            let node = self.draw_row(&row, now);
            list.push(&node);
            first.get_or_insert(node);
        }
        first
    }

    fn draw_row(&self, row: &Row, now: f64) -> Node {
        let node = self.blank.copy(true);
        set(&node, ".author", &row.author().name());
        set(&node, ".text", &row.text());
        let id = ["binh-luan-", &row.id().as_string().unwrap_or_default()].concat();
        node.attr("id", &id);
        if let Some(time) = node.find(".time") {
            let (text, exact) = self.time_texts(&Date::new(&row.published_at()), now);
            time.set_text(&text);
            time.attr("title", &exact);
            time.attr("href", &["#", &id].concat());
        }
        if row.edited()
            && let Some(mark) = node.find(".mark")
        {
            mark.show_text(Some(self.words.get("edited")));
        }
        if let Some(replies) = row.replies().filter(|replies| replies.length() > 0)
            && let Some(list) = node.find(".replies")
        {
            list.set_hidden(false);
            self.draw_rows(&list, &replies);
        }
        node
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

fn set(node: &Node, selector: &str, text: &JsValue) {
    if let Some(place) = node.find(selector) {
        place.set_js_text(text);
    }
}
