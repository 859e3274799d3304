//! Codes that follow from a secret and the time (RFC 6238, with what authenticator apps take for
//! granted: SHA-1, six digits, half a minute), and how a telephone learns the secret.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};
use sha1::Sha1;

use crate::clock::{Millis, SECOND};

/// How long a code is shown.
const STEP: Millis = 30 * SECOND;
/// Steps before and after that are taken: telephones' clocks differ, and people type slowly.
const AROUND: i64 = 1;
const DIGITS: usize = 6;
/// Letters of base 32 (RFC 4648).
const LETTERS: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
    'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
];
/// Who asks for the code, as the app shows it.
const ISSUER: &str = "Bình luận";

/// What codes are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A secret from its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The time steps around `now` whose code this is, the earliest first.
    pub fn steps_of<'a>(&'a self, code: &'a str, now: Millis) -> impl Iterator<Item = i64> + 'a {
        let current = now.div_euclid(STEP);
        let steps = current - AROUND..=current + AROUND;
        steps.filter(move |step| is_same(&self.code(*step), code))
    }

    /// The code of a time step: half minutes since 1970.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else {
            // Cannot happen, HMAC takes a key of any length; and nobody types an empty code.
            return String::new();
        };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash.last().copied().unwrap_or_default() & 15);
        let part = hash.iter().skip(at).take(4);
        let number = part.fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:0DIGITS$}", (number & 0x7fff_ffff) % 1_000_000)
    }

    /// For those who type it into the app, in groups of four letters.
    #[must_use]
    pub fn letters(&self) -> String {
        let letters: Vec<char> = base32(&self.0).chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join(" ")
    }

    /// The address that an app reads, for whoever signs in so.
    #[must_use]
    pub fn uri(&self, login: &str) -> String {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let (issuer, login) = (encode(ISSUER), encode(login));
        let secret = base32(&self.0);
        format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}")
    }
}

/// Compared in full, however much of it fits.
fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let differs = a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b));
    a.len() == b.len() && !a.is_empty() && differs == 0
}

/// Whether it has the form of a telephone's code.
#[must_use]
pub fn is_code(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Bytes in letters that are read aloud and typed without mistakes.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let bit = |at: usize| {
        let byte = bytes.get(at / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - at % 8) & 1)
    };
    let letter = |at: usize| (0..5).fold(0, |number, more| number << 1 | bit(at + more));
    (0..bytes.len() * 8)
        .step_by(5)
        .filter_map(|at| LETTERS.get(letter(at)))
        .collect()
}

/// The dark squares of a picture for the telephone's camera, as a path of an SVG, and how many
/// squares wide it is; nothing where the text is too long for one.
#[must_use]
pub fn qr_path(text: &str) -> Option<(usize, String)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let squares = code.to_colors();
    let mut path = String::new();
    for (at, _) in squares
        .iter()
        .enumerate()
        .filter(|(_, square)| **square == Color::Dark)
    {
        path.push_str(&format!("M{} {}h1v1h-1z", at % width, at / width));
    }
    Some((width, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_THE_RFC: Secret = Secret::new(*b"12345678901234567890");

    /// Appendix B of RFC 6238, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = seconds / 30;
            assert_eq!(OF_THE_RFC.code(step), code);
            let found: Vec<_> = OF_THE_RFC.steps_of(code, seconds * SECOND).collect();
            assert_eq!(found, [step], "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_half_a_minute_before_and_after() {
        let taken = |seconds: i64| OF_THE_RFC.steps_of("287082", seconds * SECOND).next();
        for (seconds, step) in [
            (-1, None),
            (0, Some(1)),
            (59, Some(1)),
            (89, Some(1)),
            (90, None),
        ] {
            assert_eq!(taken(seconds), step, "{seconds}");
        }
        for other in ["", "28708", "2870820", "287083"] {
            assert_eq!(OF_THE_RFC.steps_of(other, 59 * SECOND).next(), None);
        }
    }

    /// RFC 4648, without the signs that fill up.
    #[test]
    fn letters_of_base_32() {
        for (bytes, letters) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), letters);
        }
        assert!(OF_THE_RFC.letters().starts_with("GEZD GNBV"));
    }

    #[test]
    fn an_app_reads_the_address_and_a_camera_the_picture() {
        let uri = OF_THE_RFC.uri("chị mai");
        assert_eq!(
            uri,
            "otpauth://totp/B%C3%ACnh%20lu%E1%BA%ADn:ch%E1%BB%8B%20mai\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=B%C3%ACnh%20lu%E1%BA%ADn"
        );
        let (width, path) = qr_path(&uri).unwrap();
        assert!((30..80).contains(&width) && path.starts_with("M0 0h1v1h-1z"));
        assert_eq!(qr_path(&"x".repeat(10_000)), None);
    }
}
