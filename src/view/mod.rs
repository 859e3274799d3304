//! The only place that makes nodes: from templates and text, never from markup strings.

pub mod comments;
pub mod form;
pub mod node;
pub mod template;

use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, ShadowRoot};

use crate::words::Words;
use node::Node;

/// Draws the empty widget into `root` in place of what stood there, and returns its first node.
pub fn draw(root: &ShadowRoot, words: Words) -> Option<Node> {
    let document = root.owner_document()?;
    let widget = template::build(&document, words, include_str!("widget.view"))?;
    adopt_styles(root);
    root.replace_children_with_node_1(&widget);
    Some(widget)
}

/// The node with this id. Ids live in the shadow root, apart from the page's own.
pub fn by_id(root: &ShadowRoot, id: &str) -> Option<Node> {
    root.get_element_by_id(id).map(JsCast::unchecked_into)
}

/// Constructed style sheets pass a strict `style-src`, where a `<style>` would not.
fn adopt_styles(root: &ShadowRoot) {
    if let Ok(sheet) = CssStyleSheet::new() {
        // A sheet that did not parse leaves the widget plain, and working.
        let _ = sheet.replace_sync(include_str!("widget.css"));
        node::set_adopted_style_sheets(root, &sheet);
    }
}
