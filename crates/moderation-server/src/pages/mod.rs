//! Pages for readers without JavaScript: the thread, the plain form, and its answers.

pub mod html;
pub mod reader_form;
pub mod words;
