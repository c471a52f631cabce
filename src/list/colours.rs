//! What a display list says of all pixels before one is drawn.

use super::item::{DisplayList, ItemKind};
use crate::paint::{BlendMode, Color, Paint};

impl DisplayList {
    /// Whether what is opaque before stays so, whatever of this is drawn on it.
    pub(crate) fn keeps_opaque(&self) -> bool {
        self.items.iter().all(|item| match &item.kind {
            ItemKind::PushLayer(layer) => keeps_opaque(layer.blend_mode),
            _ => true,
        })
    }

    /// Whether all pixels have red, green and blue alike, on such a background.
    pub(crate) fn is_grey(&self, background: Color) -> bool {
        is_grey(background)
            && self.items.iter().all(|item| match &item.kind {
                ItemKind::Fill { paint, .. } | ItemKind::Stroke { paint, .. } => is_paint_grey(paint),
                ItemKind::Glyphs { run, .. } => is_paint_grey(&run.paint),
                ItemKind::Image { pixels, .. } => pixels.is_grey(),
                #[cfg(feature = "svg-in")]
                ItemKind::Svg { .. } => false,
                // Each channel by itself; the others weigh them differently, and round.
                ItemKind::PushLayer(layer) => !matches!(
                    layer.blend_mode,
                    BlendMode::Hue | BlendMode::Saturation | BlendMode::Color | BlendMode::Luminosity
                ),
                ItemKind::PushClip { .. } | ItemKind::Pop => true,
            })
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
        Paint::Gradient(gradient) => gradient.stops.iter().all(|stop| is_grey(stop.color)),
    }
}

fn is_grey(color: Color) -> bool {
    let [r, g, b, _] = color.components;
    r == g && g == b
}
