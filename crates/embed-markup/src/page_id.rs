//! The id that the loader makes of an article's address, for the form that works without it.

/// Host without a leading `www.`, `m.` or `amp.`, then the path without its closing slash; `None`
/// for what is no address.
pub(crate) fn of_address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let in_host = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if host.is_empty() || !host.chars().all(in_host) {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let host = match scheme {
        "http" => host.strip_suffix(":80"),
        _ => host.strip_suffix(":443"),
    }
    .unwrap_or(&host);
    let known = ["www.", "m.", "amp."];
    let host = known
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(host);
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Some(host.to_owned());
    }
    Some(format!("{host}/{}", encoded(path)))
}

/// As browsers write a path: everything but plain signs in percent.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>`{}".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::of_address;

    #[test]
    fn as_the_loader_makes_it() {
        for (url, id) in [
            ("https://bao.vn/bai.html", Some("bao.vn/bai.html")),
            ("http://m.bao.vn/bai.html?from=x#y", Some("bao.vn/bai.html")),
            ("https://WWW.Bao.vn:443/Muc/Bai/", Some("bao.vn/Muc/Bai")),
            ("https://amp.bao.vn", Some("bao.vn")),
            ("http://localhost:8080/a//", Some("localhost:8080/a")),
            (
                "https://bao.vn/bài viết",
                Some("bao.vn/b%C3%A0i%20vi%E1%BA%BFt"),
            ),
            ("bao.vn/bai.html", None),
            ("ftp://bao.vn/bai", None),
            ("https:///bai", None),
            ("https://bao\".vn/", None),
        ] {
            assert_eq!(of_address(url).as_deref(), id, "{url}");
        }
    }
}
