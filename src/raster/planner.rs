//! [`Planner`]: makes a plan of a display list.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::glyphs::GlyphSource;
use super::plan::{Backend, Masks, Op, Plan, Step};
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::glyph::HintingPolicy;
#[cfg(feature = "svg-in")]
use crate::image::{Sampling, Svg, Work};
use crate::limits::Limits;
use crate::list::{DisplayList, Item, ItemKind};
use crate::outline::{
    Polygons, Quads, ToPath, dash, fill_polygons, is_dense, max_scale, points, stroke_polygons, stroke_quads,
};
use crate::paint::{FillRule, Join, Paint, Stroke, StrokeScaling};
use crate::scene::Layer;
#[cfg(feature = "svg-in")]
use crate::scene::Places;
use crate::units::MAX_COORDINATE;
use crate::watch::{Held, Watch};

/// What a plan is made with.
pub(crate) struct Planner<'a, B: Backend> {
    pub(crate) backend: B,
    pub(crate) scale: f64,
    pub(crate) dpi: f64,
    pub(crate) hinting: HintingPolicy,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) glyphs: GlyphSource<'a>,
    pub(crate) budget: &'a Budget,
    /// Columns and rows of the canvas.
    pub(crate) size: (u32, u32),
}

/// A plan in the making.
pub(super) struct Pass<'a, 'p, B: Backend> {
    pub(super) planner: &'p mut Planner<'a, B>,
    pub(super) plan: Held<'a, Plan<B>>,
    /// Pushes not yet popped.
    open: Vec<Open>,
    polygons: Held<'a, Polygons>,
    quads: Held<'a, Quads>,
    #[cfg(feature = "svg-in")]
    documents: Documents,
}

/// What drawing SVG documents needs besides.
#[cfg(feature = "svg-in")]
struct Documents {
    places: Places,
    /// Of this render, each time that a document is drawn.
    work: Work,
}

/// A push: its step, and the rows of what is inside it so far.
struct Open {
    step: usize,
    rows: Range<u32>,
}

impl<'a, B: Backend> Planner<'a, B> {
    pub(crate) fn plan(&mut self, list: &DisplayList) -> Result<Held<'a, Plan<B>>, Error> {
        let watch = self.watch;
        let (number, masks) = self.glyphs.tools.begin_plan();
        let mut pass = Pass {
            planner: self,
            plan: watch.hold(Plan { steps: Buffer::new(watch), masks: Masks::again(masks), number, ..Plan::default() }),
            open: Vec::new(),
            polygons: watch.hold(Polygons::new(watch)),
            quads: watch.hold(Quads::new(watch)),
            #[cfg(feature = "svg-in")]
            documents: Documents { places: list.places.clone(), work: Work::default() },
        };
        for item in list.items.iter() {
            pass.planner.watch.check()?;
            pass.item(item)?;
        }
        while !pass.open.is_empty() {
            pass.pop()?;
        }
        Ok(pass.plan)
    }
}

impl<B: Backend> Pass<'_, '_, B> {
    fn item(&mut self, item: &Item) -> Result<(), Error> {
        let scale = self.planner.scale;
        let to_device = |transform: &Affine| Affine::scale(scale) * *transform;
        match &item.kind {
            ItemKind::Fill { path, rule, paint, transform } => {
                let transform = to_device(transform);
                let outline = self.filled(item.source, path, transform, *rule)?;
                let paint = self.paint(paint, transform)?;
                self.fill(outline, paint.as_ref())?;
            }
            ItemKind::Stroke { path, stroke, paint, transform } => {
                let outline = self.stroked(item.source, path, stroke, *transform)?;
                let paint = self.paint(paint, to_device(transform))?;
                self.fill(outline, paint.as_ref())?;
            }
            ItemKind::Image { pixels, rect, sampling, transform } => {
                let (w, h) = (f64::from(pixels.width()), f64::from(pixels.height()));
                let (sx, sy) = ((rect.x1 - rect.x0) / w, (rect.y1 - rect.y0) / h);
                let transform = to_device(transform) * Affine::new([sx, 0.0, 0.0, sy, rect.x0, rect.y0]);
                let path = Rect::new(0.0, 0.0, w, h).to_path()?;
                let outline = self.filled(item.source, &path, transform, FillRule::NonZero)?;
                pixels.look_through(self.planner.watch)?;
                let paint = self.shared(self.planner.backend.image(pixels, *sampling, transform))?;
                self.fill(outline, paint.as_ref())?;
            }
            #[cfg(feature = "svg-in")]
            ItemKind::Svg { svg, rect, transform } => {
                self.svg(item.source, svg, to_device(transform) * svg.fit(*rect))?;
            }
            ItemKind::Glyphs { run, origin, transform } => {
                self.run(item.source, run, origin.to_vec2(), to_device(transform))?;
            }
            ItemKind::PushClip { path, rule, transform } => {
                let outline = self.filled(item.source, path, to_device(transform), *rule)?;
                let rows = outline.as_ref().map_or(0..0, |outline| self.planner.backend.rows(outline));
                self.push(rows, Op::PushClip { outline, end: 0 })?;
            }
            ItemKind::PushLayer(layer) => self.push(0..0, Op::PushLayer { layer: *layer, margin: 0, end: 0 })?,
            ItemKind::Pop => self.pop()?,
        }
        Ok(())
    }

    pub(super) fn step(&mut self, rows: Range<u32>, op: Op<B>) -> Result<(), Error> {
        if let Some(open) = self.open.last_mut() {
            open.rows = union(&open.rows, &rows);
        }
        self.plan.steps.push(Step { rows, op });
        self.plan.steps.check()
    }

    /// A push; `rows` are those of a clip.
    fn push(&mut self, rows: Range<u32>, op: Op<B>) -> Result<(), Error> {
        self.open.push(Open { step: self.plan.steps.len(), rows: 0..0 });
        self.plan.steps.push(Step { rows, op });
        self.plan.steps.check()
    }

    /// Ends a push, whose rows are known now.
    fn pop(&mut self) -> Result<(), Error> {
        let Some(Open { step, rows: inside }) = self.open.pop() else { return Ok(()) };
        let pop = self.plan.steps.len();
        let height = self.planner.size.1;
        let Step { rows, op } = &mut self.plan.steps[step];
        match op {
            Op::PushClip { end, .. } => {
                *end = pop;
                *rows = intersection(rows, &inside);
            }
            Op::PushLayer { layer, margin, end } => {
                *end = pop;
                *rows = layer_rows(layer, &inside, *margin, height);
            }
            Op::Fill { .. } | Op::Glyphs { .. } | Op::Pop => {}
        }
        let rows = rows.clone();
        self.plan.steps.push(Step { rows: rows.clone(), op: Op::Pop });
        if let Some(outer) = self.open.last_mut() {
            outer.rows = union(&outer.rows, &rows);
        }
        self.plan.steps.check()
    }

    pub(super) fn paint(&self, paint: &Paint, transform: Affine) -> Result<Option<Arc<B::Paint>>, Error> {
        self.shared(self.planner.backend.paint(paint, transform))
    }

    /// A paint, counted with the two numbers that count who shares it.
    fn shared(&self, paint: Option<B::Paint>) -> Result<Option<Arc<B::Paint>>, Error> {
        let Some(paint) = paint else { return Ok(None) };
        let bytes = size_of::<B::Paint>() + 2 * size_of::<usize>();
        self.planner.budget.take(bytes as u64 + self.planner.backend.paint_bytes(&paint))?;
        Ok(Some(Arc::new(paint)))
    }

    pub(super) fn fill(&mut self, outline: Option<B::Outline>, paint: Option<&Arc<B::Paint>>) -> Result<(), Error> {
        let (Some(outline), Some(paint)) = (outline, paint) else { return Ok(()) };
        let rows = self.planner.backend.rows(&outline);
        if self.open.is_empty() && self.planner.backend.hides(&outline, paint) {
            self.plan.hiding = Some(self.plan.steps.len());
        }
        self.step(rows, Op::Fill { outline, paint: paint.clone() })
    }

    /// What the polygons enclose.
    fn outline(&mut self, rule: FillRule) -> Result<Option<B::Outline>, Error> {
        self.planner.backend.outline(&self.polygons, rule, self.planner.watch)
    }

    pub(super) fn filled(
        &mut self,
        source: usize,
        path: &BezPath,
        transform: Affine,
        rule: FillRule,
    ) -> Result<Option<B::Outline>, Error> {
        check_path(source, path, transform, self.planner.watch)?;
        self.polygons.clear();
        let Planner { limits, watch, .. } = self.planner;
        fill_polygons(path, transform, limits.path_segments, watch, &mut self.polygons)?;
        self.outline(rule)
    }

    fn stroked(
        &mut self,
        source: usize,
        path: &BezPath,
        stroke: &Stroke,
        item: Affine,
    ) -> Result<Option<B::Outline>, Error> {
        // What the stroke's numbers are measured in.
        let (space, transform) = stroke_space(stroke.scaling, item, self.planner.scale);
        let mut path = Cow::Borrowed(path);
        if space != Affine::IDENTITY {
            if item.determinant() == 0.0 {
                return Ok(None);
            }
            let Planner { watch, .. } = self.planner;
            watch.count::<PathEl>(path.elements().len())?;
            let mut mapped = Vec::with_capacity(path.elements().len());
            for part in watch.parts(path.elements()) {
                mapped.extend(part?.iter().map(|element| space * *element));
            }
            path = Cow::Owned(mapped.into_iter().collect());
        }
        let mapped = if let Cow::Owned(path) = &path { path.elements().len() } else { 0 };
        let outline = self.stroked_in(source, &path, stroke, transform);
        self.planner.watch.uncount::<PathEl>(mapped);
        outline
    }

    fn stroked_in(
        &mut self,
        source: usize,
        path: &BezPath,
        stroke: &Stroke,
        transform: Affine,
    ) -> Result<Option<B::Outline>, Error> {
        let scale = max_scale(transform);
        // The stroke reaches at most this far from the path, in device pixels.
        let miter = if stroke.join == Join::Miter { stroke.miter_limit.max(1.0) } else { 1.0 };
        let reach = stroke.width / 2.0 * scale * miter.max(std::f64::consts::SQRT_2);
        check_number(source, reach)?;
        if stroke.width == 0.0 || scale == 0.0 {
            return Ok(None);
        }
        check_path(source, path, transform, self.planner.watch)?;
        let Planner { limits, watch, .. } = self.planner;
        let dashed = if stroke.dashes.is_empty() {
            None
        } else {
            dash(path, &stroke.dashes, stroke.dash_offset, scale, limits.dashes, watch)?
        };
        let path = dashed.as_deref().map_or(path.elements(), |dashes| dashes);
        if B::UNIONS && is_dense(path, stroke.width, watch)? {
            self.quads.clear();
            stroke_quads(path, stroke, transform, limits.path_segments, watch, &mut self.quads)?;
            return self.planner.backend.union(&self.quads, self.planner.watch);
        }
        self.polygons.clear();
        stroke_polygons(path, stroke, transform, limits.path_segments, watch, &mut self.polygons)?;
        self.outline(FillRule::NonZero)
    }

    /// Drawn once, at device pixels, and put down as it is: every band has the same pixels.
    #[cfg(feature = "svg-in")]
    fn svg(&mut self, source: usize, svg: &Svg, transform: Affine) -> Result<(), Error> {
        let size = svg.size();
        for corner in [(0.0, 0.0), (size.width, 0.0), (0.0, size.height), (size.width, size.height)] {
            check_point(source, transform * Point::from(corner))?;
        }
        let Planner { limits, watch, budget, size, .. } = self.planner;
        let Documents { places, work } = &mut self.documents;
        let drawn = svg.draw(transform, *size, limits, watch, budget, work);
        let drawn = drawn.map_err(|error| error.of_image(|| places.place(source)))?;
        let Some((pixels, at)) = drawn else { return Ok(()) };
        pixels.look_through(self.planner.watch)?;
        let transform = Affine::translate(at.to_vec2());
        let path = Rect::new(0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height())).to_path()?;
        let outline = self.filled(source, &path, transform, FillRule::NonZero)?;
        let paint = self.shared(self.planner.backend.image(&Arc::new(pixels), Sampling::Nearest, transform))?;
        self.fill(outline, paint.as_ref())
    }
}

/// From an item's coordinates to those that its stroke is measured in, and from there to device pixels; `item` leads to
/// the scene's, `scale` from there on.
fn stroke_space(scaling: StrokeScaling, item: Affine, scale: f64) -> (Affine, Affine) {
    match scaling {
        StrokeScaling::Shape => (Affine::IDENTITY, Affine::scale(scale) * item),
        StrokeScaling::Scene => (item, Affine::scale(scale)),
        StrokeScaling::Device => (Affine::scale(scale) * item, Affine::IDENTITY),
    }
}

/// The rows that a layer may change. Where its operator changes what lies outside it, all of them.
fn layer_rows(layer: &Layer, inside: &Range<u32>, margin: u32, height: u32) -> Range<u32> {
    if layer.blend_mode.reaches_beyond_source() {
        0..height
    } else if inside.is_empty() {
        0..0
    } else {
        inside.start.saturating_sub(margin)..inside.end.saturating_add(margin).min(height)
    }
}

/// The smallest range with both.
pub(super) fn union(a: &Range<u32>, b: &Range<u32>) -> Range<u32> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// What is in both.
pub(super) fn intersection(a: &Range<u32>, b: &Range<u32>) -> Range<u32> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

fn check_path(source: usize, path: &BezPath, transform: Affine, watch: &Watch) -> Result<(), Error> {
    watch.parts(path.elements()).try_for_each(|elements| {
        elements?.iter().flat_map(points).try_for_each(|point| check_point(source, transform * point))
    })
}

pub(super) fn check_point(source: usize, point: Point) -> Result<(), Error> {
    check_number(source, point.x)?;
    check_number(source, point.y)
}

fn check_number(source: usize, value: f64) -> Result<(), Error> {
    if value.abs() <= MAX_COORDINATE { Ok(()) } else { Err(out_of_device(source, value)) }
}

fn out_of_device(item: usize, value: f64) -> Error {
    Error::InvalidNumber {
        item,
        what: "coordinate in device pixels",
        value,
        expected: "a finite number from -1000000 to 1000000",
    }
}
