//! Areas of sets, distances of offsets, and what is refused.

use crate::random::Random;
use kurbo::{Circle, Point, Rect, RoundedRect};

use super::*;
use crate::outline::{PathMeasure, length};
use std::f64::consts::{PI, SQRT_2};

/// Twice the signed area of lines.
fn area(path: &BezPath) -> f64 {
    let (mut sum, mut start, mut at) = (0.0, Point::ZERO, Point::ZERO);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => (start, at) = (p, p),
            PathEl::LineTo(p) => {
                sum += at.to_vec2().cross(p.to_vec2());
                at = p;
            }
            PathEl::ClosePath => sum += at.to_vec2().cross(start.to_vec2()),
            _ => panic!("lines"),
        }
    }
    sum.abs() / 2.0
}

fn perimeter(path: &BezPath) -> f64 {
    PathMeasure::new(path).unwrap().total_length()
}

fn contours(path: &BezPath) -> usize {
    path.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count()
}

impl Random {
    /// Lines and curves through points of a grid, of which many lie on each other.
    fn path(&mut self, grid: u64) -> BezPath {
        let mut point = || Point::new(self.below(grid) as f64, self.below(grid) as f64);
        let points: Vec<Point> = (0..24).map(|_| point()).collect();
        let mut path = BezPath::new();
        for (i, three) in points.chunks_exact(3).enumerate() {
            match (i + self.below(4) as usize) % 4 {
                0 => path.move_to(three[0]),
                _ if i == 0 => path.move_to(three[0]),
                1 => path.line_to(three[0]),
                2 => path.quad_to(three[0], three[1]),
                _ => path.curve_to(three[0], three[1], three[2]),
            }
        }
        path
    }
}

#[test]
fn squares_are_combined_exactly() {
    let ops = PathOps::new();
    let (a, b) = (Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(5.0, 5.0, 20.0, 15.0));
    for (made, size, around, parts) in [
        (ops.union(a, b), 225.0, 70.0, 1),
        (ops.intersection(a, b), 25.0, 20.0, 1),
        (ops.difference(a, b), 75.0, 40.0, 1),
        (ops.difference(b, a), 125.0, 50.0, 1),
        (ops.xor(a, b), 200.0, 90.0, 2),
    ] {
        let made = made.unwrap();
        assert_eq!((area(&made), perimeter(&made), contours(&made)), (size, around, parts), "{made:?}");
    }
    // Identical, touching along a side, touching in a corner, apart, one in the other, nothing.
    let side = Rect::new(10.0, 0.0, 20.0, 10.0);
    let corner = Rect::new(10.0, 10.0, 20.0, 20.0);
    let inner = Rect::new(2.0, 2.0, 8.0, 8.0);
    let nothing = BezPath::new();
    for (b, union, intersection, difference) in [
        (a.to_path().unwrap(), 100.0, 100.0, 0.0),
        (side.to_path().unwrap(), 200.0, 0.0, 100.0),
        (corner.to_path().unwrap(), 200.0, 0.0, 100.0),
        (inner.to_path().unwrap(), 100.0, 36.0, 64.0),
        (nothing.clone(), 100.0, 0.0, 100.0),
        ("M3 3L8 3Z".to_path().unwrap(), 100.0, 0.0, 100.0),
    ] {
        let found = [ops.union(a, &b), ops.intersection(a, &b), ops.difference(a, &b)].map(|made| area(&made.unwrap()));
        assert_eq!(found, [union, intersection, difference], "{b:?}");
    }
    assert_eq!(perimeter(&ops.union(a, side).unwrap()), 60.0, "no line between them");
    assert_eq!(ops.union(&nothing, &nothing).unwrap(), nothing);
}

#[test]
fn rules_say_what_is_inside() {
    // A pentagram, and a square wound twice.
    let star = "M50 0L79 90L2 35H98L21 90Z";
    let ops = PathOps::new();
    let (whole, points) = (ops.simplify(star).unwrap(), ops.with_rule(FillRule::EvenOdd).simplify(star).unwrap());
    assert_eq!((contours(&whole), contours(&points)), (1, 5));
    let twice = "M0 0H10V10H0ZM0 0H10V10H0Z";
    assert_eq!(area(&PathOps::new().simplify(twice).unwrap()), 100.0);
    assert_eq!(area(&PathOps::new().with_rule(FillRule::EvenOdd).simplify(twice).unwrap()), 0.0);
}

#[test]
fn areas_are_those_of_sets() {
    let mut random = Random(7);
    for round in 0..300 {
        let grid = [6, 40, 1_000][round % 3];
        let (a, b) = (random.path(grid), random.path(grid));
        for rule in [FillRule::NonZero, FillRule::EvenOdd] {
            let ops = PathOps::new().with_rule(rule);
            let of = |made: Result<BezPath, Error>| area(&made.unwrap());
            let (sole_a, sole_b) = (of(ops.simplify(&a)), of(ops.simplify(&b)));
            let (union, both) = (of(ops.union(&a, &b)), of(ops.intersection(&a, &b)));
            let (only_a, either) = (of(ops.difference(&a, &b)), of(ops.xor(&a, &b)));
            // Where lines cross, the crossing is moved by up to a step or two of 1/4096 px, and the lines with it.
            let room = 2.0 / 4096.0 * grid as f64 * 40.0;
            for (left, right) in [(sole_a + sole_b, union + both), (sole_a, only_a + both), (either, union - both)] {
                assert!((left - right).abs() <= room, "{round} {rule:?}: {left} {right}\n{a:?}\n{b:?}");
            }
        }
    }
}

#[test]
fn curves_keep_their_areas() {
    let circle = Circle::new((50.0, 50.0), 40.0);
    for tolerance in [0.5, 0.01, 0.0001] {
        let made = PathOps::new().with_tolerance(tolerance).simplify(circle).unwrap();
        let off = (area(&made) / (PI * 1600.0) - 1.0).abs();
        // The circle is made of cubics, which are off by up to 4e-6 of its radius themselves.
        assert!(off < tolerance / 40.0 + 1e-5, "{tolerance}: {off}");
        let bound = PathOps::new().with_tolerance(tolerance).scale(&[&circle.to_path().unwrap()], 0.0).unwrap();
        assert!(made.elements().iter().flat_map(points).all(|p| {
            (length(p - Point::new(50.0, 50.0)) - 40.0).abs() <= tolerance + 40.0 * 4e-6
                && (p.x * bound * 256.0).fract() == 0.0
        }));
    }
    // Two circles of radius r whose centres are r apart share r^2 (2 pi / 3 - sqrt(3) / 2).
    let lens = PathOps::new().intersection(circle, Circle::new((90.0, 50.0), 40.0)).unwrap();
    let closed = 1600.0 * (2.0 * PI / 3.0 - 3.0_f64.sqrt() / 2.0);
    assert!((area(&lens) / closed - 1.0).abs() < 1e-4, "{} {closed}", area(&lens));
}

#[test]
fn offsets_are_as_far_away_as_asked() {
    let ops = PathOps::new();
    let square = Rect::new(10.0, 10.0, 30.0, 30.0);
    for (distance, join, expected) in [
        (5.0, Join::Miter, 900.0),
        (5.0, Join::Bevel, 900.0 - 4.0 * 12.5),
        (5.0, Join::Round, 400.0 + 4.0 * 100.0 + PI * 25.0),
        (-5.0, Join::Miter, 100.0),
        (-5.0, Join::Round, 100.0),
        (0.0, Join::Miter, 400.0),
        (-10.0, Join::Miter, 0.0),
        (-50.0, Join::Miter, 0.0),
    ] {
        let made = ops.offset(square, distance, join).unwrap();
        assert!((area(&made) - expected).abs() < 0.05, "{distance} {join:?}: {} {expected}", area(&made));
    }
    // The corner that stands in is the one that gets the join when a shape becomes smaller: an L of 300.
    let corner = "M0 0H20V10H10V20H0Z";
    let smaller = |join| area(&ops.offset(corner, -2.0, join).unwrap());
    assert_eq!(smaller(Join::Miter), 16.0 * 6.0 + 6.0 * 10.0);
    assert!((smaller(Join::Round) - smaller(Join::Miter) - (4.0 - PI)).abs() < 0.01, "{}", smaller(Join::Round));
    assert!((smaller(Join::Bevel) - smaller(Join::Miter) - 2.0).abs() < 0.01);
    for (distance, radius) in [(7.0, 47.0), (-7.0, 33.0), (-39.5, 0.5)] {
        let circle = ops.offset(Circle::new((50.0, 50.0), 40.0), distance, Join::Miter).unwrap();
        assert!((area(&circle) - PI * radius * radius).abs() < 0.005 * 2.0 * PI * radius, "{}", area(&circle));
        let off = |p: Point| (length(p - Point::new(50.0, 50.0)) - radius).abs();
        let worst = circle.elements().iter().flat_map(points).map(off).fold(0.0, f64::max);
        assert!(worst <= 0.01, "{distance}: {worst}");
    }
    assert!(ops.offset(Circle::new((50.0, 50.0), 40.0), -41.0, Join::Round).unwrap().elements().is_empty());
    // A ring, by either rule: its hole becomes smaller where it becomes larger. A lone line has no inside.
    for rule in [FillRule::NonZero, FillRule::EvenOdd] {
        let ring = "M0 0H30V30H0ZM10 10V20H20V10Z";
        let larger = PathOps::new().with_rule(rule).offset(ring, 2.0, Join::Miter).unwrap();
        assert_eq!(area(&larger), 34.0 * 34.0 - 36.0);
        assert_eq!(area(&PathOps::new().with_rule(rule).offset("M0 0H10", -1.0, Join::Miter).unwrap()), 0.0);
    }
    // A miter at its limit: 90 degrees have a ratio of sqrt(2).
    let limit = |limit: f64| area(&PathOps::new().with_miter_limit(limit).offset(square, 5.0, Join::Miter).unwrap());
    assert_eq!((limit(SQRT_2 + 1e-6), limit(SQRT_2 - 1e-6)), (900.0, 850.0));
}

#[test]
fn what_is_too_much_is_refused() {
    let ops = PathOps::new();
    let message = |made: Result<BezPath, Error>| made.unwrap_err().to_string();
    let mut nan = BezPath::new();
    nan.move_to((0.0, f64::NAN));
    let range = "expected a finite number from -1000000 to 1000000";
    assert_eq!(message(ops.union(&nan, "M0 0")), format!("`path coordinate` is NaN, {range}"));
    assert_eq!(message(ops.xor("M0 0", "M1e7 0")), format!("`path coordinate` is 10000000, {range}"));
    assert_eq!(
        message(ops.offset("M0 0H9V9Z", f64::INFINITY, Join::Miter)),
        format!("`offset distance` is inf, {range}")
    );
    assert!(message(ops.offset("M0 0H9V9Z", 1e6, Join::Miter)).starts_with("`reach of the offset` is 10000009"));
    assert!(message(PathOps::new().with_tolerance(0.0).simplify("M0 0")).starts_with("`tolerance` is 0"));
    assert!(message(PathOps::new().with_miter_limit(-1.0).simplify("M0 0")).starts_with("`miter limit` is -1"));
    assert!(matches!(ops.union("M0", "M0 0"), Err(Error::InvalidPathData { .. })));
    // Eight hundred thousand lines of two circles are done; four hundred that all cross are, a thousand are not.
    let ring = |n: u32, step: u32| -> BezPath {
        let at = |i: u32| {
            let (sin, cos) = libm::sincos(f64::from(i) / f64::from(n) * 2.0 * PI);
            Point::new(500.0 + 400.0 * cos, 500.0 + 400.0 * sin)
        };
        let turned = |i: u32| (u64::from(i) * u64::from(step) % u64::from(n)) as u32;
        let line = |i: u32| if i == 0 { PathEl::MoveTo(at(0)) } else { PathEl::LineTo(at(turned(i))) };
        (0..n).map(line).collect()
    };
    let many = ops.union(ring(400_000, 1), ring(400_000, 1)).unwrap();
    assert!((area(&many) / (PI * 160_000.0) - 1.0).abs() < 1e-5, "{}", area(&many));
    // The star {n / k} has its notches at r cos(pi k / n) / cos(pi (k - 1) / n).
    let star = area(&ops.simplify(ring(401, 200)).unwrap());
    let angle = PI / 401.0;
    let notch = 400.0 * libm::cos(200.0 * angle) / libm::cos(199.0 * angle);
    assert!((star / (401.0 * 400.0 * notch * libm::sin(angle)) - 1.0).abs() < 2e-3, "{star}");
    for made in [ops.simplify(ring(1_001, 500)), ops.simplify(ring(900_001, 450_000))] {
        assert!(matches!(made, Err(Error::LimitExceeded { limit: "boolean_pairs", .. })));
    }
    let million = ops.union(ring(1_000_001, 1), "M0 0");
    assert!(matches!(million, Err(Error::LimitExceeded { limit: "boolean_segments", asked: 1_000_001, .. })));
    let few = Limits { boolean_segments: 10, ..Limits::default() };
    let curve = PathOps::new().with_limits(&few).simplify(Circle::new((0.0, 0.0), 1e5));
    assert!(matches!(curve, Err(Error::LimitExceeded { limit: "boolean_segments", allowed: 10, .. })));
    // At the ends of the range the grid is wider.
    let far = ops.intersection(RoundedRect::new(-1e6, -1e6, 1e6, 1e6, 10.0), Rect::new(999_990.0, 0.0, 1e6, 1.0));
    assert_eq!(area(&far.unwrap()), 10.0);
}
