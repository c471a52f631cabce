//! Images that are turned or skewed: each pixel from its own four neighbours.
//!
//! The arithmetic is that of [`super::scale`]: what lies between two rows is kept with 7 bits behind the point, what
//! lies between two of its pixels is rounded once.

use fearless_simd::{Simd, SimdBase, SimdCombine, f64x4, i32x8, u16x8, u16x16};

use super::axis::{Axis, ONE, Within, between_four, nearest_four};
use super::scale::{Two, across};
use super::sparse;

/// The pixels of an image, from the top, and where those of a row of a surface lie in it: at `a * x + u` and `b * x + v`.
pub(super) struct Source<'a> {
    pub(super) pixels: &'a [[u8; 4]],
    pub(super) columns: Axis,
    pub(super) rows: Axis,
    pub(super) line: [f64; 4],
}

/// Where a pixel lies: the two pixels of the row above and below it, and the weights.
#[derive(Clone, Copy, Default)]
struct Corner {
    rows: [u64; 2],
    across: u32,
    down: u16,
}

/// Pixels of a row from the column `x0` on, a multiple of eight. A function of its own, compiled once a level.
pub(super) fn bilinear<S: Simd>(simd: S, source: &Source<'_>, x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            let within = source.within(ONE);
            for (pixels, x) in out.as_chunks_mut::<32>().0.iter_mut().zip((x0..).step_by(8)) {
                let mut corners = [Corner::default(); 8];
                for (four, x) in corners.as_chunks_mut::<4>().0.iter_mut().zip([x, x + 4]) {
                    let (u, v) = source.four(simd, x);
                    let (u, v) = (within.0.four(simd, between_four(u)), within.1.four(simd, between_four(v)));
                    for ((corner, u), v) in four.iter_mut().zip(u).zip(v) {
                        *corner = source.corner(u, v);
                    }
                }
                Corners { simd }.eight(&corners).store_array(pixels);
            }
        },
    );
}

/// As [`bilinear`], of the nearest pixels.
pub(super) fn nearest<S: Simd>(simd: S, source: &Source<'_>, x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            let within = source.within(1.0);
            for (pixels, x) in out.as_chunks_mut::<16>().0.iter_mut().zip((x0..).step_by(4)) {
                let (u, v) = source.four(simd, x);
                let (u, v) = (within.0.four(simd, nearest_four(u)), within.1.four(simd, nearest_four(v)));
                for ((pixel, u), v) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(u).zip(v) {
                    *pixel = source.pixel(v as usize * source.columns.count + u as usize);
                }
            }
        },
    );
}

impl Source<'_> {
    fn within(&self, one: f64) -> (Within, Within) {
        (Within::new(self.columns, one), Within::new(self.rows, one))
    }

    /// Where the centres of four pixels lie.
    #[inline(always)]
    fn four<S: Simd>(&self, simd: S, x: u32) -> (f64x4<S>, f64x4<S>) {
        let [a, u, b, v] = self.line;
        let x = f64x4::load_array(simd, [0.5, 1.5, 2.5, 3.5]) + f64::from(x);
        (x * a + u, x * b + v)
    }

    #[inline(always)]
    fn corner(&self, u: u64, v: u64) -> Corner {
        let (left, top) = ((u >> 8) as usize, (v >> 8) as usize);
        let (right, width) = (self.columns.next(left), self.columns.count);
        let rows = [top, self.rows.next(top)].map(|row| self.pair(row * width + left, row * width + right));
        let across = (u & 255) as u32;
        Corner { rows, across: (256 - across) | across << 16, down: (v & 255) as u16 }
    }

    /// Two neighbours.
    #[inline(always)]
    fn pair(&self, left: usize, right: usize) -> u64 {
        if right == left + 1
            && let Some(pair) = self.pixels.get(left..).and_then(|pixels| pixels.first_chunk::<2>())
        {
            return u64::from_le_bytes(pair.as_flattened().try_into().unwrap_or_default());
        }
        let [left, right] = [left, right].map(|at| u64::from(u32::from_le_bytes(self.pixel(at))));
        left | right << 32
    }

    #[inline(always)]
    fn pixel(&self, at: usize) -> [u8; 4] {
        self.pixels.get(at).copied().unwrap_or_default()
    }
}

/// Pixels each of which has rows and weights of its own.
struct Corners<S: Simd> {
    simd: S,
}

impl<S: Simd> Two<S> for Corners<S> {
    type Place = Corner;

    #[inline(always)]
    fn simd(&self) -> S {
        self.simd
    }

    #[inline(always)]
    fn two(&self, a: Corner, b: Corner) -> i32x8<S> {
        let simd = self.simd;
        let down: u16x16<S> = u16x8::splat(simd, a.down).combine(u16x8::splat(simd, b.down));
        across(simd, sparse::between_rows(simd, [a.rows, b.rows], down), (a.across, b.across))
    }
}
