//! The only place that makes nodes: from templates and text, never from markup strings.

pub mod comments;

use view_kit::{Node, Words, node, template};
use web_sys::{CssStyleSheet, ShadowRoot};

/// Draws the empty widget into `root` in place of what stood there, and returns its first node.
pub fn draw(root: &ShadowRoot, words: Words) -> Option<Node> {
    let document = root.owner_document()?;
    let widget = template::build(&document, words, include_str!("widget.view"))?;
    // A constructed style sheet passes a strict `style-src`, where a `<style>` would not.
    if let Ok(sheet) = CssStyleSheet::new() {
        // A sheet that did not parse leaves the widget plain, and working.
        let _ = sheet.replace_sync(include_str!("widget.css"));
        node::set_adopted_style_sheets(root, &sheet);
    }
    root.replace_children_with_node_1(&widget);
    Some(widget)
}
