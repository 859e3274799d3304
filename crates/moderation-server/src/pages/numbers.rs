//! Numbers as Vietnamese writes them.

/// With a point before each three digits: 1.234.567.
pub(crate) fn grouped(number: &impl ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1.000"),
            (25_942, "25.942"),
            (1_234_567, "1.234.567"),
        ] {
            assert_eq!(grouped(&number), text);
        }
    }
}
