//! Pages beside the desk: for readers without JavaScript the thread, the plain form and its answers; for developers `/embed`.

pub(crate) mod embed;
pub(crate) mod html;
pub(crate) mod numbers;
pub(crate) mod reader_form;
pub(crate) mod scripts;
pub(crate) mod words;
