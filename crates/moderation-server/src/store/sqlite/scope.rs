//! Where somebody works, as a condition of a query and as columns.

use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, params_from_iter};

use crate::store::people::{Role, Scope};

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
        values.push(Value::Text(value.to_owned()));
        format!("?{}", values.len())
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

/// Reads the columns `role` and `scope`, which stand beside each other.
pub(super) fn role_and_scope(row: &Row<'_>, at: usize) -> rusqlite::Result<(Role, Scope)> {
    let (word, column): (String, Option<String>) = (row.get(at)?, row.get(at + 1)?);
    let damaged = |at, error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error);
    let role =
        Role::from_word(&word).ok_or_else(|| damaged(at, format!("`{word}` is no role").into()))?;
    let scope =
        Scope::from_column(column.as_deref()).map_err(|error| damaged(at + 1, error.into()))?;
    Ok((role, scope))
}

/// Whether there is such a comment in the scope.
pub(super) fn is_reached(
    db: &Connection,
    comment_id: &str,
    scope: &Scope,
) -> rusqlite::Result<bool> {
    if *scope == Scope::Everywhere {
        // The statement that follows finds out whether there is one.
        return Ok(true);
    }
    let mut values = vec![Value::Text(comment_id.to_owned())];
    let reached = condition(scope, "c.site", "page.section", &mut values);
    db.prepare_cached(&format!(
        "SELECT 1 FROM comment c JOIN page ON page.id = c.page
         WHERE c.public_id = ?1 AND {}",
        reached.as_deref().unwrap_or("true")
    ))?
    .exists(params_from_iter(&values))
}
