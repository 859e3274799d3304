//! Pages beside the desk: for readers without JavaScript the thread, the plain form and its answers; for developers `/embed`.

pub mod embed;
pub mod html;
pub mod reader_form;
pub mod words;
