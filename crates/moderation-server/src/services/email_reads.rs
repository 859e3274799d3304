//! Which editors were written down lately for reading e-mail addresses: one line an
//! hour each says enough, and a program that reads all day does not fill the log.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::{HOUR, Millis};

/// When each editor was written down last; as many as there are editors.
#[derive(Debug, Default)]
pub struct EmailReads {
    written: Mutex<BTreeMap<i64, Millis>>,
}

impl EmailReads {
    /// Whether a line is due for this editor; counts as written then.
    pub fn is_due(&self, editor: i64, now: Millis) -> bool {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let before = written.get(&editor).copied();
        let due = before.is_none_or(|before| (now - before).abs() >= HOUR);
        if due {
            written.insert(editor, now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_written_down_once_an_hour() {
        let reads = EmailReads::default();
        let due = [
            (1, 0),
            (1, 1),
            (2, 1),
            (1, HOUR - 1),
            (1, HOUR),
            (1, HOUR + 1),
        ]
        .map(|(editor, now)| reads.is_due(editor, now));
        assert_eq!(due, [true, false, true, false, true, false]);
    }
}
