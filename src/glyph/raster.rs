//! [`rasterize`]: a glyph's outline as a mask.

use kurbo::{Affine, BezPath};

use super::outline::outline_and_cost;
use super::{Effort, Extent, GlyphKey, OutlineSpec};
use crate::coverage::{Frame, Masker};
use crate::error::Error;
use crate::font::FontSource;
use crate::limits::Limits;
use crate::paint::FillRule;
use crate::watch::Watch;

/// Longest side of a glyph mask: room for the widest glyphs (a three-em dash, a ligature of a whole phrase) at the
/// largest size. Longer ones are drawn as paths.
const MAX_MASK_SIDE: u32 = 2_048;

/// A glyph made ready to be drawn, relative to the pixel of its origin.
#[derive(Debug)]
pub(crate) enum Rasterized {
    /// A mask, `left` and `top` counted from the pixel of the origin. A glyph without ink has an empty one, and it is kept
    /// like others: asking the font again would cost as much. And what it took.
    Mask(Extent, Effort),
    /// The outline of a glyph too long for a mask, or too far away.
    Path(BezPath),
}

impl Extent {
    fn new(frame: Frame) -> Option<Self> {
        let (left, top) = (frame.left.try_into().ok()?, frame.top.try_into().ok()?);
        Some(Self { left, top, width: frame.width.try_into().ok()?, height: frame.height.try_into().ok()? })
    }
}

/// Makes the mask that a key names, from the key alone: whoever makes it, equal keys have equal masks. Its bytes replace
/// what `mask` held; `reserve` is told how many, before they are made.
///
/// `font` is the face of `key.font`, its axes where `key.variation` says.
pub(crate) fn rasterize(
    masker: &mut Masker,
    font: &FontSource<'_>,
    key: &GlyphKey,
    (limits, watch): (&Limits, &Watch),
    mask: &mut Vec<u8>,
    reserve: impl FnOnce(usize),
) -> Result<Rasterized, Error> {
    let GlyphKey { glyph, hint, slanted, emboldened, .. } = *key;
    let spec = OutlineSpec { glyph, ppem: key.ppem(), hint, slanted, emboldened };
    let (mut outline, taken) = outline_and_cost(font, &spec, limits)?;
    if key.bin != 0 {
        outline.apply_affine(Affine::translate((key.offset(), 0.0)));
    }
    let frame = Frame::of(&outline, MAX_MASK_SIDE);
    let Some((frame, extent)) = frame.and_then(|frame| Some((frame, Extent::new(frame)?))) else {
        return Ok(Rasterized::Path(outline));
    };
    reserve(frame.area());
    mask.resize(frame.area(), 0);
    let segments = masker.fill(&outline, FillRule::NonZero, (frame, mask), limits.path_segments, watch)?;
    Ok(Rasterized::Mask(extent, Effort::taken(taken.points, taken.depth, segments)))
}
