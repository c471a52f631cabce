//! [`walk_few`], [`walk_many`]: what the pieces of a pixel leave inside, by sorting where they pass each height.
//!
//! Crossings are exact to a subpixel, and so is what lies between them, however thin and many the bars are that
//! stand in a pixel. Few pieces are compared each with each, without a loop; up to 32 by a sorting network, sixteen
//! heights at once.

use fearless_simd::{Select as _, Simd, SimdBase as _, i16x16, mask16x16};

use super::edge::PX;
use super::piece::{FRACTION, HEIGHTS, Piece};

/// More pieces of a pixel are counted on a grid: see [`points`](super::points).
pub(super) const SORTED: usize = 32;
/// Few pieces: these are sorted by comparing each with each.
pub(super) const FEW: usize = 8;
/// Winding numbers further from 0 than this need not be told apart: fewer pieces are sorted.
const FAR: i32 = 64;
const _: () = assert!(SORTED < FAR as usize);
/// 0, 1, 2...
const COUNT: [i16; HEIGHTS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// What lies between and beside pieces in a pixel, at all heights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inside {
    /// Subpixels inside.
    pub(super) covered: i32,
    /// Whether there are no more than two neighbouring winding numbers.
    pub(super) is_two: bool,
}

/// What lies between and beside so many pieces, from the winding numbers on the left.
#[inline(always)]
pub(super) fn walk_few<S: Simd, const EVEN_ODD: bool>(
    simd: S,
    (pieces, count): (&[Piece; FEW], usize),
    left: &[i32; HEIGHTS],
) -> Inside {
    let left = lanes::<S, EVEN_ODD>(simd, left);
    match count {
        1 => walk::<S, 1, EVEN_ODD>(simd, pieces, left),
        2 => walk::<S, 2, EVEN_ODD>(simd, pieces, left),
        3 => walk::<S, 3, EVEN_ODD>(simd, pieces, left),
        4 => walk::<S, 4, EVEN_ODD>(simd, pieces, left),
        5 => walk::<S, 5, EVEN_ODD>(simd, pieces, left),
        6 => walk::<S, 6, EVEN_ODD>(simd, pieces, left),
        7 => walk::<S, 7, EVEN_ODD>(simd, pieces, left),
        _ => walk::<S, FEW, EVEN_ODD>(simd, pieces, left),
    }
}

/// Winding numbers as lanes: even ones less, for all alike; and cut, where that changes nothing.
#[inline(always)]
fn lanes<S: Simd, const EVEN_ODD: bool>(simd: S, numbers: &[i32; HEIGHTS]) -> i16x16<S> {
    let less = if EVEN_ODD { numbers[0] & !1 } else { 0 };
    let cut = |number: i32| {
        let near = number.clamp(-FAR, FAR - 1);
        // Odd ones stay odd.
        if EVEN_ODD { near & !1 | number & 1 } else { near }
    };
    i16x16::load_array(simd, numbers.map(|number| cut(number - less) as i16))
}

/// Adds what the winding numbers gain.
#[inline(always)]
pub(super) fn change<S: Simd>(simd: S, pieces: &[Piece], numbers: &mut [i32; HEIGHTS]) {
    let mut gains = i16x16::splat(simd, 0);
    for &piece in pieces {
        let sign = i16x16::splat(simd, piece.sign() as i16);
        gains += passes(simd, piece).select(sign, i16x16::splat(simd, 0));
    }
    for (number, &gain) in numbers.iter_mut().zip(gains.as_array()) {
        *number += i32::from(gain);
    }
}

#[inline(always)]
fn walk<S: Simd, const N: usize, const EVEN_ODD: bool>(simd: S, pieces: &[Piece; FEW], left: i16x16<S>) -> Inside {
    let mut sorted = [i16x16::splat(simd, 0); N];
    for (slot, &piece) in sorted.iter_mut().zip(pieces) {
        *slot = crossings(simd, piece);
    }
    for i in 1..N {
        for j in (1..=i).rev() {
            (sorted[j - 1], sorted[j]) = (sorted[j - 1].min(sorted[j]), sorted[j - 1].max(sorted[j]));
        }
    }
    along::<S, EVEN_ODD>(simd, sorted.into_iter(), left)
}

/// The same for up to [`SORTED`] pieces, by K. Batcher's odd-even merge sort.
#[inline(always)]
pub(super) fn walk_many<S: Simd, const EVEN_ODD: bool>(simd: S, pieces: &[Piece], left: &[i32; HEIGHTS]) -> Inside {
    // Those beyond the pieces lie on the right border, where they are of no length.
    let mut sorted = [i16x16::splat(simd, (PX as i16) << 1); SORTED];
    let count = pieces.len().min(SORTED);
    for (slot, &piece) in sorted.iter_mut().zip(pieces) {
        *slot = crossings(simd, piece);
    }
    // What is beyond them stays where it is: all comparisons put the greater one last.
    let padded = count.next_power_of_two();
    let mut run = 1;
    while run < padded {
        let mut apart = run;
        while apart > 0 {
            for from in (apart % run..padded - apart).step_by(2 * apart) {
                for i in from..(from + apart).min(padded - apart) {
                    // Within one merge only.
                    if i / (2 * run) == (i + apart) / (2 * run) {
                        let (a, b) = (sorted[i], sorted[i + apart]);
                        (sorted[i], sorted[i + apart]) = (a.min(b), a.max(b));
                    }
                }
            }
            apart /= 2;
        }
        run *= 2;
    }
    along::<S, EVEN_ODD>(simd, sorted.into_iter().take(count), lanes::<S, EVEN_ODD>(simd, left))
}

/// Where a piece passes the heights, in subpixels, times two, plus one if it leads upwards; the right border where it does
/// not.
#[inline(always)]
fn crossings<S: Simd>(simd: S, piece: Piece) -> i16x16<S> {
    let width = i16x16::splat(simd, PX as i16);
    let at = passes(simd, piece).select(crossed(simd, piece), width);
    (at << 1) | i16::from(piece.is_up())
}

/// The first column of points that a piece is left of, at each height, [`PX`] for none; one more where it does not pass.
#[inline(always)]
pub(super) fn columns<S: Simd>(simd: S, piece: Piece) -> i16x16<S> {
    passes(simd, piece).select(crossed(simd, piece), i16x16::splat(simd, PX as i16 + 1))
}

/// Where a piece passes the heights, in subpixels; where it does not, anywhere within the pixel.
#[inline(always)]
fn crossed<S: Simd>(simd: S, piece: Piece) -> i16x16<S> {
    let (start, step) = piece.crossings();
    // To the nearest subpixel: what is cut off all of them would not be seen, but bars' two sides are cut differently.
    let start = start.wrapping_add(1 << (FRACTION - 1));
    let at = (i16x16::load_array(simd, COUNT) * step + start) >> FRACTION;
    at.max(i16x16::splat(simd, 0)).min(i16x16::splat(simd, PX as i16))
}

/// Walks along heights from the winding numbers on the left.
#[inline(always)]
fn along<S: Simd, const EVEN_ODD: bool>(simd: S, sorted: impl Iterator<Item = i16x16<S>>, left: i16x16<S>) -> Inside {
    let (zero, one, width) = (i16x16::splat(simd, 0), i16x16::splat(simd, 1), i16x16::splat(simd, PX as i16));
    let (mut winding, mut from, mut covered) = (left, zero, zero);
    let (mut low, mut most) = (i16x16::splat(simd, i16::MAX), i16x16::splat(simd, i16::MIN));
    for crossing in sorted.chain([width << 1]) {
        let to = crossing >> 1;
        let length = to - from;
        let outside = if EVEN_ODD { (winding & one).simd_eq(zero) } else { winding.simd_eq(zero) };
        covered += outside.select(zero, length);
        // What has no length is not there.
        let is_there = length.simd_gt(zero);
        low = is_there.select(low.min(winding), low);
        most = is_there.select(most.max(winding), most);
        winding += one - ((crossing & one) << 1);
        from = to;
    }
    let [low, most] = [low.as_array(), most.as_array()];
    let (low, most) = (low.iter().fold(i16::MAX, |a, &b| a.min(b)), most.iter().fold(i16::MIN, |a, &b| a.max(b)));
    Inside { covered: covered.as_array().iter().map(|&lane| i32::from(lane)).sum(), is_two: most - low <= 1 }
}

/// The heights a piece passes.
#[inline(always)]
fn passes<S: Simd>(simd: S, piece: Piece) -> mask16x16<S> {
    let (from, to) = piece.range();
    let heights = i16x16::load_array(simd, COUNT);
    heights.simd_ge(i16x16::splat(simd, from as i16)) & heights.simd_lt(i16x16::splat(simd, to as i16))
}
