//! [`GlyphKey`]: everything that changes a glyph's mask, and nothing else.

use super::HintMode;
use crate::font::FontId;

/// Names a glyph mask. Two glyphs with one key have the same mask, whatever the scene, canvas or engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GlyphKey {
    /// The face, by content.
    pub(crate) font: FontId,
    /// Value of the `wght` axis; 0 for a face without one.
    pub(crate) weight: u16,
    /// Glyph index.
    pub(crate) glyph: u32,
    /// Device px per em, in 26.6.
    pub(crate) size: u32,
    /// Quarter of a pixel, 0 to 3, by which the origin lies right of a pixel's left edge.
    pub(crate) bin: u8,
    /// How the outline is fitted to the pixel grid.
    pub(crate) hint: HintMode,
    /// Whether the outline is slanted.
    pub(crate) slanted: bool,
}
