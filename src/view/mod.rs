//! The only place that makes nodes: from templates and text, never from markup strings.

pub mod comments;

use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

/// Draws the empty widget into `root` in place of what stood there, and returns its first node. The
/// beginning of the form that `www/element.js` has drawn is completed; `widget.css` is its concern.
pub fn draw(root: &ShadowRoot, words: Words) -> Option<Node> {
    let document = root.owner_document()?;
    let begun = by_id(root, "heading").filter(|_| by_id(root, "comments").is_none());
    let begun = begun.and_then(|heading| heading.closest("section"));
    let widget = template::complete(
        &document,
        words,
        include_str!("widget.view"),
        begun.as_ref(),
    )?;
    if widget.parent_node().is_none() {
        root.replace_children_with_node_1(&widget);
    }
    Some(widget)
}
