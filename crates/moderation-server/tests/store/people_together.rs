//! What the store promises of accounts where calls come at once.

use moderation_server::store::Store;
use moderation_server::store::record::{AccountChange, EditorRow, RightsChange, Role, Scope};

use crate::contract::second_factor::in_use;
use crate::given::{editor, two};
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

/// Two who read the same code over a shoulder, on two servers of one database or on one.
pub(crate) async fn one_code_opens_once(store: &Store) {
    let mai = editor(store).await;
    in_use(store, mai).await;
    for round in 0..ROUNDS {
        let step = 10 + i64::from(round);
        let opened = at_once(store, |store, n| async move {
            // Each code by four at once.
            let later = step + i64::from(n % 2) * 100;
            store.use_code(mai, [7; 32], later).await.unwrap()
        })
        .await;
        let opened = opened.iter().filter(|opened| **opened).count();
        // The later one goes once, in the first round; the earlier one before it, or not at all.
        let most = if round == 0 { 2 } else { 1 };
        assert!((1..=most).contains(&opened), "{opened}");
    }
    let codes = (0..ROUNDS).map(|round| [100 + round; 32]).collect();
    assert!(store.replace_recovery_codes(mai, codes, 5).await.unwrap());
    for round in 0..ROUNDS {
        let opened = at_once(store, |store, _| async move {
            let code = [100 + round; 32];
            store.use_recovery_code(mai, code, 6).await.unwrap()
        })
        .await;
        assert_eq!(opened.iter().filter(|opened| **opened).count(), 1);
    }
    let left = store.second_factor(mai).await.unwrap().unwrap().codes_left;
    assert_eq!(left, 0);
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
