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
    /// The spline's weights of four cells for each pixel between the middles of the two inner ones, for each of its channels.
    splines: [Vec<u16>; 4],
    /// Four rows of cells, the last the one at hand, and the pixel row between the inner two.
    lines: [Vec<u16>; 4],
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
    (diameter + 6) * row + width as u64 * channels as u64 * (4 + 8 + 8)
}

/// Cells beyond the picture at each end of a row.
const BEYOND: usize = 2;

/// Values of a row of cells, with those beyond it, in whole groups of lanes.
fn stride(kernel: &Kernel, width: usize, channels: usize) -> usize {
    ((width.div_ceil(kernel.cell as usize) + 2 * BEYOND) * channels).next_multiple_of(LANES)
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
        for row in self.lines.iter_mut().chain([&mut self.between]) {
            renew(row, stride);
        }
        // A cell as wide as a picture has more pixels than are ever between two.
        let phases = cell.min(area.width.max(bottom) + cell / 2 + 1);
        for (k, weights) in self.splines.iter_mut().enumerate() {
            weights.clear();
            weights.extend((0..phases).flat_map(|phase| [spline(phase, cell)[k]; C]));
        }
        // Numbers of the rows of cells are greater than they are by those beyond, so that the first of these is 0.
        let (first, end) = (top / cell + BEYOND, bottom.div_ceil(cell) + BEYOND);
        let mut next = first;
        for at in first - BEYOND..end + BEYOND {
            watch.check()?;
            while next < end && next <= at + radius {
                let slot = next % diameter;
                let rows = ((next - BEYOND) * cell).max(top)..((next - BEYOND + 1) * cell).min(bottom);
                let blank = !self.reduce::<C>(cell, radius, area, rows);
                self.blank[slot] = blank;
                if !blank {
                    along::<C>(&kernel.weights, &self.padded, &mut self.ring[slot * stride..][..stride]);
                }
                next += 1;
            }
            let taps = at.saturating_sub(radius).max(first)..(at + radius + 1).min(end);
            self.lines.rotate_left(1);
            let blank = self.across(kernel, stride, at, taps);
            if cell == 1 {
                if (first..end).contains(&at) {
                    let row = area.row_mut::<C>(at - BEYOND);
                    if blank { row.fill(0) } else { round(&self.lines[3][BEYOND * C..], row) }
                }
                continue;
            }
            // The pixel rows whose middle lies between the middles of the second and the third of the four rows of cells.
            let begin = (at * cell + cell / 2) as i64 - ((2 + BEYOND) * cell) as i64;
            let rows = |row: i64| row.clamp(top as i64, bottom as i64) as usize;
            for y in rows(begin)..rows(begin + cell as i64) {
                mix(&self.lines, spline((y as i64 - begin) as usize, cell), &mut self.between);
                widen::<C>(&self.between, cell, &self.splines, area.row_mut::<C>(y));
            }
        }
        Ok(())
    }

    /// The means of the cells that some pixel rows are in; whether any is not nothing.
    #[inline(always)]
    fn reduce<const C: usize>(&mut self, cell: usize, radius: usize, area: &Area<'_>, rows: Range<usize>) -> bool {
        let cells = &mut self.padded[(radius + BEYOND) * C..];
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

    /// The kernel over a column of rows, to the last line; whether that is nothing.
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
            self.lines[3].fill(0);
            return true;
        }
        for (block, out) in self.lines[3].as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
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

/// The weights of four cells for the pixel `phase` of those between the middles of the inner two, by the cubic B-spline
/// (Schoenberg, "Contributions to the problem of approximation of equidistant data by analytic functions", 1946).
fn spline(phase: usize, cell: usize) -> [u16; 4] {
    let t = (phase as f64 + 0.5) / cell as f64;
    let u = 1.0 - t;
    let weight = |sixths: f64| (sixths / 6.0 * 65536.0 + 0.5) as u32;
    let (first, last) = (weight(u * u * u), weight(t * t * t));
    let third = weight(3.0 * t * t * u + 3.0 * t + 1.0);
    // What is left is that of the second, so that all together are 65536.
    [first, 65536 - first - third - last, third, last].map(|weight| weight as u16)
}

#[inline(always)]
fn mix(lines: &[Vec<u16>; 4], weights: [u16; 4], out: &mut [u16]) {
    let [a, b, c, d] = lines;
    let lines = a.iter().zip(b).zip(c.iter().zip(d));
    for (out, ((&a, &b), (&c, &d))) in out.iter_mut().zip(lines) {
        *out = part(a, weights[0]) + part(b, weights[1]) + part(c, weights[2]) + part(d, weights[3]);
    }
}

/// A row of pixels from a row of cells.
#[inline(always)]
fn widen<const C: usize>(cells: &[u16], cell: usize, splines: &[Vec<u16>; 4], out: &mut [u8]) {
    let half = cell / 2;
    let (first, rest) = out.split_at_mut((half * C).min(out.len()));
    let parts = std::iter::once((first, half)).chain(rest.chunks_mut(cell * C).map(|part| (part, 0)));
    for (at, (pixels, skipped)) in parts.enumerate() {
        let Some(four) = cells.get(at * C..(at + 4) * C) else { return };
        let weights: [&[u16]; 4] = std::array::from_fn(|k| &splines[k][skipped * C..]);
        if cell * C >= 16 {
            groups::<C, 16>(four, weights, pixels);
        } else {
            groups::<C, 8>(four, weights, pixels);
        }
    }
}

/// Pixels between the middles of the second and the third of four cells, `N` values of them at once.
#[inline(always)]
fn groups<const C: usize, const N: usize>(cells: &[u16], weights: [&[u16]; 4], pixels: &mut [u8]) {
    let cells: [[u16; N]; 4] = std::array::from_fn(|k| std::array::from_fn(|i| cells[k * C + i % C]));
    let (whole, rest) = pixels.as_chunks_mut::<N>();
    let done = whole.len() * N;
    let chunks = weights.map(|weights| weights.as_chunks::<N>().0);
    for (i, out) in whole.iter_mut().enumerate() {
        let mut sum = [128_u16; N];
        for (cell, weights) in cells.iter().zip(chunks) {
            for ((sum, &value), &weight) in sum.iter_mut().zip(cell).zip(&weights[i]) {
                *sum += part(value, weight);
            }
        }
        for (out, sum) in out.iter_mut().zip(sum) {
            *out = (sum >> 8) as u8;
        }
    }
    for (i, out) in (done..).zip(rest) {
        let sum: u16 = cells.iter().zip(weights).map(|(cell, weights)| part(cell[i % N], weights[i])).sum();
        *out = ((sum + 128) >> 8) as u8;
    }
}

/// Pixels from 8.8 fixed point.
#[inline(always)]
fn round(from: &[u16], out: &mut [u8]) {
    for (out, &value) in out.iter_mut().zip(from) {
        *out = ((value + 128) >> 8) as u8;
    }
}
