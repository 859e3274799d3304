//! `vi-text` on the command line.
fn main() {}
