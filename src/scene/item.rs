//! [`Scene`]: a picture as it was described, text still as text.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};

use super::{Layer, Places, SceneBuilder};
use crate::image::Image;
use crate::paint::{FillRule, Paint, Stroke};
use crate::text::Paragraph;

/// A picture as it was described: plain data, immutable, cheap to clone and to share between threads.
///
/// Coordinates are logical CSS px (1/96 inch), x to the right, y down, the origin in the top left corner. What is drawn
/// later lies on top.
///
/// ```
/// use inkstone::{Color, Engine, RenderOptions, Scene, kurbo::Rect};
///
/// let mut scene = Scene::builder(4.0, 3.0);
/// scene.fill(Rect::new(1.0, 1.0, 3.0, 2.0), Color::from_rgb8(200, 40, 40));
/// let scene = scene.finish()?;
///
/// let pixmap = Engine::new().canvas().render(&scene, &RenderOptions::new())?;
/// let red = [200, 40, 40, 255];
/// let rows: Vec<Vec<bool>> =
///     (0..3).map(|y| (0..4).map(|x| pixmap.pixel(x, y) == Some(red)).collect()).collect();
/// assert_eq!(rows, [[false; 4], [false, true, true, false], [false; 4]]);
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) items: Arc<[SceneItem]>,
    pub(crate) places: Places,
    /// Of texts that say none.
    pub(crate) language: Option<Arc<str>>,
    /// Items, those of masks inside it counted as often as they are used.
    pub(crate) total: u64,
    /// Items, those of all scenes inside it counted as often as they are used, as its JSON says them.
    pub(crate) written: u64,
    /// Scenes inside each other, itself included.
    pub(crate) depth: u64,
}

/// What the builder was told, one verb an item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SceneItem {
    Fill { path: Arc<BezPath>, rule: FillRule, paint: Paint },
    Stroke { path: Arc<BezPath>, stroke: Stroke, paint: Paint },
    Image { image: Image, rect: Rect },
    Text { origin: Point, paragraph: Arc<Paragraph> },
    PushTransform(Affine),
    PushClip { path: Arc<BezPath>, rule: FillRule },
    PushTextClip { origin: Point, paragraph: Arc<Paragraph> },
    PushLayer(Box<Layer>),
    Pop,
}

impl Scene {
    /// Begins a scene of a size in logical px.
    pub fn builder(width: f64, height: f64) -> SceneBuilder {
        SceneBuilder::new(width, height)
    }

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

    /// The language of its texts that say none, as [`SceneBuilder::language`] was told: what
    /// [`Canvas::layout_in`](crate::Canvas::layout_in) takes to measure them.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Number of items: the builder's verbs, pushes and pops included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
