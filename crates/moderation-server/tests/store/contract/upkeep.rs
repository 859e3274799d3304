//! What the store promises of what is kept and forgotten.

use comment_protocol::CommentStatus;
use moderation_server::store::Store;
use moderation_server::store::record::{CommentDraft, CreateOutcome, Reach};

use crate::given::{draft, key};

pub(crate) async fn e_mails_are_erased_in_time(store: &Store) {
    let with = |id: &str, at| CommentDraft {
        author_email: Some("an@example.vn".into()),
        ..draft(id, "p", "An", at)
    };
    for (id, at) in [("a", 1), ("b", 5), ("c", 9)] {
        store.create_comment(with(id, at)).await.unwrap();
    }
    let email = async |id: &str| {
        let detail = store
            .desk_comment(id.into(), Reach::ALL, 10)
            .await
            .unwrap()
            .unwrap();
        detail.comment.author_email
    };
    store
        .withdraw_comment("s".into(), "c".into(), 10)
        .await
        .unwrap();
    assert_eq!(email("c").await, None, "withdrawn");
    assert_eq!(store.erase_emails("s".into(), 5).await.unwrap(), 1);
    assert_eq!(email("a").await, None, "of age");
    assert!(email("b").await.is_some());
}

pub(crate) async fn what_is_past_its_time_is_swept(store: &Store) {
    let keyed = |id: &str| CommentDraft {
        idempotency: key(1),
        ..draft(id, "p", "An", 5)
    };
    store.create_comment(keyed("a")).await.unwrap();
    store.sweep(5, 5).await.unwrap();
    assert!(matches!(
        store.create_comment(keyed("b")).await.unwrap(),
        CreateOutcome::Replayed { .. }
    ));
    store.sweep(6, 6).await.unwrap();
    assert_eq!(
        store.create_comment(keyed("b")).await.unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
}

pub(crate) async fn the_id_of_the_key_is_noted(store: &Store) {
    assert_eq!(store.noted_key().await.unwrap(), None);
    assert!(store.kept_key().await.unwrap().is_none());
    for id in ["a", "b"] {
        store.note_key(id.to_owned()).await.unwrap();
        assert_eq!(store.noted_key().await.unwrap().as_deref(), Some(id));
    }
    store.forget_key().await.unwrap();
    assert_eq!(store.noted_key().await.unwrap().as_deref(), Some("b"));
}

pub(crate) async fn a_database_that_is_well_says_so(store: &Store) {
    for at in [1, 2] {
        store.check_writable(at).await.unwrap();
    }
    let vitals = store.vitals();
    assert_eq!((vitals.queued, vitals.failed_groups), (0, 0));
}
