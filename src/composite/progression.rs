//! [`Progressions`]: linear gradients, whose colours and alpha are arithmetic progressions along a row, between stops.
//!
//! Channels are fixed-point numbers of 8.24 bits, so that the next pixel's is an addition away and all sums are exact: a
//! pixel's value depends on its place only, never on where a span or band begins. Opaque colours and alpha are off by less
//! than 2^-20 of a level, and half of 2^-18 is added to them: what lies halfway between two levels is rounded up wherever it
//! lies. Where alpha changes, premultiplied colours are products of two progressions, whose second differences are
//! equal: two additions away, and off by less than 2^-14.

use fearless_simd::{Bytes, Simd, SimdBase, SimdFloat, f32x16, i32x16, u8x64, u32x16};

use super::plane::{BLOCK, IOTA};
use crate::paint::RampColor;

/// Columns between which channels are counted in f64; it is multiples of it that they are counted from.
const CELL: u32 = 16 * BLOCK as u32;
/// Pieces of fewer columns than this are left to the [`Ramp`](super::ramp::Ramp).
const SHORTEST: f64 = 4.0 * BLOCK as f64;
/// Channels of a whole row are less than this, in levels, where they are counted here: else f64 has too few digits left.
const MOST: f64 = (1_u64 << 25) as f64;
/// Levels along the whole gradient, at most, as steep as a piece is: else positions have too few digits to say within which
/// levels a pixel lies.
const STEEPEST: f64 = (1_u64 << 31) as f64;
/// Pieces of a gradient that is begun in one of them and mostly does not leave it soon.
const FEW: usize = 16;
/// A level.
const ONE: f64 = 16_777_216.0;
/// What is added to levels before they are rounded down.
const HALF: f64 = 0.5 + 1.0 / 524_288.0;

/// The colours between stops.
#[derive(Debug)]
pub(super) struct Progressions {
    opaque: bool,
    /// From left to right, from minus to plus infinity.
    pieces: Vec<Piece>,
}

/// Colours `color + (t - start) * slope` for `lo <= t < hi`, in levels.
#[derive(Clone, Copy, Debug)]
struct Piece {
    lo: f64,
    hi: f64,
    start: f64,
    color: [f64; 4],
    slope: [f64; 4],
}

/// Positions `at_origin + x * dx` along a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Along {
    pub(super) at_origin: f64,
    pub(super) dx: f64,
}

/// Blocks of a row whose colours are one progression.
pub(super) struct Run {
    pub(super) blocks: usize,
    opaque: bool,
    /// Unpremultiplied levels at the row's first column, and from column to column.
    color: [f64; 4],
    slope: [f64; 4],
}

impl Progressions {
    /// Bytes it holds.
    pub(super) fn bytes(&self) -> u64 {
        (self.pieces.capacity() * size_of::<Piece>()) as u64
    }

    /// `None` without stops.
    pub(super) fn new(stops: &[RampColor]) -> Option<Self> {
        let (first, last) = (stops.first()?, stops.last()?);
        let even =
            |lo: f64, hi: f64, stop: &RampColor| Piece { lo, hi, start: 0.0, color: stop.color, slope: [0.0; 4] };
        let mut pieces = Vec::with_capacity(stops.len() + 1);
        pieces.push(even(f64::NEG_INFINITY, first.offset, first));
        for pair in stops.windows(2) {
            let (lo, hi) = (pair[0].offset, pair[1].offset);
            let slope = [0, 1, 2, 3].map(|c| (pair[1].color[c] - pair[0].color[c]) / (hi - lo));
            // As the ramp has them.
            if (lo as f32) < hi as f32 && slope.iter().all(|slope| slope.abs() <= STEEPEST) {
                pieces.push(Piece { start: lo, slope, ..even(lo, hi, &pair[0]) });
            }
        }
        pieces.push(even(last.offset, f64::INFINITY, last));
        Some(Self { opaque: stops.iter().all(|stop| stop.color[3] == 255.0), pieces })
    }

    /// Whether most of a row lies in long ones.
    pub(super) fn are_few(&self) -> bool {
        self.pieces.len() <= FEW
    }

    /// The progression that a block from the column `x` on lies in, and how many of `most` blocks lie in it with this one.
    #[inline(always)]
    pub(super) fn run(&self, along: Along, x: u32, most: usize) -> Option<Run> {
        let Along { at_origin, dx } = along;
        let (first, last) = (along.at(x), along.at(x + BLOCK as u32 - 1));
        let (lo, hi) = if first < last { (first, last) } else { (last, first) };
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.hi <= lo))?;
        if !(piece.lo <= lo && hi < piece.hi && piece.hi - piece.lo >= SHORTEST * dx.abs()) {
            return None;
        }
        let origin = at_origin - piece.start;
        let (mut color, mut slope) = ([0.0; 4], [0.0; 4]);
        for c in 0..4 {
            let along = origin * piece.slope[c];
            if !(along.abs() <= MOST) {
                return None;
            }
            color[c] = piece.color[c] + along;
            slope[c] = dx * piece.slope[c];
        }
        // Positions rise or fall along a row, rounded or not: the last block's last pixel says all.
        let columns =
            if dx == 0.0 { f64::INFINITY } else { ((if dx > 0.0 { piece.hi } else { piece.lo }) - first) / dx };
        let mut blocks = ((columns * (1.0 / BLOCK as f64)) as usize).clamp(1, most);
        let end = along.at(x + (blocks * BLOCK - 1) as u32);
        if !(piece.lo <= end && end < piece.hi) {
            blocks = 1;
        }
        Some(Run { blocks, opaque: self.opaque, color, slope })
    }
}

impl Along {
    #[inline(always)]
    fn at(self, x: u32) -> f64 {
        self.dx * f64::from(x) + self.at_origin
    }
}

impl Run {
    /// Writes the colours of its blocks, the first of which begins at the column `x`.
    #[inline(always)]
    pub(super) fn write<S: Simd>(&self, simd: S, x: u32, dither: Option<&[f32; BLOCK]>, out: &mut [[u8; 64]]) {
        let half = match dither {
            Some(dither) => {
                let dither = f32x16::load_array_ref(simd, dither) * ONE as f32;
                dither.to_int::<i32x16<S>>().bitcast::<u32x16<S>>() + fixed(HALF)
            }
            None => u32x16::splat(simd, fixed(HALF)),
        };
        let (mut x, mut rest) = (x, out);
        let is_even = self.slope == [0.0; 4];
        while !rest.is_empty() {
            let cell = x / CELL * CELL;
            let before = (x - cell) / BLOCK as u32;
            let most = if is_even { 1 } else { CELL / BLOCK as u32 - before };
            let (here, behind) = rest.split_at_mut(rest.len().min(most as usize));
            if self.opaque {
                self.opaque(simd, half, (cell, before), here);
            } else {
                self.translucent(simd, half, (cell, before), here);
            }
            if is_even {
                // Nothing changes from block to block.
                behind.fill(here[0]);
                return;
            }
            (x, rest) = (cell + CELL, behind);
        }
    }

    /// A channel at a block, from how far behind the column `cell`, and its growth from block to block.
    #[inline(always)]
    fn channel<S: Simd>(&self, simd: S, c: usize, (cell, before): (u32, u32)) -> (u32x16<S>, u32x16<S>) {
        let first = fixed(self.color[c] + self.slope[c] * f64::from(cell));
        let stride = fixed(self.slope[c] * BLOCK as f64);
        let ahead = u32x16::load_array(simd, IOTA) * fixed(self.slope[c]);
        (ahead + stride.wrapping_mul(before).wrapping_add(first), u32x16::splat(simd, stride))
    }

    #[inline(always)]
    fn opaque<S: Simd>(&self, simd: S, half: u32x16<S>, at: (u32, u32), out: &mut [[u8; 64]]) {
        let (mut red, red_stride) = self.channel(simd, 0, at);
        let (mut green, green_stride) = self.channel(simd, 1, at);
        let (mut blue, blue_stride) = self.channel(simd, 2, at);
        red += half;
        green += half;
        blue += half;
        let alpha = u32x16::splat(simd, 0xff00_0000);
        for out in out {
            pixels([red, green, blue], alpha).bitcast::<u8x64<S>>().store_array(out);
            red += red_stride;
            green += green_stride;
            blue += blue_stride;
        }
    }

    #[inline(always)]
    fn translucent<S: Simd>(&self, simd: S, half: u32x16<S>, at: (u32, u32), out: &mut [[u8; 64]]) {
        let (mut alpha, alpha_stride) = self.channel(simd, 3, at);
        alpha += half;
        let (mut red, mut red_stride, red_growth) = self.product(simd, 0, at);
        let (mut green, mut green_stride, green_growth) = self.product(simd, 1, at);
        let (mut blue, mut blue_stride, blue_growth) = self.product(simd, 2, at);
        red += half;
        green += half;
        blue += half;
        for out in out {
            // Exact products are no more than alpha.
            let colors = [red.min(alpha), green.min(alpha), blue.min(alpha)];
            pixels(colors, alpha & 0xff00_0000).bitcast::<u8x64<S>>().store_array(out);
            alpha += alpha_stride;
            red += red_stride;
            red_stride += red_growth;
            green += green_stride;
            green_stride += green_growth;
            blue += blue_stride;
            blue_stride += blue_growth;
        }
    }

    /// A premultiplied channel as in [`Run::channel`], and the growth of its growth.
    #[inline(always)]
    fn product<S: Simd>(&self, simd: S, c: usize, (cell, before): (u32, u32)) -> (u32x16<S>, u32x16<S>, u32x16<S>) {
        let at = |c: usize| self.color[c] + self.slope[c] * f64::from(cell);
        let (color, color_slope) = (at(c), self.slope[c]);
        let (alpha, alpha_slope) = (at(3) / 255.0, self.slope[3] / 255.0);
        // At `i` columns from the cell's first: `constant + linear i + square i^2`.
        let (constant, square) = (color * alpha, color_slope * alpha_slope);
        let linear = color * alpha_slope + color_slope * alpha;
        let block = BLOCK as f64;
        let iota = u32x16::load_array(simd, IOTA);
        let first = iota * fixed(linear) + iota * iota * fixed(square) + fixed(constant);
        let stride = iota * fixed(2.0 * block * square) + fixed(block * linear + block * block * square);
        let growth = fixed(2.0 * block * block * square);
        // So many blocks on, to the bit.
        let grown = growth.wrapping_mul(before * before.saturating_sub(1) / 2);
        (first + stride * before + grown, stride + growth.wrapping_mul(before), u32x16::splat(simd, growth))
    }
}

/// The whole levels of pixels; of alpha the others are zero.
#[inline(always)]
fn pixels<S: Simd>([red, green, blue]: [u32x16<S>; 3], alpha: u32x16<S>) -> u32x16<S> {
    (red >> 24) | ((green >> 16) & 0xff00) | (((blue >> 8) & 0xff_0000) | alpha)
}

/// Levels in fixed point, less than 2^27 of them; whole 256 are left out.
#[inline(always)]
fn fixed(levels: f64) -> u32 {
    // Beside 1.5 * 2^52 a number's last bit is 1.
    (levels * ONE + 6_755_399_441_055_744.0).to_bits() as u32
}
