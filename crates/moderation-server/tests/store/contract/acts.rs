//! What the store promises of acts under keys: each once, in their order, within reach.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{ActAnswer, ActOutcome, Actor, Decision, Deed};

use crate::given::{act, decide, decision, desk_row, log_of, one, site, two, undo, waiting};

pub(crate) async fn a_key_acts_once(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, "a").await;
    let publish = act("k1", decision(mai, "a", DecisionAction::Publish, 1, 5));
    let first = one(store, publish.clone()).await;
    let comment = first.comment.clone().unwrap();
    assert_eq!(first.outcome, ActOutcome::Done);
    assert_eq!(
        (comment.id.as_str(), comment.status, comment.revision),
        ("a", CommentStatus::Published, 2)
    );
    decide(store, "a", DecisionAction::Spam, 2, 6).await;
    // However late it comes again: as then, and nothing is done.
    assert_eq!(one(store, publish.clone()).await, first);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Spam);
    assert_eq!(log_of(store, "a").await, ["publish", "spam"]);
    // Keys are each editor's own; and one key stands for one thing.
    let of_another = act("k1", decision(binh, "a", DecisionAction::Spam, 1, 7));
    assert_eq!(one(store, of_another).await.outcome, ActOutcome::Same);
    let other = act("k1", decision(mai, "a", DecisionAction::Reject, 3, 7));
    let refused = ActAnswer::nothing(ActOutcome::Refused);
    assert_eq!(one(store, other).await, refused);
    assert_eq!(one(store, undo("k1", "k1", mai, 8)).await, refused);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Spam);
    // Its time past, the key is as new.
    store.sweep(5, 5).await.unwrap();
    assert_eq!(one(store, publish.clone()).await, first);
    store.sweep(6, 6).await.unwrap();
    assert_eq!(one(store, publish).await.outcome, ActOutcome::Conflict);
}

pub(crate) async fn acts_go_in_their_order_and_each_by_itself(store: &Store) {
    let (mai, _) = two(store).await;
    waiting(store, "a").await;
    let acts = vec![
        act("k1", decision(mai, "a", DecisionAction::Publish, 1, 5)),
        act("k2", decision(mai, "x", DecisionAction::Publish, 1, 5)),
        act("k3", decision(mai, "a", DecisionAction::Reject, 1, 5)),
        act("k4", decision(mai, "a", DecisionAction::Reject, 2, 5)),
        undo("u1", "k1", mai, 5),
        undo("u4", "k4", mai, 5),
    ];
    let answers = store.act(acts).await.unwrap();
    let outcomes: Vec<_> = answers.iter().map(|answer| answer.outcome).collect();
    use ActOutcome::{Changed, Conflict, Done, NotFound};
    assert_eq!(outcomes, [Done, NotFound, Conflict, Done, Changed, Done]);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Published);
    assert_eq!(
        log_of(store, "a").await,
        ["publish", "reject", "undo"],
        "one line an act"
    );
}

pub(crate) async fn the_same_by_two_is_no_conflict(store: &Store) {
    let (mai, binh) = two(store).await;
    let edit = |text: &'static str| (DecisionAction::Publish, Some(text));
    let publish = (DecisionAction::Publish, None);
    let reject = (DecisionAction::Reject, None);
    for (n, (theirs, own, outcome)) in [
        (publish, publish, ActOutcome::Same),
        (reject, reject, ActOutcome::Same),
        (publish, reject, ActOutcome::Conflict),
        (edit("Một."), publish, ActOutcome::Conflict),
        (publish, edit("Một."), ActOutcome::Conflict),
        (edit("Một."), edit("Một."), ActOutcome::Same),
        (edit("Một."), edit("Hai."), ActOutcome::Conflict),
        (edit("Ý kiến của An."), publish, ActOutcome::Same),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("c{n}");
        waiting(store, &id).await;
        let decided = |editor, (action, text): (_, Option<&str>), at| Decision {
            text: text.map(str::to_owned),
            ..decision(editor, &id, action, 1, at)
        };
        store.decide(vec![decided(binh, theirs, 5)]).await.unwrap();
        let key = format!("k{n}");
        let late = one(store, act(&key, decided(mai, own, 6))).await;
        assert_eq!(late.outcome, outcome, "{theirs:?} {own:?}");
        let who = late.before.unwrap();
        assert_eq!((who.by.as_deref(), who.at), (Some("Tên của binh"), 5));
        assert_eq!(log_of(store, &id).await.len(), 1);
        // Nothing of hers is there to undo, and his stays.
        let undone = one(store, undo(&format!("u{n}"), &key, mai, 7)).await;
        assert_eq!(undone.outcome, ActOutcome::Changed);
        assert_eq!(log_of(store, &id).await.len(), 1);
    }
    waiting(store, "a").await;
    store
        .withdraw_comment("s".into(), "a".into(), 5)
        .await
        .unwrap();
    for (key, revision) in [("w1", 1), ("w2", 2)] {
        let publish = decision(mai, "a", DecisionAction::Publish, revision, 6);
        let late = one(store, act(key, publish)).await;
        assert_eq!((late.outcome, late.before), (ActOutcome::Withdrawn, None));
    }
}

pub(crate) async fn acts_reach_as_far_as_their_editor(store: &Store) {
    let (mai, _) = two(store).await;
    let elsewhere = Actor {
        editor: mai,
        scope: site("t"),
    };
    waiting(store, "a").await;
    let here = decision(mai, "a", DecisionAction::Publish, 1, 5);
    let there = Decision {
        by: elsewhere.clone(),
        ..here.clone()
    };
    let nothing = ActAnswer::nothing(ActOutcome::NotFound);
    assert_eq!(one(store, act("k", there.clone())).await, nothing);
    assert_eq!(one(store, act("k", here)).await.outcome, ActOutcome::Done);
    // What was answered when she could reach it is not shown to her any more, nor undone.
    assert_eq!(one(store, act("k", there)).await, nothing);
    let mut undone = undo("u", "k", mai, 6);
    undone.deed = Deed::Undo {
        of: "k".into(),
        by: elsewhere,
        at: 6,
    };
    assert_eq!(one(store, undone).await, nothing);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Published);
}
