//! [`glyph_outline`]: glyphs of a font as paths.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use kurbo::{Affine, BezPath, PathEl, Point};
use skrifa::GlyphId;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphFormat, OutlinePen};

use super::{HintMode, MAX_MASK_PPEM};
use crate::error::Error;
use crate::font::{EMBOLDEN, FontSource, OpenFont, SLANT, embolden};
use crate::limits::{Limits, within};

/// Coordinates beyond this many device px are no glyph.
const MAX_COORDINATE: f64 = 1e6;

/// TrueType outlines are read at this many times their design size: skrifa works in integers, and so keeps the
/// fractions that variations and scaled components have.
const DESIGN_SCALE: u16 = 16;

/// Elements that an outline has room for at first: half of the ideographs have no more, of a hundred one has twice as many.
const ROOM: usize = 64;

/// Which outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OutlineSpec {
    /// Glyph index.
    pub(crate) glyph: u32,
    /// Device px per em.
    pub(crate) ppem: f64,
    pub(crate) hint: HintMode,
    pub(crate) slanted: bool,
    pub(crate) emboldened: bool,
}

/// What an outline took of the limits of glyphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Of `glyph_points`.
    pub(crate) points: u64,
    /// Of `glyph_depth`.
    pub(crate) depth: u64,
}

/// A glyph's outline in device px, y down, its origin at (0, 0). Empty for a glyph without one and for an index the face
/// does not have.
pub(crate) fn glyph_outline(font: &FontSource<'_>, spec: &OutlineSpec, limits: &Limits) -> Result<BezPath, Error> {
    Ok(outline_and_cost(font, spec, limits)?.0)
}

/// The same, and what it took.
pub(crate) fn outline_and_cost(
    font: &FontSource<'_>,
    spec: &OutlineSpec,
    limits: &Limits,
) -> Result<(BezPath, Cost), Error> {
    let nothing = (BezPath::new(), Cost::default());
    if spec.ppem.is_nan() || spec.ppem <= 0.0 {
        return Ok(nothing);
    }
    within("glyph_ppem", spec.ppem.ceil() as u64, limits.glyph_ppem)?;
    let opened = font.open()?;
    let OpenFont { glyphs, expander, units_per_em, .. } = opened;
    let Some(format) = glyphs.format() else { return Ok(nothing) };
    // Whatever the font says, no more than this is done for it: skrifa itself bounds the depth of components and
    // subroutines, but not how often they are used.
    let Some(expansion) = expander.expand(font.name, spec.glyph, limits)? else { return Ok(nothing) };
    let points = Cell::new(expansion.points);
    let design = if format == OutlineGlyphFormat::Glyf { DESIGN_SCALE } else { 1 };
    if *units_per_em == 0 {
        return Err(font.invalid(spec.glyph, "the face has 0 units per em"));
    }
    let Some(glyph) = glyphs.get(GlyphId::new(spec.glyph)) else {
        return Err(font.invalid(spec.glyph, "its outline cannot be read"));
    };

    let draw = |settings: DrawSettings<'_>, scale| {
        let mut pen =
            Pen { scale, max_points: limits.glyph_points, path: BezPath::with_capacity(ROOM), ..Pen::default() };
        glyph.draw(settings, &mut pen).map_err(|error| font.invalid(spec.glyph, error))?;
        points.set(points.get().max(pen.points));
        within("glyph_points", pen.points, limits.glyph_points)?;
        if pen.absurd {
            return Err(font.invalid(spec.glyph, "a coordinate lies beyond 1,000,000 px"));
        }
        Ok(pen.path)
    };
    // Unscaled PostScript outlines are exact; skrifa would round scaled ones to 1/64 px.
    let units = f64::from(*units_per_em) * f64::from(design);
    let design_size = if design == 1 { Size::unscaled() } else { Size::new(units as f32) };
    let location = LocationRef::new(font.coords);
    let plain = match font.unscaled(opened) {
        Some(reader) => DrawSettings::hinted(reader, false),
        None => DrawSettings::unhinted(design_size, location),
    };
    let mut path = draw(plain, [spec.ppem / units; 2])?;

    let is_bearable = match spec.hint {
        HintMode::None => false,
        HintMode::Vertical => expansion.hints_bearable,
        HintMode::VerticalAuto => expansion.auto_bearable,
    };
    if is_bearable && spec.ppem <= MAX_MASK_PPEM {
        // Hinted outlines are made for sizes in 26.6, as hinters are kept: which one is there decides nothing.
        let size = ((spec.ppem * 64.0) + 0.5).floor().max(1.0);
        let auto = spec.hint == HintMode::VerticalAuto;
        if let Some(hinter) = font.hinter(opened, size as u32, auto) {
            // A face may be hinted for whole sizes only; its glyphs keep their true width all the same.
            let ppem = size / 64.0;
            let whole = (ppem + 0.5).floor().max(1.0);
            let x_scale = if auto || glyphs.fractional_size_hinting() { 1.0 } else { ppem / whole };
            let hinted = || draw(DrawSettings::hinted(&hinter, false), [x_scale, 1.0]);
            if !auto {
                path = with_x_of(hinted()?, &path).unwrap_or_else(|hinted| hinted);
            } else if let Ok(Ok(hinted)) = catch_unwind(AssertUnwindSafe(hinted)) {
                // It moves stems of ideographs in x as well: those stay where they were. What it cannot do, or panics
                // over, stays as it was.
                path = with_x_of(hinted, &path).unwrap_or(path);
            }
        }
    }
    if spec.emboldened {
        embolden(&mut path, EMBOLDEN * spec.ppem);
    }
    if spec.slanted {
        path.apply_affine(Affine::new([1.0, 0.0, -SLANT, 1.0, 0.0, 0.0]));
    }
    Ok((path, Cost { points: points.get(), depth: expansion.depth }))
}

/// A hinted outline with the x of the plain one, wherever both have the same segments (hints may make one vanish);
/// otherwise it is given back. Hints move nothing in x, but round it to 1/64 px, which shows in the grey of vertical stems.
fn with_x_of(mut hinted: BezPath, plain: &BezPath) -> Result<BezPath, BezPath> {
    let kind = std::mem::discriminant::<PathEl>;
    if !hinted.elements().iter().map(kind).eq(plain.elements().iter().map(kind)) {
        return Err(hinted);
    }
    for (element, exact) in hinted.elements_mut().iter_mut().zip(plain.elements()) {
        match (element, exact) {
            (PathEl::MoveTo(p), PathEl::MoveTo(q)) | (PathEl::LineTo(p), PathEl::LineTo(q)) => p.x = q.x,
            (PathEl::QuadTo(a, p), PathEl::QuadTo(b, q)) => (a.x, p.x) = (b.x, q.x),
            (PathEl::CurveTo(a, b, p), PathEl::CurveTo(c, d, q)) => (a.x, b.x, p.x) = (c.x, d.x, q.x),
            _ => {}
        }
    }
    Ok(hinted)
}

/// Takes an outline down, scaled and turned y down.
#[derive(Default)]
struct Pen {
    path: BezPath,
    scale: [f64; 2],
    points: u64,
    max_points: u64,
    /// Whether a coordinate is no number, or out of all proportion.
    absurd: bool,
}

impl Pen {
    fn at(&mut self, x: f32, y: f32) -> Point {
        let (x, y) = (f64::from(x) * self.scale[0], f64::from(y) * self.scale[1]);
        self.absurd |= !(x.abs() <= MAX_COORDINATE && y.abs() <= MAX_COORDINATE);
        Point::new(x, -y)
    }

    /// Keeps counting above the limit, and keeps nothing: skrifa cannot be stopped half-way.
    fn add(&mut self, element: PathEl, points: u64) {
        self.points += points;
        if self.path.elements().is_empty() && !matches!(element, PathEl::MoveTo(_)) {
            if element == PathEl::ClosePath {
                return;
            }
            // A charstring that draws before it moves starts at the origin.
            self.path.move_to(Point::ZERO);
        }
        if self.points <= self.max_points {
            self.path.push(element);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let p = self.at(x, y);
        self.add(PathEl::MoveTo(p), 1);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let p = self.at(x, y);
        self.add(PathEl::LineTo(p), 1);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (c, p) = (self.at(cx0, cy0), self.at(x, y));
        self.add(PathEl::QuadTo(c, p), 2);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (a, b, p) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.add(PathEl::CurveTo(a, b, p), 3);
    }

    fn close(&mut self) {
        self.add(PathEl::ClosePath, 0);
    }
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
