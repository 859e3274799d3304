//! The reference moderation endpoint: start and stop.
fn main() {}
