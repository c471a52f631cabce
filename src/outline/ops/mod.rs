//! [`PathOps`]: boolean operations and offsets of filled shapes.

mod overlay;
mod pairs;
#[cfg(test)]
mod tests;

use kurbo::{Affine, BezPath, PathEl};

use self::overlay::overlay;
use self::pairs::overlapping_boxes;
use super::subpath::begin_subpaths;
use super::{Polygons, ToPath, fill_polygons, out_of_range, points, stroke_polygons};
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::paint::{FillRule, Join, Stroke};
use crate::units::MAX_COORDINATE;
use crate::watch::Watch;

/// How far lines may be from the curves they stand for, in units of the grid's pixel: for a stroke's two sides and its
/// round joins. A fill's are nearer.
const TOLERANCE: f64 = 0.1;

/// Coordinates that the grid holds, in its pixels: twice as much as is asked of it.
const WIDEST: f64 = 1_048_576.0;

/// What two shapes are combined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Union,
    Intersection,
    Difference,
    Xor,
}

/// Boolean operations and offsets of filled shapes: union, intersection, difference, exclusive or, the same without
/// overlaps, larger or smaller by a distance.
///
/// Open subpaths are closed, as filling closes them. The result is made of polygons, whose outlines do not cross, filled
/// alike by both rules: curves become lines, nowhere further from them than the [tolerance](Self::with_tolerance), on
/// either side, so that areas stay what they are. Corners lie on a grid of a power of two, at most a sixteenth of the
/// tolerance wide; where lines cross, the crossing is moved to it. All of that is done in whole numbers, the same on every
/// machine. Coordinates so large that 2^28 steps of the grid do not reach them take a wider grid, and the tolerance with it.
///
/// ```
/// use inkstone::{PathMeasure, PathOps, kurbo::{Circle, Rect}};
///
/// let ops = PathOps::new();
/// let square = Rect::new(0.0, 0.0, 10.0, 10.0);
/// let bite = ops.difference(square, Rect::new(5.0, 5.0, 20.0, 20.0))?;
/// assert_eq!(PathMeasure::new(&bite)?.total_length(), 40.0);
/// let ring = ops.xor(Circle::new((0.0, 0.0), 5.0), Circle::new((0.0, 0.0), 3.0))?;
/// assert_eq!(ring.elements().iter().filter(|e| matches!(e, inkstone::kurbo::PathEl::MoveTo(_))).count(), 2);
/// # Ok::<(), inkstone::Error>(())
/// ```
///
/// # Errors
/// Each operation refuses what its shapes refuse; a coordinate or distance that is not finite or beyond
/// [`MAX_COORDINATE`] ([`Error::InvalidOption`]); and more lines than [`Limits::boolean_segments`], or more pairs of lines
/// that may cross than [`Limits::boolean_pairs`] ([`Error::LimitExceeded`]), before they are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct PathOps {
    tolerance: f64,
    rule: FillRule,
    miter_limit: f64,
    max_segments: u64,
    max_pairs: u64,
}

impl PathOps {
    /// Operations on shapes that are filled by the non-zero rule, to 1/100 px.
    #[must_use]
    pub fn new() -> Self {
        let limits = Limits::default();
        Self {
            tolerance: 0.01,
            rule: FillRule::NonZero,
            miter_limit: 10.0,
            max_segments: limits.boolean_segments,
            max_pairs: limits.boolean_pairs,
        }
    }

    /// How far the lines of the result may be from curves, in px, from 1e-6 to 1.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The rule by which the shapes are filled, both of them.
    #[must_use]
    pub fn with_rule(mut self, rule: FillRule) -> Self {
        self.rule = rule;
        self
    }

    /// The longest miter of [`offset`](Self::offset), as [`Stroke::with_miter_limit`] has it; 10 if not said.
    #[must_use]
    pub fn with_miter_limit(mut self, miter_limit: f64) -> Self {
        self.miter_limit = miter_limit;
        self
    }

    /// Other limits than the default ones.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        (self.max_segments, self.max_pairs) = (limits.boolean_segments, limits.boolean_pairs);
        self
    }

    /// What lies in one of the shapes or in both.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn union(&self, a: impl ToPath, b: impl ToPath) -> Result<BezPath, Error> {
        self.combine(Op::Union, &a, &b)
    }

    /// What lies in both shapes.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn intersection(&self, a: impl ToPath, b: impl ToPath) -> Result<BezPath, Error> {
        self.combine(Op::Intersection, &a, &b)
    }

    /// What lies in the first shape and not in the second.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn difference(&self, a: impl ToPath, b: impl ToPath) -> Result<BezPath, Error> {
        self.combine(Op::Difference, &a, &b)
    }

    /// What lies in one of the shapes and not in both.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn xor(&self, a: impl ToPath, b: impl ToPath) -> Result<BezPath, Error> {
        self.combine(Op::Xor, &a, &b)
    }

    /// The same area without overlaps: outlines that do not cross.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn simplify(&self, shape: impl ToPath) -> Result<BezPath, Error> {
        self.offset(shape, 0.0, Join::Miter)
    }

    /// The shape larger by a distance in px, or smaller where it is negative: with the stroke of twice the distance, closed
    /// all around, or without it. Corners that stand out (of what is made smaller, those that stand in) get the join.
    ///
    /// # Errors
    /// Those of [`PathOps`].
    pub fn offset(&self, shape: impl ToPath, distance: f64, join: Join) -> Result<BezPath, Error> {
        let path = self.path(&shape)?;
        if !(distance.abs() <= MAX_COORDINATE) {
            return Err(invalid("offset distance", distance, "a finite number from -1000000 to 1000000"));
        }
        if !(self.miter_limit >= 0.0 && self.miter_limit <= MAX_COORDINATE) {
            return Err(invalid("miter limit", self.miter_limit, "a finite number from 0 to 1000000"));
        }
        let mut stroke = Stroke::new(2.0 * distance.abs()).with_join(join);
        stroke.miter_limit = self.miter_limit;
        let miter = if join == Join::Miter { self.miter_limit.max(1.0) } else { 1.0 };
        let scale = self.scale(&[&path], distance.abs() * miter)?;
        let filled = self.filled(&path, scale)?;
        let mut around = Polygons::default();
        let closed = closed(&path);
        let (watch, max) = (Watch::default(), self.max_segments);
        stroke_polygons(&closed, &stroke, Affine::scale(scale), max, &watch, &mut around)?;
        let op = if distance > 0.0 { Op::Union } else { Op::Difference };
        if self.rule == FillRule::NonZero || around.len() == 0 {
            self.bound(&[&filled, &around])?;
            return overlay(op, &filled, &around, self.rule, scale);
        }
        // A stroke is filled by the non-zero rule: first the shape, so that it can be filled by that rule as well.
        self.bound(&[&filled])?;
        let simple = overlay(Op::Union, &filled, &Polygons::default(), self.rule, scale)?;
        let filled = self.filled(&simple, scale)?;
        self.bound(&[&filled, &around])?;
        overlay(op, &filled, &around, FillRule::NonZero, scale)
    }

    fn combine(&self, op: Op, a: &dyn ToPath, b: &dyn ToPath) -> Result<BezPath, Error> {
        let (a, b) = (self.path(a)?, self.path(b)?);
        let scale = self.scale(&[&a, &b], 0.0)?;
        let (a, b) = (self.filled(&a, scale)?, self.filled(&b, scale)?);
        self.bound(&[&a, &b])?;
        overlay(op, &a, &b, self.rule, scale)
    }

    fn path(&self, shape: &dyn ToPath) -> Result<BezPath, Error> {
        let path = shape.to_path()?;
        within("boolean_segments", path.elements().len() as u64, self.max_segments)?;
        match out_of_range(&path, MAX_COORDINATE) {
            Some(value) => Err(invalid("path coordinate", value, "a finite number from -1000000 to 1000000")),
            None => Ok(begin_subpaths(&path).into_owned()),
        }
    }

    /// Pixels of the grid to a px: as many as the tolerance asks for, or the coordinates allow.
    fn scale(&self, paths: &[&BezPath], reach: f64) -> Result<f64, Error> {
        if !(self.tolerance >= 1e-6 && self.tolerance <= 1.0) {
            return Err(invalid("tolerance", self.tolerance, "a number from 0.000001 to 1"));
        }
        let all = paths.iter().flat_map(|path| path.elements()).flat_map(points);
        let furthest = all.fold(0.0_f64, |far, p| far.max(p.x.abs()).max(p.y.abs())) + reach;
        if !(furthest <= 2.0 * MAX_COORDINATE) {
            return Err(invalid("reach of the offset", furthest, "up to 2000000 px from the origin"));
        }
        let mut scale = 1.0;
        while scale * self.tolerance < TOLERANCE && furthest * scale * 2.0 <= WIDEST {
            scale *= 2.0;
        }
        Ok(scale)
    }

    fn filled(&self, path: &BezPath, scale: f64) -> Result<Polygons, Error> {
        let mut polygons = Polygons::default();
        let made = fill_polygons(path, Affine::scale(scale), self.max_segments, &Watch::default(), &mut polygons);
        made.map_err(|error| match error {
            Error::LimitExceeded { asked, allowed, .. } => {
                Error::LimitExceeded { limit: "boolean_segments", asked, allowed }
            }
            other => other,
        })?;
        Ok(polygons)
    }

    /// Refuses what would take too long.
    fn bound(&self, all: &[&Polygons]) -> Result<(), Error> {
        let lines = all.iter().map(|polygons| polygons.len() as u64).sum();
        within("boolean_segments", lines, self.max_segments)?;
        within("boolean_pairs", overlapping_boxes(all), self.max_pairs)
    }
}

impl Default for PathOps {
    fn default() -> Self {
        Self::new()
    }
}

fn invalid(option: &'static str, value: f64, expected: &'static str) -> Error {
    Error::InvalidOption { option, value: value.to_string(), expected }
}

/// The elements with every subpath closed.
fn closed(path: &BezPath) -> Vec<PathEl> {
    let mut out = Vec::with_capacity(path.elements().len() + 1);
    let is_open = |out: &Vec<PathEl>| !matches!(out.last(), None | Some(PathEl::MoveTo(_) | PathEl::ClosePath));
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) && is_open(&out) {
            out.push(PathEl::ClosePath);
        }
        out.push(*element);
    }
    if is_open(&out) {
        out.push(PathEl::ClosePath);
    }
    out
}
