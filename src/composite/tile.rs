//! [`Tile`]: the pixels of a pattern's tile, sampled at those of a surface.

use std::sync::Arc;

use fearless_simd::Simd;
use kurbo::Affine;

use super::picture::{between, nearest, spline};
use crate::image::Sampling;
use crate::outline::is_singular;
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// An image in device pixels, beside itself along some axes; along the others its outermost pixels go on.
#[derive(Debug)]
pub(super) struct Tile {
    pixels: Arc<Pixmap>,
    /// Whether it is repeated along x and y.
    axes: (bool, bool),
    /// From device pixels to the image's.
    inverse: [f64; 6],
    way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Whole pixels, moved by columns and rows.
    Copy(i64, i64),
    Nearest,
    Bilinear,
    Bicubic,
}

impl Tile {
    /// `None` under a transform that cannot be inverted.
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
            Sampling::Nearest => Way::Nearest,
            Sampling::Bilinear | Sampling::Smooth => Way::Bilinear,
            Sampling::Bicubic => Way::Bicubic,
        };
        Some(Self { pixels: pixels.clone(), axes, inverse, way })
    }

    pub(super) fn free(&mut self, watch: &Watch) {
        Pixmap::free(&mut self.pixels, watch);
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.pixels.is_opaque()
    }

    /// The colours of pixels of a row from the column `x0` on, as many as fit into `out`.
    pub(super) fn colors<S: Simd>(&self, simd: S, x0: u32, y: u32, out: &mut [u8]) {
        let out = out.as_chunks_mut::<4>().0;
        match self.way {
            Way::Copy(dx, dy) => self.copy(i64::from(x0) + dx, i64::from(y) + dy, out),
            Way::Nearest => simd.vectorize(
                #[inline(always)]
                || self.sampled(x0, y, out, |u, v| self.pixel(nearest(u), nearest(v))),
            ),
            Way::Bilinear => simd.vectorize(
                #[inline(always)]
                || self.sampled(x0, y, out, |u, v| self.bilinear(between(u), between(v))),
            ),
            Way::Bicubic => simd.vectorize(
                #[inline(always)]
                || self.sampled(x0, y, out, |u, v| self.bicubic(between(u), between(v))),
            ),
        }
    }

    /// Pixels of a row, by where each lies in the tile.
    #[inline(always)]
    fn sampled(&self, x0: u32, y: u32, out: &mut [[u8; 4]], sample: impl Fn(f64, f64) -> [u8; 4]) {
        let [a, b, c, d, e, f] = self.inverse;
        let y = f64::from(y) + 0.5;
        let (u0, v0) = (c * y + e, d * y + f);
        let (width, height) = (f64::from(self.pixels.width()), f64::from(self.pixels.height()));
        let within = |at: f64, side: f64, is_repeated: bool| match is_repeated {
            true => at - (at / side).floor() * side,
            // Far enough away that all is the outermost pixel.
            false => at.clamp(-8.0, side + 8.0),
        };
        for (pixel, x) in out.iter_mut().zip(x0..) {
            let x = f64::from(x) + 0.5;
            *pixel = sample(within(a * x + u0, width, self.axes.0), within(b * x + v0, height, self.axes.1));
        }
    }

    /// Whole rows, again and again.
    fn copy(&self, x: i64, y: i64, out: &mut [[u8; 4]]) {
        let (width, height) = (i64::from(self.pixels.width()), i64::from(self.pixels.height()));
        let row = self.row(wrapped(y, height, self.axes.1));
        if !self.axes.0 {
            for (pixel, x) in out.iter_mut().zip(x..) {
                *pixel = row[x.clamp(0, width - 1) as usize];
            }
            return;
        }
        let (mut from, mut rest) = (x.rem_euclid(width) as usize, out);
        while !rest.is_empty() {
            let count = rest.len().min(row.len() - from);
            let (run, after) = rest.split_at_mut(count);
            run.copy_from_slice(&row[from..from + count]);
            (from, rest) = (0, after);
        }
    }

    #[inline(always)]
    fn row(&self, y: usize) -> &[[u8; 4]] {
        let width = self.pixels.width() as usize;
        &self.pixels.data().as_chunks::<4>().0[y * width..][..width]
    }

    #[inline(always)]
    fn pixel(&self, x: i64, y: i64) -> [u8; 4] {
        let (width, height) = (i64::from(self.pixels.width()), i64::from(self.pixels.height()));
        self.row(wrapped(y, height, self.axes.1))[wrapped(x, width, self.axes.0)]
    }

    /// Between four pixels; places are in 1/256.
    #[inline(always)]
    fn bilinear(&self, u: i64, v: i64) -> [u8; 4] {
        let (x, y, across, down) = (u >> 8, v >> 8, (u & 255) as u32, (v & 255) as u32);
        let (upper, lower) =
            ([self.pixel(x, y), self.pixel(x + 1, y)], [self.pixel(x, y + 1), self.pixel(x + 1, y + 1)]);
        std::array::from_fn(|i| {
            let blend = |[a, b]: [[u8; 4]; 2]| u32::from(a[i]) * (256 - across) + u32::from(b[i]) * across;
            ((blend(upper) * (256 - down) + blend(lower) * down + (1 << 15)) >> 16) as u8
        })
    }

    /// Between sixteen pixels, by the spline of Catmull and Rom.
    #[inline(always)]
    fn bicubic(&self, u: i64, v: i64) -> [u8; 4] {
        let (across, down) = (spline(u & 255), spline(v & 255));
        let mut sum = [0_i64; 4];
        for (row, down) in ((v >> 8) - 1..).zip(down) {
            let mut line = [0_i32; 4];
            for (column, across) in ((u >> 8) - 1..).zip(across) {
                let pixel = self.pixel(column, row);
                for (sum, byte) in line.iter_mut().zip(pixel) {
                    *sum += i32::from(byte) * across;
                }
            }
            for (sum, line) in sum.iter_mut().zip(line) {
                *sum += i64::from(line) * i64::from(down);
            }
        }
        let [r, g, b, a] = sum.map(|sum| ((sum + (1 << 31)) >> 32).clamp(0, 255) as u8);
        // It may swing beyond, but no colour exceeds its alpha.
        [r.min(a), g.min(a), b.min(a), a]
    }
}

/// A column or row of a tile of so many: of the tile beside, or the outermost.
#[inline(always)]
fn wrapped(at: i64, count: i64, is_repeated: bool) -> usize {
    let at = match is_repeated {
        true if at < 0 || at >= count => at.rem_euclid(count),
        true => at,
        false => at.clamp(0, count - 1),
    };
    at as usize
}
