//! [`Side`]: a side of a quadrilateral, and where it passes the sixteen heights of each row.

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, i32x16};

use super::edge::PX;
use super::intervals::COUNT;
use super::piece::HEIGHTS;
use super::union::Part;
use crate::outline::FixedPoint;

/// Subpixels between two heights.
pub(super) const STEP: i32 = PX / HEIGHTS as i32;

/// A side of a part, from its upper end to its lower one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    x0: i32,
    pub(super) y0: i32,
    pub(super) y1: i32,
    /// dx / dy in 32.32 fixed point.
    slope: i64,
}

/// A side, ready to be followed from row to row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready {
    pub(super) side: Side,
    /// x at the first height of the first row, and what it gains from height to height; in 32.32 fixed point. `None`
    /// where that would be too much for 32 bits.
    steps: Option<(i64, i32)>,
}

impl Part {
    #[inline(always)]
    pub(super) fn sides(&self) -> [Side; 4] {
        let [a, b, c, d] = self.corners;
        [Side::new(a, b), Side::new(b, c), Side::new(c, d), Side::new(d, a)]
    }
}

impl Side {
    #[inline(always)]
    fn new(from: FixedPoint, to: FixedPoint) -> Self {
        let down = from.y < to.y;
        let (a, b) = if down { (from, to) } else { (to, from) };
        // As in `Line`: the same on every machine. That of a level side is not used.
        let slope = (f64::from(b.x - a.x) / f64::from(b.y - a.y) * 4_294_967_296.0) as i64;
        Self { x0: a.x, y0: a.y, y1: b.y, slope }
    }

    #[inline(always)]
    pub(super) fn ready(self, first: i32) -> Ready {
        const SHALLOW: i64 = 128 << 32;
        if !(-SHALLOW < self.slope && self.slope < SHALLOW) {
            return Ready { side: self, steps: None };
        }
        // Within 2^62 where the side is; elsewhere it wraps, and comes back right.
        let to_first = i64::from(first + STEP / 2 - self.y0).wrapping_mul(self.slope);
        let at = (i64::from(self.x0) << 32).wrapping_add(to_first);
        let steps = Some((at.wrapping_add(1 << 31), ((self.slope * i64::from(STEP)) >> 16) as i32));
        Ready { side: self, steps }
    }
}

impl Ready {
    /// Where it passes the heights of the row whose top is `top`, the one so many below the first; beyond its ends,
    /// anywhere. It depends on the side and the row only.
    #[inline(always)]
    pub(super) fn crossings<S: Simd>(&self, simd: S, top: i32, rows: i64) -> i32x16<S> {
        let side = &self.side;
        if let Some((first, step)) = self.steps {
            let at = first.wrapping_add((rows * i64::from(PX)).wrapping_mul(side.slope));
            let part = i32x16::splat(simd, (at >> 16) as i32 & 0xffff);
            let along = i32x16::load_array(simd, COUNT) * i32x16::splat(simd, step) + part;
            return (along >> 16) + i32x16::splat(simd, (at >> 32) as i32);
        }
        let mut x = [0; HEIGHTS];
        for (x, height) in x.iter_mut().zip(0..) {
            let y = (top + STEP / 2 + height * STEP).clamp(side.y0, side.y1);
            *x = side.x0 + ((i64::from(y - side.y0) * side.slope + (1 << 31)) >> 32) as i32;
        }
        i32x16::load_array(simd, x)
    }
}

/// The rows that lie between the second and the third corner from above.
#[inline(always)]
pub(super) fn middle(corners: &[FixedPoint; 4]) -> Range<i32> {
    let [a, b, c, d] = [corners[0].y, corners[1].y, corners[2].y, corners[3].y];
    let (one, two, three, four) = (a.min(b), a.max(b), c.min(d), c.max(d));
    let (second, third) = (one.max(three), two.min(four));
    (second.min(third) + PX - 1) >> 8..second.max(third) >> 8
}
