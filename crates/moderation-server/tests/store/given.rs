//! What the tests have in the database before they look at it.

use comment_protocol::{CommentStatus, DecisionAction, Sort};
use moderation_server::clock::{DAY, Millis};
use moderation_server::store::Store;
use moderation_server::store::record::{
    AcceptOutcome, ActAnswer, Actor, Area, ArticleChange, CommentDraft, ConfirmOutcome,
    ConfirmPage, CreateOutcome, Decision, DecisionOutcome, Deed, DeskAct, DeskRow,
    IdempotencyDraft, InvitedBy, ListPosition, ListQuery, NewEditor, NewInvitation, PageDraft,
    Reach, ReaderDraft, Role, Scope,
};

pub(crate) fn draft(id: &str, page: &str, name: &str, at: Millis) -> CommentDraft {
    CommentDraft {
        id: id.to_owned(),
        site: "s".to_owned(),
        page: PageDraft {
            id: page.to_owned(),
            url: format!("https://bao.example.vn/{page}"),
            title: format!("Bài {page}"),
            section: Some("Thời sự".to_owned()),
        },
        parent_id: None,
        status: CommentStatus::Pending,
        held_for: Vec::new(),
        author_name: name.to_owned(),
        author_email: None,
        reader: None,
        text: format!("Ý kiến của {name}."),
        search_text: format!("y kien cua {}", name.to_lowercase()),
        writer: [name.bytes().next().unwrap_or_default(); 32],
        idempotency: None,
        known_pages_only: false,
        max_waiting: 0,
        close_after: None,
        marks_repeated: false,
        created_at: at,
    }
}

pub(crate) fn key(body_hash: u8) -> Option<IdempotencyDraft> {
    Some(IdempotencyDraft {
        key: "k".into(),
        body_hash: [body_hash; 32],
        sender: [1; 32],
    })
}

pub(crate) async fn confirm(store: &Store, page: &str) {
    let shown = draft("", page, "", 0).page.shown();
    let editor = editor(store).await;
    let outcome = store
        .confirm_page("s".into(), page.into(), shown, everywhere(editor), 1)
        .await;
    assert_eq!(outcome.unwrap(), ConfirmOutcome::Confirmed);
}

pub(crate) async fn editor(store: &Store) -> i64 {
    if let Some(editor) = store.editor_by_login("mai".into()).await.unwrap() {
        return editor.id;
    }
    assert!(invite(store, 1, InvitedBy::FirstStart, 0).await);
    match accept(store, 1, "mai", 1).await {
        AcceptOutcome::Done(editor) => editor,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn decide(
    store: &Store,
    id: &str,
    action: DecisionAction,
    revision: i64,
    at: Millis,
) -> DecisionOutcome {
    let decision = decision(editor(store).await, id, action, revision, at);
    store.decide(vec![decision]).await.unwrap().remove(0)
}

/// An editor who works everywhere.
pub(crate) fn everywhere(editor: i64) -> Actor {
    Actor {
        editor,
        scope: Scope::Everywhere,
    }
}

/// What somebody who works everywhere changes of an article: nothing yet.
pub(crate) fn change(page: &str, editor: i64, at: Millis) -> ArticleChange {
    ArticleChange {
        site: "s".to_owned(),
        page_id: page.to_owned(),
        gate: None,
        closes_at: None,
        kept_open: None,
        rule: None,
        notice: None,
        close_after: None,
        by: everywhere(editor),
        at,
    }
}

/// One whole site.
pub(crate) fn site(name: &str) -> Scope {
    Scope::within(vec![Area {
        site: name.to_owned(),
        section: None,
    }])
}

pub(crate) fn decision(
    editor: i64,
    id: &str,
    action: DecisionAction,
    revision: i64,
    at: Millis,
) -> Decision {
    Decision {
        comment_id: id.to_owned(),
        by: everywhere(editor),
        action,
        revision,
        text: None,
        search_text: None,
        reason: None,
        note: None,
        at,
        page: ConfirmPage::Never,
    }
}

/// A comment sent at `at` and published a millisecond later.
pub(crate) async fn published(store: &Store, page: &str, name: &str, at: Millis) -> String {
    let id = format!("{page}-{name}-{at}");
    assert_eq!(
        store
            .create_comment(draft(&id, page, name, at))
            .await
            .unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
    decide(store, &id, DecisionAction::Publish, 1, at + 1).await;
    id
}

pub(crate) fn list(page: &str, sort: Sort, after: Option<ListPosition>) -> ListQuery {
    ListQuery {
        site: "s".to_owned(),
        page_id: page.to_owned(),
        parent_id: None,
        sort,
        limit: 2,
        after,
        replies_shown: 2,
    }
}

pub(crate) fn guest(reader: u8, address: u8) -> ReaderDraft {
    ReaderDraft {
        reader: [reader; 32],
        address: Some([address; 32]),
    }
}

pub(crate) async fn invite(store: &Store, hash: u8, by: InvitedBy, at: Millis) -> bool {
    let new = NewInvitation {
        token_hash: [hash; 32],
        by,
        role: Role::Administrator,
        scope: Scope::Everywhere,
        note: None,
        at,
        expires_at: at + DAY,
    };
    store.create_invitation(new).await.unwrap()
}

pub(crate) async fn accept(store: &Store, hash: u8, login: &str, at: Millis) -> AcceptOutcome {
    let new = NewEditor {
        token_hash: [hash; 32],
        login: login.to_owned(),
        name: format!("Tên của {login}"),
        password_hash: "hash".into(),
        at,
    };
    store.accept_invitation(new).await.unwrap()
}

/// Two editors, the first of whom invited the second.
pub(crate) async fn two(store: &Store) -> (i64, i64) {
    assert!(invite(store, 1, InvitedBy::FirstStart, 0).await);
    let AcceptOutcome::Done(mai) = accept(store, 1, "mai", 1).await else {
        panic!("no first editor")
    };
    assert!(invite(store, 2, InvitedBy::Editor(mai), 1).await);
    let AcceptOutcome::Done(binh) = accept(store, 2, "binh", 2).await else {
        panic!("no second editor")
    };
    (mai, binh)
}

/// A decision under a key.
pub(crate) fn act(key: &str, decision: Decision) -> DeskAct {
    DeskAct {
        key: key.to_owned(),
        part: 0,
        body_hash: [u8::try_from(decision.revision).unwrap(); 32],
        deed: Deed::Decide(decision),
    }
}

/// The undoing of a decision, under a key.
pub(crate) fn undo(key: &str, of: &str, editor: i64, at: i64) -> DeskAct {
    DeskAct {
        key: key.to_owned(),
        part: 0,
        body_hash: [9; 32],
        deed: Deed::Undo {
            of: of.to_owned(),
            by: everywhere(editor),
            at,
        },
    }
}

pub(crate) async fn one(store: &Store, act: DeskAct) -> ActAnswer {
    let mut answers = store.act(vec![act]).await.unwrap();
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

pub(crate) async fn waiting(store: &Store, id: &str) {
    store.create_comment(draft(id, "p", "An", 1)).await.unwrap();
}

pub(crate) async fn desk_row(store: &Store, id: &str) -> DeskRow {
    let detail = store.desk_comment(id.into(), Reach::ALL, 0).await;
    detail.unwrap().unwrap().comment
}

pub(crate) async fn log_of(store: &Store, id: &str) -> Vec<String> {
    let detail = store.desk_comment(id.into(), Reach::ALL, 0).await;
    let log = detail.unwrap().unwrap().log.into_iter();
    log.map(|line| line.action).collect()
}
