//! [`Pattern`]: a tile, side by side with itself.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use kurbo::Affine;

/// A picture or a scene as a paint: laid out side by side with itself, with the semantics of Canvas 2D
/// (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-createpattern>). The first tile has its top left corner
/// in the origin of the coordinates of the item it paints; where it is not repeated it paints nothing.
///
/// A scene is drawn once, at the size in device pixels that it is seen at, rounded to whole pixels; what it draws beyond its
/// size is cut off. Of one that is larger than what it is drawn on only the part that is seen is drawn, where that is
/// less than half of it, lies in one tile and in no layer with filters or a shadow. A picture is as large in px as it has pixels, and is sampled as its [`Sampling`](crate::Sampling) says.
/// Between the pixels at an edge and those of the next tile, colours are mixed as within the tile.
///
/// ```
/// use inkstone::{Color, Engine, Pattern, Repeat, RenderOptions, Scene, kurbo::Rect};
///
/// let red = Color::from_rgb8(178, 42, 34);
/// let mut tile = Scene::builder(4.0, 4.0);
/// tile.fill(Rect::new(0.0, 0.0, 2.0, 2.0), red).fill(Rect::new(2.0, 2.0, 4.0, 4.0), red);
/// let checks = Pattern::scene(&tile.finish()?);
///
/// let mut scene = Scene::builder(40.0, 20.0);
/// scene.fill(Rect::new(0.0, 0.0, 40.0, 20.0), checks.with_repeat(Repeat::X));
/// let pixmap = Engine::new().canvas().render(&scene.finish()?, &RenderOptions::new())?;
/// assert_eq!((pixmap.pixel(8, 0), pixmap.pixel(10, 0)), (Some([178, 42, 34, 255]), Some([0; 4])));
/// assert_eq!(pixmap.pixel(8, 4), Some([0; 4]));
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone)]
pub struct Pattern {
    tile: Arc<dyn Tile>,
    pub(crate) repeat: Repeat,
    pub(crate) transform: Affine,
}

/// The axes along which a [`Pattern`] repeats its tile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// `repeat`: along both.
    #[default]
    Both,
    /// `repeat-x`: in one row.
    X,
    /// `repeat-y`: in one column.
    Y,
    /// `no-repeat`: once.
    None,
}

/// What a pattern repeats. Pictures and scenes are made of paints, so paints do not know them: who makes a pattern knows what
/// is in it, and asks for that.
pub(crate) trait Tile: fmt::Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;

    fn is_same(&self, other: &dyn Tile) -> bool;
}

impl Pattern {
    pub(crate) fn new(tile: impl Tile + 'static) -> Self {
        Self { tile: Arc::new(tile), repeat: Repeat::default(), transform: Affine::IDENTITY }
    }

    /// Along which axes it goes on.
    #[must_use]
    pub fn with_repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Transforms the tiles within the item's coordinates: `setTransform` of a canvas pattern.
    #[must_use]
    pub fn with_transform(mut self, transform: Affine) -> Self {
        self.transform = transform;
        self
    }

    /// Along which axes it goes on.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// The tiles' transform within the item's coordinates.
    #[must_use]
    pub fn transform(&self) -> Affine {
        self.transform
    }

    /// What is repeated, if it is a `T`.
    pub(crate) fn tile<T: 'static>(&self) -> Option<&T> {
        self.tile.as_any().downcast_ref()
    }

    /// Tells its tile from others, as long as it is held.
    pub(crate) fn tile_address(&self) -> usize {
        Arc::as_ptr(&self.tile).addr()
    }

    /// The same pattern of another tile.
    pub(crate) fn of(&self, tile: impl Tile + 'static) -> Self {
        Self { tile: Arc::new(tile), ..*self }
    }
}

impl Repeat {
    /// Whether it goes on along x and y.
    pub(crate) fn axes(self) -> (bool, bool) {
        (matches!(self, Self::Both | Self::X), matches!(self, Self::Both | Self::Y))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.repeat == other.repeat && self.transform == other.transform && self.tile.is_same(&*other.tile)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tile, repeat, transform } = self;
        f.debug_struct("Pattern").field("tile", tile).field("repeat", repeat).field("transform", transform).finish()
    }
}
