//! [`PathMeasure`]: how long a path is, and what is where along it.

use kurbo::common::GAUSS_LEGENDRE_COEFFS_16;
use kurbo::{BezPath, CubicBez, Line, PathEl, Point, QuadBez, Vec2};

use super::curve::Curve;
use super::subpath::begin_subpaths;
use super::{ToPath, length, out_of_range};
use crate::error::Error;

/// Error of a curve's length, as a part of it.
const ACCURACY: f64 = 1e-10;
/// How often a curve is halved to get there: past this depth only a cusp is left, in a piece of 1/65,536.
const DEPTH: u32 = 16;
/// Halvings of the bracket in which a length is looked for, and steps by Newton's method.
const STEPS: u32 = 64;

/// A path with the lengths of its segments: `getTotalLength` and `getPointAtLength` of SVG
/// (<https://www.w3.org/TR/SVG2/types.html#InterfaceSVGGeometryElement>), and the direction there.
///
/// Lengths are px along all subpaths, in their order; moves between them have none, the line that closes one counts.
/// They are exact to a few parts in 10^10 (Gauss-Legendre quadrature of the speed), with the same bits on every platform.
///
/// ```
/// use inkstone::{PathMeasure, kurbo::{Point, Vec2}};
///
/// let measure = PathMeasure::new("M0 0 H30 V40")?;
/// assert_eq!(measure.total_length(), 70.0);
/// assert_eq!(measure.point_at_length(40.0), Some(Point::new(30.0, 10.0)));
/// assert_eq!(measure.tangent_at_length(40.0), Some(Vec2::new(0.0, 1.0)));
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PathMeasure {
    /// Those that have a length.
    segments: Vec<Segment>,
    /// The path's first point.
    first: Option<Point>,
}

#[derive(Clone, Debug)]
struct Segment {
    curve: Curve,
    length: f64,
    /// The path's length up to its end.
    end: f64,
}

impl PathMeasure {
    /// Measures a shape's path.
    ///
    /// # Errors
    /// Those of the shape; [`Error::InvalidOption`] for a coordinate that is not finite.
    pub fn new(shape: impl ToPath) -> Result<Self, Error> {
        let path = shape.to_path()?;
        if let Some(value) = out_of_range(&path, f64::MAX) {
            let (option, value) = ("path coordinate", value.to_string());
            return Err(Error::InvalidOption { option, value, expected: "a finite number" });
        }
        Ok(Self::of(&begin_subpaths(&path)))
    }

    fn of(path: &BezPath) -> Self {
        let mut measure = Self { segments: Vec::new(), first: None };
        let (mut start, mut at, mut total) = (Point::ZERO, Point::ZERO, 0.0);
        for element in path.elements() {
            let (curve, to) = match *element {
                PathEl::MoveTo(p) => {
                    (start, at) = (p, p);
                    measure.first.get_or_insert(p);
                    continue;
                }
                PathEl::LineTo(p) => (Curve::Line(Line::new(at, p)), p),
                PathEl::QuadTo(a, p) => (Curve::Quad(QuadBez::new(at, a, p)), p),
                PathEl::CurveTo(a, b, p) => (Curve::Cubic(CubicBez::new(at, a, b, p)), p),
                PathEl::ClosePath => (Curve::Line(Line::new(at, start)), start),
            };
            at = to;
            let length = arc_length(&curve, 1.0);
            if length > 0.0 {
                total += length;
                measure.segments.push(Segment { curve, length, end: total });
            }
        }
        measure
    }

    /// The length of all subpaths, in px.
    #[must_use]
    pub fn total_length(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.end)
    }

    /// The point at a length in px from the start; below 0 it is the first point, beyond the end the last. `None` for a
    /// path without points.
    #[must_use]
    pub fn point_at_length(&self, length: f64) -> Option<Point> {
        self.at(length).map(|(curve, t)| curve.eval(t)).or(self.first)
    }

    /// The direction there, of length 1. In a corner it is the one that the path comes in; `None` for a path of no length.
    #[must_use]
    pub fn tangent_at_length(&self, at: f64) -> Option<Vec2> {
        let (curve, t) = self.at(at)?;
        let unit = |v: Vec2| {
            let len = length(v);
            (len > 1e-140).then(|| v * (1.0 / len))
        };
        // Where the speed is zero, at a cusp or an end with its control point, the way to a point near by.
        let near = |delta: f64| {
            let (from, to) = ((t - delta).max(0.0), (t + delta).min(1.0));
            if t > 0.5 { curve.eval(t) - curve.eval(from) } else { curve.eval(to) - curve.eval(t) }
        };
        unit(curve.velocity(t)).or_else(|| unit(near(1.0 / 1024.0))).or_else(|| unit(near(1.0)))
    }

    /// The curve at a length, and the parameter on it.
    fn at(&self, at: f64) -> Option<(&Curve, f64)> {
        // NaN is the start.
        let at = at.max(0.0);
        let index = self.segments.partition_point(|segment| segment.end < at).min(self.segments.len().checked_sub(1)?);
        let segment = &self.segments[index];
        let rest = segment.length - (segment.end - at);
        Some((&segment.curve, segment.parameter(rest)))
    }
}

impl Segment {
    /// The parameter up to which the curve has a length.
    fn parameter(&self, target: f64) -> f64 {
        if !(target > 0.0) {
            return 0.0;
        }
        if target >= self.length {
            return 1.0;
        }
        if let Curve::Line(_) = self.curve {
            return target / self.length;
        }
        let (mut low, mut high) = (0.0, 1.0);
        let mut t = target / self.length;
        for _ in 0..STEPS {
            let off = arc_length(&self.curve, t) - target;
            if off.abs() <= self.length * ACCURACY {
                break;
            }
            *(if off > 0.0 { &mut high } else { &mut low }) = t;
            // Newton's step, where it stays between.
            let next = t - off / length(self.curve.velocity(t));
            t = if next > low && next < high { next } else { (low + high) / 2.0 };
        }
        t
    }
}

/// The length of a curve from its start to a parameter.
fn arc_length(curve: &Curve, to: f64) -> f64 {
    if let Curve::Line(line) = curve {
        return length(line.p1 - line.p0) * to;
    }
    let whole = quadrature(curve, 0.0, to);
    refine(curve, 0.0, to, whole, whole * ACCURACY, DEPTH)
}

/// The better estimate by halves, and by theirs, where it differs from that of the whole.
fn refine(curve: &Curve, from: f64, to: f64, whole: f64, tolerance: f64, depth: u32) -> f64 {
    let middle = (from + to) / 2.0;
    let (left, right) = (quadrature(curve, from, middle), quadrature(curve, middle, to));
    if depth == 0 || !((left + right - whole).abs() > tolerance) {
        return left + right;
    }
    refine(curve, from, middle, left, tolerance / 2.0, depth - 1)
        + refine(curve, middle, to, right, tolerance / 2.0, depth - 1)
}

/// The integral of the speed by 16 points.
fn quadrature(curve: &Curve, from: f64, to: f64) -> f64 {
    let (middle, half) = ((from + to) / 2.0, (to - from) / 2.0);
    let sum = |sum: f64, (weight, x): &(f64, f64)| sum + weight * length(curve.velocity(middle + half * x));
    GAUSS_LEGENDRE_COEFFS_16.iter().fold(0.0, sum) * half
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Circle;
    use std::f64::consts::TAU;

    fn measure(shape: impl ToPath) -> PathMeasure {
        PathMeasure::new(shape).unwrap()
    }

    #[test]
    fn lengths_have_their_closed_forms() {
        // A circle's cubics are off by 4e-6 of its radius at most, outwards.
        let circle = measure(Circle::new((5.0, 7.0), 50.0));
        assert!((circle.total_length() / (50.0 * TAU) - 1.0).abs() < 4e-6, "{}", circle.total_length());
        for i in 0..100 {
            let angle = f64::from(i) / 100.0 * TAU;
            let at = circle.point_at_length(circle.total_length() * f64::from(i) / 100.0).unwrap();
            let (sin, cos) = libm::sincos(angle);
            assert!(length(at - Point::new(5.0 + 50.0 * cos, 7.0 + 50.0 * sin)) < 1e-3, "{i} {at:?}");
            let tangent = circle.tangent_at_length(circle.total_length() * f64::from(i) / 100.0).unwrap();
            assert!(length(tangent - Vec2::new(-sin, cos)) < 1e-4, "{i} {tangent:?}");
        }
        // y = x^2 from 0 to 1: sqrt(5) / 2 + asinh(2) / 4.
        let parabola = measure("M0 0Q.5 0 1 1");
        let closed = 5.0_f64.sqrt() / 2.0 + libm::asinh(2.0) / 4.0;
        assert!((parabola.total_length() - closed).abs() < 1e-10, "{}", parabola.total_length());
        for i in 0..=20 {
            let x = f64::from(i) / 20.0;
            let up_to = x * (1.0 + 4.0 * x * x).sqrt() / 2.0 + libm::asinh(2.0 * x) / 4.0;
            let at = parabola.point_at_length(up_to).unwrap();
            assert!(length(at - Point::new(x, x * x)) < 1e-8, "{i} {at:?}");
        }
        // A semicubical cusp, (t^2, t^3) for t from -1 to 1: 2 (13 sqrt(13) - 8) / 27.
        let cusp = measure("M1 -1C-.333333333333333333 1 -.333333333333333333 -1 1 1");
        let closed = 2.0 * (13.0 * 13.0_f64.sqrt() - 8.0) / 27.0;
        assert!((cusp.total_length() - closed).abs() < 1e-6, "{} {closed}", cusp.total_length());
        let middle = cusp.total_length() / 2.0;
        assert!(length(cusp.point_at_length(middle).unwrap().to_vec2()) < 1e-4);
        assert!(cusp.tangent_at_length(middle).is_some());
    }

    #[test]
    fn subpaths_follow_each_other() {
        let measure = measure("M0 0H10 M100 0V20H120Z");
        assert_eq!(measure.total_length(), 10.0 + 20.0 + 20.0 + 800.0_f64.sqrt());
        for (at, point) in [
            (-5.0, (0.0, 0.0)),
            (f64::NAN, (0.0, 0.0)),
            (10.0, (10.0, 0.0)),
            (11.0, (100.0, 1.0)),
            (40.0, (110.0, 20.0)),
            (f64::INFINITY, (100.0, 0.0)),
        ] {
            assert_eq!(measure.point_at_length(at), Some(point.into()), "{at}");
        }
        assert_eq!(measure.tangent_at_length(30.0), Some(Vec2::new(0.0, 1.0)));
        let back = measure.tangent_at_length(1e9).unwrap();
        assert!(length(back - Vec2::new(-0.5_f64.sqrt(), -0.5_f64.sqrt())) < 1e-15);
    }

    #[test]
    fn paths_without_a_length_have_their_point() {
        let none = measure("");
        assert_eq!((none.total_length(), none.point_at_length(1.0), none.tangent_at_length(1.0)), (0.0, None, None));
        let dot = measure("M5 6C5 6 5 6 5 6Z");
        assert_eq!((dot.total_length(), dot.point_at_length(1.0)), (0.0, Some((5.0, 6.0).into())));
        assert_eq!(dot.tangent_at_length(0.0), None);
        // Control points at the ends: no speed there, and a direction all the same.
        let straight = measure("M0 0C0 0 10 0 10 0");
        for at in [0.0, 5.0, 10.0] {
            assert!(length(straight.tangent_at_length(at).unwrap() - Vec2::new(1.0, 0.0)) < 1e-12, "{at}");
        }
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((f64::NAN, 0.0));
        let refused = PathMeasure::new(&path).unwrap_err().to_string();
        assert_eq!(refused, "`path coordinate` is NaN, expected a finite number");
        // Numbers whose squares are none end all the same.
        assert!(!(measure("M0 0C1e300 0 -1e300 1e300 1 1").total_length() < 1e300));
    }
}
