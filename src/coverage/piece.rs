//! [`Piece`]: the part of an edge that lies within one pixel, in eight bytes.

use super::edge::PX;

/// Heights looked at in each row of pixels: 16 lines, the first 8/256 px below the row's top.
pub(super) const HEIGHTS: usize = 16;
/// Subpixels between two heights.
const STEP: i32 = PX / HEIGHTS as i32;
/// All heights.
pub(super) const FULL: u32 = (1 << HEIGHTS) - 1;
/// Bits of a subpixel's fraction in [`Piece::crossings`].
pub(super) const FRACTION: u32 = 6;

/// A piece's upper and lower end within its pixel, 0 to 256 either way; its direction; and the number of another piece
/// of the same pixel, counted from 1, 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece(u64);

/// Bits of a coordinate. x and y of the upper end, x and y of the lower one; the direction; the link.
pub(super) const FIELD: u32 = 9;
const UP: u32 = 4 * FIELD;
const LINK: u32 = UP + 1;

impl Piece {
    pub(super) const NONE: Self = Self(0);

    #[inline(always)]
    pub(super) fn new((xa, ya): (i32, i32), (xb, yb): (i32, i32), sign: i32) -> Self {
        // Each is 0 to 256.
        let fields = xa as u64 | (ya as u64) << FIELD | (xb as u64) << (2 * FIELD) | (yb as u64) << (3 * FIELD);
        Self(fields | u64::from(sign < 0) << UP)
    }

    /// By its upper end, and its lower end and direction.
    #[inline(always)]
    pub(super) fn of_halves(upper: i32, lower: i32) -> Self {
        Self(u64::from(upper as u32) | u64::from(lower as u32) << (2 * FIELD))
    }

    /// The halves of a piece without a link.
    #[inline(always)]
    pub(super) fn halves(self) -> (i32, i32) {
        (self.0 as i32 & ((1 << (2 * FIELD)) - 1), (self.0 >> (2 * FIELD)) as i32)
    }

    /// The piece with a link to another one; 0 for none.
    #[inline(always)]
    pub(super) fn linked(self, link: usize) -> Self {
        Self(self.0 | (link as u64) << LINK)
    }

    /// Its upper and its lower end.
    #[inline(always)]
    pub(super) fn ends(self) -> ((i32, i32), (i32, i32)) {
        ((self.field(0), self.field(1)), (self.field(2), self.field(3)))
    }

    /// The number of the next piece.
    #[inline(always)]
    pub(super) fn link(self) -> usize {
        (self.0 >> LINK) as usize
    }

    #[inline(always)]
    fn field(self, index: u32) -> i32 {
        (self.0 >> (index * FIELD)) as i32 & 0x1ff
    }

    #[inline(always)]
    pub(super) fn is_up(self) -> bool {
        self.0 >> UP & 1 != 0
    }

    /// What the winding number gains to the right.
    #[inline(always)]
    pub(super) fn sign(self) -> i32 {
        1 - 2 * (self.0 >> UP & 1) as i32
    }

    /// The first height it passes, and the one behind the last.
    #[inline(always)]
    pub(super) fn range(self) -> (u32, u32) {
        let below = |y: i32| (y + STEP / 2 - 1) as u32 / STEP as u32;
        (below(self.field(1)), below(self.field(3)))
    }

    /// The heights it passes, a bit each.
    #[inline(always)]
    pub(super) fn heights(self) -> u32 {
        let (from, to) = self.range();
        (1 << to) - (1 << from)
    }

    /// Where it passes the heights, as a start and a step from height to height, in 1/64 subpixels: off by half a
    /// subpixel at most. Neither means anything at heights it does not pass; sums wrap there.
    #[inline(always)]
    pub(super) fn crossings(self) -> (i16, i16) {
        let (xa, ya, xb, yb) = (self.field(0), self.field(1), self.field(2), self.field(3));
        let (from, _) = self.range();
        // At most 2^18. A piece lower than a step passes one height, or none: its step may be cut.
        let slope = ((xb - xa) << 10) / (yb - ya).max(1);
        let step = slope as i16;
        // Within a step below its upper end.
        let below = from as i32 * STEP + STEP / 2 - ya;
        let first = (xa << FRACTION) + ((below * slope) >> 4);
        ((first as i16).wrapping_sub(step.wrapping_mul(from as i16)), step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_of_parts_add_up() {
        let heights = |ya, yb| Piece::new((0, ya), (256, yb), 1).heights();
        assert_eq!((heights(0, 256), heights(0, 8), heights(8, 9), heights(7, 8)), (FULL, 0, 1, 0));
        for split in 0..=256 {
            assert_eq!((heights(0, split) ^ heights(split, 256), heights(0, split) & heights(split, 256)), (FULL, 0));
        }
    }

    #[test]
    fn crossings_lie_on_the_line() {
        for (a, b) in [((0, 0), (256, 256)), ((256, 0), (0, 256)), ((3, 17), (250, 40)), ((9, 0), (9, 256))] {
            let piece = Piece::new(a, b, -1);
            assert_eq!((piece.sign(), piece.is_up()), (-1, true));
            let (start, step) = piece.crossings();
            for height in 0..HEIGHTS {
                if piece.heights() >> height & 1 != 0 {
                    let x = f64::from(start.wrapping_add(step.wrapping_mul(height as i16))) / 64.0;
                    let y = height as i32 * 16 + 8;
                    let exact = f64::from(a.0) + f64::from((y - a.1) * (b.0 - a.0)) / f64::from(b.1 - a.1);
                    assert!((x - exact).abs() <= 0.5, "{x} {exact}");
                }
            }
        }
    }
}
