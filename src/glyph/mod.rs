//! Glyphs: keys, the hinting policy, masks and the cache that holds them. The cache never changes a pixel.

mod cache;
mod effort;
mod hinting;
mod key;
#[cfg(test)]
mod key_tests;
mod outline;
mod raster;
mod stats;
#[cfg(test)]
mod test_fonts;

pub(crate) use cache::{DEFAULT_BUDGET, Extent, Found, GlyphCache, Hashed, NearCache, OpenNear};
pub(crate) use effort::Effort;
pub(crate) use hinting::RunHints;
pub use hinting::{HintMode, HintingCase, HintingPolicy};
pub(crate) use key::{GlyphKey, MAX_MASK_PPEM, placement};
pub(crate) use outline::{OutlineSpec, glyph_outline};
pub(crate) use raster::{Rasterized, rasterize};
pub use stats::{CacheStats, ShardStats};
