//! What a stroke of lines is, by definition: a rectangle for each line, a join for each corner, caps.

use kurbo::{Affine, Point, Vec2};

use super::*;
use crate::outline::length;

/// Convex polygons and sectors whose union a stroke is.
struct Truth {
    polygons: Vec<Vec<Point>>,
    /// Of circles: the middle, and the directions they lie between by increasing angle, at most half a turn apart.
    sectors: Vec<(Point, Vec2, Vec2)>,
    radius: f64,
}

impl Truth {
    /// Of one subpath of lines, in the path's coordinates.
    fn new(points: &[(f64, f64)], closed: bool, stroke: &Stroke) -> Self {
        let mut points: Vec<Point> = points.iter().map(|p| Point::from(*p)).collect();
        points.dedup();
        if closed && points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let radius = stroke.width / 2.0;
        let mut truth = Self { polygons: Vec::new(), sectors: Vec::new(), radius };
        let n = points.len();
        if n == 1 {
            truth.end(points[0], Vec2::new(1.0, 0.0), stroke.cap);
            truth.end(points[0], Vec2::new(-1.0, 0.0), stroke.cap);
            return truth;
        }
        let lines = if closed { n } else { n - 1 };
        let unit = |i: usize| {
            let v = points[(i + 1) % n] - points[i % n];
            v / length(v)
        };
        for i in 0..lines {
            let (a, b, across) = (points[i], points[(i + 1) % n], normal(unit(i)) * radius);
            truth.polygons.push(vec![a + across, b + across, b - across, a - across]);
        }
        for i in if closed { 0..n } else { 1..n - 1 } {
            truth.corner(points[i], unit((i + n - 1) % n), unit(i), stroke);
        }
        if !closed {
            truth.end(points[0], -unit(0), stroke.cap);
            truth.end(points[n - 1], unit(n - 2), stroke.cap);
        }
        truth
    }

    fn corner(&mut self, at: Point, before: Vec2, after: Vec2, stroke: &Stroke) {
        let (cross, dot) = (before.cross(after), before.dot(after));
        let outwards = if cross > 0.0 { -self.radius } else { self.radius };
        let (a, b) = (at + normal(before) * outwards, at + normal(after) * outwards);
        match stroke.join {
            // A sector, not a circle: inside the corner the lines' ends may stand out of one another.
            Join::Round => {
                let (a, b) = (normal(before), normal(after));
                self.sectors.push(if cross > 0.0 { (at, -a, -b) } else { (at, b, a) });
            }
            Join::Bevel => self.polygons.push(vec![at, a, b]),
            Join::Miter => {
                let half = libm::atan2(cross.abs(), dot) / 2.0;
                let mut wedge = vec![at, a, b];
                if 1.0 / libm::cos(half) <= stroke.miter_limit {
                    wedge.insert(2, a + before * (self.radius * libm::tan(half)));
                }
                self.polygons.push(wedge);
            }
        }
    }

    fn end(&mut self, at: Point, direction: Vec2, cap: Cap) {
        let (ahead, across) = (direction * self.radius, normal(direction) * self.radius);
        match cap {
            Cap::Butt => {}
            Cap::Round => self.sectors.push((at, -normal(direction), normal(direction))),
            Cap::Square => self.polygons.push(vec![at + across, at + across + ahead, at - across + ahead, at - across]),
        }
    }

    fn holds(&self, p: Point) -> bool {
        let in_sector = |&(c, a, b): &(Point, Vec2, Vec2)| {
            let v = p - c;
            length(v) <= self.radius && a.cross(v) >= 0.0 && v.cross(b) >= 0.0
        };
        self.sectors.iter().any(in_sector)
            || self.polygons.iter().any(|polygon| {
                let sides = polygon.iter().zip(polygon.iter().cycle().skip(1));
                let signs: Vec<f64> = sides.map(|(&a, &b)| (b - a).cross(p - a)).collect();
                signs.iter().all(|&s| s >= 0.0) || signs.iter().all(|&s| s <= 0.0)
            })
    }

    /// Distance to the nearest side of anything: less than the distance to the outline.
    fn nearest(&self, p: Point) -> f64 {
        let sectors = self.sectors.iter();
        let radii = sectors.clone().flat_map(|&(c, a, b)| [(c, a), (c, b)]);
        let radii = radii.map(|(c, v)| distance(p, c, c + v * self.radius));
        let circles = sectors.map(|&(c, ..)| (length(p - c) - self.radius).abs());
        let polygons = self
            .polygons
            .iter()
            .flat_map(|polygon| polygon.iter().zip(polygon.iter().cycle().skip(1)).map(|(&a, &b)| distance(p, a, b)));
        circles.chain(radii).chain(polygons).fold(f64::INFINITY, f64::min)
    }
}

fn normal(v: Vec2) -> Vec2 {
    Vec2::new(-v.y, v.x)
}

/// Compares the outline with the truth at random points, but for those nearer than 1/20 px to any side of the truth's
/// parts. `transform` has no inverse scale above 1.
fn check(points: &[(f64, f64)], closed: bool, stroke: &Stroke, transform: Affine, random: &mut Random, samples: usize) {
    let truth = Truth::new(points, closed, stroke);
    let polygons = outline(&path(points, closed), stroke, transform);
    let inverse = transform.inverse();
    let scale = crate::outline::max_scale(inverse);
    let all: Vec<Point> = truth
        .polygons
        .iter()
        .flatten()
        .copied()
        .chain(
            truth
                .sectors
                .iter()
                .flat_map(|&(c, ..)| [c - Vec2::new(1.0, 1.0) * truth.radius, c + Vec2::new(1.0, 1.0) * truth.radius]),
        )
        .collect();
    let bounds = all.iter().fold(kurbo::Rect::from_points(all[0], all[0]), |b, p| b.union_pt(*p)).inflate(1.0, 1.0);
    for i in 0..samples {
        // Half of them near the corners, where things go wrong.
        let p = if i % 2 == 0 {
            Point::new(random.between(bounds.x0, bounds.x1), random.between(bounds.y0, bounds.y1))
        } else {
            let (a, r) = (all[random.below(all.len())], truth.radius + 1.0);
            a + Vec2::new(random.between(-r, r), random.between(-r, r))
        };
        if truth.nearest(p) < 0.05 * scale {
            continue;
        }
        let (winding, nearest) = winding(&polygons, transform * p);
        let expected = truth.holds(p);
        assert_eq!(
            winding != 0,
            expected,
            "{p:?}: winding {winding}, {nearest} from the outline; {closed} {stroke:?} {transform:?} {points:?}"
        );
        assert!(winding <= 0, "cells turn the same way: {winding} at {p:?}");
    }
}

fn transforms(random: &mut Random) -> Affine {
    let turn = crate::outline::rotation(random.between(0.0, 6.3));
    match random.below(4) {
        0 => Affine::IDENTITY,
        1 => turn * Affine::scale(random.between(1.0, 3.0)),
        2 => turn * Affine::new([random.between(1.0, 3.0), 0.3, -0.4, -random.between(1.0, 3.0), 5.0, 7.0]),
        _ => {
            Affine::new([random.between(1.0, 5.0), 0.0, random.between(-2.0, 2.0), random.between(1.0, 2.0), -5.0, 2.0])
        }
    }
}

#[test]
fn random_polylines_are_what_they_are_by_definition() {
    let mut random = Random(7);
    for round in 0..6_000 {
        let size = [4.0, 20.0, 80.0][round % 3];
        let n = 2 + random.below(9);
        let mut points: Vec<(f64, f64)> = (0..n).map(|_| random.point(size).into()).collect();
        match random.below(5) {
            // A grid: right angles, turns back, repeated points.
            0 => points
                .iter_mut()
                .for_each(|p| *p = ((p.0 / size * 4.0).round() * 5.0, (p.1 / size * 4.0).round() * 5.0)),
            // A smooth bend.
            1 => points.iter_mut().enumerate().for_each(|(i, p)| {
                let (sin, cos) = libm::sincos(i as f64 * 0.15);
                *p = (size * cos, size * sin);
            }),
            _ => {}
        }
        let closed = random.below(3) == 0;
        let stroke = Stroke::new([0.5, 1.5, 6.0, 25.0][random.below(4)])
            .with_join(JOINS[random.below(3)])
            .with_cap(CAPS[random.below(3)])
            .with_miter_limit([1.0, 2.0, 10.0, 40.0][random.below(4)]);
        let transform = transforms(&mut random);
        check(&points, closed, &stroke, transform, &mut random, 60);
    }
}

#[test]
fn dense_polylines_are_what_they_are_by_definition() {
    let mut random = Random(11);
    for round in 0..300 {
        let (step, noise) = ([0.06, 0.3, 1.0][round % 3], [0.02, 0.3, 4.0, 30.0][round % 4]);
        let mut y = 50.0;
        let points: Vec<(f64, f64)> = (0..200)
            .map(|i| {
                y += random.between(-noise, noise);
                (f64::from(i) * step, y)
            })
            .collect();
        let stroke = Stroke::new([0.8, 1.5, 4.0, 20.0][random.below(4)])
            .with_join(JOINS[random.below(3)])
            .with_cap(CAPS[random.below(3)]);
        check(&points, false, &stroke, Affine::IDENTITY, &mut random, 300);
    }
}

#[test]
fn rings_no_wider_than_their_pen_have_no_holes() {
    let mut random = Random(13);
    for round in 0..3_000 {
        // Regular polygons and stars, then any triangles and quadrilaterals.
        let n = if round % 2 == 0 { 3 + random.below(5) } else { 3 + random.below(2) };
        let skip = 1 + random.below(n / 2);
        let points: Vec<(f64, f64)> = (0..n)
            .map(|i| {
                let (sin, cos) = libm::sincos((i * skip) as f64 * std::f64::consts::TAU / n as f64);
                if round % 2 == 0 { (20.0 * cos, 20.0 * sin) } else { random.point(30.0).into() }
            })
            .collect();
        let stroke = Stroke::new(random.between(2.0, 50.0)).with_join(JOINS[random.below(3)]).with_miter_limit(4.0);
        check(&points, true, &stroke, Affine::IDENTITY, &mut random, 60);
    }
}
