//! The site a request is about, and the reader who sends it.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::clock;
use crate::config::Site;
use crate::error::AppError;
use crate::http::client::{ClientAddress, network_of};
use crate::reader_token::{self, SignedReader};
use crate::secret::{Key, sha256};
use crate::store::record::ReaderDraft;

/// The site named in the path.
#[derive(Debug, Clone)]
pub(crate) struct CurrentSite {
    /// Its name.
    pub name: String,
    /// Its settings.
    pub settings: Site,
}

impl FromRequestParts<App> for CurrentSite {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| ProblemCode::NotFound)?;
        let name = params
            .iter()
            .find(|(key, _)| *key == "site")
            .map(|(_, name)| name);
        let name = name.ok_or(ProblemCode::SiteNotFound)?;
        let settings = app.site(name).ok_or(ProblemCode::SiteNotFound)?;
        Ok(Self {
            name: name.to_owned(),
            settings: settings.clone(),
        })
    }
}

/// The reader's token, where the request has one that holds.
#[derive(Debug, Clone)]
pub(crate) struct CurrentReader(pub Option<SignedReader>);

impl FromRequestParts<App> for CurrentReader {
    type Rejection = AppError;

    /// A token that does not hold is an error, so that nobody posts as a guest by mistake.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let refuse = |detail: String| AppError::detailed(ProblemCode::Unauthorized, detail);
        let Some(token) = bearer(&parts.headers) else {
            return Ok(Self(None));
        };
        let site = CurrentSite::from_request_parts(parts, app).await?;
        let secrets = site.settings.token_secrets();
        if secrets.is_empty() {
            return Err(refuse(String::from("this site takes no readers' tokens")));
        }
        let expected = reader_token::Expected {
            secrets: &secrets,
            audience: site.settings.reader_token_audience.as_deref(),
        };
        reader_token::verify(&token, expected, clock::now())
            .map(|reader| Self(Some(reader)))
            .map_err(|error| refuse(error.to_string()))
    }
}

/// Whether the request bears the house's key.
///
/// # Errors
/// `unauthorized` where the site has none, or it is another.
pub(crate) fn check_house_key(site: &Site, headers: &HeaderMap) -> Result<(), AppError> {
    let refuse = |detail| AppError::detailed(ProblemCode::Unauthorized, detail);
    let expected = site
        .house_key
        .as_deref()
        .ok_or_else(|| refuse("this site has no `house_key`"))?;
    // Compared as what each of them signs, which takes the same time however much of it fits.
    let signs = |key: &str| Key::new(sha256(key.as_bytes()));
    match bearer(headers) {
        Some(key) if signs(expected).verifies("house", &[], &signs(&key).tag("house", &[])) => {
            Ok(())
        }
        _ => Err(refuse(
            "send `Authorization: Bearer` with the site's `house_key`",
        )),
    }
}

/// The token after `Bearer`. Other schemes are others' business: a site that is being built stands
/// behind a proxy's password.
fn bearer(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::AUTHORIZATION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .map(|value| value.split_once(' ').unwrap_or((value, "")))
        .find(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned())
}

/// Who reads, as far as likes and reports must tell readers apart.
///
/// A signed-in reader is known by the token's subject, a guest by his address and the random id
/// that his browser sends as `Binh-Luan-Reader`; none of them is stored, only a keyed hash. It is
/// kept beside one comment, so it need not name the site: the accounts of two sites never meet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReaderKey(pub ReaderDraft);

impl FromRequestParts<App> for ReaderKey {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        if let CurrentReader(Some(reader)) = CurrentReader::from_request_parts(parts, app).await? {
            return Ok(Self(ReaderDraft {
                reader: app.key.hash("signed reader", &[reader.subject.as_bytes()]),
                address: None,
            }));
        }
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, app).await;
        let device = parts
            .headers
            .get("binh-luan-reader")
            .and_then(|value| value.to_str().ok())
            .filter(|value| value.len() <= 64)
            .unwrap_or_default();
        let network = network_of(address).to_string();
        let address = address.to_string();
        Ok(Self(ReaderDraft {
            reader: app
                .key
                .hash("reader", &[address.as_bytes(), device.as_bytes()]),
            address: Some(app.key.hash("address", &[network.as_bytes()])),
        }))
    }
}
