//! What the store promises of edits that have begun.

use comment_protocol::DecisionAction;
use moderation_server::store::Store;
use moderation_server::store::record::{
    ActOutcome, Actor, DraftOutcome, DraftRow, MAX_DRAFTS, NewDraft, QueueQuery, Reach, Scope,
};

use crate::given::{act, decision, draft, everywhere, one, site, two, undo, waiting};

fn edit(id: &str, editor: i64, text: &str, revision: i64, at: i64) -> NewDraft {
    NewDraft {
        comment_id: id.to_owned(),
        by: everywhere(editor),
        text: text.to_owned(),
        revision,
        at,
        expires_at: at + 100,
    }
}

fn reach(editor: i64) -> Reach {
    Reach {
        scope: Scope::Everywhere,
        emails: false,
        editor,
    }
}

async fn draft_of(store: &Store, id: &str, editor: i64) -> Option<DraftRow> {
    let detail = store.desk_comment(id.to_owned(), reach(editor), 0).await;
    detail.unwrap().unwrap().comment.draft
}

async fn save(store: &Store, new: NewDraft) -> DraftOutcome {
    store.save_draft(new).await.unwrap()
}

pub(crate) async fn a_draft_is_kept_for_its_editor_until_he_decides(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, "a").await;
    for (text, at) in [("Một", 5), ("Một hai", 6), ("", 7), ("Một hai ba", 8)] {
        let saved = save(store, edit("a", mai, text, 1, at)).await;
        assert_eq!(saved, DraftOutcome::Saved);
        let kept = DraftRow {
            text: text.into(),
            revision: 1,
            saved_at: at,
        };
        assert_eq!(draft_of(store, "a", mai).await, Some(kept));
        assert_eq!(draft_of(store, "a", binh).await, None);
    }
    let query = QueueQuery {
        reach: reach(mai),
        site: None,
        status: Some(comment_protocol::CommentStatus::Pending),
        section: None,
        page_id: None,
        after: None,
        limit: 9,
    };
    let listed = store.queue(query, 9).await.unwrap().comments.remove(0);
    assert_eq!(listed.draft.unwrap().text, "Một hai ba");
    // What a colleague does takes nothing from him.
    save(store, edit("a", binh, "Của Bình", 1, 8)).await;
    let theirs = vec![decision(binh, "a", DecisionAction::Publish, 1, 9)];
    store.decide(theirs).await.unwrap();
    assert_eq!(draft_of(store, "a", binh).await, None);
    assert_eq!(draft_of(store, "a", mai).await.unwrap().text, "Một hai ba");
    // Decided, and a late keystroke does not bring it back.
    let own = vec![decision(mai, "a", DecisionAction::Reject, 2, 9)];
    store.decide(own).await.unwrap();
    assert_eq!(draft_of(store, "a", mai).await, None);
    let late = save(store, edit("a", mai, "Một hai ba bốn", 2, 10)).await;
    assert_eq!(
        (late, draft_of(store, "a", mai).await),
        (DraftOutcome::Decided, None)
    );
    let anew = save(store, edit("a", mai, "Bốn", 3, 10)).await;
    assert_eq!(anew, DraftOutcome::Saved);
    assert_eq!(draft_of(store, "a", mai).await.unwrap().revision, 3);
}

pub(crate) async fn an_undone_decision_gives_the_draft_back(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, "a").await;
    save(store, edit("a", mai, "Đang sửa", 1, 5)).await;
    for (n, action) in [DecisionAction::Publish, DecisionAction::Spam]
        .into_iter()
        .enumerate()
    {
        let revision = 1 + 2 * i64::try_from(n).unwrap();
        let (done, undone) = (format!("k{n}"), format!("u{n}"));
        one(store, act(&done, decision(mai, "a", action, revision, 6))).await;
        assert_eq!(draft_of(store, "a", mai).await, None);
        one(store, undo(&undone, &done, mai, 7)).await;
        let back = DraftRow {
            text: "Đang sửa".into(),
            revision: revision + 2,
            saved_at: 5,
        };
        assert_eq!(draft_of(store, "a", mai).await, Some(back));
    }
    // Where a colleague was faster with the same there is nothing left to edit; else there is.
    for (id, theirs, kept) in [
        ("b", DecisionAction::Spam, false),
        ("c", DecisionAction::Reject, true),
    ] {
        waiting(store, id).await;
        save(store, edit(id, mai, "Đang sửa", 1, 5)).await;
        store
            .decide(vec![decision(binh, id, theirs, 1, 6)])
            .await
            .unwrap();
        let late = one(
            store,
            act(id, decision(mai, id, DecisionAction::Spam, 1, 7)),
        )
        .await;
        assert_eq!(late.outcome == ActOutcome::Conflict, kept);
        assert_eq!(draft_of(store, id, mai).await.is_some(), kept);
    }
}

pub(crate) async fn drafts_are_forgotten_in_time_and_number_and_reach(store: &Store) {
    let (mai, _) = two(store).await;
    waiting(store, "a").await;
    save(store, edit("a", mai, "Một", 1, 5)).await;
    store.sweep(104, 0).await.unwrap();
    assert!(draft_of(store, "a", mai).await.is_some());
    store.sweep(105, 0).await.unwrap();
    assert!(draft_of(store, "a", mai).await.is_none());
    for n in 0..=MAX_DRAFTS {
        let id = format!("c{n}");
        store
            .create_comment(draft(&id, "p", "An", 1))
            .await
            .unwrap();
        save(store, edit(&id, mai, "Một", 1, 5 + i64::from(n))).await;
    }
    let kept = async |id: &str| draft_of(store, id, mai).await.is_some();
    assert_eq!((kept("c0").await, kept("c1").await), (false, true));
    // Dropped, twice as well as once; and nothing where he does not work.
    let dropped = async |id: &str, by: Actor| store.drop_draft(id.into(), by).await.unwrap();
    let elsewhere = Actor {
        editor: mai,
        scope: site("t"),
    };
    assert!(!dropped("c1", elsewhere.clone()).await && kept("c1").await);
    let hidden = NewDraft {
        by: elsewhere,
        ..edit("c1", mai, "Hai", 1, 9)
    };
    assert_eq!(save(store, hidden).await, DraftOutcome::NotFound);
    let missing = edit("khong-co", mai, "Hai", 1, 9);
    assert_eq!(save(store, missing).await, DraftOutcome::NotFound);
    assert!(dropped("c1", everywhere(mai)).await && !kept("c1").await);
    assert!(dropped("c1", everywhere(mai)).await);
    assert!(!dropped("khong-co", everywhere(mai)).await);
}
