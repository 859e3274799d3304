//! The contract, one promise a function; long because it is one list to read through.

use crate::accounts::{accept, invite};
use comment_protocol::{CommentStatus, DecisionAction, Sort};
use moderation_server::clock::{DAY, HOUR, Millis};
use moderation_server::store::record::{
    AcceptOutcome, Announcement, CommentDraft, ConfirmOutcome, ConfirmPage, CreateOutcome,
    Decision, DecisionOutcome, IdempotencyDraft, InvitedBy, LikeOutcome, ListPosition, ListQuery,
    PageDraft, QueueQuery, ReaderDraft,
};
use moderation_server::store::{Store, window_start};

fn draft(id: &str, page: &str, name: &str, at: Millis) -> CommentDraft {
    CommentDraft {
        id: id.to_owned(),
        site: "s".to_owned(),
        page: PageDraft {
            id: page.to_owned(),
            url: format!("https://bao.example.vn/{page}"),
            title: format!("Bài {page}"),
            section: Some("Thời sự".to_owned()),
        },
        parent_id: None,
        status: CommentStatus::Pending,
        held_for: Vec::new(),
        author_name: name.to_owned(),
        author_email: None,
        reader: None,
        text: format!("Ý kiến của {name}."),
        search_text: format!("y kien cua {}", name.to_lowercase()),
        writer: [name.bytes().next().unwrap_or_default(); 32],
        idempotency: None,
        known_pages_only: false,
        max_waiting: 0,
        marks_repeated: false,
        created_at: at,
    }
}

fn key(body_hash: u8) -> Option<IdempotencyDraft> {
    Some(IdempotencyDraft {
        key: "k".into(),
        body_hash: [body_hash; 32],
        sender: [1; 32],
    })
}

async fn confirm(store: &Store, page: &str) {
    let shown = draft("", page, "", 0).page.shown();
    let editor = editor(store).await;
    let outcome = store
        .confirm_page("s".into(), page.into(), shown, editor, 1)
        .await;
    assert_eq!(outcome.unwrap(), ConfirmOutcome::Confirmed);
}

async fn editor(store: &Store) -> i64 {
    if let Some(editor) = store.editor_by_login("mai".into()).await.unwrap() {
        return editor.id;
    }
    assert!(invite(store, 1, InvitedBy::FirstStart, 0).await);
    match accept(store, 1, "mai", 1).await {
        AcceptOutcome::Done(editor) => editor,
        other => panic!("{other:?}"),
    }
}

async fn decide(
    store: &Store,
    id: &str,
    action: DecisionAction,
    revision: i64,
    at: Millis,
) -> DecisionOutcome {
    let decision = decision(editor(store).await, id, action, revision, at);
    store.decide(vec![decision]).await.unwrap().remove(0)
}

fn decision(editor: i64, id: &str, action: DecisionAction, revision: i64, at: Millis) -> Decision {
    Decision {
        comment_id: id.to_owned(),
        editor,
        action,
        revision,
        text: None,
        search_text: None,
        reason: None,
        at,
        page: ConfirmPage::Never,
    }
}

/// A comment sent at `at` and published a millisecond later.
pub(crate) async fn published(store: &Store, page: &str, name: &str, at: Millis) -> String {
    let id = format!("{page}-{name}-{at}");
    assert_eq!(
        store
            .create_comment(draft(&id, page, name, at))
            .await
            .unwrap(),
        CreateOutcome::Created(CommentStatus::Pending)
    );
    decide(store, &id, DecisionAction::Publish, 1, at + 1).await;
    id
}

fn list(page: &str, sort: Sort, after: Option<ListPosition>) -> ListQuery {
    ListQuery {
        site: "s".to_owned(),
        page_id: page.to_owned(),
        parent_id: None,
        sort,
        limit: 2,
        after,
        replies_shown: 2,
    }
}

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

pub(crate) async fn a_closed_page_takes_nothing(store: &Store) {
    let editor = editor(store).await;
    assert!(
        !store
            .set_page_closed("s".into(), "p".into(), true, editor, 1)
            .await
            .unwrap()
    );
    published(store, "p", "An", 1).await;
    assert!(
        store
            .set_page_closed("s".into(), "p".into(), true, editor, 1)
            .await
            .unwrap()
    );
    let refused = store
        .create_comment(draft("x", "p", "An", 2))
        .await
        .unwrap();
    assert_eq!(refused, CreateOutcome::ThreadClosed);
    assert!(
        store
            .receipt("s".into(), "x".into())
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .page_summary("s".into(), "p".into())
            .await
            .unwrap()
            .closed
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

pub(crate) async fn a_stale_decision_changes_nothing(store: &Store) {
    let id = published(store, "p", "An", 1).await;
    let stale = decide(store, &id, DecisionAction::Reject, 1, 9).await;
    assert_eq!(stale, DecisionOutcome::RevisionConflict { revision: 2 });
    let detail = store.desk_comment(id, 9).await.unwrap().unwrap();
    assert_eq!(detail.comment.status, CommentStatus::Published);
    assert_eq!(detail.log.len(), 1);
    let missing = decide(store, "khong-co", DecisionAction::Reject, 1, 9).await;
    assert_eq!(missing, DecisionOutcome::NotFound);
}

pub(crate) async fn decisions_in_one_call_see_each_other(store: &Store) {
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    let editor = editor(store).await;
    let both = vec![
        decision(editor, "a", DecisionAction::Publish, 1, 2),
        decision(editor, "a", DecisionAction::Reject, 1, 2),
    ];
    let outcomes = store.decide(both).await.unwrap();
    assert_eq!(
        outcomes[1],
        DecisionOutcome::RevisionConflict { revision: 2 }
    );
    assert_eq!(
        store
            .count_comments("s".into(), vec!["p".into()])
            .await
            .unwrap(),
        [1]
    );
}

pub(crate) async fn windows_end_where_they_say(store: &Store) {
    use comment_protocol::Window;
    let now = 40 * DAY;
    for (page, age) in [
        ("a", HOUR / 2),
        ("b", 2 * HOUR),
        ("c", 2 * DAY),
        ("d", 20 * DAY),
    ] {
        published(store, page, "An", now - age).await;
    }
    published(store, "e", "An", now - 31 * DAY).await;
    for page in ["a", "b", "c", "d", "e"] {
        confirm(store, page).await;
    }
    for (window, pages) in [
        (Window::Hour, "a"),
        (Window::Day, "ab"),
        (Window::Week, "abc"),
        (Window::Month, "abcd"),
    ] {
        let since = window_start(window, now);
        let found = store
            .most_commented("s".into(), since, None, 10)
            .await
            .unwrap();
        let ids: String = found.iter().map(|page| page.id.as_str()).collect();
        assert_eq!(ids, pages, "latest first among equals, {window:?}");
    }
    let other = store
        .most_commented("s".into(), 0, Some("Thể thao".into()), 10)
        .await
        .unwrap();
    assert!(other.is_empty());
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

fn guest(reader: u8, address: u8) -> ReaderDraft {
    ReaderDraft {
        reader: [reader; 32],
        address: Some([address; 32]),
    }
}

pub(crate) async fn an_article_is_what_the_house_says(store: &Store) {
    let names = async |title: &str| {
        let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
        let listed = store.most_commented("s".into(), 0, None, 9).await.unwrap();
        let listed: Vec<_> = listed.into_iter().map(|page| page.title).collect();
        let known: Vec<_> = Some(title.to_owned())
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        assert_eq!((summary.title.as_str(), listed), (title, known));
    };
    let first = CommentDraft {
        status: CommentStatus::Published,
        ..draft("a", "p", "An", 1)
    };
    store.create_comment(first).await.unwrap();
    names("").await;
    let shown = draft("a", "p", "An", 1).page.shown();
    let mai = editor(store).await;
    let confirm = |shown| store.confirm_page("s".into(), "p".into(), shown, mai, 3);
    assert_eq!(
        confirm([0; 32]).await.unwrap(),
        ConfirmOutcome::Changed,
        "not what was seen"
    );
    assert_eq!(confirm(shown).await.unwrap(), ConfirmOutcome::Confirmed);
    names("Bài p").await;
    // Whoever comes later changes nothing, published or not.
    let mut later = draft("b", "p", "Bình", 4);
    later.page.title = "Tin sốc".into();
    let shown = later.page.shown();
    store.create_comment(later).await.unwrap();
    let mut publish = decision(mai, "b", DecisionAction::Publish, 1, 5);
    publish.page = ConfirmPage::AsShown(shown);
    store.decide(vec![publish]).await.unwrap();
    names("Bài p").await;
    let outcome = store.confirm_page_of("b".into(), shown, mai, 6).await;
    assert_eq!(
        outcome.unwrap(),
        ConfirmOutcome::Confirmed,
        "an editor's own press does"
    );
    names("Tin sốc").await;
    let announcement = Announcement {
        site: "s".into(),
        page: PageDraft {
            title: "Tít của tòa soạn".into(),
            ..draft("", "p", "", 0).page
        },
        at: 7,
    };
    store.announce_page(announcement).await.unwrap();
    let outcome = store.confirm_page_of("b".into(), shown, mai, 8).await;
    assert_eq!(
        outcome.unwrap(),
        ConfirmOutcome::Changed,
        "the house's word beats all"
    );
    names("Tít của tòa soạn").await;
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

pub(crate) async fn e_mails_are_erased_in_time(store: &Store) {
    let with = |id: &str, at| CommentDraft {
        author_email: Some("an@example.vn".into()),
        ..draft(id, "p", "An", at)
    };
    for (id, at) in [("a", 1), ("b", 5), ("c", 9)] {
        store.create_comment(with(id, at)).await.unwrap();
    }
    let email = async |id: &str| {
        let detail = store.desk_comment(id.into(), 10).await.unwrap().unwrap();
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

pub(crate) async fn claims_end_in_time(store: &Store) {
    let mai = editor(store).await;
    assert!(invite(store, 5, InvitedBy::Editor(mai), 0).await);
    let AcceptOutcome::Done(binh) = accept(store, 5, "binh", 1).await else {
        panic!("no second editor")
    };
    store
        .create_comment(draft("a", "p", "An", 1))
        .await
        .unwrap();
    let claim = |editor, now| store.claim_comment("a".into(), editor, now, now + 100);
    assert_eq!(claim(mai, 0).await.unwrap().unwrap().editor, mai);
    assert_eq!(
        claim(binh, 50).await.unwrap().unwrap().editor,
        mai,
        "still hers"
    );
    assert_eq!(
        claim(binh, 100).await.unwrap().unwrap().editor,
        binh,
        "hers has ended"
    );
    assert!(
        store
            .claim_comment("x".into(), mai, 0, 1)
            .await
            .unwrap()
            .is_none()
    );
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

pub(crate) async fn the_queue_is_filtered(store: &Store) {
    for (id, page, name) in [("a", "p", "An"), ("b", "q", "Bình"), ("c", "p", "Chi")] {
        store
            .create_comment(draft(id, page, name, 1))
            .await
            .unwrap();
    }
    let all = QueueQuery {
        site: None,
        status: Some(CommentStatus::Pending),
        section: None,
        page_id: None,
        words: Vec::new(),
        after: None,
        limit: 2,
    };
    let ids = async |query: QueueQuery| {
        let page = store.queue(query, 2).await.unwrap();
        let ids: String = page.comments.iter().map(|row| row.id.as_str()).collect();
        (ids, page.total, page.next)
    };
    let (first, total, next) = ids(all.clone()).await;
    assert_eq!((first.as_str(), total), ("ab", 3));
    let rest = ids(QueueQuery {
        after: next,
        ..all.clone()
    })
    .await;
    assert_eq!(rest, ("c".to_owned(), 3, None));
    let found = async |query: QueueQuery| ids(query).await.0;
    assert_eq!(
        found(QueueQuery {
            page_id: Some("p".into()),
            ..all.clone()
        })
        .await,
        "ac"
    );
    assert_eq!(
        found(QueueQuery {
            words: vec!["chi".into()],
            ..all.clone()
        })
        .await,
        "c"
    );
    assert_eq!(
        found(QueueQuery {
            words: vec!["%".into()],
            ..all.clone()
        })
        .await,
        ""
    );
    assert_eq!(
        found(QueueQuery {
            site: Some("t".into()),
            ..all.clone()
        })
        .await,
        ""
    );
    assert_eq!(
        found(QueueQuery {
            section: Some("Thời sự".into()),
            ..all.clone()
        })
        .await,
        "ab"
    );
    let counts = store.queue_counts(Some("s".into())).await.unwrap();
    assert_eq!((counts.pending, counts.reported), (3, 0));
    assert_eq!(
        store.queue_sections().await.unwrap(),
        [],
        "nobody confirmed an article"
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
