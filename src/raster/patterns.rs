//! Patterns in a plan: their tiles' pixels, and where they end.

use std::sync::Arc;

use kurbo::{Affine, Point};

use super::plan::{Backend, Op};
use super::planner::Pass;
use crate::error::Error;
use crate::image::Sampling;
use crate::list::{ListTile, TileContent};
use crate::outline::is_singular;
use crate::paint::{FillRule, Paint, Pattern};

impl<B: Backend> Pass<'_, '_, B> {
    /// The paint of a pattern in coordinates that `transform` maps to pixels of what is drawn on.
    pub(super) fn pattern(&mut self, pattern: &Pattern, transform: Affine) -> Result<Option<Arc<B::Paint>>, Error> {
        // Lists became pixels before.
        let Some(ListTile { size, content: TileContent::Pixels(pixels, sampling), part }) = pattern.tile() else {
            return Ok(None);
        };
        pixels.look_through(self.planner.watch)?;
        let (mut axes, mut at, mut whole) = (pattern.repeat.axes(), (0.0, 0.0), (pixels.width(), pixels.height()));
        if let Some(part) = part {
            (at, whole) = (part.at, part.whole);
            axes = (axes.0 && !part.axes.0, axes.1 && !part.axes.1);
        }
        let (width, height) = (f64::from(whole.0), f64::from(whole.1));
        let to_px = Affine::scale_non_uniform(size.width / width, size.height / height) * Affine::translate(at);
        let transform = transform * pattern.transform * to_px;
        let reduced = match sampling {
            Sampling::Nearest | Sampling::Bilinear => None,
            Sampling::Smooth | Sampling::Bicubic => self.reduced_tile(pixels, transform)?,
        };
        let (pixels, sampling, transform) = match &reduced {
            Some((pixels, transform)) => (pixels, Sampling::Smooth, *transform),
            None => (pixels, *sampling, transform),
        };
        self.shared(self.planner.backend.image(pixels, sampling, axes, transform))
    }

    /// Lets `draw` draw what is painted so, in coordinates that `transform` maps to the canvas: of a pattern that does not go on, only where its tiles are.
    pub(super) fn through_tiles(
        &mut self,
        paint: &Paint,
        transform: Affine,
        draw: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Paint::Pattern(pattern) = paint else { return draw(self) };
        let axes = pattern.repeat.axes();
        let (true, Some(ListTile { size, .. })) = (axes != (true, true), pattern.tile()) else { return draw(self) };
        let to_surface = self.to_surface(transform * pattern.transform);
        let to_tile = to_surface.inverse();
        if is_singular(to_surface) || !to_tile.is_finite() {
            return Ok(());
        }
        // The part of what is drawn on where the tiles are.
        let (width, height) = (f64::from(self.planner.size.0), f64::from(self.planner.size.1));
        let mut polygon = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)].map(Point::from).to_vec();
        if !axes.0 {
            polygon = above_zero(&polygon, |p| (to_tile * p).x);
            polygon = above_zero(&polygon, |p| size.width - (to_tile * p).x);
        }
        if !axes.1 {
            polygon = above_zero(&polygon, |p| (to_tile * p).y);
            polygon = above_zero(&polygon, |p| size.height - (to_tile * p).y);
        }
        self.polygons.clear();
        polygon.iter().for_each(|&point| self.polygons.push(point));
        self.polygons.close();
        let outline = self.outline(FillRule::NonZero)?;
        let rows = outline.as_ref().map_or(0..0, |outline| self.planner.backend.rows(outline));
        self.push(rows, Op::PushClip { outline, end: 0 })?;
        draw(self)?;
        self.pop()
    }
}

/// The part of a convex polygon where a linear function is not negative (Sutherland and Hodgman, "Reentrant polygon
/// clipping", 1974).
fn above_zero(polygon: &[Point], value: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    let sides = polygon.iter().zip(polygon.iter().cycle().skip(1));
    for (&from, &to) in sides {
        let (a, b) = (value(from), value(to));
        if a >= 0.0 {
            kept.push(from);
        }
        if (a >= 0.0) != (b >= 0.0) {
            kept.push(from.lerp(to, a / (a - b)));
        }
    }
    kept
}
