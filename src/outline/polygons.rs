//! [`Polygons`]: closed polylines in canvas space, rounded once to fixed point.

use std::fmt;

use fearless_simd::{Bytes as _, Level, Simd, SimdBase as _, f64x4, u64x4};
use kurbo::Point;

use crate::buffer::Buffer;
use crate::error::Error;
use crate::simd;
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

/// A point or vector in the lanes x, y, x, y; or two of them.
pub(super) type Twice<S> = f64x4<S>;

/// Of each two lanes the other one.
#[inline(always)]
pub(super) fn turned<S: Simd>(v: Twice<S>) -> Twice<S> {
    v.slide_within_blocks::<1>(v)
}

/// Of each two lanes the sum.
#[inline(always)]
pub(super) fn sum<S: Simd>(v: Twice<S>) -> Twice<S> {
    v + turned(v)
}

/// As [`FixedPoint::from`], two points.
#[inline(always)]
fn fixed_pair<S: Simd>(points: Twice<S>) -> [FixedPoint; 2] {
    let v = points.max(-FURTHEST).min(FURTHEST);
    let bits: [u64; 4] = (v * f64::from(1 << SUBPIXEL_BITS) + MAGIC).bitcast::<u64x4<S>>().into();
    let [x0, y0, x1, y1] = bits.map(|bits| bits as i32);
    [FixedPoint { x: x0, y: y0 }, FixedPoint { x: x1, y: y1 }]
}

/// Closed contours of lines. Reused as scratch: [`clear`](Self::clear) keeps the allocation. Its bytes are not counted
/// where it was made without a watch.
pub(crate) struct Polygons {
    /// What paths are flattened by, and contours looked at; each level gives the same.
    level: Level,
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

impl Default for Polygons {
    fn default() -> Self {
        Self::at(simd::best())
    }
}

impl fmt::Debug for Polygons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.contours()).finish()
    }
}

impl Polygons {
    pub(crate) fn new(watch: &Watch) -> Self {
        Self { level: simd::best(), points: Buffer::new(watch), ends: Buffer::new(watch) }
    }

    /// Those that a SIMD level flattens.
    pub(super) fn at(level: Level) -> Self {
        Self { level, points: Buffer::default(), ends: Buffer::default() }
    }

    /// The SIMD level that they are made and looked at by.
    pub(crate) fn level(&self) -> Level {
        self.level
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

    /// As [`push`](Self::push), the first of two points.
    #[inline(always)]
    pub(super) fn push_lanes<S: Simd>(&mut self, point: Twice<S>) {
        self.points.push(fixed_pair(point)[0]);
    }

    /// As [`push`](Self::push), so many points, of which `next` gives two at once.
    #[inline(always)]
    pub(super) fn push_pairs<S: Simd>(&mut self, count: usize, mut next: impl FnMut() -> Twice<S>) {
        let (pairs, rest) = self.points.room(count).as_chunks_mut::<2>();
        for pair in pairs {
            *pair = fixed_pair(next());
        }
        if let [last] = rest {
            *last = fixed_pair(next())[0];
        }
    }

    /// Adds points to the open contour.
    pub(crate) fn extend(&mut self, points: impl ExactSizeIterator<Item = FixedPoint>) {
        self.points.extend(points);
    }

    /// Puts another point in the place of one.
    #[inline(always)]
    pub(super) fn set_lanes<S: Simd>(&mut self, index: usize, point: Twice<S>) {
        // It is not there where room was refused.
        if let Some(at) = self.points.get_mut(index) {
            *at = fixed_pair(point)[0];
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

/// 1.5 * 2^52.
const MAGIC: f64 = 6_755_399_441_055_744.0;

/// Rounds to the nearest 1/256 px, halves to even: adding 1.5 * 2^52 leaves the integer in the low bits, which every
/// x86-64 does in one instruction, as `f64::round` does not.
fn fixed(v: f64) -> i32 {
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
