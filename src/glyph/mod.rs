//! Glyphs: keys, the hinting policy, masks and the cache that holds them. The cache never changes a pixel.

mod hinting;
mod key;

pub use hinting::{HintMode, HintingPolicy};
pub(crate) use key::GlyphKey;
