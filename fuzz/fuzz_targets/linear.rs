//! A text made of any pattern, eight times as long, takes about eight times as long: hunts for the
//! families that `crates/text-steps/src/families.rs` lacks. What it finds becomes a row there, where
//! steps are counted and nothing is timed.
#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use text_steps::families::text;
use text_steps::functions::FUNCTIONS;

/// Below this a pause of the machine would look like a fault.
const TOO_SHORT: Duration = Duration::from_millis(4);
/// Eight times the text costs eight times the time where it costs its length, 64 times where it
/// costs its square.
const MOST: u32 = 28;

/// The shortest of three runs, for the machine has other things to do.
fn time(call: fn(&str) -> usize, text: &str) -> Duration {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(call(std::hint::black_box(text)));
        start.elapsed()
    };
    (0..3).map(run).min().unwrap_or_default()
}

fuzz_target!(|input: (u8, char, &str)| {
    let (number, head, pattern) = input;
    let head = head.to_string();
    let (name, call) = FUNCTIONS[usize::from(number) % FUNCTIONS.len()];
    if pattern.is_empty() || pattern.len() > 48 {
        return;
    }
    let long = time(call, &text(&head, pattern, 8_000));
    if long > TOO_SHORT {
        let short = time(call, &text(&head, pattern, 1_000));
        assert!(
            long < short * MOST,
            "{name} takes {short:?}, then {long:?}, for {head:?} and {pattern:?}"
        );
    }
});
