//! The markup that puts the widget into a page, in three kinds, with the files of one build.
//!
//! The server's page `/embed` and `cargo xtask embed` print the same, because both ask here.

mod build;
mod choices;
mod fallback;
mod html;
mod markup;
mod page_id;
mod policy;

pub use build::{Build, BuildError, File};
pub use choices::{ChoiceError, Choices, Diacritics, Language, PageRule, Theme};
pub use markup::{Cost, Kind};
pub use policy::content_security_policy;
