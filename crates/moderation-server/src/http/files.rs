//! The widget's built files and the demo page, from folders on the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use tower_http::services::ServeDir;

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
    /// Folders of widgets built earlier, whose hashed files pages of before still ask for.
    pub earlier_assets: Vec<PathBuf>,
    /// Folder of the demo page.
    pub demo: Option<PathBuf>,
}

/// The loader, `/binh-luan.js`.
pub(crate) async fn get_loader(State(folders): State<Arc<Folders>>, request: Request) -> Response {
    asset(folders.assets.iter(), request, SHORT).await
}

/// A file with a hashed name, `/assets/…`.
pub(crate) async fn get_asset(State(folders): State<Arc<Folders>>, request: Request) -> Response {
    let all = folders.assets.iter().chain(&folders.earlier_assets);
    asset(all, request, IMMUTABLE).await
}

/// A file out of the first folder that has it. Files of the widget may be loaded from any page: they
/// are the same for everybody.
async fn asset(
    folders: impl Iterator<Item = &PathBuf>,
    request: Request,
    cache_control: &'static str,
) -> Response {
    // What is asked for is in the head alone.
    let (head, _) = request.into_parts();
    let mut response = not_found();
    for folder in folders {
        let request = Request::from_parts(head.clone(), Body::empty());
        response = file(folder, request, cache_control).await;
        if response.status() != StatusCode::NOT_FOUND {
            break;
        }
    }
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
pub(crate) async fn get_demo_file(
    State(folders): State<Arc<Folders>>,
    request: Request,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(folder) = folders.demo.as_ref().filter(|_| is_read) else {
        return not_found();
    };
    let mut response = file(folder, request, ALWAYS_ASK).await;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(DEMO_CSP),
    );
    response
}

fn not_found() -> Response {
    AppError::from(ProblemCode::NotFound).into_response()
}

/// The file of a request below `folder`; the precompressed neighbour where there is one and the
/// client takes it.
async fn file(folder: &Path, request: Request, cache_control: &'static str) -> Response {
    let Some(media_type) = media_type(request.uri().path()) else {
        return not_found();
    };
    let mut files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .redirect_to_trailing_slash(false);
    let mut response = match files.try_call(request).await {
        Ok(found) if found.status() == StatusCode::NOT_FOUND => return not_found(),
        Ok(found) => found.map(Body::new),
        Err(error) if is_absent(&error) => return not_found(),
        Err(error) => {
            // No file descriptors, a disk that went away: nothing that a client did.
            tracing::error!(%error, "a file could not be read");
            return AppError::from(ProblemCode::Unavailable).into_response();
        }
    };
    let is_file = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let out = response.headers_mut();
    if out.contains_key(header::CONTENT_TYPE) {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    if is_file {
        out.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(cache_control),
        );
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput
    )
}

/// Types of the files there are; anything else is not served, should it lie in the folder.
fn media_type(path: &str) -> Option<&'static str> {
    if path.ends_with('/') {
        // Its index.
        return Some("text/html; charset=utf-8");
    }
    Some(match Path::new(path).extension()?.to_str()? {
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
