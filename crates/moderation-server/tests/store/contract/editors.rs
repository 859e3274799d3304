//! What the store promises of accounts, links and the desk's log.

use moderation_server::clock::{DAY, HOUR, Millis};
use moderation_server::store::Store;
use moderation_server::store::record::{
    AcceptOutcome, AccountChange, AccountOutcome, DeskAction, InvitedBy, NewEditor, NewSession,
    Scope,
};

use crate::given::{accept, everywhere, invite, two};

fn shut(editor: i64, by: i64) -> AccountChange {
    AccountChange {
        editor,
        by: Some(by),
        disable: true,
        at: 5,
    }
}

pub(crate) async fn a_link_is_spent_once(store: &Store) {
    assert!(invite(store, 1, InvitedBy::FirstStart, 0).await);
    assert_eq!(
        accept(store, 1, "mai", DAY).await,
        AcceptOutcome::Spent,
        "expired"
    );
    assert_eq!(
        accept(store, 9, "mai", 1).await,
        AcceptOutcome::Spent,
        "unknown"
    );
    let AcceptOutcome::Done(mai) = accept(store, 1, "mai", 9).await else {
        panic!("refused")
    };
    assert_eq!(
        accept(store, 1, "binh", 9).await,
        AcceptOutcome::Spent,
        "spent"
    );
    for hash in [2, 3] {
        assert!(invite(store, hash, InvitedBy::Editor(mai), 0).await);
    }
    let open = store.open_invitations(Scope::Everywhere, 1).await.unwrap();
    assert_eq!(open.len(), 2, "one does not void the other");
    for (login, outcome) in [
        ("mai", AcceptOutcome::LoginTaken),
        // ZERO WIDTH SPACE: the same to the eye.
        ("mai\u{200B}", AcceptOutcome::LoginTaken),
        ("m\u{0430}i", AcceptOutcome::LoginTaken),
    ] {
        assert_eq!(accept(store, 2, login, 1).await, outcome, "{login:?}");
    }
    let same_name = NewEditor {
        token_hash: [2; 32],
        login: "khac".into(),
        name: "TÊN CỦA MAI".into(),
        password_hash: "h".into(),
        at: 1,
    };
    let outcome = store.accept_invitation(same_name).await.unwrap();
    assert_eq!(outcome, AcceptOutcome::NameTaken);
    assert!(store.open_link([2; 32], 1).await.unwrap().is_some());
    assert!(
        store
            .revoke_invitation([2; 32], everywhere(mai), 1)
            .await
            .unwrap()
    );
    assert!(
        !store
            .revoke_invitation([2; 32], everywhere(mai), 1)
            .await
            .unwrap()
    );
    assert_eq!(
        accept(store, 2, "binh", 1).await,
        AcceptOutcome::Spent,
        "revoked"
    );
    assert_eq!(store.count_active_editors().await.unwrap(), 1);
}

pub(crate) async fn the_first_link_is_for_the_first_alone(store: &Store) {
    // Two servers on one database.
    for hash in [1, 2] {
        assert!(invite(store, hash, InvitedBy::FirstStart, 0).await);
    }
    assert!(store.open_link([1; 32], 1).await.unwrap().is_some());
    assert!(matches!(
        accept(store, 2, "mai", 1).await,
        AcceptOutcome::Done(_)
    ));
    assert!(store.open_link([1; 32], 1).await.unwrap().is_none());
    assert_eq!(accept(store, 1, "binh", 1).await, AcceptOutcome::Spent);
}

pub(crate) async fn who_is_shut_out_leaves_no_way_in(store: &Store) {
    let (mai, binh) = two(store).await;
    started(store, 7, binh, 3).await;
    assert!(invite(store, 3, InvitedBy::Editor(binh), 3).await);
    let outcome = store.set_editor_disabled(shut(binh, mai)).await.unwrap();
    assert_eq!(outcome, AccountOutcome::Done);
    assert_eq!(accept(store, 3, "binh2", 6).await, AcceptOutcome::Spent);
    assert!(store.session([7; 32], 6, 0).await.unwrap().is_none());
    assert!(
        !invite(store, 4, InvitedBy::Editor(binh), 6).await,
        "nor a new link"
    );
    let outcome = store.set_editor_disabled(shut(mai, binh)).await.unwrap();
    assert_eq!(outcome, AccountOutcome::ActorGone);
    // A link opened before, by somebody let in again, does not come back.
    let open = AccountChange {
        disable: false,
        ..shut(binh, mai)
    };
    store.set_editor_disabled(open).await.unwrap();
    assert_eq!(accept(store, 3, "binh2", 6).await, AcceptOutcome::Spent);
    // A new password voids the links made under the old one.
    assert!(invite(store, 5, InvitedBy::Editor(binh), 7).await);
    store
        .set_editor_password(binh, "neu".into(), Some(binh), 8)
        .await
        .unwrap();
    assert_eq!(accept(store, 5, "binh2", 9).await, AcceptOutcome::Spent);
}

pub(crate) async fn somebody_can_always_let_others_in(store: &Store) {
    let (mai, binh) = two(store).await;
    // At once: each is active when asked first.
    let (one, other) = tokio::join!(
        store.set_editor_disabled(shut(binh, mai)),
        store.set_editor_disabled(shut(mai, binh)),
    );
    let outcomes = [one.unwrap(), other.unwrap()];
    assert!(outcomes.contains(&AccountOutcome::Done), "{outcomes:?}");
    assert!(
        outcomes.contains(&AccountOutcome::ActorGone),
        "{outcomes:?}"
    );
    assert_eq!(store.count_active_editors().await.unwrap(), 1);
    let by_command = AccountChange {
        by: None,
        ..shut(
            if outcomes[0] == AccountOutcome::Done {
                mai
            } else {
                binh
            },
            0,
        )
    };
    let outcome = store.set_editor_disabled(by_command).await.unwrap();
    assert_eq!(outcome, AccountOutcome::LastActive);
}

pub(crate) async fn every_act_leaves_a_line(store: &Store) {
    let (mai, binh) = two(store).await;
    started(store, 7, mai, 3).await;
    store.end_session([7; 32], 4).await.unwrap();
    store
        .set_editor_password(mai, "neu".into(), Some(mai), 5)
        .await
        .unwrap();
    store.set_editor_disabled(shut(binh, mai)).await.unwrap();
    let lines = store.desk_log(everywhere(0), None, 100).await.unwrap();
    let acts: Vec<_> = lines.iter().rev().filter_map(|line| line.action).collect();
    assert_eq!(
        acts,
        [
            DeskAction::InvitationMade,
            DeskAction::InvitationUsed,
            DeskAction::InvitationMade,
            DeskAction::InvitationUsed,
            DeskAction::SignIn,
            DeskAction::SignOut,
            DeskAction::PasswordChanged,
            DeskAction::AccountShut,
        ]
    );
    let who = |name: &str| Some((format!("Tên của {name}"), name.to_owned()));
    assert_eq!(
        (&lines[0].editor, &lines[0].subject),
        (&who("mai"), &who("binh"))
    );
    let older = store
        .desk_log(everywhere(0), Some(lines[6].id), 100)
        .await
        .unwrap();
    assert_eq!(older.len(), 1, "page by page");
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}

pub(crate) async fn a_stranger_makes_numbers_grow_and_no_log(store: &Store) {
    let (mai, _) = two(store).await;
    let before = store
        .desk_log(everywhere(0), None, 100)
        .await
        .unwrap()
        .len();
    for at in 10..60 {
        store.count_failed_sign_in(Some(mai), at).await.unwrap();
        store.count_failed_sign_in(None, at).await.unwrap();
    }
    let lines = store.desk_log(everywhere(0), None, 100).await.unwrap();
    assert_eq!(
        lines.len(),
        before + 2,
        "one for mai, one for names that nobody has"
    );
    // The next hour tells of the rest in one line.
    store
        .count_failed_sign_in(Some(mai), 10 + HOUR)
        .await
        .unwrap();
    let lines = store.desk_log(everywhere(0), None, 100).await.unwrap();
    assert_eq!((lines.len(), lines[0].count), (before + 3, 50));
    store
        .count_failed_sign_in(Some(mai), 11 + HOUR)
        .await
        .unwrap();
    let failed = started(store, 7, mai, 12 + HOUR).await;
    assert_eq!(failed, 52, "told to her when she signs in");
    let failed = started(store, 8, mai, 13 + HOUR).await;
    assert_eq!(failed, 0);
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}

/// Starts a session; the failed attempts before it.
async fn started(store: &Store, token: u8, editor: i64, at: Millis) -> u32 {
    let session = store
        .create_session(session_of(token, editor, at), None)
        .await;
    session.unwrap().unwrap().failed_before
}

fn session_of(token: u8, editor: i64, at: Millis) -> NewSession {
    NewSession {
        token_hash: [token; 32],
        editor,
        second_factor: false,
        device: String::from("Chrome trên Android"),
        at,
        expires_at: DAY,
    }
}

pub(crate) async fn a_session_ends_in_time_and_where_nobody_works(store: &Store) {
    let (mai, _) = two(store).await;
    started(store, 7, mai, 10).await;
    let open = async |now, idle_before| {
        let session = store.session([7; 32], now, idle_before).await.unwrap();
        session.map(|session| (session.editor.id, session.seen_at))
    };
    assert_eq!(open(11, 9).await, Some((mai, 10)));
    assert_eq!(open(11, 10).await, None, "idle");
    store.touch_session([7; 32], 15).await.unwrap();
    assert_eq!(open(16, 14).await, Some((mai, 15)));
    assert_eq!(open(DAY, 14).await, None, "past its end");
    store.end_session([7; 32], 17).await.unwrap();
    assert_eq!(open(17, 14).await, None);
}

pub(crate) async fn what_was_proved_before_a_change_starts_no_session(store: &Store) {
    let (mai, _) = two(store).await;
    let before = store.editors().await.unwrap().remove(0);
    let start = async |token, proved: &str| {
        let new = session_of(token, mai, 5);
        store
            .create_session(new, Some(proved.to_owned()))
            .await
            .unwrap()
    };
    assert!(start(1, &before.password_hash).await.is_some());
    store
        .set_editor_password(mai, "khác".to_owned(), Some(mai), 6)
        .await
        .unwrap();
    assert!(start(2, &before.password_hash).await.is_none());
    let now = start(3, "khác").await.unwrap().editor;
    assert!(
        now.device_epoch > before.device_epoch,
        "browsers are strangers again"
    );
    for (proved, hash) in [("sai", "khác"), ("khác", "mới")] {
        store
            .rehash_password(mai, proved.to_owned(), "mới".to_owned())
            .await
            .unwrap();
        assert_eq!(store.editors().await.unwrap()[0].password_hash, hash);
    }
    assert!(
        store.session([3; 32], 7, 0).await.unwrap().is_some(),
        "the same password"
    );
}
