//! What a display list says of all pixels before one is drawn.

use super::item::{DisplayList, Group, ItemKind};
use super::{ListTile, TileContent};
use crate::error::Error;
use crate::paint::{BlendMode, Color, Filter, Interpolation, Paint};
use crate::watch::Watch;

impl DisplayList {
    /// Whether what is opaque before stays so, whatever of this is drawn on it.
    pub(crate) fn keeps_opaque(&self, watch: &Watch) -> Result<bool, Error> {
        self.all(watch, |kind| match kind {
            ItemKind::PushLayer(group) => Ok(keeps_opaque(group.blend_mode)),
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
                ItemKind::Fill { paint, .. } | ItemKind::Stroke { paint, .. } => is_paint_grey(paint, watch)?,
                ItemKind::Glyphs { run, .. } => is_paint_grey(&run.paint, watch)?,
                ItemKind::Image { pixels, .. } => pixels.is_grey(watch)?,
                #[cfg(feature = "svg-in")]
                ItemKind::Svg { .. } => false,
                // Each channel by itself; the others weigh them differently, and round.
                ItemKind::PushLayer(group) => {
                    are_effects_grey(group)
                        && !matches!(
                            group.blend_mode,
                            BlendMode::Hue | BlendMode::Saturation | BlendMode::Color | BlendMode::Luminosity
                        )
                }
                ItemKind::PushClip { .. } | ItemKind::PushGlyphClip { .. } | ItemKind::Pop => true,
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

/// Whether grey pixels stay grey whatever a layer's filters do. Those that mix channels round.
fn are_effects_grey(group: &Group) -> bool {
    let shadow = group.shadow.as_ref().is_none_or(|shadow| is_grey(shadow.color));
    shadow
        && group.filters.iter().all(|filter| match filter {
            Filter::Blur(_) | Filter::Brightness(_) | Filter::Contrast(_) | Filter::Invert(_) | Filter::Opacity(_) => {
                true
            }
            Filter::DropShadow(shadow) => is_grey(shadow.color),
            _ => false,
        })
}

fn is_paint_grey(paint: &Paint, watch: &Watch) -> Result<bool, Error> {
    Ok(match paint {
        Paint::Solid(color) => is_grey(*color),
        // Greys of other spaces are grey but for rounding.
        Paint::Gradient(gradient) => {
            matches!(gradient.interpolation, Interpolation::UnpremultipliedSrgb | Interpolation::Srgb)
                && gradient.stops.iter().all(|stop| is_grey(stop.color))
        }
        Paint::Pattern(pattern) => match pattern.tile::<ListTile>().map(|tile| &tile.content) {
            Some(TileContent::Pixels(pixels, _)) => pixels.is_grey(watch)?,
            // It is asked of lists whose tiles are drawn.
            Some(TileContent::List(_)) | None => false,
        },
    })
}

fn is_grey(color: Color) -> bool {
    let [r, g, b, _] = color.components;
    r == g && g == b
}
