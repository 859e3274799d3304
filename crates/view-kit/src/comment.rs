//! Drawn comments: how the modules find one, and which it is.

use alloc::borrow::ToOwned as _;
use alloc::string::String;

use web_sys::ShadowRoot;

use crate::node::{Node, by_id};

/// Before a comment's id as the endpoint knows it, in the page's address and in the tree.
pub const ID_PREFIX: &str = "binh-luan-";

/// The drawn comment with this id.
#[must_use]
pub fn drawn(root: &ShadowRoot, id: &str) -> Option<Node> {
    by_id(root, &[ID_PREFIX, id].concat())
}

/// The comment in which a node stands, and its id as the endpoint knows it.
#[must_use]
pub fn around(node: &Node) -> Option<(Node, String)> {
    let comment = node.closest("li")?;
    let id = comment.id().strip_prefix(ID_PREFIX)?.to_owned();
    Some((comment, id))
}
