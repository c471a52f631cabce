//! Curves: shapes to paths, path data, dashes. f64 throughout, `+ - x /`, `sqrt` and the `libm` crate only, so that a
//! path has the same bits on every platform and whatever features another crate switches on in kurbo.

mod arc;
mod canvas_path;
mod corners;
mod curve;
mod dash;
mod filler;
mod measure;
#[cfg(feature = "path-ops")]
mod ops;
mod polygons;
mod quads;
mod shape;
mod stroker;
mod subpath;
mod svg_data;
mod svg_path;
#[cfg(test)]
mod tiny_skia_path;
mod work;

pub use arc::rotation;
pub use canvas_path::Path;
pub use corners::CornerRadii;
pub(crate) use dash::dash;
pub(crate) use filler::fill_polygons;
pub use measure::PathMeasure;
#[cfg(feature = "path-ops")]
pub use ops::PathOps;
pub(crate) use polygons::{FixedPoint, Polygons, SUBPIXEL_BITS};
pub(crate) use quads::{Quad, Quads};
pub use shape::ToPath;
pub(crate) use stroker::{is_dense, stroke_polygons, stroke_quads};
pub(crate) use subpath::begin_subpaths;
pub use svg_data::to_svg_path;
pub use svg_path::parse_svg_path;
#[cfg(feature = "serde")]
pub(crate) use svg_path::parse_svg_path_within;
#[cfg(test)]
pub(crate) use tiny_skia_path::path_to_tiny_skia;
pub(crate) use work::path_work;

use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

use crate::watch::{Free, Watch};

impl Free for BezPath {
    fn free(self, watch: &Watch) {
        self.into_elements().free(watch);
    }
}

/// Length of a vector.
pub(crate) fn length(v: Vec2) -> f64 {
    (v.x * v.x + v.y * v.y).sqrt()
}

/// The control points of a path element.
pub(crate) fn points(element: &PathEl) -> impl Iterator<Item = Point> {
    let (points, n) = match *element {
        PathEl::MoveTo(p) | PathEl::LineTo(p) => ([p; 3], 1),
        PathEl::QuadTo(a, b) => ([a, b, b], 2),
        PathEl::CurveTo(a, b, c) => ([a, b, c], 3),
        PathEl::ClosePath => ([Point::ZERO; 3], 0),
    };
    points.into_iter().take(n)
}

/// The coordinate that is not finite or lies beyond `limit`, if there is one.
pub(crate) fn out_of_range(path: &BezPath, limit: f64) -> Option<f64> {
    path.elements().iter().flat_map(points).flat_map(|p| [p.x, p.y]).find(|v| !(v.abs() <= limit))
}

/// How much a transform scales lengths at most: the larger singular value of its linear part.
pub(crate) fn max_scale(transform: Affine) -> f64 {
    let [a, b, c, d, ..] = transform.as_coeffs();
    // Singular values of a 2x2 matrix, without trigonometry: s1 = (p + q) / 2 with
    // p = |(a + d, b - c)| and q = |(a - d, b + c)|.
    let p = length(Vec2::new(a + d, b - c));
    let q = length(Vec2::new(a - d, b + c));
    (p + q) / 2.0
}

/// Of a singular transform, the part of the larger singular value that the smaller one may be: what rounding leaves where
/// matrices are multiplied is some 1e-16 of it.
const SINGULAR: f64 = 1e-13;

/// Whether a transform leaves nothing of the plane but a line or a point, exactly or but for rounding: nothing is painted under
/// it, as under one that cannot be inverted
/// (<https://html.spec.whatwg.org/multipage/canvas.html#drawing-model>).
pub(crate) fn is_singular(transform: Affine) -> bool {
    let (determinant, scale) = (transform.determinant().abs(), max_scale(transform));
    // The singular values' product.
    !(determinant.is_finite() && determinant > scale * scale * SINGULAR)
}
