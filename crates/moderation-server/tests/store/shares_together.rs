//! What the store promises of shares where many ask at once.

use std::collections::BTreeSet;

use comment_protocol::DecisionAction;
use moderation_server::store::Store;
use moderation_server::store::record::DecisionOutcome;

use crate::contract::shares::{ids, wish};
use crate::given::{decision, draft, two};
use crate::together::{ROUNDS, at_once};

/// Eight pages of two editors ask at once for more than there is.
pub(crate) async fn no_comment_is_in_two_shares(store: &Store) {
    let (mai, binh) = two(store).await;
    for round in 0..i64::from(ROUNDS) {
        for number in 0..30 {
            let id = format!("{round}-{number}");
            let page = format!("p{}", number % 4);
            store
                .create_comment(draft(&id, &page, "An", 1))
                .await
                .unwrap();
        }
        let answers = at_once(store, |store, n| async move {
            let editor = if n % 2 == 0 { mai } else { binh };
            let tab = format!("t{n}");
            // Those of the round before have ended.
            let request = wish(editor, &tab, 7, 1_000 * round);
            store.share(request).await.unwrap()
        })
        .await;
        let all: Vec<&str> = answers.iter().flat_map(ids).collect();
        let each: BTreeSet<&str> = all.iter().copied().collect();
        let waiting = 30 * usize::try_from(round + 1).unwrap();
        assert_eq!(all.len(), each.len(), "{answers:?}");
        assert_eq!(all.len(), waiting.min(8 * 7));
    }
}

/// Editors decide about what they were given while others are given more.
pub(crate) async fn what_is_being_decided_is_given_to_nobody(store: &Store) {
    let (mai, binh) = two(store).await;
    for number in 0..120 {
        let draft = draft(&format!("c{number}"), "p", "An", 1);
        store.create_comment(draft).await.unwrap();
    }
    let answers = at_once(store, |store, n| async move {
        let editor = if n % 2 == 0 { mai } else { binh };
        let tab = format!("t{n}");
        let mut decided = Vec::new();
        for at in 0.. {
            let share = store.share(wish(editor, &tab, 3, at)).await.unwrap();
            if share.comments.is_empty() {
                break;
            }
            for id in ids(&share) {
                let publish = decision(editor, id, DecisionAction::Publish, 1, at);
                let outcome = store.decide(vec![publish]).await.unwrap().remove(0);
                assert!(
                    matches!(outcome, DecisionOutcome::Done { .. }),
                    "{id}: {outcome:?}"
                );
                decided.push(id.to_owned());
            }
        }
        decided
    })
    .await;
    let all: BTreeSet<String> = answers.into_iter().flatten().collect();
    assert_eq!(all.len(), 120);
}
