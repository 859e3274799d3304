//! The few properties of DOM nodes that the widget needs, on one type, each one import.
//!
//! web-sys has them on a dozen types, and every cast between those costs bytes.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Document, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    /// Any element; a property it does not have reads as nothing and writes in vain.
    #[wasm_bindgen(extends = web_sys::Element, extends = web_sys::Node, extends = web_sys::EventTarget)]
    #[derive(Debug, Clone, PartialEq)]
    pub type Node;

    /// What a field holds.
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Node) -> String;
    /// What a field holds, without taking it into wasm.
    #[wasm_bindgen(method, getter = value)]
    pub fn js_value(this: &Node) -> js_sys::JsString;
    /// Fills a field.
    #[wasm_bindgen(method, setter)]
    pub fn set_value(this: &Node, value: &str);
    /// Whether a box is ticked.
    #[wasm_bindgen(method, getter)]
    pub fn checked(this: &Node) -> bool;
    /// Ticks a box.
    #[wasm_bindgen(method, setter)]
    pub fn set_checked(this: &Node, checked: bool);
    /// Whether the node is out of sight.
    #[wasm_bindgen(method, getter)]
    pub fn hidden(this: &Node) -> bool;
    /// Takes the node out of sight, or back.
    #[wasm_bindgen(method, setter)]
    pub fn set_hidden(this: &Node, hidden: bool);
    /// Puts the keyboard there.
    #[wasm_bindgen(method)]
    pub fn focus(this: &Node);
    /// Replaces the content by text.
    #[wasm_bindgen(method, setter = textContent)]
    pub fn set_text(this: &Node, text: &str);
    /// Replaces the content by a string that never enters wasm.
    #[wasm_bindgen(method, setter = textContent)]
    pub fn set_js_text(this: &Node, text: &JsValue);
    /// The node's id.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Node) -> String;
    /// The tag's name.
    #[wasm_bindgen(method, getter, js_name = localName)]
    pub fn local_name(this: &Node) -> String;
    /// The first element below.
    #[wasm_bindgen(method, getter, js_name = firstElementChild)]
    pub fn first(this: &Node) -> Option<Node>;
    /// The element behind this one.
    #[wasm_bindgen(method, getter, js_name = nextElementSibling)]
    pub fn next(this: &Node) -> Option<Node>;
    /// The element whose `data-do` names what a press on this node does.
    #[wasm_bindgen(method)]
    pub fn closest(this: &Node, selector: &str) -> Option<Node>;
    /// The first node below that matches.
    #[wasm_bindgen(method, js_name = querySelector)]
    pub fn find(this: &Node, selector: &str) -> Option<Node>;
    /// A copy with everything below.
    #[wasm_bindgen(method, js_name = cloneNode)]
    pub fn copy(this: &Node, deep: bool) -> Node;
    /// Adds a node behind the last one.
    #[wasm_bindgen(method, js_name = append)]
    pub fn push(this: &Node, child: &Node);
    /// Adds a node before that one, or behind the last where there is none.
    #[wasm_bindgen(method, js_name = insertBefore)]
    pub fn put_before(this: &Node, child: &Node, before: Option<&Node>);
    /// Adds a node before the first one.
    #[wasm_bindgen(method, js_name = prepend)]
    pub fn push_first(this: &Node, child: &Node);
    /// Adds a node right behind this one.
    #[wasm_bindgen(method, js_name = after)]
    pub fn push_behind(this: &Node, sibling: &Node);
    /// Removes everything below.
    #[wasm_bindgen(method, js_name = replaceChildren)]
    pub fn clear(this: &Node);

    #[wasm_bindgen(method, js_name = createElement)]
    fn create_element(this: &DocumentExt, tag: &str) -> Node;
    type DocumentExt;

    type RootExt;
    #[wasm_bindgen(method, setter = adoptedStyleSheets)]
    fn set_sheets(this: &RootExt, sheets: &js_sys::Array);
    #[wasm_bindgen(method, getter = adoptedStyleSheets)]
    fn sheets(this: &RootExt) -> JsValue;
}

/// A new element. `tag` is always one of our own, so it cannot fail.
#[must_use]
pub fn create(document: &Document, tag: &str) -> Node {
    document.unchecked_ref::<DocumentExt>().create_element(tag)
}

/// Adds a style sheet to those of `root`. A constructed one passes a strict `style-src`, where a
/// `<style>` would not.
pub fn add_styles(root: &ShadowRoot, css: &str) {
    let Ok(sheet) = CssStyleSheet::new() else {
        return;
    };
    // A sheet that did not parse leaves the widget plain, and working.
    let _ = sheet.replace_sync(css);
    let root = root.unchecked_ref::<RootExt>();
    let sheets = js_sys::Array::from(&root.sheets());
    sheets.push(&sheet);
    root.set_sheets(&sheets);
}

/// Removes all style sheets of `root`, those of a widget that stood there before.
pub fn clear_styles(root: &ShadowRoot) {
    root.unchecked_ref::<RootExt>()
        .set_sheets(&js_sys::Array::new());
}

/// The node with this id. Ids live in the shadow root, apart from the page's own.
#[must_use]
pub fn by_id(root: &ShadowRoot, id: &str) -> Option<Node> {
    root.get_element_by_id(id).map(JsCast::unchecked_into)
}

impl Node {
    /// Sets an attribute. Names are our own, so it cannot fail.
    pub fn attr(&self, name: &str, value: &str) {
        let _ = self.set_attribute(name, value);
    }

    /// Shows the text, or hides the node where there is none.
    pub fn show_text(&self, text: Option<&str>) {
        self.set_text(text.unwrap_or_default());
        self.set_hidden(text.is_none());
    }
}
