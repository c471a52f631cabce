//! [`Mask`]: the coverage of a small shape, one byte a pixel.

use kurbo::{BezPath, PathEl, Point};

use crate::error::Error;
use crate::limits::within;
use crate::paint::FillRule;

/// Sides above this are drawn without anti-aliasing by tiny-skia, so they are never asked for.
const MAX_SIDE: u32 = 8_000;

/// Coverage of a shape within its bounds: 0 outside, 255 inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mask {
    /// Device x of the left column.
    pub(crate) left: i32,
    /// Device y of the top row.
    pub(crate) top: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Rows from the top, `width` bytes each.
    pub(crate) data: Box<[u8]>,
}

impl Mask {
    /// Whether it covers nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
}

/// Fills a path given in device px. The mask reaches over the bounds of the control points, rounded outwards; rows and
/// columns at its rims may be empty.
///
/// Coordinates that are not finite, and bounds longer than `max_side` on a side, are refused before anything is
/// allocated.
pub(crate) fn fill_mask(path: &BezPath, rule: FillRule, max_side: u32) -> Result<Mask, Error> {
    let Some([left, top, right, bottom]) = control_bounds(path)? else { return Ok(Mask::default()) };
    let (left, top) = (left.floor(), top.floor());
    let (width, height) = (right.ceil() - left, bottom.ceil() - top);
    if width <= 0.0 || height <= 0.0 {
        return Ok(Mask::default());
    }
    within("mask side", width.max(height) as u64, u64::from(max_side.min(MAX_SIDE)))?;
    // A mask far outside every canvas has no place in the integer grid: it is refused like one that is too long.
    let reach = left.abs().max(top.abs()) as u64;
    within("mask position", reach, i32::MAX as u64 / 2)?;

    let (columns, rows) = (width as u32, height as u32);
    let empty = Mask { left: left as i32, top: top as i32, ..Mask::default() };
    let (Some(outline), Some(mut mask)) = (local_path(path, left, top), tiny_skia::Mask::new(columns, rows)) else {
        return Ok(empty);
    };
    let rule = match rule {
        FillRule::NonZero => tiny_skia::FillRule::Winding,
        FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
    };
    mask.fill_path(&outline, rule, true, tiny_skia::Transform::identity());
    Ok(Mask { width: columns, height: rows, data: mask.take().into_boxed_slice(), ..empty })
}

/// Left, top, right and bottom of all points of a path; `None` for an empty one.
fn control_bounds(path: &BezPath) -> Result<Option<[f64; 4]>, Error> {
    let mut bounds: Option<[f64; 4]> = None;
    let mut add = |p: Point| {
        if !(p.x.is_finite() && p.y.is_finite()) {
            return Err(Error::LimitExceeded { limit: "mask position", asked: u64::MAX, allowed: i32::MAX as u64 / 2 });
        }
        let [left, top, right, bottom] = bounds.unwrap_or([p.x, p.y, p.x, p.y]);
        bounds = Some([left.min(p.x), top.min(p.y), right.max(p.x), bottom.max(p.y)]);
        Ok(())
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => add(p)?,
            PathEl::QuadTo(a, p) => [a, p].into_iter().try_for_each(&mut add)?,
            PathEl::CurveTo(a, b, p) => [a, b, p].into_iter().try_for_each(&mut add)?,
            PathEl::ClosePath => {}
        }
    }
    Ok(bounds)
}

/// The path as tiny-skia's, moved by whole pixels before it is narrowed to `f32`: the same shape at another place of
/// the canvas keeps its bits.
fn local_path(path: &BezPath, left: f64, top: f64) -> Option<tiny_skia::Path> {
    let to = |p: Point| ((p.x - left) as f32, (p.y - top) as f32);
    let mut builder = tiny_skia::PathBuilder::new();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                let (x, y) = to(p);
                builder.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let (x, y) = to(p);
                builder.line_to(x, y);
            }
            PathEl::QuadTo(a, p) => {
                let ((ax, ay), (x, y)) = (to(a), to(p));
                builder.quad_to(ax, ay, x, y);
            }
            PathEl::CurveTo(a, b, p) => {
                let ((ax, ay), (bx, by), (x, y)) = (to(a), to(b), to(p));
                builder.cubic_to(ax, ay, bx, by, x, y);
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> BezPath {
        let mut path = BezPath::new();
        path.move_to((left, top));
        path.line_to((right, top));
        path.line_to((right, bottom));
        path.line_to((left, bottom));
        path.close_path();
        path
    }

    #[test]
    fn bounds_are_rounded_outwards_and_coverage_is_right() {
        let mask = fill_mask(&rectangle(-2.5, 3.0, 1.0, 5.0), FillRule::NonZero, 64).unwrap();
        assert_eq!((mask.left, mask.top, mask.width, mask.height), (-3, 3, 4, 2));
        assert_eq!(mask.data[1..4], [255, 255, 255]);
        assert!((126..=129).contains(&mask.data[0]), "half a pixel: {}", mask.data[0]);
    }

    #[test]
    fn a_mask_far_away_has_the_same_bytes() {
        let near = fill_mask(&rectangle(0.25, 0.5, 7.75, 9.125), FillRule::NonZero, 64).unwrap();
        let far = fill_mask(&rectangle(1e6 + 0.25, 0.5 - 2e6, 1e6 + 7.75, 9.125 - 2e6), FillRule::NonZero, 64).unwrap();
        assert_eq!(near.data, far.data);
        assert_eq!((far.left, far.top), (1_000_000, -2_000_000));
    }

    #[test]
    fn rules_differ_where_a_path_overlaps_itself() {
        let mut path = rectangle(0.0, 0.0, 9.0, 9.0);
        path.extend(rectangle(3.0, 3.0, 6.0, 6.0));
        let middle = |rule| fill_mask(&path, rule, 64).unwrap().data[4 * 9 + 4];
        assert_eq!((middle(FillRule::NonZero), middle(FillRule::EvenOdd)), (255, 0));
    }

    #[test]
    fn absurd_paths_are_refused_and_empty_ones_are_empty() {
        for side in [f64::NAN, f64::INFINITY, 1e30, 65.0, 1e300] {
            assert!(fill_mask(&rectangle(0.0, 0.0, side, 1.0), FillRule::NonZero, 64).is_err(), "{side}");
        }
        assert!(fill_mask(&rectangle(1e12, 0.0, 1e12 + 5.0, 1.0), FillRule::NonZero, 64).is_err());
        assert!(fill_mask(&rectangle(0.0, 0.0, 9000.0, 1.0), FillRule::NonZero, u32::MAX).is_err());
        for path in [BezPath::new(), rectangle(1.0, 1.0, 1.0, 1.0), rectangle(1.0, 1.0, 5.0, 1.0)] {
            assert!(fill_mask(&path, FillRule::NonZero, 64).unwrap().is_empty());
        }
        let sliver = fill_mask(&rectangle(0.5, 0.5, 0.5 + 1e-9, 3.0), FillRule::NonZero, 64).unwrap();
        assert!(sliver.data.iter().all(|&a| a == 0));
        let mut open = BezPath::new();
        open.move_to((0.0, 0.0));
        open.close_path();
        open.line_to((3.0, 3.0));
        open.line_to((0.0, 3.0));
        open.close_path();
        open.close_path();
        assert!(fill_mask(&open, FillRule::NonZero, 64).is_ok());
    }
}
