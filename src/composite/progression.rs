//! [`Progressions`]: linear gradients of opaque colours, which along a row are arithmetic progressions between stops.
//!
//! Channels are fixed-point numbers of 8.24 bits, so that the next pixel's is an addition away and all sums are exact: a
//! pixel's value depends on its place only, never on where a span or band begins. They are off by less than 2^-20 of a
//! level, and half of 2^-18 is added to them: colours that lie halfway between two levels are rounded up wherever they lie.

use fearless_simd::{Bytes, Simd, SimdBase, SimdFloat, f32x16, i32x16, u8x64, u32x16};

use super::gradient::{BLOCK, IOTA};
use crate::paint::RampColor;

/// Columns between which channels are counted in f64; it is multiples of it that they are counted from.
const CELL: u32 = 16 * BLOCK as u32;
/// Pieces of fewer columns than this are left to the [`Ramp`](super::ramp::Ramp).
const SHORTEST: f64 = 4.0 * BLOCK as f64;
/// Channels of a whole row are less than this, in levels, where they are counted here: else f64 has too few digits left.
const MOST: f64 = (1_u64 << 26) as f64;
/// A level.
const ONE: f64 = 16_777_216.0;
/// What is added to levels before they are rounded down.
const HALF: f64 = 0.5 + 1.0 / 524_288.0;

/// The colours between stops.
#[derive(Debug)]
pub(super) struct Progressions {
    /// From left to right, from minus to plus infinity.
    pieces: Vec<Piece>,
}

/// Colours `color + (t - start) * slope` for `lo <= t < hi`, in levels.
#[derive(Clone, Copy, Debug)]
struct Piece {
    lo: f64,
    hi: f64,
    start: f64,
    color: [f64; 3],
    slope: [f64; 3],
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
    /// Levels at the row's first column, and from column to column.
    color: [f64; 3],
    slope: [f64; 3],
}

impl Progressions {
    /// Bytes it holds.
    pub(super) fn bytes(&self) -> u64 {
        (self.pieces.capacity() * size_of::<Piece>()) as u64
    }

    /// `None` where a colour is not opaque, and without any.
    pub(super) fn new(stops: &[RampColor]) -> Option<Self> {
        let (first, last) = (stops.first()?, stops.last()?);
        if stops.iter().any(|stop| stop.color[3] != 255.0) {
            return None;
        }
        let even = |lo: f64, hi: f64, stop: &RampColor| {
            let [red, green, blue, _] = stop.color;
            Piece { lo, hi, start: 0.0, color: [red, green, blue], slope: [0.0; 3] }
        };
        let mut pieces = Vec::with_capacity(stops.len() + 1);
        pieces.push(even(f64::NEG_INFINITY, first.offset, first));
        for pair in stops.windows(2) {
            let (lo, hi) = (pair[0].offset, pair[1].offset);
            // As the ramp has them.
            if (lo as f32) < hi as f32 {
                let slope = [0, 1, 2].map(|c| (pair[1].color[c] - pair[0].color[c]) / (hi - lo));
                pieces.push(Piece { start: lo, slope, ..even(lo, hi, &pair[0]) });
            }
        }
        pieces.push(even(last.offset, f64::INFINITY, last));
        Some(Self { pieces })
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
        let (mut color, mut slope) = ([0.0; 3], [0.0; 3]);
        for c in 0..3 {
            let along = origin * piece.slope[c];
            if !(along.abs() <= MOST) {
                return None;
            }
            color[c] = piece.color[c] + along + HALF;
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
        Some(Run { blocks, color, slope })
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
        let iota = u32x16::load_array(simd, IOTA);
        let (mut ahead, mut stride) = ([iota; 3], [iota; 3]);
        for c in 0..3 {
            ahead[c] = iota * fixed(self.slope[c]);
            stride[c] = u32x16::splat(simd, fixed(self.slope[c] * BLOCK as f64));
            if let Some(dither) = dither {
                let dither = f32x16::load_array_ref(simd, dither) * ONE as f32;
                ahead[c] += dither.to_int::<i32x16<S>>().bitcast::<u32x16<S>>();
            }
        }
        let (mut x, mut rest) = (x, out);
        while !rest.is_empty() {
            let cell = x / CELL * CELL;
            let before = (x - cell) / BLOCK as u32;
            let (here, behind) = rest.split_at_mut(rest.len().min((CELL / BLOCK as u32 - before) as usize));
            let mut channels = ahead;
            for c in 0..3 {
                let first = fixed(self.color[c] + self.slope[c] * f64::from(cell));
                channels[c] += stride[c] * before + first;
            }
            if self.slope == [0.0; 3] {
                // Nothing changes from block to block.
                let mut block = [0; 64];
                pixels(simd, channels).bitcast::<u8x64<S>>().store_array(&mut block);
                here.fill(block);
                behind.fill(block);
                return;
            }
            for out in here {
                pixels(simd, channels).bitcast::<u8x64<S>>().store_array(out);
                for c in 0..3 {
                    channels[c] += stride[c];
                }
            }
            (x, rest) = (cell + CELL, behind);
        }
    }
}

/// The whole levels of opaque pixels.
#[inline(always)]
fn pixels<S: Simd>(simd: S, [red, green, blue]: [u32x16<S>; 3]) -> u32x16<S> {
    let (alpha, bytes_1, bytes_2) = (0xff00_0000, 0xff00, 0xff_0000);
    (red >> 24) | ((green >> 16) & bytes_1) | (((blue >> 8) & bytes_2) | u32x16::splat(simd, alpha))
}

/// Levels in fixed point, less than 2^27 of them; whole 256 are left out.
#[inline(always)]
fn fixed(levels: f64) -> u32 {
    // Beside 1.5 * 2^52 a number's last bit is 1.
    (levels * ONE + 6_755_399_441_055_744.0).to_bits() as u32
}
