//! Texts of other languages, about which the check must ask nothing: one file for each language.

use std::path::Path;

use anyhow::{Context, Result};
use vi_text::check::Checker;

/// Checks every line of every `NAME.txt` in a folder, and prints by file how many were asked about.
///
/// # Errors
///
/// When the folder or a file cannot be read.
pub(super) fn print(checker: &Checker, dir: &Path, list: bool) -> Result<()> {
    let entries =
        std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    println!("\nother languages, a text a line:");
    println!(
        "  {:<14} {:>8} {:>7} {:>10}",
        "file", "texts", "asked", "one in"
    );
    let (mut all, mut all_asked) = (0_usize, 0_usize);
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let (mut texts, mut asked) = (0, 0);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            texts += 1;
            let finding = checker.judge(line);
            if finding.lacks_marks() {
                asked += 1;
                if list {
                    println!("FALSE\t{name}\t{}\t{line}", finding.kind.name());
                }
            }
        }
        print_row(&name, texts, asked);
        all += texts;
        all_asked += asked;
    }
    print_row("all", all, all_asked);
    Ok(())
}

fn print_row(name: &str, texts: usize, asked: usize) {
    let one_in = texts
        .checked_div(asked)
        .map_or_else(|| "–".to_owned(), |one_in| one_in.to_string());
    println!("  {name:<14} {texts:>8} {asked:>7} {one_in:>10}");
}
