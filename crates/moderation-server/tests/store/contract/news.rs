//! What the store promises whoever looks on.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{Actor, NewsPage};

use crate::given::{confirm, decide, draft, everywhere, published, site, two};

pub(crate) async fn whoever_looks_on_is_told_that_something_was_stored(store: &Store) {
    let mut changes = store.changes();
    assert!(!changes.has_changed().unwrap());
    published(store, "p", "An", 1).await;
    assert!(changes.has_changed().unwrap());
    changes.mark_unchanged();
    store.receipt("s".into(), "p-An-1".into()).await.unwrap();
    assert!(!changes.has_changed().unwrap(), "nothing was stored");
    decide(store, "p-An-1", DecisionAction::Spam, 2, 3).await;
    assert!(changes.has_changed().unwrap());
}

pub(crate) async fn what_was_decided_is_told_from_a_place_on(store: &Store) {
    let (mai, binh) = two(store).await;
    let news = async |reader: Actor, after, limit| -> NewsPage {
        store.news(reader, after, limit).await.unwrap()
    };
    let told = |page: &NewsPage| -> Vec<(String, Option<i64>, CommentStatus, i64)> {
        let row = |row: &moderation_server::store::record::DecidedRow| {
            let by = row.by.as_ref().map(|(editor, _)| *editor);
            (row.comment_id.clone(), by, row.status, row.revision)
        };
        page.decided.iter().map(row).collect()
    };
    let start = news(everywhere(binh), None, 9).await;
    assert_eq!(
        start,
        NewsPage {
            decided: Vec::new(),
            next: 0,
            has_more: false
        }
    );
    let id = published(store, "p", "An", 1).await;
    // An article that is taken over is no news of its comment.
    confirm(store, "p").await;
    store
        .withdraw_comment("s".into(), id.clone(), 5)
        .await
        .unwrap();
    let waiting = draft("b", "p", "An", 6);
    store.create_comment(waiting).await.unwrap();
    decide(store, "b", DecisionAction::Reject, 1, 7).await;
    let all = [
        (id.clone(), Some(mai), CommentStatus::Published, 2),
        (id, None, CommentStatus::Withdrawn, 3),
        (String::from("b"), Some(mai), CommentStatus::Rejected, 2),
    ];
    let page = news(everywhere(binh), Some(start.next), 9).await;
    assert_eq!(told(&page), all);
    assert_eq!(page.decided[0].by, Some((mai, "Tên của mai".into())));
    let first = news(everywhere(binh), Some(0), 2).await;
    assert_eq!((told(&first), first.has_more), (all[..2].to_vec(), true));
    let rest = news(everywhere(binh), Some(first.next), 2).await;
    assert_eq!((told(&rest), rest.has_more), (all[2..].to_vec(), false));
    let elsewhere = Actor {
        editor: binh,
        scope: site("k"),
    };
    let theirs = news(elsewhere, Some(0), 9).await;
    assert_eq!((told(&theirs), theirs.next), (vec![], page.next));
    let none = news(everywhere(binh), Some(page.next), 9).await;
    assert_eq!((told(&none), none.next), (vec![], page.next));
}
