//! Where somebody works, as a condition of a query.

use super::db::{Db, Value, params};
use crate::store::StoreResult;
use crate::store::people::Scope;

/// The condition that a row is in scope, its site and section being these expressions; the values it
/// names are added to those of the query. `None` where everything is.
pub(super) fn condition(
    scope: &Scope,
    site: &str,
    section: &str,
    values: &mut Vec<Value>,
) -> Option<String> {
    let Scope::Within(areas) = scope else {
        return None;
    };
    let mut named = |value: &str| {
        values.push(Box::new(value.to_owned()));
        format!("${}", values.len())
    };
    let mut conditions = Vec::new();
    for area in areas.iter() {
        let own_site = format!("{site} = {}", named(&area.site));
        conditions.push(match &area.section {
            None => own_site,
            Some(own) => format!("({own_site} AND {section} = {})", named(own)),
        });
    }
    Some(match conditions.is_empty() {
        true => String::from("false"),
        false => format!("({})", conditions.join(" OR ")),
    })
}

/// The same as the end of a longer condition.
pub(super) fn and_reached(
    scope: &Scope,
    site: &str,
    section: &str,
    values: &mut Vec<Value>,
) -> String {
    condition(scope, site, section, values)
        .map_or_else(String::new, |reached| format!("AND {reached}"))
}

/// Whether there is such a comment in the scope.
pub(super) async fn is_reached(db: &Db, comment_id: &str, scope: &Scope) -> StoreResult<bool> {
    if *scope == Scope::Everywhere {
        // The statement that follows finds out whether there is one.
        return Ok(true);
    }
    let mut values: Vec<Value> = vec![Box::new(comment_id.to_owned())];
    let reached = and_reached(scope, "c.site", "page.section", &mut values);
    let sql = format!(
        "SELECT 1 FROM comment c JOIN page ON page.id = c.page WHERE c.public_id = $1 {reached}"
    );
    db.exists(&sql, &params(&values)).await
}
