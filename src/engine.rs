//! [`Engine`]: what all threads share.

use std::fmt;
use std::sync::Arc;

use crate::font::FontLibrary;
use crate::glyph::{CacheStats, DEFAULT_BUDGET, GlyphCache};
use crate::limits::Limits;

/// Fonts, limits and the glyph cache, shared by every thread that draws. Cheap to clone; clones share all of it.
///
/// ```
/// use inkstone::{Engine, FontLibrary, Limits};
///
/// let mut limits = Limits::default();
/// limits.canvas_pixels = 10_000_000;
/// let engine = Engine::builder().with_fonts(FontLibrary::new()).with_limits(limits).with_cache_bytes(8 << 20).build();
/// let canvas = engine.canvas(); // one for each thread
/// # let _ = canvas;
/// ```
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) fonts: FontLibrary,
    pub(crate) limits: Limits,
    pub(crate) cache: Arc<GlyphCache>,
}

/// Puts an [`Engine`] together.
#[derive(Clone, Debug)]
#[must_use = "an engine is made by `build`"]
pub struct EngineBuilder {
    fonts: Option<FontLibrary>,
    limits: Limits,
    cache_bytes: usize,
}

impl Engine {
    /// An engine with the bundled fonts (none without the feature `bundled-fonts`), the default limits and a glyph cache
    /// of 32 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Begins an engine with other fonts, limits or cache.
    pub fn builder() -> EngineBuilder {
        EngineBuilder { fonts: None, limits: Limits::default(), cache_bytes: DEFAULT_BUDGET }
    }

    /// The fonts.
    #[must_use]
    pub fn fonts(&self) -> &FontLibrary {
        &self.0.fonts
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Counters of the glyph cache.
    #[must_use]
    pub fn cache_stats(&self) -> CacheStats {
        let mut stats = self.0.cache.stats();
        stats.hinting_bytes = self.0.fonts.faces().map(|face| face.hinting_bytes() as u64).sum();
        stats
    }

    /// The glyph cache's bound in bytes.
    #[must_use]
    pub fn cache_bytes(&self) -> usize {
        self.0.cache.budget()
    }

    /// Bounds the glyph cache to a number of bytes, at once and for every thread; 0 keeps nothing. Pixels do not depend
    /// on it. Waits for canvases that are placing a run of glyphs until they have placed it.
    pub fn set_cache_bytes(&self, bytes: usize) {
        self.0.cache.set_budget(bytes);
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("faces", &self.0.fonts.faces().count())
            .field("cache", &self.cache_stats())
            .finish_non_exhaustive()
    }
}

impl EngineBuilder {
    /// The fonts to draw text with.
    pub fn with_fonts(mut self, fonts: FontLibrary) -> Self {
        self.fonts = Some(fonts);
        self
    }

    /// The limits of every render.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The glyph cache's bound in bytes.
    pub fn with_cache_bytes(mut self, bytes: usize) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// The engine.
    #[must_use]
    pub fn build(self) -> Engine {
        #[cfg(feature = "bundled-fonts")]
        let default_fonts = FontLibrary::bundled;
        #[cfg(not(feature = "bundled-fonts"))]
        let default_fonts = FontLibrary::new;
        Engine(Arc::new(Shared {
            fonts: self.fonts.unwrap_or_else(default_fonts),
            limits: self.limits,
            cache: Arc::new(GlyphCache::new(self.cache_bytes)),
        }))
    }
}
