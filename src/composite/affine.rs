//! Images that are turned or skewed: each pixel from its own four neighbours, two pixels at a time.
//!
//! The arithmetic is that of [`super::scale`]: what lies between two rows is kept with 7 bits behind the point, what
//! lies between two of its pixels is rounded once.

use fearless_simd::{Bytes, Simd, SimdBase, SimdCombine, SimdIntWiden, SimdWiden, i16x16, u8x16, u8x32, u16x8, u16x16};
use fearless_simd::{u32x4, u32x8, u64x2};

use super::picture::between;
use super::scale::{NEIGHBOURS, Place};

/// The pixels of an image, from the top.
pub(super) struct Source<'a> {
    pub(super) pixels: &'a [[u8; 4]],
    pub(super) width: usize,
    pub(super) height: usize,
}

/// Where a pixel lies: the two pixels of the row above and below it, and the weights.
#[derive(Clone, Copy)]
struct Corner {
    upper: u64,
    lower: u64,
    across: u32,
    down: u16,
}

/// The pixels of a row from the column `x0` on, at the image's `a * x + u0` and `b * x + v0`. A function of its own,
/// compiled once a level.
pub(super) fn row<S: Simd>(simd: S, source: &Source<'_>, [a, u0, b, v0]: [f64; 4], x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            for (pair, x) in out.chunks_mut(8).zip((x0..).step_by(2)) {
                let x = f64::from(x) + 0.5;
                let left = source.corner(a * x + u0, b * x + v0);
                let right = source.corner(a * (x + 1.0) + u0, b * (x + 1.0) + v0);
                let pixels = two(simd, left, right);
                pair.copy_from_slice(&pixels[..pair.len()]);
            }
        },
    );
}

impl Source<'_> {
    #[inline(always)]
    fn corner(&self, u: f64, v: f64) -> Corner {
        let place = Place::at(between(u), self.width);
        let row = between(v);
        let (top, down) = (row >> 8, (row & 255) as u16);
        let last = self.height as i64 - 1;
        let (upper, lower) = (top.clamp(0, last) as usize, (top + 1).clamp(0, last) as usize);
        let left = place.left as usize;
        Corner {
            upper: self.pair(upper * self.width + left),
            lower: self.pair(lower * self.width + left),
            across: place.weights,
            down,
        }
    }

    /// Two neighbours. The second has no weight where there is none.
    #[inline(always)]
    fn pair(&self, at: usize) -> u64 {
        match self.pixels.get(at..).and_then(|pixels| pixels.first_chunk::<2>()) {
            Some([a, b]) => u64::from(u32::from_le_bytes(*a)) | u64::from(u32::from_le_bytes(*b)) << 32,
            None => u64::from(u32::from_le_bytes(self.pixels.get(at).copied().unwrap_or_default())),
        }
    }
}

#[inline(always)]
fn two<S: Simd>(simd: S, a: Corner, b: Corner) -> [u8; 8] {
    let upper = pairs(simd, a.upper, b.upper);
    let lower = pairs(simd, a.lower, b.lower);
    let down: u16x16<S> = u16x8::splat(simd, a.down).combine(u16x8::splat(simd, b.down));
    let up = u16x16::splat(simd, 256) - down;
    let blended = (upper * up + lower * down + 1) >> 1;
    let blended = blended.bitcast::<u8x32<S>>().swizzle_dyn_within_blocks(u8x32::load_array_ref(simd, &NEIGHBOURS));
    let across: u32x8<S> = u32x4::splat(simd, a.across).combine(u32x4::splat(simd, b.across));
    let sum = blended.bitcast::<i16x16<S>>().pairwise_dot_product(across.bitcast::<i16x16<S>>());
    let colors = ((sum + (1 << 14)) >> 15).to_array();
    colors.map(|color| color as u8)
}

/// Two times two pixels.
#[inline(always)]
fn pairs<S: Simd>(simd: S, a: u64, b: u64) -> u16x16<S> {
    let (a, b) = u64x2::load_array(simd, [a, b]).bitcast::<u8x16<S>>().widen();
    a.combine(b)
}
