//! What is decided the same way whatever the database: values in, values out, and no SQL.

pub(in crate::store) mod accounts;
pub(in crate::store) mod arrival;
pub(in crate::store) mod articles;
pub(in crate::store) mod decision;
pub(in crate::store) mod desk_log;
pub(in crate::store) mod lists;
pub(in crate::store) mod naming;
pub(in crate::store) mod places;
pub(in crate::store) mod search;
pub(in crate::store) mod undo;
pub(in crate::store) mod words;
