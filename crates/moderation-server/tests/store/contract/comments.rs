//! What the store promises readers of their comments.

use comment_protocol::{CommentStatus, DecisionAction, Sort};
use moderation_server::store::Store;
use moderation_server::store::record::{
    CommentDraft, CreateOutcome, DecisionOutcome, LikeOutcome, ListPosition, Reach, Scope,
};

use crate::given::{decide, draft, guest, key, list, published};

pub(crate) async fn a_key_is_answered_once(store: &Store) {
    let keyed = |id: &str, hash: u8| CommentDraft {
        idempotency: key(hash),
        ..draft(id, "p", "An", 5)
    };
    assert_eq!(
        store.create_comment(keyed("a", 1)).await.unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
    let again = store.create_comment(keyed("b", 1)).await.unwrap();
    let first = CreateOutcome::Replayed {
        id: "a".to_owned(),
        status: CommentStatus::Pending,
        created_at: 5,
        same_sender: true,
    };
    assert_eq!(again, first);
    let other = store.create_comment(keyed("c", 2)).await.unwrap();
    assert_eq!(other, CreateOutcome::IdempotencyConflict);
    // The answer stays what it was, whatever became of the comment.
    decide(store, "a", DecisionAction::Spam, 1, 6).await;
    assert_eq!(store.create_comment(keyed("d", 1)).await.unwrap(), first);
    let elsewhere = CommentDraft {
        site: "t".to_owned(),
        ..keyed("e", 2)
    };
    assert_eq!(
        store.create_comment(elsewhere).await.unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
}

pub(crate) async fn lists_keep_their_order_over_pages(store: &Store) {
    // Published in the same millisecond: the number decides.
    for name in ["A", "B", "C", "D", "E"] {
        published(store, "p", name, 1).await;
    }
    for (sort, expected) in [
        (Sort::Newest, "EDCBA"),
        (Sort::Oldest, "ABCDE"),
        (Sort::MostLiked, "EDCBA"),
    ] {
        let mut seen = String::new();
        let mut after = None;
        loop {
            let page = store
                .list_comments(list("p", sort, after))
                .await
                .unwrap()
                .unwrap();
            seen.extend(page.comments.iter().map(|row| row.author_name.as_str()));
            if !page.has_more {
                break;
            }
            after = page.comments.last().map(|row| ListPosition {
                like_count: row.like_count,
                published_at: row.published_at,
                number: row.number,
            });
        }
        assert_eq!(seen, expected, "{sort:?}");
    }
}

pub(crate) async fn likes_are_counted_once_for_each_reader(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    for (reader, liked, count) in [
        (1, true, 1),
        (1, true, 1),
        (2, true, 2),
        (1, false, 1),
        (1, false, 1),
    ] {
        let who = guest(reader, reader);
        let left = if liked {
            store.like_comment("s".into(), id.clone(), who, 0, 3).await
        } else {
            store
                .unlike_comment("s".into(), id.clone(), who.reader, 3)
                .await
        };
        assert_eq!(left.unwrap(), LikeOutcome::Counted(count));
    }
    let elsewhere = store
        .like_comment("t".into(), id.clone(), guest(1, 1), 0, 3)
        .await;
    assert_eq!(
        elsewhere.unwrap(),
        LikeOutcome::NotFound,
        "another site's comment"
    );
    // Of one address no more than so many, however many readers it says it has.
    for (reader, outcome) in [
        (11, LikeOutcome::Counted(2)),
        (12, LikeOutcome::Counted(3)),
        (13, LikeOutcome::TooMany),
        (11, LikeOutcome::Counted(3)),
    ] {
        let left = store
            .like_comment("s".into(), id.clone(), guest(reader, 9), 2, 3)
            .await;
        assert_eq!(left.unwrap(), outcome, "{reader}");
    }
}

pub(crate) async fn only_so_many_of_one_writer_wait_on_an_article(store: &Store) {
    let limited = |id: &str, page: &str| CommentDraft {
        max_waiting: 2,
        ..draft(id, page, "An", 1)
    };
    for id in ["a", "b"] {
        let outcome = store.create_comment(limited(id, "p")).await.unwrap();
        assert_eq!(outcome, CreateOutcome::Created(CommentStatus::Pending));
    }
    let outcome = store.create_comment(limited("c", "p")).await.unwrap();
    assert_eq!(outcome, CreateOutcome::TooManyWaiting);
    let elsewhere = store.create_comment(limited("d", "q")).await.unwrap();
    assert_eq!(elsewhere, CreateOutcome::Created(CommentStatus::Pending));
    let known_only = CommentDraft {
        known_pages_only: true,
        ..draft("e", "p", "Bình", 2)
    };
    let outcome = store.create_comment(known_only).await.unwrap();
    assert_eq!(outcome, CreateOutcome::PageUnknown);
}

pub(crate) async fn a_withdrawn_comment_stays_withdrawn(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    let row = store
        .withdraw_comment("s".into(), id.clone(), 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.status, CommentStatus::Withdrawn);
    let outcome = decide(store, &id, DecisionAction::Publish, 3, 6).await;
    assert_eq!(outcome, DecisionOutcome::Withdrawn);
    assert_eq!(
        store
            .count_comments("s".into(), vec!["p".into()])
            .await
            .unwrap(),
        [0]
    );
    assert!(
        store
            .withdraw_comment("t".into(), id, 7)
            .await
            .unwrap()
            .is_none()
    );
}

pub(crate) async fn an_exchange_is_found_by_any_of_its_comments(store: &Store) {
    let root = published(store, "p", "An", 1).await;
    let mut replies = Vec::new();
    for n in 0..5 {
        let id = format!("reply-{n}");
        let mut reply = draft(&id, "p", "Bình", 10);
        reply.parent_id = Some(root.clone());
        store.create_comment(reply).await.unwrap();
        // All at the same time: the number decides.
        decide(store, &id, DecisionAction::Publish, 1, 20).await;
        replies.push(id);
    }
    for (id, expected, more) in [
        (&root, &replies[0..2], true),
        (&replies[1], &replies[0..2], true),
        (&replies[3], &replies[2..4], true),
        (&replies[4], &replies[3..5], false),
    ] {
        let found = store.exchange("s".into(), id.clone(), 2).await.unwrap();
        let found = found.unwrap();
        let shown: Vec<_> = found.root.replies.iter().map(|reply| &reply.id).collect();
        assert_eq!((found.page_id.as_str(), &found.root.id), ("p", &root));
        assert_eq!(shown, expected.iter().collect::<Vec<_>>(), "{id}");
        assert_eq!(found.has_more, more, "{id}");
        let page = store.published_page("s".into(), id.clone()).await.unwrap();
        assert_eq!(page, Some(found.page));
    }
    let unseen = |site: &str, id: &str| {
        let (site, id) = (site.to_owned(), id.to_owned());
        async move {
            let page = store.published_page(site.clone(), id.clone()).await;
            let found = store.exchange(site, id, 2).await;
            page.unwrap().is_none() && found.unwrap().is_none()
        }
    };
    assert!(unseen("other", &root).await);
    assert!(unseen("s", "unknown").await);
    decide(store, &root, DecisionAction::Reject, 2, 30).await;
    assert!(unseen("s", &root).await);
    assert!(unseen("s", &replies[0]).await);
}

pub(crate) async fn a_report_is_heard_until_an_editor_answers(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    let report = async |id: &str, reader: u8, at| {
        let (site, reason) = ("s".to_owned(), format!("lý do {reader}"));
        let who = guest(reader, reader);
        store
            .report_comment(site, id.to_owned(), who, reason, at)
            .await
            .unwrap()
    };
    let counted = async || {
        let detail = store
            .desk_comment(id.clone(), Reach::ALL, 9)
            .await
            .unwrap()
            .unwrap();
        let reported = store
            .queue_counts(Scope::Everywhere)
            .await
            .unwrap()
            .reported;
        (detail.comment.report_count, reported)
    };
    for (reader, expected) in [(1, (1, 1)), (1, (1, 1)), (2, (2, 1))] {
        assert!(report(&id, reader, 3).await);
        assert_eq!(counted().await, expected, "{reader}");
    }
    let reasons = store
        .desk_comment(id.clone(), Reach::ALL, 9)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        reasons.comment.reports,
        [("lý do 1".to_owned(), 1), ("lý do 2".to_owned(), 1)]
    );
    // An editor lets it stand: answered. The same reader may say it anew.
    decide(store, &id, DecisionAction::Publish, 2, 4).await;
    assert_eq!(counted().await, (0, 0));
    assert!(report(&id, 1, 5).await);
    assert_eq!(counted().await, (1, 1));
    decide(store, &id, DecisionAction::Reject, 3, 6).await;
    assert!(!report(&id, 3, 7).await, "not published");
    assert!(!report("khong-co", 3, 7).await);
}

/// U+0000 in what a stranger asks for is no fault of the server's, whatever a database makes of it.
pub(crate) async fn a_zero_in_a_text_is_a_letter_that_nobody_wrote(store: &Store) {
    published(store, "p", "An", 1).await;
    let zero = || String::from("p\0");
    let summary = store.page_summary("s".into(), zero()).await.unwrap();
    assert_eq!(summary.version, 0);
    let ids = vec![zero(), "p".into()];
    assert_eq!(store.count_comments("s".into(), ids).await.unwrap(), [0, 1]);
    let liked = store.like_comment("s".into(), zero(), guest(1, 1), 0, 2);
    assert_eq!(liked.await.unwrap(), LikeOutcome::NotFound);
    let receipt = store.receipt(zero(), zero()).await.unwrap();
    assert!(receipt.is_none());
    let decided = decide(store, "p\0", DecisionAction::Reject, 1, 3).await;
    assert_eq!(decided, DecisionOutcome::NotFound);
    assert!(store.editor_by_login(zero()).await.unwrap().is_none());
    // What is stored by such an id is found by it.
    let new = draft("z", "p\0", "An", 4);
    store.create_comment(new).await.unwrap();
    let scope = Scope::Everywhere;
    let article = store.article(scope, "s".into(), zero()).await.unwrap();
    assert_eq!(article.unwrap().queue.pending, 1);
}
