//! A law: acts and their undoing leave every table as it was, but for logs and revision counters.

use std::collections::BTreeMap;
use std::path::Path;

use comment_protocol::{CommentStatus, DecisionAction};
use moderation_server::store::Store;
use moderation_server::store::record::{
    ActOutcome, CommentDraft, ConfirmPage, Decision, Deed, DeskAct, NewDraft, Reach,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::given::{decision, draft, everywhere, guest, two};

/// Tables that say what was done, and grow with it; the search's list of words that there ever were.
const LOGS: [&str; 4] = [
    "comment_revision",
    "desk_act",
    "moderation_log",
    "search_word",
];
/// Columns that count what was done.
const COUNTERS: [(&str, &str); 4] = [
    ("comment", "revision"),
    ("comment_report", "settled_revision"),
    ("desk_draft", "revision"),
    ("page", "version"),
];

/// Every row of every table in text, but for the logs; counters left out.
fn tables(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let db = Connection::open(folder.join("binh-luan.sqlite")).unwrap();
    let names = "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = db.prepare(names).unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut tables = BTreeMap::new();
    for name in names.map(Result::unwrap) {
        if LOGS.contains(&name.as_str()) {
            continue;
        }
        let mut rows = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
        let shown = rows.query_map([], |row| {
            let mut line = String::new();
            for (at, column) in columns.iter().enumerate() {
                if !COUNTERS.contains(&(&name, column)) {
                    line += &format!("{column}={:?} ", row.get::<_, Value>(at)?);
                }
            }
            Ok(line)
        });
        let mut rows: Vec<_> = shown.unwrap().map(Result::unwrap).collect();
        rows.sort();
        tables.insert(name, rows);
    }
    tables
}

/// Something that happens at the newspaper.
#[derive(Debug, Clone)]
enum Event {
    Comment {
        page: u8,
        answers: Option<u8>,
        at_once: bool,
    },
    Report {
        comment: u8,
        reader: u8,
    },
    Like {
        comment: u8,
        reader: u8,
    },
    Claim {
        comment: u8,
    },
    Decide {
        comment: u8,
        action: u8,
    },
    Withdraw {
        comment: u8,
    },
    Draft {
        comment: u8,
    },
}

/// What an editor does and takes back.
#[derive(Debug, Clone)]
struct Deeds {
    /// Comment, action, whether the text is edited, whether the article is vouched for.
    acts: Vec<(u8, u8, bool, bool)>,
    /// Whether they are undone together, under one key.
    together: bool,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0..2_u8, proptest::option::of(any::<u8>()), any::<bool>())
            .prop_map(|(page, answers, at_once)| Event::Comment { page, answers, at_once }),
        2 => (any::<u8>(), 0..4_u8).prop_map(|(comment, reader)| Event::Report { comment, reader }),
        1 => (any::<u8>(), 0..4_u8).prop_map(|(comment, reader)| Event::Like { comment, reader }),
        1 => any::<u8>().prop_map(|comment| Event::Claim { comment }),
        2 => (any::<u8>(), 0..4_u8).prop_map(|(comment, action)| Event::Decide { comment, action }),
        1 => any::<u8>().prop_map(|comment| Event::Withdraw { comment }),
        2 => any::<u8>().prop_map(|comment| Event::Draft { comment }),
    ]
}

fn deeds() -> impl Strategy<Value = Deeds> {
    let act = (any::<u8>(), 0..4_u8, any::<bool>(), any::<bool>());
    (proptest::collection::vec(act, 1..6), any::<bool>())
        .prop_map(|(acts, together)| Deeds { acts, together })
}

const fn action(number: u8) -> DecisionAction {
    match number {
        0 => DecisionAction::Publish,
        1 => DecisionAction::Reject,
        2 => DecisionAction::Spam,
        _ => DecisionAction::Return,
    }
}

struct Newsroom {
    store: Store,
    mai: i64,
    binh: i64,
    comments: Vec<String>,
    /// Grows with everything that happens.
    now: i64,
}

impl Newsroom {
    fn pick(&self, number: u8) -> Option<String> {
        let comments = &self.comments;
        let at = usize::from(number).checked_rem(comments.len())?;
        Some(comments[at].clone())
    }

    async fn revision(&self, id: &str) -> i64 {
        let detail = self.store.desk_comment(id.to_owned(), Reach::ALL, 0).await;
        detail.unwrap().unwrap().comment.revision
    }

    async fn happens(&mut self, event: &Event) {
        self.now += 1;
        let (now, site) = (self.now, || "s".to_owned());
        let target = match event {
            Event::Comment {
                page,
                answers,
                at_once,
            } => {
                let id = format!("c{now}");
                let comment = CommentDraft {
                    parent_id: answers.and_then(|answers| self.pick(answers)),
                    status: match at_once {
                        true => CommentStatus::Published,
                        false => CommentStatus::Pending,
                    },
                    ..draft(&id, &format!("p{page}"), "An", now)
                };
                // What answers nothing that can be answered is not taken.
                self.store.create_comment(comment).await.unwrap();
                if self
                    .store
                    .receipt(site(), id.clone())
                    .await
                    .unwrap()
                    .is_some()
                {
                    self.comments.push(id);
                }
                return;
            }
            Event::Report { comment, .. }
            | Event::Like { comment, .. }
            | Event::Claim { comment }
            | Event::Decide { comment, .. }
            | Event::Draft { comment }
            | Event::Withdraw { comment } => self.pick(*comment),
        };
        let Some(id) = target else { return };
        match *event {
            Event::Comment { .. } => {}
            Event::Report { reader, .. } => {
                let reason = "tục".to_owned();
                let store = &self.store;
                let report = store.report_comment(site(), id, guest(reader, reader), reason, now);
                report.await.unwrap();
            }
            Event::Like { reader, .. } => {
                let like = self
                    .store
                    .like_comment(site(), id, guest(reader, reader), 0, now);
                like.await.unwrap();
            }
            Event::Claim { .. } => {
                let by = everywhere(self.binh);
                let claim = self.store.claim_comment(id, by, now, now + 1_000);
                claim.await.unwrap();
            }
            Event::Decide { action: number, .. } => {
                let revision = self.revision(&id).await;
                let decision = decision(self.binh, &id, action(number), revision, now);
                self.store.decide(vec![decision]).await.unwrap();
            }
            Event::Draft { .. } => {
                let revision = self.revision(&id).await;
                let draft = NewDraft {
                    comment_id: id,
                    by: everywhere(self.mai),
                    text: format!("Đang sửa lúc {now}"),
                    revision,
                    at: now,
                    expires_at: now + 1_000,
                };
                self.store.save_draft(draft).await.unwrap();
            }
            Event::Withdraw { .. } => {
                self.store.withdraw_comment(site(), id, now).await.unwrap();
            }
        }
    }

    /// Does it, under the keys that come back.
    async fn does(&mut self, deeds: &Deeds) -> Vec<String> {
        let mut keys = Vec::new();
        for (comment, number, edits, vouches) in &deeds.acts {
            let Some(id) = self.pick(*comment) else {
                continue;
            };
            self.now += 1;
            let now = self.now;
            let revision = self.revision(&id).await;
            let decision = Decision {
                text: edits.then(|| format!("Lời sửa lúc {now}.")),
                search_text: edits.then(|| format!("loi sua luc {now}")),
                reason: edits.then(|| "vì thế".into()),
                page: match vouches {
                    true => ConfirmPage::Always,
                    false => ConfirmPage::Never,
                },
                ..decision(self.mai, &id, action(*number), revision, now)
            };
            let key = format!("k{now}");
            let act = self.act(&key, 0, Deed::Decide(decision));
            let answers = self.store.act(vec![act]).await.unwrap();
            if answers[0].outcome == ActOutcome::Done {
                keys.push(key);
            }
        }
        keys
    }

    fn act(&self, key: &str, part: usize, deed: Deed) -> DeskAct {
        DeskAct {
            key: key.to_owned(),
            part: part.try_into().unwrap(),
            body_hash: [1; 32],
            deed,
        }
    }

    /// Takes it back, the last first.
    async fn takes_back(&mut self, keys: &[String], together: bool) {
        self.now += 1;
        let now = self.now;
        let undo = |key: &String| Deed::Undo {
            of: key.clone(),
            by: everywhere(self.mai),
            at: now,
        };
        let numbered = keys.iter().enumerate().rev();
        let acts: Vec<_> = match together {
            true => numbered
                .map(|(part, key)| self.act(&format!("u{now}"), part, undo(key)))
                .collect(),
            false => numbered
                .map(|(_, key)| self.act(&format!("u{key}"), 0, undo(key)))
                .collect(),
        };
        for answer in self.store.act(acts).await.unwrap() {
            let outcome = answer.outcome;
            // What was returned to the queue while it waited there changed nothing.
            assert!(
                matches!(outcome, ActOutcome::Done | ActOutcome::Same),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn what_is_done_and_undone_was_not_done() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let steps = proptest::collection::vec((event(), event(), deeds()), 1..8);
    TestRunner::new(config)
        .run(&steps, |steps| {
            runtime.block_on(async {
                let (store, folder) = crate::sqlite().await;
                let (mai, binh) = two(&store).await;
                let mut newsroom = Newsroom {
                    store,
                    mai,
                    binh,
                    comments: Vec::new(),
                    now: 10,
                };
                for (first, second, deeds) in steps {
                    newsroom.happens(&first).await;
                    newsroom.happens(&second).await;
                    let before = tables(folder.path());
                    let keys = newsroom.does(&deeds).await;
                    newsroom.takes_back(&keys, deeds.together).await;
                    let after = tables(folder.path());
                    for (table, rows) in &before {
                        prop_assert_eq!(rows, &after[table], "{}", table);
                    }
                }
                Ok(())
            })
        })
        .unwrap();
}
