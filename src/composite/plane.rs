//! [`Plane`]: an affine function of pixels, and [`Line`], its values along a row.

use fearless_simd::{Simd, SimdBase, f32x16};
use kurbo::Affine;

/// Pixels that are computed at once.
pub(super) const BLOCK: usize = 16;

pub(super) const IOTA: [u32; BLOCK] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// Numbers beyond this are held, so that none of their sums and squares overflows in f32.
pub(super) const HUGE: f64 = 1e18;

/// An affine function of a pixel's column and row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    pub(super) dx: f64,
    pub(super) dy: f64,
    pub(super) at_origin: f64,
}

impl Plane {
    /// The function that maps pixel columns and rows to what `x` and `y` times the inverse's coordinates add up to, at
    /// pixel centres.
    pub(super) fn new(inverse: Affine, x: f64, y: f64, offset: f64) -> Self {
        let [a, b, c, d, e, f] = inverse.as_coeffs();
        let (dx, dy) = (a * x + b * y, c * x + d * y);
        Self { dx, dy, at_origin: (e * x + f * y) + offset + 0.5 * (dx + dy) }
    }

    /// Whether all values on any canvas are.
    pub(super) fn is_finite(self) -> bool {
        [self.dx, self.dy, self.at_origin].iter().all(|number| number.abs() < 1e280)
    }

    #[inline(always)]
    pub(super) fn row(self, y: u32) -> f64 {
        self.dy * f64::from(y) + self.at_origin
    }
}

/// A [`Plane`] along a row.
pub(super) struct Line<S: Simd> {
    pub(super) row: f64,
    dx: f64,
    /// Whether no value comes near [`HUGE`], on any canvas.
    near: bool,
    steps: f32x16<S>,
}

impl<S: Simd> Line<S> {
    #[inline(always)]
    pub(super) fn new(simd: S, plane: Plane, y: u32) -> Self {
        let steps = f32x16::load_array(simd, IOTA.map(|i| i as f32));
        let steps = steps * (plane.dx.clamp(-HUGE / 16.0, HUGE / 16.0) as f32);
        let row = plane.row(y);
        Self { row, dx: plane.dx, near: row.abs().max(plane.dx.abs()) < HUGE / 4e10, steps }
    }

    /// The values at sixteen pixels from a column on.
    #[inline(always)]
    pub(super) fn at(&self, x: u32) -> f32x16<S> {
        let first = self.dx * f64::from(x) + self.row;
        self.steps + (if self.near { first } else { first.clamp(-HUGE, HUGE) }) as f32
    }
}
