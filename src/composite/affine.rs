//! Images that are turned or skewed: each pixel from its own four neighbours.
//!
//! The arithmetic is that of [`super::scale`]: what lies between two rows is kept with 7 bits behind the point, what
//! lies between two of its pixels is rounded once.

use fearless_simd::{Simd, SimdBase, SimdCombine, f64x4, i32x8, u16x8, u16x16};

use super::axis::{Axis, ONE, Within, between_four, nearest_four};
use super::scale::{Two, across};
use super::sparse;

/// The pixels of an image, from the top, and where those of a row of a surface lie in it: at `a * x + u` and `b * x + v`.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) pixels: &'a [[u8; 4]],
    pub(super) columns: Axis,
    pub(super) rows: Axis,
    pub(super) line: [f64; 4],
}

/// Where a pixel lies: the two pixels of the row above and below it, and the weights.
#[derive(Clone, Copy, Default)]
struct Corner {
    upper: u64,
    lower: u64,
    across: u32,
    down: u16,
}

/// Pixels of a row from the column `x0` on, a multiple of eight. A function of its own, compiled once a level.
pub(super) fn bilinear<S: Simd>(simd: S, source: &Source<'_>, x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            let (source, line, (across, down)) = (*source, source.line(), source.within(ONE));
            for (pixels, x) in out.as_chunks_mut::<32>().0.iter_mut().zip((x0..).step_by(8)) {
                let ([u, v], [s, t]) = (four(simd, line, x), four(simd, line, x + 4));
                let (u, v) = (across.four(between_four(u)), down.four(between_four(v)));
                let (s, t) = (across.four(between_four(s)), down.four(between_four(t)));
                // No loop: what is kept in an array that a loop fills is read before it is all there.
                let corners = [
                    source.corner(u[0], v[0]),
                    source.corner(u[1], v[1]),
                    source.corner(u[2], v[2]),
                    source.corner(u[3], v[3]),
                    source.corner(s[0], t[0]),
                    source.corner(s[1], t[1]),
                    source.corner(s[2], t[2]),
                    source.corner(s[3], t[3]),
                ];
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
            let (line, (across, down)) = (source.line(), source.within(1.0));
            for (pixels, x) in out.as_chunks_mut::<16>().0.iter_mut().zip((x0..).step_by(4)) {
                let [u, v] = four(simd, line, x);
                let (u, v) = (across.four(nearest_four(u)), down.four(nearest_four(v)));
                for ((pixel, u), v) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(u).zip(v) {
                    *pixel = source.pixel(v as usize * source.columns.count + u as usize);
                }
            }
        },
    );
}

/// Where the centres of four pixels lie.
#[inline(always)]
fn four<S: Simd>(simd: S, [a, u, b, v]: [f64; 4], x: u32) -> [f64x4<S>; 2] {
    let x = f64x4::load_array(simd, [0.5, 1.5, 2.5, 3.5]) + f64::from(x);
    [x * a + u, x * b + v]
}

impl Source<'_> {
    /// Where pixels lie; what lies beyond all numbers of use is at the beginning.
    fn line(&self) -> [f64; 4] {
        let [a, u, b, v] = self.line;
        let hold = |at: f64, most: f64| if at.abs() <= most { at } else { 0.0 };
        [hold(a, STEP), hold(u, OFFSET), hold(b, STEP), hold(v, OFFSET)]
    }

    fn within(&self, one: f64) -> (Within, Within) {
        (Within::new(self.columns, one), Within::new(self.rows, one))
    }

    #[inline(always)]
    fn corner(self, u: u64, v: u64) -> Corner {
        let (left, top) = ((u >> 8) as usize, (v >> 8) as usize);
        let width = self.columns.count;
        let (upper, lower) = (top * width, self.rows.next(top) * width);
        let (upper, lower) = match left + 1 < width {
            true => (pair(self.pixels, upper + left), pair(self.pixels, lower + left)),
            false => {
                let right = self.columns.next(left);
                (apart(self.pixels, upper + left, upper + right), apart(self.pixels, lower + left, lower + right))
            }
        };
        let across = (u & 255) as u32;
        Corner { upper, lower, across: (256 - across) | across << 16, down: (v & 255) as u16 }
    }

    #[inline(always)]
    fn pixel(&self, at: usize) -> [u8; 4] {
        self.pixels.get(at).copied().unwrap_or_default()
    }
}

/// Two neighbours.
#[inline(always)]
fn pair(pixels: &[[u8; 4]], at: usize) -> u64 {
    match pixels.get(at..).and_then(|pixels| pixels.first_chunk::<2>()) {
        Some([left, right]) => u64::from(u32::from_le_bytes(*left)) | u64::from(u32::from_le_bytes(*right)) << 32,
        None => 0,
    }
}

/// Two pixels that are none. Seldom, and so in no register's way: what it gives is in one.
#[inline(never)]
fn apart(pixels: &[[u8; 4]], left: usize, right: usize) -> u64 {
    let pixel = |at: usize| u64::from(u32::from_le_bytes(pixels.get(at).copied().unwrap_or_default()));
    pixel(left) | pixel(right) << 32
}

/// The greatest step from pixel to pixel, and the greatest offset of a row: places on canvases of up to 2^24 columns are below
/// 2^50 in 1/256 then.
const STEP: f64 = (1_u64 << 17) as f64;
const OFFSET: f64 = (1_u64 << 41) as f64;

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
        across(simd, sparse::between_rows(simd, [[a.upper, a.lower], [b.upper, b.lower]], down), (a.across, b.across))
    }
}
