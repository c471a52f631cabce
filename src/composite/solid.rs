//! One colour through coverage.

use fearless_simd::{Bytes, Simd, SimdBase, u8x32, u8x64, u16x16, u32x8, u32x16};

use super::arith::{Coverage, Eight, Lanes, divide, groups, load, spread, store};
use super::factor::Factor;
use crate::alpha::multiply;
use crate::coverage::{Cover, Span};

/// A premultiplied colour, ready to be scaled by coverage.
pub(super) struct Solid<S: Simd> {
    simd: S,
    color: [u8; 4],
    /// Red and blue, green and alpha, and alpha in all lanes.
    rb: Factor<S>,
    ga: Factor<S>,
    alpha: Factor<S>,
}

impl<S: Simd> Solid<S> {
    #[inline(always)]
    pub(super) fn new(simd: S, color: [u8; 4]) -> Self {
        let [r, g, b, a] = color;
        let (rb, ga, alpha) = (Factor::new(simd, r, b), Factor::new(simd, g, a), Factor::new(simd, a, a));
        Self { simd, color, rb, ga, alpha }
    }

    /// Over the spans of a row.
    #[inline(always)]
    pub(super) fn row(&self, row: &mut [u8], spans: &[Span], masks: &[u8]) {
        let width = row.len() / 4;
        for span in spans {
            let x1 = (span.x1 as usize).min(width);
            let x0 = (span.x0 as usize).min(x1);
            match span.cover {
                Cover::Constant(255) if self.color[3] == 255 => fill(self.simd, &mut row[x0 * 4..x1 * 4], self.color),
                Cover::Constant(cover) => self.constant(row, x0, x1, cover),
                Cover::Mask(at) => self.mask(row, x0, x1, masks, at as usize),
            }
        }
    }

    /// Over the columns `x0..x1`, through the bytes of a mask from an index on.
    #[inline(always)]
    pub(super) fn mask(&self, row: &mut [u8], x0: usize, x1: usize, mask: &[u8], at: usize) {
        if self.color[3] == 255 {
            groups(row, x0, x1, Coverage::Bytes(mask, at), &Group::<S, true>(self));
        } else {
            groups(row, x0, x1, Coverage::Bytes(mask, at), &Group::<S, false>(self));
        }
    }

    #[inline(always)]
    fn constant(&self, row: &mut [u8], x0: usize, x1: usize, cover: u8) {
        let color = self.color.map(|c| multiply(c, cover));
        let (pixels, _) = row[x0 * 4..x1 * 4].as_chunks_mut::<32>();
        let rest = x0 + pixels.len() * 8;
        let source: u16x16<S> = u32x8::splat(self.simd, u32::from_le_bytes(color)).bitcast();
        let inverse = Factor::new(self.simd, 255 - color[3], 255 - color[3]);
        for pixels in pixels {
            let below = Lanes::split(load(self.simd, pixels));
            // As bytes: colours do not exceed alpha, so that no sum leaves its byte.
            store(source + (inverse.times(below.rb) | inverse.times(below.ga) << 8), pixels);
        }
        groups(row, rest, x1, Coverage::Same(cover), &Group::<S, false>(self));
    }
}

/// A colour over eight pixels. `OPAQUE` says that the colour is: alpha is then the coverage.
struct Group<'a, S: Simd, const OPAQUE: bool>(&'a Solid<S>);

impl<S: Simd, const OPAQUE: bool> Eight for Group<'_, S, OPAQUE> {
    #[inline(always)]
    fn eight(&self, pixels: &mut [u8; 32], cover: u64, _: usize) {
        let Solid { simd, rb, ga, alpha, .. } = *self.0;
        let cover = spread(simd, cover);
        let inverse = u16x16::splat(simd, 255) - if OPAQUE { cover } else { alpha.times(cover) };
        let below = Lanes::split(load(simd, pixels)).times(inverse);
        let rb = rb.times(cover) + divide(below.rb);
        let ga = ga.times(cover) + divide(below.ga);
        store(rb | ga << 8, pixels);
    }
}

/// One pixel, sixteen times.
#[inline(always)]
fn sixteen<S: Simd>(simd: S, color: [u8; 4]) -> u8x64<S> {
    u32x16::splat(simd, u32::from_le_bytes(color)).bitcast()
}

/// Writes a colour over pixels without reading them.
#[inline(always)]
pub(super) fn fill<S: Simd>(simd: S, pixels: &mut [u8], color: [u8; 4]) {
    let len = pixels.len();
    if len >= 256 && color.iter().all(|&c| c == color[0]) {
        pixels.fill(color[0]);
        return;
    }
    if len >= 64 {
        let source = sixteen(simd, color);
        if let Some(head) = pixels.first_chunk_mut::<64>() {
            source.store_array(head);
        }
        let line = to_line(pixels).min(len);
        for chunk in pixels[line..].as_chunks_mut::<64>().0 {
            source.store_array(chunk);
        }
        if let Some(last) = pixels.last_chunk_mut::<64>() {
            source.store_array(last);
        }
    } else if len >= 32 {
        let source: u8x32<S> = u32x8::splat(simd, u32::from_le_bytes(color)).bitcast();
        if let Some(head) = pixels.first_chunk_mut::<32>() {
            source.store_array(head);
        }
        if let Some(last) = pixels.last_chunk_mut::<32>() {
            source.store_array(last);
        }
    } else {
        for pixel in pixels.as_chunks_mut::<4>().0 {
            *pixel = color;
        }
    }
}

/// Bytes up to where a cache line begins, 0 if no pixel begins there: what crosses lines takes twice as long to write.
#[inline(always)]
fn to_line(pixels: &[u8]) -> usize {
    let bytes = pixels.as_ptr().align_offset(64);
    if bytes.is_multiple_of(4) && bytes < 64 { bytes } else { 0 }
}
