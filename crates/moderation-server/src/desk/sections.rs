//! The sections among which an editor chooses.

use std::collections::BTreeMap;

use crate::app::App;
use crate::error::AppError;
use crate::store::record::Scope;

/// The sections that each site names, or else those of its known articles, with what waits there.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn sections(app: &App, scope: &Scope) -> Result<BTreeMap<String, u32>, AppError> {
    let found = app.store.queue_sections(scope.clone()).await?;
    let named = app.config.sites.iter();
    let mut sections: BTreeMap<String, u32> = named
        .flat_map(|(name, site)| site.sections.iter().map(move |section| (name, section)))
        .filter(|(name, section)| scope.holds(name, Some(section)))
        .map(|(_, section)| (section.clone(), 0))
        .collect();
    let is_open = |site: &str| app.site(site).is_none_or(|site| site.sections.is_empty());
    sections.extend(
        found
            .into_iter()
            .filter(|(site, _)| is_open(site))
            .map(|(_, section)| (section, 0)),
    );
    for row in app.store.section_counts(scope.clone()).await? {
        // Those that nobody knows are made up by senders.
        let known = row.section.and_then(|name| sections.get_mut(&name));
        if let Some(pending) = known {
            *pending += row.counts.pending;
        }
    }
    Ok(sections)
}
