//! What the store promises of acts under keys that come at once.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{ActOutcome, Reach};

use crate::given::{act, decision, one, two, undo, waiting};
use crate::together::{ROUNDS, at_once};

async fn state(store: &Store, id: &str) -> (CommentStatus, i64, usize) {
    let detail = store.desk_comment(id.to_owned(), Reach::ALL, 9).await;
    let detail = detail.unwrap().unwrap();
    let row = detail.comment;
    (row.status, row.revision, detail.log.len())
}

pub(crate) async fn a_key_that_comes_many_times_acts_once(store: &Store) {
    let (mai, _) = two(store).await;
    for round in 0..ROUNDS {
        let id = format!("c{round}");
        waiting(store, &id).await;
        let publish = act(
            &format!("k{round}"),
            decision(mai, &id, DecisionAction::Publish, 1, 5),
        );
        let undone = undo(&format!("u{round}"), &publish.key, mai, 6);
        for (sent, status, revision) in [
            (publish, CommentStatus::Published, 2),
            (undone, CommentStatus::Pending, 3),
        ] {
            let answers = at_once(store, |store, _| {
                let sent = sent.clone();
                async move { one(&store, sent).await }
            })
            .await;
            assert_eq!(answers[0].outcome, ActOutcome::Done);
            assert!(
                answers.iter().all(|answer| *answer == answers[0]),
                "{answers:?}"
            );
            let lines = usize::try_from(revision - 1).unwrap();
            assert_eq!(state(store, &id).await, (status, revision, lines));
        }
    }
}

pub(crate) async fn one_of_those_who_decide_at_once_is_first(store: &Store) {
    let (mai, binh) = two(store).await;
    for round in 0..ROUNDS {
        let id = format!("c{round}");
        waiting(store, &id).await;
        let answers = at_once(store, |store, n| {
            let (editor, action) = match n % 2 {
                0 => (mai, DecisionAction::Publish),
                _ => (binh, DecisionAction::Spam),
            };
            let sent = act(
                &format!("k{round}-{n}"),
                decision(editor, &id, action, 1, 5),
            );
            async move { one(&store, sent).await }
        })
        .await;
        let (status, revision, lines) = state(store, &id).await;
        assert_eq!((revision, lines), (2, 1));
        let mut done = 0;
        for (n, answer) in answers.iter().enumerate() {
            let own = [CommentStatus::Published, CommentStatus::Spam][n % 2];
            match answer.outcome {
                ActOutcome::Done => done += 1,
                ActOutcome::Same => assert_eq!(own, status),
                ActOutcome::Conflict => assert_ne!(own, status),
                other => panic!("{other:?}"),
            }
            assert_eq!(answer.comment.as_ref().unwrap().status, status);
        }
        assert_eq!(done, 1, "{answers:?}");
    }
}

pub(crate) async fn an_undoing_and_a_colleague_do_not_mix(store: &Store) {
    let (mai, binh) = two(store).await;
    for round in 0..ROUNDS {
        let id = format!("c{round}");
        waiting(store, &id).await;
        let key = format!("k{round}");
        one(
            store,
            act(&key, decision(mai, &id, DecisionAction::Publish, 1, 5)),
        )
        .await;
        let answers = at_once(store, |store, n| {
            let own = format!("{round}-{n}");
            let sent = match n % 2 {
                0 => undo(&own, &key, mai, 6),
                _ => act(&own, decision(binh, &id, DecisionAction::Spam, 2, 6)),
            };
            async move { one(&store, sent).await.outcome }
        })
        .await;
        let (status, revision, lines) = state(store, &id).await;
        assert_eq!((revision, lines), (3, 2));
        let (undone, decided): (Vec<_>, Vec<_>) = answers
            .into_iter()
            .enumerate()
            .partition(|(n, _)| n % 2 == 0);
        let of = |answers: &[(usize, ActOutcome)], wanted| {
            answers
                .iter()
                .filter(|(_, outcome)| *outcome == wanted)
                .count()
        };
        match status {
            CommentStatus::Pending => {
                assert_eq!(of(&undone, ActOutcome::Done), 1);
                assert_eq!(of(&undone, ActOutcome::Same), undone.len() - 1);
                assert_eq!(of(&decided, ActOutcome::Conflict), decided.len());
            }
            CommentStatus::Spam => {
                assert_eq!(of(&undone, ActOutcome::Changed), undone.len());
                assert_eq!(of(&decided, ActOutcome::Done), 1);
                assert_eq!(of(&decided, ActOutcome::Same), decided.len() - 1);
            }
            other => panic!("{other:?}"),
        }
    }
}
