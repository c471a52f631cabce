//! Paths as tiny-skia's, with which tests compare.

use kurbo::{BezPath, PathEl, Point};

/// The path, or nothing where there is nothing to draw.
pub(crate) fn path_to_tiny_skia(path: &BezPath) -> Option<tiny_skia::Path> {
    let to = |p: Point| (p.x as f32, p.y as f32);
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
