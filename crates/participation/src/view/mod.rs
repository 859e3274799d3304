//! Draws what happens while a reader writes, into the nodes that the widget drew.

pub mod advice;
pub mod form;
pub mod own;
pub mod reply;
pub mod signed;
