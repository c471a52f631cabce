//! [`Planner`]: makes a plan of a display list.

use std::ops::Range;
use std::sync::Arc;

#[cfg(feature = "svg-in")]
use kurbo::Rect;
use kurbo::{Affine, BezPath, PathEl, Point};

use super::frame::{Area, Outlook, outlooks};
use super::glyphs::GlyphSource;
use super::pictures::Smaller;
use super::plan::{Backend, Layer, Masks, Op, Plan, Step};
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::composite::Reach;
use crate::error::Error;
use crate::glyph::HintingPolicy;
use crate::image::picture_to_item;
#[cfg(feature = "svg-in")]
use crate::image::{Sampling, Svg, Work};
use crate::limits::{Limits, within};
use crate::list::{DisplayList, Group, Item, ItemKind};
use crate::outline::{
    Polygons, Quads, ToPath, dash, fill_polygons, is_dense, is_singular, max_scale, points, stroke_polygons,
    stroke_quads,
};
use crate::paint::{FillRule, Paint, Stroke, StrokeScaling};
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
    pub(crate) dithering: bool,
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
    pub(super) masks: Masks,
    /// Pushes not yet popped.
    open: Vec<Open>,
    /// The canvas, and the layers that are open: what of the plane they show.
    surfaces: Vec<Area>,
    /// Of the layers that are open: rows that they and those around them look at beyond a row.
    reaches: Vec<u32>,
    /// Of the layers that are still to come.
    outlooks: std::vec::IntoIter<Outlook>,
    pub(super) polygons: Held<'a, Polygons>,
    quads: Held<'a, Quads>,
    /// Pictures made smaller, for the items after them that draw the same.
    pub(super) smaller: Smaller,
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
        self.plan_items(list, 0..list.items.len())
    }

    /// The plan of some items of a list, in which all that is pushed is popped.
    pub(super) fn plan_items(&mut self, list: &DisplayList, items: Range<usize>) -> Result<Held<'a, Plan<B>>, Error> {
        let watch = self.watch;
        let outlooks = outlooks(&list.items[items.clone()], self.scale, watch)?.into_iter();
        let (number, masks) = self.glyphs.tools.begin_plan();
        let surfaces = vec![Area::of_size(self.size)];
        let mut pass = Pass {
            planner: self,
            plan: watch.hold(Plan { steps: Buffer::new(watch), number, ..Plan::default() }),
            masks: Masks::again(masks),
            open: Vec::new(),
            surfaces,
            reaches: Vec::new(),
            outlooks,
            polygons: watch.hold(Polygons::new(watch)),
            quads: watch.hold(Quads::new(watch)),
            smaller: Smaller::new(),
            #[cfg(feature = "svg-in")]
            documents: Documents { places: list.places.clone(), work: Work::default() },
        };
        for item in &list.items[items] {
            pass.planner.watch.check()?;
            pass.item(item)?;
        }
        while !pass.open.is_empty() {
            pass.pop()?;
        }
        pass.plan.masks.push(pass.masks);
        Ok(pass.plan)
    }
}

impl<B: Backend> Pass<'_, '_, B> {
    fn item(&mut self, item: &Item) -> Result<(), Error> {
        let scale = Affine::scale(self.planner.scale);
        let to_device = |transform: &Affine| scale * *transform;
        match &item.kind {
            ItemKind::Fill { path, rule, paint, transform } => {
                let transform = to_device(transform);
                self.through_tiles(paint, transform, |pass| {
                    let outline = pass.filled(item.source, path, transform, *rule)?;
                    let paint = pass.paint(paint, transform)?;
                    pass.fill(outline, paint.as_ref())
                })?;
            }
            ItemKind::Stroke { path, stroke, paint, transform } => {
                let to_device = to_device(transform);
                self.through_tiles(paint, to_device, |pass| {
                    let outline = pass.stroked(item.source, path, stroke, *transform)?;
                    let paint = pass.paint(paint, to_device)?;
                    pass.fill(outline, paint.as_ref())
                })?;
            }
            ItemKind::Image { pixels, source, rect, sampling, transform } => {
                let transform = to_device(transform) * picture_to_item(*source, *rect);
                let outline = self.filled(item.source, &source.to_path()?, transform, FillRule::NonZero)?;
                pixels.look_through(self.planner.watch)?;
                self.picture(outline, pixels, *source, *sampling, self.to_surface(transform))?;
            }
            #[cfg(feature = "svg-in")]
            ItemKind::Svg { svg, rect, transform } => {
                self.svg(item.source, svg, to_device(transform) * svg.fit(*rect))?;
            }
            ItemKind::Glyphs { run, origin, transform } => {
                let transform = to_device(transform);
                self.through_tiles(&run.paint, transform, |pass| {
                    pass.run(item.source, run, origin.to_vec2(), transform)
                })?;
            }
            ItemKind::PushClip { path, rule, transform } => {
                let outline = self.filled(item.source, path, to_device(transform), *rule)?;
                let rows = outline.as_ref().map_or(0..0, |outline| self.planner.backend.rows(outline));
                self.push(rows, Op::PushClip { outline, end: 0 })?;
            }
            ItemKind::PushGlyphClip { runs, origin, transform } => {
                let outline = self.glyph_outlines(item.source, runs, origin.to_vec2(), to_device(transform))?;
                let rows = outline.as_ref().map_or(0..0, |outline| self.planner.backend.rows(outline));
                self.push(rows, Op::PushClip { outline, end: 0 })?;
            }
            ItemKind::PushLayer(group) => self.push_layer(group)?,
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

    /// What maps to pixels of the canvas, mapped to those of the canvas or layer that is drawn on. Coordinates are checked
    /// in the former, so that an item is refused or not whatever layers it is in; in the latter they are no larger than
    /// [`FixedPoint`](crate::outline::FixedPoint) holds, since a layer lies within [`Area::PLANE`].
    pub(super) fn to_surface(&self, to_canvas: Affine) -> Affine {
        let (x, y) = self.origin();
        Affine::translate((-x, -y)) * to_canvas
    }

    /// Where the surface begins on the canvas.
    pub(super) fn origin(&self) -> (f64, f64) {
        let Area { x0, y0, .. } = self.surface();
        (x0 as f64, y0 as f64)
    }

    fn surface(&self) -> Area {
        self.surfaces.last().copied().unwrap_or(Area::of_size(self.planner.size))
    }

    fn push_layer(&mut self, group: &Group) -> Result<(), Error> {
        let around = self.surface();
        let Some(outlook) = self.outlooks.next() else { return Ok(()) };
        let area = outlook.area(around);
        self.surfaces.push(area);
        self.on(area.size());
        let Group { opacity, blend_mode, .. } = *group;
        let Reach { top, bottom, .. } = outlook.effects.reach();
        let reach = self.reaches.last().copied().unwrap_or(0).saturating_add((top + bottom).clamp(0, 1 << 20) as u32);
        self.reaches.push(reach);
        self.plan.reach = self.plan.reach.max(reach);
        let layer = Box::new(Layer { frame: area.frame(around), opacity, blend_mode, effects: outlook.effects });
        self.push(0..0, Op::PushLayer { layer, end: 0 })
    }

    /// Plans for a surface of a size from now on.
    fn on(&mut self, size: (u32, u32)) {
        self.planner.size = size;
        self.planner.backend = self.planner.backend.sized(size);
    }

    /// A push; `rows` are those of a clip.
    pub(super) fn push(&mut self, rows: Range<u32>, op: Op<B>) -> Result<(), Error> {
        self.open.push(Open { step: self.plan.steps.len(), rows: 0..0 });
        self.plan.steps.push(Step { rows, op });
        self.plan.steps.check()
    }

    /// Ends a push, whose rows are known now.
    pub(super) fn pop(&mut self) -> Result<(), Error> {
        let Some(Open { step, rows: inside }) = self.open.pop() else { return Ok(()) };
        let pop = self.plan.steps.len();
        if let Op::PushLayer { .. } = &self.plan.steps[step].op {
            // A shadow may be asked for from the end of the plane. What is inside is told first where it is refused.
            let (width, height) = self.planner.size;
            within("canvas_side", width.max(height).into(), MAX_COORDINATE as u64)?;
            self.surfaces.pop();
            self.reaches.pop();
            self.on(self.surface().size());
        }
        let height = self.planner.size.1;
        let Step { rows, op } = &mut self.plan.steps[step];
        match op {
            Op::PushClip { end, .. } => {
                *end = pop;
                *rows = intersection(rows, &inside);
            }
            Op::PushLayer { layer, end } => {
                *end = pop;
                *rows = layer_rows(layer, &inside, height);
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

    /// A paint whose coordinates `transform` maps to the canvas.
    pub(super) fn paint(&mut self, paint: &Paint, transform: Affine) -> Result<Option<Arc<B::Paint>>, Error> {
        let to_surface = self.to_surface(transform);
        match paint {
            Paint::Pattern(pattern) => self.pattern(pattern, to_surface),
            _ => {
                let Area { x0, y0, .. } = self.surface();
                let dither = self.planner.dithering.then_some((x0, y0));
                self.shared(self.planner.backend.paint(paint, to_surface, dither))
            }
        }
    }

    /// A paint, counted with the two numbers that count who shares it.
    pub(super) fn shared(&self, paint: Option<B::Paint>) -> Result<Option<Arc<B::Paint>>, Error> {
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
    pub(super) fn outline(&mut self, rule: FillRule) -> Result<Option<B::Outline>, Error> {
        self.planner.backend.outline(&self.polygons, rule, self.planner.watch)
    }

    /// What a path encloses that `transform` maps to the canvas.
    pub(super) fn filled(
        &mut self,
        source: usize,
        path: &BezPath,
        transform: Affine,
        rule: FillRule,
    ) -> Result<Option<B::Outline>, Error> {
        self.polygons.clear();
        self.add_path(source, path, transform)?;
        self.outline(rule)
    }

    /// Adds what a path encloses to the polygons.
    pub(super) fn add_path(&mut self, source: usize, path: &BezPath, transform: Affine) -> Result<(), Error> {
        check_path(source, path, transform, self.planner.watch)?;
        if is_singular(transform) {
            return Ok(());
        }
        let transform = self.to_surface(transform);
        let Planner { limits, watch, .. } = self.planner;
        fill_polygons(path, transform, limits.path_segments, watch, &mut self.polygons)?;
        Ok(())
    }

    fn stroked(
        &mut self,
        source: usize,
        path: &BezPath,
        stroke: &Stroke,
        item: Affine,
    ) -> Result<Option<B::Outline>, Error> {
        // What the stroke's numbers are measured in.
        let (space, transform) = stroke_space(stroke.scaling, item, Affine::scale(self.planner.scale));
        if space == Affine::IDENTITY {
            return self.stroked_in(source, path, stroke, transform);
        }
        if is_singular(item) {
            return Ok(None);
        }
        let (watch, elements) = (self.planner.watch, path.elements());
        watch.count::<PathEl>(elements.len())?;
        let mut mapped = watch.hold(Vec::with_capacity(elements.len()));
        for part in watch.parts(elements) {
            mapped.extend(part?.iter().map(|element| space * *element));
        }
        let mapped = watch.hold(BezPath::from_vec(mapped.take()));
        let outline = self.stroked_in(source, &mapped, stroke, transform);
        watch.uncount::<PathEl>(elements.len());
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
        check_number(source, stroke.reach() * scale)?;
        check_path(source, path, transform, self.planner.watch)?;
        if stroke.width == 0.0 || is_singular(transform) {
            return Ok(None);
        }
        let transform = self.to_surface(transform);
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
        let to_surface = self.to_surface(transform);
        let Planner { limits, watch, budget, size, .. } = *self.planner;
        let Documents { places, work } = &mut self.documents;
        let drawn = svg.draw(to_surface, size, limits, watch, budget, work);
        let drawn = drawn.map_err(|error| error.of_image(|| places.place(source)))?;
        let Some((pixels, at)) = drawn else { return Ok(()) };
        pixels.look_through(self.planner.watch)?;
        let transform = Affine::translate(at.to_vec2());
        let path = Rect::new(0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height())).to_path()?;
        self.polygons.clear();
        fill_polygons(&path, transform, limits.path_segments, watch, &mut self.polygons)?;
        let outline = self.outline(FillRule::NonZero)?;
        let (backend, once) = (&self.planner.backend, (false, false));
        let paint = self.shared(backend.image(&Arc::new(pixels), Sampling::Nearest, once, transform))?;
        self.fill(outline, paint.as_ref())
    }
}

/// From an item's coordinates to those that its stroke is measured in, and from there to pixels of the canvas; `item` leads to
/// the scene's, `to_canvas` from there on.
fn stroke_space(scaling: StrokeScaling, item: Affine, to_canvas: Affine) -> (Affine, Affine) {
    match scaling {
        StrokeScaling::Shape => (Affine::IDENTITY, to_canvas * item),
        StrokeScaling::Scene => (item, to_canvas),
        StrokeScaling::Device => (to_canvas * item, Affine::IDENTITY),
    }
}

/// The rows that a layer may change of the `height` rows of what it is put down on; `inside` are those of its frame that are
/// drawn on.
fn layer_rows(layer: &Layer, inside: &Range<u32>, height: u32) -> Range<u32> {
    if layer.blend_mode.reaches_beyond_source() || layer.effects.floods() {
        return 0..height;
    }
    let Reach { top, bottom, .. } = layer.effects.reach();
    let at = |row: i64| (row + i64::from(layer.frame.y)).clamp(0, i64::from(height)) as u32;
    match inside.is_empty() {
        true => 0..0,
        false => at(i64::from(inside.start) - top)..at(i64::from(inside.end) + bottom),
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
