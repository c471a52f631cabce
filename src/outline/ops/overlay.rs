//! The operation itself, by the `i_overlay` crate: in whole numbers throughout.

use std::panic::{AssertUnwindSafe, catch_unwind};

use i_overlay::core::fill_rule::FillRule as IntRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use kurbo::{BezPath, PathEl, Point};

use super::Op;
use crate::error::Error;
use crate::outline::{Polygons, SUBPIXEL_BITS};
use crate::paint::FillRule;

/// Combines what two groups of polygons fill; `scale` is how many of their pixels are a px. Their coordinates, up to 2^29,
/// are within the crate's 2^30.
pub(super) fn overlay(op: Op, a: &Polygons, b: &Polygons, rule: FillRule, scale: f64) -> Result<BezPath, Error> {
    let op = match op {
        Op::Union => OverlayRule::Union,
        Op::Intersection => OverlayRule::Intersect,
        Op::Difference => OverlayRule::Difference,
        Op::Xor => OverlayRule::Xor,
    };
    let rule = match rule {
        FillRule::NonZero => IntRule::NonZero,
        FillRule::EvenOdd => IntRule::EvenOdd,
    };
    let run = || {
        let mut overlay = Overlay::<i32>::new(a.len() + b.len());
        for (polygons, kind) in [(a, ShapeType::Subject), (b, ShapeType::Clip)] {
            for contour in polygons.contours() {
                overlay.add_path_iter(contour.iter().map(|p| IntPoint::new(p.x, p.y)), kind);
            }
        }
        overlay.overlay(op, rule)
    };
    // None is known that panics; it is not ours to promise.
    let Ok(shapes) = catch_unwind(AssertUnwindSafe(run)) else {
        return Err(Error::Unsupported { what: "path operation: the crate that does it failed on these shapes" });
    };
    let unit = 1.0 / (scale * f64::from(1 << SUBPIXEL_BITS));
    let mut path = BezPath::new();
    for contour in shapes.iter().flatten() {
        for (i, point) in contour.iter().enumerate() {
            // Exact: the unit is a power of two.
            let point = Point::new(f64::from(point.x) * unit, f64::from(point.y) * unit);
            path.push(if i == 0 { PathEl::MoveTo(point) } else { PathEl::LineTo(point) });
        }
        if !contour.is_empty() {
            path.push(PathEl::ClosePath);
        }
    }
    Ok(path)
}
