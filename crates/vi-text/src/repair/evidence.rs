//! Whether the decoded words of a text say that it was typed with the input method off.

use alloc::vec::Vec;

use super::words::{Found, Pass};

/// The words to replace; `None` to leave the text alone.
///
/// A whole raw text needs two decoded words, a quarter of all words, and mostly Vietnamese around
/// them. In a marked text single words are replaced if their keys are like no other language.
pub(super) fn accept(pass: Pass) -> Option<Vec<Found>> {
    let found = pass.found.iter().filter(|f| f.weight > 0).count();
    let mut pass = pass;
    let capitals = pass.found.iter().filter(|f| f.is_capitals).count();
    if capitals * 2 <= found {
        // An abbreviation among small letters: "WTO", "VAR".
        pass.found
            .retain(|f| !f.is_capitals || f.weight == 0 || f.weight >= 3);
    }
    let weight = pass.weight();
    let vietnamese = found + pass.plain + pass.marked;
    let others = pass.words.saturating_sub(vietnamese);
    let unmarked = pass.words.saturating_sub(pass.marked);
    let needed = match others {
        0 => 2,
        _ if others * 4 <= vietnamese => 3,
        _ => 5,
    };
    // Short words of Spanish and Italian type syllables too, but by keys of little weight.
    let is_vietnamese = others * 2 <= vietnamese || (others <= vietnamese && weight >= found * 3);
    let heaviest = pass.found.iter().map(|f| f.weight).max().unwrap_or(0);
    let is_whole = found >= 2
        && found * 4 >= unmarked
        && weight >= needed
        && is_vietnamese
        && (others == 0 || heaviest >= 2);
    if is_whole && found > pass.marked {
        return Some(pass.found);
    }
    let is_marked = pass.marked >= 2 && others * 2 <= vietnamese;
    if !is_marked {
        return (found > 0 && found == pass.words && weight >= 5).then_some(pass.found);
    }
    let strong: Vec<Found> = pass
        .found
        .into_iter()
        .filter(|f| f.weight >= 3 && !f.is_capitals)
        .collect();
    (!strong.is_empty()).then_some(strong)
}
