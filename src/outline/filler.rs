//! Filled paths as polygons.

use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

use super::{Polygons, length};
use crate::error::Error;
use crate::limits::within;
use crate::watch::Watch;

/// How far the lines of a curve may be from it, in device px. Twice as much shows on circles of 3 px.
const TOLERANCE: f64 = 0.05;

/// Most lines of one curve: with it, a curve of a million px is still within the tolerance.
const MAX_LINES: f64 = 65_536.0;

/// Points made between two looks at the watch.
const POINTS_A_CHECK: u64 = 4_096;

/// Adds a path's subpaths, each closed, to `out`: `transform` maps it to device pixels, where its curves are flattened.
///
/// A curve becomes lines of equal steps in the parameter, as many as Wang's bound asks for (G. Wang, 1984; R. Goldman,
/// "Pyramid Algorithms", 2003, 5.6.3): one square root a curve, and points that do not depend on each other.
pub(crate) fn fill_polygons(
    path: &BezPath,
    transform: Affine,
    max_points: u64,
    watch: &Watch,
    out: &mut Polygons,
) -> Result<(), Error> {
    let mut made = 0;
    let mut next_check = POINTS_A_CHECK;
    let mut count = |lines: u64| -> Result<(), Error> {
        made += lines;
        within("path_segments", made, max_points)?;
        if made >= next_check {
            next_check = made + POINTS_A_CHECK;
            watch.check()?;
        }
        Ok(())
    };
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    // Whether the contour's first point is still to be added: a move alone makes none.
    let mut begin = true;
    for element in path.elements() {
        if begin && !matches!(element, PathEl::MoveTo(_) | PathEl::ClosePath) {
            count(1)?;
            out.push(start);
            begin = false;
        }
        match *element {
            PathEl::MoveTo(p) => {
                out.close();
                start = transform * p;
                at = start;
                begin = true;
            }
            PathEl::LineTo(p) => {
                count(1)?;
                at = transform * p;
                out.push(at);
            }
            PathEl::QuadTo(a, p) => {
                let (p0, p1, p2) = (at.to_vec2(), (transform * a).to_vec2(), (transform * p).to_vec2());
                let second = p0 - 2.0 * p1 + p2;
                let lines = lines((length(second) / (4.0 * TOLERANCE)).sqrt());
                count(lines)?;
                curve(out, lines, [Vec2::ZERO, second, 2.0 * (p1 - p0), p0]);
                at = p2.to_point();
                out.push(at);
            }
            PathEl::CurveTo(a, b, p) => {
                let (p0, p1, p2) = (at.to_vec2(), (transform * a).to_vec2(), (transform * b).to_vec2());
                let p3 = (transform * p).to_vec2();
                let (first, second) = (p0 - 2.0 * p1 + p2, p1 - 2.0 * p2 + p3);
                let bend = first.hypot2().max(second.hypot2()).sqrt();
                let lines = lines((0.75 / TOLERANCE * bend).sqrt());
                count(lines)?;
                curve(out, lines, [second - first, 3.0 * first, 3.0 * (p1 - p0), p0]);
                at = p3.to_point();
                out.push(at);
            }
            PathEl::ClosePath => {
                out.close();
                at = start;
                begin = true;
            }
        }
    }
    out.close();
    Ok(())
}

/// A number of lines, rounded up.
fn lines(at_least: f64) -> u64 {
    at_least.min(MAX_LINES).ceil().max(1.0) as u64
}

/// Adds the inner points of a curve `((a t + b) t + c) t + d`.
fn curve(out: &mut Polygons, lines: u64, [a, b, c, d]: [Vec2; 4]) {
    let step = 1.0 / lines as f64;
    for i in 1..lines {
        let t = i as f64 * step;
        out.push((((a * t + b) * t + c) * t + d).to_point());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::ToPath;
    use kurbo::Circle;

    fn polygons(path: &BezPath, transform: Affine) -> Polygons {
        let mut out = Polygons::default();
        fill_polygons(path, transform, 1_000_000, &Watch::default(), &mut out).unwrap();
        out
    }

    #[test]
    fn lines_keep_near_the_curve() {
        for radius in [1.0, 3.0, 40.0, 5_000.0] {
            let circle = Circle::new((1.0, 2.0), radius / 2.0).to_path().unwrap();
            let polygons = polygons(&circle, Affine::scale(2.0));
            let contour = polygons.contours().next().unwrap();
            for (p, q) in contour.iter().zip(contour.iter().cycle().skip(1)) {
                let middle = Vec2::new(f64::from(p.x) + f64::from(q.x), f64::from(p.y) + f64::from(q.y)) / 512.0;
                let off = radius - length(middle - Vec2::new(2.0, 4.0));
                assert!(off.abs() < 0.056, "{radius} {off}");
            }
        }
    }

    #[test]
    fn subpaths_are_closed_and_lone_points_dropped() {
        let mut path = BezPath::new();
        path.move_to((9.0, 9.0));
        path.move_to((0.0, 0.0));
        path.line_to((4.0, 0.0));
        path.line_to((4.0, 4.0));
        path.close_path();
        path.line_to((-4.0, 0.0));
        path.line_to((-4.0, -4.0));
        let polygons = polygons(&path, Affine::IDENTITY);
        let contours: Vec<Vec<_>> =
            polygons.contours().map(|c| c.iter().map(|p| (p.x / 256, p.y / 256)).collect()).collect();
        assert_eq!(contours, [[(0, 0), (4, 0), (4, 4)], [(0, 0), (-4, 0), (-4, -4)]]);
    }

    #[test]
    fn points_are_counted() {
        let circle = Circle::new((0.0, 0.0), 1e5).to_path().unwrap();
        let mut out = Polygons::default();
        let made = fill_polygons(&circle, Affine::IDENTITY, 100, &Watch::default(), &mut out);
        assert!(matches!(made, Err(Error::LimitExceeded { limit: "path_segments", .. })));
    }
}
