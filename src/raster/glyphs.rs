//! [`GlyphSource`]: glyphs from the cache, or made and put there.

use std::ops::Add;
use std::sync::Arc;

use kurbo::BezPath;

use super::plan::Masks;
use crate::coverage::Masker;
use crate::error::Error;
use crate::font::FontSource;
use crate::glyph::{Effort, Extent, Found, GlyphCache, GlyphKey, Hashed, NearCache, OpenNear, Rasterized, rasterize};
use crate::limits::Limits;
use crate::watch::Watch;

/// What a thread makes glyphs with, kept from render to render.
#[derive(Default)]
pub(crate) struct GlyphTools {
    masker: Masker,
    /// A mask in the making.
    mask: Vec<u8>,
    /// Room for the masks of a plan, and how many plans there were.
    masks: Vec<u8>,
    plans: u32,
    /// Begun with the first glyph.
    near: Option<NearCache>,
}

/// Where a render gets its glyph masks.
pub(crate) struct GlyphSource<'a> {
    pub(crate) cache: &'a Arc<GlyphCache>,
    pub(crate) tools: &'a mut GlyphTools,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) counts: GlyphCounts,
    /// Whether what is made comes into the cache though what is held may be asked for more often.
    pub(crate) insists: bool,
}

/// The same, while one glyph after the other is asked for.
pub(super) struct OpenGlyphs<'s> {
    near: OpenNear<'s>,
    masker: &'s mut Masker,
    mask: &'s mut Vec<u8>,
    limits: &'s Limits,
    watch: &'s Watch,
    counts: &'s mut GlyphCounts,
    /// Whether masks come in whatever is held.
    insists: bool,
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

impl<'a> GlyphSource<'a> {
    pub(crate) fn new(
        cache: &'a Arc<GlyphCache>,
        tools: &'a mut GlyphTools,
        limits: &'a Limits,
        watch: &'a Watch,
    ) -> Self {
        Self { cache, tools, limits, watch, counts: GlyphCounts::default(), insists: false }
    }

    /// Begins to ask for glyphs.
    pub(super) fn open(&mut self) -> OpenGlyphs<'_> {
        let GlyphTools { masker, mask, near, .. } = &mut *self.tools;
        // What is held may have been made within higher limits than these.
        let Limits { glyph_points, glyph_depth, path_segments, .. } = *self.limits;
        let allowed = Effort::allowed(glyph_points, glyph_depth, path_segments);
        let near = near.get_or_insert_with(|| self.cache.near()).open(allowed);
        let (limits, watch, counts, insists) = (self.limits, self.watch, &mut self.counts, self.insists);
        OpenGlyphs { near, masker, mask, limits, watch, counts, insists }
    }
}

impl GlyphTools {
    /// Begins a plan: its number, and room for its masks.
    pub(super) fn begin_plan(&mut self) -> (u32, Vec<u8>) {
        self.plans = self.plans.wrapping_add(1).max(1);
        (self.plans, std::mem::take(&mut self.masks))
    }

    /// Keeps the room of a plan's masks for the next plan: to have it anew from the system takes longer than to fill it.
    pub(crate) fn end_plan(&mut self, masks: Masks) {
        self.masks = masks.into_room();
    }
}

impl OpenGlyphs<'_> {
    /// Gives a glyph's mask to `take`, which may note something beside it, as [`OpenNear::find`] says. One too long for a mask
    /// is returned, as a path relative to the pixel of its origin.
    pub(super) fn get(
        &mut self,
        font: &FontSource<'_>,
        key: &GlyphKey,
        mut take: impl FnMut(Extent, &[u8], &mut u64),
    ) -> Result<Option<BezPath>, Error> {
        let hashed = Hashed::new(key);
        let mut making = match &hashed {
            Some(hashed) => match self.near.find(hashed, &mut take, self.watch)? {
                Found::Mask => {
                    self.counts.hits += 1;
                    return Ok(None);
                }
                Found::Missing(making) => Some(making),
            },
            None => None,
        };
        self.watch.check()?;
        self.counts.misses += 1;
        let insists = self.insists;
        let reserve = |bytes| {
            if let Some(making) = &mut making {
                making.reserve(bytes, insists);
            }
        };
        let made = rasterize(self.masker, font, key, (self.limits, self.watch), self.mask, reserve);
        if let Some(making) = making {
            match &made {
                Ok(Rasterized::Mask(extent, effort)) => making.fill(*extent, *effort, self.mask),
                // Whoever waits for it comes to the same.
                Ok(Rasterized::Path(_)) | Err(Error::InvalidFont { .. }) => making.discard(),
                // Of others' limits and deadlines it may be made.
                Err(_) => drop(making),
            }
        }
        match made? {
            Rasterized::Mask(extent, _) => {
                take(extent, self.mask, &mut 0);
                Ok(None)
            }
            Rasterized::Path(path) => Ok(Some(path)),
        }
    }
}
