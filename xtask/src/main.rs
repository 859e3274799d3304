//! Build, serve, test and measure: the commands of this repository.
mod train;
fn main() -> anyhow::Result<()> { let a: Vec<String> = std::env::args().skip(1).collect(); train::restore::run(&a) }
