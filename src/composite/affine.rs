//! Images that are turned or skewed: each pixel from its own four neighbours.
//!
//! The arithmetic is that of [`super::scale`]: what lies between two rows is kept with 7 bits behind the point, what
//! lies between two of its pixels is rounded once.

use fearless_simd::{
    Bytes, Select, Simd, SimdBase, SimdCombine, SimdFloat, SimdMask, f64x4, i32x8, u8x32, u64x2, u64x4,
};

use super::axis::{Axis, ONE, Within, between_four, nearest_four, whole};
use super::scale::{across, joined};
use super::sparse;

/// The pixels of an image, from the top, and where those of a row of a surface lie in it: at `a * x + u` and `b * x + v`.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) pixels: &'a [[u8; 4]],
    pub(super) columns: Axis,
    pub(super) rows: Axis,
    pub(super) line: [f64; 4],
}

/// Where a pixel lies: the two pixels of the row above and below it, and the weights.
#[derive(Clone, Copy, Default)]
struct Corner {
    upper: u64,
    lower: u64,
    across: u64,
    down: u64,
}

/// Pixels of a row from the column `x0` on, a multiple of eight. A function of its own, compiled once a level.
pub(super) fn bilinear<S: Simd>(simd: S, source: &Source<'_>, x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            let (source, (across, down)) = (*source, source.within(ONE));
            // In 1/256: times a power of two, nothing is rounded otherwise.
            let line = source.line().map(|px| px * ONE);
            let sides = Sides::new(&source);
            for (pixels, x) in out.as_chunks_mut::<32>().0.iter_mut().zip((x0..).step_by(8)) {
                let ([u, v], [s, t]) = (four(simd, line, x), four(simd, line, x + 4));
                let (u, v) = (across.within(between_four(u)), down.within(between_four(v)));
                let (s, t) = (across.within(between_four(s)), down.within(between_four(t)));
                let (a, b) = (Places::new(simd, u, v, sides), Places::new(simd, s, t, sides));
                let corners = if a.is_split | b.is_split {
                    eight(
                        [&a, &b],
                        #[inline(always)]
                        |places, i| source.split(places, i),
                    )
                } else {
                    eight(
                        [&a, &b],
                        #[inline(always)]
                        |places, i| source.corner(places, i),
                    )
                };
                Corners { simd }.eight(&corners).store_array(pixels);
            }
        },
    );
}

/// No loop: what is kept in an array that a loop fills is read before it is all there.
#[inline(always)]
fn eight([a, b]: [&Places; 2], corner: impl Fn(&Places, usize) -> Corner) -> [Corner; 8] {
    [corner(a, 0), corner(a, 1), corner(a, 2), corner(a, 3), corner(b, 0), corner(b, 1), corner(b, 2), corner(b, 3)]
}

/// What the places of an image's pixels are found from.
#[derive(Clone, Copy)]
struct Sides {
    width: f64,
    /// The last column a place may be in: where the image is not repeated, the last that has one after it.
    last: f64,
    /// The last column of all, and the last row.
    end: f64,
    bottom: f64,
    /// How many pixels from the last row on the row after it begins.
    back: f64,
}

impl Sides {
    fn new(source: &Source<'_>) -> Self {
        let (width, height) = (source.columns.count as f64, source.rows.count as f64);
        let last = if source.columns.is_repeated { width - 1.0 } else { (width - 2.0).max(0.0) };
        let back = if source.rows.is_repeated { -(height - 1.0) * width } else { 0.0 };
        Self { width, last, bottom: height - 1.0, back, end: width - 1.0 }
    }
}

/// Where four pixels lie: the numbers of those left above and left below, the weights as often as they fit, and the columns.
struct Places {
    upper: [u64; 4],
    lower: [u64; 4],
    across: [u64; 4],
    down: [u64; 4],
    left: [u64; 4],
    /// Whether one of them is in a column that has none after it.
    is_split: bool,
}

impl Places {
    #[inline(always)]
    fn new<S: Simd>(simd: S, u: f64x4<S>, v: f64x4<S>, sides: Sides) -> Self {
        let (left, top) = ((u * (1.0 / ONE)).floor().min(sides.last), (v * (1.0 / ONE)).floor());
        let upper = top * sides.width + left;
        let step = top.simd_lt(sides.bottom).select(f64x4::splat(simd, sides.width), f64x4::splat(simd, sides.back));
        let (across, down) = (whole(u - left * ONE), whole(v - top * ONE));
        let (across, down) = ((across << 16) - across + 256, down | down << 16);
        Self {
            upper: whole(upper).to_array(),
            lower: whole(upper + step).to_array(),
            across: (across | across << 32).to_array(),
            down: (down | down << 32).to_array(),
            left: whole(left).to_array(),
            is_split: left.simd_ge(sides.end).any_true(),
        }
    }
}

/// As [`bilinear`], of the nearest pixels.
pub(super) fn nearest<S: Simd>(simd: S, source: &Source<'_>, x0: u32, out: &mut [u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            let (line, (across, down)) = (source.line(), source.within(1.0));
            for (pixels, x) in out.as_chunks_mut::<16>().0.iter_mut().zip((x0..).step_by(4)) {
                let [u, v] = four(simd, line, x);
                let (u, v) =
                    (whole(across.within(nearest_four(u))).to_array(), whole(down.within(nearest_four(v))).to_array());
                for ((pixel, u), v) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(u).zip(v) {
                    *pixel = source.pixel(v as usize * source.columns.count + u as usize);
                }
            }
        },
    );
}

/// Where the centres of four pixels lie.
#[inline(always)]
fn four<S: Simd>(simd: S, [a, u, b, v]: [f64; 4], x: u32) -> [f64x4<S>; 2] {
    let x = f64x4::load_array(simd, [0.5, 1.5, 2.5, 3.5]) + f64::from(x);
    [x * a + u, x * b + v]
}

impl Source<'_> {
    /// Where pixels lie; what lies beyond all numbers of use is at the beginning.
    fn line(&self) -> [f64; 4] {
        let [a, u, b, v] = self.line;
        let hold = |at: f64, most: f64, axis: Axis| {
            let most = if axis.is_repeated { most } else { FAR };
            if at.abs() <= most { at } else { 0.0 }
        };
        let (columns, rows) = (self.columns, self.rows);
        [hold(a, STEP, columns), hold(u, OFFSET, columns), hold(b, STEP, rows), hold(v, OFFSET, rows)]
    }

    fn within(&self, one: f64) -> (Within, Within) {
        (Within::new(self.columns, one), Within::new(self.rows, one))
    }

    #[inline(always)]
    fn corner(self, places: &Places, i: usize) -> Corner {
        let (upper, lower) = (places.upper[i] as usize, places.lower[i] as usize);
        let (upper, lower) = (pair(self.pixels, upper), pair(self.pixels, lower));
        Corner { upper, lower, across: places.across[i], down: places.down[i] }
    }

    /// As [`Source::corner`], of what may have nothing after it.
    #[inline(always)]
    fn split(self, places: &Places, i: usize) -> Corner {
        let (upper, lower, left) = (places.upper[i] as usize, places.lower[i] as usize, places.left[i] as usize);
        let right = self.columns.next(left);
        let upper = self.apart(upper, upper - left + right);
        let lower = self.apart(lower, lower - left + right);
        Corner { upper, lower, across: places.across[i], down: places.down[i] }
    }

    /// Two pixels.
    #[inline(always)]
    fn apart(self, left: usize, right: usize) -> u64 {
        let [left, right] = [self.pixel(left), self.pixel(right)];
        u64::from(u32::from_le_bytes(left)) | u64::from(u32::from_le_bytes(right)) << 32
    }

    #[inline(always)]
    fn pixel(&self, at: usize) -> [u8; 4] {
        self.pixels.get(at).copied().unwrap_or_default()
    }
}

/// Two numbers, each twice.
#[inline(always)]
fn both<S: Simd>(simd: S, a: u64, b: u64) -> u64x4<S> {
    u64x2::splat(simd, a).combine(u64x2::splat(simd, b))
}

/// Two neighbours.
#[inline(always)]
fn pair(pixels: &[[u8; 4]], at: usize) -> u64 {
    match pixels.get(at..at + 2) {
        Some(&[left, right]) => u64::from(u32::from_le_bytes(left)) | u64::from(u32::from_le_bytes(right)) << 32,
        _ => 0,
    }
}

/// The greatest step from pixel to pixel, and the greatest offset of a row, of what is repeated: places on canvases of up to
/// 2^24 columns are below 2^50 in 1/256 then.
const STEP: f64 = (1_u64 << 17) as f64;
const OFFSET: f64 = (1_u64 << 41) as f64;
/// The same of what is not: only the outermost pixels are seen from there, and sums are numbers still.
const FAR: f64 = 1e30;

/// Pixels each of which has rows and weights of its own.
struct Corners<S: Simd> {
    simd: S,
}

impl<S: Simd> Corners<S> {
    #[inline(always)]
    fn eight(&self, [a, b, c, d, e, f, g, h]: &[Corner; 8]) -> u8x32<S> {
        joined(self.simd, [self.two(a, e), self.two(b, f), self.two(c, g), self.two(d, h)])
    }

    #[inline(always)]
    fn two(&self, a: &Corner, b: &Corner) -> i32x8<S> {
        let simd = self.simd;
        across(
            sparse::between_rows(simd, [[a.upper, a.lower], [b.upper, b.lower]], both(simd, a.down, b.down).bitcast()),
            both(simd, a.across, b.across).bitcast(),
        )
    }
}
