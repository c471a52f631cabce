//! Glyphs: keys, the hinting policy, masks and the cache that holds them. The cache never changes a pixel.

mod cache;
mod charstring;
mod hinting;
mod key;
mod outline;
mod raster;
mod shard;
mod stats;
#[cfg(test)]
mod test_fonts;
mod tree;

// What the raster stage calls.
#[allow(unused_imports)]
pub(crate) use cache::{DEFAULT_BUDGET, GlyphCache};
pub use hinting::{HintMode, HintingPolicy};
#[allow(unused_imports)]
pub(crate) use key::{GlyphKey, MAX_MASK_PPEM, Placement, placement};
#[allow(unused_imports)]
pub(crate) use outline::{FontSource, OutlineSpec, Outliner};
#[allow(unused_imports)]
pub(crate) use raster::{GlyphMask, rasterize};
pub use stats::CacheStats;
