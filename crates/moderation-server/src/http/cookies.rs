//! The cookies of a request, pair by pair: what other hosts of the domain have set may be anything.

use axum::http::{HeaderMap, header};

/// The value of the first cookie of this name that has one.
#[must_use]
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| {
            let pair = pair.trim_ascii();
            let equals = pair.iter().position(|byte| *byte == b'=')?;
            let (key, value) = pair.split_at_checked(equals)?;
            (key == name.as_bytes()).then_some(value.get(1..)?)
        })
        .filter_map(|value| std::str::from_utf8(value).ok())
        .find(|value| !value.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_cookie_is_found_among_whatever_else_is_sent() {
        let table: [(&[&[u8]], Option<&str>); 9] = [
            (&[b"desk=abc"], Some("abc")),
            (&[b"x=\xc3\xa9; desk=abc"], Some("abc")),
            (&[b"x=\xff;desk=abc ; y=1"], Some("abc")),
            (&[b"x=1", b"desk=abc"], Some("abc")),
            (&[b"desk=; desk=abc"], Some("abc")),
            (&[b"desk=\xff; desk=abc"], Some("abc")),
            (&[b"desk=a=b"], Some("a=b")),
            (&[b"xdesk=abc; desk; =; ;"], None),
            (&[], None),
        ];
        for (sent, expected) in table {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append(header::COOKIE, HeaderValue::from_bytes(value).unwrap());
            }
            assert_eq!(cookie(&headers, "desk").as_deref(), expected, "{sent:?}");
        }
    }
}
