//! The exact products of the 8-bit arithmetic, many at once, and source-over made of them.
//!
//! Pixels are held as two vectors of 16-bit lanes: red and blue in the low bytes, green and alpha in the high ones. So
//! nothing is widened or narrowed, and no lane changes its place.

use fearless_simd::{Bytes, Simd, SimdBase, SimdInt, u8x32, u16x16, u64x4};

use crate::coverage::Cover;

/// `round(n / 255)` of each lane, exactly, for `n` up to `255 * 255`.
#[inline(always)]
pub(super) fn divide<S: Simd, V: SimdInt<S, Element = u16>>(n: V) -> V {
    quotient(n + 128)
}

/// `(t + (t >> 8)) >> 8` of each lane: the upper half of a product, for which processors have an instruction.
#[inline(always)]
fn quotient<S: Simd, V: SimdInt<S, Element = u16>>(mut t: V) -> V {
    for t in t.as_mut_slice() {
        *t = ((u32::from(*t) * 257) >> 16) as u16;
    }
    t
}

/// As [`quotient`], the result in the high byte of its lane.
#[inline(always)]
fn quotient_high<S: Simd, V: SimdInt<S, Element = u16>>(t: V) -> V {
    quotient(t) << 8
}

/// Pixels in lanes: red and blue, green and alpha.
#[derive(Clone, Copy)]
pub(super) struct Lanes<V> {
    pub(super) rb: V,
    pub(super) ga: V,
}

impl<V> Lanes<V> {
    /// From pixels as they lie in memory.
    #[inline(always)]
    pub(super) fn split<S: Simd>(pixels: V) -> Self
    where
        V: SimdInt<S, Element = u16>,
    {
        Self { rb: pixels & 0x00ff, ga: pixels >> 8 }
    }

    /// `round(n / 255)` of each lane, as pixels lie in memory.
    #[inline(always)]
    pub(super) fn divide_join<S: Simd>(self) -> V
    where
        V: SimdInt<S, Element = u16>,
    {
        quotient(self.rb + 128) | quotient_high(self.ga + 128)
    }

    /// Each lane times `by`, not yet divided.
    #[inline(always)]
    pub(super) fn times<S: Simd>(self, by: V) -> Self
    where
        V: SimdInt<S, Element = u16>,
    {
        Self { rb: self.rb * by, ga: self.ga * by }
    }
}

/// `source + multiply(below, inverse)`, where `inverse` is 255 less the source's alpha, in every lane.
#[inline(always)]
pub(super) fn over<S: Simd, V: SimdInt<S, Element = u16>>(source: V, inverse: V, below: V) -> V {
    // As bytes: colours do not exceed alpha, so that no sum leaves its byte.
    source + Lanes::split(below).times(inverse).divide_join()
}

/// Eight pixels.
#[inline(always)]
pub(super) fn load<S: Simd>(simd: S, pixels: &[u8; 32]) -> u16x16<S> {
    u8x32::load_array_ref(simd, pixels).bitcast()
}

#[inline(always)]
pub(super) fn store<S: Simd>(pixels: u16x16<S>, to: &mut [u8; 32]) {
    pixels.bitcast::<u8x32<S>>().store_array(to);
}

/// One byte a pixel for eight pixels, each in both lanes of its pixel.
#[inline(always)]
pub(super) fn spread<S: Simd>(simd: S, cover: u64) -> u16x16<S> {
    const PLACES: [u8; 32] =
        [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7];
    let bytes: u8x32<S> = u64x4::splat(simd, cover).bitcast();
    let places = u8x32::load_array_ref(simd, &PLACES);
    bytes.swizzle_dyn_within_blocks(places).bitcast::<u16x16<S>>() & 0x00ff
}

/// The alpha of eight pixels, each in both lanes of its pixel.
#[inline(always)]
pub(super) fn alphas<S: Simd>(pixels: u16x16<S>) -> u16x16<S> {
    let alpha = pixels.bitcast::<fearless_simd::u32x8<S>>() >> 24;
    (alpha | (alpha << 16)).bitcast()
}

/// The coverage of a run of pixels.
#[derive(Clone, Copy)]
pub(super) enum Coverage<'a> {
    /// The same for all.
    Same(u8),
    /// Bytes from an index on; 0 beyond their end.
    Bytes(&'a [u8], usize),
}

impl<'a> Coverage<'a> {
    pub(super) fn new(cover: Cover, masks: &'a [u8]) -> Self {
        match cover {
            Cover::Constant(cover) => Self::Same(cover),
            Cover::Mask(at) => Self::Bytes(masks, at as usize),
        }
    }

    /// The bytes of up to eight pixels, the first of them `i` after the run's first.
    #[inline(always)]
    pub(super) fn bytes(self, i: usize, n: usize) -> u64 {
        let (mask, at) = match self {
            Self::Same(cover) => return (0x0101_0101_0101_0101 * u64::from(cover)) & first(n),
            Self::Bytes(mask, at) => (mask, at + i),
        };
        let rest = mask.get(at..).unwrap_or_default();
        let bytes = match (rest.first_chunk::<8>(), mask.last_chunk::<8>()) {
            (Some(bytes), _) => u64::from_le_bytes(*bytes),
            // Read with what is before them.
            (None, Some(bytes)) if !rest.is_empty() => u64::from_le_bytes(*bytes) >> (8 * (8 - rest.len())),
            _ => short_bytes(rest),
        };
        bytes & first(n)
    }
}

/// The bytes of a mask of less than eight.
fn short_bytes(mask: &[u8]) -> u64 {
    mask.iter().take(8).rev().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// What is done with eight pixels of a row that begin at the column `x`, through the coverage byte of each. A trait and
/// no closure: only so is it certain to be compiled for the SIMD level it is called at.
pub(super) trait Eight {
    fn eight(&self, pixels: &mut [u8; 32], cover: u64, x: usize);
}

/// Groups of eight pixels of a row that together cover the columns `x0..x1`; those outside have a coverage of 0. The
/// last group moves left where the row ends; a row has at least [`MIN_WIDTH`] pixels.
///
/// Nothing asks whether a group is covered at all: what is not stays as it is, and the answer is hard to foresee.
#[inline(always)]
pub(super) fn groups(row: &mut [u8], x0: usize, x1: usize, cover: Coverage<'_>, each: &impl Eight) {
    let Some(last) = (row.len() / 4).checked_sub(MIN_WIDTH) else { return };
    let Some(count) = x1.checked_sub(x0) else { return };
    let (pixels, mut x) = (row[x0 * 4..x1 * 4].as_chunks_mut::<32>().0, x0);
    match cover {
        Coverage::Same(cover) => {
            let bytes = 0x0101_0101_0101_0101 * u64::from(cover);
            for pixels in pixels {
                each.eight(pixels, bytes, x);
                x += 8;
            }
        }
        Coverage::Bytes(mask, at) => {
            let bytes = mask.get(at..).unwrap_or_default().as_chunks::<8>().0;
            for (pixels, bytes) in pixels.iter_mut().zip(bytes) {
                each.eight(pixels, u64::from_le_bytes(*bytes), x);
                x += 8;
            }
        }
    }
    if x < x1 {
        let bytes = cover.bytes(x - x0, count - (x - x0));
        let start = x.min(last);
        if let Some(pixels) = row[start * 4..].first_chunk_mut::<32>() {
            each.eight(pixels, bytes << (8 * (x - start)), start);
        }
    }
}

/// The shortest row that is worked on.
pub(super) const MIN_WIDTH: usize = 8;

/// The first `n` bytes of eight; there is one.
#[inline(always)]
fn first(n: usize) -> u64 {
    u64::MAX >> (64 - 8 * n.clamp(1, 8))
}
