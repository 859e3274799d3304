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
pub struct SignedReader {
    /// The reader's stable id in the house.
    pub subject: String,
    /// The name shown; not yet looked at.
    pub name: String,
    /// For the newsroom; not yet looked at.
    pub email: Option<String>,
}

/// Why a token does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not three parts of base64url JSON with the claims needed.
    #[error("the token is not a JWT with `sub`, `name` and `exp`")]
    Malformed,
    /// Only HS256 is taken: a token must not choose how it is checked.
    #[error("the token is not signed with HS256")]
    Algorithm,
    /// Signed with another secret, or changed afterwards.
    #[error("the token's signature does not hold")]
    Signature,
    /// Past its `exp`, before its `nbf`, or signed for longer than 30 days.
    #[error("the token is expired, not yet valid, or valid for more than 30 days")]
    Time,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
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
}

/// Checks a token against the site's secret.
///
/// # Errors
/// [`TokenError`] with the first thing that is wrong.
pub fn verify(token: &str, secret: &str, now: Millis) -> Result<SignedReader, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let header: Header = part(header)?;
    if header.alg != "HS256" {
        return Err(TokenError::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| TokenError::Malformed)?;
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| TokenError::Signature)?;
    mac.update(signed.as_bytes());
    // Compares in constant time.
    mac.verify_slice(&signature)
        .map_err(|_| TokenError::Signature)?;
    let claims: Claims = part(claims)?;
    let expires = claims.exp.saturating_mul(SECOND);
    let starts = claims
        .nbf
        .map_or(Millis::MIN, |at| at.saturating_mul(SECOND));
    if expires <= now - LEEWAY || expires > now + MAX_LIFE + LEEWAY || starts > now + LEEWAY {
        return Err(TokenError::Time);
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
        let reader = verify(&token, SECRET, NOW).unwrap();
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
            (String::from("a.b.c"), TokenError::Malformed),
            (String::from("abc"), TokenError::Malformed),
            ("x".repeat(5_000), TokenError::Malformed),
        ];
        for (token, expected) in table {
            assert_eq!(verify(&token, SECRET, NOW), Err(expected), "{token}");
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
        assert_eq!(verify(&forged, SECRET, NOW), Err(TokenError::Signature));
    }
}
