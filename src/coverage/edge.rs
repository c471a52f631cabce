//! [`Edge`] and [`Line`]: a side of an outline, and where it passes.
//!
//! Where an edge crosses a row's border is a closed form of its end points, so that a row can be entered from anywhere:
//! a band that begins in the middle of an edge of a million rows gets the very integers that the whole gets.

use super::index::Upright;
use crate::outline::SUBPIXEL_BITS;

/// A pixel in subpixels.
pub(super) const PX: i32 = 1 << SUBPIXEL_BITS;

/// A side of an outline, in the direction it was drawn: 24.8 fixed point, x counted from the shape's left column, y
/// from the canvas's top. `y0` and `y1` differ; coordinates, and differences, are of 32 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) x0: i32,
    pub(super) y0: i32,
    pub(super) x1: i32,
    pub(super) y1: i32,
}

impl Upright for Edge {
    fn top(&self) -> i32 {
        self.y0.min(self.y1)
    }

    fn bottom(&self) -> i32 {
        self.y0.max(self.y1)
    }
}

/// An edge from its upper end (`x0`, `y0`) to its lower one, with its slopes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    pub(super) x0: i32,
    pub(super) y0: i32,
    pub(super) x1: i32,
    pub(super) y1: i32,
    /// What the winding number gains to the right of it: 1 where it was drawn downwards, otherwise -1.
    pub(super) sign: i32,
    /// dx / dy in 32.32 fixed point.
    slope: i64,
    /// dy / dx in 32.32 fixed point; 0 where it is vertical.
    inverse: i64,
}

const ONE: f64 = 4_294_967_296.0;
const HALF: i64 = 1 << 31;

impl Line {
    #[inline(always)]
    pub(super) fn new(edge: &Edge) -> Self {
        let Edge { mut x0, mut y0, mut x1, mut y1 } = *edge;
        let down = y0 < y1;
        if !down {
            (x0, y0, x1, y1) = (x1, y1, x0, y0);
        }
        // Exact in f64, and division is correctly rounded on every machine. |dx| and dy are below 2^31 and at least 1
        // where they divide, so that either quotient is below 2^63.
        let (dx, dy) = (f64::from(x1 - x0), f64::from(y1 - y0));
        let inverse = if x0 == x1 { 0 } else { (dy / dx * ONE) as i64 };
        Self { x0, y0, x1, y1, sign: if down { 1 } else { -1 }, slope: (dx / dy * ONE) as i64, inverse }
    }

    /// x at a height between the ends: exact at them, within 1/256 px in between, and monotone, because what the
    /// truncated slope is off (2^-32, times less than 2^31) is less than a rounding step.
    #[inline(always)]
    pub(super) fn x_at(&self, y: i32) -> i32 {
        if y == self.y1 { self.x1 } else { self.x0 + ((i64::from(y - self.y0) * self.slope + HALF) >> 32) as i32 }
    }

    /// dx / dy in 32.32 fixed point.
    #[inline(always)]
    pub(super) fn slope(&self) -> i64 {
        self.slope
    }

    /// dy / dx in 32.32 fixed point; 0 where it is vertical.
    #[inline(always)]
    pub(super) fn inverse(&self) -> i64 {
        self.inverse
    }

    /// y at an x between the ends, of an edge that is not vertical; exact at the upper end only. Elsewhere anything.
    #[inline(always)]
    pub(super) fn y_at(&self, x: i32) -> i32 {
        let below = i64::from(x - self.x0).wrapping_mul(self.inverse).wrapping_add(HALF) >> 32;
        self.y0.wrapping_add(below as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hit_their_ends_and_stay_between_them() {
        let far = 1 << 29;
        for (x0, y0, x1, y1) in
            [(0, 0, 100, 7), (-far, -far, far, far), (far, far, -far, far - 1), (3, 5, 3, far), (7, far, -far, -far)]
        {
            let line = Line::new(&Edge { x0, y0, x1, y1 });
            assert_eq!((line.x_at(line.y0), line.x_at(line.y1)), (line.x0, line.x1));
            let mut last = line.x0;
            for i in 0..=1_000 {
                let y = line.y0 + (i64::from(line.y1 - line.y0) * i / 1_000) as i32;
                let x = line.x_at(y);
                let exact = f64::from(line.x0)
                    + f64::from(y - line.y0) * f64::from(line.x1 - line.x0) / f64::from(line.y1 - line.y0);
                assert!((f64::from(x) - exact).abs() <= 1.0, "{line:?} {y}: {x} {exact}");
                assert!((i64::from(x) - i64::from(last)) * (i64::from(line.x1) - i64::from(line.x0)) >= 0);
                last = x;
            }
        }
    }
}
