//! [`Polygons`]: closed polylines in canvas space, rounded once to fixed point.

use kurbo::Point;

use crate::buffer::Buffer;
use crate::error::Error;
use crate::units::MAX_COORDINATE;
use crate::watch::{Free, Watch};

/// Bits below the pixel: device coordinates are 24.8 fixed point, always relative to the canvas and never to a band, so
/// that a shape's edges are the same integers however the canvas is cut.
pub(crate) const SUBPIXEL_BITS: u32 = 8;

/// Largest magnitude of a device coordinate, in px; differences of two still fit 32 bits in 24.8. Nothing reaches further: a
/// stroke's path is within [`MAX_COORDINATE`] of the canvas's origin, what it reaches beyond its path is no more, and no
/// layer begins further from there.
const FURTHEST: f64 = 3_145_728.0;
const _: () = assert!(3.0 * MAX_COORDINATE < FURTHEST);
const _: () = assert!(2.0 * FURTHEST * 256.0 < i32::MAX as f64);

/// A device position in units of 1/256 px, x to the right, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FixedPoint {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

impl From<Point> for FixedPoint {
    fn from(point: Point) -> Self {
        Self { x: fixed(point.x), y: fixed(point.y) }
    }
}

/// Closed contours of lines. Reused as scratch: [`clear`](Self::clear) keeps the allocation. Its bytes are not counted
/// where it was made without a watch.
#[derive(Debug, Default)]
pub(crate) struct Polygons {
    points: Buffer<FixedPoint>,
    /// For each finished contour, the index behind its last point.
    ends: Buffer<u32>,
}

impl Free for Polygons {
    fn free(self, watch: &Watch) {
        self.points.free(watch);
        self.ends.free(watch);
    }
}

impl Polygons {
    pub(crate) fn new(watch: &Watch) -> Self {
        Self { points: Buffer::new(watch), ends: Buffer::new(watch) }
    }

    /// An empty buffer of points, counted where these are.
    pub(super) fn beside(&self) -> Buffer<FixedPoint> {
        self.points.beside()
    }

    /// Whether all that was added is there: to be asked by who adds, where it looks at the watch and at the end.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.points.check()?;
        self.ends.check()
    }

    pub(super) fn is_refused(&self) -> bool {
        self.points.is_refused() || self.ends.is_refused()
    }

    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }

    /// Adds a point, in device pixels, to the open contour. It is rounded to the nearest 1/256 px; what lies further out
    /// than [`FURTHEST`] is moved there, so that the rasterizer's integers hold it.
    pub(crate) fn push(&mut self, point: Point) {
        self.points.push(FixedPoint::from(point));
    }

    /// Adds points to the open contour.
    pub(crate) fn extend(&mut self, points: impl ExactSizeIterator<Item = FixedPoint>) {
        self.points.extend(points);
    }

    /// Puts another point in the place of one.
    pub(crate) fn set(&mut self, index: usize, point: Point) {
        // It is not there where room was refused.
        if let Some(at) = self.points.get_mut(index) {
            *at = FixedPoint::from(point);
        }
    }

    /// Ends the open contour; it is closed by a line to its first point. A contour of fewer than three points is dropped.
    pub(crate) fn close(&mut self) {
        let start = self.ends.last().copied().unwrap_or(0);
        if self.points.len() as u32 - start < 3 {
            self.points.truncate(start as usize);
        } else {
            self.ends.push(self.points.len() as u32);
        }
    }

    /// The closed contours, without a repetition of the first point.
    pub(crate) fn contours(&self) -> impl Iterator<Item = &[FixedPoint]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&*self.ends).map(|(start, &end)| &self.points[start as usize..end as usize])
    }

    /// The points of all contours, one contour behind the other.
    pub(crate) fn points(&self) -> &[FixedPoint] {
        &self.points
    }

    /// Points of all contours.
    pub(crate) fn len(&self) -> usize {
        self.points.len()
    }
}

/// Rounds to the nearest 1/256 px, halves to even: adding 1.5 * 2^52 leaves the integer in the low bits, which every
/// x86-64 does in one instruction, as `f64::round` does not.
fn fixed(v: f64) -> i32 {
    const MAGIC: f64 = 6_755_399_441_055_744.0;
    let v = v.clamp(-FURTHEST, FURTHEST);
    (v * f64::from(1 << SUBPIXEL_BITS) + MAGIC).to_bits() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_to_the_nearest() {
        for (v, to) in [
            (0.0, 0),
            (1.0, 256),
            (-1.0, -256),
            (0.001, 0),
            (0.002, 1),
            (-0.002, -1),
            (1e6, 256_000_000),
            (-1e300, -(3 << 28)),
        ] {
            assert_eq!(fixed(v), to, "{v}");
        }
    }
}
