//! Headers that every answer carries, whoever made it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// For what is no page: nothing of it may run or be framed, should a browser show it.
const CSP: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// Two years, as the preload list wants it; subdomains are others' business.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");
/// No page of ours asks for any of these.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
);
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Adds what is missing; what a handler said stands. Files out of a folder are the house's: how its
/// pages live with others is its business.
pub(super) fn complete(headers: &mut HeaderMap, is_https: bool, is_file: bool) {
    let is_page = !is_file
        && headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    headers
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(NOSNIFF);
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(CSP);
    // Requests with CORS, as the widget sends them, are not concerned.
    headers.entry(RESOURCE).or_insert(SAME_ORIGIN);
    if is_page {
        headers.entry(OPENER).or_insert(SAME_ORIGIN);
        headers.entry(PERMISSIONS_POLICY).or_insert(PERMISSIONS);
    }
    if is_https {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HSTS);
    }
}
