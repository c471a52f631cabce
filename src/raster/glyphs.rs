//! [`GlyphSource`]: masks from the cache, or made and put there.

use std::sync::Arc;

use crate::error::Error;
use crate::font::Face;
use crate::glyph::{GlyphCache, GlyphKey, GlyphMask, Outliner, rasterize};
use crate::limits::Limits;
use crate::watch::Watch;

/// Where a render gets its glyph masks.
pub(crate) struct GlyphSource<'a> {
    pub(crate) cache: &'a GlyphCache,
    pub(crate) outliner: &'a mut Outliner,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) counts: GlyphCounts,
}

/// Look-ups of a render.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GlyphCounts {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl GlyphSource<'_> {
    pub(crate) fn mask(&mut self, face: &Face, key: &GlyphKey) -> Result<Arc<GlyphMask>, Error> {
        if let Some(mask) = self.cache.get(key) {
            self.counts.hits += 1;
            return Ok(mask);
        }
        self.watch.check()?;
        self.counts.misses += 1;
        let mask = Arc::new(rasterize(self.outliner, &face.into(), key, self.limits)?);
        self.cache.insert(*key, mask.clone());
        Ok(mask)
    }
}
