//! The address of an article, as far as the server must judge it: *Bình luận nhiều* leads there.

use comment_protocol::field::count_chars;
use comment_protocol::limits::MAX_PAGE_URL_CHARS;

/// The origin of an `http` or `https` address as browsers name it: small letters, no port where
/// it is the usual one. `None` for anything else, and for what could pass for another address.
#[must_use]
pub fn origin(url: &str) -> Option<String> {
    let fit = count_chars(url) <= MAX_PAGE_URL_CHARS
        && !url.contains(|c: char| c.is_whitespace() || "<>\"`\\".contains(c));
    let (scheme, rest) = url.split_once("://").filter(|_| fit)?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usual_port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let host = authority.strip_suffix(usual_port).unwrap_or(authority);
    // What stands before `@` is shown first and leads nowhere.
    if host.is_empty() || host.contains('@') {
        return None;
    }
    Some(format!("{scheme}://{}", host.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn origins_as_browsers_name_them() {
        for (url, expected) in [
            ("https://bao.vn", Some("https://bao.vn")),
            ("https://bao.vn/a?b#c", Some("https://bao.vn")),
            ("https://bao.vn?b", Some("https://bao.vn")),
            ("HTTPS://Bao.VN:443/a", Some("https://bao.vn")),
            ("http://bao.vn:80", Some("http://bao.vn")),
            ("http://bao.vn:443", Some("http://bao.vn:443")),
            ("https://báo.vn/", Some("https://báo.vn")),
            ("https://bao.vn@lua-dao.example/", None),
            ("https:///a", None),
            ("//bao.vn", None),
            ("ftp://bao.vn", None),
            ("javascript://bao.vn/%0aalert(1)", None),
            ("https://bao.vn\\@lua-dao.example", None),
            ("https://bao.vn/a b", None),
            ("", None),
        ] {
            assert_eq!(origin(url).as_deref(), expected, "{url}");
        }
        assert_eq!(
            origin(&format!("https://bao.vn/{}", "a".repeat(2_000))),
            None
        );
    }
}
