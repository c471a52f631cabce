//! [`Cells`]: a picture reduced to cells of 2, 4, 8 and so on pixels, row by row.
//!
//! Each halving weighs four pixels 1, 3, 3 and 1 along columns and along rows: the quadratic B-spline's own relation between a
//! grid and the twice as fine one, so that after any number of them a cell is the mean of three boxes of its size.

use std::ops::Range;

use fearless_simd::{Bytes as _, Simd, SimdBase as _, u8x32, u16x16, u64x4};

use super::area::Area;
use crate::composite::lanes::{HALF, LANES, load, mean};
use crate::error::Error;
use crate::watch::Watch;

/// Cells of a row before the picture's first: three boxes reach beyond it.
pub(super) const BEFORE: usize = 1;
/// Halvings at most, of `Kernel`'s widest cells.
const MOST: usize = 20;

#[derive(Debug, Default)]
pub(super) struct Cells {
    /// The rows at hand of each halving but the last.
    levels: Vec<Level>,
    /// Halvings, at least one.
    halvings: usize,
    /// The row of cells of two pixels that is next.
    next: i64,
    /// Such rows that may be something.
    some: Range<i64>,
    /// Every other column of a row, one column of nothing before the first.
    even: Vec<u16>,
    odd: Vec<u16>,
    /// A row of pixels that are nothing.
    nothing: Vec<u8>,
}

/// The last four rows of a halving, by their number modulo four.
#[derive(Debug, Default)]
struct Level {
    rows: [Vec<u16>; 4],
    /// Whether a row is not nothing.
    any: [bool; 4],
}

/// Which cells three boxes of two pixels, or cells, make something of what these are.
pub(super) fn halved(range: Range<i64>) -> Range<i64> {
    // A cell is made of those from `2 k - 1` to `2 k + 2`.
    ((range.start + 1) >> 1) - 1..((range.end) >> 1) + 1
}

/// Cells in a row of so many pixels after some halvings, from the first on that is something.
pub(super) fn cells_in_row(width: usize, halvings: u32) -> usize {
    let range = (0..halvings).fold(0..width as i64, |range, _| halved(range));
    range.end as usize + BEFORE
}

/// Values of such a row in whole groups of lanes.
pub(super) fn stride(width: usize, halvings: u32, channels: usize) -> usize {
    (cells_in_row(width, halvings) * channels).next_multiple_of(LANES)
}

/// Values of each half of a row of pixels, what is read beyond it counted too.
fn half(width: usize, channels: usize) -> usize {
    stride(width, 1, channels) + 3 * LANES
}

/// Bytes that halving rows of so many pixels takes.
pub(super) fn bytes(width: usize, halvings: u32, channels: usize) -> u64 {
    let levels: usize = (1..halvings).map(|level| 4 * stride(width, level, channels)).sum();
    (levels + 2 * half(width, channels)) as u64 * 2 + (width * channels) as u64
}

impl Cells {
    /// Before the first row of an area's cells.
    pub(super) fn begin(&mut self, halvings: u32, width: usize, channels: usize, rows: &Range<u32>) {
        self.halvings = (halvings as usize).clamp(1, MOST);
        self.levels.resize_with(self.levels.len().max(self.halvings - 1), Level::default);
        for (level, number) in self.levels[..self.halvings - 1].iter_mut().zip(1..) {
            level.any = [false; 4];
            for row in &mut level.rows {
                renew(row, stride(width, number, channels));
            }
        }
        self.some = halved(i64::from(rows.start)..i64::from(rows.end));
        self.next = self.some.start;
        renew(&mut self.even, half(width, channels));
        renew(&mut self.odd, half(width, channels));
        self.nothing.clear();
        self.nothing.resize(width * channels, 0);
    }

    /// The number of the next row of cells, and whether it is not nothing; it is put to `out`, as long as [`stride`] says, which
    /// begins with the cell before the picture.
    #[inline(always)]
    pub(super) fn next<const C: usize, S: Simd>(
        &mut self,
        simd: S,
        area: &Area<'_>,
        out: &mut [u16],
        watch: &Watch,
    ) -> Result<(i64, bool), Error> {
        // A row of many halvings is made of as many rows of pixels.
        let rows_a_check = rows_a_check(area.width * C);
        loop {
            let mut k = self.next;
            self.next += 1;
            if k & (rows_a_check - 1) == 0 {
                watch.check()?;
            }
            let last = self.halvings == 1;
            let slot = (k & 3) as usize;
            let to = if last { &mut *out } else { &mut self.levels[0].rows[slot] };
            let mut any = self.some.contains(&k);
            if any {
                let row = |y: i64| area.row_at::<C>(y).unwrap_or(&self.nothing);
                let rows = std::array::from_fn(|i| row(2 * k - 1 + i as i64));
                down_pixels::<C, S>(simd, rows, &mut self.even, &mut self.odd);
                any = along::<C, S>(simd, &self.even, &self.odd, to);
            } else if last {
                to.fill(0);
            } else if self.levels[0].any[slot] {
                // Most rows of many halvings are nothing already.
                self.levels[0].rows[slot].fill(0);
            }
            if last {
                return Ok((k, any));
            }
            self.levels[0].any[slot] = any;
            // With every second row there is one of the next halving.
            for at in 1..self.halvings {
                if k & 1 != 0 {
                    break;
                }
                k = (k - 2) >> 1;
                let slot = (k & 3) as usize;
                let (before, after) = self.levels.split_at_mut(at);
                let from = &before[at - 1];
                let last = at + 1 == self.halvings;
                let to = if last { &mut *out } else { &mut after[0].rows[slot] };
                let mut any = from.any.contains(&true);
                if any {
                    let rows = std::array::from_fn(|i| &from.rows[((2 * k - 1 + i as i64) & 3) as usize][..]);
                    down_cells::<C, S>(simd, rows, &mut self.even, &mut self.odd);
                    any = along::<C, S>(simd, &self.even, &self.odd, to);
                } else if last || after[0].any[slot] {
                    to.fill(0);
                }
                if last {
                    return Ok((k, any));
                }
                after[0].any[slot] = any;
            }
        }
    }
}

/// Rows of so many bytes between two looks at the watch, a power of two: from memory, less than a millisecond of them.
pub(super) fn rows_a_check(bytes: usize) -> i64 {
    ((1_usize << 18) / bytes.max(1)).max(1).next_power_of_two() as i64
}

pub(super) fn renew(values: &mut Vec<u16>, len: usize) {
    values.clear();
    values.resize(len, 0);
}

/// Puts every other pixel, or cell, of two vectors to one row and those between to another.
#[inline(always)]
fn split<const C: usize, S: Simd>(a: u16x16<S>, b: u16x16<S>, first: &mut [u16], second: &mut [u16]) {
    let (a, b) = if C == 4 {
        let (a, b) = a.bitcast::<u64x4<S>>().deinterleave(b.bitcast::<u64x4<S>>());
        (a.bitcast::<u16x16<S>>(), b.bitcast::<u16x16<S>>())
    } else {
        a.deinterleave(b)
    };
    a.store_slice(first);
    b.store_slice(second);
}

/// Four rows of pixels, 1, 3, 3 and 1 of each, in 8.8 fixed point, exactly.
#[inline(always)]
fn down_pixels<const C: usize, S: Simd>(simd: S, rows: [&[u8]; 4], even: &mut [u16], odd: &mut [u16]) {
    let [a, b, c, d] = rows.map(|row| row.as_chunks::<LANES>().0);
    // The first column is even, and one of nothing goes before it; before the first odd one go two.
    odd[C..2 * C].fill(0);
    let (even, odd) = (&mut even[C..], &mut odd[2 * C..]);
    let halves = even.chunks_exact_mut(HALF).zip(odd.chunks_exact_mut(HALF));
    for (((a, b), (c, d)), (even, odd)) in a.iter().zip(b).zip(c.iter().zip(d)).zip(halves) {
        let (a, b, c, d) = (widened(simd, a), widened(simd, b), widened(simd, c), widened(simd, d));
        split::<C, S>(exactly(a.0, b.0, c.0, d.0), exactly(a.1, b.1, c.1, d.1), even, odd);
    }
    for x in rows[0].len() / LANES * LANES..rows[0].len() {
        let column = x / C;
        let to = if column.is_multiple_of(2) { &mut *even } else { &mut *odd };
        let [a, b, c, d] = rows.map(|row| u16::from(row[x]));
        to[column / 2 * C + x % C] = (a + d + 3 * (b + c)) << 5;
    }
}

#[inline(always)]
fn widened<S: Simd>(simd: S, bytes: &[u8; LANES]) -> (u16x16<S>, u16x16<S>) {
    simd.widen_u8x32(u8x32::from_slice(simd, bytes))
}

/// 32 times the outer and 96 times the inner.
#[inline(always)]
fn exactly<S: Simd>(a: u16x16<S>, b: u16x16<S>, c: u16x16<S>, d: u16x16<S>) -> u16x16<S> {
    let inner = b + c;
    (a + d + inner + (inner << 1)) << 5
}

/// Four rows of cells, 1, 3, 3 and 1 of each.
#[inline(always)]
fn down_cells<const C: usize, S: Simd>(simd: S, rows: [&[u16]; 4], even: &mut [u16], odd: &mut [u16]) {
    let [a, b, c, d] = rows.map(|row| row.as_chunks::<LANES>().0);
    // The first cell is that before the picture.
    let halves = odd[C..].chunks_exact_mut(HALF).zip(even[C..].chunks_exact_mut(HALF));
    for (((a, b), (c, d)), (odd, even)) in a.iter().zip(b).zip(c.iter().zip(d)).zip(halves) {
        let low = weighed(load(simd, a, 0), load(simd, b, 0), load(simd, c, 0), load(simd, d, 0));
        let high = weighed(load(simd, a, HALF), load(simd, b, HALF), load(simd, c, HALF), load(simd, d, HALF));
        split::<C, S>(low, high, odd, even);
    }
    // Longer rows have left something there.
    let done = rows[0].len() / 2;
    odd[done + C..done + LANES + C].fill(0);
    even[done + C..done + LANES + C].fill(0);
}

/// Four columns, 1, 3, 3 and 1 of each; whether any is not nothing.
#[inline(always)]
fn along<const C: usize, S: Simd>(simd: S, even: &[u16], odd: &[u16], out: &mut [u16]) -> bool {
    let mut some = u16x16::splat(simd, 0);
    for (block, out) in out.chunks_exact_mut(HALF).enumerate() {
        let at = block * HALF;
        let inner = (load(simd, even, at), load(simd, odd, at + C));
        let value = weighed(load(simd, odd, at), inner.0, inner.1, load(simd, even, at + C));
        value.store_slice(out);
        some |= value;
    }
    some.as_slice().iter().any(|value| *value != 0)
}

/// An eighth of the outer and three of the inner.
#[inline(always)]
fn weighed<S: Simd>(a: u16x16<S>, b: u16x16<S>, c: u16x16<S>, d: u16x16<S>) -> u16x16<S> {
    let inner = mean(b, c);
    mean(mean(mean(a, d), inner), inner)
}
