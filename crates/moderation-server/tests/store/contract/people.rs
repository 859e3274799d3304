//! What the store promises of roles, and of what lies out of somebody's scope.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{
    AcceptOutcome, AccountChange, AccountOutcome, Actor, Area, ArticleChange, CommentDraft,
    ConfirmOutcome, Decision, DecisionOutcome, DeskAction, Ending, Gate, InvitedBy, NewInvitation,
    NewReset, NewSession, OpenLink, PageDraft, QueueQuery, Reach, Revocation, RightsChange, Role,
    Scope,
};

use crate::given::{accept, change, decision, draft, everywhere, site, two};

fn make(editor: i64, by: Option<i64>, role: Role, scope: Scope) -> RightsChange {
    RightsChange {
        editor,
        by,
        role,
        scope,
        at: 5,
    }
}

pub(crate) async fn an_account_is_what_it_was_said_to_be(store: &Store) {
    let (mai, binh) = two(store).await;
    let editor = async |id| {
        let editors = store.editors().await.unwrap();
        editors.into_iter().find(|editor| editor.id == id).unwrap()
    };
    assert_eq!(editor(mai).await.role, Role::Administrator);
    let sport = Scope::within(vec![Area {
        site: "s".into(),
        section: Some("Thể thao".into()),
    }]);
    let change = make(binh, Some(mai), Role::Secretary, sport.clone());
    let outcome = store.set_editor_rights(change).await.unwrap();
    assert_eq!(outcome, AccountOutcome::Done);
    let now = editor(binh).await;
    assert_eq!((now.role, &now.scope), (Role::Secretary, &sport));
    let line = store.desk_log(everywhere(0), None, 1).await.unwrap();
    assert_eq!(line[0].action, Some(DeskAction::RightsChanged));
    let detail = line[0].detail.as_deref().unwrap();
    assert!(detail.starts_with("secretary [") && detail.contains("Thể thao"));
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
    // A secretary lets nobody in, and makes nobody anything.
    let change = make(mai, Some(binh), Role::Editor, Scope::Everywhere);
    let outcome = store.set_editor_rights(change).await.unwrap();
    assert_eq!(outcome, AccountOutcome::ActorGone);
    assert!(!invite(store, 8, binh, Role::Editor, sport).await);
}

async fn invite(store: &Store, hash: u8, by: i64, role: Role, scope: Scope) -> bool {
    let new = NewInvitation {
        token_hash: [hash; 32],
        by: InvitedBy::Editor(by),
        role,
        scope,
        note: None,
        at: 5,
        expires_at: 1_000,
    };
    store.create_invitation(new).await.unwrap()
}

pub(crate) async fn a_link_gives_what_it_names_and_nobody_gives_more_than_he_has(store: &Store) {
    let (mai, binh) = two(store).await;
    assert!(invite(store, 8, mai, Role::Editor, site("s")).await);
    let AcceptOutcome::Done(chi) = accept(store, 8, "chi", 6).await else {
        panic!("refused")
    };
    let made = store.editor_by_login("chi".into()).await.unwrap().unwrap();
    assert_eq!((made.role, made.scope), (Role::Editor, site("s")));
    // Binh now answers for one site alone.
    let change = make(binh, Some(mai), Role::Administrator, site("s"));
    store.set_editor_rights(change).await.unwrap();
    for (scope, given) in [
        (site("s"), true),
        (site("khac"), false),
        (Scope::Everywhere, false),
    ] {
        assert_eq!(
            invite(store, 9, binh, Role::Editor, scope.clone()).await,
            given,
            "{scope:?}"
        );
    }
    let open = store.open_invitations(site("khac"), 6).await.unwrap();
    assert_eq!(open, [], "links into another site are not his to see");
    let outcomes = [
        make(chi, Some(binh), Role::Secretary, site("s")),
        make(chi, Some(binh), Role::Secretary, Scope::Everywhere),
        make(mai, Some(binh), Role::Editor, site("s")),
    ];
    for (change, expected) in outcomes.into_iter().zip([
        AccountOutcome::Done,
        AccountOutcome::NotFound,
        AccountOutcome::NotFound,
    ]) {
        let outcome = store.set_editor_rights(change).await.unwrap();
        assert_eq!(outcome, expected);
    }
    let shut = AccountChange {
        editor: mai,
        by: Some(binh),
        disable: true,
        at: 6,
    };
    let outcome = store.set_editor_disabled(shut).await.unwrap();
    assert_eq!(outcome, AccountOutcome::NotFound);
    // What he gave away under rights that he has no more opens nothing.
    let change = make(binh, Some(mai), Role::Editor, site("s"));
    store.set_editor_rights(change).await.unwrap();
    assert_eq!(accept(store, 9, "dung", 7).await, AcceptOutcome::Spent);
}

pub(crate) async fn an_administrator_of_everything_stays(store: &Store) {
    let (mai, binh) = two(store).await;
    for (change, expected) in [
        (
            make(binh, Some(mai), Role::Administrator, site("s")),
            AccountOutcome::Done,
        ),
        (
            make(mai, None, Role::Secretary, Scope::Everywhere),
            AccountOutcome::LastActive,
        ),
        (
            make(mai, None, Role::Administrator, site("s")),
            AccountOutcome::LastActive,
        ),
    ] {
        assert_eq!(store.set_editor_rights(change).await.unwrap(), expected);
    }
    let shut = AccountChange {
        editor: mai,
        by: None,
        disable: true,
        at: 6,
    };
    let outcome = store.set_editor_disabled(shut).await.unwrap();
    assert_eq!(outcome, AccountOutcome::LastActive);
}

/// A comment on another site than the others.
fn elsewhere(id: &str) -> CommentDraft {
    CommentDraft {
        site: "khac".into(),
        page: PageDraft {
            section: Some("Thể thao".into()),
            ..draft(id, "p", "An", 1).page
        },
        author_email: Some("an@example.vn".into()),
        ..draft(id, "p", "An", 1)
    }
}

pub(crate) async fn nothing_out_of_scope_is_seen_or_changed(store: &Store) {
    let (mai, binh) = two(store).await;
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    store.create_comment(elsewhere("b")).await.unwrap();
    let close = async |by| {
        let closed = ArticleChange {
            site: "khac".into(),
            gate: Some(Gate::Closed),
            by,
            // Something changes each time.
            notice: Some(Some(format!("{:?}", std::time::Instant::now()))),
            ..change("p", 0, 2)
        };
        store.set_article(closed).await.unwrap().is_some()
    };
    assert!(close(everywhere(mai)).await);
    let sport = |section: &str| {
        Scope::within(vec![Area {
            site: "khac".into(),
            section: Some(section.into()),
        }])
    };
    for (scope, seen) in [
        (site("s"), "a"),
        (site("khac"), "b"),
        (sport("Thể thao"), "b"),
        (sport("Thời sự"), ""),
        (Scope::within(Vec::new()), ""),
        (Scope::Everywhere, "ab"),
    ] {
        let reach = Reach {
            scope: scope.clone(),
            emails: false,
            editor: 0,
        };
        let query = QueueQuery {
            reach: reach.clone(),
            site: None,
            status: Some(CommentStatus::Pending),
            section: None,
            page_id: None,
            after: None,
            limit: 9,
        };
        let page = store.queue(query, 2).await.unwrap();
        let ids: String = page.comments.iter().map(|row| row.id.as_str()).collect();
        assert_eq!((ids.as_str(), page.total as usize), (seen, seen.len()));
        assert!(page.comments.iter().all(|row| row.author_email.is_none()));
        let counts = store.queue_counts(scope.clone()).await.unwrap();
        assert_eq!(counts.pending as usize, seen.len(), "{scope:?}");
        let by = Actor {
            editor: binh,
            scope: scope.clone(),
        };
        for id in ["a", "b"] {
            let reached = seen.contains(id);
            let detail = store.desk_comment(id.into(), reach.clone(), 2).await;
            assert_eq!(detail.unwrap().is_some(), reached, "{id} {scope:?}");
            let claim = store.claim_comment(id.into(), by.clone(), 2, 3).await;
            assert_eq!(claim.unwrap().is_some(), reached, "{id} {scope:?}");
            let shown = draft(id, "p", "An", 1).page.shown();
            let confirmed = store.confirm_page_of(id.into(), shown, by.clone(), 3).await;
            let is_hidden = confirmed.unwrap() == ConfirmOutcome::NotFound;
            assert_eq!(is_hidden, !reached, "{id} {scope:?}");
            // A revision that it is not at changes nothing, and says whether it was found.
            let decision = Decision {
                by: by.clone(),
                ..decision(binh, id, DecisionAction::Reject, 9, 3)
            };
            let outcome = store.decide(vec![decision]).await.unwrap().remove(0);
            let is_hidden = outcome == DecisionOutcome::NotFound;
            assert_eq!(is_hidden, !reached, "{id} {scope:?}");
        }
        assert_eq!(close(by.clone()).await, seen.contains('b'));
        let article = store.article(scope.clone(), "khac".into(), "p".into());
        let is_there = article.await.unwrap().is_some();
        assert_eq!(is_there, seen.contains('b'), "{scope:?}");
        // One who has done nothing himself.
        let reader = Actor { editor: 0, ..by };
        let lines = store.desk_log(reader, None, 100).await.unwrap();
        let of_page = lines.iter().any(|line| line.page.is_some());
        assert_eq!(of_page, seen.contains('b'), "{scope:?}");
    }
    let all = store.desk_comment("b".into(), Reach::ALL, 2).await.unwrap();
    let email = all.unwrap().comment.author_email;
    assert_eq!(email.as_deref(), Some("an@example.vn"));
}

pub(crate) async fn sessions_end_by_their_names_and_by_those_who_may(store: &Store) {
    let (mai, binh) = two(store).await;
    let start = async |token: u8, editor, at| {
        let new = NewSession {
            token_hash: [token; 32],
            editor,
            second_factor: false,
            device: format!("máy {token}"),
            at,
            expires_at: 100,
        };
        store.create_session(new, None).await.unwrap().unwrap();
    };
    for (token, editor, at) in [(11, mai, 3), (12, mai, 4), (13, mai, 5), (21, binh, 3)] {
        start(token, editor, at).await;
    }
    let open = async |editor| {
        let sessions = store.sessions_of(editor, 6, 0).await.unwrap();
        let devices = sessions.into_iter().map(|session| session.device);
        devices.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(open(mai).await, "máy 13, máy 12, máy 11");
    assert_eq!(store.sessions_of(mai, 6, 4).await.unwrap().len(), 1, "idle");
    assert_eq!(store.sessions_of(mai, 100, 0).await.unwrap(), [], "ended");
    let revoke = async |editor, ending, by| {
        let at = 6;
        let revocation = Revocation {
            editor,
            ending,
            by,
            at,
        };
        store.revoke_sessions(revocation).await.unwrap()
    };
    revoke(mai, Ending::One([21; 32]), mai).await;
    assert_eq!(open(binh).await, "máy 21", "not hers");
    revoke(mai, Ending::One([11; 32]), mai).await;
    revoke(mai, Ending::Others([13; 32]), mai).await;
    assert_eq!(open(mai).await, "máy 13");
    let lines = store.desk_log(everywhere(0), None, 2).await.unwrap();
    let told = lines
        .iter()
        .filter(|line| line.action == Some(DeskAction::SessionsRevoked));
    assert_eq!(told.count(), 2, "what ended nothing is no act");
    let less = make(binh, Some(mai), Role::Secretary, Scope::Everywhere);
    store.set_editor_rights(less).await.unwrap();
    let outcome = revoke(mai, Ending::All, binh).await;
    assert_eq!(outcome, AccountOutcome::ActorGone);
    assert_eq!(revoke(binh, Ending::All, mai).await, AccountOutcome::Done);
    assert_eq!(
        (open(mai).await.as_str(), open(binh).await.as_str()),
        ("máy 13", "")
    );
}

pub(crate) async fn a_link_for_a_password_is_spent_once_and_opens_nothing_else(store: &Store) {
    let (mai, binh) = two(store).await;
    let reset = async |hash: u8, editor, by| {
        let new = NewReset {
            token_hash: [hash; 32],
            editor,
            by,
            at: 5,
            expires_at: 100,
        };
        store.create_reset(new).await.unwrap()
    };
    assert_eq!(reset(8, binh, Some(mai)).await, AccountOutcome::Done);
    let open = async |hash: u8, at| store.open_link([hash; 32], at).await.unwrap();
    assert!(matches!(open(8, 6).await, Some(OpenLink::Password(editor)) if editor.id == binh));
    assert_eq!(open(8, 100).await, None, "past its time");
    assert_eq!(
        accept(store, 8, "chi", 6).await,
        AcceptOutcome::Spent,
        "no account"
    );
    // A second one voids the first, and one who was shut out gets none.
    assert_eq!(reset(9, binh, None).await, AccountOutcome::Done);
    assert_eq!(open(8, 6).await, None);
    let accept_reset = async |hash: u8| {
        let accepted = store.accept_reset([hash; 32], "neu".into(), 7).await;
        accepted.unwrap()
    };
    assert_eq!(accept_reset(9).await, Some(binh));
    assert_eq!(accept_reset(9).await, None, "spent");
    let row = store.editor_by_login("binh".into()).await.unwrap().unwrap();
    assert_eq!(row.password_hash, "neu");
    let shut = AccountChange {
        editor: binh,
        by: Some(mai),
        disable: true,
        at: 8,
    };
    store.set_editor_disabled(shut).await.unwrap();
    assert_eq!(reset(10, binh, Some(mai)).await, AccountOutcome::NotFound);
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
