//! [`SceneBuilder`]: the drawing verbs.

use std::borrow::Cow;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};

use super::check::check;
use super::{Layer, Places, Scene, SceneItem};
use crate::error::Error;
use crate::image::Image;
use crate::limits::within;
use crate::outline::{ToPath, begin_subpaths};
use crate::paint::{FillRule, Paint, Stroke};
use crate::text::{Paragraph, check_language};
use crate::units::MAX_COORDINATE;

/// Scenes inside each other.
const MAX_DEPTH: u64 = 16;
/// Items of a scene and of all scenes inside it.
const MAX_TOTAL: u64 = 10_000_000;

/// Describes a picture, item by item; what comes later lies on top.
///
/// Verbs never fail: the first item with a number that is no number or out of range, and the first push or pop without
/// its counterpart, is remembered and returned by [`finish`](Self::finish).
///
/// ```
/// use inkstone::{Color, Layer, Scene, Stroke, kurbo::{Affine, Circle}};
///
/// let mut scene = Scene::builder(200.0, 100.0);
/// scene
///     .fill(Circle::new((50.0, 50.0), 40.0), Color::from_rgb8(240, 200, 60))
///     .stroke("M100 20 L180 80", Stroke::new(4.0).with_dashes([8.0, 4.0]), Color::BLACK)
///     .layer(Layer::new().with_opacity(0.5), |scene| {
///         scene.transformed(Affine::translate((20.0, 0.0)), |scene| {
///             scene.fill(Circle::new((50.0, 50.0), 20.0), Color::WHITE);
///         });
///     });
/// assert_eq!(scene.finish()?.len(), 7);
///
/// let mut broken = Scene::builder(200.0, 100.0);
/// broken.fill(Circle::new((f64::NAN, 0.0), 1.0), Color::BLACK);
/// assert!(broken.finish().unwrap_err().to_string().starts_with("scene item 0: path coordinate is NaN"));
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "a scene is made by `finish`"]
pub struct SceneBuilder {
    width: f64,
    height: f64,
    items: Vec<SceneItem>,
    /// Indices of the pushes that are open.
    open: Vec<usize>,
    language: Option<Arc<str>>,
    error: Option<Error>,
}

impl SceneBuilder {
    pub(super) fn new(width: f64, height: f64) -> Self {
        let error = (!(width > 0.0 && height > 0.0 && width <= MAX_COORDINATE && height <= MAX_COORDINATE))
            .then_some(Error::InvalidSize { width, height, expected: "finite sides above 0, up to 1000000 px" });
        Self { width, height, items: Vec::new(), open: Vec::new(), language: None, error }
    }

    /// The language of all texts that say none, as a BCP 47 tag: it chooses the forms of Han characters, the order of
    /// fallback and the rules of line breaking. [`Canvas::layout_in`](crate::Canvas::layout_in) measures such texts.
    pub fn language(&mut self, language: &str) -> &mut Self {
        if let Err(error) = check_language(language) {
            self.error.get_or_insert(error);
        }
        self.language = Some(language.into());
        self
    }

    /// Fills a shape, by the non-zero rule.
    pub fn fill(&mut self, shape: impl ToPath, paint: impl Into<Paint>) -> &mut Self {
        self.fill_with_rule(shape, FillRule::NonZero, paint)
    }

    /// Fills a shape by a rule.
    pub fn fill_with_rule(&mut self, shape: impl ToPath, rule: FillRule, paint: impl Into<Paint>) -> &mut Self {
        let path = self.path(&shape);
        self.push(SceneItem::Fill { path, rule, paint: paint.into() })
    }

    /// Draws the outline of a shape. The pen is transformed with the shape, as in Canvas 2D. A width of 0 draws nothing.
    pub fn stroke(&mut self, shape: impl ToPath, stroke: impl Into<Stroke>, paint: impl Into<Paint>) -> &mut Self {
        let path = self.path(&shape);
        self.push(SceneItem::Stroke { path, stroke: stroke.into(), paint: paint.into() })
    }

    /// Draws a picture into a rectangle, scaled to its size. A rectangle with swapped sides mirrors it.
    pub fn image(&mut self, image: &Image, rect: Rect) -> &mut Self {
        self.push(SceneItem::Image { image: image.clone(), rect })
    }

    /// Draws text, its anchor (by default the start of the first baseline) at `origin`.
    pub fn text(&mut self, origin: impl Into<Point>, paragraph: impl Into<Paragraph>) -> &mut Self {
        self.push(SceneItem::Text { origin: origin.into(), paragraph: Arc::new(paragraph.into()) })
    }

    /// Transforms the coordinates of what follows, until the matching [`pop`](Self::pop). Inner transforms apply first. Under
    /// one that leaves nothing of the plane, exactly or but for rounding, nothing is painted.
    pub fn push_transform(&mut self, transform: Affine) -> &mut Self {
        self.open.push(self.items.len());
        self.push(SceneItem::PushTransform(transform))
    }

    /// Clips what follows to a shape, anti-aliased, until the matching [`pop`](Self::pop). Clips intersect.
    pub fn push_clip(&mut self, shape: impl ToPath) -> &mut Self {
        self.push_clip_with_rule(shape, FillRule::NonZero)
    }

    /// Clips what follows to a shape filled by a rule, until the matching [`pop`](Self::pop).
    pub fn push_clip_with_rule(&mut self, shape: impl ToPath, rule: FillRule) -> &mut Self {
        let path = self.path(&shape);
        self.open.push(self.items.len());
        self.push(SceneItem::PushClip { path, rule })
    }

    /// Clips what follows to the glyphs of a text, placed as [`text`](Self::text) places it, until the matching
    /// [`pop`](Self::pop). Its decorations and the pictures in it do not count.
    pub fn push_text_clip(&mut self, origin: impl Into<Point>, paragraph: impl Into<Paragraph>) -> &mut Self {
        self.open.push(self.items.len());
        self.push(SceneItem::PushTextClip { origin: origin.into(), paragraph: Arc::new(paragraph.into()) })
    }

    /// Draws what follows into a layer of its own, until the matching [`pop`](Self::pop).
    pub fn push_layer(&mut self, layer: Layer) -> &mut Self {
        self.open.push(self.items.len());
        self.push(SceneItem::PushLayer(Box::new(layer)))
    }

    /// Ends the transform, clip or layer pushed last.
    pub fn pop(&mut self) -> &mut Self {
        if self.open.pop().is_none() {
            let item = self.items.len();
            self.error.get_or_insert(Error::Unbalanced { item, what: "a pop without a push before it" });
        }
        self.push(SceneItem::Pop)
    }

    /// What `draw` draws, transformed.
    pub fn transformed(&mut self, transform: Affine, draw: impl FnOnce(&mut Self)) -> &mut Self {
        self.push_transform(transform).scoped(draw)
    }

    /// What `draw` draws, clipped to a shape.
    pub fn clipped(&mut self, shape: impl ToPath, draw: impl FnOnce(&mut Self)) -> &mut Self {
        self.push_clip(shape).scoped(draw)
    }

    /// What `draw` draws, clipped to the glyphs of a text.
    pub fn clipped_to_text(
        &mut self,
        origin: impl Into<Point>,
        paragraph: impl Into<Paragraph>,
        draw: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.push_text_clip(origin, paragraph).scoped(draw)
    }

    /// What `draw` draws, in a layer of its own.
    pub fn layer(&mut self, layer: Layer, draw: impl FnOnce(&mut Self)) -> &mut Self {
        self.push_layer(layer).scoped(draw)
    }

    /// The scene.
    ///
    /// # Errors
    /// The first thing that was wrong: [`Error::InvalidSize`], [`Error::InvalidNumber`], [`Error::InvalidPathData`] or
    /// [`Error::Unbalanced`]; [`Error::LimitExceeded`] for scenes more than 16 deep inside each other, as masks and patterns are, or with
    /// more than ten million items in all.
    pub fn finish(mut self) -> Result<Scene, Error> {
        if let Some(&item) = self.open.last() {
            self.error.get_or_insert(Error::Unbalanced { item, what: "a push without a pop after it" });
        }
        match self.error {
            Some(error) => Err(error),
            None => {
                let Self { width, height, items, language, .. } = self;
                let (mut total, mut written, mut depth) = (items.len() as u64, items.len() as u64, 1);
                for item in &items {
                    item.visit_scenes(|scene| {
                        written = written.saturating_add(scene.written);
                        depth = depth.max(scene.depth + 1);
                    });
                    if let SceneItem::PushLayer(layer) = item
                        && let Some(mask) = &layer.mask
                    {
                        total = total.saturating_add(mask.scene.total);
                    }
                }
                within("scenes inside each other", depth, MAX_DEPTH)?;
                within("scene_items", written, if depth > 1 { MAX_TOTAL } else { u64::MAX })?;
                let (items, places) = (items.into(), Places::default());
                Ok(Scene { width, height, items, places, language, total, written, depth })
            }
        }
    }

    /// The first error so far, which `finish` would return.
    #[cfg(feature = "serde")]
    pub(super) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Width and height in px.
    #[cfg(feature = "serde")]
    pub(super) fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// How many items there are, and how many pushes are open.
    #[cfg(feature = "serde")]
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.items.len(), self.open.len())
    }

    fn push(&mut self, item: SceneItem) -> &mut Self {
        if self.error.is_none() {
            self.error = check(self.items.len(), &item).err();
        }
        // Behind an error only the count matters, which balance is judged by.
        self.items.push(if self.error.is_some() { SceneItem::Pop } else { item });
        self
    }

    /// Runs `draw` and closes what it left open besides what was pushed last.
    fn scoped(&mut self, draw: impl FnOnce(&mut Self)) -> &mut Self {
        let depth = self.open.len();
        draw(self);
        if self.open.len() != depth {
            let item = self.items.len();
            let what = "a closure pops what it did not push, or leaves open what it pushed";
            self.error.get_or_insert(Error::Unbalanced { item, what });
        }
        self.pop()
    }

    fn path(&mut self, shape: &impl ToPath) -> Arc<BezPath> {
        match shape.to_path() {
            Ok(path) => Arc::new(match begin_subpaths(&path) {
                Cow::Borrowed(_) => path,
                Cow::Owned(begun) => begun,
            }),
            Err(error) => {
                self.error.get_or_insert(error);
                Arc::default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paint::Color;

    fn error_of(describe: impl FnOnce(&mut SceneBuilder)) -> String {
        let mut builder = Scene::builder(10.0, 10.0);
        describe(&mut builder);
        builder.finish().unwrap_err().to_string()
    }

    #[test]
    fn the_first_offence_is_kept() {
        let text = error_of(|s| {
            s.fill("M0 0h1", Color::BLACK).stroke("M0 0h1", -1.0, Color::BLACK).pop();
        });
        assert_eq!(text, "scene item 1: stroke width is -1, expected a finite number from 0 to 1000000");
        assert_eq!(
            error_of(|s| {
                s.fill("M0", Color::BLACK);
            }),
            "path data at byte 2: found \"the end\", expected a number"
        );
        assert_eq!(
            error_of(|s| {
                s.push_transform(Affine::IDENTITY);
            }),
            "scene item 0: a push without a pop after it"
        );
        assert_eq!(
            error_of(|s| {
                s.fill("M0 0h1", Color::BLACK).pop();
            }),
            "scene item 1: a pop without a push before it"
        );
        assert!(
            error_of(|s| {
                s.clipped("M0 0h1", |s| {
                    s.pop();
                });
            })
            .contains("a closure pops")
        );
        assert!(Scene::builder(0.0, 1.0).finish().is_err());
        assert!(Scene::builder(1.0, f64::INFINITY).finish().is_err());
    }

    #[test]
    fn scenes_are_plain_shared_data() {
        fn shared<T: Send + Sync + Clone + 'static>() {}
        shared::<Scene>();
    }
}
