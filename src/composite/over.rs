//! Rows of premultiplied pixels over a surface, source-over, through coverage.

use fearless_simd::{Simd, SimdBase, SimdMask, u16x16};

use super::arith::{Coverage, Eight, Lanes, alphas, groups, load, over, spread, store};
use crate::coverage::Span;

/// Pixels of the same columns, over eight pixels, scaled by their coverage.
struct Group<'a, S: Simd> {
    simd: S,
    source: &'a [u8],
}

impl<S: Simd> Eight for Group<'_, S> {
    #[inline(always)]
    fn eight(&self, pixels: &mut [u8; 32], cover: u64, x: usize) {
        let simd = self.simd;
        let source = Lanes::split(eight(simd, self.source, x)).times(spread(simd, cover)).divide_join();
        let inverse = u16x16::splat(simd, 255) - alphas(source);
        store(over(source, inverse, load(simd, pixels)), pixels);
    }
}

/// The pixels `x0..x1` of a row of `source` over those of `row`, both of the same columns, through coverage.
#[inline(always)]
pub(super) fn run<S: Simd>(simd: S, row: &mut [u8], source: &[u8], (x0, x1): (usize, usize), coverage: Coverage<'_>) {
    let mut from = x0;
    if matches!(coverage, Coverage::Same(255)) && x0 < x1 {
        from += (x1 - x0) / 8 * 8;
        let (pixels, sources) = (row[x0 * 4..from * 4].as_chunks_mut::<32>().0, source[x0 * 4..].as_chunks::<32>().0);
        for (pixels, source) in pixels.iter_mut().zip(sources) {
            all(simd, pixels, source);
        }
    }
    groups(row, from, x1, coverage, &Group { simd, source });
}

/// Through a span. A function of its own, compiled once a level.
pub(super) fn span<S: Simd>(simd: S, row: &mut [u8], source: &[u8], span: &Span, masks: &[u8]) {
    let x1 = (span.x1 as usize).min(row.len() / 4);
    let x0 = (span.x0 as usize).min(x1);
    simd.vectorize(
        #[inline(always)]
        || run(simd, row, source, (x0, x1), Coverage::new(span.cover, masks)),
    );
}

/// Eight pixels, wholly covered: often all of them are opaque, or none is there at all.
#[inline(always)]
fn all<S: Simd>(simd: S, pixels: &mut [u8; 32], source: &[u8; 32]) {
    let source = load(simd, source);
    let alpha = alphas(source);
    if alpha.simd_eq(255).all_true() {
        store(source, pixels);
    } else if source.simd_ne(0).any_true() {
        let inverse = u16x16::splat(simd, 255) - alpha;
        store(over(source, inverse, load(simd, pixels)), pixels);
    }
}

/// Eight pixels of a row from a column on. Beyond the row's end they are transparent.
#[inline(always)]
pub(super) fn eight<S: Simd>(simd: S, source: &[u8], x: usize) -> u16x16<S> {
    let source = source.get(x * 4..).unwrap_or_default();
    if let Some(pixels) = source.first_chunk::<32>() {
        return load(simd, pixels);
    }
    let mut pixels = [0; 32];
    pixels[..source.len()].copy_from_slice(source);
    load(simd, &pixels)
}
