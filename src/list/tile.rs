//! [`ListTile`]: what a pattern of a display list repeats.

use std::any::Any;
use std::sync::Arc;

use kurbo::{Affine, Rect, Size};

use super::{DisplayList, Item, ItemKind};
use crate::image::Sampling;
use crate::paint::{Paint, Pattern, Tile};
use crate::pixmap::Pixmap;

/// The tile of a pattern, made ready.
#[derive(Clone, Debug)]
pub(crate) struct ListTile {
    /// In px of the pattern.
    pub(crate) size: Size,
    pub(crate) content: TileContent,
    /// Of which part of it the pixels are, where they are not of all of it.
    pub(crate) part: Option<TilePart>,
}

/// Where a part of a tile lies: pixels of the tile, along those axes where only a part is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TilePart {
    /// Columns and rows of the whole tile.
    pub(crate) whole: (u32, u32),
    /// Where the part begins, from the first tile's top left corner: it may be one of another tile.
    pub(crate) at: (f64, f64),
    /// Whether along x and y there is only a part.
    pub(crate) axes: (bool, bool),
}

/// What is on a tile.
#[derive(Clone, Debug)]
pub(crate) enum TileContent {
    /// Pixels that fill it.
    Pixels(Arc<Pixmap>, Sampling),
    /// What is drawn once the size in device pixels is known.
    List(Arc<DisplayList>),
}

impl Tile for ListTile {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_same(&self, other: &dyn Tile) -> bool {
        other.as_any().downcast_ref::<Self>().is_some_and(|other| {
            (self.size, self.part) == (other.size, other.part)
                && match (&self.content, &other.content) {
                    (TileContent::Pixels(a, how), TileContent::Pixels(b, other)) => Arc::ptr_eq(a, b) && how == other,
                    (TileContent::List(a), TileContent::List(b)) => Arc::ptr_eq(a, b),
                    _ => false,
                }
        })
    }
}

impl ItemKind {
    /// Its pattern, and the transform of its coordinates.
    pub(crate) fn pattern_mut(&mut self) -> Option<(&mut Pattern, Affine)> {
        let (paint, transform) = match self {
            Self::Fill { paint, transform, .. } | Self::Stroke { paint, transform, .. } => (paint, *transform),
            Self::Glyphs { run, transform, .. } => (&mut run.paint, *transform),
            _ => return None,
        };
        match paint {
            Paint::Pattern(pattern) => Some((pattern, transform)),
            _ => None,
        }
    }

    /// The transform of its coordinates.
    fn transform_mut(&mut self) -> Option<&mut Affine> {
        match self {
            Self::Fill { transform, .. }
            | Self::Stroke { transform, .. }
            | Self::Image { transform, .. }
            | Self::Glyphs { transform, .. }
            | Self::PushGlyphClip { transform, .. }
            | Self::PushClip { transform, .. } => Some(transform),
            #[cfg(feature = "svg-in")]
            Self::Svg { transform, .. } => Some(transform),
            Self::PushLayer(_) | Self::Pop => None,
        }
    }
}

impl DisplayList {
    /// Bytes that a copy of its items takes; what they share is not copied.
    pub(crate) fn copy_bytes(&self) -> u64 {
        let own = |item: &Item| match &item.kind {
            ItemKind::Glyphs { run, .. } => size_of_val(run.glyphs.as_slice()),
            ItemKind::Stroke { stroke, .. } => size_of_val(stroke.dashes.as_slice()),
            _ => 0,
        };
        self.items.iter().map(|item| (size_of::<Item>() + own(item)) as u64).sum()
    }

    /// A part of the list scaled to another size.
    pub(crate) fn scaled_to(&self, whole: Size, part: Rect) -> Self {
        let scale = Affine::scale_non_uniform(whole.width / self.width, whole.height / self.height);
        let to_part = Affine::translate(-part.origin().to_vec2()) * scale;
        if to_part == Affine::IDENTITY && part.size() == whole {
            return self.clone();
        }
        let mut items = (*self.items).clone();
        for transform in items.iter_mut().filter_map(|item| item.kind.transform_mut()) {
            *transform = to_part * *transform;
        }
        Self { width: part.width(), height: part.height(), items: Arc::new(items), ..self.clone() }
    }
}
