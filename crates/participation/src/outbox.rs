//! Where the comment is between the press on *Gửi* and the endpoint's answer. Its states say what may
//! be true together. No browser here.

use core::cell::{Cell, RefCell};

use crate::send::OutgoingComment;

/// A comment on its way out.
#[derive(Debug, Default)]
pub struct Outbox {
    state: Cell<State>,
    /// What was sent and not answered; the same words go under the same key.
    sent: RefCell<Option<Sent>>,
    /// The page has said whether a reader is signed in, or could not.
    signer_known: Cell<bool>,
    /// How often it was tried by itself.
    tries: Cell<u32>,
}

/// Where it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Nothing is asked for.
    #[default]
    Idle,
    /// A press waits until the page has said who signs.
    Asking {
        /// The press was *Vẫn gửi nguyên văn*.
        anyway: bool,
    },
    /// The endpoint has it, and has not answered.
    Sending,
    /// It was taken a moment ago: a second press is part of the first.
    Resting,
    /// The endpoint could not be reached: it goes out by itself when it can.
    Waiting,
}

/// A comment that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The outgoing comment.
    pub outgoing: OutgoingComment,
    /// Whether the house had signed its writer in.
    pub signed: bool,
}

/// What a press on *Gửi* leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Nothing: one is on its way.
    Ignored,
    /// It waits until it is known who signs.
    Waits,
    /// The text is read and sent.
    Goes,
}

/// The wait before the first try by itself, in milliseconds; it doubles with each.
const RETRY_AFTER_MS: u32 = 10_000;
/// Doublings at most: a try every five minutes or so.
const MAX_DOUBLINGS: u32 = 5;

impl Outbox {
    /// Takes over what an earlier page left: what `waits` goes out by itself.
    pub fn restore(&self, sent: Option<Sent>, waits: bool) {
        self.state.set(if waits && sent.is_some() {
            State::Waiting
        } else {
            State::Idle
        });
        self.sent.replace(sent);
    }

    /// The reader pressed *Gửi*, or with `anyway` *Vẫn gửi nguyên văn*.
    pub fn press(&self, anyway: bool) -> Press {
        match self.state.get() {
            State::Sending | State::Resting => Press::Ignored,
            State::Idle | State::Asking { .. } | State::Waiting if self.signer_known.get() => {
                Press::Goes
            }
            State::Idle | State::Asking { .. } | State::Waiting => {
                self.state.set(State::Asking { anyway });
                Press::Waits
            }
        }
    }

    /// It is known who signs; returns the press that waited for that.
    pub fn know_signer(&self) -> Option<bool> {
        self.signer_known.set(true);
        let State::Asking { anyway } = self.state.get() else {
            return None;
        };
        self.state.set(State::Idle);
        Some(anyway)
    }

    /// What waits does so no longer; true if anything did.
    pub fn stop_waiting(&self) -> bool {
        let waited = self.state.get() == State::Waiting;
        if waited {
            self.state.set(State::Idle);
        }
        waited
    }

    /// An outgoing comment goes out.
    pub fn send(&self, sent: Sent) {
        self.sent.replace(Some(sent));
        self.state.set(State::Sending);
    }

    /// The endpoint said no, or nothing.
    pub fn fail(&self) {
        self.state.set(State::Idle);
    }

    /// It is to be tried again by itself; returns after how many milliseconds.
    pub fn try_later(&self) -> u32 {
        self.state.set(State::Waiting);
        let doublings = self.tries.get();
        self.tries.set(MAX_DOUBLINGS.min(doublings + 1));
        RETRY_AFTER_MS << doublings
    }

    /// The endpoint has taken it.
    pub fn take(&self) {
        self.state.set(State::Resting);
        self.sent.take();
        self.tries.set(0);
    }

    /// The moment after that is over.
    pub fn rest_is_over(&self) {
        if self.state.get() == State::Resting {
            self.state.set(State::Idle);
        }
    }

    /// Whether it goes out by itself.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state.get() == State::Waiting
    }

    /// Whether the reader is told of nothing that is on its way.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        matches!(self.state.get(), State::Idle | State::Asking { .. })
    }

    /// What was sent and not answered.
    #[must_use]
    pub fn sent(&self) -> Option<Sent> {
        self.sent.borrow().clone()
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn sent() -> Sent {
        Sent {
            outgoing: OutgoingComment {
                body: "{}".into(),
                key: "k".into(),
            },
            signed: false,
        }
    }

    fn known() -> Outbox {
        let outbox = Outbox::default();
        assert_eq!(outbox.know_signer(), None);
        outbox
    }

    #[test]
    fn a_press_waits_until_it_is_known_who_signs_and_the_last_one_counts() {
        let outbox = Outbox::default();
        assert_eq!(outbox.press(false), Press::Waits);
        assert_eq!(outbox.press(true), Press::Waits);
        assert_eq!(outbox.know_signer(), Some(true));
        assert_eq!(outbox.know_signer(), None, "once");
        assert_eq!(outbox.press(false), Press::Goes);
    }

    #[test]
    fn a_second_press_is_ignored_until_the_moment_after_the_first_is_over() {
        let outbox = known();
        outbox.send(sent());
        assert_eq!(outbox.press(false), Press::Ignored);
        assert!(!outbox.is_quiet());
        outbox.take();
        assert_eq!(outbox.press(true), Press::Ignored);
        assert_eq!(outbox.sent(), None, "another comment has another key");
        outbox.rest_is_over();
        assert_eq!(outbox.press(false), Press::Goes);
    }

    #[test]
    fn what_could_not_go_waits_longer_each_time_and_keeps_its_key() {
        let outbox = known();
        let mut waited = Vec::new();
        for _ in 0..7 {
            outbox.send(sent());
            assert!(!outbox.waits(), "never both on its way and waiting");
            outbox.fail();
            waited.push(outbox.try_later() / 1_000);
            assert!(outbox.waits());
            assert_eq!(outbox.sent(), Some(sent()));
        }
        assert_eq!(waited, [10, 20, 40, 80, 160, 320, 320]);

        outbox.send(sent());
        outbox.take();
        outbox.rest_is_over();
        outbox.send(sent());
        outbox.fail();
        assert_eq!(outbox.try_later(), 10_000, "a new comment begins anew");
    }

    #[test]
    fn what_the_reader_changes_waits_no_longer_and_what_is_on_its_way_goes_on() {
        let outbox = known();
        assert!(!outbox.stop_waiting());
        outbox.send(sent());
        assert!(!outbox.stop_waiting());
        assert_eq!(outbox.press(false), Press::Ignored);
        outbox.fail();
        outbox.try_later();
        assert!(outbox.stop_waiting());
        assert!(!outbox.waits());
        assert_eq!(outbox.press(false), Press::Goes);
    }

    #[test]
    fn a_rest_that_ends_late_disturbs_nothing() {
        let outbox = known();
        outbox.send(sent());
        outbox.rest_is_over();
        assert_eq!(outbox.press(false), Press::Ignored);
    }

    #[test]
    fn what_an_earlier_page_left_waits_only_with_its_letter() {
        for (outgoing, waits, expected) in [
            (Some(sent()), true, true),
            (Some(sent()), false, false),
            (None, true, false),
        ] {
            let outbox = Outbox::default();
            outbox.restore(outgoing.clone(), waits);
            assert_eq!(outbox.waits(), expected, "{outgoing:?} {waits}");
        }
    }
}
