//! What every database behind the store must do, whichever it is. Times are values here, so that
//! windows and expiry are tested without waiting.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod acts_together;
mod contract;
mod counters;
mod given;
mod migrations;
mod people_together;
#[path = "../postgres/mod.rs"]
#[allow(dead_code, reason = "each of the test programs uses a part of it")]
mod postgres;
mod postgres_alone;
mod shares_together;
mod together;
mod undo_law;

use std::path::Path;

use contract::{
    acts, articles, comments, context, desk, drafts, editors, news, pages, people, search,
    second_factor, shares, undoing, upkeep,
};
use moderation_server::store::{self, DatabaseUrl, Store};

/// A fresh database, and the folder that goes with it.
async fn sqlite() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open(folder.path()).await, folder)
}

async fn open(folder: &Path) -> Store {
    let url = DatabaseUrl::Sqlite(folder.to_owned());
    store::open(&url).await.unwrap()
}

/// Runs each promise on a fresh database of each kind.
macro_rules! promises {
    ($($part:ident { $($name:ident)* })*) => {
        mod on_sqlite {
            $(
                mod $part {
                    $(
                        #[tokio::test(flavor = "multi_thread")]
                        async fn $name() {
                            let (store, _folder) = crate::sqlite().await;
                            crate::$part::$name(&store).await;
                        }
                    )*
                }
            )*
        }
        mod on_postgres {
            $(
                mod $part {
                    $(
                        #[tokio::test(flavor = "multi_thread")]
                        async fn $name() {
                            let Some(fresh) = crate::postgres::fresh().await else {
                                return;
                            };
                            let store = fresh.open().await;
                            crate::$part::$name(&store).await;
                        }
                    )*
                }
            )*
        }
    };
}

promises! {
    comments {
        a_key_is_answered_once
        lists_keep_their_order_over_pages
        likes_are_counted_once_for_each_reader
        a_report_is_heard_until_an_editor_answers
        only_so_many_of_one_writer_wait_on_an_article
        a_withdrawn_comment_stays_withdrawn
        an_exchange_is_found_by_any_of_its_comments
        a_zero_in_a_text_is_a_letter_that_nobody_wrote
    }
    acts {
        a_key_acts_once
        acts_go_in_their_order_and_each_by_itself
        the_same_by_two_is_no_conflict
        acts_reach_as_far_as_their_editor
    }
    articles {
        a_closed_article_takes_nothing_also_before_its_first_comment
        an_article_closes_at_its_time
        an_old_article_closes_unless_somebody_keeps_it_open
        a_held_article_holds_what_would_be_published
        what_is_said_stays_until_it_is_changed
        articles_are_listed_by_what_becomes_of_comments
    }
    pages {
        windows_end_where_they_say
        an_article_is_what_the_house_says
        an_article_waits_until_somebody_confirms_it
    }
    desk {
        a_stale_decision_changes_nothing
        decisions_in_one_call_see_each_other
        nothing_is_published_before_it_was_sent
        what_waits_is_returned_without_a_trace
        claims_end_in_time
        the_queue_is_filtered
        what_changes_nothing_else_is_logged_too
    }
    drafts {
        a_draft_is_kept_for_its_editor_until_he_decides
        an_undone_decision_gives_the_draft_back
        drafts_are_forgotten_in_time_and_number_and_reach
    }
    context {
        a_writer_is_known_by_account_or_address
        the_same_words_are_found_however_they_are_written
        what_is_answered_stands_beside_the_answer
    }
    search {
        words_come_before_parts_of_words
        marks_are_wanted_where_they_are_typed
        a_search_looks_everywhere_and_in_its_scope_alone
        what_is_written_otherwise_is_found
        a_search_follows_what_changes
        pages_of_a_search_have_no_gap
    }
    editors {
        a_link_is_spent_once
        the_first_link_is_for_the_first_alone
        who_is_shut_out_leaves_no_way_in
        somebody_can_always_let_others_in
        every_act_leaves_a_line
        a_stranger_makes_numbers_grow_and_no_log
        a_session_ends_in_time_and_where_nobody_works
        what_was_proved_before_a_change_starts_no_session
    }
    people {
        an_account_is_what_it_was_said_to_be
        a_link_gives_what_it_names_and_nobody_gives_more_than_he_has
        an_administrator_of_everything_stays
        nothing_out_of_scope_is_seen_or_changed
        sessions_end_by_their_names_and_by_those_who_may
        a_link_for_a_password_is_spent_once_and_opens_nothing_else
    }
    second_factor {
        a_second_factor_is_asked_for_once_it_was_confirmed
        codes_work_once
        who_may_take_a_second_factor_off
    }
    news {
        whoever_looks_on_is_told_that_something_was_stored
        what_was_decided_is_told_from_a_place_on
    }
    shares {
        a_share_is_of_whole_articles_the_oldest_first
        a_share_is_filled_up_and_ends_in_time
        an_answer_that_was_lost_is_given_again
        what_was_decided_is_in_no_share
        a_share_is_given_back
        a_share_is_of_what_the_editor_may_decide
        a_section_that_changes_takes_its_comments_along
        what_a_colleague_has_open_is_not_handed_out
        an_editor_holds_only_so_many
        what_there_is_to_do_is_counted
        lists_say_in_whose_share_a_comment_is
    }
    undoing {
        what_stands_again_can_be_undone_in_its_turn
        an_undone_act_leaves_no_trace_but_in_the_log
        what_somebody_did_since_is_not_undone
        what_changed_nothing_is_undone_without_a_trace
        reports_that_came_since_stay
        an_article_is_known_until_nobody_vouches_for_it
    }
    upkeep {
        a_database_that_is_well_says_so
        e_mails_are_erased_in_time
        what_is_past_its_time_is_swept
        the_id_of_the_key_is_noted
    }
    people_together {
        two_administrators_leave_one
        one_code_opens_once
        one_link_makes_one_account
        one_of_two_first_links_makes_the_first_editor
        failed_sign_ins_are_all_counted
        the_log_of_the_desk_stays_one_chain
    }
    shares_together {
        no_comment_is_in_two_shares
        what_is_being_decided_is_given_to_nobody
    }
    acts_together {
        a_key_that_comes_many_times_acts_once
        one_of_those_who_decide_at_once_is_first
        an_undoing_and_a_colleague_do_not_mix
    }
    together {
        one_key_makes_one_comment
        a_new_article_is_made_once
        an_article_is_closed_while_its_first_comments_come
        one_revision_takes_one_decision
        likes_of_one_comment_are_all_counted
        only_so_many_guests_of_one_address_like
        reports_of_one_comment_are_all_counted
        only_so_many_wait_of_what_comes_at_once
        a_root_goes_while_replies_come
        a_writer_takes_back_what_an_editor_decides
    }
}

#[tokio::test]
async fn what_was_kept_is_there_after_reopening() {
    let (store, folder) = sqlite().await;
    let id = given::published(&store, "p", "An", 1).await;
    drop(store);

    let again = open(folder.path()).await;

    let receipt = again
        .receipt("s".into(), id.clone())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(receipt.published_at, Some(2));
}
