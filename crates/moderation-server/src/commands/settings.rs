//! `check-config`: whether `serve` would understand its options and settings, without a start.

use std::path::Path;

use super::CommandError;
use crate::cli::ServeArgs;
use crate::config::{Config, PublishMode, Site, unknown_variables};

/// Carries out `check-config`; what to print. Touches neither the port nor the database.
///
/// # Errors
/// [`CommandError`] with the setting to change, or the folder that is not there.
pub fn check_config(
    args: &ServeArgs,
    env: impl Fn(&str) -> Option<String>,
    variables: impl IntoIterator<Item = String>,
) -> Result<String, CommandError> {
    let config = Config::load(args.config.as_deref(), env)?;
    if let Some(folder) = &args.assets {
        is_there("--assets", &folder.join("binh-luan.js"))?;
    }
    for folder in &args.earlier_assets {
        is_there("--earlier-assets", folder)?;
    }
    if let Some(folder) = &args.demo {
        is_there("--demo", folder)?;
    }
    let mut out = String::new();
    for name in unknown_variables(variables) {
        out.push_str(&format!(
            "warning: `{name}` is no setting; is it mistyped?\n"
        ));
    }
    for doubt in config.doubts() {
        out.push_str(&format!("warning: {doubt}\n"));
    }
    let readers = config.public_url.clone();
    let readers = readers.unwrap_or_else(|| format!("http://{}", args.listen));
    let desk = match (config.desk_origin(), config.desk_listen) {
        (Some(url), _) => url.to_owned(),
        (None, Some(address)) => format!("http://{address}"),
        (None, None) => readers.clone(),
    };
    out.push_str(&format!(
        "readers: {readers}\ndesk: {desk}/desk\ndatabase: {}\n",
        args.data.database()
    ));
    for (name, site) in &config.sites {
        out.push_str(&format!("site {name}: {}\n", words(site)));
    }
    out.push_str("understood\n");
    Ok(out)
}

fn is_there(option: &'static str, path: &Path) -> Result<(), CommandError> {
    match path.exists() {
        true => Ok(()),
        false => Err(CommandError::Missing(option, path.display().to_string())),
    }
}

/// A site as an operator looks it over.
fn words(site: &Site) -> String {
    let pages = match site.allowed_origins.as_slice() {
        [] => String::from("this server alone"),
        origins => origins.join(", "),
    };
    let publish = match site.publish {
        PublishMode::AfterReview => "after review",
        PublishMode::AtOnce => "at once",
    };
    format!("pages of {pages}; comments are published {publish}")
}
