//! [`Picture`]: the pixels of an image, sampled at those of a surface.

use std::sync::Arc;

use fearless_simd::Simd;
use kurbo::Affine;

use super::ahead::Ahead;
use super::axis::{Axis, between, nearest};
use super::scale::{self, Columns, Line, Rows};
use super::{affine, sparse};
use crate::image::Sampling;
use crate::outline::is_singular;
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// An image in device pixels: beside itself along some axes, along the others its outermost pixels go on.
#[derive(Debug)]
pub(super) struct Picture {
    pixels: Arc<Pixmap>,
    columns: Axis,
    rows: Axis,
    /// From device pixels to the image's.
    inverse: [f64; 6],
    way: Way,
    opaque: bool,
}

/// How pixels are got, from the fastest way to the most general.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Whole pixels, moved by columns and rows.
    Copy(i64, i64),
    /// The nearest pixel, by columns and rows that do not depend on each other.
    NearestScaled,
    BilinearScaled,
    Nearest,
    Bilinear,
    Bicubic,
}

/// Scales below one to this are not made from whole rows: most of their pixels would not be used.
const MIN_ROW_SCALE: f64 = 4.0;

impl Picture {
    /// Repeated along x and y, or not. `None` under a transform that cannot be inverted.
    pub(super) fn new(pixels: &Arc<Pixmap>, sampling: Sampling, axes: (bool, bool), transform: Affine) -> Option<Self> {
        let inverse = transform.inverse();
        if is_singular(transform) || !inverse.is_finite() {
            return None;
        }
        let inverse = inverse.as_coeffs();
        let [a, b, c, d, e, f] = inverse;
        let whole = |v: f64| v.trunc() == v && v.abs() < 1e9;
        let way = match sampling {
            _ if [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] && whole(e) && whole(f) => Way::Copy(e as i64, f as i64),
            Sampling::Nearest if b == 0.0 && c == 0.0 => Way::NearestScaled,
            Sampling::Nearest => Way::Nearest,
            Sampling::Bicubic => Way::Bicubic,
            _ if b == 0.0 && c == 0.0 && a.abs() <= MIN_ROW_SCALE => Way::BilinearScaled,
            _ => Way::Bilinear,
        };
        let columns = Axis { count: pixels.width() as usize, is_repeated: axes.0 };
        let rows = Axis { count: pixels.height() as usize, is_repeated: axes.1 };
        Some(Self { pixels: pixels.clone(), columns, rows, inverse, way, opaque: pixels.is_opaque() })
    }

    pub(super) fn free(&mut self, watch: &Watch) {
        Pixmap::free(&mut self.pixels, watch);
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// The colours of pixels of a row from the column `x0` on, as many as fit into `out`, which are a multiple of eight.
    pub(super) fn colors<S: Simd>(&self, simd: S, x0: u32, y: u32, out: &mut [u8], scratch: &mut Scratch) {
        let [a, b, c, d, e, f] = self.inverse;
        let below = f64::from(y) + 0.5;
        let line = |is_nearest| Line { scale: a, offset: e, axis: self.columns, is_nearest };
        let source = || affine::Source {
            pixels: self.pixels.data().as_chunks().0,
            columns: self.columns,
            rows: self.rows,
            line: [a, c * below + e, b, d * below + f],
        };
        match self.way {
            Way::Copy(dx, dy) => self.copy(i64::from(x0) + dx, i64::from(y) + dy, out.as_chunks_mut().0),
            Way::NearestScaled => {
                let rows = [below, below + 1.0].map(|y| self.row(nearest(d * y + f)));
                let places = scratch.columns.get(line(true), x0, out.len() / 4);
                sparse::copy(rows, places, out, &mut scratch.ahead);
            }
            Way::BilinearScaled => {
                let position = between(d * below + f);
                let (top, weight) = (position >> 8, (position & 255) as u16);
                let after = between(d * (below + 1.0) + f) >> 8;
                let next = [after, after + 1].map(|y| self.row(y));
                let rows = Rows { upper: self.row(top), lower: self.row(top + 1), weight, next };
                let places = scratch.columns.get(line(false), x0, out.len() / 4);
                scale::row(simd, &rows, places, (&mut scratch.blended, &mut scratch.ahead), out);
            }
            Way::Nearest => affine::nearest(simd, &source(), x0, out),
            Way::Bilinear => affine::bilinear(simd, &source(), x0, out),
            Way::Bicubic => simd.vectorize(
                #[inline(always)]
                || self.bicubic(x0, y, out),
            ),
        }
    }

    /// Pixels of a row from a column on, both of which may lie outside.
    fn copy(&self, x: i64, y: i64, out: &mut [[u8; 4]]) {
        let row = self.row(y);
        let (width, len) = (row.len(), out.len());
        if !self.columns.is_repeated {
            let (from, to) = ((-x).clamp(0, len as i64), (width as i64 - x).clamp(0, len as i64));
            if from < to {
                out[from as usize..to as usize].copy_from_slice(&row[(x + from) as usize..(x + to) as usize]);
            }
            out[..from as usize].fill(row.first().copied().unwrap_or_default());
            out[to as usize..].fill(row.last().copied().unwrap_or_default());
            return;
        }
        // The row once, of that the double, of that the double again.
        let from = self.columns.pixel(x);
        let mut done = len.min(width);
        let (end, beginning) = out[..done].split_at_mut(done.min(width - from));
        end.copy_from_slice(&row[from..][..end.len()]);
        beginning.copy_from_slice(&row[..beginning.len()]);
        while done < len {
            let more = done.min(len - done);
            out.copy_within(..more, done);
            done += more;
        }
    }

    /// A row that may lie outside.
    #[inline(always)]
    fn row(&self, y: i64) -> &[[u8; 4]] {
        let width = self.columns.count;
        let pixels = self.pixels.data().as_chunks::<4>().0;
        pixels.get(self.rows.pixel(y) * width..).and_then(|pixels| pixels.get(..width)).unwrap_or_default()
    }

    /// By the spline of Catmull and Rom between sixteen pixels. Positions have 8 bits behind the point, as everywhere.
    #[inline(always)]
    fn bicubic(&self, x0: u32, y: u32, out: &mut [u8]) {
        let [a, b, c, d, e, f] = self.inverse;
        let y = f64::from(y) + 0.5;
        let (u0, v0) = (c * y + e, d * y + f);
        for (pixel, x) in out.as_chunks_mut::<4>().0.iter_mut().zip(x0..) {
            let x = f64::from(x) + 0.5;
            let (column, row) = (between(a * x + u0), between(b * x + v0));
            let (across, down) = (spline(column & 255), spline(row & 255));
            let columns: [usize; 4] = std::array::from_fn(|i| self.columns.pixel((column >> 8) - 1 + i as i64));
            let mut sum = [0_i64; 4];
            for (i, weight) in (-1..).zip(down) {
                let pixels = self.row((row >> 8) + i);
                let mut line = [0_i32; 4];
                for (&column, weight) in columns.iter().zip(across) {
                    let pixel = pixels.get(column).copied().unwrap_or_default();
                    for (sum, byte) in line.iter_mut().zip(pixel) {
                        *sum += i32::from(byte) * weight;
                    }
                }
                for (sum, line) in sum.iter_mut().zip(line) {
                    *sum += i64::from(line) * i64::from(weight);
                }
            }
            let [r, g, b, a] = sum.map(|sum| ((sum + (1 << 31)) >> 32).clamp(0, 255) as u8);
            // It may swing beyond, but no colour exceeds its alpha.
            *pixel = [r.min(a), g.min(a), b.min(a), a];
        }
    }
}

/// What sampling needs to write to.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    columns: Columns,
    blended: Vec<u16>,
    ahead: Ahead,
}

/// The weights of four pixels for a place between the second and the third, in 256ths, by the spline of Catmull and Rom
/// (<https://doi.org/10.1016/B978-0-12-079050-0.50020-5>): in 65536ths, exactly.
#[inline(always)]
fn spline(t: i64) -> [i32; 4] {
    // (-t + 2t² - t³) / 2, (2 - 5t² + 3t³) / 2, (t + 4t² - 3t³) / 2, (-t² + t³) / 2; of t in 256ths, in 2^25ths.
    let (t1, t2, t3) = (t << 16, (t * t) << 8, t * t * t);
    let weights = [-t1 + 2 * t2 - t3, (2 << 24) - 5 * t2 + 3 * t3, t1 + 4 * t2 - 3 * t3, t3 - t2];
    let [a, b, c, d] = weights.map(|weight| ((weight + (1 << 8)) >> 9) as i32);
    // What rounding has lost or won, to the greatest.
    let rest = 65_536 - (a + b + c + d);
    if t < 128 { [a, b + rest, c, d] } else { [a, b, c + rest, d] }
}
