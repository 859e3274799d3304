//! Tokens with which a house signs its readers in: JWT, HS256, with the claims that
//! `docs/moderation-api.md` lists.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use crate::clock::{DAY, MINUTE, Millis, SECOND};

/// A token that lives longer is a password; the house is to sign again.
const MAX_LIFE: Millis = 30 * DAY;
/// How far the house's clock may be off.
const LEEWAY: Millis = MINUTE;
/// Bytes of a token; ours need some 300.
const MAX_TOKEN_BYTES: usize = 4_096;
/// Characters of a subject.
const MAX_SUBJECT_CHARS: usize = 200;

/// A reader whom the house vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedReader {
    /// The reader's stable id in the house.
    pub subject: String,
    /// The name shown; not yet looked at.
    pub name: String,
    /// For the newsroom; not yet looked at.
    pub email: Option<String>,
}

/// Why a token does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// Not three parts of base64url JSON with the claims needed.
    #[error("the token is not a JWT with `sub`, `name` and `exp`")]
    Malformed,
    /// Only HS256 is taken: a token must not choose how it is checked.
    #[error("the token is not signed with HS256")]
    Algorithm,
    /// Signed with another secret, or changed afterwards.
    #[error("the token's signature does not hold")]
    Signature,
    /// An extension that this server does not know; RFC 7515 says to refuse it.
    #[error("the token's header has `crit`, which this server does not know")]
    Critical,
    /// Signed for somebody else.
    #[error("the token's `aud` does not name this site")]
    Audience,
    /// Past its `exp`, before its `nbf`, or signed for longer than 30 days.
    #[error("the token is expired, not yet valid, or valid for more than 30 days")]
    Time,
}

/// What a site asks of its readers' tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// Secrets of the house; the first one signs, the others are on their way out or in.
    pub secrets: &'a [&'a str],
    /// Who the token must be meant for, where the site says so.
    pub audience: Option<&'a str>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Present,
}

/// Whether a member stands in the JSON, whatever its value.
#[derive(Default)]
struct Present(bool);

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer)?;
        Ok(Self(true))
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    name: String,
    #[serde(default)]
    email: Option<String>,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    aud: Audience,
}

/// One name or several.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Audience {
    #[default]
    Nobody,
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::Nobody => false,
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

/// Checks a token against what the site expects.
///
/// # Errors
/// [`TokenError`] with the first thing that is wrong.
pub(crate) fn verify(
    token: &str,
    expected: Expected<'_>,
    now: Millis,
) -> Result<SignedReader, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let header: Header = part(header)?;
    if header.alg != "HS256" {
        return Err(TokenError::Algorithm);
    }
    if header.crit.0 {
        return Err(TokenError::Critical);
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| TokenError::Malformed)?;
    if !expected
        .secrets
        .iter()
        .any(|secret| is_signed(signed, &signature, secret))
    {
        return Err(TokenError::Signature);
    }
    let claims: Claims = part(claims)?;
    let expires = claims.exp.saturating_mul(SECOND);
    let starts = claims
        .nbf
        .map_or(Millis::MIN, |at| at.saturating_mul(SECOND));
    if expires <= now - LEEWAY || expires > now + MAX_LIFE + LEEWAY || starts > now + LEEWAY {
        return Err(TokenError::Time);
    }
    if expected
        .audience
        .is_some_and(|audience| !claims.aud.has(audience))
    {
        return Err(TokenError::Audience);
    }
    if claims.sub.is_empty() || claims.sub.chars().count() > MAX_SUBJECT_CHARS {
        return Err(TokenError::Malformed);
    }
    Ok(SignedReader {
        subject: claims.sub,
        name: claims.name,
        email: claims.email,
    })
}

/// Compares in constant time.
fn is_signed(signed: &str, signature: &[u8], secret: &str) -> bool {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
        mac.update(signed.as_bytes());
        mac.verify_slice(signature).is_ok()
    })
}

/// What is wrong with a secret of the house, if anything. It cannot be seen whether a secret was
/// chosen at random, but what no generator makes can.
#[must_use]
pub(crate) fn secret_fault(secret: &str) -> Option<&'static str> {
    if secret.chars().count() < 32 {
        return Some("give at least 32 characters");
    }
    let different = secret
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    (different < 10).then_some(
        "it has too few different characters to be random; `openssl rand -base64 32` makes one",
    )
}

fn part<T: for<'a> Deserialize<'a>>(encoded: &str) -> Result<T, TokenError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(encoded)
        .map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Malformed)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "một bí mật dài hơn ba mươi hai ký tự";
    const HOUSE: Expected<'_> = Expected {
        secrets: &[SECRET],
        audience: None,
    };
    const NOW: Millis = 1_800_000_000_000;

    fn sign(header: &Value, claims: &Value, secret: &str) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        )
    }

    fn claims(exp: i64) -> Value {
        json!({"sub": "u1", "name": "Nguyễn Hạnh", "exp": NOW / 1000 + exp})
    }

    #[test]
    fn a_good_token() {
        let token = sign(
            &json!({"alg": "HS256", "typ": "JWT"}),
            &claims(3600),
            SECRET,
        );
        let reader = verify(&token, HOUSE, NOW).unwrap();
        assert_eq!(
            (reader.subject.as_str(), reader.name.as_str()),
            ("u1", "Nguyễn Hạnh")
        );
    }

    #[test]
    fn tokens_that_do_not_hold() {
        let hs256 = json!({"alg": "HS256"});
        let early =
            json!({"sub": "u", "name": "A", "exp": NOW / 1000 + 60, "nbf": NOW / 1000 + 600});
        let nameless = json!({"sub": "u", "exp": NOW / 1000 + 60});
        let nobody = json!({"sub": "", "name": "A", "exp": NOW / 1000 + 60});
        let none = sign(&json!({"alg": "none"}), &claims(60), SECRET);
        let unsigned = format!("{}.", none.rsplit_once('.').unwrap().0);
        let table = [
            (sign(&hs256, &claims(60), "khác"), TokenError::Signature),
            (sign(&hs256, &claims(-120), SECRET), TokenError::Time),
            (sign(&hs256, &claims(40 * 86_400), SECRET), TokenError::Time),
            (sign(&hs256, &early, SECRET), TokenError::Time),
            (sign(&hs256, &nameless, SECRET), TokenError::Malformed),
            (sign(&hs256, &nobody, SECRET), TokenError::Malformed),
            (none, TokenError::Algorithm),
            (unsigned, TokenError::Algorithm),
            (
                sign(&json!({"alg": "hs256"}), &claims(60), SECRET),
                TokenError::Algorithm,
            ),
            (
                sign(
                    &json!({"alg": "HS256", "crit": ["b64"], "b64": false}),
                    &claims(60),
                    SECRET,
                ),
                TokenError::Critical,
            ),
            (
                sign(&json!({"alg": "HS256", "crit": null}), &claims(60), SECRET),
                TokenError::Critical,
            ),
            (String::from("a.b.c"), TokenError::Malformed),
            (String::from("abc"), TokenError::Malformed),
            ("x".repeat(5_000), TokenError::Malformed),
        ];
        for (token, expected) in table {
            assert_eq!(verify(&token, HOUSE, NOW), Err(expected), "{token}");
        }
    }

    #[test]
    fn a_changed_token_does_not_hold() {
        let token = sign(&json!({"alg": "HS256"}), &claims(60), SECRET);
        let other = sign(
            &json!({"alg": "HS256"}),
            &json!({"sub": "u2", "name": "B", "exp": NOW / 1000 + 60}),
            "khác",
        );
        let signature = token.rsplit_once('.').unwrap().1;
        let forged = format!("{}.{signature}", other.rsplit_once('.').unwrap().0);
        assert_eq!(verify(&forged, HOUSE, NOW), Err(TokenError::Signature));
    }

    #[test]
    fn an_older_secret_holds_as_long_as_it_is_listed() {
        let token = sign(&json!({"alg": "HS256"}), &claims(60), "bí mật cũ");
        let both = Expected {
            secrets: &[SECRET, "bí mật cũ"],
            audience: None,
        };
        assert!(verify(&token, both, NOW).is_ok());
        assert_eq!(verify(&token, HOUSE, NOW), Err(TokenError::Signature));
    }

    #[test]
    fn a_site_that_names_itself_takes_only_what_is_meant_for_it() {
        let bao = Expected {
            audience: Some("bao"),
            ..HOUSE
        };
        let table = [
            (json!("bao"), Ok(())),
            (json!(["tap-chi", "bao"]), Ok(())),
            (json!("tap-chi"), Err(TokenError::Audience)),
            (json!([]), Err(TokenError::Audience)),
            (json!(null), Err(TokenError::Audience)),
            (json!(7), Err(TokenError::Malformed)),
        ];
        for (aud, expected) in table {
            let mut claims = claims(60);
            claims["aud"] = aud.clone();
            let token = sign(&json!({"alg": "HS256"}), &claims, SECRET);
            assert_eq!(verify(&token, bao, NOW).map(|_| ()), expected, "{aud}");
        }
        let without = sign(&json!({"alg": "HS256"}), &claims(60), SECRET);
        assert_eq!(verify(&without, bao, NOW), Err(TokenError::Audience));
        let mut meant_elsewhere = claims(60);
        meant_elsewhere["aud"] = json!("tap-chi");
        let token = sign(&json!({"alg": "HS256"}), &meant_elsewhere, SECRET);
        assert!(
            verify(&token, HOUSE, NOW).is_ok(),
            "no audience, no question"
        );
    }

    #[test]
    fn a_secret_that_no_generator_makes_is_refused() {
        let table = [
            ("ngắn", true),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true),
            ("12345678123456781234567812345678", true),
            (SECRET, false),
            ("f1e2d3c4b5a697887766554433221100", false),
            ("q7Zk0vRr3nS1b8hXc5mWf2yLd9tGj6aP", false),
        ];
        for (secret, refused) in table {
            assert_eq!(secret_fault(secret).is_some(), refused, "{secret}");
        }
    }
}
