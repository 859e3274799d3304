//! The natural logarithm, the same to the last bit on every machine.

/// The natural logarithm of a positive, finite number.
pub(crate) fn ln(x: f64) -> f64 {
    let mut mantissa = x.max(f64::MIN_POSITIVE);
    let mut power = 0.0;
    while mantissa > 1.5 {
        mantissa *= 0.5;
        power += 1.0;
    }
    while mantissa < 0.75 {
        mantissa *= 2.0;
        power -= 1.0;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), a series that converges quickly near 1.
    let part = (mantissa - 1.0) / (mantissa + 1.0);
    let square = part * part;
    let mut term = part;
    let mut sum = 0.0;
    for odd in (1_u8..30).step_by(2) {
        sum += term / f64::from(odd);
        term *= square;
    }
    power * std::f64::consts::LN_2 + 2.0 * sum
}

#[cfg(test)]
mod tests {
    use super::ln;

    #[test]
    fn agrees_with_the_platform() {
        for x in [1e-9, 0.02, 0.5, 0.74, 1.0, 1.2, 1.51, 3.0, 1000.0, 1e12] {
            assert!((ln(x) - x.ln()).abs() < 1e-12 * (1.0 + x.ln().abs()), "{x}");
        }
    }
}
