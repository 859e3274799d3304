//! Which characters of a text can be seen, which are refused, and which silently go.
//!
//! What nobody sees cannot be meant by the reader who pasted it, nor noticed by the one who reads:
//! it goes. Refused is what was seen where it came from, or changes how others are read.

use alloc::string::String;

/// Marks that one letter may bear: Vietnamese has two, the towers that spill over other comments
/// have dozens.
const MAX_MARKS: u32 = 3;
/// The same for scripts that write vowels and cantillation so.
const MAX_MARKS_OF_SCRIPTS: u32 = 5;
/// Letters in the tags of a flag: `gbeng`.
const MAX_FLAG_TAGS: usize = 6;

/// Control characters, and the override that turns what is read around.
pub(crate) fn is_forbidden(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\t' | '\r' => !multiline,
        '\u{202E}' // RIGHT-TO-LEFT OVERRIDE
        | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
        => true,
        c if is_line_break(c) => false,
        c => c.is_control() || is_noncharacter(c),
    }
}

/// What [`without_forbidden_characters`](crate::field::without_forbidden_characters) drops. Ids of
/// pages were kept under what it leaves, so this never changes.
pub(crate) fn is_dropped_from_ids(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\t' | '\r' => !multiline,
        '\u{061C}' // ARABIC LETTER MARK
        | '\u{200E}' | '\u{200F}' // LEFT-TO-RIGHT MARK, RIGHT-TO-LEFT MARK
        | '\u{202A}'..='\u{202E}' // embeddings and overrides
        | '\u{2028}' | '\u{2029}' // LINE SEPARATOR, PARAGRAPH SEPARATOR
        | '\u{2066}'..='\u{2069}' // isolates
        | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
        | '\u{E0000}'..='\u{E007F}' // TAGS: invisible copies of ASCII
        => true,
        c => c.is_control() || is_noncharacter(c),
    }
}

/// What ends a line in the programs that people copy from, beside `\n` and `\r`.
pub(crate) const fn is_line_break(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// Letters that take no room: text made of these alone is empty to the eye.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace() || is_blank(c) || is_ignorable(c) || c.is_control()
}

/// Letters of other scripts that look like a space.
const fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// The characters that Unicode calls default ignorable, and the marks of direction.
const fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters that emoji are made of; beside these, joiners and selectors change what is seen.
const fn is_emoji(c: char) -> bool {
    matches!(c,
        '#' | '*' | '0'..='9' | '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}'
        | '\u{20E3}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{27FF}' | '\u{2900}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Scripts in which a joiner or non-joiner shapes the letters beside it.
const fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFE}')
}

/// The scripts of India, where a joiner also ends a word.
const fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}')
}

/// How many of its kind a letter may bear, if `c` is a mark on the letter before it.
const fn marks_allowed(c: char) -> Option<u32> {
    match c {
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{302A}'..='\u{302F}'
        | '\u{3099}'
        | '\u{309A}'
        | '\u{A66F}'..='\u{A672}'
        | '\u{A674}'..='\u{A67D}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{101FD}' => Some(MAX_MARKS),
        '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C5}' | '\u{5C7}' // Hebrew
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' // Arabic
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6ED}'
        | '\u{711}' | '\u{730}'..='\u{74A}' | '\u{7A6}'..='\u{7B0}' | '\u{7EB}'..='\u{7F3}'
        | '\u{816}'..='\u{82D}' | '\u{859}'..='\u{85B}' | '\u{897}'..='\u{8FF}'
        | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' // Thai
        | '\u{EB1}' | '\u{EB4}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}' // Lao
        | '\u{F18}'..='\u{F19}' | '\u{F35}'..='\u{F39}' | '\u{F71}'..='\u{F84}' // Tibetan
        | '\u{F86}' | '\u{F87}' | '\u{F8D}'..='\u{FBC}' | '\u{FC6}'
        | '\u{102B}'..='\u{103E}' | '\u{1056}'..='\u{1059}' | '\u{105E}'..='\u{1060}' // Myanmar
        | '\u{1071}'..='\u{1074}' | '\u{1082}'..='\u{108D}' | '\u{135D}'..='\u{135F}'
        | '\u{17B6}'..='\u{17D3}' | '\u{17DD}' | '\u{18A9}' // Khmer, Mongolian
        | '\u{1CD0}'..='\u{1CF9}' | '\u{A8E0}'..='\u{A8F1}' => Some(MAX_MARKS_OF_SCRIPTS),
        // The scripts of India share one arrangement.
        '\u{900}'..='\u{DFF}' => match (c as u32) & 0x7F {
            0x00..=0x03 | 0x3C | 0x3E..=0x4D | 0x51..=0x57 | 0x62 | 0x63 => {
                Some(MAX_MARKS_OF_SCRIPTS)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The text without what cannot be seen: ignorable characters that shape nothing, marks of
/// direction, and marks beyond what a letter can bear. Takes NFC and leaves it NFC.
///
/// Joiners and selectors stay inside emoji and in scripts that need them, the tags of a flag
/// behind it; blanks become spaces.
///
/// ```
/// use comment_protocol::visible::visible;
/// assert_eq!(visible("gọi \u{202A}0912 345 678\u{202C}"), "gọi 0912 345 678");
/// assert_eq!(visible("Mai\u{200B}"), "Mai");
/// ```
#[must_use]
pub fn visible(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    // The last character kept.
    let mut last = '\0';
    let mut marks = 0;
    // A mark behind a dropped character would join the letter before it, and end NFC.
    let mut after_dropped = false;
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if last == '\u{1F3F4}'
            && let Some(flag) = flag_tags(c, rest.clone())
        {
            for tag in core::iter::once(c).chain(rest.by_ref().take(flag)) {
                out.push(tag);
            }
            last = '\0';
            continue;
        }
        if is_blank(c) {
            out.push(' ');
            (last, marks, after_dropped) = (' ', 0, false);
            continue;
        }
        if is_ignorable(c) && c != '\u{202E}' {
            let next = rest.clone().next().unwrap_or('\0');
            // What may go itself joins nothing.
            let stays = marks_allowed(next).is_none() && !is_ignorable(next);
            let shapes = match c {
                '\u{FE0E}' | '\u{FE0F}' => {
                    is_emoji(last) && last != '\u{FE0F}' && (!last.is_ascii() || next == '\u{20E3}')
                }
                '\u{200D}' => {
                    is_emoji(last)
                        && is_emoji(next)
                        && !last.is_ascii()
                        && !next.is_ascii()
                        && stays
                        || is_joining(last) && (is_joining(next) && stays || is_indic(last))
                }
                '\u{200C}' => is_joining(last) && is_joining(next),
                _ => false,
            };
            if shapes {
                out.push(c);
                last = c;
            } else {
                after_dropped = true;
            }
            continue;
        }
        if let Some(allowed) = marks_allowed(c) {
            marks += 1;
            // COMBINING ENCLOSING KEYCAP is what makes "1" an emoji.
            if marks > allowed || after_dropped && c != '\u{20E3}' {
                after_dropped = true;
                continue;
            }
        } else {
            marks = 0;
        }
        after_dropped = false;
        out.push(c);
        last = c;
    }
    out
}

/// [`visible`] without what [`CommentText::parse`](crate::CommentText::parse) and
/// [`AuthorName::parse`](crate::AuthorName::parse) refuse. What ends a line anywhere does so here, and
/// stands for a space where there is one line only.
///
/// ```
/// use comment_protocol::visible::only_visible;
/// assert_eq!(only_visible("Một.\u{2028}Hai.\u{B}Ba.", true), "Một.\nHai.\nBa.");
/// assert_eq!(only_visible("Lê\u{B}An", false), "Lê An");
/// ```
#[must_use]
pub fn only_visible(raw: &str, multiline: bool) -> String {
    let allowed: String = raw
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' if !multiline => ' ',
            c if !is_line_break(c) => c,
            _ if multiline => '\n',
            _ => ' ',
        })
        .filter(|&c| !is_forbidden(c, multiline))
        .collect();
    visible(&allowed)
}

/// How many characters behind the first belong to the tags of a flag that begin with `first`.
fn flag_tags(first: char, rest: core::str::Chars<'_>) -> Option<usize> {
    let is_tag = |c: char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    if !is_tag(first) {
        return None;
    }
    for (index, c) in rest.take(MAX_FLAG_TAGS).enumerate() {
        if c == '\u{E007F}' {
            return Some(index + 1);
        }
        if !is_tag(c) {
            return None;
        }
    }
    None
}
