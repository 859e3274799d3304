//! What the store promises of acts that are undone: it is as if they had not been.

use comment_protocol::{CommentStatus, DecisionAction, Sort};
use moderation_server::store::Store;
use moderation_server::store::record::{
    ActOutcome, Announcement, CommentDraft, ConfirmPage, Decision, DeskRow, Reach,
};

use crate::given::{
    act, decide, decision, desk_row, draft, everywhere, guest, list, log_of, one, published, two,
    undo, waiting,
};

/// The last first, as deep as one likes, whoever's they are.
pub(crate) async fn what_stands_again_can_be_undone_in_its_turn(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, "a").await;
    let editors = [mai, binh, mai, mai];
    let actions = [
        (DecisionAction::Publish, CommentStatus::Published),
        (DecisionAction::Spam, CommentStatus::Spam),
        (DecisionAction::Publish, CommentStatus::Published),
        (DecisionAction::Reject, CommentStatus::Rejected),
    ];
    for n in 0..4 {
        let revision = i64::try_from(n).unwrap() + 1;
        let decided = decision(editors[n], "a", actions[n].0, revision, 5);
        one(store, act(&format!("k{n}"), decided)).await;
    }
    let take_back = async |n: usize, key: &str| {
        let undone = one(store, undo(key, &format!("k{n}"), editors[n], 6)).await;
        undone.outcome
    };
    assert_eq!(take_back(3, "u3").await, ActOutcome::Done);
    assert_eq!(take_back(1, "early").await, ActOutcome::Changed);
    assert_eq!(take_back(2, "u2").await, ActOutcome::Done);
    // Decided anew in between, and that taken back too.
    let again = decision(mai, "a", DecisionAction::Return, 7, 7);
    assert_eq!(one(store, act("k9", again)).await.outcome, ActOutcome::Done);
    assert_eq!(take_back(1, "too early").await, ActOutcome::Changed);
    let undone = one(store, undo("u9", "k9", mai, 8)).await;
    assert_eq!(undone.outcome, ActOutcome::Done);
    assert_eq!(take_back(1, "u1").await, ActOutcome::Done);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Published);
    assert_eq!(take_back(0, "u0").await, ActOutcome::Done);
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Pending);
}

/// Each kind of decision on a comment in each state, its text edited or not.
pub(crate) async fn an_undone_act_leaves_no_trace_but_in_the_log(store: &Store) {
    let (mai, _) = two(store).await;
    let actions = [
        DecisionAction::Publish,
        DecisionAction::Reject,
        DecisionAction::Spam,
        DecisionAction::Return,
    ];
    let states = [None, Some(actions[0]), Some(actions[1]), Some(actions[2])];
    for (n, (state, action)) in states
        .into_iter()
        .flat_map(|state| actions.map(|action| (state, action)))
        .enumerate()
    {
        let id = format!("c{n}");
        waiting(store, &id).await;
        if let Some(state) = state {
            decide(store, &id, state, 1, 10 + i64::try_from(n).unwrap()).await;
        }
        if state == Some(DecisionAction::Publish) {
            for reader in [1, 2] {
                let reason = "tục".to_owned();
                let report =
                    store.report_comment("s".into(), id.clone(), guest(reader, reader), reason, 40);
                assert!(report.await.unwrap());
            }
        }
        store
            .claim_comment(id.clone(), everywhere(mai), 41, 99)
            .await
            .unwrap();
        let before = desk_row(store, &id).await;
        let seen = list("p", Sort::Newest, None);
        let seen_before = store.list_comments(seen.clone()).await.unwrap().unwrap();
        let edited = Decision {
            text: Some("Lời đã sửa.".into()),
            search_text: Some("loi da sua".into()),
            ..decision(mai, &id, action, before.revision, 50)
        };
        let (done, undone) = (format!("k{n}"), format!("u{n}"));
        let answer = one(store, act(&done, edited)).await;
        assert_eq!(answer.outcome, ActOutcome::Done, "{state:?} {action:?}");
        assert_eq!(answer.comment.unwrap().text, "Lời đã sửa.");
        let answer = one(store, undo(&undone, &done, mai, 60)).await;
        assert_eq!(answer.outcome, ActOutcome::Done, "{state:?} {action:?}");
        let back = answer.comment.unwrap();
        assert_eq!(back.revision, before.revision + 2, "revisions always grow");
        assert_eq!((&back.text, back.edited), (&before.text, before.edited));
        let after = DeskRow {
            revision: before.revision,
            ..desk_row(store, &id).await
        };
        assert_eq!(
            format!("{after:?}"),
            format!("{before:?}"),
            "{state:?} {action:?}"
        );
        let seen_after = store.list_comments(seen).await.unwrap().unwrap();
        assert_eq!(
            format!("{:?}", seen_after.comments),
            format!("{:?}", seen_before.comments),
            "{state:?} {action:?}"
        );
        // Both texts are kept, with who wrote them.
        let detail = store.desk_comment(id, Reach::ALL, 0).await;
        let revisions = detail.unwrap().unwrap().revisions;
        let texts: Vec<_> = revisions.iter().map(|kept| &*kept.text).collect();
        assert_eq!(texts, [&before.text, "Lời đã sửa.", &before.text]);
    }
}

pub(crate) async fn what_somebody_did_since_is_not_undone(store: &Store) {
    let (mai, binh) = two(store).await;
    for id in ["a", "b", "c"] {
        waiting(store, id).await;
        let publish = act(
            &format!("k{id}"),
            decision(mai, id, DecisionAction::Publish, 1, 5),
        );
        assert_eq!(one(store, publish).await.outcome, ActOutcome::Done);
    }
    // A colleague.
    let spam = vec![decision(binh, "a", DecisionAction::Spam, 2, 6)];
    store.decide(spam).await.unwrap();
    let changed = one(store, undo("u1", "ka", mai, 7)).await;
    assert_eq!(changed.outcome, ActOutcome::Changed);
    let who = changed.before.as_ref().unwrap();
    assert_eq!(
        (who.by.as_deref(), who.action.as_str(), who.at),
        (Some("Tên của binh"), "spam", 6)
    );
    assert_eq!(
        changed.comment.as_ref().unwrap().status,
        CommentStatus::Spam
    );
    assert_eq!(desk_row(store, "a").await.status, CommentStatus::Spam);
    // As then, also after somebody else came.
    decide(store, "a", DecisionAction::Return, 3, 8).await;
    assert_eq!(one(store, undo("u1", "ka", mai, 9)).await, changed);
    // The writer.
    store
        .withdraw_comment("s".into(), "b".into(), 6)
        .await
        .unwrap();
    let withdrawn = one(store, undo("u2", "kb", mai, 7)).await;
    assert_eq!(withdrawn.outcome, ActOutcome::Withdrawn);
    // Twice is once; what is undone is not undone itself; and nobody undoes another's.
    let outcome =
        async |key: &str, of: &str, editor| one(store, undo(key, of, editor, 9)).await.outcome;
    assert_eq!(outcome("u3", "kc", mai).await, ActOutcome::Done);
    assert_eq!(outcome("u4", "kc", mai).await, ActOutcome::Same);
    assert_eq!(outcome("u5", "u3", mai).await, ActOutcome::NotFound);
    assert_eq!(outcome("u6", "kc", binh).await, ActOutcome::NotFound);
    assert_eq!(outcome("u7", "khong-co", mai).await, ActOutcome::NotFound);
    assert_eq!(log_of(store, "c").await, ["publish", "undo"]);
}

pub(crate) async fn what_changed_nothing_is_undone_without_a_trace(store: &Store) {
    let (mai, _) = two(store).await;
    waiting(store, "a").await;
    let back = decision(mai, "a", DecisionAction::Return, 1, 5);
    let done = one(store, act("k", back)).await;
    assert_eq!(done.outcome, ActOutcome::Done);
    assert_eq!(done.comment.unwrap().revision, 1);
    let undone = one(store, undo("u", "k", mai, 6)).await;
    assert_eq!(undone.outcome, ActOutcome::Same);
    assert_eq!(log_of(store, "a").await, Vec::<String>::new());
}

pub(crate) async fn reports_that_came_since_stay(store: &Store) {
    let (mai, _) = two(store).await;
    let id = published(store, "p", "An", 1).await;
    let report = async |reader, at| {
        let reason = "tục".to_owned();
        let heard = store.report_comment("s".into(), id.clone(), guest(reader, reader), reason, at);
        assert!(heard.await.unwrap());
    };
    report(1, 3).await;
    report(2, 3).await;
    let keep = decision(mai, &id, DecisionAction::Publish, 2, 4);
    one(store, act("k", keep)).await;
    assert_eq!(desk_row(store, &id).await.report_count, 0);
    // One of before, who is heard once, and a new one.
    report(2, 5).await;
    report(3, 5).await;
    let undone = one(store, undo("u", "k", mai, 6)).await;
    assert_eq!(undone.outcome, ActOutcome::Done);
    let row = desk_row(store, &id).await;
    assert_eq!(row.report_count, 3);
    assert_eq!(row.reports, [("tục".to_owned(), 3)]);
}

pub(crate) async fn an_article_is_known_until_nobody_vouches_for_it(store: &Store) {
    let (mai, binh) = two(store).await;
    let on = |id: &str, page: &str| CommentDraft {
        writer: [id.len().try_into().unwrap(); 32],
        ..draft(id, page, "An", 1)
    };
    let known = async |page: &str| {
        let summary = store.page_summary("s".into(), page.into()).await.unwrap();
        summary.known
    };
    let vouch = |editor, id: &str, at| Decision {
        page: ConfirmPage::Always,
        ..decision(editor, id, DecisionAction::Publish, 1, at)
    };
    for page in ["own", "theirs", "house"] {
        for n in [1, 2] {
            let id = format!("{page}{n}");
            store.create_comment(on(&id, page)).await.unwrap();
        }
        let both = [1, 2].map(|n| {
            let editor = if n == 2 && page == "theirs" {
                binh
            } else {
                mai
            };
            let id = format!("{page}{n}");
            act(&id, vouch(editor, &id, 5))
        });
        store.act(both.into()).await.unwrap();
        assert!(known(page).await);
    }
    // Her own two, the last first: nobody has said what the article is.
    one(store, undo("u1", "own2", mai, 6)).await;
    assert!(known("own").await);
    one(store, undo("u2", "own1", mai, 6)).await;
    assert!(!known("own").await);
    // A colleague has said so too.
    one(store, undo("u3", "theirs1", mai, 6)).await;
    assert!(known("theirs").await);
    // And so has the house.
    let mut page = draft("", "house", "", 0).page;
    page.title = "Tên của tòa soạn".into();
    let announcement = Announcement {
        site: "s".into(),
        page: page.clone(),
        at: 6,
    };
    store.announce_page(announcement).await.unwrap();
    for (key, of) in [("u4", "house2"), ("u5", "house1")] {
        assert_eq!(
            one(store, undo(key, of, mai, 7)).await.outcome,
            ActOutcome::Done
        );
    }
    let summary = store
        .page_summary("s".into(), "house".into())
        .await
        .unwrap();
    assert_eq!((summary.known, summary.title), (true, page.title));
}
