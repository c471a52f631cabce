//! [`Axis`]: the columns or the rows of an image, and what lies beyond them.

use fearless_simd::{Bytes, Simd, SimdBase, SimdFloat, f64x4, u64x4};

/// The columns or rows of an image. Beyond them are those of the next tile, or the outermost goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Axis {
    pub(super) count: usize,
    pub(super) is_repeated: bool,
}

/// One pixel of an image, in the units of places between pixels.
pub(super) const ONE: f64 = 256.0;

impl Axis {
    /// The column or row that is seen where one may lie outside.
    #[inline(always)]
    pub(super) fn pixel(self, at: i64) -> usize {
        let count = self.count as i64;
        let at = match self.is_repeated {
            true if at < 0 || at >= count => at.rem_euclid(count),
            true => at,
            false => at.clamp(0, count - 1),
        };
        at as usize
    }

    /// The one after it.
    #[inline(always)]
    pub(super) fn next(self, at: usize) -> usize {
        match (at + 1 < self.count, self.is_repeated) {
            (true, _) => at + 1,
            (false, true) => 0,
            (false, false) => at,
        }
    }
}

/// An [`Axis`] for positions of which so many are a pixel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    /// How many positions lie within, where it is repeated; one divided by it. Else zero.
    period: f64,
    inverse: f64,
    /// The greatest position.
    last: f64,
}

impl Within {
    pub(super) fn new(axis: Axis, one: f64) -> Self {
        let side = axis.count as f64 * one;
        match axis.is_repeated {
            true => Self { period: side, inverse: 1.0 / side, last: side - 1.0 },
            false => Self { period: 0.0, inverse: 0.0, last: side - one },
        }
    }

    /// Where positions lie within that are whole numbers below 2^50. All of it is exact but the quotient, and that is half a
    /// position away from every whole number.
    #[inline(always)]
    pub(super) fn within<S: Simd>(self, at: f64x4<S>) -> f64x4<S> {
        let at = at - ((at + 0.5) * self.inverse).floor() * self.period;
        at.max(0.0).min(self.last)
    }
}

/// Of whole numbers that are not negative.
#[inline(always)]
pub(super) fn whole<S: Simd>(numbers: f64x4<S>) -> u64x4<S> {
    // Of so great numbers the last bits are their whole part.
    let bits: u64x4<S> = (numbers + WHOLE).bitcast();
    bits & (WHOLE as u64 - 1)
}

/// From it on numbers are whole.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// The pixel that a position lies in. Rounded to 1/65536 first, so that what should lie on a border does.
#[inline(always)]
pub(super) fn nearest(position: f64) -> i64 {
    ((position * 65_536.0 + 0.5).floor() as i64) >> 16
}

/// As [`nearest`].
#[inline(always)]
pub(super) fn nearest_four<S: Simd>(positions: f64x4<S>) -> f64x4<S> {
    ((positions * 65_536.0 + 0.5).floor() * (1.0 / 65_536.0)).floor()
}

/// The place of a position between the centres of pixels, in 1/256.
#[inline(always)]
pub(super) fn between(position: f64) -> i64 {
    (position * ONE - 127.5).floor() as i64
}

/// As [`between`], of positions in 1/256.
#[inline(always)]
pub(super) fn between_four<S: Simd>(positions: f64x4<S>) -> f64x4<S> {
    (positions - 127.5).floor()
}
