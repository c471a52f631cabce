//! [`Rings`]: gradients along the distance from a point.
//!
//! Along a row a distance is a hyperbola, which far from the centre all but is, for sixteen pixels, the cubic of its first
//! derivatives in their middle. Where that is so depends on these pixels only; nearer by, each has its own square root.

use fearless_simd::{Simd, SimdBase, SimdFloat, SimdMask, f32x8, f32x16, mask32x8};

use super::plane::{BLOCK, HUGE, IOTA, Line, Plane};
use super::ramp::Ramp;

/// Circles of one centre: `sign * |(x, y)| - inner`.
#[derive(Debug)]
pub(super) struct Rings {
    x: Plane,
    y: Plane,
    sign: f64,
    inner: f64,
    /// From which distance of its middle on a block's are cubics.
    cubic_from: f32,
    /// By how much distances change from a block's middle to its ends, at most.
    reach: f32,
}

/// Pads further in than this many gradient lengths would lose digits in f32.
const MAX_INNER: f64 = 2.0;

/// By how much of a level a cubic may be off.
const TOLERANCE: f64 = 1.0 / 512.0;

/// Blocks whose cubics are made at once.
const GROUP: usize = 8;

/// Columns from a block's middle to its ends, and some.
const REACH: f64 = 8.0;

/// The cubics of some blocks.
#[derive(Clone, Copy)]
struct Cubics<S: Simd> {
    coefficients: [[f32; GROUP]; 4],
    /// The blocks that are far enough, and between which values they lie.
    far: mask32x8<S>,
    least: f32x8<S>,
    most: f32x8<S>,
}

impl Rings {
    /// `steepest` is how many levels a ramp's colours grow by in the gradient's length.
    pub(super) fn new(x: Plane, y: Plane, sign: f64, inner: f64, steepest: f64) -> Self {
        // The next derivative's term is at most `(reach * step)^4 / (8 * distance^3)`.
        let reach = REACH * (x.dx * x.dx + y.dx * y.dx).sqrt();
        let error = steepest / (8.0 * TOLERANCE);
        // Nothing divided by it overflows.
        let cubic_from = (reach * libm::cbrt(reach * error).max(4.0)).max(1e-18);
        Self { x, y, sign, inner, cubic_from: cubic_from as f32, reach: reach as f32 }
    }

    pub(super) fn is_finite(&self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.inner.is_finite()
    }

    /// Whether f32 has digits enough.
    pub(super) fn is_near(&self) -> bool {
        self.inner.abs() <= MAX_INNER
    }

    /// Writes the colours of blocks of a row from the column `x` on.
    #[inline(always)]
    pub(super) fn write<S: Simd>(
        &self,
        simd: S,
        ramp: &Ramp,
        (mut x, y): (u32, u32),
        dither: Option<&[f32; BLOCK]>,
        out: &mut [[u8; 64]],
    ) {
        let (lo, hi) = (f32x16::splat(simd, ramp.limits.0), f32x16::splat(simd, ramp.limits.1));
        let (u, v) = (Line::new(simd, self.x, y), Line::new(simd, self.y, y));
        let (sign, inner) = (self.sign as f32, self.inner as f32);
        let from_middle = f32x16::load_array(simd, IOTA.map(|i| i as f32 - 7.5));
        let plain = ramp.is_opaque() && dither.is_none();
        let mut at = 0;
        let mut next = self.cubics(simd, x, y);
        let mut groups = out.chunks_mut(GROUP);
        while let Some(blocks) = groups.next() {
            let cubics = next;
            let first = x;
            if groups.len() > 0 {
                // Made while those before are written: their roots and quotients take long.
                x += (GROUP * BLOCK) as u32;
                next = self.cubics(simd, x, y);
            }
            let far = cubics.far.to_bitmask();
            let mut i = 0;
            while i < blocks.len() {
                if plain {
                    let segment = ramp.plain(simd, at);
                    // Those that lie in one segment as a whole.
                    let inside = cubics.far
                        & cubics.least.simd_ge(f32x8::splat(simd, segment.lo))
                        & cubics.most.simd_lt(f32x8::splat(simd, segment.hi));
                    let run = (inside.to_bitmask() >> i).trailing_ones() as usize;
                    let end = blocks.len().min(i + run);
                    for block in &mut blocks[i..end] {
                        segment.write(simd, cubics.at(from_middle, i), block);
                        i += 1;
                    }
                    if i == blocks.len() {
                        break;
                    }
                }
                let t = if far >> i & 1 != 0 {
                    cubics.at(from_middle, i)
                } else {
                    let x = first + (i * BLOCK) as u32;
                    let (u, v) = (u.at(x), v.at(x));
                    (u * u + v * v).sqrt() * sign - inner
                };
                ramp.write(simd, t.max(lo).min(hi), dither, &mut at, &mut blocks[i]);
                i += 1;
            }
        }
    }

    /// The cubics of the blocks from the column `x` on.
    #[inline(always)]
    fn cubics<S: Simd>(&self, simd: S, x: u32, y: u32) -> Cubics<S> {
        let (u_row, v_row) = (self.x.row(y), self.y.row(y));
        let (mut u, mut v) = ([0.0; GROUP], [0.0; GROUP]);
        for i in 0..GROUP {
            let middle = f64::from(x) + (i * BLOCK) as f64 + 7.5;
            u[i] = (self.x.dx * middle + u_row).clamp(-HUGE, HUGE) as f32;
            v[i] = (self.y.dx * middle + v_row).clamp(-HUGE, HUGE) as f32;
        }
        let (u, v) = (f32x8::load_array(simd, u), f32x8::load_array(simd, v));
        let (du, dv) = (self.x.dx.clamp(-HUGE, HUGE) as f32, self.y.dx.clamp(-HUGE, HUGE) as f32);
        let distance = (u * u + v * v).sqrt();
        let inverse = f32x8::splat(simd, 1.0) / distance;
        let first = (u * du + v * dv) * inverse;
        let second = (f32x8::splat(simd, du * du + dv * dv) - first * first) * inverse * 0.5;
        let third = f32x8::splat(simd, 0.0) - first * inverse * second;
        let (sign, inner) = (self.sign as f32, self.inner as f32);
        let middle = distance * sign - inner;
        // What rounding may add besides.
        let reach = (distance + inner.abs()) * 1e-6 + self.reach;
        Cubics {
            coefficients: [
                middle.to_array(),
                (first * sign).to_array(),
                (second * sign).to_array(),
                (third * sign).to_array(),
            ],
            far: distance.simd_ge(f32x8::splat(simd, self.cubic_from)),
            least: middle - reach,
            most: middle + reach,
        }
    }

    /// In f64, of one pixel.
    #[inline(always)]
    pub(super) fn exact(&self, x: f64, (u_row, v_row): (f64, f64)) -> f64 {
        let (u, v) = (self.x.dx * x + u_row, self.y.dx * x + v_row);
        (u * u + v * v).sqrt() * self.sign - self.inner
    }

    #[inline(always)]
    pub(super) fn rows(&self, y: u32) -> (f64, f64) {
        (self.x.row(y), self.y.row(y))
    }
}

impl<S: Simd> Cubics<S> {
    /// The values of the block `i`.
    #[inline(always)]
    fn at(&self, from_middle: f32x16<S>, i: usize) -> f32x16<S> {
        let [a, b, c, d] = &self.coefficients;
        ((from_middle * d[i] + c[i]) * from_middle + b[i]) * from_middle + a[i]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::simd::{self, dispatch};

    #[test]
    fn cubics_are_distances_within_a_fraction_of_a_level() {
        let random = &mut Random(7);
        let mut below = |end: u32| random.below(end);
        let mut far = 0;
        for round in 0..4_000 {
            let length = [20.0, 300.0, 2_000.0, 90_000.0][below(4) as usize];
            let mut step = || (f64::from(below(2_001)) / 1_000.0 - 1.0) / length;
            let turned = round % 3 > 0;
            let (dx, dy) = (step(), if turned { step() } else { 0.0 });
            let mut middle = || (f64::from(below(4_001)) - 2_000.0) / length;
            let x = Plane { dx, dy: 0.0, at_origin: middle() };
            let y = Plane { dx: dy, dy: 0.0, at_origin: middle() };
            let steepest = [10.0, 255.0, 4_000.0, 1e6][below(4) as usize];
            let sign = if below(2) == 0 { 1.0 } else { -1.0 };
            let rings = Rings::new(x, y, sign, f64::from(below(3)) - 1.0, steepest);
            let first = below(4) * 512;
            for level in simd::all() {
                far += dispatch!(level, simd => check(simd, &rings, steepest, first));
            }
        }
        assert!(far > 30_000, "{far}");
    }

    /// How many blocks were cubics.
    fn check<S: Simd>(simd: S, rings: &Rings, steepest: f64, x: u32) -> u32 {
        let cubics = rings.cubics(simd, x, 0);
        let far = cubics.far.to_bitmask();
        let (least, most) = (cubics.least.to_array(), cubics.most.to_array());
        let from_middle = f32x16::load_array(simd, IOTA.map(|i| i as f32 - 7.5));
        for i in (0..GROUP).filter(|i| far >> i & 1 != 0) {
            for (column, t) in (0..).zip(cubics.at(from_middle, i).to_array()) {
                let exact = rings.exact(f64::from(x) + (i * BLOCK) as f64 + f64::from(column), rings.rows(0));
                // What f32 adds, to the distance and to what is subtracted from it.
                let rounded = (exact.abs() + 2.0) * 4e-7;
                let error = (f64::from(t) - exact).abs();
                assert!(error <= TOLERANCE / steepest + rounded, "{rings:?}: {error} at block {i}");
                assert!(least[i] <= t && t <= most[i], "{rings:?}: {t} at block {i}");
            }
        }
        far.count_ones()
    }
}
