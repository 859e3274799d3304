//! What the store promises of articles that editors open, hold and close.

use comment_protocol::CommentStatus;
use moderation_server::clock::DAY;
use moderation_server::store::Store;
use moderation_server::store::record::{
    ArticleChange, ArticleFilter, ArticleQuery, CommentDraft, CreateOutcome, DeskAction, Gate,
    Scope,
};

use crate::given::{change, draft, editor, everywhere, published};

/// Sends a comment that would be published at once; what became of it.
async fn send(store: &Store, page: &str, at: i64, close_after: Option<i64>) -> CreateOutcome {
    let comment = CommentDraft {
        status: CommentStatus::Published,
        close_after,
        ..draft(&format!("{page}-{at}"), page, "An", at)
    };
    store.create_comment(comment).await.unwrap()
}

const TAKEN: CreateOutcome = CreateOutcome::Created(CommentStatus::Published);
const HELD: CreateOutcome = CreateOutcome::Created(CommentStatus::Pending);

async fn set(store: &Store, gate: Gate, change: ArticleChange) {
    let change = ArticleChange {
        gate: Some(gate),
        ..change
    };
    assert!(store.set_article(change).await.unwrap().is_some());
}

pub(crate) async fn a_closed_article_takes_nothing_also_before_its_first_comment(store: &Store) {
    let mai = editor(store).await;
    set(store, Gate::Closed, change("p", mai, 1)).await;
    assert_eq!(send(store, "p", 2, None).await, CreateOutcome::ThreadClosed);
    let receipt = store.receipt("s".into(), "p-2".into()).await.unwrap();
    assert!(receipt.is_none());
    let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
    assert!(summary.closed && summary.is_closed(0, None));
    set(store, Gate::Open, change("p", mai, 3)).await;
    assert_eq!(send(store, "p", 4, None).await, TAKEN);
    // The comment named it: nothing stood there before.
    let article = store.article(Scope::Everywhere, "s".into(), "p".into());
    let article = article.await.unwrap().unwrap();
    assert_eq!(article.page, draft("", "p", "", 0).page);
    assert!(!article.known);
}

pub(crate) async fn an_article_closes_at_its_time(store: &Store) {
    let mai = editor(store).await;
    published(store, "p", "An", 1).await;
    let at_ten = ArticleChange {
        closes_at: Some(Some(10)),
        ..change("p", mai, 2)
    };
    store.set_article(at_ten).await.unwrap().unwrap();
    assert_eq!(send(store, "p", 9, None).await, TAKEN);
    assert_eq!(
        send(store, "p", 10, None).await,
        CreateOutcome::ThreadClosed
    );
    let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
    let shown = |now| {
        (
            summary.is_closed(now, None),
            summary.shown_version(now, None),
        )
    };
    let ((open, before), (closed, after)) = (shown(9), shown(10));
    assert!(!open && closed && before != after, "readers hear of it");
    // Opened again, the time that has come is dropped.
    set(store, Gate::Open, change("p", mai, 11)).await;
    assert_eq!(send(store, "p", 12, None).await, TAKEN);
    let acts: Vec<_> = store
        .desk_log(everywhere(0), None, 2)
        .await
        .unwrap()
        .into_iter()
        .map(|line| (line.action, line.detail))
        .collect();
    assert_eq!(
        acts,
        [
            (Some(DeskAction::PageScheduled), None),
            (Some(DeskAction::PageOpened), None),
        ]
    );
}

pub(crate) async fn an_old_article_closes_unless_somebody_keeps_it_open(store: &Store) {
    let mai = editor(store).await;
    let age = Some(DAY);
    for page in ["p", "q"] {
        assert_eq!(send(store, page, 1, age).await, TAKEN);
        assert_eq!(send(store, page, DAY, age).await, TAKEN);
        let late = send(store, page, DAY + 1, age).await;
        assert_eq!(late, CreateOutcome::ThreadClosed);
    }
    let opened = ArticleChange {
        close_after: age,
        ..change("p", mai, DAY + 2)
    };
    set(store, Gate::Open, opened).await;
    assert_eq!(send(store, "p", DAY + 3, age).await, TAKEN);
    let kept = ArticleChange {
        kept_open: Some(true),
        close_after: age,
        ..change("q", mai, DAY + 4)
    };
    store.set_article(kept).await.unwrap().unwrap();
    assert_eq!(send(store, "q", DAY + 5, age).await, TAKEN);
    let summary = store.page_summary("s".into(), "q".into()).await.unwrap();
    assert!(!summary.is_closed(9 * DAY, age));
    assert_eq!(store.broken_desk_log().await.unwrap(), None);
}

pub(crate) async fn a_held_article_holds_what_would_be_published(store: &Store) {
    let mai = editor(store).await;
    set(store, Gate::Held, change("p", mai, 1)).await;
    assert_eq!(send(store, "p", 2, None).await, HELD);
    let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
    assert!(!summary.is_closed(2, None) && summary.published_count == 0);
    set(store, Gate::Open, change("p", mai, 3)).await;
    assert_eq!(send(store, "p", 4, None).await, TAKEN);
}

pub(crate) async fn what_is_said_stays_until_it_is_changed(store: &Store) {
    let mai = editor(store).await;
    published(store, "p", "An", 1).await;
    let said = ArticleChange {
        rule: Some(Some("Không đăng tên nạn nhân.".into())),
        notice: Some(Some("Bài đang được cập nhật.".into())),
        ..change("p", mai, 2)
    };
    store.set_article(said).await.unwrap().unwrap();
    set(store, Gate::Held, change("p", mai, 3)).await;
    let taken_off = ArticleChange {
        rule: Some(None),
        ..change("p", mai, 4)
    };
    let now = store.set_article(taken_off.clone()).await.unwrap().unwrap();
    assert_eq!((now.gate, now.rule), (Gate::Held, None));
    assert_eq!(now.notice.as_deref(), Some("Bài đang được cập nhật."));
    let summary = store.page_summary("s".into(), "p".into()).await.unwrap();
    assert_eq!(summary.notice, now.notice);
    let lines = async || store.desk_log(everywhere(0), None, 50).await.unwrap().len();
    let before = lines().await;
    store.set_article(taken_off).await.unwrap().unwrap();
    assert_eq!(lines().await, before, "what changes nothing is no act");
}

pub(crate) async fn articles_are_listed_by_what_becomes_of_comments(store: &Store) {
    let mai = editor(store).await;
    for page in ["a", "b", "c", "d", "e", "f"] {
        published(store, page, "An", 1).await;
    }
    set(store, Gate::Closed, change("a", mai, 2)).await;
    set(store, Gate::Held, change("b", mai, 2)).await;
    for (page, closes) in [("c", 10), ("d", 30)] {
        let change = ArticleChange {
            closes_at: Some(Some(closes)),
            ..change(page, mai, 2)
        };
        store.set_article(change).await.unwrap().unwrap();
    }
    let noted = ArticleChange {
        notice: Some(Some("Xin ôn hòa.".into())),
        ..change("e", mai, 2)
    };
    store.set_article(noted).await.unwrap().unwrap();
    for (filter, expected) in [
        (ArticleFilter::Managed, "edcba"),
        (ArticleFilter::Closed, "ca"),
        (ArticleFilter::Held, "b"),
        (ArticleFilter::Scheduled, "d"),
        (ArticleFilter::All, "fedcba"),
    ] {
        let mut found = String::new();
        let mut after = None;
        loop {
            let query = ArticleQuery {
                scope: Scope::Everywhere,
                filter,
                after,
                limit: 2,
                now: 20,
            };
            let list = store.articles(query).await.unwrap();
            found.extend(list.articles.into_iter().map(|article| article.page.id));
            match list.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(found, expected, "{filter:?}");
    }
    let elsewhere = ArticleQuery {
        scope: crate::given::site("khac"),
        filter: ArticleFilter::All,
        after: None,
        limit: 9,
        now: 20,
    };
    assert!(store.articles(elsewhere).await.unwrap().articles.is_empty());
}
