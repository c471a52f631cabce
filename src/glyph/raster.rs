//! [`rasterize`]: a glyph's outline as a mask.

use kurbo::{Affine, BezPath};

use super::shard::Weight;
use super::{GlyphKey, OutlineSpec, Outliner};
use crate::coverage::Mask;
use crate::error::Error;
use crate::font::FontSource;
use crate::limits::Limits;
use crate::paint::FillRule;

/// What the cache holds: a glyph's coverage, `left` and `top` counted from the pixel of its origin. A glyph without ink
/// has an empty mask, and is kept like others: asking the font again would cost as much.
pub(crate) type GlyphMask = Mask;

/// Longest side of a glyph mask: room for the widest glyphs (a three-em dash, a ligature of a whole phrase) at the
/// largest size. Longer ones are drawn as paths.
const MAX_MASK_SIDE: u32 = 2_048;

impl Weight for GlyphMask {
    fn weight(&self) -> usize {
        self.data.len()
    }
}

/// A glyph made ready to be drawn, relative to the pixel of its origin.
#[derive(Debug)]
pub(crate) enum Rasterized {
    Mask(GlyphMask),
    /// The outline of a glyph too long for a mask.
    Path(BezPath),
}

/// Makes the mask that a key names, from the key alone: whoever makes it, equal keys have equal masks.
///
/// `font` is the face of `key.font`.
pub(crate) fn rasterize(
    outliner: &mut Outliner,
    font: &FontSource<'_>,
    key: &GlyphKey,
    limits: &Limits,
) -> Result<Rasterized, Error> {
    let spec =
        OutlineSpec { glyph: key.glyph, weight: key.weight, ppem: key.ppem(), hint: key.hint, slanted: key.slanted };
    let mut outline: BezPath = outliner.outline(font, &spec, limits)?;
    if key.bin != 0 {
        outline.apply_affine(Affine::translate((key.offset(), 0.0)));
    }
    Ok(match outliner.masks.fill(&outline, FillRule::NonZero, MAX_MASK_SIDE)? {
        Some(mask) => Rasterized::Mask(mask),
        None => Rasterized::Path(outline),
    })
}
