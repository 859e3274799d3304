//! What a search means, whatever the database: which candidates are shown in which part of it.

use crate::moderation::search::terms::{Boundary, Searched, has_all};
use crate::moderation::search::words::words;
use crate::store::search::{Phase, SearchQuery};

/// Whether a candidate is what this part of the search means: marks and phrases are not all in an
/// index, and what one part of the search has shown the next one leaves out.
pub(in crate::store) fn is_meant(query: &SearchQuery, phase: Phase, comment: Searched<'_>) -> bool {
    let terms = &query.terms;
    let nameless = Searched {
        email: None,
        ..comment
    };
    match phase {
        Phase::Email => {
            has_all(terms, comment, Boundary::Word) && !has_all(terms, nameless, Boundary::Word)
        }
        Phase::Word => has_all(terms, nameless, Boundary::Word),
        Phase::Part => {
            has_all(terms, nameless, Boundary::Part) && !has_all(terms, nameless, Boundary::Word)
        }
    }
}

/// Whether an editor is meant: by the login, or by all words of what is sought in the name.
pub(in crate::store) fn is_named(login: &str, name: &str, wanted: &str) -> bool {
    let (sought, own) = (words(wanted), words(name));
    let has = |plain: &str| own.iter().any(|word| word.plain == plain);
    let is_named = !sought.is_empty() && sought.iter().all(|word| has(&word.plain));
    is_named || login.eq_ignore_ascii_case(wanted)
}
