//! What the store promises of shares of the queue.

use comment_protocol::DecisionAction;
use moderation_server::clock::Millis;
use moderation_server::store::Store;
use moderation_server::store::record::{
    Actor, Announcement, CommentDraft, PageDraft, Place, QueueQuery, Reach, Scope, Share,
    ShareRequest, Workload,
};

use crate::given::{decide, draft, everywhere, guest, published, site, two};

/// What a page of an editor who works everywhere asks for.
pub(crate) fn wish(editor: i64, tab: &str, want: u32, now: Millis) -> ShareRequest {
    ShareRequest {
        by: everywhere(editor),
        emails: true,
        tab: tab.to_owned(),
        places: vec![Place::Everywhere],
        have: Vec::new(),
        want,
        most: 100,
        now,
        until: now + 100,
    }
}

fn having(request: ShareRequest, have: &[&str]) -> ShareRequest {
    let have = have.iter().map(|id| (*id).to_owned()).collect();
    ShareRequest { have, ..request }
}

pub(crate) fn ids(share: &Share) -> Vec<&str> {
    share.comments.iter().map(|row| row.id.as_str()).collect()
}

/// Comments that wait, by id and article.
async fn waiting(store: &Store, comments: &[(&str, &str)]) {
    for (at, (id, page)) in (1..).zip(comments) {
        let draft = draft(id, page, "An", at);
        store.create_comment(draft).await.unwrap();
    }
}

async fn elsewhere(store: &Store, id: &str, site: &str, section: Option<&str>) {
    let ordinary = draft(id, id, "An", 1);
    let draft = CommentDraft {
        site: site.to_owned(),
        page: PageDraft {
            section: section.map(str::to_owned),
            ..ordinary.page.clone()
        },
        ..ordinary
    };
    store.create_comment(draft).await.unwrap();
}

pub(crate) async fn a_share_is_of_whole_articles_the_oldest_first(store: &Store) {
    let (mai, binh) = two(store).await;
    let comments = [
        ("p1", "p"),
        ("q1", "q"),
        ("p2", "p"),
        ("r1", "r"),
        ("q2", "q"),
        ("p3", "p"),
    ];
    waiting(store, &comments).await;
    let first = store.share(wish(mai, "t", 4, 10)).await.unwrap();
    assert_eq!(ids(&first), ["p1", "p2", "p3", "q1"]);
    let lease = first.comments[0].lease.clone().unwrap();
    assert_eq!((lease.editor, lease.until), (mai, 110));
    let second = store.share(wish(binh, "t", 4, 10)).await.unwrap();
    assert_eq!(
        ids(&second),
        ["r1", "q2"],
        "a page of the same name is his own"
    );
    let third = store.share(wish(mai, "another", 4, 10)).await.unwrap();
    assert!(ids(&third).is_empty());
}

pub(crate) async fn a_share_is_filled_up_and_ends_in_time(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "p"), ("c", "p"), ("d", "p")]).await;
    let first = store.share(wish(mai, "t", 2, 0)).await.unwrap();
    assert_eq!(ids(&first), ["a", "b"]);
    let renewed = having(wish(mai, "t", 0, 60), &["b", "a"]);
    let renewed = store.share(renewed).await.unwrap();
    assert!(renewed.comments.is_empty() && renewed.lost.is_empty());
    let more = having(wish(mai, "t", 3, 100), &["a", "b"]);
    assert_eq!(ids(&store.share(more).await.unwrap()), ["c"], "up to three");
    // She gave no sign of life since.
    let his = store.share(wish(binh, "t", 3, 199)).await.unwrap();
    assert_eq!(ids(&his), ["d"]);
    let his = having(wish(binh, "t", 3, 200), &["d"]);
    assert_eq!(ids(&store.share(his).await.unwrap()), ["a", "b"]);
    let late = having(wish(mai, "t", 0, 210), &["a", "b", "c", "x"]);
    let late = store.share(late).await.unwrap();
    assert_eq!(late.lost, ["a", "b", "x"], "`c` was still free");
    assert_eq!(ids(&late), [""; 0]);
}

pub(crate) async fn an_answer_that_was_lost_is_given_again(store: &Store) {
    let (mai, _) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "p"), ("c", "p"), ("d", "p")]).await;
    store.share(wish(mai, "t", 2, 0)).await.unwrap();
    let again = store.share(wish(mai, "t", 2, 50)).await.unwrap();
    assert_eq!(ids(&again), ["a", "b"]);
    assert_eq!(again.comments[0].lease.as_ref().unwrap().until, 150);
    let more = having(wish(mai, "t", 3, 60), &["b"]);
    assert_eq!(ids(&store.share(more).await.unwrap()), ["a", "c"]);
}

pub(crate) async fn what_was_decided_is_in_no_share(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "p"), ("c", "p")]).await;
    let lost = async |now| {
        let kept = having(wish(mai, "t", 0, now), &["a", "b", "c"]);
        store.share(kept).await.unwrap().lost
    };
    store.share(wish(mai, "t", 3, 0)).await.unwrap();
    // A share keeps nobody from deciding.
    decide(store, "a", DecisionAction::Publish, 1, 1).await;
    store
        .withdraw_comment("s".into(), "b".into(), 2)
        .await
        .unwrap();
    assert_eq!(lost(3).await, ["a", "b"]);
    // Back in the queue it is anybody's.
    decide(store, "a", DecisionAction::Return, 2, 4).await;
    let his = store.share(wish(binh, "t", 5, 5)).await.unwrap();
    assert_eq!(ids(&his), ["a"]);
    assert_eq!(lost(6).await, ["a", "b"]);
}

pub(crate) async fn a_share_is_given_back(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "p"), ("c", "p")]).await;
    store.share(wish(mai, "one", 1, 0)).await.unwrap();
    store.share(wish(mai, "other", 1, 0)).await.unwrap();
    assert_eq!(store.release_share(binh, "one".into()).await.unwrap(), 0);
    assert_eq!(store.release_share(mai, "one".into()).await.unwrap(), 1);
    assert_eq!(store.release_share(mai, "one".into()).await.unwrap(), 0);
    let his = store.share(wish(binh, "t", 5, 1)).await.unwrap();
    assert_eq!(ids(&his), ["a", "c"], "her other page keeps what it has");
}

pub(crate) async fn a_share_is_of_what_the_editor_may_decide(store: &Store) {
    let (mai, binh) = two(store).await;
    elsewhere(store, "su", "s", Some("Thời sự")).await;
    elsewhere(store, "thao", "s", Some("Thể thao")).await;
    elsewhere(store, "khong", "s", None).await;
    elsewhere(store, "khac", "k", Some("Thể thao")).await;
    let of = |tab: &str, places: &[Place]| ShareRequest {
        places: places.to_vec(),
        ..wish(mai, tab, 9, 0)
    };
    let sport = [
        Place::Section("s".into(), "Thể thao".into()),
        Place::Section("k".into(), "Thể thao".into()),
    ];
    for (tab, places, expected) in [
        ("nowhere", &[][..], &[][..]),
        ("sport", &sport, &["thao", "khac"]),
        ("site", &[Place::Site("s".into())], &["su", "khong"]),
    ] {
        let share = store.share(of(tab, places)).await.unwrap();
        assert_eq!(ids(&share), expected, "{tab}");
        store.release_share(mai, "site".into()).await.unwrap();
    }
    // Of what she named, that which is not hers to decide is lost like what never was.
    let own = ShareRequest {
        by: Actor {
            editor: binh,
            scope: site("k"),
        },
        places: vec![Place::Site("k".into())],
        ..wish(binh, "t", 9, 0)
    };
    let named = store.share(having(own.clone(), &["su", "khac", "x"]));
    assert_eq!(named.await.unwrap().lost, ["su", "khac", "x"]);
    store.release_share(mai, "sport".into()).await.unwrap();
    assert_eq!(ids(&store.share(own.clone()).await.unwrap()), ["khac"]);
    // His place was changed since: what he has left is not shown to him again.
    let moved = ShareRequest {
        by: Actor {
            editor: binh,
            scope: site("s"),
        },
        ..own
    };
    assert!(ids(&store.share(moved.clone()).await.unwrap()).is_empty());
    let renewed = store.share(having(moved, &["khac"])).await.unwrap();
    assert_eq!(renewed.lost, ["khac"]);
}

pub(crate) async fn a_section_that_changes_takes_its_comments_along(store: &Store) {
    let (mai, _) = two(store).await;
    elsewhere(store, "a", "s", Some("Thể thao")).await;
    let second = CommentDraft {
        page: PageDraft {
            section: Some("Thể thao".into()),
            ..draft("b", "a", "An", 2).page
        },
        ..draft("b", "a", "An", 2)
    };
    store.create_comment(second).await.unwrap();
    let announcement = Announcement {
        site: "s".into(),
        page: PageDraft {
            section: Some("Đời sống".into()),
            ..draft("a", "a", "An", 1).page
        },
        at: 3,
    };
    assert!(store.announce_page(announcement).await.unwrap());
    for (section, expected) in [("Thể thao", &[][..]), ("Đời sống", &["a", "b"])] {
        let request = ShareRequest {
            places: vec![Place::Section("s".into(), section.into())],
            ..wish(mai, "t", 9, 4)
        };
        let share = store.share(request).await.unwrap();
        assert_eq!(ids(&share), expected, "{section}");
    }
}

pub(crate) async fn what_a_colleague_has_open_is_not_handed_out(store: &Store) {
    let (mai, binh) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "q")]).await;
    let claim = store.claim_comment("a".into(), everywhere(binh), 0, 50);
    claim.await.unwrap();
    let hers = store.share(wish(mai, "t", 9, 10)).await.unwrap();
    assert_eq!(ids(&hers), ["b"]);
    let his = store.share(wish(binh, "t", 9, 10)).await.unwrap();
    assert_eq!(ids(&his), ["a"], "his own claim is in nobody's way");
    store.release_share(binh, "t".into()).await.unwrap();
    let later = having(wish(mai, "t", 9, 50), &["b"]);
    assert_eq!(ids(&store.share(later).await.unwrap()), ["a"]);
}

pub(crate) async fn an_editor_holds_only_so_many(store: &Store) {
    let (mai, binh) = two(store).await;
    let names: Vec<String> = (0..9).map(|number| format!("c{number}")).collect();
    let comments: Vec<(&str, &str)> = names.iter().map(|id| (id.as_str(), "p")).collect();
    waiting(store, &comments).await;
    let most = |request| ShareRequest { most: 4, ..request };
    let first = store.share(most(wish(mai, "one", 3, 0))).await.unwrap();
    assert_eq!(first.comments.len(), 3);
    let other = store.share(most(wish(mai, "other", 3, 0))).await.unwrap();
    assert_eq!(ids(&other), ["c3"]);
    let named = having(wish(mai, "other", 3, 1), &["c3", "c7"]);
    assert_eq!(store.share(most(named)).await.unwrap().lost, ["c7"]);
    let his = store.share(most(wish(binh, "t", 3, 1))).await.unwrap();
    assert_eq!(ids(&his), ["c4", "c5", "c6"]);
}

pub(crate) async fn what_there_is_to_do_is_counted(store: &Store) {
    let (mai, binh) = two(store).await;
    let load = async |editor, places: Vec<Place>, now| {
        let load = store.workload(everywhere(editor), places, now).await;
        load.unwrap()
    };
    assert_eq!(
        load(mai, vec![Place::Everywhere], 0).await,
        Workload::default()
    );
    waiting(store, &[("a", "p"), ("b", "p"), ("c", "p")]).await;
    let reported = published(store, "q", "Chi", 7).await;
    let report = store.report_comment("s".into(), reported, guest(1, 1), "tục".into(), 8);
    report.await.unwrap();
    store.share(wish(binh, "t", 2, 10)).await.unwrap();
    let expected = |mine| Workload {
        pending: 3,
        reported: 1,
        mine,
        oldest_at: Some(1),
    };
    assert_eq!(load(binh, vec![Place::Everywhere], 20).await, expected(2));
    assert_eq!(
        load(mai, vec![Place::Site("s".into())], 20).await,
        expected(0)
    );
    assert_eq!(load(binh, vec![Place::Everywhere], 110).await, expected(0));
    let elsewhere = load(mai, vec![Place::Site("k".into())], 20).await;
    assert_eq!(elsewhere.oldest_at, None);
}

pub(crate) async fn lists_say_in_whose_share_a_comment_is(store: &Store) {
    let (mai, _) = two(store).await;
    waiting(store, &[("a", "p"), ("b", "q")]).await;
    store.share(wish(mai, "t", 1, 0)).await.unwrap();
    let holders = async |now| {
        let query = QueueQuery {
            reach: Reach {
                scope: Scope::Everywhere,
                emails: false,
                editor: 0,
            },
            site: None,
            status: Some(comment_protocol::CommentStatus::Pending),
            section: None,
            page_id: None,
            after: None,
            limit: 9,
        };
        let rows = store.queue(query, now).await.unwrap().comments;
        let holder = |row: moderation_server::store::record::DeskRow| {
            row.lease.map(|lease| (lease.name, lease.until))
        };
        rows.into_iter().map(holder).collect::<Vec<_>>()
    };
    let held = Some((String::from("Tên của mai"), 100));
    assert_eq!(holders(99).await, [held, None]);
    assert_eq!(holders(100).await, [None, None]);
}
