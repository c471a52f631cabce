//! Filled paths as polygons.

use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

use super::Polygons;
use crate::error::Error;
use crate::limits::within;
use crate::watch::{ITEMS_A_CHECK, Watch};

/// How far the chords of a curve may be from it, in device px; moved outwards, they are within two thirds of it. Twice
/// as much shows on large circles.
const TOLERANCE: f64 = 0.08;

/// Sine of the angle up to which curves that meet are one smooth curve.
const SMOOTH: f64 = 1.0 / 32.0;

/// Most lines of one curve: with it, a curve of a million px is still within the tolerance.
const MAX_LINES: f64 = 65_536.0;

/// Adds a path's subpaths, each closed, to `out`: `transform` maps it to device pixels, where its curves are flattened.
///
/// A curve becomes lines of equal steps in the parameter, as many as Wang's bound asks for (G. Wang, 1984; R. Goldman,
/// "Pyramid Algorithms", 2003, 5.6.3): one square root a curve, and points that do not depend on each other.
///
/// Chords lie on a curve's inner side, by up to `step^2 / 8` times its second derivative. So the points are moved
/// outwards by `step^2 / 12` of it: then the lines lie on either side and enclose the area that the curve does, and the
/// same error in the mean square takes two thirds of the lines. Where curves meet they are moved if the path is smooth
/// there; corners and what lines end in stay where they are.
pub(crate) fn fill_polygons(
    path: &BezPath,
    transform: Affine,
    max_points: u64,
    watch: &Watch,
    out: &mut Polygons,
) -> Result<u64, Error> {
    let mut flattener = Flattener { out, at: Point::ZERO, start: Point::ZERO, first: None, last: None, begin: true };
    let mut made = 0;
    let mut next_check = ITEMS_A_CHECK as u64;
    for (element, seen) in path.elements().iter().zip(0..) {
        made += match *element {
            PathEl::MoveTo(p) => {
                flattener.close();
                flattener.start = transform * p;
                flattener.at = flattener.start;
                0
            }
            PathEl::LineTo(p) => {
                flattener.line(transform * p);
                1
            }
            PathEl::QuadTo(a, p) => {
                let (p0, p1, p2) = (flattener.at.to_vec2(), (transform * a).to_vec2(), (transform * p).to_vec2());
                let second = p0 - 2.0 * p1 + p2;
                let lines = lines(second.hypot2() / (16.0 * TOLERANCE * TOLERANCE));
                within("path_segments", made + lines, max_points)?;
                let ends = [p1 - p0, p2 - p1];
                flattener.curve(lines, [Vec2::ZERO, second, 2.0 * ends[0], p0], ends, p2.to_point());
                lines
            }
            PathEl::CurveTo(a, b, p) => {
                let (p0, p1, p2) = (flattener.at.to_vec2(), (transform * a).to_vec2(), (transform * b).to_vec2());
                let p3 = (transform * p).to_vec2();
                let (first, second) = (p0 - 2.0 * p1 + p2, p1 - 2.0 * p2 + p3);
                // Without a branch: which end of an arc bends more is as good as random.
                let bend = first.hypot2().max(second.hypot2());
                let lines = lines(bend * (0.5625 / (TOLERANCE * TOLERANCE)));
                within("path_segments", made + lines, max_points)?;
                let ends = [p1 - p0, p3 - p2];
                flattener.curve(lines, [second - first, 3.0 * first, 3.0 * ends[0], p0], ends, p3.to_point());
                lines
            }
            PathEl::ClosePath => {
                flattener.close();
                flattener.at = flattener.start;
                0
            }
        };
        within("path_segments", made, max_points)?;
        // Moves and closes make no points, and take their time.
        if made + seen >= next_check {
            next_check = made + seen + ITEMS_A_CHECK as u64;
            watch.check()?;
            flattener.out.check()?;
        }
    }
    flattener.close();
    out.check()?;
    Ok(made)
}

/// The end of a curve: its direction there, and how far its point is to be moved.
#[derive(Clone, Copy)]
struct End {
    tangent: Vec2,
    shift: Vec2,
}

impl End {
    /// How far the point is moved in which a curve ends so and another one begins: nowhere where they meet in a corner.
    fn shift(self, next: Self) -> Vec2 {
        let (along, across) = (self.tangent.dot(next.tangent), self.tangent.cross(next.tangent));
        if along > 0.0 && across * across < along * along * SMOOTH * SMOOTH {
            (self.shift + next.shift) / 2.0
        } else {
            Vec2::ZERO
        }
    }
}

struct Flattener<'a> {
    out: &'a mut Polygons,
    /// Where the path is, and where its contour began.
    at: Point,
    start: Point,
    /// The contour's first curve, if it begins with one, and its index.
    first: Option<(usize, End)>,
    /// The curve that ends here, if one does; its last point is still to be added.
    last: Option<End>,
    /// Whether the contour's first point is still to be added: a move alone makes none.
    begin: bool,
}

impl Flattener<'_> {
    fn line(&mut self, to: Point) {
        if self.begin || self.last.is_some() {
            self.out.push(self.at);
        }
        self.out.push(to);
        (self.at, self.last, self.begin) = (to, None, false);
    }

    /// Adds a curve `((a t + b) t + c) t + d` but for its last point; `ends` are its directions there.
    fn curve(&mut self, lines: u64, [a, b, c, d]: [Vec2; 4], ends: [Vec2; 2], to: Point) {
        let step = 1.0 / lines as f64;
        let (cubic, square) = (step * step / 2.0 * a, step * step / 6.0 * b);
        let start = End { tangent: ends[0], shift: -square };
        if self.begin {
            self.first = Some((self.out.len(), start));
            self.out.push(self.at);
        } else if let Some(last) = self.last {
            self.out.push(self.at + last.shift(start));
        }
        let (c, d) = (c - cubic, d - square);
        for i in 1..lines as u32 {
            let t = f64::from(i) * step;
            self.out.push((((a * t + b) * t + c) * t + d).to_point());
        }
        self.last = Some(End { tangent: ends[1], shift: -cubic - square });
        (self.at, self.begin) = (to, false);
    }

    /// Ends the contour.
    fn close(&mut self) {
        if let Some(last) = self.last {
            match self.first {
                // The same point, but for what transforming it twice might round.
                Some((index, first)) if (self.at - self.start).hypot2() < 1e-12 => {
                    self.out.set(index, self.start + last.shift(first));
                }
                _ => self.out.push(self.at),
            }
        }
        self.out.close();
        (self.first, self.last, self.begin) = (None, None, true);
    }
}

/// The least number of lines whose fourth power is at least so large. Most curves take few, and no root.
fn lines(fourth_power: f64) -> u64 {
    for (lines, power) in [(1, 1.0), (2, 16.0), (3, 81.0), (4, 256.0)] {
        if fourth_power <= power {
            return lines;
        }
    }
    let root = fourth_power.sqrt().sqrt().min(MAX_LINES);
    let lines = root as u64;
    lines + u64::from((lines as f64) < root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::{ToPath, length};
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
