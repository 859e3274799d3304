//! What the store promises editors of comments.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{
    AcceptOutcome, DecisionOutcome, DeskAction, InvitedBy, QueueQuery, Reach, Scope,
};

use crate::given::{accept, decide, decision, draft, editor, everywhere, invite, published};

pub(crate) async fn a_stale_decision_changes_nothing(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    let stale = decide(store, &id, DecisionAction::Reject, 1, 9).await;
    assert_eq!(stale, DecisionOutcome::RevisionConflict { revision: 2 });
    let detail = store
        .desk_comment(id, Reach::ALL, 9)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(detail.comment.status, CommentStatus::Published);
    assert_eq!(detail.log.len(), 1);
    let missing = decide(store, "khong-co", DecisionAction::Reject, 1, 9).await;
    assert_eq!(missing, DecisionOutcome::NotFound);
}

pub(crate) async fn what_waits_is_returned_without_a_trace(store: &Store) {
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    let done = |revision| DecisionOutcome::Done {
        revision,
        status: CommentStatus::Pending,
    };
    let lines = async || {
        let detail = store.desk_comment("a".into(), Reach::ALL, 9).await;
        detail.unwrap().unwrap().log.len()
    };
    let twice = [2, 3].map(|at| (DecisionAction::Return, at));
    for (action, at) in twice {
        assert_eq!(decide(store, "a", action, 1, at).await, done(1));
        assert_eq!(lines().await, 0);
    }
    // What was decided is returned, once; a reason is an act of its own.
    decide(store, "a", DecisionAction::Reject, 1, 4).await;
    let returned = decide(store, "a", DecisionAction::Return, 2, 5).await;
    assert_eq!((returned, lines().await), (done(3), 2));
    let again = decide(store, "a", DecisionAction::Return, 3, 6).await;
    assert_eq!((again, lines().await), (done(3), 2));
    let mut reasoned = decision(editor(store).await, "a", DecisionAction::Return, 3, 7);
    reasoned.reason = Some("Hỏi thư ký".into());
    assert_eq!(store.decide(vec![reasoned]).await.unwrap(), [done(4)]);
    assert_eq!(lines().await, 3);
}

pub(crate) async fn decisions_in_one_call_see_each_other(store: &Store) {
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    let editor = editor(store).await;
    let both = vec![
        decision(editor, "a", DecisionAction::Publish, 1, 2),
        decision(editor, "a", DecisionAction::Reject, 1, 2),
    ];
    let outcomes = store.decide(both).await.unwrap();
    assert_eq!(
        outcomes[1],
        DecisionOutcome::RevisionConflict { revision: 2 }
    );
    assert_eq!(
        store
            .count_comments("s".into(), vec!["p".into()])
            .await
            .unwrap(),
        [1]
    );
}

/// The clock was put back between the two.
pub(crate) async fn nothing_is_published_before_it_was_sent(store: &Store) {
    store
        .create_comment(draft("a", "p", "An", 100))
        .await
        .unwrap();
    decide(store, "a", DecisionAction::Publish, 1, 40).await;
    let receipt = store.receipt("s".into(), "a".into()).await;
    assert_eq!(receipt.unwrap().unwrap().published_at, Some(100));
}

pub(crate) async fn claims_end_in_time(store: &Store) {
    let mai = editor(store).await;
    assert!(invite(store, 5, InvitedBy::Editor(mai), 0).await);
    let AcceptOutcome::Done(binh) = accept(store, 5, "binh", 1).await else {
        panic!("no second editor")
    };
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    let claim = |editor, now| store.claim_comment("a".into(), everywhere(editor), now, now + 100);
    assert_eq!(claim(mai, 0).await.unwrap().unwrap().editor, mai);
    assert_eq!(
        claim(binh, 50).await.unwrap().unwrap().editor,
        mai,
        "still hers"
    );
    assert_eq!(
        claim(binh, 100).await.unwrap().unwrap().editor,
        binh,
        "hers has ended"
    );
    assert!(
        store
            .claim_comment("x".into(), everywhere(mai), 0, 1)
            .await
            .unwrap()
            .is_none()
    );
}

pub(crate) async fn the_queue_is_filtered(store: &Store) {
    for (id, page, name) in [("a", "p", "An"), ("b", "q", "Bình"), ("c", "p", "Chi")] {
        store
            .create_comment(draft(id, page, name, 1))
            .await
            .unwrap();
    }
    let all = QueueQuery {
        reach: Reach::ALL,
        site: None,
        status: Some(CommentStatus::Pending),
        section: None,
        page_id: None,
        after: None,
        limit: 2,
    };
    let ids = async |query: QueueQuery| {
        let page = store.queue(query, 2).await.unwrap();
        let ids: String = page.comments.iter().map(|row| row.id.as_str()).collect();
        (ids, page.total, page.next)
    };
    let (first, total, next) = ids(all.clone()).await;
    assert_eq!((first.as_str(), total), ("ab", 3));
    let rest = ids(QueueQuery {
        after: next,
        ..all.clone()
    })
    .await;
    assert_eq!(rest, ("c".to_owned(), 3, None));
    let found = async |query: QueueQuery| ids(query).await.0;
    assert_eq!(
        found(QueueQuery {
            page_id: Some("p".into()),
            ..all.clone()
        })
        .await,
        "ac"
    );
    assert_eq!(
        found(QueueQuery {
            site: Some("t".into()),
            ..all.clone()
        })
        .await,
        ""
    );
    assert_eq!(
        found(QueueQuery {
            section: Some("Thời sự".into()),
            ..all.clone()
        })
        .await,
        "ab"
    );
    let counts = store.queue_counts(Scope::Everywhere).await.unwrap();
    assert_eq!((counts.pending, counts.reported), (3, 0));
    assert_eq!(
        store.queue_sections(Scope::Everywhere).await.unwrap(),
        [],
        "nobody confirmed an article"
    );
}

pub(crate) async fn what_changes_nothing_else_is_logged_too(store: &Store) {
    let mai = editor(store).await;
    for (action, editor, at) in [
        (DeskAction::EmailsRead, Some(mai), 5),
        (DeskAction::KeyChanged, None, 6),
    ] {
        store.log_at_desk(action, editor, at).await.unwrap();
        let line = store
            .desk_log(everywhere(0), None, 1)
            .await
            .unwrap()
            .remove(0);
        let login = line.editor.map(|(_, login)| login);
        assert_eq!((line.action, line.created_at), (Some(action), at));
        assert_eq!(login.as_deref(), editor.map(|_| "mai"));
    }
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}
