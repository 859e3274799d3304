//! What editors do, whether on the desk's pages or through its API: signing in, claiming a comment,
//! deciding about it.

pub mod acts;
pub mod article;
pub mod claim;
pub mod decision;
pub mod device;
pub mod device_words;
pub mod draft;
pub mod email_reads;
pub mod password;
pub mod password_rules;
pub mod restoration;
pub mod rights;
pub mod search;
pub mod second_factor;
pub mod session;
pub mod share;
pub mod sign_in;
pub mod totp;
