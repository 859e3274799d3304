//! What only a database on a server of its own can do: lie about what it keeps, be shared by several
//! processes, lose the one who asked.

use std::time::Duration;

use comment_protocol::CommentStatus;
use moderation_server::store::record::CreateOutcome;
use moderation_server::store::{self, StoreErrorKind};

use crate::given::{draft, published};
use crate::postgres::fresh;

#[tokio::test(flavor = "multi_thread")]
async fn what_forgets_what_it_committed_is_refused() {
    let Some(fresh) = fresh().await else { return };
    fresh.alter("SET synchronous_commit = off").await;
    let error = store::open(&fresh.url()).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unusable);
    assert!(error.to_string().contains("synchronous_commit"), "{error}");
    fresh.alter("RESET synchronous_commit").await;
    fresh.open().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_was_changed_is_refused() {
    let Some(fresh) = fresh().await else { return };
    fresh.open().await;
    fresh
        .run("UPDATE schema_migration SET hash = '\\x00'")
        .await;
    let error = store::open(&fresh.url()).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unusable);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_make_one_schema() {
    let Some(fresh) = fresh().await else { return };
    let (one, other) = tokio::join!(fresh.open(), fresh.open());
    let id = published(&one, "p", "An", 1).await;
    let receipt = other.receipt("s".into(), id).await.unwrap().unwrap();
    assert_eq!(receipt.status, CommentStatus::Published);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_hears_that_something_was_stored() {
    let Some(fresh) = fresh().await else { return };
    let (one, other) = (fresh.open().await, fresh.open().await);
    let mut changes = other.changes();
    // Its connection for news may not be there yet, and is told of nothing before.
    let heard = async {
        for at in 1.. {
            published(&one, "p", "An", at).await;
            let wait = tokio::time::timeout(Duration::from_millis(300), changes.changed());
            if wait.await.is_ok() {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), heard)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_waits_for_is_not_stored_and_holds_nobody_up() {
    let Some(fresh) = fresh().await else { return };
    let store = fresh.open().await;
    published(&store, "p", "An", 1).await;
    let lock = fresh
        .hold("LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE")
        .await;
    let waiting = store.create_comment(draft("b", "p", "An", 2));
    let patience = Duration::from_millis(200);
    assert!(tokio::time::timeout(patience, waiting).await.is_err());
    lock.end().await;
    // Waits for ever where the article is still locked.
    let after = store.create_comment(draft("c", "p", "An", 3)).await;
    assert_eq!(
        after.unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
    let receipt = store.receipt("s".into(), "b".into()).await.unwrap();
    assert!(receipt.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_were_cut_are_made_anew() {
    let Some(fresh) = fresh().await else { return };
    let store = fresh.open().await;
    let id = published(&store, "p", "An", 1).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    fresh.run(cut).await;
    // The news of the cut may be on its way while the next statement goes out: it fails once then.
    let mut tries = 0;
    let receipt = loop {
        match store.receipt("s".into(), id.clone()).await {
            Ok(receipt) => break receipt,
            Err(error) if tries < 8 => {
                assert_eq!(error.kind(), StoreErrorKind::Unavailable, "{error}");
                tries += 1;
            }
            Err(error) => panic!("{error}"),
        }
    };
    assert!(receipt.is_some());
    published(&store, "p", "Ba", 5).await;
}
