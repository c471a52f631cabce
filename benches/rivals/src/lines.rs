//! Long lines of any number of segments.

use std::f64::consts::TAU;

use kurbo::{BezPath, Point, Rect, Vec2};

use crate::raster::work::Noise;

/// Turns of [`spiral`].
const TURNS: f64 = 20.0;

/// A spiral of the same length, whatever the number of its segments.
pub fn spiral(segments: u32, area: Rect) -> BezPath {
    let radius = area.width().min(area.height()) * 0.49;
    joined((0..=segments).map(|i| {
        let share = f64::from(i) / f64::from(segments);
        area.center() + Vec2::from_angle(share * TURNS * TAU) * (radius * (0.05 + 0.95 * share))
    }))
}

/// A closed wavy ring of the same length, whatever the number of its segments.
pub fn ring(segments: u32, area: Rect) -> BezPath {
    let radius = area.width().min(area.height()) * 0.4;
    let mut path = joined((0..segments).map(|i| {
        let angle = f64::from(i) / f64::from(segments) * TAU;
        let wave = 1.0 + 0.15 * (angle * 7.0).sin() + 0.05 * (angle * 23.0).sin();
        area.center() + Vec2::from_angle(angle) * (radius * wave)
    }));
    path.close_path();
    path
}

/// Up and down from left to right, each segment as tall as the area: a row of pixels is crossed by all of them.
pub fn zigzag(segments: u32, area: Rect) -> BezPath {
    joined((0..=segments).map(|i| {
        let x = area.x0 + area.width() * f64::from(i) / f64::from(segments);
        Point::new(x, if i % 2 == 0 { area.y0 } else { area.y1 })
    }))
}

/// Steps of up to `step` px each way, here and there in the area and across each other.
pub fn walk(segments: u32, step: f64, area: Rect) -> BezPath {
    let mut noise = Noise(0x6789_1231);
    let mut at = area.center();
    joined((0..=segments).map(|_| {
        let to = at + Vec2::new(noise.next() - 0.5, noise.next() - 0.5) * (2.0 * step);
        at = Point::new(to.x.clamp(area.x0, area.x1), to.y.clamp(area.y0, area.y1));
        at
    }))
}

/// A line with many points to a pixel column.
pub fn chart(segments: u32, area: Rect) -> BezPath {
    let mut noise = Noise(0x7891_2341);
    let mut y = 0.0;
    joined((0..=segments).map(|i| {
        y = y * 0.99 + (noise.next() - 0.5) * 0.06;
        Point::new(area.x0 + area.width() * f64::from(i) / f64::from(segments), area.center().y + y * area.height())
    }))
}

fn joined(points: impl Iterator<Item = Point>) -> BezPath {
    let mut path = BezPath::new();
    for (i, point) in points.enumerate() {
        if i == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    path
}
