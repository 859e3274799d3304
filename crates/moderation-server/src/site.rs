//! The site a request is about, and the reader who sends it.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::client::ClientAddress;
use crate::config::Site;
use crate::error::AppError;
use crate::secret::Hash;

/// The site named in the path.
#[derive(Debug, Clone)]
pub struct CurrentSite {
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
            .map_err(|_| ProblemCode::SiteNotFound)?;
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

/// Who reads, as far as likes and reports must tell readers apart.
///
/// A guest is known by his address and the random id that his browser sends as
/// `Binh-Luan-Reader`; neither is stored, only a keyed hash of both.
#[derive(Debug, Clone, Copy)]
pub struct ReaderKey(pub Hash);

impl FromRequestParts<App> for ReaderKey {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, app).await;
        let device = parts
            .headers
            .get("binh-luan-reader")
            .and_then(|value| value.to_str().ok())
            .filter(|value| value.len() <= 64)
            .unwrap_or_default();
        let address = address.to_string();
        Ok(Self(
            app.key
                .hash("reader", &[address.as_bytes(), device.as_bytes()]),
        ))
    }
}
