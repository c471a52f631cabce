//! [`Planner`]: makes a plan of a display list.

use std::ops::Range;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::glyphs::{Glyph, GlyphSource};
use super::plan::{Backend, Op, PlacedGlyph, Plan, Step};
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::glyph::{GlyphKey, HintingPolicy, MAX_MASK_PPEM, OutlineSpec, placement};
#[cfg(feature = "svg-in")]
use crate::image::{Sampling, Svg, Work};
use crate::limits::{Limits, within};
use crate::list::{DisplayList, Item, ItemKind};
use crate::outline::{
    Polygons, Quads, ToPath, dash, fill_polygons, is_dense, max_scale, points, stroke_polygons, stroke_quads,
};
use crate::paint::{FillRule, Join, Paint, Stroke};
use crate::scene::Layer;
#[cfg(feature = "svg-in")]
use crate::scene::Places;
use crate::text::GlyphRun;
use crate::units::MAX_COORDINATE;
use crate::watch::{Held, Watch};

/// Glyphs placed between two looks at the watch.
const GLYPHS_PER_CHECK: usize = 256;

/// Bytes of glyph masks that a plan holds on to, so that bands need not ask the cache for them again. Enough for a page
/// of text; what is beyond is asked for by each band.
const PINNED_BYTES: u64 = 8 << 20;

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
struct Pass<'a, 'p, B: Backend> {
    planner: &'p mut Planner<'a, B>,
    plan: Held<'a, Plan<B>>,
    /// Pushes not yet popped.
    open: Vec<Open>,
    polygons: Held<'a, Polygons>,
    quads: Held<'a, Quads>,
    pinned: u64,
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
        let mut pass = Pass {
            planner: self,
            plan: watch.hold(Plan { steps: Buffer::new(watch), ..Plan::default() }),
            open: Vec::new(),
            polygons: watch.hold(Polygons::new(watch)),
            quads: watch.hold(Quads::new(watch)),
            pinned: 0,
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
                let transform = to_device(transform);
                let outline = self.stroked(item.source, path, stroke, transform)?;
                let paint = self.paint(paint, transform)?;
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

    fn step(&mut self, rows: Range<u32>, op: Op<B>) -> Result<(), Error> {
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

    fn paint(&self, paint: &Paint, transform: Affine) -> Result<Option<Arc<B::Paint>>, Error> {
        self.shared(self.planner.backend.paint(paint, transform))
    }

    /// A paint, counted with the two numbers that count who shares it.
    fn shared(&self, paint: Option<B::Paint>) -> Result<Option<Arc<B::Paint>>, Error> {
        let Some(paint) = paint else { return Ok(None) };
        let bytes = size_of::<B::Paint>() + 2 * size_of::<usize>();
        self.planner.budget.take(bytes as u64 + self.planner.backend.paint_bytes(&paint))?;
        Ok(Some(Arc::new(paint)))
    }

    fn fill(&mut self, outline: Option<B::Outline>, paint: Option<&Arc<B::Paint>>) -> Result<(), Error> {
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

    fn filled(
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

    fn run(&mut self, source: usize, run: &GlyphRun, origin: Vec2, transform: Affine) -> Result<(), Error> {
        let Some(paint) = self.paint(&run.paint, transform)? else { return Ok(()) };
        let [a, b, c, d, ..] = transform.as_coeffs();
        // A turn of 360 degrees, or a scale there and back, leaves some last bits.
        let upright = a > 0.0 && b.abs().max(c.abs()).max((a - d).abs()) <= a * 1e-9;
        let ppem = run.size * max_scale(transform);
        let asked = if ppem < 1e18 { ppem.ceil() as u64 } else { u64::MAX };
        within("glyph_ppem", asked, self.planner.limits.glyph_ppem)?;
        self.plan.glyphs += run.glyphs.len() as u64;
        if upright && ppem <= MAX_MASK_PPEM {
            return self.masks(source, run, origin, transform, ppem, &paint);
        }
        let weight = run.face.outline_weight(run.weight);
        let hint = self.planner.hinting.mode(ppem, self.planner.dpi, false);
        for glyph in &run.glyphs {
            self.planner.watch.check()?;
            // Outlines are scaled in 16.16 fixed point by the font library: ask for them at device size, so that a
            // transform can only turn them, not enlarge their rounding.
            let spec = OutlineSpec { glyph: glyph.id, weight, ppem, hint, slanted: run.slanted };
            let (limits, outliner) = (self.planner.limits, &mut self.planner.glyphs.outliner);
            let path = outliner.outline(&(&run.face).into(), &spec, limits)?;
            let place = transform
                * Affine::translate(Vec2::new(glyph.x, glyph.y) + origin)
                * Affine::scale(if ppem > 0.0 { run.size / ppem } else { 0.0 });
            let outline = self.filled(source, &path, place, FillRule::NonZero)?;
            self.fill(outline, Some(&paint))?;
        }
        Ok(())
    }

    /// Upright glyphs of a size that masks are made for.
    fn masks(
        &mut self,
        source: usize,
        run: &GlyphRun,
        origin: Vec2,
        transform: Affine,
        ppem: f64,
        paint: &Arc<B::Paint>,
    ) -> Result<(), Error> {
        let hint = self.planner.hinting.mode(ppem, self.planner.dpi, true);
        self.planner.budget.take((run.glyphs.len() * size_of::<PlacedGlyph>()) as u64)?;
        let (width, height) = self.planner.size;
        let weight = run.face.outline_weight(run.weight);
        let mut glyphs = Vec::with_capacity(run.glyphs.len());
        let mut rows = 0..0;
        for (i, glyph) in run.glyphs.iter().enumerate() {
            if i % GLYPHS_PER_CHECK == 0 {
                self.planner.watch.check()?;
            }
            let at = transform * (Point::new(glyph.x, glyph.y) + origin);
            if at.x.abs().max(at.y.abs()) > MAX_COORDINATE {
                // Far off every canvas, as the end of an endless text is.
                continue;
            }
            check_point(source, at)?;
            let place = placement(ppem, at.x, at.y);
            if !(near(place.x, width) && near(place.y, height)) {
                continue;
            }
            let key = GlyphKey::new(run.face.id(), weight, glyph.id, &place, hint, run.slanted);
            match self.planner.glyphs.get(&run.face, &key)? {
                Glyph::Mask(mask) => {
                    let (x, y) = (place.x + mask.left, place.y + mask.top);
                    let seen = seen(y, mask.height, height);
                    if seen.is_empty() || seen_columns_empty(x, mask.width, width) {
                        continue;
                    }
                    rows = union(&rows, &seen);
                    let bytes = mask.data.len() as u64;
                    let pinned = self.pinned + bytes <= PINNED_BYTES;
                    if pinned {
                        self.planner.budget.take(bytes)?;
                        self.pinned += bytes;
                    }
                    glyphs.push(PlacedGlyph { x, y, height: mask.height, key, mask: pinned.then_some(mask) });
                }
                Glyph::Path(path) => {
                    let place = Affine::translate((f64::from(place.x), f64::from(place.y)));
                    let outline = self.filled(source, &path, place, FillRule::NonZero)?;
                    self.fill(outline, Some(paint))?;
                }
            }
        }
        if glyphs.is_empty() {
            return Ok(());
        }
        self.step(rows, Op::Glyphs { face: run.face.clone(), glyphs, paint: paint.clone() })
    }
}

/// Whether a glyph whose origin is here may reach the canvas: none reaches farther than some ems; those wholly off are
/// not even made.
fn near(v: i32, max: u32) -> bool {
    let margin = MAX_MASK_PPEM * 64.0;
    f64::from(v) > -margin && f64::from(v) < f64::from(max) + margin
}

/// The rows on the canvas of a mask.
fn seen(y: i32, height: u32, canvas: u32) -> Range<u32> {
    let clamp = |v: i64| v.clamp(0, i64::from(canvas)) as u32;
    clamp(i64::from(y))..clamp(i64::from(y) + i64::from(height))
}

fn seen_columns_empty(x: i32, width: u32, canvas: u32) -> bool {
    seen(x, width, canvas).is_empty()
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

fn check_point(source: usize, point: Point) -> Result<(), Error> {
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
