//! Curves as polylines, for strokes.

use kurbo::{BezPath, CubicBez, ParamCurve, PathEl, Point, QuadBez, Vec2};

use super::length;
use crate::error::Error;
use crate::limits::within;

/// Most lines of one curve: with it, a curve of a million px is still within 1/20 px.
const MAX_LINES: f64 = 65_536.0;

/// Radius, in tolerances, above which a pen's rim may be further off: with 1/20 px it is that of a pen as wide as the
/// widest canvas.
const WIDEST_PEN: f64 = 655_360.0;

/// A path of lines that is nowhere further than `tolerance` from `path`, and whose offsets at the distance `radius` are
/// nowhere further than that from its offsets: a pen of that radius, drawn along the lines, leaves no corners.
///
/// The number of equal steps in the parameter is Wang's bound (G. Wang, 1984; R. Goldman, "Pyramid Algorithms", 2003,
/// 5.6.3), and at least the curve's turn over the angle at which the pen's chord is within the tolerance.
pub(crate) fn flatten(path: &BezPath, radius: f64, tolerance: f64, max_segments: u64) -> Result<BezPath, Error> {
    let turn_of_a_line = (8.0 * tolerance / radius.clamp(tolerance, WIDEST_PEN * tolerance)).sqrt();
    let mut out = BezPath::new();
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    let mut made = 0;
    for element in path.elements() {
        let (lines, end) = match *element {
            PathEl::QuadTo(a, p) => {
                let bend = length(at.to_vec2() - 2.0 * a.to_vec2() + p.to_vec2());
                (lines((bend / (4.0 * tolerance)).sqrt(), turn([a - at, p - a]) / turn_of_a_line), p)
            }
            PathEl::CurveTo(a, b, p) => {
                let first = length(at.to_vec2() - 2.0 * a.to_vec2() + b.to_vec2());
                let second = length(a.to_vec2() - 2.0 * b.to_vec2() + p.to_vec2());
                let bend = (0.75 * first.max(second) / tolerance).sqrt();
                (lines(bend, turn([a - at, b - a, p - b]) / turn_of_a_line), p)
            }
            PathEl::MoveTo(p) => {
                start = p;
                (1, p)
            }
            PathEl::LineTo(p) => (1, p),
            PathEl::ClosePath => (1, start),
        };
        made += lines as u64;
        within("path_segments", made, max_segments)?;
        let inner = (1..lines).map(|i| i as f64 / lines as f64);
        match *element {
            PathEl::QuadTo(a, p) => {
                let curve = QuadBez::new(at, a, p);
                out.extend(inner.map(|t| PathEl::LineTo(curve.eval(t))));
                out.line_to(p);
            }
            PathEl::CurveTo(a, b, p) => {
                let curve = CubicBez::new(at, a, b, p);
                out.extend(inner.map(|t| PathEl::LineTo(curve.eval(t))));
                out.line_to(p);
            }
            other => out.push(other),
        }
        at = end;
    }
    Ok(out)
}

/// The larger of both numbers of lines, as a number of lines.
fn lines(by_distance: f64, by_turn: f64) -> usize {
    by_distance.max(by_turn).ceil().clamp(1.0, MAX_LINES) as usize
}

/// How far the legs of a control polygon turn in sum, in radians: at least as far as its curve does.
fn turn<const N: usize>(legs: [Vec2; N]) -> f64 {
    let mut legs = legs.into_iter().filter(|leg| leg.hypot2() > 0.0);
    let Some(mut from) = legs.next() else { return 0.0 };
    legs.map(|to| {
        let angle = libm::atan2(from.cross(to), from.dot(to)).abs();
        from = to;
        angle
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::ToPath;
    use kurbo::Circle;

    #[test]
    fn lines_keep_near_the_curve_and_the_pen() {
        for (radius, pen) in [(5.0, 1.0), (5.0, 40.0), (400.0, 1.0), (30_000.0, 10.0)] {
            let circle = Circle::new((0.0, 0.0), radius).to_path().unwrap();
            let flat = flatten(&circle, pen, 0.05, 1_000_000).unwrap();
            let points: Vec<Point> = flat.elements().iter().flat_map(crate::outline::points).collect();
            for pair in points.windows(2) {
                let chord = length(pair[1] - pair[0]);
                let sagitta = radius - (radius * radius - chord * chord / 4.0).max(0.0).sqrt();
                assert!(
                    sagitta <= 0.051 * radius.max(pen) / radius.min(radius) + 0.005 * (radius / 1e3),
                    "{radius} {sagitta}"
                );
                // The same turn at the pen's rim.
                let turn = chord / radius;
                assert!(pen * turn * turn / 8.0 <= 0.051, "{radius} {pen}");
            }
        }
    }

    #[test]
    fn lines_are_counted() {
        let circle = Circle::new((0.0, 0.0), 1e5).to_path().unwrap();
        assert!(matches!(flatten(&circle, 1.0, 0.05, 100), Err(Error::LimitExceeded { limit: "path_segments", .. })));
    }
}
