//! Text cut into the tokens the model reads: words, numbers, sentence ends, and what is left alone.

use alloc::vec::Vec;
use core::ops::Range;

use super::word::Word;
use crate::letter::is_combining_mark;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of Vietnamese or ASCII letters: the only kind that is ever restored.
    Word,
    /// Anything with a digit in it: "2026", "4G", "1.000".
    Number,
    /// Links, addresses, @names, #tags, code, words of other alphabets, "don't".
    Other,
    /// The end of a sentence or of a line.
    End,
    /// The end of a question.
    Question,
    /// The end of an exclamation.
    Exclamation,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The word taken apart, for [`TokenKind::Word`].
    pub word: Option<Word>,
    /// Whether a comma, bracket, quotation mark or the like stands before it.
    pub after_pause: bool,
}

/// Last labels of host and file names that are no Vietnamese syllables.
const NAME_ENDINGS: [&str; 13] = [
    "com", "net", "org", "vn", "edu", "gov", "info", "html", "htm", "php", "tv", "io", "app",
];

/// Cuts `text` into tokens; runs of several sentence marks give one token.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut scan = Scan {
        text,
        tokens: Vec::with_capacity(text.len() / 4),
        end: None,
        pause: false,
        run_end: 0,
    };
    scan.run();
    scan.tokens
}

struct Scan<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// A sentence end seen and not yet written, with its place.
    end: Option<(TokenKind, Range<usize>)>,
    pause: bool,
    /// Where the run without white space ends that was entered last.
    run_end: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.char_at(at) {
            if c == '\n' {
                self.note_end(TokenKind::End, at..at + 1);
                at += 1;
            } else if c.is_whitespace() {
                at += c.len_utf8();
            } else if let Some(end) = self.code_end(at) {
                self.push(TokenKind::Other, at..end, None);
                at = end;
            } else {
                at = self.chunk(at);
            }
        }
        self.flush_end();
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The end of a span in backquotes on one line that starts here.
    fn code_end(&self, at: usize) -> Option<usize> {
        let inside = self.text.get(at..)?.strip_prefix('`')?;
        let line = inside.split('\n').next()?;
        Some(at + 1 + line.find('`')? + 1)
    }

    /// Reads one run without white space.
    fn chunk(&mut self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        // Behind code in backquotes a run goes on: it was looked along once, and only the part up to
        // the next backquote is looked at again.
        let goes_on = start < self.run_end;
        if !goes_on {
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.run_end = start + len;
        }
        let len = self.run_end - start;
        let len = rest
            .char_indices()
            .take_while(|(at, _)| goes_on && *at < len)
            .find(|(at, c)| *at > 0 && *c == '`')
            .map_or(len, |(at, _)| at);
        let chunk = rest.get(..len).unwrap_or_default();
        if is_protected(chunk) {
            self.push(TokenKind::Other, start..start + len, None);
            return start + len;
        }
        let end = start + len;
        let mut at = start;
        while let Some(c) = self.char_at(at).filter(|_| at < end) {
            let next = at + c.len_utf8();
            if c.is_alphanumeric() || is_combining_mark(c) {
                at = self.run_of_letters(at, end);
                continue;
            }
            match c {
                '`' if at > start => return at,
                '?' => self.note_end(TokenKind::Question, at..next),
                '!' => self.note_end(TokenKind::Exclamation, at..next),
                '.' | '…' => {
                    if self.char_at(next).is_none_or(|c| !c.is_alphanumeric()) {
                        self.note_end(TokenKind::End, at..next);
                    } else {
                        self.pause = true;
                    }
                }
                _ => self.pause = true,
            }
            at = next;
        }
        at
    }

    fn run_of_letters(&mut self, start: usize, limit: usize) -> usize {
        let mut at = start;
        let mut digits = false;
        let mut foreign = false;
        while let Some(c) = self.char_at(at).filter(|_| at < limit) {
            let next = at + c.len_utf8();
            if c.is_numeric() {
                digits = true;
            } else if !c.is_alphabetic() && !is_combining_mark(c) {
                let follower = self.char_at(next).filter(|_| next < limit);
                let apostrophe = matches!(c, '\'' | '’')
                    && at > start
                    && follower.is_some_and(char::is_alphabetic);
                let separator =
                    matches!(c, '.' | ',') && digits && follower.is_some_and(char::is_numeric);
                if !apostrophe && !separator {
                    break;
                }
                foreign |= apostrophe;
            }
            at = next;
        }
        let word = if digits || foreign {
            None
        } else {
            self.text.get(start..at).and_then(Word::parse)
        };
        let kind = match (word.is_some(), digits) {
            (true, _) => TokenKind::Word,
            (false, true) => TokenKind::Number,
            (false, false) => TokenKind::Other,
        };
        self.push(kind, start..at, word);
        at
    }

    fn push(&mut self, kind: TokenKind, range: Range<usize>, word: Option<Word>) {
        self.flush_end();
        self.tokens.push(Token {
            kind,
            range,
            word,
            after_pause: self.pause,
        });
        self.pause = false;
    }

    fn note_end(&mut self, kind: TokenKind, range: Range<usize>) {
        match &mut self.end {
            Some((noted, _)) => {
                if *noted == TokenKind::End || kind == TokenKind::Question {
                    *noted = kind;
                }
            }
            None => self.end = Some((kind, range)),
        }
    }

    fn flush_end(&mut self) {
        let Some((kind, range)) = self.end.take() else {
            return;
        };
        if !self.tokens.is_empty() {
            self.tokens.push(Token {
                kind,
                range,
                word: None,
                after_pause: false,
            });
        }
        self.pause = false;
    }
}

/// Whether a run without white space is a link, an address, a @name, a #tag or code.
fn is_protected(chunk: &str) -> bool {
    if chunk.is_ascii() && chunk.bytes().all(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let inner = chunk.trim_matches(|c: char| matches!(c, '(' | ')' | '"' | ',' | '.' | '!' | '?'));
    let tag =
        |c: char| chunk.starts_with(c) && chunk.chars().nth(1).is_some_and(char::is_alphanumeric);
    tag('#')
        || inner.contains('@')
        || inner.contains("://")
        || inner.contains(['_', '\\', '=', '{', '}', '<', '>'])
        || inner
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("www."))
        || host_like(inner)
}

fn host_like(inner: &str) -> bool {
    let host = inner.split('/').next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    name.bytes()
        .last()
        .is_some_and(|b| b.is_ascii_alphanumeric())
        && NAME_ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    /// Words as they stand, other kinds by a sign, a pause as a comma before.
    fn sketch(text: &str) -> String {
        let mut out = String::new();
        for token in tokens(text) {
            out.push_str(if token.after_pause { ", " } else { " " });
            out.push_str(match token.kind {
                TokenKind::Word => text.get(token.range).unwrap_or_default(),
                TokenKind::Number => "#",
                TokenKind::Other => "_",
                TokenKind::End => ".",
                TokenKind::Question => "?",
                TokenKind::Exclamation => "!",
            });
        }
        out
    }

    #[test]
    fn text_is_cut_into_tokens() {
        for (text, expected) in [
            ("", ""),
            ("...", ""),
            ("toi di hoc", " toi di hoc"),
            ("toi, ban (va) ho", " toi, ban, va, ho"),
            ("Hay qua!!! That a?! Vang...", " Hay qua ! That a ? Vang ."),
            ("hay.nhung dat", " hay, nhung dat"),
            ("mot\n\nhai", " mot . hai"),
            ("gia 1.500,5 dong/4G", " gia # dong, #"),
            (
                "https://a.vn/b c.com www.x @an an@b.vn #tag",
                " _ _ _ _ _ _",
            ),
            ("xem `let a` nhe `x", " xem _ nhe, x"),
            ("`let a`mot`b`\u{111}i`c` ba", " _ mot _ \u{111}i _ ba"),
            ("don't no’i", " _ _"),
            ("мир và 世界", " _ và _"),
            ("Vie\u{302}\u{323}t", " Vie\u{302}\u{323}t"),
            ("\u{301}a", " _"),
        ] {
            assert_eq!(sketch(text), expected, "{text:?}");
        }
    }
}
