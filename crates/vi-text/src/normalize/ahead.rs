//! What looking ahead has found, remembered for the whole run that was looked along.

/// What was found by looking ahead from any place of `from..=to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ahead<T> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) found: T,
}

impl<T: Copy> Ahead<T> {
    /// Knows nothing yet.
    pub(super) const fn nothing(found: T) -> Self {
        Self {
            from: 1,
            to: 0,
            found,
        }
    }

    /// What is known about `at`.
    pub(super) const fn get(self, at: usize) -> Option<T> {
        if self.from <= at && at <= self.to {
            Some(self.found)
        } else {
            None
        }
    }
}
