//! What the store promises of accounts, and of the log of what they do, where calls come at once.

use moderation_server::clock::DAY;
use moderation_server::store::Store;
use moderation_server::store::record::{
    AcceptOutcome, AccountChange, DeskAction, EditorRow, InvitedBy, NewSession, RightsChange, Role,
    Scope,
};

use crate::contract::second_factor::in_use;
use crate::given::{accept, editor, everywhere, invite, two};
use crate::together::{ALL, CALLS, ROUNDS, at_once, count};

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

pub(crate) async fn one_link_makes_one_account(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let hash = 100 + round;
        assert!(invite(store, hash, InvitedBy::Editor(mai), 1).await);
        let answers = at_once(store, |store, n| async move {
            accept(&store, hash, &format!("ban-{round}-{n}"), 2).await
        })
        .await;
        let made = count(&answers, |answer| matches!(answer, AcceptOutcome::Done(_)));
        assert_eq!(made, 1, "{answers:?}");
        let spent = count(&answers, |answer| *answer == AcceptOutcome::Spent);
        assert_eq!(spent, ALL - 1, "{answers:?}");
    }
    let editors = store.editors().await.unwrap();
    assert_eq!(editors.len(), usize::from(ROUNDS) + 1);
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}

/// Servers that start together on one database each print a link.
pub(crate) async fn one_of_two_first_links_makes_the_first_editor(store: &Store) {
    for hash in 0..CALLS {
        assert!(invite(store, hash, InvitedBy::FirstStart, 0).await);
    }
    let answers = at_once(store, |store, n| async move {
        accept(&store, n, &format!("ban-{n}"), 1).await
    })
    .await;
    let made = count(&answers, |answer| matches!(answer, AcceptOutcome::Done(_)));
    assert_eq!(made, 1, "{answers:?}");
    assert_eq!(store.count_active_editors().await.unwrap(), 1);
}

pub(crate) async fn failed_sign_ins_are_all_counted(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let answers = at_once(store, |store, _| async move {
            store.count_failed_sign_in(Some(mai), 5).await
        })
        .await;
        assert_eq!(count(&answers, Result::is_ok), ALL);
        let session = NewSession {
            token_hash: [round; 32],
            editor: mai,
            second_factor: false,
            device: String::new(),
            at: 6,
            expires_at: DAY,
        };
        let session = store.create_session(session, None).await.unwrap().unwrap();
        assert_eq!(session.failed_before, u32::from(CALLS));
    }
}

pub(crate) async fn the_log_of_the_desk_stays_one_chain(store: &Store) {
    let mai = editor(store).await;
    let before = store
        .desk_log(everywhere(0), None, 1_000)
        .await
        .unwrap()
        .len();
    for round in 0..ROUNDS {
        let answers = at_once(store, |store, _| async move {
            store
                .log_at_desk(DeskAction::EmailsRead, Some(mai), i64::from(round))
                .await
        })
        .await;
        assert_eq!(count(&answers, Result::is_ok), ALL);
    }
    let lines = store
        .desk_log(everywhere(0), None, 1_000)
        .await
        .unwrap()
        .len();
    assert_eq!(lines, before + usize::from(ROUNDS) * ALL);
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
