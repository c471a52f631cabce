//! What a display list says of all pixels before one is drawn.

use super::item::{DisplayList, ItemKind};
use crate::error::Error;
use crate::paint::Interpolation;
use crate::paint::{BlendMode, Color, Paint};
use crate::watch::Watch;

impl DisplayList {
    /// Whether what is opaque before stays so, whatever of this is drawn on it.
    pub(crate) fn keeps_opaque(&self, watch: &Watch) -> Result<bool, Error> {
        self.all(watch, |kind| match kind {
            ItemKind::PushLayer(layer) => Ok(keeps_opaque(layer.blend_mode)),
            _ => Ok(true),
        })
    }

    /// Whether all pixels have red, green and blue alike, on such a background.
    pub(crate) fn is_grey(&self, background: Color, watch: &Watch) -> Result<bool, Error> {
        if !is_grey(background) {
            return Ok(false);
        }
        self.all(watch, |kind| {
            Ok(match kind {
                ItemKind::Fill { paint, .. } | ItemKind::Stroke { paint, .. } => is_paint_grey(paint),
                ItemKind::Glyphs { run, .. } => is_paint_grey(&run.paint),
                ItemKind::Image { pixels, .. } => pixels.is_grey(watch)?,
                #[cfg(feature = "svg-in")]
                ItemKind::Svg { .. } => false,
                // Each channel by itself; the others weigh them differently, and round.
                ItemKind::PushLayer(layer) => !matches!(
                    layer.blend_mode,
                    BlendMode::Hue | BlendMode::Saturation | BlendMode::Color | BlendMode::Luminosity
                ),
                ItemKind::PushClip { .. } | ItemKind::Pop => true,
            })
        })
    }

    /// Whether something is so of all items.
    fn all(&self, watch: &Watch, is: impl Fn(&ItemKind) -> Result<bool, Error>) -> Result<bool, Error> {
        for part in watch.parts(&self.items) {
            for item in part? {
                if !is(&item.kind)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// Whether an opaque backdrop stays opaque under a layer (<https://www.w3.org/TR/compositing-1/#porterduffcompositingoperators>).
fn keeps_opaque(mode: BlendMode) -> bool {
    !matches!(
        mode,
        BlendMode::Clear
            | BlendMode::Copy
            | BlendMode::SourceIn
            | BlendMode::SourceOut
            | BlendMode::DestinationIn
            | BlendMode::DestinationOut
            | BlendMode::DestinationAtop
            | BlendMode::Xor
    )
}

fn is_paint_grey(paint: &Paint) -> bool {
    match paint {
        Paint::Solid(color) => is_grey(*color),
        // Greys of other spaces are grey but for rounding.
        Paint::Gradient(gradient) => {
            matches!(gradient.interpolation, Interpolation::UnpremultipliedSrgb | Interpolation::Srgb)
                && gradient.stops.iter().all(|stop| is_grey(stop.color))
        }
    }
}

fn is_grey(color: Color) -> bool {
    let [r, g, b, _] = color.components;
    r == g && g == b
}
