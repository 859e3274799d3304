//! What is decided about a comment without HTTP and without the database.

pub mod page_address;
pub mod posting;
pub mod restoration;
pub mod role;
pub mod search;
pub(crate) mod stored_word;
pub mod text;
