//! [`GlyphKey`]: everything that changes a glyph's mask, and nothing else; [`Placement`]: where the mask goes.

use super::HintMode;
use crate::font::FontId;

/// Text of more device px per em than this is drawn as paths, by its caller. A mask of it would cost more to keep than
/// to draw (Skia draws the line at the same size).
pub(crate) const MAX_MASK_PPEM: f64 = 256.0;

/// Names a glyph mask. Two glyphs with one key have the same mask, whatever the scene, canvas or engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GlyphKey {
    /// The face, by content.
    pub(crate) font: FontId,
    /// Where the face's axes stand: [`Variation::key`](crate::font::Variation::key).
    pub(crate) variation: u64,
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
    /// Whether the outline is made bolder.
    pub(crate) emboldened: bool,
}

impl GlyphKey {
    pub(crate) fn new(
        (font, variation): (FontId, u64),
        glyph: u32,
        placement: &Placement,
        hint: HintMode,
        (slanted, emboldened): (bool, bool),
    ) -> Self {
        Self { font, variation, glyph, size: placement.size, bin: placement.bin, hint, slanted, emboldened }
    }

    /// Device px per em, exactly.
    pub(crate) fn ppem(&self) -> f64 {
        f64::from(self.size) / 64.0
    }

    /// How far the origin lies right of a pixel's left edge, exactly.
    pub(crate) fn offset(&self) -> f64 {
        f64::from(self.bin) / 4.0
    }
}

/// A glyph's size and origin on the grids that masks are made for. The mask is blitted with its `left` and `top`
/// counted from the pixel `(x, y)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placement {
    /// Device px per em, in 26.6.
    pub(crate) size: u32,
    /// Quarter of a pixel in x, 0 to 3.
    pub(crate) bin: u8,
    /// Column of the origin.
    pub(crate) x: i32,
    /// Row edge on which the baseline lies.
    pub(crate) y: i32,
}

/// Rounds a size to 1/64 px, a device x to the nearest quarter of a pixel and a device y to the nearest pixel.
///
/// Baselines lie on pixel edges because vertical hinting fits stems to them; with unhinted glyphs it keeps a line's
/// glyphs equally sharp. Coordinates outside the integers end at their rim, far outside every canvas.
pub(crate) fn placement(ppem: f64, x: f64, y: f64) -> Placement {
    let quarters = ((x * 4.0) + 0.5).floor() as i64;
    let clamp = |v: i64| v.clamp(i64::from(i32::MIN / 4), i64::from(i32::MAX / 4)) as i32;
    Placement {
        size: ((ppem * 64.0) + 0.5).floor() as u32,
        bin: quarters.rem_euclid(4) as u8,
        x: clamp(quarters.div_euclid(4)),
        y: clamp((y + 0.5).floor() as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_rounded_to_quarters_and_rows() {
        let at = |x: f64, y: f64| {
            let p = placement(16.0, x, y);
            (p.x, p.bin, p.y)
        };
        assert_eq!(at(10.0, 20.0), (10, 0, 20));
        assert_eq!(at(10.12, 20.49), (10, 0, 20));
        assert_eq!(at(10.125, 20.5), (10, 1, 21));
        assert_eq!(at(10.9, 19.5), (11, 0, 20));
        assert_eq!(at(-0.25, -0.5), (-1, 3, 0));
        assert_eq!(at(-0.1, -0.6), (0, 0, -1));
        assert_eq!(at(-7.5, -7.0), (-8, 2, -7));
        assert_eq!(at(1e300, -1e300), (i32::MAX / 4, 3, i32::MIN / 4));
        assert_eq!(placement(16.0, 0.0, 0.0).size, 1024);
        assert_eq!(placement(16.007, 0.0, 0.0).size, 1024);
        assert_eq!(placement(16.008, 0.0, 0.0).size, 1025);
    }

    #[test]
    fn what_changes_no_mask_changes_no_key() {
        let font = FontId { file: 7, index: 0 };
        let key = |ppem, x, y| GlyphKey::new((font, 0), 9, &placement(ppem, x, y), HintMode::None, (false, false));
        let base = key(16.0, 3.25, 8.0);
        for other in [key(16.0, 3.3, 8.0), key(16.0, -96.75, 8.0), key(16.0, 3.25, 900.4), key(16.001, 3.25, 8.0)] {
            assert_eq!(base, other);
        }
        assert_eq!((base.ppem(), base.offset()), (16.0, 0.25));
    }
}
