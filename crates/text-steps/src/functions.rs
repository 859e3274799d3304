//! Every public function that takes text, made to look alike.

use comment_protocol::field::{count_chars, without_forbidden_characters};
use comment_protocol::visible::{only_visible, visible};
use comment_protocol::{AuthorName, CommentText, Email, RESERVED_NAMES, is_reserved, name_key};
use vi_text::input_method::{
    Composition, Edit, InputMethod, KeyHabits, KeyOrder, Settings, TypingOptions, Typist,
    encode_word, encode_word_with, english_word, is_plausible_syllable, type_keys,
};
use vi_text::normalize::Pieces;
use vi_text::repair::{decode_as, decode_keystrokes, decode_word, encode_keystrokes};
use vi_text::restore::{token, word};
use vi_text::syllable::{Syllable, is_legal};

/// A function of text; what comes back depends on all its work.
pub type Call = fn(&str) -> usize;

/// The functions, each by the path under which it is public. `tests/complete.rs` compares them with
/// the sources.
pub const FUNCTIONS: &[(&str, Call)] = &[
    ("vi_text::normalize::normalize", |t| {
        vi_text::normalize(t).len()
    }),
    ("vi_text::normalize::fold", |t| vi_text::fold(t).len()),
    ("vi_text::normalize::new", |t| Pieces::new(t).count()),
    ("vi_text::normalize::with_entities", |t| {
        Pieces::with_entities(t).count()
    }),
    ("vi_text::letter::strip", |t| vi_text::strip(t).len()),
    ("vi_text::scan::scan", |t| vi_text::scan::scan(t).count()),
    ("vi_text::check::check", |t| {
        usize::from(vi_text::check::checker().check(t).lacks_marks())
    }),
    ("vi_text::check::judge", |t| {
        usize::from(vi_text::check::checker().judge(t).lacks_marks())
    }),
    ("vi_text::check::reads_as_telex", |t| {
        usize::from(vi_text::check::checker().reads_as_telex(t))
    }),
    ("vi_text::check::tables::variant_code", |t| {
        vi_text::check::variant_code(t).map_or(0, usize::from)
    }),
    ("vi_text::repair::decode_keystrokes", |t| {
        decode_keystrokes(t).text.len()
    }),
    ("vi_text::repair::decode_as", |t| {
        let lengths = InputMethod::ALL.map(|method| decode_as(t, method).text.len());
        lengths.iter().sum()
    }),
    ("vi_text::repair::decode::decode_word", |t| {
        let found = InputMethod::ALL.map(|method| decode_word(t, method));
        found.iter().flatten().count()
    }),
    ("vi_text::repair::encode_keystrokes", |t| {
        let keys = InputMethod::ALL.map(|method| encode_keystrokes(t, method, KeyOrder::End));
        keys.iter().map(String::len).sum()
    }),
    ("vi_text::restore::restore", |t| {
        vi_text::restore::model().restore(t).text().len()
    }),
    ("vi_text::restore::text_with", |t| {
        vi_text::restore::model()
            .restore(t)
            .text_with(t, |_| 1)
            .len()
    }),
    ("vi_text::restore::token::tokens", |t| {
        token::tokens(t).len()
    }),
    ("vi_text::restore::word::parse", |t| {
        word::Word::parse(t).map_or(0, |w| w.bare().len())
    }),
    ("vi_text::syllable::parse", |t| {
        usize::from(Syllable::parse(t).is_some())
    }),
    ("vi_text::syllable::is_legal", |t| usize::from(is_legal(t))),
    (
        "vi_text::input_method::spelling::is_plausible_syllable",
        |t| usize::from(is_plausible_syllable(t)),
    ),
    ("vi_text::input_method::english::english_word", |t| {
        usize::from(english_word(t).is_some())
    }),
    ("vi_text::input_method::encode::encode_word", |t| {
        encode_word(t, InputMethod::Telex, KeyOrder::Lazy).len()
    }),
    ("vi_text::input_method::encode::encode_word_with", |t| {
        let habits = KeyHabits {
            order: KeyOrder::End,
            both_horns: true,
            late_stroke: true,
        };
        encode_word_with(t, InputMethod::Vni, habits).len()
    }),
    ("vi_text::input_method::typist::type_keys", |t| {
        let typed =
            InputMethod::ALL.map(|method| type_keys(method, TypingOptions::default(), t).len());
        typed.iter().sum()
    }),
    ("vi_text::input_method::typist::reset", |t| {
        let mut typist = Typist::new(InputMethod::Telex, TypingOptions::default());
        typist.reset(t);
        typist.push('s').delete
    }),
    ("vi_text::input_method::typist::between", |t| {
        Edit::between(t, "a").delete
    }),
    ("vi_text::input_method::typist::apply", |t| {
        let mut text = String::from(t);
        Edit::between(t, "").apply(&mut text);
        text.len()
    }),
    ("vi_text::input_method::composition::resume", |t| {
        Composition::resume(InputMethod::Telex, TypingOptions::default(), t)
            .text()
            .len()
    }),
    ("vi_text::input_method::from_name", |t| {
        usize::from(InputMethod::from_name(t).is_some())
    }),
    ("vi_text::input_method::options::set", |t| {
        usize::from(TypingOptions::default().set(t, t))
    }),
    ("vi_text::input_method::settings::parse", |t| {
        usize::from(Settings::parse("telex", t).is_some())
    }),
    ("comment_protocol::field::parse", |t| {
        let text = CommentText::parse(t, u32::MAX).map_or(0, |text| text.as_str().len());
        let name = AuthorName::parse(t, u32::MAX).map_or(0, |name| name.as_str().len());
        let email = Email::parse(t).map_or(0, |email| usize::from(email.is_some()));
        text + name + email
    }),
    ("comment_protocol::field::parse_of_house", |t| {
        AuthorName::parse_of_house(t, u32::MAX).map_or(0, |name| name.as_str().len())
    }),
    (
        "comment_protocol::field::without_forbidden_characters",
        |t| without_forbidden_characters(t, true).len(),
    ),
    ("comment_protocol::field::count_chars", |t| {
        usize::try_from(count_chars(t)).unwrap_or(0)
    }),
    ("comment_protocol::visible::visible", |t| visible(t).len()),
    ("comment_protocol::visible::only_visible", |t| {
        only_visible(t, true).len()
    }),
    ("comment_protocol::name_key::name_key", |t| {
        name_key(t).len()
    }),
    ("comment_protocol::name_key::is_reserved", |t| {
        usize::from(is_reserved(t, &RESERVED_NAMES))
    }),
];

/// Functions that take a string and no text of strangers, each with the reason.
pub const EXEMPT: &[(&str, &str)] = &[(
    "comment_protocol::problem::new",
    "takes the name of a field, from our own code",
)];
