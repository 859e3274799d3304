//! The widget's built files and the demo page, from folders on the disk.

use std::path::{Component, Path, PathBuf};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use crate::api::public::comments::matches_etag;
use crate::app::App;
use crate::error::AppError;
use crate::secret::{hex, sha256};

/// Hashed names never change what they hold.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The loader's name is fixed; a release reaches readers in five minutes.
const SHORT: &str = "public, max-age=300";
/// The demo page shows what is on the disk now.
const ALWAYS_ASK: &str = "no-cache";

/// As strict as a careful newspaper's, so that the demo proves what the widget needs.
const DEMO_CSP: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
     require-trusted-types-for 'script'";

/// The loader, `/binh-luan.js`.
pub async fn get_loader(State(app): State<App>, headers: HeaderMap) -> Response {
    asset(&app, "binh-luan.js", &headers, SHORT).await
}

/// A file with a hashed name, `/assets/…`.
pub async fn get_asset(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    asset(&app, &path, request.headers(), IMMUTABLE).await
}

/// Files of the widget may be loaded from any page: they are the same for everybody.
async fn asset(app: &App, path: &str, headers: &HeaderMap, cache_control: &str) -> Response {
    let found = match &app.assets {
        Some(folder) => find(folder, path, headers).await,
        None => None,
    };
    let Some(file) = found else {
        return not_found();
    };
    let mut response = file.respond(headers, cache_control);
    let out = response.headers_mut();
    out.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    out.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// Whatever no route claims: a file of the demo page, or `not_found`.
pub async fn get_demo_file(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_found();
    }
    let Some(folder) = &app.demo else {
        return not_found();
    };
    let Some(path) = decode(request.uri().path()) else {
        return not_found();
    };
    let mut path = path.trim_start_matches('/').to_owned();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let Some(file) = find(folder, &path, request.headers()).await else {
        return not_found();
    };
    let mut response = file.respond(request.headers(), ALWAYS_ASK);
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(DEMO_CSP),
    );
    response
}

fn not_found() -> Response {
    AppError::from(ProblemCode::NotFound).into_response()
}

fn decode(path: &str) -> Option<String> {
    // A form's decoding would turn `+` into a space.
    let plus_kept = path.replace('+', "%2B");
    let (decoded, rest) = form_urlencoded::parse(plus_kept.as_bytes()).next()?;
    (rest.is_empty() && !decoded.contains('\0')).then(|| decoded.into_owned())
}

/// A file, in the form that the client takes.
struct File {
    bytes: Vec<u8>,
    media_type: &'static str,
    encoding: Option<&'static str>,
}

/// Reads `path` below `folder`; the precompressed neighbour where there is one and the client
/// takes it. Names that would leave the folder are not found.
async fn find(folder: &Path, path: &str, headers: &HeaderMap) -> Option<File> {
    let relative = Path::new(path);
    if !relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let media_type = media_type(relative)?;
    let plain = folder.join(relative);
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, encoding) {
            let mut name = plain.clone().into_os_string();
            name.push(ending);
            if let Ok(bytes) = tokio::fs::read(PathBuf::from(name)).await {
                return Some(File {
                    bytes,
                    media_type,
                    encoding: Some(encoding),
                });
            }
        }
    }
    let bytes = tokio::fs::read(plain).await.ok()?;
    Some(File {
        bytes,
        media_type,
        encoding: None,
    })
}

/// Whether the client takes an encoding: named, and not with `q=0`.
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            parts.next() == Some(encoding)
                && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

/// Types of the files there are; anything else is not served.
fn media_type(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "bin" | "tables" | "model" => "application/octet-stream",
        _ => return None,
    })
}

impl File {
    fn respond(self, headers: &HeaderMap, cache_control: &str) -> Response {
        let tag = format!("\"{}\"", hex(&sha256(&self.bytes)[..8]));
        let mut response = if matches_etag(headers, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.media_type)], self.bytes).into_response()
        };
        let out = response.headers_mut();
        if let (Ok(tag), Ok(cache)) = (
            HeaderValue::from_str(&tag),
            HeaderValue::from_str(cache_control),
        ) {
            out.insert(header::ETAG, tag);
            out.insert(header::CACHE_CONTROL, cache);
        }
        if let Some(encoding) = self.encoding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        out.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        out.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_refused_by_the_client_are_not_sent() {
        let table = [
            ("br, gzip", "br", true),
            ("gzip;q=0.5, br;q=0", "br", false),
            ("gzip", "br", false),
            ("", "gzip", false),
        ];
        for (value, encoding, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            assert_eq!(accepts(&headers, encoding), expected, "{value} {encoding}");
        }
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.js"), "1").unwrap();
        let inside = folder.path().join("www");
        std::fs::create_dir(&inside).unwrap();
        let headers = HeaderMap::new();
        assert!(find(folder.path(), "a.js", &headers).await.is_some());
        for path in ["../a.js", "/etc/hosts.txt", "x/../../a.js", "a.sqlite"] {
            assert!(find(&inside, path, &headers).await.is_none(), "{path}");
        }
    }
}
