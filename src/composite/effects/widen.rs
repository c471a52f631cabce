//! [`Spline`]: pixels from cells.

use fearless_simd::{Bytes as _, Simd, SimdBase as _, u16x16, u64x4};

use crate::composite::lanes::{HALF, LANES, WIDE, everywhere, load, part};

/// The quadratic B-spline over three cells, at each pixel of the middle one
/// (Schoenberg, "Contributions to the problem of approximation of equidistant data by analytic functions", 1946).
#[derive(Debug, Default)]
pub(super) struct Spline {
    cell: usize,
    /// The weights of each of the three cells for each pixel, for each of its channels, in 65536ths.
    weights: Vec<u16>,
}

/// Pixels of a cell in rows of so many: of one that is wider no more are ever asked for.
fn phases(cell: usize, width: usize) -> usize {
    cell.min(width.next_multiple_of(WIDE))
}

/// Weights that are kept for rows of so many pixels.
pub(super) fn spline_values(cell: u32, width: usize, channels: usize) -> usize {
    3 * phases(cell as usize, width) * channels
}

impl Spline {
    /// The weights for the pixel `phase` of a cell.
    pub(super) const fn weights(phase: usize, cell: u32) -> [u16; 3] {
        let t = (phase as f64 + 0.5) / cell as f64;
        let u = 1.0 - t;
        let (before, after) = ((u * u * 32768.0 + 0.5) as u32, (t * t * 32768.0 + 0.5) as u32);
        [before as u16, (65536 - before - after) as u16, after as u16]
    }

    /// For cells of a size, in rows of so many pixels.
    pub(super) fn renew<const C: usize>(&mut self, cell: u32, width: usize) {
        self.cell = cell as usize;
        self.weights.clear();
        for k in 0..3 {
            let phases = 0..phases(self.cell, width);
            self.weights.extend(phases.flat_map(|phase| [Self::weights(phase, cell)[k]; C]));
        }
    }

    /// A row of cells, as wide as its pixels. It begins with the cell before the first pixel's.
    #[inline(always)]
    pub(super) fn widen<const C: usize, S: Simd>(&self, simd: S, cells: &[u16], out: &mut [u16]) {
        match (self.cell, C) {
            (2, _) => phased::<C, 2, S>(simd, cells, out),
            (4, 1) => phased::<C, 4, S>(simd, cells, out),
            (8, 1) => phased::<C, 8, S>(simd, cells, out),
            _ => self.vectors::<C, S>(simd, cells, out),
        }
    }

    /// Of cells of 16 values, or a multiple.
    #[inline(always)]
    fn vectors<const C: usize, S: Simd>(&self, simd: S, cells: &[u16], out: &mut [u16]) {
        let all = self.weights.chunks_exact((self.weights.len() / 3).max(1));
        for (at, pixels) in out.chunks_mut(self.cell * C).enumerate() {
            let Some(three) = cells.get(at * C..(at + 3) * C) else { return };
            for (group, out) in pixels.chunks_exact_mut(HALF).enumerate() {
                let mut sum = u16x16::splat(simd, 0);
                for (cell, weights) in three.chunks_exact(C).zip(all.clone()) {
                    sum += part(repeated::<C, S>(simd, cell), load(simd, weights, group * HALF));
                }
                sum.store_slice(out);
            }
        }
    }
}

/// The first cell of some, again and again.
#[inline(always)]
fn repeated<const C: usize, S: Simd>(simd: S, cells: &[u16]) -> u16x16<S> {
    if C == 4 {
        let pixel = (0..4).fold(0, |pixel, c| pixel | u64::from(cells[c]) << (16 * c));
        u64x4::splat(simd, pixel).bitcast::<u16x16<S>>()
    } else {
        everywhere(simd, cells[0])
    }
}

/// The weights of all pixels of a cell of `P`.
struct Phases<const P: usize>;

impl<const P: usize> Phases<P> {
    const WEIGHTS: [[u16; 3]; P] = {
        let mut all = [[0; 3]; P];
        let mut phase = 0;
        while phase < P {
            all[phase] = Spline::weights(phase, P as u32);
            phase += 1;
        }
        all
    };
}

/// Cells of `P` pixels, which are less than a vector: of as many as one holds the first pixel of each, the second and so on.
#[inline(always)]
fn phased<const C: usize, const P: usize, S: Simd>(simd: S, cells: &[u16], out: &mut [u16]) {
    let mut vectors = [u16x16::splat(simd, 0); P];
    for (block, out) in out.chunks_mut(P * HALF).enumerate() {
        let at = block * HALF;
        let (before, here, after) = (load(simd, cells, at), load(simd, cells, at + C), load(simd, cells, at + 2 * C));
        for (vector, weights) in vectors.iter_mut().zip(&Phases::<P>::WEIGHTS) {
            let [a, b, c] = *weights;
            *vector = part(before, u16x16::splat(simd, a)) + part(here, u16x16::splat(simd, b));
            *vector += part(after, u16x16::splat(simd, c));
        }
        // Each time those of the first half and those of the second take turns.
        for _ in 0..P.ilog2() {
            let from = vectors;
            for i in 0..P / 2 {
                (vectors[2 * i], vectors[2 * i + 1]) = alternate::<C, S>(from[i], from[i + P / 2]);
            }
        }
        for (vector, out) in vectors.iter().zip(out.as_chunks_mut::<HALF>().0) {
            vector.store_slice(out);
        }
    }
}

/// The pixels of two vectors by turns.
#[inline(always)]
fn alternate<const C: usize, S: Simd>(a: u16x16<S>, b: u16x16<S>) -> (u16x16<S>, u16x16<S>) {
    if C == 4 {
        let (low, high) = a.bitcast::<u64x4<S>>().interleave(b.bitcast::<u64x4<S>>());
        (low.bitcast::<u16x16<S>>(), high.bitcast::<u16x16<S>>())
    } else {
        a.interleave(b)
    }
}

/// Pixels between rows, of each of which is said where it begins and what it weighs.
#[inline(always)]
pub(super) fn mix<S: Simd>(simd: S, rows: &[u16], taps: &[(usize, u16)], out: &mut [u8]) {
    if taps.is_empty() {
        out.fill(0);
        return;
    }
    let (blocks, rest) = out.as_chunks_mut::<WIDE>();
    let done = blocks.len() * WIDE;
    for (block, out) in blocks.iter_mut().enumerate() {
        let sum = mixed(simd, rows, taps, block * WIDE);
        for (sum, out) in sum.as_chunks::<2>().0.iter().zip(out.as_chunks_mut::<LANES>().0) {
            simd.relaxed_narrow_u16x16(sum[0] >> 8, sum[1] >> 8).store_slice(out);
        }
    }
    if !rest.is_empty() {
        // Rows are in whole groups.
        let sum = mixed(simd, rows, taps, done);
        let sum = sum.iter().flat_map(|sum| sum.as_slice());
        for (out, sum) in rest.iter_mut().zip(sum) {
            *out = (sum >> 8) as u8;
        }
    }
}

/// Values between rows, from a place on, and half of one that is cut off.
#[inline(always)]
fn mixed<S: Simd>(simd: S, rows: &[u16], taps: &[(usize, u16)], at: usize) -> [u16x16<S>; 4] {
    let mut sum = [u16x16::splat(simd, 128); 4];
    for &(row, weight) in taps {
        let (weight, row) = (everywhere(simd, weight), &rows[row + at..][..WIDE]);
        for (i, sum) in sum.iter_mut().enumerate() {
            *sum += part(load(simd, row, i * HALF), weight);
        }
    }
    sum
}

/// Pixels from 8.8 fixed point.
#[inline(always)]
pub(super) fn round(from: &[u16], out: &mut [u8]) {
    for (out, &value) in out.iter_mut().zip(from) {
        *out = ((value + 128) >> 8) as u8;
    }
}
