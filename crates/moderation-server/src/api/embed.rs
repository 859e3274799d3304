//! `GET /embed`: for whoever builds the house's pages, the markup with the files of the running build.

use std::path::Path;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use embed_markup::{Build, ChoiceError, Choices, Diacritics, Language, PageRule, Theme};

use crate::app::App;
use crate::http::query::QueryParams;
use crate::pages::embed::{Asked, Refusal, Shown, page};

/// Files of a build, and the folder that they lie in.
const MANIFEST: &str = "manifest.json";

/// The page. The manifest is read each time, so that what is shown is what is served.
pub(crate) async fn get_embed(
    State(app): State<App>,
    params: QueryParams,
    headers: HeaderMap,
) -> Response {
    let asked = asked(&app, &params);
    let sites: Vec<&str> = app.config.sites.keys().map(String::as_str).collect();
    let shown = match build(app.folders.assets.as_deref()).await {
        None => Err(Refusal::NoBuild),
        Some(build) => choices(&app, &headers, &asked)
            .map(|choices| Shown { build, choices })
            .map_err(Refusal::Choice),
    };
    page(&sites, &asked, shown.as_ref())
}

/// What the form says, or what it says before anybody wrote into it.
fn asked(app: &App, params: &QueryParams) -> Asked {
    let or = |name: &str, default: &str| params.get(name).unwrap_or(default).to_owned();
    let first = app.config.sites.keys().next();
    Asked {
        site: or("site", first.map_or("", String::as_str)),
        by_address: params.get("rule") == Some("address"),
        // Emptied by hand it is an error, and not there it is an example.
        id: params.all("id").next().unwrap_or("ma-bai-viet").to_owned(),
        address: params
            .all("address")
            .next()
            .unwrap_or("https://bao.example.vn/muc/bai-viet.html")
            .to_owned(),
        theme: or("theme", Theme::default().word()),
        language: or("lang", Language::default().word()),
        diacritics: or("diacritics", Diacritics::default().word()),
    }
}

fn choices(app: &App, headers: &HeaderMap, asked: &Asked) -> Result<Choices, ChoiceError> {
    let server = match &app.config.public_url {
        Some(url) => url.clone(),
        // Where whoever asks has reached us is where pages reach us too.
        None => {
            let host = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok());
            format!("http://{}", host.unwrap_or_default())
        }
    };
    if app.site(&asked.site).is_none() {
        return Err(ChoiceError::Site(asked.site.clone()));
    }
    let page = if asked.by_address {
        PageRule::Address
    } else {
        PageRule::Own(asked.id.clone())
    };
    let mut choices = Choices::new(&server, &asked.site, page, &asked.address)?;
    choices.theme = Theme::parse(&asked.theme)?;
    choices.language = Language::parse(&asked.language)?;
    choices.diacritics = Diacritics::parse(&asked.diacritics)?;
    Ok(choices)
}

async fn build(assets: Option<&Path>) -> Option<Build> {
    let file = assets?.join(MANIFEST);
    let text = match tokio::fs::read_to_string(&file).await {
        Ok(text) => text,
        Err(error) => {
            tracing::warn!(%error, "the folder of the widget has no {MANIFEST} that can be read");
            return None;
        }
    };
    Build::from_manifest(&text)
        .inspect_err(|error| tracing::warn!(%error, "the widget's {MANIFEST} is not understood"))
        .ok()
}
