//! What every database behind the store must do, whichever it is. Times are values here, so that
//! windows and expiry are tested without waiting.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod accounts;
mod contract;

use std::path::Path;

use moderation_server::store::{self, DatabaseUrl, Store};

/// A fresh database, and the folder that goes with it.
fn sqlite() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open(folder.path()), folder)
}

fn open(folder: &Path) -> Store {
    store::open(&DatabaseUrl::Sqlite(folder.to_owned())).unwrap()
}

/// Runs each function of the contract on a fresh database of each kind.
macro_rules! contract {
    ($($part:ident { $($name:ident)* })*) => {
        mod on_sqlite {
            $(
                mod $part {
                    $(
                        #[tokio::test]
                        async fn $name() {
                            let (store, _folder) = crate::sqlite();
                            crate::$part::$name(&store).await;
                        }
                    )*
                }
            )*
        }
    };
}

contract! {
    accounts {
        a_link_is_spent_once
        the_first_link_is_for_the_first_alone
        who_is_shut_out_leaves_no_way_in
        somebody_can_always_let_others_in
        every_act_leaves_a_line
        a_stranger_makes_numbers_grow_and_no_log
        a_session_ends_in_time_and_where_nobody_works
        what_was_proved_before_a_change_starts_no_session
    }
    contract {
        a_key_is_answered_once
        a_closed_page_takes_nothing
        lists_keep_their_order_over_pages
        an_exchange_is_found_by_any_of_its_comments
        a_stale_decision_changes_nothing
        decisions_in_one_call_see_each_other
        windows_end_where_they_say
        likes_are_counted_once_for_each_reader
        an_article_is_what_the_house_says
        only_so_many_of_one_writer_wait_on_an_article
        e_mails_are_erased_in_time
        a_withdrawn_comment_stays_withdrawn
        claims_end_in_time
        what_is_past_its_time_is_swept
        the_id_of_the_key_is_noted
        the_queue_is_filtered
    }
}

#[tokio::test]
async fn what_was_kept_is_there_after_reopening() {
    let (store, folder) = sqlite();
    let id = contract::published(&store, "p", "An", 1).await;
    drop(store);

    let again = open(folder.path());

    let receipt = again
        .receipt("s".into(), id.clone())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(receipt.published_at, Some(2));
}
