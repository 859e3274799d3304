//! The widget's built files and the demo page, from folders on the disk.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use super::conditional::{matches_etag, tag_of};
use super::encoding::accepts;
use crate::error::AppError;

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

/// Where the files lie.
#[derive(Debug, Default)]
pub struct Folders {
    /// Folder of the built widget.
    pub assets: Option<PathBuf>,
    /// Folder of the demo page.
    pub demo: Option<PathBuf>,
}

/// The loader, `/binh-luan.js`.
pub async fn get_loader(State(folders): State<Arc<Folders>>, headers: HeaderMap) -> Response {
    asset(&folders, "binh-luan.js", &headers, SHORT).await
}

/// A file with a hashed name, `/assets/…`.
pub async fn get_asset(State(folders): State<Arc<Folders>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    asset(&folders, &path, request.headers(), IMMUTABLE).await
}

/// Files of the widget may be loaded from any page: they are the same for everybody.
async fn asset(
    folders: &Folders,
    path: &str,
    headers: &HeaderMap,
    cache_control: &str,
) -> Response {
    let found = match &folders.assets {
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
pub async fn get_demo_file(State(folders): State<Arc<Folders>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_found();
    }
    let Some(folder) = &folders.demo else {
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
        let tag = tag_of(&self.bytes);
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
