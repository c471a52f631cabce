//! Polygons and transforms as tiny-skia's.

use kurbo::Affine;

use crate::outline::{Polygons, SUBPIXEL_BITS};
use crate::paint::FillRule;

/// Polygons as a path. `None` where there is nothing to draw.
pub(super) fn polygons_to_tiny_skia(polygons: &Polygons) -> Option<tiny_skia::Path> {
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

pub(super) fn rule_to_tiny_skia(rule: FillRule) -> tiny_skia::FillRule {
    match rule {
        FillRule::NonZero => tiny_skia::FillRule::Winding,
        FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
    }
}

pub(super) fn transform_to_tiny_skia(transform: Affine) -> tiny_skia::Transform {
    let [a, b, c, d, e, f] = transform.as_coeffs().map(|v| v as f32);
    tiny_skia::Transform::from_row(a, b, c, d, e, f)
}
