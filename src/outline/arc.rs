//! Elliptical arcs as cubics, and rotations, by the `libm` crate.

use std::f64::consts::{FRAC_PI_4, PI, TAU};

use kurbo::{Affine, PathEl, Point, Vec2};

/// A clockwise (y down) rotation about the origin by an angle in radians, with the same bits on every platform;
/// kurbo's own constructor calls the platform's trigonometry.
///
/// ```
/// use inkstone::kurbo::Point;
/// let quarter = inkstone::rotation(std::f64::consts::FRAC_PI_2);
/// assert!((quarter * Point::new(1.0, 0.0) - Point::new(0.0, 1.0)).hypot() < 1e-12);
/// ```
#[must_use]
pub fn rotation(radians: f64) -> Affine {
    let (sin, cos) = libm::sincos(radians);
    Affine::new([cos, sin, -sin, cos, 0.0, 0.0])
}

/// An ellipse whose x axis is turned by `rotation` radians.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ellipse {
    pub(crate) center: Point,
    pub(crate) radii: Vec2,
    pub(crate) rotation: f64,
}

impl Ellipse {
    pub(crate) fn new(center: Point, radii: Vec2, rotation: f64) -> Self {
        Self { center, radii, rotation }
    }
}

/// Radius, in logical px, above which arcs get segments of half the angle.
const LARGE_RADIUS: f64 = 64.0;

/// Cubics along an arc of an ellipse, from `start` through `sweep` radians; the first element continues from the arc's
/// start point, which is returned.
///
/// A cubic over the angle `t` is off the circle by `r * t^6 / 46,000` or so (the classic `4/3 tan(t/4)` handles,
/// Goldapp 1991). Segments of 45 degrees are off by 4e-6 r: below 1/100 px for the radius of 64 px drawn at 3,800 DPI;
/// larger circles get 22.5 degrees, 7e-8 r. So one path serves every DPI and zoom.
pub(crate) fn arc_segments(ellipse: Ellipse, start: f64, sweep: f64) -> (Point, Vec<PathEl>) {
    // An infinite sweep is no sweep: the path it makes is not a number either, and is refused as such.
    let sweep = if sweep.is_finite() { sweep.clamp(-TAU, TAU) } else { f64::NAN };
    let Ellipse { center, radii, rotation } = ellipse;
    let step_max = if radii.x.abs().max(radii.y.abs()) > LARGE_RADIUS { FRAC_PI_4 / 2.0 } else { FRAC_PI_4 };
    // A full turn is exactly eight or sixteen steps; rounding must not make a seventeenth.
    let n = ((sweep.abs() / step_max - 1e-9).ceil() as usize).max(1);
    let step = sweep / n as f64;
    let handle = 4.0 / 3.0 * libm::tan(step / 4.0);
    let (sin_r, cos_r) = libm::sincos(rotation);
    let place = |x: f64, y: f64| {
        let (x, y) = (radii.x * x, radii.y * y);
        center + Vec2::new(cos_r * x - sin_r * y, sin_r * x + cos_r * y)
    };
    let (mut sin0, mut cos0) = sincos_of(start);
    let first = place(cos0, sin0);
    let mut elements = Vec::with_capacity(n);
    for i in 1..=n {
        let closes = i == n && (sweep.abs() - TAU).abs() < 1e-12;
        let (sin1, cos1) = if closes { sincos_of(start) } else { sincos_of(start + step * i as f64) };
        elements.push(PathEl::CurveTo(
            place(cos0 - handle * sin0, sin0 + handle * cos0),
            place(cos1 + handle * sin1, sin1 - handle * cos1),
            place(cos1, sin1),
        ));
        (sin0, cos0) = (sin1, cos1);
    }
    (first, elements)
}

/// Sine and cosine, exact at the quarter turns, where shapes must touch their boxes.
fn sincos_of(angle: f64) -> (f64, f64) {
    let quarter = angle / (PI / 2.0);
    let nearest = quarter.round();
    if (quarter - nearest).abs() < 1e-12 && nearest.abs() < 1e9 {
        match (nearest as i64).rem_euclid(4) {
            0 => (0.0, 1.0),
            1 => (1.0, 0.0),
            2 => (0.0, -1.0),
            _ => (-1.0, 0.0),
        }
    } else {
        libm::sincos(angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_turns_close_and_stay_on_the_circle() {
        for radius in [3.0, 64.0, 65.0, 30_000.0] {
            let ellipse = Ellipse::new(Point::new(5.0, 7.0), Vec2::new(radius, radius), 0.0);
            let (start, elements) = arc_segments(ellipse, 0.0, TAU);
            assert_eq!(elements.len(), if radius > 64.0 { 16 } else { 8 });
            let mut from = start;
            for element in &elements {
                let PathEl::CurveTo(a, b, c) = *element else { panic!("arcs are cubics") };
                for i in 0..=32 {
                    let t = f64::from(i) / 32.0;
                    let s = 1.0 - t;
                    let p = (from.to_vec2() * s * s * s)
                        + (a.to_vec2() * 3.0 * s * s * t)
                        + (b.to_vec2() * 3.0 * s * t * t)
                        + (c.to_vec2() * t * t * t);
                    let off = (crate::outline::length(p - Vec2::new(5.0, 7.0)) - radius).abs();
                    assert!(off <= radius * 5e-6 && off <= 0.005, "{radius}: {off}");
                }
                from = c;
            }
            assert_eq!(from, start);
        }
    }
}
