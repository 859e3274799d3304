//! What the store promises editors of searches.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::editors::search::parse;
use moderation_server::store::Store;
use moderation_server::store::record::{
    Among, Announcement, Area, CommentDraft, Phase, Reach, Scope, SearchPage, SearchQuery,
    SearchStart,
};

use crate::given::{decide, decision, draft, editor, site};

fn query(q: &str) -> SearchQuery {
    let search = parse(q, true).unwrap();
    SearchQuery {
        reach: Reach::ALL,
        among: Among::All,
        site: None,
        section: None,
        page_id: None,
        terms: search.terms,
        since: search.since,
        until: search.until,
        editor: search.editor,
        after: None,
        limit: 20,
    }
}

async fn run(store: &Store, query: SearchQuery) -> SearchPage {
    store.search_comments(query, 9).await.unwrap()
}

/// The ids found, in their order.
async fn ids(store: &Store, query: SearchQuery) -> String {
    let page = run(store, query).await;
    assert_eq!(page.next, None);
    let ids: Vec<String> = page.comments.into_iter().map(|row| row.id).collect();
    ids.join(" ")
}

async fn found(store: &Store, q: &str) -> String {
    ids(store, query(q)).await
}

fn said(id: &str, text: &str) -> CommentDraft {
    CommentDraft {
        text: text.to_owned(),
        ..draft(id, "p", "An", 1)
    }
}

async fn say(store: &Store, id: &str, text: &str) {
    store.create_comment(said(id, text)).await.unwrap();
}

pub(crate) async fn words_come_before_parts_of_words(store: &Store) {
    for (id, text) in [
        ("a", "Đồ ngu, viết vậy mà cũng viết"),
        ("b", "Người ta nói vậy"),
        ("c", "Đi ngủ thôi"),
        ("d", "Ngulâu quá"),
        ("e", "Không có gì"),
    ] {
        say(store, id, text).await;
    }
    // Whole words first, the newest first in each part.
    for (q, expected) in [
        ("ngu", "c a d b"),
        ("viet ngu", "a"),
        ("\"ngu\"", "c a"),
        ("gu", ""),
        ("khong", "e"),
        ("ngu noi", "b"),
        ("ngu khong", ""),
    ] {
        assert_eq!(found(store, q).await, expected, "{q}");
    }
}

pub(crate) async fn marks_are_wanted_where_they_are_typed(store: &Store) {
    for (id, text) in [
        ("a", "Bán xe, giá rẻ"),
        ("b", "bạn xe của tôi"),
        ("c", "ban xe may"),
        ("d", "Xe bán rồi, bạn ạ"),
    ] {
        say(store, id, text).await;
    }
    for (q, expected) in [
        ("ban", "d c b a"),
        ("bán", "d a"),
        ("BÁN", "d a"),
        ("\"ban xe\"", "c b a"),
        ("\"bán xe\"", "a"),
        ("“bạn xe”", "b"),
        ("xe bán", "d a"),
        ("bản", ""),
    ] {
        assert_eq!(found(store, q).await, expected, "{q}");
    }
}

pub(crate) async fn what_is_written_otherwise_is_found(store: &Store) {
    for (id, text) in [
        ("a", "Gọi 0975.421.801 nhé"),
        ("b", "LH 0975421801"),
        ("c", "zalo: +84 975 421 801"),
        ("d", "V a y  t i ề n nhanh"),
        ("e", "vay tiền ở bit.ly/k12"),
        ("f", "n.h.à c.á.i"),
    ] {
        say(store, id, text).await;
    }
    for (q, expected) in [
        ("0975421801", "c b a"),
        ("0975 421 801", "c b a"),
        ("+84 975 421 801", "c b a"),
        ("421801", "c b a"),
        ("vay tiền", "e d"),
        ("\"vay tien\"", "e d"),
        ("v a y t i ề n", "e d"),
        ("bit.ly/k12", "e"),
        ("https://bit.ly/k12?x=1", "e"),
        ("nhà cái", "f"),
    ] {
        assert_eq!(found(store, q).await, expected, "{q}");
    }
}

pub(crate) async fn a_search_looks_everywhere_and_in_its_scope_alone(store: &Store) {
    for (id, page, name, status) in [
        ("a", "p", "Nguyễn Lan", CommentStatus::Pending),
        ("b", "gia-xang", "Mai", CommentStatus::Published),
        ("c", "p", "Mai", CommentStatus::Pending),
        ("d", "q", "Mai", CommentStatus::Pending),
    ] {
        let mut new = draft(id, page, name, 1_795_700_000_000);
        new.status = status;
        if id == "c" {
            new.author_email = Some("Lan.N@example.vn".into());
        }
        if id == "d" {
            new.site = "t".into();
            new.page.section = None;
            new.page.title = "Chuyện Lan".into();
            new.created_at += 5 * 86_400_000;
        }
        store.create_comment(new).await.unwrap();
    }
    decide(store, "c", DecisionAction::Reject, 1, 5).await;
    for (q, expected) in [
        ("lan", "d a"),
        ("tên:lan", "a"),
        ("bài:lan", "d"),
        ("bài:gia-xang", "b"),
        ("https://bao.example.vn/gia-xang", "b"),
        ("lan.n@example.vn", "c"),
        ("lan.n@", "c"),
        ("an.n@", ""),
        ("btv:mai", "c"),
        ("btv:\"Tên của\" mai", "c"),
        ("btv:khac", ""),
        ("từ:1/11/2026 đến:27/11/2026", "c b a"),
        ("từ:28/11/2026", "d"),
        ("đến:1/1/2026", ""),
        ("", "d c b a"),
    ] {
        assert_eq!(found(store, q).await, expected, "{q}");
    }
    for (among, expected) in [
        (Among::Status(CommentStatus::Pending), "d"),
        (Among::Status(CommentStatus::Rejected), "c"),
        (Among::Reported, ""),
    ] {
        let among = SearchQuery {
            among,
            ..query("mai")
        };
        assert_eq!(ids(store, among).await, expected);
    }
    let section = Scope::within(vec![Area {
        site: "s".into(),
        section: Some("Thời sự".into()),
    }]);
    for (scope, q, expected) in [
        (site("t"), "lan", "d"),
        (section.clone(), "lan", "a"),
        (section, "", "c b a"),
        (Scope::within(vec![]), "lan", ""),
    ] {
        let mut query = query(q);
        query.reach.scope = scope;
        assert_eq!(ids(store, query).await, expected, "{q}");
    }
    for (change, expected) in [
        (
            &(|query: &mut SearchQuery| query.site = Some("s".into())) as &dyn Fn(&mut _),
            "a",
        ),
        (
            &|query: &mut SearchQuery| query.page_id = Some("q".into()),
            "d",
        ),
        (
            &|query: &mut SearchQuery| query.section = Some("Thời sự".into()),
            "a",
        ),
    ] {
        let mut query = query("lan");
        change(&mut query);
        assert_eq!(ids(store, query).await, expected);
    }
    // Who may not see addresses finds nobody by one.
    let mut hidden = query("lan.n@example.vn");
    hidden.reach.emails = false;
    assert_eq!(ids(store, hidden).await, "");
}

pub(crate) async fn a_search_follows_what_changes(store: &Store) {
    say(store, "a", "Chữ của bạn đọc").await;
    let mut edited = decision(editor(store).await, "a", DecisionAction::Publish, 1, 5);
    edited.text = Some("Chữ đã biên tập".into());
    store.decide(vec![edited]).await.unwrap();
    assert_eq!(found(store, "\"bạn đọc\"").await, "");
    assert_eq!(found(store, "\"biên tập\"").await, "a");
    store
        .withdraw_comment("s".into(), "a".into(), 6)
        .await
        .unwrap();
    assert_eq!(found(store, "\"biên tập\"").await, "a");
    let mut page = draft("", "p", "", 0).page;
    page.title = "Tiêu đề mới".into();
    let announcement = Announcement {
        site: "s".into(),
        page,
        at: 7,
    };
    store.announce_page(announcement).await.unwrap();
    // What the title changes is looked at by the next write at the latest.
    say(store, "b", "Khác").await;
    assert_eq!(found(store, "\"tiêu đề\"").await, "b a");
}

pub(crate) async fn pages_of_a_search_have_no_gap(store: &Store) {
    let text = |n: usize| {
        if n.is_multiple_of(3) {
            "mưa to"
        } else {
            "mưato"
        }
    };
    for n in 0..30 {
        say(store, &format!("c{n}"), text(n)).await;
    }
    for limit in [1, 4, 7] {
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let page = run(
                store,
                SearchQuery {
                    after,
                    limit,
                    ..query("mưa")
                },
            )
            .await;
            all.extend(page.comments.into_iter().map(|row| row.id));
            after = match page.next {
                Some(next) => Some(next),
                None => break,
            };
        }
        let expected = (0..30).rev().filter(|n| n % 3 == 0);
        let expected = expected.chain((0..30).rev().filter(|n| n % 3 != 0));
        let expected: Vec<String> = expected.map(|n| format!("c{n}")).collect();
        assert_eq!(all, expected, "{limit}");
    }
    let past = SearchQuery {
        after: Some(SearchStart {
            phase: Phase::Part,
            before: 0,
        }),
        ..query("mưa")
    };
    assert_eq!(ids(store, past).await, "");
}
