//! Who may change accounts, and which names are taken.

use comment_protocol::name_key;

use crate::store::editors::{AcceptOutcome, EditorRow, InvitedBy};
use crate::store::people::{Role, Scope};

/// Whether somebody may let others in there, or change what they are: he is an active administrator
/// of as much.
pub(in crate::store) fn may_manage(editor: &EditorRow, scope: &Scope) -> bool {
    !editor.disabled && editor.role == Role::Administrator && editor.scope.covers(scope)
}

/// Whether he can let everybody in again.
pub(in crate::store) fn rules_everything(editor: &EditorRow) -> bool {
    !editor.disabled && editor.role == Role::Administrator && editor.scope == Scope::Everywhere
}

/// The only one whose login reads the same: letters that nobody sees, look-alikes and capitals come
/// along with copying and typing.
pub(in crate::store) fn alike(editors: Vec<EditorRow>, login: &str) -> Option<EditorRow> {
    let key = name_key(login);
    let mut alike = editors
        .into_iter()
        .filter(|editor| name_key(&editor.login) == key);
    // Two of before may read the same; then none is meant.
    alike.next().filter(|_| alike.next().is_none())
}

/// Why a new account cannot have this login or name. In the log one must be told from the other,
/// also by eye.
pub(in crate::store) fn taken(
    editors: &[EditorRow],
    login: &str,
    name: &str,
) -> Option<AcceptOutcome> {
    let reads_alike = |a: &str, b: &str| name_key(a) == name_key(b);
    editors.iter().find_map(|other| {
        if other.login == login || reads_alike(&other.login, login) {
            Some(AcceptOutcome::LoginTaken)
        } else if reads_alike(&other.name, name) {
            Some(AcceptOutcome::NameTaken)
        } else {
            None
        }
    })
}

/// Role and scope as a line of the log keeps them.
pub(in crate::store) fn detail(role: Role, scope: &Scope) -> String {
    match scope.to_column() {
        None => role.word().to_owned(),
        Some(areas) => format!("{} {areas}", role.word()),
    }
}

/// Where a link comes from, as a column, and the editor who made it.
pub(in crate::store) const fn origin(by: InvitedBy) -> (&'static str, Option<i64>) {
    match by {
        InvitedBy::FirstStart => ("first", None),
        InvitedBy::Editor(editor) => ("editor", Some(editor)),
        InvitedBy::Command => ("command", None),
    }
}
