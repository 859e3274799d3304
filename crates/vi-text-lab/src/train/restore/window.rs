//! Rows set side by side with their neighbors, as the layers read them, and taken apart again.

/// Each row with its neighbors `distance` to the left and right beside it, zeros past the ends.
pub(crate) fn spread_out(
    state: &[f32],
    n: usize,
    distance: usize,
    bounds: &[(u32, u32)],
) -> Vec<f32> {
    let width = state.len() / n;
    let mut wide = vec![0.0; state.len() * 3];
    for (at, &bounds) in bounds.iter().enumerate() {
        for (side, from) in neighbors(at, distance, bounds).into_iter().enumerate() {
            if let Some(from) = from {
                let to = (at * 3 + side) * width;
                wide[to..to + width].copy_from_slice(&state[from * width..(from + 1) * width]);
            }
        }
    }
    wide
}

/// Adds up what [`spread_out`] handed out: its gradient.
pub(crate) fn gather(wide: &[f32], n: usize, distance: usize, bounds: &[(u32, u32)]) -> Vec<f32> {
    let width = wide.len() / n / 3;
    let mut state = vec![0.0; n * width];
    for (at, &bounds) in bounds.iter().enumerate() {
        for (side, to) in neighbors(at, distance, bounds).into_iter().enumerate() {
            if let Some(to) = to {
                let from = (at * 3 + side) * width;
                add_to(
                    &mut state[to * width..(to + 1) * width],
                    &wide[from..from + width],
                );
            }
        }
    }
    state
}

fn neighbors(at: usize, distance: usize, (start, end): (u32, u32)) -> [Option<usize>; 3] {
    let left = at
        .checked_sub(distance)
        .filter(|&left| left >= start as usize);
    let right = Some(at + distance).filter(|&right| right < end as usize);
    [left, Some(at), right]
}

/// Adds the numbers of `add` to those of `sum`.
pub(crate) fn add_to(sum: &mut [f32], add: &[f32]) {
    for (slot, value) in sum.iter_mut().zip(add) {
        *slot += value;
    }
}
