//! Paths and transforms as tiny-skia's.

use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

use crate::outline::{Polygons, SUBPIXEL_BITS};
use crate::paint::FillRule;

/// The path, moved by `offset` before it is narrowed to `f32`: the same shape at another place of the canvas keeps its
/// bits. `None` where there is nothing to draw.
pub(crate) fn path_to_tiny_skia(path: &BezPath, offset: Vec2) -> Option<tiny_skia::Path> {
    let to = |p: Point| ((p.x + offset.x) as f32, (p.y + offset.y) as f32);
    let mut out = tiny_skia::PathBuilder::with_capacity(path.elements().len(), path.elements().len() * 2);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                let (x, y) = to(p);
                out.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let (x, y) = to(p);
                out.line_to(x, y);
            }
            PathEl::QuadTo(a, p) => {
                let ((ax, ay), (x, y)) = (to(a), to(p));
                out.quad_to(ax, ay, x, y);
            }
            PathEl::CurveTo(a, b, p) => {
                let ((ax, ay), (bx, by), (x, y)) = (to(a), to(b), to(p));
                out.cubic_to(ax, ay, bx, by, x, y);
            }
            PathEl::ClosePath => out.close(),
        }
    }
    out.finish()
}

/// Polygons as a path. `None` where there is nothing to draw.
pub(crate) fn polygons_to_tiny_skia(polygons: &Polygons) -> Option<tiny_skia::Path> {
    let unit = f64::from(1 << SUBPIXEL_BITS);
    let mut out = tiny_skia::PathBuilder::with_capacity(polygons.len() + polygons.len() / 3, polygons.len());
    for contour in polygons.contours() {
        for (i, p) in contour.iter().enumerate() {
            let (x, y) = ((f64::from(p.x) / unit) as f32, (f64::from(p.y) / unit) as f32);
            if i == 0 { out.move_to(x, y) } else { out.line_to(x, y) }
        }
        out.close();
    }
    out.finish()
}

pub(crate) fn rule_to_tiny_skia(rule: FillRule) -> tiny_skia::FillRule {
    match rule {
        FillRule::NonZero => tiny_skia::FillRule::Winding,
        FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
    }
}

pub(crate) fn transform_to_tiny_skia(transform: Affine) -> tiny_skia::Transform {
    let [a, b, c, d, e, f] = transform.as_coeffs().map(|v| v as f32);
    tiny_skia::Transform::from_row(a, b, c, d, e, f)
}
