//! What the store promises of what stands beside a comment at the desk.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{
    Area, CommentContext, CommentDraft, KnownBy, Reach, SAME_NAMED, Scope,
};

use crate::given::{decide, decision, draft, editor, published, site};

async fn context(store: &Store, id: &str, reach: Reach) -> CommentContext {
    let found = store.comment_context(id.into(), reach, 9).await.unwrap();
    found.unwrap_or_else(|| panic!("no {id}"))
}

fn within(scope: Scope) -> Reach {
    Reach {
        scope,
        ..Reach::ALL
    }
}

/// How the writer is known, how many of his wait and are published, and the last of them.
async fn writer(store: &Store, id: &str, reach: Reach) -> (KnownBy, u32, u32, String) {
    let writer = context(store, id, reach).await.writer;
    let last: Vec<String> = writer.last.into_iter().map(|one| one.said.id).collect();
    (
        writer.known_by,
        writer.pending,
        writer.published,
        last.join(" "),
    )
}

pub(crate) async fn a_writer_is_known_by_account_or_address(store: &Store) {
    let new = |id: &str, name: &str, at| draft(id, "p", name, at);
    for (n, id) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        // All from one network address; `c` and `e` gave the same e-mail address.
        let mut new = new(id, "An", 10 + n as i64);
        if matches!(id, "c" | "e") {
            new.author_email = Some(if id == "c" { "An@x.vn" } else { "an@x.vn" }.into());
        }
        store.create_comment(new).await.unwrap();
    }
    decide(store, "b", DecisionAction::Publish, 1, 20).await;
    let mut signed_in = new("g", "Bình", 30);
    signed_in.reader = Some("tk-7".into());
    store.create_comment(signed_in).await.unwrap();
    let mut elsewhere = new("f", "An", 31);
    elsewhere.site = "t".into();
    store.create_comment(elsewhere).await.unwrap();

    let hidden = Reach {
        emails: false,
        ..Reach::ALL
    };
    for (id, reach, expected) in [
        ("a", Reach::ALL, (KnownBy::Address, 3, 1, "e d c")),
        ("c", Reach::ALL, (KnownBy::Email, 1, 0, "e")),
        ("c", hidden, (KnownBy::Address, 3, 1, "e d b")),
        ("g", Reach::ALL, (KnownBy::Account, 0, 0, "")),
        ("f", Reach::ALL, (KnownBy::Address, 0, 0, "")),
    ] {
        let (known_by, pending, published, last) = writer(store, id, reach).await;
        let found = (known_by, pending, published, last.as_str());
        assert_eq!(found, expected, "{id}");
    }
    // What somebody may not see he is not told of either.
    let mut other = new("h", "An", 40);
    other.page.id = "q".into();
    other.page.section = Some("Thể thao".into());
    store.create_comment(other).await.unwrap();
    let sports = within(Scope::within(vec![Area {
        site: "s".into(),
        section: Some("Thể thao".into()),
    }]));
    let found = writer(store, "h", sports.clone()).await;
    assert_eq!(found, (KnownBy::Address, 0, 0, String::new()));
    for (id, reach) in [("a", sports), ("a", within(site("t"))), ("x", Reach::ALL)] {
        let found = store.comment_context(id.into(), reach, 9).await.unwrap();
        assert!(found.is_none(), "{id}");
    }
}

pub(crate) async fn the_same_words_are_found_however_they_are_written(store: &Store) {
    let texts = [
        ("a", "s", "Vay tiền nhanh, gọi 0975.421.801!"),
        ("b", "s", "vay tien nhanh gọi 0975 421 801"),
        ("c", "t", "VAY TIỀN NHANH: GỌI 0975-421-801."),
        ("d", "s", "Vay tiền nhanh, gọi 0975.421.802!"),
        ("e", "s", "Hay quá."),
        ("f", "s", "Hay quá!"),
    ];
    for (n, (id, site, text)) in texts.into_iter().enumerate() {
        let new = CommentDraft {
            site: site.into(),
            text: text.into(),
            ..draft(id, "p", if id == "b" { "Chi" } else { "An" }, n as i64)
        };
        store.create_comment(new).await.unwrap();
    }
    let same = async |id: &str, reach: Reach| {
        let same = context(store, id, reach).await.same_text;
        (same.count, same.writers, same.ids.join(" "))
    };
    assert_eq!(same("a", Reach::ALL).await, (2, 2, "c b".into()));
    assert_eq!(same("a", within(site("s"))).await, (1, 2, "b".into()));
    assert_eq!(same("d", Reach::ALL).await, (0, 0, String::new()));
    // Short ones are said by many.
    assert_eq!(same("e", Reach::ALL).await, (0, 0, String::new()));
    // An edit is another text at once.
    let mut edited = decision(editor(store).await, "b", DecisionAction::Publish, 1, 9);
    edited.text = Some("Vay tiền nhanh, gọi số khác nhé!".into());
    store.decide(vec![edited]).await.unwrap();
    assert_eq!(same("a", Reach::ALL).await, (1, 1, "c".into()));
    for n in 0..=SAME_NAMED {
        let new = CommentDraft {
            text: "Vay tiền nhanh, gọi 0975421801".into(),
            ..draft(&format!("m{n}"), "p", "Lan", 20)
        };
        store.create_comment(new).await.unwrap();
    }
    let (count, _, ids) = same("a", Reach::ALL).await;
    let expected: Vec<String> = (1..=SAME_NAMED).rev().map(|n| format!("m{n}")).collect();
    assert_eq!((count, ids), (22, expected.join(" ")));
}

pub(crate) async fn what_is_answered_stands_beside_the_answer(store: &Store) {
    let root = published(store, "p", "An", 10).await;
    let mut answer = draft("a", "p", "Bình", 20);
    answer.parent_id = Some(root.clone());
    store.create_comment(answer).await.unwrap();
    decide(store, "a", DecisionAction::Publish, 1, 21).await;
    let mut second = draft("b", "p", "Chi", 30);
    second.parent_id = Some("a".into());
    store.create_comment(second).await.unwrap();
    decide(store, &root, DecisionAction::Reject, 2, 31).await;
    let exchange = async |id: &str| {
        let exchange = context(store, id, Reach::ALL).await.exchange;
        let said = exchange.into_iter().map(|said| (said.id, said.status));
        said.collect::<Vec<_>>()
    };
    let (rejected, shown) = (CommentStatus::Rejected, CommentStatus::Published);
    assert_eq!(exchange(&root).await, []);
    assert_eq!(exchange("a").await, [(root.clone(), rejected)]);
    assert_eq!(exchange("b").await, [(root, rejected), ("a".into(), shown)]);
    let article = context(store, "b", Reach::ALL).await.article;
    assert_eq!((article.page.id.as_str(), article.queue.pending), ("p", 1));
}
