//! [`Short`]: lines of a few pixels, whose part in a row is put into the areas of eight columns at once.
//!
//! The walk from pixel to pixel waits for each step to know the next one, and where a line of a few pixels ends cannot be
//! foreseen. Here the heights at which a line crosses the borders of eight columns are found together, whether it crosses
//! them or not: the same integers, and so the same areas.

use fearless_simd::{Select as _, Simd, SimdBase as _, SimdMask as _, i32x8, mask32x8};

use super::edge::{Line, PX};
use super::linked::{End, Pieces};

/// Columns at once.
pub(super) const COLUMNS: usize = 8;
/// Their width as a power of two, in subpixels.
const BITS: u32 = 11;
const _: () = assert!(COLUMNS as i32 * PX == 1 << BITS);
/// The left borders of the columns.
const BORDERS: [i32; COLUMNS] = [0, PX, 2 * PX, 3 * PX, 4 * PX, 5 * PX, 6 * PX, 7 * PX];

/// Less than this is a short line wide and high: its heights are found with 32 bits.
const WIDE: i32 = 1 << 13;
const HIGH: i32 = 1 << 14;

/// A line of less than 32 columns and 64 rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short<'a> {
    line: &'a Line,
    /// dy / dx in 16.32 fixed point: the upper bits, and the lower sixteen.
    upper: i32,
    lower: i32,
}

/// What a part of a line does to eight areas, and to the one behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eight<S: Simd> {
    pub(super) areas: i32x8<S>,
    pub(super) next: i32,
    pub(super) pieces: Pieces<S>,
}

impl<'a> Short<'a> {
    /// The line, if it is short.
    #[inline(always)]
    pub(super) fn new(line: &'a Line) -> Option<Self> {
        let is_short = ((line.x1 - line.x0).abs() < WIDE) & (line.y1 - line.y0 < HIGH);
        let inverse = line.inverse();
        is_short.then_some(Self { line, upper: (inverse >> 16) as i32, lower: inverse as i32 & 0xffff })
    }

    /// Adds its part within a row, from its upper end to its lower one: for each eight columns that it touches, what it does
    /// to them, and the first and the last column that it touches.
    #[inline(always)]
    pub(super) fn part<S: Simd>(
        &self,
        simd: S,
        (xa, ya): (i32, i32),
        (xb, yb): (i32, i32),
        mut add: impl FnMut(Eight<S>, usize, usize),
    ) {
        let rightwards = xa <= xb;
        let ((left, left_y), (right, right_y)) = if rightwards { ((xa, ya), (xb, yb)) } else { ((xb, yb), (xa, ya)) };
        let gain = if rightwards { self.line.sign } else { -self.line.sign };
        let (first, last) = (left >> BITS, right >> BITS);
        let mut group = first;
        loop {
            let begin = group << BITS;
            let borders = i32x8::load_array(simd, BORDERS) + begin;
            // As `Line::y_at`, by two products: what is cut off the lower one lies below all that is kept.
            let along = borders - self.line.x0;
            let below = (along * self.upper + ((along * self.lower) >> 16) + (1 << 15)) >> 16;
            let crossed = (below + self.line.y0).max(i32x8::splat(simd, ya)).min(i32x8::splat(simd, yb));
            // What is left of the part is at its left end, what is right of it at its right end.
            let y = borders.simd_gt(left).select(crossed, i32x8::splat(simd, left_y));
            let y = borders.simd_gt(right).select(i32x8::splat(simd, right_y), y);
            let next_y = if group == last { right_y } else { self.line.y_at(begin + (1 << BITS)).clamp(ya, yb) };
            let y_right = y.slide::<1>(i32x8::splat(simd, next_y));
            let heights = (y_right - y) * gain;
            let (from, to) = (i32x8::splat(simd, left), i32x8::splat(simd, right));
            let next = borders + PX;
            let (x, x_right) = (borders.max(from).min(to) - borders, next.max(from).min(to) - borders);
            let xs = x + x_right;
            let pushed = heights * xs;
            let areas = (heights << 9) - pushed + i32x8::splat(simd, 0).slide::<7>(pushed);
            let columns = ((left.max(begin) >> 8) as usize, (right.min(begin + (1 << BITS) - 1) >> 8) as usize);
            let top = ya & !(PX - 1);
            let pieces = Pieces::new(
                simd,
                (End::new(simd, y - top), x),
                (End::new(simd, y_right - top), x_right),
                (i32x8::splat(simd, i32::from(self.line.sign < 0)), mask32x8::splat(simd, rightwards)),
                next.simd_gt(from) & borders.simd_le(to),
            );
            add(Eight { areas, next: pushed[COLUMNS - 1], pieces }, columns.0, columns.1);
            if group == last {
                break;
            }
            group += 1;
        }
    }
}
