//! [`Mask`]: the coverage of a small shape, one byte a pixel.

use kurbo::{Affine, BezPath, Rect};

use super::shape::Shape;
use super::span::{Cover, RowSink, Span};
use super::sweeper::Sweeper;
use crate::error::Error;
use crate::outline::{Polygons, fill_polygons, points};
use crate::paint::FillRule;
use crate::watch::Watch;

/// Longer sides are never asked for.
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

/// Makes masks. Holds scratch; what it made before never shows.
#[derive(Debug, Default)]
pub(crate) struct MaskFiller {
    polygons: Polygons,
    sweeper: Sweeper,
}

impl MaskFiller {
    /// Fills a path given in device px. The mask reaches over the bounds of the control points, rounded outwards; rows and
    /// columns at its rims may be empty. `None`, before anything is allocated, where a side would be longer than
    /// `max_side` or the mask lies so far away that its place is no `i32`.
    pub(crate) fn fill(&mut self, path: &BezPath, rule: FillRule, max_side: u32) -> Result<Option<Mask>, Error> {
        let mut points = path.elements().iter().flat_map(points);
        let Some(first) = points.next() else { return Ok(Some(Mask::default())) };
        let bounds = points.fold(Rect::from_points(first, first), |bounds, p| bounds.union_pt(p));
        let (left, top) = (bounds.x0.floor(), bounds.y0.floor());
        let (width, height) = (bounds.x1.ceil() - left, bounds.y1.ceil() - top);
        let fits = width.max(height) <= f64::from(max_side.min(MAX_SIDE));
        let near = left.abs().max(top.abs()) <= f64::from(i32::MAX / 2);
        if !(fits && near) {
            return Ok(None);
        }
        if width <= 0.0 || height <= 0.0 {
            return Ok(Some(Mask::default()));
        }
        let (columns, rows) = (width as u32, height as u32);
        let mut mask = Mask { left: left as i32, top: top as i32, ..Mask::default() };
        self.polygons.clear();
        let watch = Watch::default();
        fill_polygons(path, Affine::translate((-left, -top)), u64::MAX, &watch, &mut self.polygons)?;
        let Some(shape) = Shape::new(&self.polygons, rule, columns, rows, &watch)? else { return Ok(Some(mask)) };
        let mut bytes = Bytes { data: vec![0; columns as usize * rows as usize], width: columns as usize };
        self.sweeper.sweep(&shape, 0..rows, &mut bytes, &watch)?;
        (mask.width, mask.height, mask.data) = (columns, rows, bytes.data.into_boxed_slice());
        Ok(Some(mask))
    }
}

/// Rows of coverage as bytes.
struct Bytes {
    data: Vec<u8>,
    width: usize,
}

impl RowSink for Bytes {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        let row = &mut self.data[y as usize * self.width..][..self.width];
        for span in spans {
            let pixels = &mut row[span.x0 as usize..span.x1 as usize];
            match span.cover {
                Cover::Constant(cover) => pixels.fill(cover),
                Cover::Mask(from) => pixels.copy_from_slice(&masks[from as usize..][..pixels.len()]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill_mask(path: &BezPath, rule: FillRule, max_side: u32) -> Option<Mask> {
        MaskFiller::default().fill(path, rule, max_side).unwrap()
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
        assert_eq!(mask.data[0], 128, "half a pixel");
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
        assert!(fill_mask(&rectangle(0.0, 0.0, 9000.0, 1.0), FillRule::NonZero, u32::MAX).is_none());
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
