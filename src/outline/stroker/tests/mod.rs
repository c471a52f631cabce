//! The stroker against what a stroke is, against kurbo's and tiny-skia's strokers, and against hostile input.

mod hostile;
mod rivals;
mod truth;

use kurbo::{Affine, BezPath, Point};

use super::stroke_polygons;
use crate::error::Error;
use crate::outline::{FixedPoint, Polygons};
use crate::paint::{Cap, Join, Stroke};
use crate::random::Random;
use crate::watch::Watch;

const JOINS: [Join; 3] = [Join::Miter, Join::Round, Join::Bevel];
const CAPS: [Cap; 3] = [Cap::Butt, Cap::Round, Cap::Square];

impl Random {
    fn point(&mut self, size: f64) -> Point {
        Point::new(self.between(0.0, size), self.between(0.0, size))
    }
}

fn try_outline(path: &BezPath, stroke: &Stroke, transform: Affine, max: u64) -> Result<Polygons, Error> {
    let mut out = Polygons::default();
    stroke_polygons(path.elements(), stroke, transform, max, &Watch::default(), &mut out)?;
    Ok(out)
}

fn outline(path: &BezPath, stroke: &Stroke, transform: Affine) -> Polygons {
    try_outline(path, stroke, transform, 1_000_000).unwrap()
}

fn pixels(p: FixedPoint) -> Point {
    Point::new(f64::from(p.x) / 256.0, f64::from(p.y) / 256.0)
}

fn edges(polygons: &Polygons) -> impl Iterator<Item = (Point, Point)> {
    polygons.contours().flat_map(|contour| {
        let next = contour.iter().skip(1).chain(contour.first());
        contour.iter().zip(next).map(|(a, b)| (pixels(*a), pixels(*b)))
    })
}

/// Winding number of the outline at a point, and the distance to the nearest edge.
fn winding(polygons: &Polygons, p: Point) -> (i32, f64) {
    let (mut sum, mut nearest) = (0, f64::INFINITY);
    for (a, b) in edges(polygons) {
        if (a.y <= p.y) != (b.y <= p.y) {
            let x = a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y));
            if x > p.x {
                sum += if b.y > a.y { 1 } else { -1 };
            }
        }
        nearest = f64::min(nearest, distance(p, a, b));
    }
    (sum, nearest)
}

/// Distance of a point from a line segment.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let v = b - a;
    let t = if v.hypot2() > 0.0 { ((p - a).dot(v) / v.hypot2()).clamp(0.0, 1.0) } else { 0.0 };
    super::length(p - (a + v * t))
}

fn path(points: &[(f64, f64)], closed: bool) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(points[0]);
    points[1..].iter().for_each(|p| path.line_to(*p));
    if closed {
        path.close_path();
    }
    path
}
