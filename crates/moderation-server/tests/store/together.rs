//! What the store promises where calls come at once: each looks, then acts, and nothing may come
//! between. Every promise is put to the test some rounds long, as one round may go well by luck.

use std::sync::Arc;

use comment_protocol::{CommentStatus, DecisionAction, Sort};
use moderation_server::store::Store;
use moderation_server::store::record::{
    ArticleChange, CommentDraft, CreateOutcome, DecisionOutcome, Gate, IdempotencyDraft,
    LikeOutcome, ListQuery, Reach, Scope,
};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::given::{change, decision, draft, editor, guest, list, published};

/// Calls at once.
pub(crate) const CALLS: u8 = 8;
pub(crate) const ALL: usize = CALLS as usize;
/// How often.
pub(crate) const ROUNDS: u8 = 12;

/// Makes the calls at once, each on a task of its own; their answers in the order of their numbers.
pub(crate) async fn at_once<T, F>(store: &Store, call: impl Fn(Store, u8) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(Barrier::new(ALL));
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        let (start, call) = (Arc::clone(&start), call(Arc::clone(store), number));
        calls.spawn(async move {
            start.wait().await;
            (number, call.await)
        });
    }
    let mut answers = calls.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

pub(crate) fn count<T>(answers: &[T], is_meant: impl Fn(&T) -> bool) -> usize {
    answers.iter().filter(|answer| is_meant(answer)).count()
}

/// A comment that is published as it comes.
fn at_once_published(id: &str, page: &str) -> CommentDraft {
    CommentDraft {
        status: CommentStatus::Published,
        ..draft(id, page, "An", 1)
    }
}

/// Counts what readers can see of a page and holds the counters against it; how much it is.
async fn recount(store: &Store, page: &str) -> usize {
    let all = |parent_id| ListQuery {
        limit: 100,
        parent_id,
        ..list(page, Sort::Oldest, None)
    };
    let top = store.list_comments(all(None)).await.unwrap().unwrap();
    let mut seen = top.comments.len();
    for root in top.comments {
        let replies = store.list_comments(all(Some(root.id))).await;
        let replies = replies.unwrap().unwrap().comments.len();
        assert_eq!(root.reply_count as usize, replies, "replies of a comment");
        seen += replies;
    }
    let counted = store.page_summary("s".into(), page.to_owned()).await;
    let counted = counted.unwrap().published_count as usize;
    assert_eq!(counted, seen, "comments of the page");
    seen
}

pub(crate) async fn one_key_makes_one_comment(store: &Store) {
    for round in 0..ROUNDS {
        let answers = at_once(store, |store, n| async move {
            let request = IdempotencyDraft {
                key: format!("k{round}"),
                body_hash: [1; 32],
                sender: [1; 32],
            };
            let draft = CommentDraft {
                idempotency: Some(request),
                ..at_once_published(&format!("{round}-{n}"), "p")
            };
            store.create_comment(draft).await.unwrap()
        })
        .await;
        let first = answers
            .iter()
            .position(|answer| *answer == CreateOutcome::Created(CommentStatus::Published))
            .unwrap();
        for (n, answer) in answers.iter().enumerate().filter(|(n, _)| *n != first) {
            let replayed = CreateOutcome::Replayed {
                id: format!("{round}-{first}"),
                status: CommentStatus::Published,
                created_at: 1,
                same_sender: true,
            };
            assert_eq!(*answer, replayed, "{n}");
            let receipt = store.receipt("s".into(), format!("{round}-{n}")).await;
            assert!(receipt.unwrap().is_none(), "{n}");
        }
        assert_eq!(recount(store, "p").await, usize::from(round) + 1);
    }
}

pub(crate) async fn a_new_article_is_made_once(store: &Store) {
    for round in 0..ROUNDS {
        let page = format!("p{round}");
        let answers = at_once(store, |store, n| {
            let draft = at_once_published(&format!("{round}-{n}"), &page);
            async move { store.create_comment(draft).await.unwrap() }
        })
        .await;
        let created = CreateOutcome::Created(CommentStatus::Published);
        assert_eq!(count(&answers, |answer| *answer == created), ALL);
        assert_eq!(recount(store, &page).await, ALL);
    }
    let pages = store
        .unconfirmed_pages(Scope::Everywhere, 100)
        .await
        .unwrap();
    assert_eq!(pages.len(), usize::from(ROUNDS));
}

/// One editor closes an article that nobody wrote under yet, and readers send the first comments.
pub(crate) async fn an_article_is_closed_while_its_first_comments_come(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let page = format!("p{round}");
        let answers = at_once(store, |store, n| {
            let comment = at_once_published(&format!("{round}-{n}"), &page);
            let closing = ArticleChange {
                gate: Some(Gate::Closed),
                ..change(&page, mai, 1)
            };
            async move {
                if n == 0 {
                    let closed = store.set_article(closing).await.unwrap().unwrap();
                    assert_eq!(closed.gate, Gate::Closed);
                    None
                } else {
                    Some(store.create_comment(comment).await.unwrap())
                }
            }
        })
        .await;
        let created = Some(CreateOutcome::Created(CommentStatus::Published));
        let taken = count(&answers, |answer| *answer == created);
        let late = count(&answers, |answer| {
            *answer == Some(CreateOutcome::ThreadClosed)
        });
        assert_eq!(taken + late, ALL - 1, "{answers:?}");
        assert_eq!(recount(store, &page).await, taken);
        let last = at_once_published(&format!("{round}-last"), &page);
        let last = store.create_comment(last).await.unwrap();
        assert_eq!(last, CreateOutcome::ThreadClosed);
    }
}

/// Without a new text, too: then no key in the database stands in the way of the second.
pub(crate) async fn one_revision_takes_one_decision(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let id = format!("c{round}");
        let comment = draft(&id, "p", "An", 1);
        store.create_comment(comment).await.unwrap();
        let edits = round % 2 == 0;
        let answers = at_once(store, |store, n| {
            let mut decision = decision(mai, &id, DecisionAction::Publish, 1, 2);
            decision.text = edits.then(|| format!("Ý kiến đã sửa lần {n}."));
            async move { store.decide(vec![decision]).await.unwrap().remove(0) }
        })
        .await;
        let done = DecisionOutcome::Done {
            revision: 2,
            status: CommentStatus::Published,
        };
        let late = DecisionOutcome::RevisionConflict { revision: 2 };
        assert_eq!(count(&answers, |answer| *answer == done), 1, "{answers:?}");
        let conflicts = count(&answers, |answer| *answer == late);
        assert_eq!(conflicts, ALL - 1, "{answers:?}");
        let detail = store
            .desk_comment(id, Reach::ALL, 3)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(detail.log.len(), 1);
        assert_eq!(detail.revisions.len(), 1 + usize::from(edits));
        assert_eq!(recount(store, "p").await, usize::from(round) + 1);
    }
}

pub(crate) async fn likes_of_one_comment_are_all_counted(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    for round in 0..ROUNDS {
        // Each reader presses twice.
        let answers = at_once(store, |store, n| {
            let (id, reader) = (id.clone(), round * CALLS + n / 2);
            async move {
                let reader = guest(reader, reader);
                store.like_comment("s".into(), id, reader, 0, 3).await
            }
        })
        .await;
        assert_eq!(count(&answers, Result::is_ok), ALL);
        let top = store.list_comments(list("p", Sort::Newest, None)).await;
        let likes = top.unwrap().unwrap().comments.remove(0).like_count;
        assert_eq!(likes, u32::from(CALLS / 2) * (u32::from(round) + 1));
    }
    let answers = at_once(store, |store, n| {
        let (id, reader) = (id.clone(), guest(n / 2, 0).reader);
        async move { store.unlike_comment("s".into(), id, reader, 4).await }
    })
    .await;
    assert_eq!(count(&answers, Result::is_ok), ALL);
    let top = store.list_comments(list("p", Sort::Newest, None)).await;
    let likes = top.unwrap().unwrap().comments.remove(0).like_count;
    assert_eq!(likes, u32::from(CALLS / 2) * (u32::from(ROUNDS) - 1));
}

pub(crate) async fn only_so_many_guests_of_one_address_like(store: &Store) {
    for round in 0..ROUNDS {
        let id = published(store, &format!("p{round}"), "An", 1).await;
        let answers = at_once(store, |store, n| {
            let (id, reader) = (id.clone(), guest(n, 100));
            async move {
                let liked = store.like_comment("s".into(), id, reader, 3, 3).await;
                liked.unwrap()
            }
        })
        .await;
        let too_many = count(&answers, |answer| *answer == LikeOutcome::TooMany);
        assert_eq!(too_many, ALL - 3, "{answers:?}");
    }
}

pub(crate) async fn reports_of_one_comment_are_all_counted(store: &Store) {
    for round in 0..ROUNDS {
        let id = published(store, &format!("p{round}"), "An", 1).await;
        let answers = at_once(store, |store, n| {
            let (id, reader) = (id.clone(), guest(n / 2, n / 2));
            async move {
                let reason = "lý do".to_owned();
                store
                    .report_comment("s".into(), id, reader, reason, 3)
                    .await
            }
        })
        .await;
        assert_eq!(count(&answers, |heard| matches!(heard, Ok(true))), ALL);
        let detail = store
            .desk_comment(id, Reach::ALL, 4)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(detail.comment.report_count, u32::from(CALLS / 2));
        assert_eq!(detail.comment.reports, [("lý do".to_owned(), 4)]);
    }
}

pub(crate) async fn only_so_many_wait_of_what_comes_at_once(store: &Store) {
    for round in 0..ROUNDS {
        let page = format!("p{round}");
        let answers = at_once(store, |store, n| {
            let draft = CommentDraft {
                max_waiting: 3,
                ..draft(&format!("{round}-{n}"), &page, "An", 1)
            };
            async move { store.create_comment(draft).await.unwrap() }
        })
        .await;
        let refused = count(&answers, |answer| *answer == CreateOutcome::TooManyWaiting);
        assert_eq!(refused, ALL - 3, "{answers:?}");
    }
}

pub(crate) async fn a_root_goes_while_replies_come(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let (page, root) = (format!("p{round}"), format!("root-{round}"));
        let comment = at_once_published(&root, &page);
        store.create_comment(comment).await.unwrap();
        let answers = at_once(store, |store, n| {
            let reply = CommentDraft {
                parent_id: Some(root.clone()),
                ..at_once_published(&format!("{round}-{n}"), &page)
            };
            let reject = decision(mai, &root, DecisionAction::Reject, 1, 2);
            async move {
                if n == CALLS / 2 {
                    store.decide(vec![reject]).await.unwrap();
                    return None;
                }
                Some(store.create_comment(reply).await.unwrap())
            }
        })
        .await;
        let created = Some(CreateOutcome::Created(CommentStatus::Published));
        let stand = count(&answers, |answer| *answer == created);
        let late = Some(CreateOutcome::ParentNotFound);
        assert_eq!(
            stand + count(&answers, |answer| *answer == late),
            ALL - 1,
            "{answers:?}"
        );
        assert_eq!(recount(store, &page).await, 0, "none is seen without it");
        let back = decision(mai, &root, DecisionAction::Publish, 2, 3);
        store.decide(vec![back]).await.unwrap();
        assert_eq!(recount(store, &page).await, 1 + stand);
    }
}

pub(crate) async fn a_writer_takes_back_what_an_editor_decides(store: &Store) {
    let mai = editor(store).await;
    for round in 0..ROUNDS {
        let id = format!("c{round}");
        let comment = draft(&id, "p", "An", 1);
        store.create_comment(comment).await.unwrap();
        let answers = at_once(store, |store, n| {
            let (id, publish) = (
                id.clone(),
                decision(mai, &id, DecisionAction::Publish, 1, 2),
            );
            async move {
                if n % 2 == 0 {
                    let receipt = store.withdraw_comment("s".into(), id, 2).await;
                    assert_eq!(receipt.unwrap().unwrap().status, CommentStatus::Withdrawn);
                    return None;
                }
                Some(store.decide(vec![publish]).await.unwrap().remove(0))
            }
        })
        .await;
        let done = |answer: &Option<_>| matches!(answer, Some(DecisionOutcome::Done { .. }));
        let decided = count(&answers, done);
        assert!(decided <= 1, "{answers:?}");
        assert_eq!(recount(store, "p").await, 0);
        let detail = store
            .desk_comment(id, Reach::ALL, 3)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(detail.comment.status, CommentStatus::Withdrawn);
        // Each act once, and the last one takes the comment back.
        assert_eq!(detail.log.len(), 1 + decided);
        let last = detail.log.last().unwrap();
        assert_eq!(last.to_status, CommentStatus::Withdrawn);
        assert_eq!(detail.comment.revision, 2 + i64::try_from(decided).unwrap());
    }
}
