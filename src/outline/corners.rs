//! [`CornerRadii`]: the round corners of rectangles.

use std::f64::consts::{FRAC_PI_2, PI};

use kurbo::{PathEl, Point, Vec2};

use super::arc::{Ellipse, arc_segments};

/// Radii of a rectangle's corners, as `roundRect` of Canvas 2D takes them: a number or a pair (x, y), or an array of one
/// to four of them; see [`Path::round_rect`](crate::Path::round_rect).
#[derive(Clone, Debug, PartialEq)]
pub struct CornerRadii(Vec<Vec2>);

impl CornerRadii {
    /// How many radii were said.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Top left, top right, bottom right, bottom left; `None` where too few or too many radii were said.
    pub(super) fn corners(&self) -> Option<[Vec2; 4]> {
        match *self.0.as_slice() {
            [all] => Some([all; 4]),
            [a, b] => Some([a, b, a, b]),
            [a, b, c] => Some([a, b, c, b]),
            [a, b, c, d] => Some([a, b, c, d]),
            _ => None,
        }
    }
}

/// A circle's.
impl From<f64> for CornerRadii {
    fn from(radius: f64) -> Self {
        Self(vec![Vec2::new(radius, radius)])
    }
}

/// An ellipse's, in x and y.
impl From<(f64, f64)> for CornerRadii {
    fn from(radii: (f64, f64)) -> Self {
        Self(vec![radii.into()])
    }
}

impl From<&[f64]> for CornerRadii {
    fn from(radii: &[f64]) -> Self {
        Self(radii.iter().map(|&radius| Vec2::new(radius, radius)).collect())
    }
}

impl From<&[(f64, f64)]> for CornerRadii {
    fn from(radii: &[(f64, f64)]) -> Self {
        Self(radii.iter().map(|&radii| radii.into()).collect())
    }
}

impl<const N: usize> From<[f64; N]> for CornerRadii {
    fn from(radii: [f64; N]) -> Self {
        radii.as_slice().into()
    }
}

impl<const N: usize> From<[(f64, f64); N]> for CornerRadii {
    fn from(radii: [(f64, f64); N]) -> Self {
        radii.as_slice().into()
    }
}

/// A closed rectangle with round corners: top left, top right, bottom right, bottom left, as seen where `from` is the top
/// left; mirrored where it is not. Radii too large for the sides are scaled down together, as `roundRect` of Canvas 2D and
/// CSS do (<https://www.w3.org/TR/css-backgrounds-3/#corner-overlap>).
pub(super) fn round_rect(from: Point, to: Point, radii: [Vec2; 4]) -> Vec<PathEl> {
    let size = to - from;
    let (width, height) = (size.x.abs(), size.y.abs());
    let [tl, tr, br, bl] = radii;
    let fit = |side: f64, sum: f64| if sum > side { side / sum } else { 1.0 };
    let f = fit(width, tl.x + tr.x)
        .min(fit(width, bl.x + br.x))
        .min(fit(height, tl.y + bl.y))
        .min(fit(height, tr.y + br.y));
    let mirrored = |v: f64, size: f64| if size < 0.0 { -v } else { v };
    // Along the axes, away from the corner at `from`; a corner without one of its radii has none.
    let [tl, tr, br, bl] = [tl, tr, br, bl].map(|radius| {
        let seen = radius.x > 0.0 && radius.y > 0.0;
        if seen { Vec2::new(mirrored(radius.x * f, size.x), mirrored(radius.y * f, size.y)) } else { Vec2::ZERO }
    });
    let corners = [
        (tr, Point::new(to.x - tr.x, from.y + tr.y), -FRAC_PI_2, Point::new(to.x - tr.x, from.y)),
        (br, Point::new(to.x - br.x, to.y - br.y), 0.0, Point::new(to.x, to.y - br.y)),
        (bl, Point::new(from.x + bl.x, to.y - bl.y), FRAC_PI_2, Point::new(from.x + bl.x, to.y)),
        (tl, Point::new(from.x + tl.x, from.y + tl.y), PI, Point::new(from.x, from.y + tl.y)),
    ];
    let mut path = vec![PathEl::MoveTo(Point::new(from.x + tl.x, from.y))];
    for (radii, center, angle, start) in corners {
        path.push(PathEl::LineTo(start));
        if radii != Vec2::ZERO {
            path.extend(arc_segments(Ellipse::new(center, radii, 0.0), angle, FRAC_PI_2).1);
        }
    }
    path.push(PathEl::ClosePath);
    path
}
