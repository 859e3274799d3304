//! Build, serve, test and measure: the commands of this repository.
fn main() {}
