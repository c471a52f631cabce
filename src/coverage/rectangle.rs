//! [`Rectangle`]: the shape that most charts are made of, without an outline.

use std::ops::Range;

use super::cells::WHOLE;
use super::edge::PX;
use super::writer::Writer;
use crate::outline::{FixedPoint, Polygons};

/// A rectangle along the axes, in 24.8 fixed point, within the canvas; neither side is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rectangle {
    x0: i32,
    y0: i32,
    x1: i32,
    y1: i32,
}

impl Rectangle {
    /// The rectangle that polygons are, if they are one: under both fill rules, and whichever way round. `Some(None)`
    /// where nothing of it lies within `width` and `height`, in subpixels.
    pub(super) fn of(polygons: &Polygons, width: i32, height: i32) -> Option<Option<Self>> {
        if polygons.len() > 5 {
            return None;
        }
        let mut contours = polygons.contours();
        let (contour, None) = (contours.next()?, contours.next()) else { return None };
        let (a, b, c, d) = match *contour {
            [a, b, c, d] => (a, b, c, d),
            // Closed by hand.
            [a, b, c, d, e] if e == a => (a, b, c, d),
            _ => return None,
        };
        let turned = a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y;
        let upright = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x;
        if !(turned || upright) {
            return None;
        }
        let at = |p: FixedPoint| (p.x.clamp(0, width), p.y.clamp(0, height));
        let ((ax, ay), (cx, cy)) = (at(a), at(c));
        let (x0, y0, x1, y1) = (ax.min(cx), ay.min(cy), ax.max(cx), ay.max(cy));
        Some((x0 < x1 && y0 < y1).then_some(Self { x0, y0, x1, y1 }))
    }

    pub(super) fn rows(&self) -> Range<u32> {
        (self.y0 >> 8) as u32..((self.y1 + PX - 1) >> 8) as u32
    }

    pub(super) fn columns(&self) -> Range<u32> {
        (self.x0 >> 8) as u32..((self.x1 + PX - 1) >> 8) as u32
    }

    /// Whether it covers so many columns and rows, from the canvas's corner, wholly.
    pub(super) fn covers(&self, width: u32, height: u32) -> bool {
        let whole = |from: i32, to: i32, side: u32| from == 0 && i64::from(to) == i64::from(side) * i64::from(PX);
        whole(self.x0, self.x1, width) && whole(self.y0, self.y1, height)
    }

    /// Whether two neighbouring rows are alike.
    pub(super) fn repeats(&self, y: u32) -> bool {
        self.height_in(y) == self.height_in(y + 1)
    }

    /// Subpixels of a row.
    fn height_in(&self, y: u32) -> i32 {
        let top = y as i32 * PX;
        (self.y1.min(top + PX) - self.y0.max(top)).max(0)
    }

    /// Writes a row.
    pub(super) fn write(&self, y: u32, writer: &mut Writer) {
        let height = self.height_in(y);
        let cover = |subpixels: i32| ((subpixels * height * 255 + WHOLE / 4) / (WHOLE / 2)) as u8;
        let Range { start, end } = self.columns();
        // The rims are constant spans too where they are whole pixels.
        let (rim_left, rim_right) = (self.x0 & (PX - 1), self.x1 & (PX - 1));
        let inner = start + u32::from(rim_left != 0)..end - u32::from(rim_right != 0);
        writer.begin(start, end - start);
        if inner.start > inner.end {
            writer.pixel(cover(self.x1 - self.x0));
        } else {
            if rim_left != 0 {
                writer.pixel(cover(PX - rim_left));
            }
            writer.constant(inner.end, cover(PX));
            if rim_right != 0 {
                writer.pixel(cover(rim_right));
            }
        }
        writer.finish();
    }
}

#[cfg(test)]
mod tests {
    use kurbo::Point;

    use super::*;

    #[test]
    fn only_rectangles_around_the_canvas_cover_it() {
        let covers = |points: [(f64, f64); 4]| {
            let mut polygons = Polygons::default();
            points.iter().for_each(|&(x, y)| polygons.push(Point::new(x, y)));
            polygons.close();
            let rectangle = Rectangle::of(&polygons, 30 * PX, 20 * PX).flatten();
            rectangle.is_some_and(|rectangle| rectangle.covers(30, 20))
        };
        assert!(covers([(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)]));
        assert!(covers([(-5.0, 25.0), (-5.0, -1.0), (31.0, -1.0), (31.0, 25.0)]));
        assert!(!covers([(0.0, 0.0), (29.99, 0.0), (29.99, 20.0), (0.0, 20.0)]));
        assert!(!covers([(0.01, 0.0), (30.0, 0.0), (30.0, 20.0), (0.01, 20.0)]));
        assert!(!covers([(0.0, 0.0), (30.0, 0.0), (30.0, 19.9), (0.0, 19.9)]));
        assert!(!covers([(0.0, 0.0), (30.0, 1.0), (30.0, 20.0), (0.0, 20.0)]));
    }
}
