//! What the store promises of articles.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::clock::{DAY, HOUR};
use moderation_server::store::record::{
    Announcement, CommentDraft, ConfirmOutcome, ConfirmPage, PageDraft, Scope,
};
use moderation_server::store::{Store, window_start};

use crate::given::{confirm, decision, draft, editor, everywhere, published};

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
    // Sent while the clock was a year ahead.
    published(store, "f", "An", now + 365 * DAY).await;
    for page in ["a", "b", "c", "d", "e", "f"] {
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
            .most_commented("s".into(), since, now, None, 10)
            .await
            .unwrap();
        let ids: String = found.iter().map(|page| page.id.as_str()).collect();
        assert_eq!(ids, pages, "latest first among equals, {window:?}");
    }
    let other = store
        .most_commented("s".into(), 0, now, Some("Thể thao".into()), 10)
        .await
        .unwrap();
    assert!(other.is_empty());
}

pub(crate) async fn an_article_is_what_the_house_says(store: &Store) {
    let names = async |title: &str| {
        let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
        let listed = store
            .most_commented("s".into(), 0, DAY, None, 9)
            .await
            .unwrap();
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
    let confirm = |shown| store.confirm_page("s".into(), "p".into(), shown, everywhere(mai), 3);
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
    let outcome = store
        .confirm_page_of("b".into(), shown, everywhere(mai), 6)
        .await;
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
    let outcome = store
        .confirm_page_of("b".into(), shown, everywhere(mai), 8)
        .await;
    assert_eq!(
        outcome.unwrap(),
        ConfirmOutcome::Changed,
        "the house's word beats all"
    );
    names("Tít của tòa soạn").await;
}

pub(crate) async fn an_article_waits_until_somebody_confirms_it(store: &Store) {
    let waiting = async || {
        let pages = store.unconfirmed_pages(Scope::Everywhere, 9).await.unwrap();
        let ids: String = pages.iter().map(|page| page.page.id.as_str()).collect();
        ids
    };
    let has_section = |site: &str, section: &str| {
        let (site, section) = (site.to_owned(), section.to_owned());
        async move { store.has_section(site, section).await.unwrap() }
    };
    let only_sent = draft("x", "r", "An", 1);
    store.create_comment(only_sent).await.unwrap();
    for page in ["p", "q"] {
        published(store, page, "An", 1).await;
    }
    assert_eq!(waiting().await, "qp", "the newest first, none unseen");
    assert_eq!(
        store
            .unconfirmed_pages(Scope::Everywhere, 1)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(!has_section("s", "Thời sự").await, "a claim of a reader");
    confirm(store, "q").await;
    assert_eq!(waiting().await, "p");
    assert!(has_section("s", "Thời sự").await);
    assert!(!has_section("s", "Thể thao").await);
    assert!(!has_section("t", "Thời sự").await);
    assert_eq!(
        store.queue_sections(Scope::Everywhere).await.unwrap(),
        [("s".to_owned(), "Thời sự".to_owned())]
    );
}
