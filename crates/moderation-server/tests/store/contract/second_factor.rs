//! What the store promises of second factors.

use moderation_server::store::Store;
use moderation_server::store::record::{
    AccountOutcome, ConfirmedFactor, DeskAction, NewSecondFactor, NewSession, RightsChange, Role,
    Scope,
};

use crate::given::{editor, everywhere, two};

async fn begin(store: &Store, editor: i64, nonce: u8) -> bool {
    let new = NewSecondFactor {
        editor,
        nonce: [nonce; 32],
        key_id: "k".into(),
        at: 3,
    };
    store.begin_second_factor(new).await.unwrap()
}

async fn confirm(store: &Store, editor: i64, nonce: u8) -> bool {
    let confirmed = ConfirmedFactor {
        editor,
        nonce: [nonce; 32],
        step: 5,
        recovery: vec![[1; 32], [2; 32]],
        at: 4,
    };
    store.confirm_second_factor(confirmed).await.unwrap()
}

/// Puts one to use whose code of step 5 was seen, with two recovery codes.
pub(crate) async fn in_use(store: &Store, editor: i64) {
    assert!(begin(store, editor, 7).await);
    assert!(confirm(store, editor, 7).await);
}

async fn starts(store: &Store, editor: i64, token: u8, second_factor: bool) -> bool {
    let new = NewSession {
        token_hash: [token; 32],
        editor,
        second_factor,
        device: String::new(),
        at: 5,
        expires_at: 100,
    };
    store.create_session(new, None).await.unwrap().is_some()
}

pub(crate) async fn a_second_factor_is_asked_for_once_it_was_confirmed(store: &Store) {
    let mai = editor(store).await;
    let asks = async || store.editor(mai).await.unwrap().unwrap().second_factor;
    assert!(begin(store, mai, 6).await);
    assert!(!asks().await && starts(store, mai, 31, false).await);
    assert!(begin(store, mai, 7).await, "begun anew");
    assert!(!confirm(store, mai, 6).await, "of another picture");
    assert!(!store.use_code(mai, [7; 32], 9).await.unwrap());
    assert!(confirm(store, mai, 7).await);
    assert!(asks().await);
    assert!(!confirm(store, mai, 7).await && !begin(store, mai, 8).await);
    let row = store.second_factor(mai).await.unwrap().unwrap();
    assert!(row.confirmed && row.nonce == [7; 32] && row.codes_left == 2);
    assert!(!starts(store, mai, 32, false).await, "not without it");
    assert!(starts(store, mai, 33, true).await);
}

pub(crate) async fn codes_work_once(store: &Store) {
    let (mai, binh) = two(store).await;
    in_use(store, mai).await;
    for (editor, nonce, step, works) in [
        // That which was seen when it was confirmed.
        (mai, 7, 5, false),
        (mai, 8, 6, false),
        (binh, 7, 6, false),
        (mai, 7, 6, true),
        (mai, 7, 6, false),
        (mai, 7, 5, false),
        (mai, 7, 7, true),
    ] {
        let used = store.use_code(editor, [nonce; 32], step).await.unwrap();
        assert_eq!(used, works, "{editor} {nonce} {step}");
    }
    for (editor, code, works) in [(binh, 1, false), (mai, 1, true), (mai, 1, false)] {
        let used = store.use_recovery_code(editor, [code; 32], 6).await;
        assert_eq!(used.unwrap(), works, "{editor} {code}");
    }
    let left = async || store.second_factor(mai).await.unwrap().unwrap().codes_left;
    assert_eq!(left().await, 1);
    let fresh = vec![[3; 32], [4; 32], [5; 32]];
    assert!(
        store
            .replace_recovery_codes(mai, fresh.clone(), 7)
            .await
            .unwrap()
    );
    assert_eq!(left().await, 3);
    assert!(
        !store.use_recovery_code(mai, [2; 32], 8).await.unwrap(),
        "old"
    );
    assert!(!store.replace_recovery_codes(binh, fresh, 7).await.unwrap());
    let lines = store.desk_log(everywhere(0), None, 3).await.unwrap();
    let acts: Vec<_> = lines.iter().rev().filter_map(|line| line.action).collect();
    assert_eq!(
        acts,
        [
            DeskAction::SecondFactorOn,
            DeskAction::RecoveryCodeUsed,
            DeskAction::RecoveryCodesMade,
        ]
    );
}

pub(crate) async fn who_may_take_a_second_factor_off(store: &Store) {
    let (mai, binh) = two(store).await;
    let less = RightsChange {
        editor: binh,
        by: Some(mai),
        role: Role::Secretary,
        scope: Scope::Everywhere,
        at: 3,
    };
    store.set_editor_rights(less).await.unwrap();
    for (editor, by, expected) in [
        (mai, Some(binh), AccountOutcome::ActorGone),
        (mai, Some(mai), AccountOutcome::Done),
        (binh, Some(binh), AccountOutcome::Done),
        (binh, Some(mai), AccountOutcome::Done),
        (mai, None, AccountOutcome::Done),
        (99, None, AccountOutcome::NotFound),
    ] {
        if editor != 99 {
            in_use(store, editor).await;
        }
        let outcome = store.end_second_factor(editor, by, 6).await.unwrap();
        assert_eq!(outcome, expected, "{editor} {by:?}");
        let is_done = expected == AccountOutcome::Done;
        let row = store.second_factor(editor).await.unwrap();
        assert_eq!(row.is_none(), is_done || editor == 99);
        let line = store
            .desk_log(everywhere(0), None, 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(
            line.action == Some(DeskAction::SecondFactorOff),
            is_done || editor == 99
        );
        // Its codes went with it.
        assert_eq!(
            store.use_recovery_code(editor, [1; 32], 7).await.unwrap(),
            expected == AccountOutcome::ActorGone
        );
        if expected == AccountOutcome::ActorGone {
            store.end_second_factor(editor, None, 8).await.unwrap();
        }
    }
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
