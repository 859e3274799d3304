//! The only place that makes nodes: from templates and text, never from markup strings.

pub mod comments;

use view_kit::{Node, Words, node, template};
use web_sys::ShadowRoot;

/// Draws the empty widget into `root` in place of what stood there, and returns its first node.
pub fn draw(root: &ShadowRoot, words: Words) -> Option<Node> {
    let document = root.owner_document()?;
    let widget = template::build(&document, words, include_str!("widget.view"))?;
    node::clear_styles(root);
    node::add_styles(root, view_kit::styles!("widget.css"));
    root.replace_children_with_node_1(&widget);
    Some(widget)
}
