//! [`DisplayList`] and its items.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};

use super::tile::{ListTile, TileContent};
use crate::image::Sampling;
#[cfg(feature = "svg-in")]
use crate::image::Svg;
use crate::paint::{BlendMode, DropShadow, FillRule, Filter, Paint, Stroke};
use crate::pixmap::Pixmap;
#[cfg(feature = "svg-in")]
use crate::scene::Places;
use crate::text::{GlyphRun, TextReport};
use crate::watch::{Free, Watch};

/// A scene made ready to be drawn: text laid out, pictures decoded, transforms multiplied. In logical px, so that one
/// list serves every DPI; immutable, cheap to clone, shared between threads.
///
/// Made by [`Canvas::prepare`](crate::Canvas::prepare).
#[derive(Clone, Debug)]
pub struct DisplayList {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Not a slice: a million items are not copied into another place at the end.
    pub(crate) items: Arc<Vec<Item>>,
    /// The report of each text, with the index of its scene item.
    pub(crate) text: Arc<Vec<(usize, TextReport)>>,
    /// Decoded pictures whose file says that its colours are not sRGB.
    pub(crate) not_srgb: u64,
    /// Where the scene's items stand, for what is refused when the list is drawn.
    #[cfg(feature = "svg-in")]
    pub(crate) places: Places,
    /// Whether it holds patterns whose tiles are to be drawn.
    pub(crate) has_tiles: bool,
    /// Bytes of decoded pictures, items and glyphs it holds.
    pub(crate) bytes: u64,
}

/// One thing to draw.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Index of the scene item it comes from.
    pub(crate) source: usize,
    pub(crate) kind: ItemKind,
}

/// What to draw. Backends `match` on it without a wildcard, so that a new kind is a compile error in each.
#[derive(Clone, Debug)]
pub(crate) enum ItemKind {
    Fill {
        path: Arc<BezPath>,
        rule: FillRule,
        paint: Paint,
        transform: Affine,
    },
    Stroke {
        path: Arc<BezPath>,
        stroke: Stroke,
        paint: Paint,
        transform: Affine,
    },
    Image {
        pixels: Arc<Pixmap>,
        /// In the picture's pixels, inside it.
        source: Rect,
        /// Where that is drawn.
        rect: Rect,
        sampling: Sampling,
        transform: Affine,
    },
    /// Its viewport fills the rectangle.
    #[cfg(feature = "svg-in")]
    Svg {
        svg: Arc<Svg>,
        rect: Rect,
        transform: Affine,
    },
    /// Glyph positions are relative to `origin`; the paint is in the coordinates of `transform`.
    Glyphs {
        run: GlyphRun,
        origin: Point,
        transform: Affine,
    },
    /// Clips to glyphs.
    PushGlyphClip {
        runs: Arc<Vec<GlyphRun>>,
        origin: Point,
        transform: Affine,
    },
    PushClip {
        path: Arc<BezPath>,
        rule: FillRule,
        transform: Affine,
    },
    PushLayer(Arc<Group>),
    /// Ends the clip or layer pushed last.
    Pop,
}

/// How a layer is put down. Its mask is a layer inside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) opacity: f64,
    pub(crate) blend_mode: BlendMode,
    pub(crate) filters: Vec<Filter>,
    pub(crate) shadow: Option<DropShadow>,
    /// Whether it becomes its luminance, as alpha, after its filters.
    pub(crate) luminance: bool,
}

impl Default for Group {
    /// An opaque one, put over what lies below.
    fn default() -> Self {
        let (filters, blend_mode) = (Vec::new(), BlendMode::SourceOver);
        Self { opacity: 1.0, blend_mode, filters, shadow: None, luminance: false }
    }
}

/// The items of a list.
impl Free for Arc<Vec<Item>> {
    /// Where nobody else has them.
    fn free(self, watch: &Watch) {
        if let Some(items) = Self::into_inner(self) {
            let mut tiles = BTreeMap::new();
            watch.free_parts(items, |item| match &mut item.kind {
                ItemKind::Image { pixels, .. } => Pixmap::free(pixels, watch),
                kind => {
                    let Some((pattern, _)) = kind.pattern_mut() else { return };
                    if let Some(ListTile { content: TileContent::Pixels(pixels, _), .. }) = pattern.tile() {
                        tiles.entry(Arc::as_ptr(pixels).addr()).or_insert_with(|| pixels.clone());
                    }
                }
            });
            // Their patterns are gone by now.
            tiles.values_mut().for_each(|pixels| Pixmap::free(pixels, watch));
        }
    }
}

impl DisplayList {
    /// Width in logical px.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height in logical px.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.height
    }

    /// What became of each text: the index of its scene item and its report.
    #[must_use]
    pub fn text_reports(&self) -> &[(usize, TextReport)] {
        &self.text
    }
}
