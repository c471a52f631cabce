//! [`Mask`]: the coverage of a small shape, one byte a pixel.

use kurbo::{Affine, BezPath, Rect};

use super::{Cover, RowSink, Shape, Span, Sweeper};
use crate::error::Error;
use crate::outline::{Polygons, fill_polygons, points};
use crate::paint::FillRule;
use crate::watch::Watch;

/// Makes masks, one after the other, with the same scratch.
#[derive(Default)]
pub(crate) struct Masker {
    polygons: Polygons,
    sweeper: Sweeper,
}

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

/// Rows of a mask in the making.
struct Bytes<'a> {
    data: &'a mut [u8],
    width: usize,
}

impl RowSink for Bytes<'_> {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        let row = &mut self.data[y as usize * self.width..][..self.width];
        for span in spans {
            let to = &mut row[span.x0 as usize..span.x1 as usize];
            match span.cover {
                Cover::Constant(cover) => to.fill(cover),
                Cover::Mask(at) => to.copy_from_slice(&masks[at as usize..][..to.len()]),
            }
        }
    }
}

impl Masker {
    /// Fills a path given in device px. The mask reaches over the bounds of the control points, rounded outwards; rows and
    /// columns at its rims may be empty. `None`, before anything is allocated, where a side would be longer than
    /// `max_side` or the mask lies so far away that its place is no `i32`.
    ///
    /// It is the same wherever the path lies, at whole pixels, and on whatever canvas: what is rasterized is the path
    /// relative to the mask's corner.
    ///
    /// # Errors
    /// Those of the watch; `LimitExceeded` above `max_segments` lines.
    pub(crate) fn fill(
        &mut self,
        path: &BezPath,
        rule: FillRule,
        max_side: u32,
        max_segments: u64,
        watch: &Watch,
    ) -> Result<Option<Mask>, Error> {
        let mut points = path.elements().iter().flat_map(points);
        let Some(first) = points.next() else { return Ok(Some(Mask::default())) };
        let bounds = points.fold(Rect::from_points(first, first), |bounds, p| bounds.union_pt(p));
        let (left, top) = (bounds.x0.floor(), bounds.y0.floor());
        let (width, height) = (bounds.x1.ceil() - left, bounds.y1.ceil() - top);
        let fits = width.max(height) <= f64::from(max_side);
        let near = left.abs().max(top.abs()) <= f64::from(i32::MAX / 2);
        if !(fits && near) {
            return Ok(None);
        }
        if width <= 0.0 || height <= 0.0 {
            return Ok(Some(Mask::default()));
        }
        let (columns, rows) = (width as u32, height as u32);
        self.polygons.clear();
        fill_polygons(path, Affine::translate((-left, -top)), max_segments, watch, &mut self.polygons)?;
        let mask = Mask { left: left as i32, top: top as i32, ..Mask::default() };
        let Some(shape) = Shape::new(&self.polygons, rule, columns, rows, watch)? else { return Ok(Some(mask)) };
        let mut data = vec![0; columns as usize * rows as usize].into_boxed_slice();
        let mut sink = Bytes { data: &mut data, width: columns as usize };
        self.sweeper.sweep(&shape, shape.rows(), &mut sink, watch)?;
        watch.budget.give(shape.bytes());
        Ok(Some(Mask { width: columns, height: rows, data, ..mask }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill_mask(path: &BezPath, rule: FillRule, max_side: u32) -> Option<Mask> {
        Masker::default().fill(path, rule, max_side, 1 << 20, &Watch::default()).unwrap()
    }

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
        for side in [f64::INFINITY, 1e30, 65.0, 1e300] {
            assert!(fill_mask(&rectangle(0.0, 0.0, side, 1.0), FillRule::NonZero, 64).is_none(), "{side}");
        }
        assert!(fill_mask(&rectangle(1e12, 0.0, 1e12 + 5.0, 1.0), FillRule::NonZero, 64).is_none());
        for path in [BezPath::new(), rectangle(1.0, 1.0, 1.0, 1.0), rectangle(1.0, 1.0, 5.0, 1.0)] {
            assert!(fill_mask(&path, FillRule::NonZero, 64).unwrap().data.is_empty());
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
        assert!(fill_mask(&open, FillRule::NonZero, 64).is_some());
    }
}
