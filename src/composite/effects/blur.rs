//! The Gaussian blur: one [`Kernel`] over rows, then over columns, row by row with as many rows in memory as it reaches over.

use std::ops::Range;

use super::kernel::Kernel;
use crate::error::Error;
use crate::watch::Watch;

/// Lanes that are summed at once.
const LANES: usize = 32;

/// What a blur needs besides the pixels. Values are 8.8 fixed point.
#[derive(Debug, Default)]
pub(super) struct Blurrer {
    /// A row of cells, and on both sides as much nothing as the kernel reaches over.
    padded: Vec<u16>,
    /// Rows blurred along themselves, by their number modulo the kernel's diameter.
    ring: Vec<u16>,
    /// Whether such a row is nothing.
    blank: Vec<bool>,
    /// Sums of columns over a row of cells.
    sums: Vec<u32>,
    /// Where a column's rows begin in the ring, and their weights.
    taps: Vec<(usize, u16)>,
    /// The weights of the cells before and after for each pixel between their middles.
    phases: Vec<(u16, u16)>,
    /// The row of cells before the one at hand, that, and the pixel row between them.
    above: Vec<u16>,
    below: Vec<u16>,
    between: Vec<u16>,
}

/// Rows of pixels of `C` channels: all columns of a layer, and some of its rows.
pub(super) struct Area<'a> {
    pub(super) pixels: &'a mut [u8],
    pub(super) width: usize,
    pub(super) rows: Range<u32>,
}

/// Bytes of scratch that a kernel takes for rows of so many pixels of `channels`.
pub(super) fn scratch_bytes(kernel: &Kernel, width: usize, channels: usize) -> u64 {
    let row = stride(kernel, width, channels) as u64 * 2;
    let diameter = 2 * kernel.radius() as u64 + 1;
    (diameter + 5) * row + width as u64 * channels as u64 * 4
}

/// Values of a row of cells, with one more at each end, in whole groups of lanes.
fn stride(kernel: &Kernel, width: usize, channels: usize) -> usize {
    ((width.div_ceil(kernel.cell as usize) + 2) * channels).next_multiple_of(LANES)
}

impl Blurrer {
    /// Blurs an area; outside it is nothing.
    #[inline(always)]
    pub(super) fn blur<const C: usize>(
        &mut self,
        kernel: &Kernel,
        area: &mut Area<'_>,
        watch: &Watch,
    ) -> Result<(), Error> {
        let (cell, radius) = (kernel.cell as usize, kernel.radius());
        let (top, bottom) = (area.rows.start as usize, area.rows.end as usize);
        if top >= bottom || area.width == 0 {
            return Ok(());
        }
        let stride = stride(kernel, area.width, C);
        let diameter = 2 * radius + 1;
        renew(&mut self.padded, stride + 2 * radius * C);
        renew(&mut self.ring, diameter * stride);
        self.blank.clear();
        self.blank.resize(diameter, true);
        self.sums.clear();
        self.sums.resize(area.width * C, 0);
        for row in [&mut self.above, &mut self.below, &mut self.between] {
            renew(row, stride);
        }
        self.phases.clear();
        // A cell as wide as a picture has more pixels than are ever between two.
        let phases = cell.min(area.width.max(bottom) + cell / 2 + 1);
        self.phases.extend((0..phases).map(|phase| weights(phase, cell)));
        // Numbers of the rows of cells are one greater than they are, so that the one above the first is 0.
        let (first, end) = (top / cell + 1, bottom.div_ceil(cell) + 1);
        let mut next = first;
        for at in first - 1..=end {
            watch.check()?;
            while next < end && next <= at + radius {
                let slot = next % diameter;
                let rows = ((next - 1) * cell).max(top)..(next * cell).min(bottom);
                let blank = !self.reduce::<C>(cell, radius, area, rows);
                self.blank[slot] = blank;
                if !blank {
                    along::<C>(&kernel.weights, &self.padded, &mut self.ring[slot * stride..][..stride]);
                }
                next += 1;
            }
            let taps = at.saturating_sub(radius).max(first)..(at + radius + 1).min(end);
            let blank = self.across(kernel, stride, at, taps);
            if cell == 1 {
                if (first..end).contains(&at) {
                    let row = area.row_mut::<C>(at - 1);
                    if blank { row.fill(0) } else { round(&self.below[C..], row) }
                }
                continue;
            }
            // The pixel rows whose middle lies between the middles of the row of cells above and of this one.
            let start = ((at * cell + cell / 2) as i64 - 2 * cell as i64).max(top as i64) as usize;
            let stop = (at * cell + cell / 2).saturating_sub(cell).min(bottom);
            for y in start..stop {
                let phase = y + 2 * cell - (at * cell + cell / 2);
                mix(&self.above, &self.below, weights(phase, cell), &mut self.between);
                widen::<C>(&self.between, cell, &self.phases, area.row_mut::<C>(y));
            }
            std::mem::swap(&mut self.above, &mut self.below);
        }
        Ok(())
    }

    /// The means of the cells that some pixel rows are in; whether any is not nothing.
    #[inline(always)]
    fn reduce<const C: usize>(&mut self, cell: usize, radius: usize, area: &Area<'_>, rows: Range<usize>) -> bool {
        let cells = &mut self.padded[(radius + 1) * C..];
        if cell == 1 {
            let row = area.row::<C>(rows.start);
            let mut any = 0;
            for (to, &from) in cells.iter_mut().zip(row) {
                *to = u16::from(from) << 8;
                any |= from;
            }
            return any != 0;
        }
        let (blocks, rest) = self.sums.as_chunks_mut::<LANES>();
        let done = blocks.len() * LANES;
        for (block, sums) in blocks.iter_mut().enumerate() {
            *sums = [0; LANES];
            // As many rows as 16 bits hold.
            for start in rows.clone().step_by(256) {
                let mut sum = [0_u16; LANES];
                for y in start..rows.end.min(start + 256) {
                    for (sum, &byte) in sum.iter_mut().zip(&area.row::<C>(y)[block * LANES..][..LANES]) {
                        *sum += u16::from(byte);
                    }
                }
                for (sums, sum) in sums.iter_mut().zip(sum) {
                    *sums += u32::from(sum);
                }
            }
        }
        for (x, sum) in (done..).zip(rest) {
            *sum = rows.clone().map(|y| u32::from(area.row::<C>(y)[x])).sum();
        }
        let shift = 2 * cell.trailing_zeros();
        let mut any = 0;
        for (to, columns) in cells.chunks_exact_mut(C).zip(self.sums.chunks(cell * C)) {
            let mut total = [0_u64; C];
            for column in columns.chunks_exact(C) {
                for (total, &sum) in total.iter_mut().zip(column) {
                    *total += u64::from(sum);
                }
            }
            for (to, total) in to.iter_mut().zip(total) {
                *to = ((total << 8) >> shift) as u16;
                any |= *to;
            }
        }
        any != 0
    }

    /// The kernel over a column of rows, to `below`; whether that is nothing.
    #[inline(always)]
    fn across(&mut self, kernel: &Kernel, stride: usize, at: usize, taps: Range<usize>) -> bool {
        let diameter = self.blank.len();
        self.taps.clear();
        for tap in taps {
            let slot = tap % diameter;
            if !self.blank[slot] {
                self.taps.push((slot * stride, kernel.weights[tap.abs_diff(at)]));
            }
        }
        if self.taps.is_empty() {
            self.below.fill(0);
            return true;
        }
        for (block, out) in self.below.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sum = [0_u16; LANES];
            for &(row, weight) in &self.taps {
                add(&mut sum, &self.ring[row + block * LANES..][..LANES], weight);
            }
            *out = sum;
        }
        false
    }
}

impl Area<'_> {
    fn row<const C: usize>(&self, y: usize) -> &[u8] {
        &self.pixels[(y - self.rows.start as usize) * self.width * C..][..self.width * C]
    }

    fn row_mut<const C: usize>(&mut self, y: usize) -> &mut [u8] {
        &mut self.pixels[(y - self.rows.start as usize) * self.width * C..][..self.width * C]
    }
}

fn renew(values: &mut Vec<u16>, len: usize) {
    values.clear();
    values.resize(len, 0);
}

/// `sum + row * weight`, of a weight in 65536ths. Each product is rounded down: a sum of the same weights never exceeds that of
/// greater values, so that no colour comes to exceed its alpha.
#[inline(always)]
fn add(sum: &mut [u16; LANES], row: &[u16], weight: u16) {
    for (sum, &value) in sum.iter_mut().zip(row) {
        *sum = sum.wrapping_add(part(value, weight));
    }
}

/// A value times a weight in 65536ths.
#[inline(always)]
fn part(value: u16, weight: u16) -> u16 {
    ((u32::from(value) * u32::from(weight)) >> 16) as u16
}

/// The kernel along a padded row.
#[inline(always)]
fn along<const C: usize>(weights: &[u16], padded: &[u16], out: &mut [u16]) {
    let radius = weights.len() - 1;
    for (block, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let from = block * LANES + radius * C;
        let mut sum = [0_u16; LANES];
        add(&mut sum, &padded[from..][..LANES], weights[0]);
        for (k, &weight) in weights.iter().enumerate().skip(1) {
            add(&mut sum, &padded[from - k * C..][..LANES], weight);
            add(&mut sum, &padded[from + k * C..][..LANES], weight);
        }
        *out = sum;
    }
}

/// Weights of the value before and the value after, of the pixel `phase` of those between them.
#[inline(always)]
fn weights(phase: usize, cell: usize) -> (u16, u16) {
    let after = ((2 * phase as u64 + 1) * 65536 / (2 * cell as u64)).max(1) as u32;
    ((65536 - after) as u16, after as u16)
}

#[inline(always)]
fn mix(above: &[u16], below: &[u16], (before, after): (u16, u16), out: &mut [u16]) {
    for ((out, &a), &b) in out.iter_mut().zip(above).zip(below) {
        *out = part(a, before) + part(b, after);
    }
}

/// A row of pixels between the means of a row of cells.
#[inline(always)]
fn widen<const C: usize>(cells: &[u16], cell: usize, phases: &[(u16, u16)], out: &mut [u8]) {
    let half = cell / 2;
    let pairs = cells.chunks_exact(C).zip(cells[C..].chunks_exact(C));
    let (first, rest) = out.split_at_mut((half * C).min(out.len()));
    let mut parts = std::iter::once((first, half)).chain(rest.chunks_mut(cell * C).map(|part| (part, 0)));
    for (before, after) in pairs {
        let Some((pixels, skipped)) = parts.next() else { break };
        let phases = &phases[skipped.min(phases.len())..];
        let (Some(before), Some(after)) = (before.first_chunk::<C>(), after.first_chunk::<C>()) else { break };
        for (pixel, &(a, b)) in pixels.as_chunks_mut::<C>().0.iter_mut().zip(phases) {
            for ((out, &before), &after) in pixel.iter_mut().zip(before).zip(after) {
                *out = ((part(before, a) + part(after, b) + 128) >> 8) as u8;
            }
        }
    }
}

/// Pixels from 8.8 fixed point.
#[inline(always)]
fn round(from: &[u16], out: &mut [u8]) {
    for (out, &value) in out.iter_mut().zip(from) {
        *out = ((value + 128) >> 8) as u8;
    }
}
