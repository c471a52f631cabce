//! The Gaussian blur: one [`Kernel`] over rows, then over columns, row by row with as many rows in memory as it reaches over.

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, u16x16};

use super::area::Area;
use super::cells::{self, BEFORE, Cells, cells_in_row, halved, renew};
use super::kernel::Kernel;
use super::widen::{Spline, mix, round, spline_values};
use crate::composite::lanes::{HALF, LANES, WIDE, everywhere, load, mean, part};
use crate::error::Error;
use crate::watch::Watch;

/// What a blur needs besides the pixels. Values are 8.8 fixed point.
#[derive(Debug, Default)]
pub(super) struct Blurrer {
    cells: Cells,
    /// A row of cells, and on both sides as much nothing as the kernel reaches over.
    padded: Vec<u16>,
    /// Rows blurred along themselves, by their number modulo the kernel's diameter, and one of nothing.
    ring: Vec<u16>,
    /// Whether such a row is nothing.
    blank: Vec<bool>,
    /// Where in the ring the rows begin that are as far above as below, and their weight.
    taps: Vec<(usize, usize, u16)>,
    /// A blurred row of cells.
    line: Vec<u16>,
    spline: Spline,
    /// The last three rows of cells, as wide as the picture, by their number modulo three, and whether they are nothing.
    wide: Vec<u16>,
    empty: [bool; 3],
    /// Where they begin that are not, and their weight.
    three: Vec<(usize, u16)>,
}

/// Bytes of scratch that a kernel takes for rows of so many pixels of `channels`.
pub(super) fn scratch_bytes(kernel: &Kernel, width: usize, channels: usize) -> u64 {
    let halvings = kernel.cell.trailing_zeros();
    let reduced = if halvings > 0 { cells::bytes(width, halvings, channels) } else { 0 };
    let diameter = 2 * kernel.radius() + 1;
    let values = (diameter + 4) * stride(kernel, width, channels) + 3 * (width * channels).next_multiple_of(WIDE);
    let values = values + spline_values(kernel.cell, width, channels);
    reduced + values as u64 * 2
}

/// Values of a row of cells, with those beyond it that its pixels look at, in whole groups of lanes.
fn stride(kernel: &Kernel, width: usize, channels: usize) -> usize {
    let halvings = kernel.cell.trailing_zeros();
    let cells = if halvings > 0 {
        // What is blurred goes on beyond the cells.
        cells_in_row(width, halvings).max(width.saturating_sub(1) / kernel.cell as usize + 2 + BEFORE)
    } else {
        width
    };
    (cells * channels).next_multiple_of(WIDE)
}

impl Blurrer {
    /// Blurs an area; outside it is nothing.
    #[inline(always)]
    pub(super) fn blur<const C: usize, S: Simd>(
        &mut self,
        simd: S,
        kernel: &Kernel,
        area: &mut Area<'_>,
        watch: &Watch,
    ) -> Result<(), Error> {
        let (top, bottom) = (i64::from(area.rows.start), i64::from(area.rows.end));
        if top >= bottom || area.width == 0 {
            return Ok(());
        }
        let (cell, halvings, radius) = (i64::from(kernel.cell), kernel.cell.trailing_zeros(), kernel.radius());
        let stride = stride(kernel, area.width, C);
        let diameter = 2 * radius + 1;
        let broad = (area.width * C).next_multiple_of(WIDE);
        let reduced = if halvings > 0 { cells::stride(area.width, halvings, C) } else { stride };
        renew(&mut self.padded, stride + 2 * radius * C);
        renew(&mut self.ring, (diameter + 1) * stride);
        renew(&mut self.line, stride + LANES);
        self.blank.clear();
        self.blank.resize(diameter, true);
        // The rows that are something, and those that are asked for.
        let some = (0..halvings).fold(top..bottom, |range, _| halved(range));
        let asked = if halvings > 0 {
            self.cells.begin(halvings, area.width, C, &area.rows);
            self.spline.renew::<C>(kernel.cell, area.width);
            renew(&mut self.wide, 3 * broad);
            self.empty = [true; 3];
            top / cell - 1..(bottom - 1) / cell + 2
        } else {
            top..bottom
        };
        let rows_a_check = cells::rows_a_check(area.width * C);
        let reach = radius as i64;
        let mut next = some.start;
        for at in asked {
            watch.check()?;
            while next < some.end && next <= at + reach {
                let row = &mut self.padded[radius * C..][..reduced];
                let any = if halvings > 0 {
                    self.cells.next::<C, S>(simd, area, row, watch)?.1
                } else {
                    whole::<C>(area, next, row)
                };
                let slot = next.rem_euclid(diameter as i64) as usize;
                self.blank[slot] = !any;
                if any {
                    along::<C, S>(simd, &kernel.weights, &self.padded, &mut self.ring[slot * stride..][..stride]);
                }
                next += 1;
            }
            let blank = self.across(simd, kernel, stride, at, &some);
            if halvings == 0 {
                let row = area.row_mut::<C>(at);
                if blank {
                    row.fill(0);
                } else {
                    round(&self.line, row);
                }
                continue;
            }
            let slot = at.rem_euclid(3) as usize;
            self.empty[slot] = blank;
            if !blank {
                self.spline.widen::<C, S>(simd, &self.line, &mut self.wide[slot * broad..][..broad]);
            }
            // The pixels of the row of cells before, for which there are now all three.
            let begin = (at - 1) * cell;
            for y in begin.max(top)..(begin + cell).min(bottom) {
                if y & (rows_a_check - 1) == 0 {
                    watch.check()?;
                }
                self.three.clear();
                for (weight, k) in Spline::weights((y - begin) as usize, kernel.cell).into_iter().zip(-2..) {
                    let slot = (at + k).rem_euclid(3) as usize;
                    if !self.empty[slot] {
                        self.three.push((slot * broad, weight));
                    }
                }
                mix(simd, &self.wide, &self.three, area.row_mut::<C>(y));
            }
        }
        Ok(())
    }

    /// The kernel over a column of rows, to the line; whether that is nothing.
    #[inline(always)]
    fn across<S: Simd>(&mut self, simd: S, kernel: &Kernel, stride: usize, at: i64, some: &Range<i64>) -> bool {
        let diameter = self.blank.len();
        let nothing = diameter * stride;
        let row = |tap: i64| {
            let slot = tap.rem_euclid(diameter as i64) as usize;
            if some.contains(&tap) && !self.blank[slot] { slot * stride } else { nothing }
        };
        self.taps.clear();
        for (&weight, k) in kernel.weights.iter().zip(0..) {
            let (above, below) = (row(at - k), row(at + k));
            if above != nothing || below != nothing {
                // The mean of two weighs as much as both; the middle one is alone.
                self.taps.push((above, below, if k == 0 { weight } else { 2 * weight }));
            }
        }
        let line = &mut self.line[..stride];
        if self.taps.is_empty() {
            line.fill(0);
            return true;
        }
        for (block, out) in line.as_chunks_mut::<WIDE>().0.iter_mut().enumerate() {
            let mut sum = [u16x16::splat(simd, 0); 4];
            for &(above, below, weight) in &self.taps {
                add(simd, &mut sum, (&self.ring, above + block * WIDE), (&self.ring, below + block * WIDE), weight);
            }
            store(sum, out);
        }
        false
    }
}

/// A row of pixels as a row of cells; whether it is not nothing.
#[inline(always)]
fn whole<const C: usize>(area: &Area<'_>, y: i64, out: &mut [u16]) -> bool {
    let mut any = 0;
    for (to, &from) in out.iter_mut().zip(area.row_at::<C>(y).unwrap_or_default()) {
        *to = u16::from(from) << 8;
        any |= from;
    }
    any != 0
}

/// Adds the mean of two rows, each from a place on, weighed.
#[inline(always)]
fn add<S: Simd>(simd: S, sum: &mut [u16x16<S>; 4], a: (&[u16], usize), b: (&[u16], usize), weight: u16) {
    let weight = everywhere(simd, weight);
    let (a, b) = (&a.0[a.1..a.1 + WIDE], &b.0[b.1..b.1 + WIDE]);
    for (i, sum) in sum.iter_mut().enumerate() {
        *sum += part(mean(load(simd, a, i * HALF), load(simd, b, i * HALF)), weight);
    }
}

#[inline(always)]
fn store<S: Simd>(sum: [u16x16<S>; 4], out: &mut [u16; WIDE]) {
    for (sum, out) in sum.iter().zip(out.as_chunks_mut::<HALF>().0) {
        sum.store_slice(out);
    }
}

/// The kernel along a padded row.
#[inline(always)]
fn along<const C: usize, S: Simd>(simd: S, weights: &[u16], padded: &[u16], out: &mut [u16]) {
    let radius = weights.len() - 1;
    for (block, out) in out.as_chunks_mut::<WIDE>().0.iter_mut().enumerate() {
        let from = block * WIDE + radius * C;
        let mut sum = [u16x16::splat(simd, 0); 4];
        add(simd, &mut sum, (padded, from), (padded, from), weights[0]);
        for (k, &weight) in weights.iter().enumerate().skip(1) {
            add(simd, &mut sum, (padded, from - k * C), (padded, from + k * C), 2 * weight);
        }
        store(sum, out);
    }
}
