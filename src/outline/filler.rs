//! Filled paths as polygons.

use fearless_simd::{Select as _, Simd, SimdBase as _, f64x4};
use kurbo::{Affine, BezPath, PathEl, Point};

use super::Polygons;
use super::polygons::{Twice, sum, turned};
use crate::error::Error;
use crate::limits::within;
use crate::simd::dispatch;
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
    dispatch!(out.level(), simd => Flattener::new(simd, transform, out).fill(path, max_points, watch))
}

/// The end of a curve: its direction there, and how far its point is to be moved.
#[derive(Clone, Copy)]
struct End<S: Simd> {
    tangent: Twice<S>,
    shift: Twice<S>,
}

impl<S: Simd> End<S> {
    /// How far the point is moved in which a curve ends so and another one begins: nowhere where they meet in a corner.
    #[inline(always)]
    fn shift(self, next: Self) -> Twice<S> {
        let zero = f64x4::splat(self.shift.simd, 0.0);
        let along = sum(self.tangent * next.tangent);
        // In the second lane of each two the other way round, which its square is not.
        let across = self.tangent * turned(next.tangent);
        let across = across - turned(across);
        let is_smooth = along.simd_gt(zero) & (across * across).simd_lt(along * along * SMOOTH * SMOOTH);
        is_smooth.select((self.shift + next.shift) * 0.5, zero)
    }
}

struct Flattener<'a, S: Simd> {
    simd: S,
    transform: [Twice<S>; 3],
    out: &'a mut Polygons,
    /// Where the path is, and where its contour began.
    at: Twice<S>,
    start: Twice<S>,
    /// The contour's first curve, if it begins with one, and its index.
    first: Option<(usize, End<S>)>,
    /// The curve that ends here, if one does; its last point is still to be added.
    last: Option<End<S>>,
    /// Whether the contour's first point is still to be added: a move alone makes none.
    begin: bool,
}

impl<'a, S: Simd> Flattener<'a, S> {
    #[inline(always)]
    fn new(simd: S, transform: Affine, out: &'a mut Polygons) -> Self {
        let [a, b, c, d, e, f] = transform.as_coeffs();
        let transform = [[a, b, a, b], [c, d, c, d], [e, f, e, f]].map(|lanes| f64x4::load_array(simd, lanes));
        let at = f64x4::splat(simd, 0.0);
        Self { simd, transform, out, at, start: at, first: None, last: None, begin: true }
    }

    #[inline(always)]
    fn fill(mut self, path: &BezPath, max_points: u64, watch: &Watch) -> Result<u64, Error> {
        let mut made = 0;
        let mut next_check = ITEMS_A_CHECK as u64;
        for (element, seen) in path.elements().iter().zip(0..) {
            made += match *element {
                PathEl::MoveTo(p) => {
                    self.close();
                    self.start = self.place(p);
                    self.at = self.start;
                    0
                }
                PathEl::LineTo(p) => {
                    self.line(self.place(p));
                    1
                }
                PathEl::QuadTo(a, p) => {
                    let (p0, p1, p2) = (self.at, self.place(a), self.place(p));
                    let second = p0 - p1 * 2.0 + p2;
                    let lines = lines(sum(second * second)[0] / (16.0 * TOLERANCE * TOLERANCE));
                    within("path_segments", made + lines, max_points)?;
                    let ends = [p1 - p0, p2 - p1];
                    self.curve(lines, [f64x4::splat(self.simd, 0.0), second, ends[0] * 2.0, p0], ends, p2);
                    lines
                }
                PathEl::CurveTo(a, b, p) => {
                    let (p0, p1, p2, p3) = (self.at, self.place(a), self.place(b), self.place(p));
                    let (first, second) = (p0 - p1 * 2.0 + p2, p1 - p2 * 2.0 + p3);
                    // Without a branch: which end of an arc bends more is as good as random.
                    let bend = sum(first * first).max(sum(second * second))[0];
                    let lines = lines(bend * (0.5625 / (TOLERANCE * TOLERANCE)));
                    within("path_segments", made + lines, max_points)?;
                    let ends = [p1 - p0, p3 - p2];
                    self.curve(lines, [second - first, first * 3.0, ends[0] * 3.0, p0], ends, p3);
                    lines
                }
                PathEl::ClosePath => {
                    self.close();
                    self.at = self.start;
                    0
                }
            };
            within("path_segments", made, max_points)?;
            // Moves and closes make no points, and take their time.
            if made + seen >= next_check {
                next_check = made + seen + ITEMS_A_CHECK as u64;
                watch.check()?;
                self.out.check()?;
            }
        }
        self.close();
        self.out.check()?;
        Ok(made)
    }

    /// Where a point of the path is, in device pixels.
    #[inline(always)]
    fn place(&self, p: Point) -> Twice<S> {
        let [x, y, origin] = self.transform;
        x * p.x + y * p.y + origin
    }

    #[inline(always)]
    fn line(&mut self, to: Twice<S>) {
        if self.begin || self.last.is_some() {
            self.out.push_lanes(self.at);
        }
        self.out.push_lanes(to);
        (self.at, self.last, self.begin) = (to, None, false);
    }

    /// Adds a curve `((a t + b) t + c) t + d` but for its last point; `ends` are its directions there.
    #[inline(always)]
    fn curve(&mut self, lines: u64, [a, b, c, d]: [Twice<S>; 4], ends: [Twice<S>; 2], to: Twice<S>) {
        let step = 1.0 / lines as f64;
        let (cubic, square) = (a * (step * step / 2.0), b * (step * step / 6.0));
        let start = End { tangent: ends[0], shift: -square };
        if self.begin {
            self.first = Some((self.out.len(), start));
            self.out.push_lanes(self.at);
        } else if let Some(last) = self.last {
            self.out.push_lanes(self.at + last.shift(start));
        }
        let (c, d) = (c - cubic, d - square);
        // Two points at once.
        let mut at = f64x4::load_array(self.simd, [1.0, 1.0, 2.0, 2.0]);
        self.out.push_pairs(
            lines as usize - 1,
            #[inline(always)]
            || {
                let t = at * step;
                at += 2.0;
                ((a * t + b) * t + c) * t + d
            },
        );
        self.last = Some(End { tangent: ends[1], shift: -cubic - square });
        (self.at, self.begin) = (to, false);
    }

    /// Ends the contour.
    #[inline(always)]
    fn close(&mut self) {
        if let Some(last) = self.last {
            let away = self.at - self.start;
            match self.first {
                // The same point, but for what transforming it twice might round.
                Some((index, first)) if sum(away * away)[0] < 1e-12 => {
                    self.out.set_lanes(index, self.start + last.shift(first));
                }
                _ => self.out.push_lanes(self.at),
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
    use crate::outline::{FixedPoint, ToPath, length};
    use crate::random::Random;
    use crate::simd;
    use kurbo::{Circle, Vec2};

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

    /// The points of a curve that stands alone, one number after the other.
    fn points_of(p: [Point; 4]) -> Vec<Point> {
        let [p0, p1, p2, p3] = p.map(Point::to_vec2);
        let (first, second) = (p0 - 2.0 * p1 + p2, p1 - 2.0 * p2 + p3);
        let lines = lines(first.hypot2().max(second.hypot2()) * (0.5625 / (TOLERANCE * TOLERANCE)));
        let step = 1.0 / lines as f64;
        let (a, b, c) = (second - first, 3.0 * first, 3.0 * (p1 - p0));
        let (c, d) = (c - step * step / 2.0 * a, p0 - step * step / 6.0 * b);
        let inner = (1..lines).map(|i| {
            let t = i as f64 * step;
            (((a * t + b) * t + c) * t + d).to_point()
        });
        [p[0]].into_iter().chain(inner).chain([p[3]]).collect()
    }

    #[test]
    fn every_level_makes_the_same_points() {
        let random = &mut Random(9);
        let mut number = |size: f64| random.between(-0.5, 0.5) * size;
        for round in 0..2_000 {
            let size = [4.0, 40.0, 900.0, 2e6][round % 4];
            let curve = [(); 4].map(|()| Point::new(number(size), number(size)));
            let mut path = BezPath::new();
            path.move_to(curve[0]);
            path.curve_to(curve[1], curve[2], curve[3]);
            path.move_to(curve[2]);
            path.quad_to(curve[1], curve[0]);
            path.curve_to(curve[0], curve[3], curve[2]);
            path.line_to(curve[1]);
            let found = simd::all().into_iter().map(|level| {
                let mut out = Polygons::at(level);
                fill_polygons(&path, Affine::IDENTITY, 1_000_000, &Watch::default(), &mut out).unwrap();
                out.contours().map(<[_]>::to_vec).collect::<Vec<_>>()
            });
            let found: Vec<_> = found.collect();
            assert!(found.iter().all(|level| *level == found[0]), "{round} {}", path.to_svg());
            let expected: Vec<FixedPoint> = points_of(curve).into_iter().map(FixedPoint::from).collect();
            if expected.len() > 2 {
                assert_eq!(found[0][0], expected, "{round} {}", path.to_svg());
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
