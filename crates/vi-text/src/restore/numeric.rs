//! The exponential, the same to the last bit on every machine.

/// e to the power of `x`, within about 2 parts in ten million; 0 far below zero.
///
/// Neither `core` nor the platforms agree on one: this one is plain additions and multiplications,
/// so that the trainer, the server and the browser come to the same figures.
#[must_use]
#[inline]
pub fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = core::f32::consts::LOG2_E;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = if x < 87.0 { x } else { 87.0 };
    if x.is_nan() || x < -87.0 {
        return 0.0;
    }
    let scaled = x * LOG2_E;
    let half = if scaled < 0.0 { -0.5 } else { 0.5 };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within ±126 after the clamp"
    )]
    let power = (scaled + half) as i32;
    #[expect(clippy::cast_precision_loss, reason = "within ±126")]
    let whole = power as f32;
    let rest = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    // Minimax polynomial of Cephes' expf (Moshier, 1989).
    let mut sum = 1.987_569_1e-4;
    sum = sum * rest + 1.398_199_9e-3;
    sum = sum * rest + 8.333_452e-3;
    sum = sum * rest + 4.166_579_6e-2;
    sum = sum * rest + 1.666_666_5e-1;
    sum = sum * rest + 0.5;
    let mantissa = sum * rest * rest + rest + 1.0;
    #[expect(clippy::cast_sign_loss, reason = "power is at least -126")]
    let scale = f32::from_bits(((power + 127) as u32) << 23);
    mantissa * scale
}

#[cfg(test)]
mod tests {
    use super::exp;

    extern crate std;

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn agrees_with_the_platform() {
        for step in -860..860 {
            let x = step as f32 / 10.0;
            let expected = std::primitive::f32::exp(x);
            assert!(
                (exp(x) / expected - 1.0).abs() < 1e-6,
                "{x}: {} {expected}",
                exp(x)
            );
        }
        assert!(exp(-1000.0) < 1e-30 && exp(f32::NEG_INFINITY) < 1e-30);
        assert!(exp(1000.0).is_finite() && exp(f32::NAN).is_finite());
    }
}
