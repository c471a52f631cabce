//! The cache against what it promises; every mask tells which key it belongs to, so that a wrong one is seen.

mod budgets;
mod designs;
mod figures;
mod flights;
mod keys;
mod lists;
mod sketches;
mod stores;
mod storms;

use super::sync::Arc;
use super::{Effort, Extent, Found, GlyphCache, Hashed, NearCache};
use crate::font::FontId;
use crate::glyph::{GlyphKey, HintMode};
use crate::watch::Watch;

/// Whatever a mask took.
fn any() -> Effort {
    Effort::allowed(u64::MAX, u64::MAX, u64::MAX)
}

fn glyph_key(glyph: u32) -> GlyphKey {
    let font = FontId { file: 0x0123_4567_89ab_cdef << 64 | 42, index: 0 };
    GlyphKey {
        font,
        variation: 0,
        glyph,
        size: 16 * 64,
        bin: 0,
        hint: HintMode::None,
        slanted: false,
        emboldened: false,
    }
}

fn key(glyph: u32) -> Hashed {
    Hashed::new(&glyph_key(glyph)).unwrap()
}

/// A mask of so many bytes, or a few more, that is this glyph's.
fn mask(glyph: u32, bytes: usize) -> (Extent, Vec<u8>) {
    let width = bytes.clamp(1, 64);
    let height = bytes.div_ceil(width);
    let data = (0..width * height).map(|i| (glyph as usize * 31 + i) as u8).collect();
    (Extent { left: glyph as i16, top: -3, width: width as u16, height: height as u16 }, data)
}

fn is_mask_of(glyph: u32, extent: Extent, bytes: &[u8]) -> bool {
    extent.left == glyph as i16
        && bytes.len() == extent.bytes()
        && bytes.iter().enumerate().all(|(i, &byte)| byte == (glyph as usize * 31 + i) as u8)
}

/// Asks for a glyph and makes it if nobody has it. Whether it was there.
fn fetch(cache: &GlyphCache, near: Option<&NearCache>, glyph: u32, bytes: usize) -> bool {
    let watch = Watch::default();
    let mut seen = false;
    let mut take = |extent: Extent, mask: &[u8]| {
        assert!(is_mask_of(glyph, extent, mask), "another glyph's mask");
        seen = true;
    };
    let found = match near {
        Some(near) => {
            let mut open = near.open(any());
            match open.find(&key(glyph), |extent, bytes, _| take(extent, bytes), &watch).unwrap() {
                Found::Mask => true,
                Found::Missing(mut making) => {
                    let (extent, mask) = mask(glyph, bytes);
                    making.reserve(mask.len(), false);
                    making.fill(extent, Effort::default(), &mask);
                    false
                }
            }
        }
        None => match cache.find(&key(glyph), any(), |extent, _, bytes| take(extent, bytes), &watch).unwrap() {
            Found::Mask => true,
            Found::Missing(mut making) => {
                let (extent, mask) = mask(glyph, bytes);
                making.reserve(mask.len(), false);
                making.fill(extent, Effort::default(), &mask);
                false
            }
        },
    };
    assert_eq!(found, seen);
    found
}

fn cache(budget: usize, shards: usize) -> Arc<GlyphCache> {
    Arc::new(GlyphCache::with_shards(budget, shards))
}

/// A generator of the same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 33) * end as u64) >> 31) as usize
    }
}
