//! Style sheets without what only their authors need, taken out while compiling.

/// A style sheet of our own as it is shipped: `styles!("widget.css")` instead of `include_str!`.
#[macro_export]
macro_rules! styles {
    ($file:literal) => {{
        const WHOLE: &str = include_str!($file);
        const LEN: usize = $crate::styles::squeeze::<{ WHOLE.len() }>(WHOLE).1;
        const BYTES: [u8; LEN] =
            $crate::styles::cut($crate::styles::squeeze::<{ WHOLE.len() }>(WHOLE).0);
        const SHEET: &str = $crate::styles::text(&BYTES);
        SHEET
    }};
}

/// A box to tick, or a choice, with its label.
pub const CHECK: &str = styles!("check.css");

/// The sheet without comments, line breaks, and spaces that part nothing, and how long that is.
///
/// It knows the CSS that we write, not all of CSS: no comma followed by a space inside a string.
#[must_use]
pub const fn squeeze<const N: usize>(css: &str) -> ([u8; N], usize) {
    let css = css.as_bytes();
    let mut out = [0; N];
    let (mut from, mut to) = (0, 0);
    while from < css.len() {
        if css[from] == b'/' && from + 1 < css.len() && css[from + 1] == b'*' {
            while !(css[from] == b'*' && css[from + 1] == b'/') {
                from += 1;
            }
            from += 2;
        } else if is_space(css[from]) {
            while from < css.len() && is_space(css[from]) {
                from += 1;
            }
            let parts = to > 0 && !matches!(out[to - 1], b'{' | b'}' | b';' | b',' | b':' | b' ');
            if parts && from < css.len() && !matches!(css[from], b'{' | b'}') {
                out[to] = b' ';
                to += 1;
            }
        } else {
            // The last declaration of a rule needs no end.
            if css[from] == b'}' && to > 0 && out[to - 1] == b';' {
                to -= 1;
            }
            out[to] = css[from];
            to += 1;
            from += 1;
        }
    }
    (out, to)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

/// The first `TO` bytes.
#[must_use]
pub const fn cut<const N: usize, const TO: usize>(bytes: [u8; N]) -> [u8; TO] {
    let mut out = [0; TO];
    let mut at = 0;
    while at < TO {
        out[at] = bytes[at];
        at += 1;
    }
    out
}

/// The bytes as text. Only ASCII was taken out, so it cannot fail; it would while compiling.
#[must_use]
pub const fn text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{squeeze, text};

    #[test]
    fn only_what_parts_nothing_goes() {
        for (written, shipped) in [
            ("p,\nol {\n  margin: 0 1em;\n}\n", "p,ol{margin:0 1em}"),
            (
                ".mark::before {\n  content: \"· \";\n}\n",
                ".mark::before{content:\"· \"}",
            ),
            (
                "[data-closed] :is(#form, b) {\n}\n",
                "[data-closed] :is(#form,b){}",
            ),
            (
                "a {\n  /* Why. */\n  b: c;\n  d: e /\n    f;\n}\n",
                "a{b:c;d:e / f}",
            ),
            (
                "@media (forced-colors: active) {\n  a > b {\n    c: d;\n  }\n}\n",
                "@media (forced-colors:active){a > b{c:d}}",
            ),
        ] {
            let (bytes, len) = squeeze::<200>(written);
            assert_eq!(text(&bytes[..len]), shipped);
        }
    }
}
