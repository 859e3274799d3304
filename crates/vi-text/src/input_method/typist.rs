//! A whole text as it is typed: where words begin and end, and where no marks belong.

use alloc::string::{String, ToString};

use super::{Brackets, Composition, InputMethod, TypingOptions};

/// Bytes beyond which nothing between two spaces is a word, an address or a name.
const MAX_TOKEN_BYTES: usize = 256;

/// What to do to the text in front of the caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// Characters to delete, counted in Unicode scalar values; all of them are in the Basic
    /// Multilingual Plane, so in UTF-16 units too.
    pub delete: usize,
    /// Text to insert there.
    pub insert: String,
}

/// Follows the keys of a text and says what each does to it.
///
/// Inside a link, an e-mail address, an @name or a #tag every key types itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typist {
    method: InputMethod,
    options: TypingOptions,
    /// What stands between the last space and the word being typed, as shown and as typed.
    token: String,
    token_keys: String,
    word: Composition,
    /// The word before the caret was given back its keys, and this is what it would have been.
    restored: Option<Composition>,
    /// Whether the reader asked for the Vietnamese reading of the word being typed.
    insists: bool,
    /// The next key types itself (VIQR `\`).
    is_escaped: bool,
}

impl Typist {
    /// A typist at the start of a text, or behind a space.
    #[must_use]
    pub fn new(method: InputMethod, options: TypingOptions) -> Self {
        Self {
            method,
            options,
            token: String::new(),
            token_keys: String::new(),
            word: Composition::new(method, options),
            restored: None,
            insists: false,
            is_escaped: false,
        }
    }

    /// Starts anew where the caret now stands; `before` is the text in front of it (the last
    /// hundred characters do).
    pub fn reset(&mut self, before: &str) {
        *self = Self::new(self.method, self.options);
        let mut word = String::new();
        let far = before.len().saturating_sub(MAX_TOKEN_BYTES);
        let near = (far..before.len()).find_map(|at| before.get(at..));
        for c in near.unwrap_or_default().chars() {
            if c.is_whitespace() {
                self.token.clear();
                word.clear();
                continue;
            }
            word.push(c);
            if !self.is_letter(c) {
                self.token.push_str(&word);
                word.clear();
            }
        }
        self.token_keys.clone_from(&self.token);
        self.word = Composition::resume(self.method, self.options, &word);
    }

    /// Presses a key that types a character, and says what the text becomes.
    pub fn push(&mut self, key: char) -> Edit {
        let before = self.visible();
        let is_escaped = core::mem::take(&mut self.is_escaped);
        if !is_escaped && self.is_escape(key) {
            self.is_escaped = true;
            return Edit::default();
        }
        if !is_escaped && self.belongs_to_word(key) {
            if self.word.is_empty() {
                self.insists = false;
            }
            self.restored = None;
            self.word.push_key(key);
            let edit = Edit::between(&before, &self.visible());
            self.forget_endless();
            return edit;
        }
        self.end_word(key);
        let after = self.visible();
        let edit = Edit::between(&before, &after);
        if key.is_whitespace() {
            self.token.clear();
            self.token_keys.clear();
        }
        self.forget_endless();
        edit
    }

    /// Presses Backspace; `None` if the typist knows nothing of what stands before the caret, and
    /// the text box is to delete by itself.
    pub fn backspace(&mut self) -> Option<Edit> {
        self.is_escaped = false;
        if let Some(word) = self.restored.take() {
            // Right behind a word that went back to its keys: the Vietnamese reading after all.
            let keys = word.keys();
            self.token = self.token_front(&keys)?;
            self.token_keys.clone_from(&self.token);
            let insert = word.text();
            self.word = word;
            self.insists = true;
            return Some(Edit {
                delete: keys.chars().count() + 1,
                insert,
            });
        }
        let before = self.visible();
        if self.word.is_empty() {
            self.token.pop()?;
            self.token_keys.clone_from(&self.token);
        } else {
            self.word.backspace();
        }
        Some(Edit::between(&before, &self.visible()))
    }

    /// What stands between the last space and the caret.
    fn visible(&self) -> String {
        let mut text = self.token.clone();
        text.push_str(&self.word.text());
        text
    }

    /// Forgets the front of what no word can be, as every key would look at all of it; until the
    /// next space it is taken as it is typed.
    fn forget_endless(&mut self) {
        if self.token.len() <= MAX_TOKEN_BYTES && self.word.size() <= MAX_TOKEN_BYTES {
            return;
        }
        let visible = self.visible();
        *self = Self::new(self.method, self.options);
        self.token.push('@');
        self.token.extend(visible.chars().next_back());
        self.token_keys.clone_from(&self.token);
    }

    fn token_front(&self, keys: &str) -> Option<String> {
        if self.token.is_empty() {
            return Some(String::new());
        }
        let mut front = self.token.clone();
        front.pop();
        front.strip_suffix(keys).map(ToString::to_string)
    }

    fn end_word(&mut self, key: char) {
        let keys = self.word.keys();
        let finished = if self.insists {
            self.word.text()
        } else {
            self.word.finish()
        };
        self.insists = false;
        let is_restored = finished == keys && finished != self.word.text();
        let empty = Composition::new(self.method, self.options);
        let word = core::mem::replace(&mut self.word, empty);
        self.token.push_str(&finished);
        self.token_keys.push_str(&keys);
        if matches!(key, '@' | '_') && self.token_keys.chars().all(is_address_char) {
            // An address or a name in code, not a sentence.
            self.token.clone_from(&self.token_keys);
        }
        self.token.push(key);
        self.token_keys.push(key);
        self.restored = (is_restored && !matches!(key, '@' | '_')).then_some(word);
    }

    fn is_letter(&self, c: char) -> bool {
        crate::letter::Letter::from_char(c).is_some()
            || (self.method == InputMethod::Telex
                && self.options.brackets != Brackets::Brackets
                && matches!(c, '[' | ']' | '{' | '}'))
    }

    fn is_escape(&self, key: char) -> bool {
        self.method == InputMethod::Viqr && key == '\\' && !self.word.is_empty()
    }

    /// Whether the key belongs to the word being typed, as a letter or as a mark on it.
    fn belongs_to_word(&self, key: char) -> bool {
        if self.word.is_empty() && self.is_literal_token() {
            return false;
        }
        self.is_letter(key)
            || match self.method {
                InputMethod::Telex => false,
                InputMethod::Vni => key.is_ascii_digit() && !self.word.is_empty(),
                InputMethod::Viqr => self.word.would_mark(key),
            }
    }

    /// Whether what stands before the caret says that this is no place for marks.
    fn is_literal_token(&self) -> bool {
        let token = self.token.as_bytes();
        let has = |sign: u8| token.contains(&sign);
        [b'@', b'#', b'_', b'\\'].into_iter().any(has)
            || token.windows(3).any(|w| matches!(w, b"://"))
            || token.starts_with(b"www.")
            || (has(b'.') && has(b'/'))
            || matches!(token, [.., b'0'..=b'9' | b'&'])
    }
}

const fn is_address_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

impl Edit {
    /// What makes `after` of `before`, where the caret is at the end of both.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let (mut old, mut new) = (before.chars(), after.chars());
        let (mut deleted, mut inserted) = (old.clone(), new.clone());
        while let (Some(a), Some(b)) = (old.next(), new.next())
            && a == b
        {
            (deleted, inserted) = (old.clone(), new.clone());
        }
        Self {
            delete: deleted.count(),
            insert: inserted.as_str().into(),
        }
    }

    /// Applies the edit to a text whose end is the caret.
    pub fn apply(&self, text: &mut String) {
        for _ in 0..self.delete {
            text.pop();
        }
        text.push_str(&self.insert);
    }
}

/// The text that a row of keys types. U+0008 is Backspace.
///
/// ```
/// use vi_text::input_method::{InputMethod, TypingOptions, type_keys};
///
/// let text = type_keys(InputMethod::Telex, TypingOptions::default(), "xin chaof @hoas system ");
/// assert_eq!(text, "xin chào @hoas system ");
/// ```
#[must_use]
pub fn type_keys(method: InputMethod, options: TypingOptions, keys: &str) -> String {
    let mut typist = Typist::new(method, options);
    let mut text = String::new();
    for key in keys.chars() {
        if key == '\u{8}' {
            match typist.backspace() {
                Some(edit) => edit.apply(&mut text),
                None => {
                    text.pop();
                    typist.reset(&text);
                }
            }
        } else {
            typist.push(key).apply(&mut text);
        }
    }
    text
}
