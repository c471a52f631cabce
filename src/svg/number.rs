//! Numbers, printed one way: plain decimals, no exponent, no trailing zeros, no `-0`.

/// Decimals of a length that is drawn at its own size: 1/10,000 px.
const DECIMALS: usize = 4;

/// Appends a number with at most nine significant digits, which is more than the `f32` of most renderers holds.
pub(super) fn number(out: &mut String, value: f64) {
    let magnitude = value.abs();
    let mut decimals = 8_usize;
    let mut bound = 10.0;
    while magnitude >= bound && decimals > 0 {
        bound *= 10.0;
        decimals -= 1;
    }
    bound = 1.0;
    while magnitude > 0.0 && magnitude < bound && decimals < 17 {
        bound /= 10.0;
        decimals += 1;
    }
    trimmed(out, &format!("{value:.decimals$}"));
}

/// Appends a share from 0 to 1 with three decimals, which name each of 256 steps.
pub(super) fn share(out: &mut String, value: u8) {
    trimmed(out, &format!("{:.3}", f64::from(value) / 255.0));
}

fn trimmed(out: &mut String, text: &str) {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    out.push_str(if text == "-0" { "0" } else { text });
}

/// A grid of decimals that coordinates are rounded to, so that sums and differences are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    decimals: usize,
}

impl Grid {
    /// For coordinates that a transform enlarges by at most `scale`: steps of at most 1/10,000 px at 96 DPI, as long as
    /// they are not finer than 1e-12.
    pub(super) fn for_scale(scale: f64) -> Self {
        let mut decimals = DECIMALS;
        let mut bound = 1.0;
        while scale > bound && decimals < 12 {
            bound *= 10.0;
            decimals += 1;
        }
        bound = 0.1;
        while scale <= bound && decimals > 0 {
            bound /= 10.0;
            decimals -= 1;
        }
        Self { decimals }
    }

    /// Steps to a coordinate. Those of a scene, up to 1,000,000, are exact; what lies beyond all bounds ends there.
    pub(super) fn steps(self, value: f64) -> i64 {
        let mut steps = value;
        for _ in 0..self.decimals {
            steps *= 10.0;
        }
        steps.round() as i64
    }

    /// Appends a number of steps as a decimal.
    pub(super) fn push(self, out: &mut String, steps: i64) {
        let one = 10_u64.pow(self.decimals as u32);
        let (whole, fraction) = (steps.unsigned_abs() / one, steps.unsigned_abs() % one);
        if steps < 0 {
            out.push('-');
        }
        out.push_str(&whole.to_string());
        if fraction > 0 {
            let digits = format!("{fraction:0width$}", width = self.decimals);
            out.push('.');
            out.push_str(digits.trim_end_matches('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        let mut out = String::new();
        number(&mut out, value);
        out
    }

    #[test]
    fn numbers_are_short_and_plain() {
        let pairs = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1 + 0.2, "0.3"),
            (1e6, "1000000"),
            (1.0 / 3.0, "0.333333333"),
            (123_456.789_012_3, "123456.789"),
            (1e-7, "0.0000001"),
            (-1e-30, "0"),
            (999_999.999_999_99, "1000000"),
        ];
        for (value, expected) in pairs {
            assert_eq!(text(value), expected);
        }
        for value in 0..=255_u8 {
            let mut out = String::new();
            share(&mut out, value);
            assert_eq!((out.parse::<f32>().unwrap() * 255.0).round() as u8, value);
        }
    }

    #[test]
    fn grids_follow_the_scale() {
        let at = |scale: f64, value: f64| {
            let grid = Grid::for_scale(scale);
            let mut out = String::new();
            grid.push(&mut out, grid.steps(value));
            out
        };
        assert_eq!(at(1.0, 1.0 / 3.0), "0.3333");
        assert_eq!(at(10.0, 1.0 / 3.0), "0.33333");
        assert_eq!(at(0.024, 1.0 / 3.0), "0.333");
        assert_eq!(at(0.0, 1.0 / 3.0), "0");
        assert_eq!(at(1e300, -1.0 / 3.0), "-0.333333333333");
        assert_eq!(at(1.0, -0.00001), "0");
        assert_eq!(at(1.0, -12.05), "-12.05");
        assert_eq!(at(1.0, 1e6), "1000000");
        assert_eq!(at(f64::INFINITY, 1e300).len(), 20);
    }
}
