//! [`Masker`]: the coverage of a small shape, one byte a pixel.

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

/// Where a mask lies, in device px, and its columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Frame {
    /// The frame of a path given in device px: the bounds of its control points, rounded outwards; empty where there are
    /// none. `None` where a side would be longer than `max_side` or the frame lies so far away that its place is no `i32`.
    pub(crate) fn of(path: &BezPath, max_side: u32) -> Option<Self> {
        let mut points = path.elements().iter().flat_map(points);
        let Some(first) = points.next() else { return Some(Self::default()) };
        let bounds = points.fold(Rect::from_points(first, first), |bounds, p| bounds.union_pt(p));
        let (left, top) = (bounds.x0.floor(), bounds.y0.floor());
        let (width, height) = (bounds.x1.ceil() - left, bounds.y1.ceil() - top);
        let fits = width.max(height) <= f64::from(max_side);
        let near = left.abs().max(top.abs()) <= f64::from(i32::MAX / 2);
        if !(fits && near) {
            return None;
        }
        if width <= 0.0 || height <= 0.0 {
            return Some(Self::default());
        }
        Some(Self { left: left as i32, top: top as i32, width: width as u32, height: height as u32 })
    }

    /// Pixels, and bytes of the mask.
    pub(crate) fn area(self) -> usize {
        self.width as usize * self.height as usize
    }
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
    /// Fills a path given in device px: its coverage in a frame, 0 outside, 255 inside, goes into `mask`, row by row from
    /// the top. Rows and columns at the rims may be empty.
    ///
    /// It is the same wherever the path lies, at whole pixels, and on whatever canvas: what is rasterized is the path
    /// relative to the frame's corner.
    ///
    /// # Errors
    /// Those of the watch; `LimitExceeded` above `max_segments` lines.
    pub(crate) fn fill(
        &mut self,
        path: &BezPath,
        rule: FillRule,
        (frame, mask): (Frame, &mut [u8]),
        max_segments: u64,
        watch: &Watch,
    ) -> Result<u64, Error> {
        mask.fill(0);
        if mask.is_empty() {
            return Ok(0);
        }
        let corner = (f64::from(frame.left), f64::from(frame.top));
        self.polygons.clear();
        let segments =
            fill_polygons(path, Affine::translate((-corner.0, -corner.1)), max_segments, watch, &mut self.polygons)?;
        let Some(shape) = Shape::new(&self.polygons, rule, frame.width, frame.height, watch)? else {
            return Ok(segments);
        };
        let mut sink = Bytes { data: mask, width: frame.width as usize };
        self.sweeper.sweep(&shape, shape.rows(), &mut sink, watch)?;
        watch.budget.give(shape.bytes());
        Ok(segments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill_mask(path: &BezPath, rule: FillRule, max_side: u32) -> Option<(Frame, Vec<u8>)> {
        let frame = Frame::of(path, max_side)?;
        let mut mask = vec![7; frame.area()];
        Masker::default().fill(path, rule, (frame, &mut mask), 1 << 20, &Watch::default()).unwrap();
        Some((frame, mask))
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
        let (frame, mask) = fill_mask(&rectangle(-2.5, 3.0, 1.0, 5.0), FillRule::NonZero, 64).unwrap();
        assert_eq!(frame, Frame { left: -3, top: 3, width: 4, height: 2 });
        assert_eq!(mask[1..4], [255, 255, 255]);
        assert!((126..=129).contains(&mask[0]), "half a pixel: {}", mask[0]);
    }

    #[test]
    fn a_mask_far_away_has_the_same_bytes() {
        let near = fill_mask(&rectangle(0.25, 0.5, 7.75, 9.125), FillRule::NonZero, 64).unwrap();
        let far = fill_mask(&rectangle(1e6 + 0.25, 0.5 - 2e6, 1e6 + 7.75, 9.125 - 2e6), FillRule::NonZero, 64).unwrap();
        assert_eq!(near.1, far.1);
        assert_eq!((far.0.left, far.0.top), (1_000_000, -2_000_000));
    }

    #[test]
    fn rules_differ_where_a_path_overlaps_itself() {
        let mut path = rectangle(0.0, 0.0, 9.0, 9.0);
        path.extend(rectangle(3.0, 3.0, 6.0, 6.0));
        let middle = |rule| fill_mask(&path, rule, 64).unwrap().1[4 * 9 + 4];
        assert_eq!((middle(FillRule::NonZero), middle(FillRule::EvenOdd)), (255, 0));
    }

    #[test]
    fn absurd_paths_are_refused_and_empty_ones_are_empty() {
        for side in [f64::INFINITY, 1e30, 65.0, 1e300] {
            assert!(fill_mask(&rectangle(0.0, 0.0, side, 1.0), FillRule::NonZero, 64).is_none(), "{side}");
        }
        assert!(fill_mask(&rectangle(1e12, 0.0, 1e12 + 5.0, 1.0), FillRule::NonZero, 64).is_none());
        for path in [BezPath::new(), rectangle(1.0, 1.0, 1.0, 1.0), rectangle(1.0, 1.0, 5.0, 1.0)] {
            assert!(fill_mask(&path, FillRule::NonZero, 64).unwrap().1.is_empty());
        }
        let sliver = fill_mask(&rectangle(0.5, 0.5, 0.5 + 1e-9, 3.0), FillRule::NonZero, 64).unwrap();
        assert!(sliver.1.iter().all(|&a| a == 0));
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
