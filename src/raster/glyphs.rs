//! [`GlyphSource`]: glyphs from the cache, or made and put there.

use std::ops::Add;
use std::sync::Arc;

use kurbo::BezPath;

use crate::coverage::Masker;
use crate::error::Error;
use crate::font::Face;
use crate::glyph::{GlyphCache, GlyphKey, GlyphMask, Outliner, Rasterized, rasterize};
use crate::limits::Limits;
use crate::watch::Watch;

/// Where a render gets its glyph masks.
pub(crate) struct GlyphSource<'a> {
    pub(crate) cache: &'a GlyphCache,
    pub(crate) outliner: &'a mut Outliner,
    pub(crate) masker: &'a mut Masker,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) counts: GlyphCounts,
}

/// A glyph to draw, relative to the pixel of its origin.
pub(super) enum Glyph {
    Mask(Arc<GlyphMask>),
    /// One too long for a mask.
    Path(BezPath),
}

/// Look-ups of a render.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GlyphCounts {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl Add for GlyphCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { hits: self.hits + other.hits, misses: self.misses + other.misses }
    }
}

impl GlyphSource<'_> {
    pub(super) fn get(&mut self, face: &Face, key: &GlyphKey) -> Result<Glyph, Error> {
        if let Some(mask) = self.cache.get(key) {
            self.counts.hits += 1;
            return Ok(Glyph::Mask(mask));
        }
        self.watch.check()?;
        self.counts.misses += 1;
        Ok(match rasterize(self.outliner, self.masker, &face.into(), key, self.limits, self.watch)? {
            Rasterized::Mask(mask) => {
                let mask = Arc::new(mask);
                self.cache.insert(*key, mask.clone());
                Glyph::Mask(mask)
            }
            Rasterized::Path(path) => Glyph::Path(path),
        })
    }
}
