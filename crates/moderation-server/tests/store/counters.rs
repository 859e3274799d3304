//! The law of counters: whatever happens, they say what a recount says.

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{
    Announcement, PageDraft, QueueCounts, QueueQuery, Reach, Scope,
};
use proptest::prelude::*;

use crate::given::{decision, draft, editor, guest};

#[derive(Debug, Clone)]
enum Act {
    Create { page: u8, published: bool },
    Decide { nth: u8, action: DecisionAction },
    Withdraw { nth: u8 },
    Report { nth: u8, reader: u8 },
    Announce { page: u8, section: Option<u8> },
    Sweep,
}

fn act() -> impl Strategy<Value = Act> {
    let action = prop_oneof![
        Just(DecisionAction::Publish),
        Just(DecisionAction::Reject),
        Just(DecisionAction::Spam),
        Just(DecisionAction::Return),
    ];
    prop_oneof![
        4 => (0..4_u8, any::<bool>()).prop_map(|(page, published)| Act::Create { page, published }),
        5 => (0..8_u8, action).prop_map(|(nth, action)| Act::Decide { nth, action }),
        1 => (0..8_u8).prop_map(|nth| Act::Withdraw { nth }),
        3 => (0..8_u8, 0..3_u8).prop_map(|(nth, reader)| Act::Report { nth, reader }),
        1 => (0..4_u8, prop::option::of(0..3_u8))
            .prop_map(|(page, section)| Act::Announce { page, section }),
        1 => Just(Act::Sweep),
    ]
}

/// Pages 0 and 1 are of site `s`, the others of site `t`.
fn site(page: u8) -> String {
    String::from(if page < 2 { "s" } else { "t" })
}

fn page_id(page: u8) -> String {
    format!("p{page}")
}

async fn run(store: &Store, acts: Vec<Act>) {
    let editor = editor(store).await;
    let mut made: Vec<(String, String)> = Vec::new();
    for (at, act) in (10..).zip(acts) {
        let nth = |nth: u8| made.get(usize::from(nth)).cloned();
        match act {
            Act::Create { page, published } => {
                let mut new = draft(&format!("c{at}"), &page_id(page), "An", at);
                new.site = site(page);
                new.author_email = Some("an@example.vn".into());
                if published {
                    new.status = CommentStatus::Published;
                }
                store.create_comment(new).await.unwrap();
                made.push((site(page), format!("c{at}")));
            }
            Act::Decide {
                nth: number,
                action,
            } => {
                let Some((_, id)) = nth(number) else { continue };
                let detail = store.desk_comment(id.clone(), Reach::ALL, at).await;
                let revision = detail.unwrap().unwrap().comment.revision;
                let decision = decision(editor, &id, action, revision, at);
                store.decide(vec![decision]).await.unwrap();
            }
            Act::Withdraw { nth: number } => {
                let Some((site, id)) = nth(number) else {
                    continue;
                };
                store.withdraw_comment(site, id, at).await.unwrap();
            }
            Act::Report {
                nth: number,
                reader,
            } => {
                let Some((site, id)) = nth(number) else {
                    continue;
                };
                let reader = guest(reader, reader);
                let reason = String::from("spam");
                store
                    .report_comment(site, id, reader, reason, at)
                    .await
                    .unwrap();
            }
            Act::Announce { page, section } => {
                let announcement = Announcement {
                    site: site(page),
                    page: PageDraft {
                        section: section.map(|section| format!("mục {section}")),
                        ..draft("", &page_id(page), "", at).page
                    },
                    at,
                };
                store.announce_page(announcement).await.unwrap();
            }
            Act::Sweep => {
                store.sweep(at, at).await.unwrap();
                store.erase_emails("s".into(), at).await.unwrap();
            }
        }
    }
}

/// How many the lists have, going through them: those of a status, or the reported ones.
async fn listed(store: &Store, query: QueueQuery) -> u32 {
    let limit = query.limit as usize;
    let page = store.queue(query, 1).await.unwrap();
    assert!(page.next.is_none() && page.comments.len() <= limit);
    assert_eq!(page.total as usize, page.comments.len());
    page.total
}

async fn compare(store: &Store) {
    let query = |status| QueueQuery {
        reach: Reach::ALL,
        site: None,
        status,
        section: None,
        page_id: None,
        after: None,
        limit: 100,
    };
    let recount = async |change: &dyn Fn(&mut QueueQuery)| {
        let [mut pending, mut reported] = [query(Some(CommentStatus::Pending)), query(None)];
        change(&mut pending);
        change(&mut reported);
        QueueCounts {
            pending: listed(store, pending).await,
            reported: listed(store, reported).await,
        }
    };
    let all = recount(&|_| ()).await;
    assert_eq!(store.queue_counts(Scope::Everywhere).await.unwrap(), all);
    let sections = store.section_counts(Scope::Everywhere).await.unwrap();
    let mut sum = QueueCounts::default();
    for row in sections {
        sum.pending += row.counts.pending;
        sum.reported += row.counts.reported;
        assert!(row.counts != QueueCounts::default(), "a row about nothing");
        let Some(section) = row.section else { continue };
        let there = recount(&|query| {
            query.site = Some(row.site.clone());
            query.section = Some(section.clone());
        })
        .await;
        assert_eq!(row.counts, there, "{section}");
    }
    assert_eq!(sum, all);
    for page in 0..4 {
        let article = store.article(Scope::Everywhere, site(page), page_id(page));
        let Some(article) = article.await.unwrap() else {
            continue;
        };
        let there = recount(&|query| {
            query.site = Some(site(page));
            query.page_id = Some(page_id(page));
        })
        .await;
        assert_eq!(article.queue, there, "article {page}");
        let of_site = recount(&|query| query.site = Some(site(page))).await;
        let scope = crate::given::site(&site(page));
        assert_eq!(store.queue_counts(scope).await.unwrap(), of_site);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn counters_say_what_a_recount_says(acts in prop::collection::vec(act(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (store, _folder) = crate::sqlite().await;
            run(&store, acts).await;
            compare(&store).await;
        });
    }
}
