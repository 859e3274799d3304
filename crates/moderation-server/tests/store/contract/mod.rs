//! The contract, one promise a function.

pub(crate) mod acts;
pub(crate) mod articles;
pub(crate) mod comments;
pub(crate) mod context;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod editors;
pub(crate) mod news;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod search;
pub(crate) mod second_factor;
pub(crate) mod shares;
pub(crate) mod undoing;
pub(crate) mod upkeep;
