//! [`Walk`]: goes through a document as resvg will draw it, and adds up pixels, bytes and steps.
//!
//! What is repeated is counted as often as it is drawn: a pattern's content for each fill, a mask's for each element. The
//! boxes of layers, tiles and filter regions are those that resvg computes, from the same numbers.

use kurbo::{BezPath, PathEl, Point};
use resvg::tiny_skia::{IntRect, PathSegment, Point as DevicePoint, Transform};
use resvg::usvg::{ClipPath, Group, Image, ImageKind, Mask, Node, Paint, Path, Pattern, Stroke};

use super::filter::filter;
use super::scan::refused;
use super::surface::{Cost, Surface, device};
use crate::error::{Error, shorten};
use crate::image::png_size;
use crate::limits::within;
use crate::outline::{Polygons, length as distance, path_work, points};

/// Steps for a pixel: of a layer (cleared, then put down), of a solid fill, of a gradient, of a picture interpolated
/// between sixteen pixels, and of a PNG that is decoded.
const LAYER: u64 = 6;
const SOLID: u64 = 2;
const GRADIENT: u64 = 12;
const PICTURE: u64 = 40;
pub(super) const DECODE: u64 = 30;
/// Steps for each of `path_work`'s.
const EDGE: u64 = 8;
/// Lines that a curve of a stroke's outline becomes, about.
const PIECES: u64 = 16;

pub(super) struct Walk<'a, 'b> {
    pub(super) cost: &'b mut Cost<'a>,
    /// Layers are cut to this, in whatever surface.
    pub(super) bounds: IntRect,
}

impl Walk<'_, '_> {
    pub(super) fn nodes(&mut self, group: &Group, surface: Surface) -> Result<(), Error> {
        group.children().iter().try_for_each(|node| match node {
            Node::Group(group) => self.group(group, surface),
            Node::Text(text) => self.group(text.flattened(), surface),
            Node::Path(path) => self.path(path, surface),
            Node::Image(image) => self.image(image, surface),
        })
    }

    fn group(&mut self, group: &Group, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        let surface = surface.then(group.transform());
        if !group.should_isolate() {
            return self.nodes(group, surface);
        }
        let bounds = group.layer_bounding_box();
        let name = || named(if group.filters().is_empty() { "the layer" } else { "the filtered group" }, group.id());
        device(bounds.to_rect(), surface.transform, name)?;
        let Some((layer, cut)) = self.layer(group, surface) else { return Ok(()) };
        let pixels = layer.pixels();
        self.cost.work(pixels.saturating_mul(LAYER))?;
        let bounds = self.bounds;
        self.cost.holding(pixels, 4, |cost| {
            let mut walk = Walk { cost, bounds };
            walk.nodes(group, layer)?;
            for inner in group.filters() {
                filter(&mut walk, inner, layer)?;
                if cut {
                    let name = named("the filter", inner.id());
                    return Err(refused(format!("{name} has a region of more than five times what is drawn")));
                }
            }
            if let Some(clip) = group.clip_path() {
                walk.clip(clip, layer)?;
            }
            group.mask().map_or(Ok(()), |mask| walk.mask(mask, layer))
        })
    }

    /// The layer of a group, as resvg makes it, and whether it is but a part of the group; `None` where nothing is drawn.
    fn layer(&self, group: &Group, surface: Surface) -> Option<(Surface, bool)> {
        let bounds = group.layer_bounding_box().transform(surface.transform)?;
        let rect = if group.filters().is_empty() {
            let (x, y) = (bounds.x().floor() as i32 - 2, bounds.y().floor() as i32 - 2);
            IntRect::from_xywh(x, y, bounds.width().ceil() as u32 + 4, bounds.height().ceil() as u32 + 4)?
        } else {
            bounds.to_int_rect()
        };
        let (left, right) = (rect.left().max(self.bounds.left()), rect.right().min(self.bounds.right()));
        let (top, bottom) = (rect.top().max(self.bounds.top()), rect.bottom().min(self.bounds.bottom()));
        let whole = rect;
        let rect = IntRect::from_ltrb(left, top, right, bottom)?;
        let shift = Transform::from_translate(-(rect.x() as f32), -(rect.y() as f32));
        let transform = shift.pre_concat(surface.transform);
        Some((Surface { width: rect.width(), height: rect.height(), transform }, rect != whole))
    }

    fn clip(&mut self, clip: &ClipPath, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        let pixels = surface.pixels();
        self.cost.work(pixels.saturating_mul(LAYER))?;
        let bounds = self.bounds;
        self.cost.holding(pixels, 5, |cost| {
            let mut walk = Walk { cost, bounds };
            walk.clip_children(clip.root(), surface.then(clip.transform()))?;
            clip.clip_path().map_or(Ok(()), |outer| walk.clip(outer, surface))
        })
    }

    fn clip_children(&mut self, group: &Group, surface: Surface) -> Result<(), Error> {
        for node in group.children() {
            match node {
                Node::Path(path) => self.path(path, surface)?,
                Node::Text(text) => self.clip_children(text.flattened(), surface)?,
                Node::Group(group) => {
                    self.cost.node()?;
                    let surface = surface.then(group.transform());
                    let Some(clip) = group.clip_path() else {
                        self.clip_children(group, surface)?;
                        continue;
                    };
                    let (pixels, bounds) = (surface.pixels(), self.bounds);
                    self.cost.work(pixels.saturating_mul(LAYER))?;
                    self.cost.holding(pixels, 4, |cost| {
                        let mut walk = Walk { cost, bounds };
                        walk.clip_children(group, surface)?;
                        walk.clip(clip, surface)
                    })?;
                }
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn mask(&mut self, mask: &Mask, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        device(mask.rect().to_rect(), surface.transform, || named("the mask", mask.id()))?;
        let pixels = surface.pixels();
        self.cost.work(pixels.saturating_mul(LAYER + SOLID))?;
        let bounds = self.bounds;
        self.cost.holding(pixels, 6, |cost| {
            let mut walk = Walk { cost, bounds };
            walk.nodes(mask.root(), surface)?;
            mask.mask().map_or(Ok(()), |outer| walk.mask(outer, surface))
        })
    }

    fn image(&mut self, image: &Image, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        if !image.is_visible() {
            return Ok(());
        }
        let ImageKind::PNG(data) = image.kind() else { return Err(refused("a picture in it is no PNG")) };
        let (width, height) = png_size(data, self.cost.limits)?;
        let name = || named("the picture", image.id());
        let bounds = device(image.bounding_box(), surface.transform, name)?;
        let pixels = u64::from(width) * u64::from(height);
        self.cost.work((pixels * DECODE).saturating_add(surface.seen(bounds) * PICTURE))?;
        self.cost.holding(pixels, 12, |_| Ok(()))
    }

    fn path(&mut self, path: &Path, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        if !path.is_visible() {
            return Ok(());
        }
        let segments = path.data().len() as u64;
        within("path_segments", segments, self.cost.limits.path_segments)?;
        let name = || named("the path", path.id());
        let bounds = device(path.stroke_bounding_box(), surface.transform, name)?;
        device(path.data().bounds(), surface.transform, name)?;
        let seen = surface.seen(bounds);
        let outline = bezier(path, surface.transform);
        for paint in path.fill().map(resvg::usvg::Fill::paint).into_iter().chain(path.stroke().map(Stroke::paint)) {
            let shade = match paint {
                Paint::Color(_) => SOLID,
                // Stops are looked for one after another.
                Paint::LinearGradient(gradient) => GRADIENT + gradient.stops().len() as u64,
                Paint::RadialGradient(gradient) => GRADIENT + gradient.stops().len() as u64,
                Paint::Pattern(pattern) => {
                    self.pattern(pattern, surface)?;
                    PICTURE
                }
            };
            self.cost.work(seen.saturating_mul(shade))?;
        }
        if path.fill().is_some() {
            self.edges(&outline, surface, 1)?;
        }
        if let Some(stroke) = path.stroke() {
            let pieces = self.dashes(path, stroke)?;
            self.edges(&outline, surface, 2)?;
            // Joins and caps are as high as the pen.
            let (sx, sy) = surface.transform.get_scale();
            let pen = f64::from(stroke.width().get()) * f64::from(sx.max(sy));
            let rows = pen.min(f64::from(surface.height)) as u64 + 4;
            let pieces = (segments + pieces).saturating_mul(PIECES).saturating_mul(rows);
            self.cost.work(pieces)?;
        }
        Ok(())
    }

    fn edges(&mut self, outline: &BezPath, surface: Surface, copies: u64) -> Result<(), Error> {
        // Curves count as their control polygons: a loop's chord has no length.
        let mut legs = Polygons::default();
        for element in outline.elements() {
            if matches!(element, PathEl::MoveTo(_)) {
                legs.close();
            }
            points(element).for_each(|point| legs.push(point));
        }
        legs.close();
        // With each segment drawn so often, so much oftener they cross.
        let work = path_work(&legs, surface.height).saturating_mul(copies * copies);
        within("path_work", work, self.cost.limits.path_work)?;
        self.cost.work(work.saturating_mul(EDGE))
    }

    /// Dashes that a stroke is cut into: at most its control polygon's length by the dashes'.
    fn dashes(&mut self, path: &Path, stroke: &Stroke) -> Result<u64, Error> {
        let Some(dashes) = stroke.dasharray() else { return Ok(0) };
        let pattern = dashes.iter().copied().map(f64::from).sum::<f64>();
        if !(pattern > 0.0) {
            return Ok(0);
        }
        let count = (length(path) / pattern + 1.0) * dashes.len() as f64;
        self.cost.dashes(count)?;
        Ok(count as u64)
    }

    fn pattern(&mut self, pattern: &Pattern, surface: Surface) -> Result<(), Error> {
        self.cost.node()?;
        let (sx, sy) = surface.transform.pre_concat(pattern.transform()).get_scale();
        let rect = pattern.rect();
        let tile = Surface {
            width: (rect.width() * sx).round() as u32,
            height: (rect.height() * sy).round() as u32,
            transform: Transform::from_scale(sx, sy),
        };
        let side = u64::from(tile.width.max(tile.height));
        if side > self.cost.limits.canvas_side {
            let (name, allowed) = (named("the pattern", pattern.id()), self.cost.limits.canvas_side);
            return Err(refused(format!(
                "{name} has a tile of {} x {} device pixels, at most {allowed} a side",
                tile.width, tile.height
            )));
        }
        let pixels = tile.pixels();
        self.cost.work(pixels.saturating_mul(LAYER))?;
        let bounds = self.bounds;
        self.cost.holding(pixels, 4, |cost| Walk { cost, bounds }.nodes(pattern.root(), tile))
    }
}

/// A part of a document by its name, where it has one.
pub(super) fn named(what: &str, id: &str) -> String {
    if id.is_empty() { what.to_owned() } else { format!("{what} {:?}", shorten(id)) }
}

fn bezier(path: &Path, transform: Transform) -> BezPath {
    let map = |p: DevicePoint| {
        let mut p = p;
        transform.map_point(&mut p);
        Point::new(f64::from(p.x), f64::from(p.y))
    };
    let mut out = BezPath::new();
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) => out.move_to(map(p)),
            PathSegment::LineTo(p) => out.line_to(map(p)),
            PathSegment::QuadTo(a, p) => out.quad_to(map(a), map(p)),
            PathSegment::CubicTo(a, b, p) => out.curve_to(map(a), map(b), map(p)),
            PathSegment::Close => out.close_path(),
        }
    }
    out
}

fn length(path: &Path) -> f64 {
    let points = path.data().points().iter().map(|p| Point::new(f64::from(p.x), f64::from(p.y)));
    // Also from the end of a contour to the next's beginning, which stands for its closing line, twice to be sure.
    points.clone().zip(points.skip(1)).map(|(a, b)| distance(b - a)).sum::<f64>() * 2.0
}
