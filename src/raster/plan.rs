//! [`Plan`]: a display list at one DPI. Geometry in device pixels, glyphs by key and pixel; made once, only read after.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use crate::budget::Budget;
use crate::error::Error;
use crate::font::Face;
use crate::glyph::{GlyphKey, HintingPolicy, MAX_MASK_PPEM, OutlineSpec, Outliner, placement};
use crate::image::Sampling;
#[cfg(feature = "svg-in")]
use crate::image::Svg;
use crate::limits::{Limits, within};
use crate::list::{DisplayList, Item, ItemKind};
use crate::outline::{dash, flatten, max_scale, out_of_range, path_work, points};
use crate::paint::{FillRule, Join, Paint, Stroke};
use crate::pixmap::Pixmap;
use crate::scene::Layer;
use crate::text::GlyphRun;
use crate::units::MAX_COORDINATE;
use crate::watch::Watch;

/// Glyphs placed between two looks at the watch.
const GLYPHS_PER_CHECK: usize = 256;

/// How far a stroked curve may be from the lines that are drawn for it, in device pixels.
const STROKE_TOLERANCE: f64 = 0.05;

/// A display list in device pixels.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) ops: Vec<Op>,
    /// Glyphs placed, as masks or as paths.
    pub(crate) glyphs: u64,
}

/// One step of drawing.
#[derive(Debug)]
pub(crate) enum Op {
    /// A path in device pixels.
    Fill {
        path: Arc<BezPath>,
        rule: FillRule,
        ink: Arc<Ink>,
    },
    /// A path before `transform`, which the pen is transformed with; dashes are already cut.
    Stroke {
        path: BezPath,
        stroke: Stroke,
        transform: Affine,
        ink: Arc<Ink>,
    },
    /// `transform` maps the picture's pixels to device pixels.
    Image {
        pixels: Arc<Pixmap>,
        sampling: Sampling,
        transform: Affine,
    },
    /// Masks at whole pixels.
    Glyphs {
        face: Face,
        glyphs: Vec<PlacedGlyph>,
        ink: Arc<Ink>,
    },
    /// A path in device pixels.
    PushClip {
        path: Arc<BezPath>,
        rule: FillRule,
    },
    PushLayer(Layer),
    /// Ends the layer or clip pushed last.
    Pop,
}

/// A paint and the transform from its coordinates to device pixels.
#[derive(Debug)]
pub(crate) struct Ink {
    pub(crate) paint: Paint,
    pub(crate) transform: Affine,
}

/// A glyph mask and the pixel its origin is put onto.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedGlyph {
    pub(crate) key: GlyphKey,
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// What a plan is made with.
pub(crate) struct Planner<'a> {
    pub(crate) scale: f64,
    pub(crate) dpi: f64,
    pub(crate) hinting: HintingPolicy,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) outliner: &'a mut Outliner,
    pub(crate) budget: &'a mut Budget,
    /// Columns and rows of the canvas.
    #[cfg_attr(not(feature = "svg-in"), expect(dead_code, reason = "only SVG documents are drawn on a part of it"))]
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Planner<'_> {
    /// Counts a path in device pixels that will be filled, or stroked, where its segments count twice: its bytes, and
    /// what drawing it costs.
    fn take_path(&mut self, path: &BezPath, copies: f64) -> Result<(), Error> {
        self.budget.take(size_of_val(path.elements()) as u64 + size_of::<Op>() as u64)?;
        let work = path_work(path, f64::from(self.height), copies);
        within("path_work", work, self.limits.path_work)
    }
}

impl Plan {
    pub(crate) fn new(list: &DisplayList, mut planner: Planner<'_>) -> Result<Self, Error> {
        let mut plan = Self::default();
        for item in list.items.iter() {
            planner.watch.check()?;
            plan.item(item, &mut planner)?;
        }
        Ok(plan)
    }

    fn item(&mut self, item: &Item, planner: &mut Planner<'_>) -> Result<(), Error> {
        let scale = planner.scale;
        let to_device = |transform: &Affine| Affine::scale(scale) * *transform;
        match &item.kind {
            ItemKind::Fill { path, rule, paint, transform } => {
                let transform = to_device(transform);
                let path = Arc::new(device_path(item.source, path, transform)?);
                planner.take_path(&path, 1.0)?;
                self.ops.push(Op::Fill { path, rule: *rule, ink: ink(paint, transform) });
            }
            ItemKind::Stroke { path, stroke, paint, transform } => {
                let transform = to_device(transform);
                self.stroke(item.source, path, stroke, ink(paint, transform), planner)?;
            }
            ItemKind::Image { pixels, rect, sampling, transform } => {
                let (w, h) = (f64::from(pixels.width()), f64::from(pixels.height()));
                let (sx, sy) = ((rect.x1 - rect.x0) / w, (rect.y1 - rect.y0) / h);
                let transform = to_device(transform) * Affine::new([sx, 0.0, 0.0, sy, rect.x0, rect.y0]);
                for corner in [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)] {
                    check_point(item.source, transform * Point::from(corner))?;
                }
                self.ops.push(Op::Image { pixels: pixels.clone(), sampling: *sampling, transform });
            }
            #[cfg(feature = "svg-in")]
            ItemKind::Svg { svg, rect, transform } => {
                let transform = to_device(transform) * svg.fit(*rect);
                self.svg(item.source, svg, transform, planner)?;
            }
            ItemKind::Glyphs { run, origin, transform } => {
                let transform = to_device(transform);
                self.run(item.source, run, origin.to_vec2(), transform, planner)?;
            }
            ItemKind::PushClip { path, rule, transform } => {
                let path = Arc::new(device_path(item.source, path, to_device(transform))?);
                planner.take_path(&path, 1.0)?;
                self.ops.push(Op::PushClip { path, rule: *rule });
            }
            ItemKind::PushLayer(layer) => self.ops.push(Op::PushLayer(*layer)),
            ItemKind::Pop => self.ops.push(Op::Pop),
        }
        Ok(())
    }

    /// Drawn once, at device pixels, and put down as it is: every band has the same pixels.
    #[cfg(feature = "svg-in")]
    fn svg(&mut self, source: usize, svg: &Svg, transform: Affine, planner: &mut Planner<'_>) -> Result<(), Error> {
        let size = svg.size();
        for corner in [(0.0, 0.0), (size.width, 0.0), (0.0, size.height), (size.width, size.height)] {
            check_point(source, transform * Point::from(corner))?;
        }
        let canvas = (planner.width, planner.height);
        if let Some((pixels, at)) = svg.draw(transform, canvas, planner.limits, planner.watch, planner.budget)? {
            let transform = Affine::translate(at.to_vec2());
            self.ops.push(Op::Image { pixels: Arc::new(pixels), sampling: Sampling::Nearest, transform });
        }
        Ok(())
    }

    fn stroke(
        &mut self,
        source: usize,
        path: &BezPath,
        stroke: &Stroke,
        ink: Arc<Ink>,
        planner: &mut Planner<'_>,
    ) -> Result<(), Error> {
        let scale = max_scale(ink.transform);
        // The stroke reaches at most this far from the path, in device pixels.
        let miter = if stroke.join == Join::Miter { stroke.miter_limit.max(1.0) } else { 1.0 };
        let reach = stroke.width / 2.0 * scale * miter.max(std::f64::consts::SQRT_2);
        check_number(source, reach)?;
        if stroke.width == 0.0 || scale == 0.0 {
            return Ok(());
        }
        let on_device = device_path(source, path, ink.transform)?;
        // Under a similarity the pen stays round: stroke in device pixels, where a position loses nothing to a later
        // enlargement. Under any other transform the pen is transformed with the path, which is moved to its own first
        // point and scaled to about device pixels before: coordinates become f32, and the difference of two large ones,
        // or what a scale of a thousand makes of their rounding, would be pixels.
        let (path, transform, size) = if is_similarity(ink.transform) {
            (on_device, Affine::IDENTITY, scale)
        } else {
            let origin = path.elements().iter().flat_map(points).next().unwrap_or_default().to_vec2();
            let size = scale.clamp(1e-6, 1e6);
            let local = Affine::scale(size) * Affine::translate(-origin);
            (local * path, ink.transform * Affine::translate(origin) * Affine::scale(1.0 / size), size)
        };
        let stroke = Stroke {
            width: stroke.width * size,
            dashes: stroke.dashes.iter().map(|dash| dash * size).collect(),
            dash_offset: stroke.dash_offset * size,
            ..*stroke
        };
        let path = dash(&path, &stroke.dashes, stroke.dash_offset, scale / size, planner.limits.dashes, planner.watch)?;
        // As lines, because tiny-skia offsets curves as wholes: where a pen is wider than a bend, the inner offset turns
        // over and cuts a hole into the stroke.
        let tolerance = STROKE_TOLERANCE * size / scale;
        let path = flatten(&path, stroke.width / 2.0, tolerance, planner.limits.path_segments)?;
        planner.take_path(&(transform * &path), 2.0)?;
        self.ops.push(Op::Stroke { path, stroke, transform, ink });
        Ok(())
    }

    fn run(
        &mut self,
        source: usize,
        run: &GlyphRun,
        origin: Vec2,
        transform: Affine,
        planner: &mut Planner<'_>,
    ) -> Result<(), Error> {
        let ink = ink(&run.paint, transform);
        let [a, b, c, d, ..] = transform.as_coeffs();
        // A turn of 360 degrees, or a scale there and back, leaves some last bits.
        let upright = a > 0.0 && b.abs().max(c.abs()).max((a - d).abs()) <= a * 1e-9;
        let ppem = run.size * max_scale(transform);
        within("glyph_ppem", if ppem < 1e18 { ppem.ceil() as u64 } else { u64::MAX }, planner.limits.glyph_ppem)?;
        self.glyphs += run.glyphs.len() as u64;
        if upright && ppem <= MAX_MASK_PPEM {
            let hint = planner.hinting.mode(ppem, planner.dpi, true);
            planner.budget.take((run.glyphs.len() * size_of::<PlacedGlyph>()) as u64)?;
            let mut glyphs = Vec::with_capacity(run.glyphs.len());
            let weight = run.face.outline_weight(run.weight);
            for (i, glyph) in run.glyphs.iter().enumerate() {
                if i % GLYPHS_PER_CHECK == 0 {
                    planner.watch.check()?;
                }
                let at = transform * (Point::new(glyph.x, glyph.y) + origin);
                if at.x.abs().max(at.y.abs()) > MAX_COORDINATE {
                    // Far off every canvas, as the end of an endless text is.
                    continue;
                }
                check_point(source, at)?;
                let place = placement(ppem, at.x, at.y);
                let key = GlyphKey::new(run.face.id(), weight, glyph.id, &place, hint, run.slanted);
                glyphs.push(PlacedGlyph { key, x: place.x, y: place.y });
            }
            self.ops.push(Op::Glyphs { face: run.face.clone(), glyphs, ink });
            return Ok(());
        }
        let weight = run.face.outline_weight(run.weight);
        for glyph in &run.glyphs {
            planner.watch.check()?;
            // Outlines are scaled in 16.16 fixed point by the font library: ask for them at device size, so that a
            // transform can only turn them, not enlarge their rounding.
            let spec = OutlineSpec {
                glyph: glyph.id,
                weight,
                ppem,
                hint: planner.hinting.mode(ppem, planner.dpi, false),
                slanted: run.slanted,
            };
            let outline = planner.outliner.outline(&(&run.face).into(), &spec, planner.limits)?;
            let place = transform
                * Affine::translate(Vec2::new(glyph.x, glyph.y) + origin)
                * Affine::scale(if ppem > 0.0 { run.size / ppem } else { 0.0 });
            let path = Arc::new(device_path(source, &outline, place)?);
            planner.take_path(&path, 1.0)?;
            self.ops.push(Op::Fill { path, rule: FillRule::NonZero, ink: ink.clone() });
        }
        Ok(())
    }
}

fn ink(paint: &Paint, transform: Affine) -> Arc<Ink> {
    Arc::new(Ink { paint: paint.clone(), transform })
}

/// Whether a transform keeps angles: circles stay circles.
fn is_similarity(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    (a == d && b == -c) || (a == -d && b == c)
}

fn device_path(source: usize, path: &BezPath, transform: Affine) -> Result<BezPath, Error> {
    let path = transform * path;
    match out_of_range(&path, MAX_COORDINATE) {
        Some(value) => Err(out_of_device(source, value)),
        None => Ok(path),
    }
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

/// The part of a rectangle on a canvas, as columns and rows `x0..x1`, `y0..y1`; empty where there is none.
pub(crate) fn clip_to_canvas(rect: Rect, width: u32, height: u32) -> (u32, u32, u32, u32) {
    let clamp = |v: f64, max: u32| v.clamp(0.0, f64::from(max)) as u32;
    let (x0, x1) = (clamp(rect.x0.floor(), width), clamp(rect.x1.ceil(), width));
    let (y0, y1) = (clamp(rect.y0.floor(), height), clamp(rect.y1.ceil(), height));
    (x0, y0, x1.max(x0), y1.max(y0))
}
