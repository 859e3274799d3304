//! The address of an article, as far as the server must judge it: *Bình luận nhiều* leads there.

use std::net::{Ipv4Addr, Ipv6Addr};

use comment_protocol::field::count_chars;
use comment_protocol::limits::MAX_PAGE_URL_CHARS;
use idna::{AsciiDenyList, domain_to_ascii_cow};

/// The origin of an `http` or `https` address as browsers name it: small letters, `báo.vn` as
/// `xn--bo-mia.vn`, no port where it is the usual one. `None` for anything else, for what browsers cannot parse, and for what
/// could pass for another address.
#[must_use]
pub fn origin(url: &str) -> Option<String> {
    let fit = url.len() <= 4 * MAX_PAGE_URL_CHARS as usize
        && count_chars(url) <= MAX_PAGE_URL_CHARS
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`\\".contains(c));
    let (scheme, rest) = url.split_once("://").filter(|_| fit)?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usual_port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let (host, port) = match authority.rsplit_once(':') {
        // The last colon of `[::1]` is the host's.
        Some((host, port)) if !port.contains(']') => (host, number(port)?),
        _ => (authority, None),
    };
    // What stands before `@` is shown first and leads nowhere; it is no letter of a host.
    let host = as_browsers_send(host)?;
    Some(match port.filter(|port| *port != usual_port) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// The address without what says nothing of the article to look at: whether there is any path.
#[must_use]
pub fn has_path(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let after_host = rest.find(['/', '?', '#']).and_then(|at| rest.get(at..));
    !matches!(after_host, None | Some("" | "/"))
}

/// A port; `Some(None)` where none stands behind the colon.
fn number(port: &str) -> Option<Option<u16>> {
    if port.is_empty() {
        return Some(None);
    }
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    port.parse().ok().filter(|_| digits).map(Some)
}

/// A host as browsers send it: small letters, `xn--` for those beyond ASCII.
fn as_browsers_send(host: &str) -> Option<String> {
    if let Some(v6) = host.strip_prefix('[') {
        let is_address = v6.strip_suffix(']')?.parse::<Ipv6Addr>().is_ok();
        return is_address.then(|| host.to_ascii_lowercase());
    }
    let host = domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL).ok()?;
    let name = host.strip_suffix('.').unwrap_or(&host);
    let last = name.rsplit('.').next().unwrap_or_default();
    // Browsers read a name that ends in a number as an IPv4 address, and nothing else.
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    let is_fit = if is_number {
        name.parse::<Ipv4Addr>().is_ok()
    } else {
        name.split('.').all(is_label)
    };
    is_fit.then(|| host.into_owned())
}

fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=63).contains(&label.len()) && label.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::{has_path, origin};

    #[test]
    fn origins_as_browsers_name_them() {
        for (url, expected) in [
            ("https://bao.vn", Some("https://bao.vn")),
            ("https://bao.vn/a?b#c", Some("https://bao.vn")),
            ("https://bao.vn?b", Some("https://bao.vn")),
            ("HTTPS://Bao.VN:443/a", Some("https://bao.vn")),
            ("http://bao.vn:80", Some("http://bao.vn")),
            ("http://bao.vn:443", Some("http://bao.vn:443")),
            ("http://bao.vn:/", Some("http://bao.vn")),
            ("http://localhost:8080/", Some("http://localhost:8080")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080/a", Some("http://[::1]:8080")),
            ("http://[::1]/a", Some("http://[::1]")),
            ("https://báo.vn/", Some("https://xn--bo-mia.vn")),
            ("https://BÁO.vn/", Some("https://xn--bo-mia.vn")),
            ("https://ba\u{301}o.vn/", Some("https://xn--bo-mia.vn")),
            ("https://ba\u{AD}o.vn/", Some("https://bao.vn")),
            ("https://xn--bo-gia.vn/", Some("https://xn--bo-gia.vn")),
            (
                "https://xn--mnchen-3ya.de/",
                Some("https://xn--mnchen-3ya.de"),
            ),
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

    #[test]
    fn what_browsers_cannot_parse_is_no_address() {
        // `new URL` throws on each of these.
        for url in [
            "https://[/",
            "https://[::1/",
            "https://[bao.vn]/",
            "https://::1/",
            "https://a:b:c/",
            "https://bao.vn:99999/",
            "https://bao.vn:+80/",
            "https://bao.vn:8o/",
            "https://%/",
            "https://bao%20.vn/",
            "https://xn--/",
            "https://xn--a/",
            "https://xn--0.vn/",
            "https://bao|.vn/",
            "https://bao^.vn/",
            "https://1.2.3.4.5/",
            "https://256.1.1.1/",
            "https://bao.0x/",
            "https://ba\u{AD}\u{FFFD}o.vn/",
        ] {
            assert_eq!(origin(url), None, "{url}");
        }
    }

    #[test]
    fn a_home_page_has_no_path() {
        for (url, expected) in [
            ("https://bao.vn/a", true),
            ("https://bao.vn/?id=1", true),
            ("https://bao.vn?id=1", true),
            ("https://bao.vn/", false),
            ("https://bao.vn", false),
            ("", false),
        ] {
            assert_eq!(has_path(url), expected, "{url}");
        }
    }
}
