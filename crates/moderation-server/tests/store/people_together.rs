//! What the store promises of accounts where calls come at once.

use moderation_server::store::Store;
use moderation_server::store::record::{AccountChange, EditorRow, RightsChange, Role, Scope};

use crate::given::two;
use crate::together::{ROUNDS, at_once};

/// Two who make each other something less, or shut each other out.
pub(crate) async fn two_administrators_leave_one(store: &Store) {
    let (mai, binh) = two(store).await;
    for round in 0..ROUNDS {
        let answers = at_once(store, |store, n| async move {
            let (by, editor) = if n % 2 == 0 { (mai, binh) } else { (binh, mai) };
            if (n / 2 + round) % 2 == 0 {
                let shut = AccountChange {
                    editor,
                    by: Some(by),
                    disable: true,
                    at: 5,
                };
                store.set_editor_disabled(shut).await.unwrap()
            } else {
                let less = RightsChange {
                    editor,
                    by: Some(by),
                    role: Role::Secretary,
                    scope: Scope::Everywhere,
                    at: 5,
                };
                store.set_editor_rights(less).await.unwrap()
            }
        })
        .await;
        let rules = |editor: &&EditorRow| !editor.disabled && editor.role == Role::Administrator;
        let editors = store.editors().await.unwrap();
        assert_eq!(editors.iter().filter(rules).count(), 1, "{answers:?}");
        for editor in editors {
            let open = AccountChange {
                editor: editor.id,
                by: None,
                disable: false,
                at: 6,
            };
            store.set_editor_disabled(open).await.unwrap();
            let again = RightsChange {
                editor: editor.id,
                by: None,
                role: Role::Administrator,
                scope: Scope::Everywhere,
                at: 6,
            };
            store.set_editor_rights(again).await.unwrap();
        }
    }
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
