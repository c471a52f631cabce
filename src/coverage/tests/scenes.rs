//! Paths of the kinds that pictures are made of.

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Stroke, StrokeOpts, Vec2};

use crate::outline::ToPath;
use crate::paint::FillRule;
use crate::random::Random;

/// Paths, each drawn alone.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) rule: FillRule,
    pub(super) paths: Vec<BezPath>,
}

/// All of them; with `share` of the shapes that there could be.
pub(super) fn scenes(share: f64) -> Vec<Scene> {
    let many = |count: u32| 0..((f64::from(count) * share).ceil() as u32);
    let mut random = Random(7);
    let random = &mut random;
    let scene = |name, paths| Scene { name, rule: FillRule::NonZero, paths };
    let blobs: Vec<BezPath> = many(1_000).map(|_| blob(random)).collect();
    let circle = |random: &mut Random, radius: f64| {
        let center = Point::new(radius + 2.0 + random.between(0.0, 1.0), radius + 2.0 + random.between(0.0, 1.0));
        Circle::new(center, radius).to_path().unwrap()
    };
    let rounded = |random: &mut Random| {
        let corner = (random.between(1.0, 3.0), random.between(1.0, 3.0));
        let size = (20.0 + random.between(0.0, 80.0), 16.0 + random.between(0.0, 40.0));
        RoundedRect::from_rect(Rect::from_origin_size(corner, size), 8.0).to_path().unwrap()
    };
    vec![
        scene("rounded rects", many(1_000).map(|_| rounded(random)).collect()),
        scene("blobs", blobs.clone()),
        Scene { name: "blobs, even-odd", rule: FillRule::EvenOdd, paths: blobs },
        scene("polyline 1.5 px", vec![polyline(random, (20_000.0 * share) as u32)]),
        scene("circles r=3", many(2_000).map(|_| circle(random, 3.0)).collect()),
        scene("circles r=400", many(20).map(|_| circle(random, 400.0)).collect()),
        scene("hairlines", many(360).map(|i| hairline(random, f64::from(i) / 360.0 / share * TAU)).collect()),
        scene("slivers", many(500).map(|_| sliver(random)).collect()),
        scene("stars", many(300).map(|_| star(random)).collect()),
    ]
}

/// A closed curve of some 60 px that crosses itself.
fn blob(random: &mut Random) -> BezPath {
    let mut point = || Point::new(random.between(2.0, 62.0), random.between(2.0, 62.0));
    let mut path = BezPath::new();
    path.move_to(point());
    for _ in 0..6 {
        path.curve_to(point(), point(), point());
    }
    path.close_path();
    path
}

fn polyline(random: &mut Random, points: u32) -> BezPath {
    let mut path = BezPath::new();
    let mut y = 0.0;
    for i in 0..=points {
        y = y * 0.99 + (random.between(0.0, 1.0) - 0.5) * 0.06;
        let point = Point::new(f64::from(i) * 0.06, 315.0 + y * 630.0);
        if i == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    stroke(&path, 1.5)
}

#[allow(clippy::disallowed_methods, reason = "any outline of a stroke will do, on this machine only")]
fn stroke(path: &BezPath, width: f64) -> BezPath {
    let style = Stroke::new(width).with_join(kurbo::Join::Miter).with_caps(kurbo::Cap::Butt);
    kurbo::stroke(path.iter(), &style, &StrokeOpts::default(), 0.01)
}

fn hairline(random: &mut Random, angle: f64) -> BezPath {
    let mut path = BezPath::new();
    let along = crate::outline::rotation(angle) * Point::new(30.0, 0.0);
    let middle = Vec2::new(32.0 + random.between(0.0, 1.0), 32.0 + random.between(0.0, 1.0));
    path.move_to((middle + along.to_vec2()).to_point());
    path.line_to((middle - along.to_vec2()).to_point());
    stroke(&path, random.between(0.3, 1.2))
}

/// A triangle, thin and nearly level or nearly upright.
fn sliver(random: &mut Random) -> BezPath {
    let mut path = BezPath::new();
    let (x, y) = (random.between(1.0, 3.0), random.between(1.0, 20.0));
    path.move_to((x, y));
    path.line_to((x + 60.0, y + random.between(-0.9, 0.9)));
    path.line_to((x + random.between(0.0, 60.0), y + random.between(0.05, 1.5)));
    path.close_path();
    if random.below(2) == 0 { path } else { Affine::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]) * path }
}

/// Five points, each joined to the next but one.
fn star(random: &mut Random) -> BezPath {
    let mut path = BezPath::new();
    let (turn, radius) = (random.between(0.0, TAU), random.between(4.0, 28.0));
    for i in 0..5 {
        let point = crate::outline::rotation(turn + f64::from(i) * TAU * 0.4) * Point::new(radius, 0.0);
        let point = point + Vec2::new(32.0, 32.0);
        if i == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    path.close_path();
    path
}
