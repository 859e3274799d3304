//! One table of everything that was measured.

use std::time::Duration;

use crate::load::Measured;

/// The head of the table.
pub(crate) fn head() {
    println!(
        "{:>9}  {:34} {:>4} {:>10} {:>9} {:>9} {:>9}  beside the bare handler",
        "comments", "", "c", "/s", "p50 ms", "p99 ms", "p99.9 ms"
    );
}

/// A line of requests.
pub(crate) fn requests(
    comments: usize,
    name: &str,
    connections: usize,
    of: &Measured,
    bare: Option<&Measured>,
) {
    let beside = bare.map(|bare| {
        format!(
            "{:.2} × its {:.0}/s, p99 {:.2} ms",
            of.per_second / bare.per_second,
            bare.per_second,
            bare.quantile(0.99)
        )
    });
    let failed = if of.is_clean() {
        String::new()
    } else {
        format!("  {}", statuses(of))
    };
    println!(
        "{comments:>9}  {name:34} {connections:>4} {:>10.0} {:>9.2} {:>9.2} {:>9.2}  {}{failed}",
        of.per_second,
        of.quantile(0.5),
        of.quantile(0.99),
        of.quantile(0.999),
        beside.unwrap_or_default(),
    );
}

/// The head of the desk's lines.
pub(crate) fn desk_head() {
    println!(
        "{:>9}  {:36} {:>9} {:>9}  p50 beside the first size",
        "comments", "", "p50 ms", "p99 ms"
    );
}

/// A line of one page of the desk; `few` is what it took with so many comments at first.
pub(crate) fn desk(
    comments: usize,
    name: &str,
    took: &Measured,
    few: Option<(usize, &Measured)>,
    note: &str,
) {
    let half = took.quantile(0.5);
    let beside = few.map(|(size, few)| format!("{:.2} × {size}  ", half / few.quantile(0.5)));
    println!(
        "{comments:>9}  {name:36} {half:>9.2} {:>9.2}  {}{note}",
        took.quantile(0.99),
        beside.unwrap_or_default(),
    );
}

/// How many answers had which status.
pub(crate) fn statuses(of: &Measured) -> String {
    let all = of.statuses.iter().map(|(status, count)| match status {
        0 => format!("broken: {count}"),
        _ => format!("{status}: {count}"),
    });
    all.collect::<Vec<_>>().join(", ")
}

/// A line of one value.
pub(crate) fn value(comments: usize, name: &str, value: &str) {
    println!("{comments:>9}  {name:34} {:>4} {value:>10}", "");
}

/// Milliseconds.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}
