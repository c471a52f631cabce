//! [`Winding`]: the winding numbers along a row, at sixteen heights; and the coverage of a pixel by them.

use fearless_simd::{Select as _, Simd, SimdBase as _, SimdMask as _, i16x16, mask16x16};

use super::edge::PX;
use super::piece::{FULL, HEIGHTS, Piece};
use super::rule::{inside, wide_coverage};

/// Winding numbers at a row's heights, to the right of what was passed.
///
/// Mostly they are two neighbouring ones at most. With `WIDE` they may be too large for 16 bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Winding<S: Simd, const WIDE: bool> {
    simd: S,
    /// The lower one of two.
    low: i32,
    /// The heights that have the higher one of two; never all of them. [`ANY`] where there are more than two.
    high: u32,
    /// Where there are more than two, all of them.
    numbers: i16x16<S>,
    wide: [i32; HEIGHTS],
}

const ANY: u32 = 1 << 31;
/// More pieces in a pixel are counted on a grid.
const SORTED: usize = 8;
/// Points, in subpixels and heights, of a pixel.
const ALL: i32 = PX * HEIGHTS as i32;
/// Winding numbers further from 0 than this need not be told apart: fewer pieces are sorted.
const FAR: i16 = 64;
/// Levels by which counting points may be wrong: half a height at either end, and some.
const COUNT_ERROR: u8 = 24;
/// 0, 1, 2...
const COUNT: [i16; HEIGHTS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

impl<S: Simd, const WIDE: bool> Winding<S, WIDE> {
    #[inline(always)]
    pub(super) fn zero(simd: S) -> Self {
        Self { simd, low: 0, high: 0, numbers: i16x16::splat(simd, 0), wide: [0; HEIGHTS] }
    }

    /// Passes a piece at some heights, or several of one direction. Whether inside the pixel and to the right of it there
    /// are no more than two neighbouring winding numbers; if not, nothing is changed.
    #[inline(always)]
    pub(super) fn pass(&mut self, heights: u32, up: bool) -> bool {
        // Without branches, as all of this is hard to foresee. Upwards everything leads down from the higher number, of
        // which a single one is the higher of two.
        let upwards = u32::from(up);
        let single = upwards & u32::from(self.high == 0);
        let high = self.high | (single * FULL);
        if (high ^ (upwards * FULL)) & heights | high & ANY != 0 {
            return false;
        }
        let after = high ^ heights;
        let all = after == FULL;
        self.high = after & (u32::from(all).wrapping_sub(1));
        self.low += i32::from(all) - single as i32;
        true
    }

    /// The coverage of pixels through which no edge passes and whose signed area is `area`.
    #[inline(always)]
    pub(super) fn coverage<const EVEN_ODD: bool>(&self, area: i64) -> u8 {
        if self.high != ANY {
            return wide_coverage::<EVEN_ODD>(area);
        }
        let numbers = if WIDE { self.wide } else { (*self.numbers.as_array()).map(i32::from) };
        let (covered, signed) = count(PX, numbers.into_iter(), inside::<EVEN_ODD>);
        decide::<EVEN_ODD>(covered, signed, area)
    }

    /// Passes all pieces of a pixel whose signed area is `area`: its coverage.
    #[inline(always)]
    pub(super) fn pass_any<const EVEN_ODD: bool>(&mut self, last: Piece, pieces: &[Piece], area: i64) -> u8 {
        if WIDE {
            return self.pass_wide::<EVEN_ODD>(last, pieces, area);
        }
        let simd = self.simd;
        if self.high != ANY {
            let high = mask16x16::from_bitmask(simd, self.high.into());
            let low = self.low as i16;
            self.numbers = high.select(i16x16::splat(simd, low.wrapping_add(1)), i16x16::splat(simd, low));
        }
        let left = self.numbers;
        let mut numbers = left;
        let mut found = [Piece::NONE; SORTED];
        let (mut piece, mut count, mut ups) = (last, 0, 0);
        loop {
            if let Some(slot) = found.get_mut(count) {
                *slot = piece;
            }
            let sign = i16x16::splat(simd, piece.sign() as i16);
            numbers += passes(simd, piece).select(sign, i16x16::splat(simd, 0));
            count += 1;
            ups += usize::from(piece.is_up());
            match piece.link() {
                0 => break,
                link => piece = pieces[link - 1],
            }
        }
        self.set(numbers);
        if !EVEN_ODD {
            // From either border inwards, the winding numbers do not come near 0.
            let (least, most) = (least(left), -least(-left));
            if i32::from(least) > ups as i32 || i32::from(most) < ups as i32 - count as i32 {
                return 255;
            }
        }
        // Even numbers less, for all alike; and cut, where that changes nothing.
        let left = if EVEN_ODD { left - (left.as_array()[0] & !1) } else { left };
        let left = left.max(-FAR).min(FAR);
        let (covered, signed) = match count {
            1 => walk::<S, 1, EVEN_ODD>(simd, &found, left),
            2 => walk::<S, 2, EVEN_ODD>(simd, &found, left),
            3 => walk::<S, 3, EVEN_ODD>(simd, &found, left),
            4 => walk::<S, 4, EVEN_ODD>(simd, &found, left),
            5 => walk::<S, 5, EVEN_ODD>(simd, &found, left),
            6 => walk::<S, 6, EVEN_ODD>(simd, &found, left),
            7 => walk::<S, 7, EVEN_ODD>(simd, &found, left),
            8 => walk::<S, 8, EVEN_ODD>(simd, &found, left),
            _ => count_points::<S, EVEN_ODD>(simd, last, pieces, left),
        };
        decide::<EVEN_ODD>(covered, signed, area)
    }

    /// Takes winding numbers over.
    #[inline(always)]
    fn set(&mut self, numbers: i16x16<S>) {
        self.numbers = numbers;
        let low = least(numbers);
        let above = numbers - low;
        let high = above.simd_gt(i16x16::splat(self.simd, 0)).to_bitmask() as u32;
        let more = above.simd_gt(i16x16::splat(self.simd, 1)).any_true();
        self.low = low.into();
        self.high = if more { ANY } else { high };
    }

    /// [`pass_any`](Self::pass_any) of more winding numbers than 16 bits hold.
    fn pass_wide<const EVEN_ODD: bool>(&mut self, last: Piece, pieces: &[Piece], area: i64) -> u8 {
        if self.high != ANY {
            self.wide = std::array::from_fn(|height| self.low + (self.high >> height & 1) as i32);
        }
        let (covered, signed) = count_wide::<EVEN_ODD>(last, pieces, &self.wide);
        let mut piece = last;
        loop {
            let heights = piece.heights();
            for (height, number) in self.wide.iter_mut().enumerate() {
                *number += if heights >> height & 1 != 0 { piece.sign() } else { 0 };
            }
            match piece.link() {
                0 => break,
                link => piece = pieces[link - 1],
            }
        }
        let (low, most) = self.wide.iter().fold((i32::MAX, i32::MIN), |(low, most), &w| (low.min(w), most.max(w)));
        self.low = low;
        self.high = if most - low > 1 {
            ANY
        } else {
            (0..).zip(self.wide).fold(0, |bits, (height, w)| bits | u32::from(w > low) << height)
        };
        decide::<EVEN_ODD>(covered, signed, area)
    }
}

/// The heights a piece passes.
#[inline(always)]
fn passes<S: Simd>(simd: S, piece: Piece) -> mask16x16<S> {
    let (from, to) = piece.range();
    let height = i16x16::load_array(simd, COUNT);
    height.simd_ge(i16x16::splat(simd, from as i16)) & height.simd_lt(i16x16::splat(simd, to as i16))
}

/// The least lane.
#[inline(always)]
fn least<S: Simd>(lanes: i16x16<S>) -> i16 {
    lanes.reduce_min()
}

/// The coverage where `covered` of all points are inside, and `signed` is their winding numbers' sum. Where the sum says
/// the same as the count, there are no more than two neighbouring winding numbers, and the exact area says it better.
#[inline(always)]
fn decide<const EVEN_ODD: bool>(covered: i32, signed: i64, area: i64) -> u8 {
    let by_sum = if EVEN_ODD {
        let all = i64::from(ALL);
        let within = signed & (2 * all - 1);
        within.min(2 * all - within)
    } else {
        signed.abs()
    };
    let (by_count, by_area) = (((covered * 255 + ALL / 2) / ALL) as u8, wide_coverage::<EVEN_ODD>(area));
    // They may say the same by chance.
    let trusted = by_sum == i64::from(covered) && by_area.abs_diff(by_count) <= COUNT_ERROR;
    if trusted { by_area } else { by_count }
}

/// Sorts where `N` pieces pass each height (in subpixels, times two, plus one for those upwards), and walks along each
/// from the winding number on the left: how many subpixels are inside, and the sum of winding numbers.
#[inline(always)]
fn walk<S: Simd, const N: usize, const EVEN_ODD: bool>(
    simd: S,
    pieces: &[Piece; SORTED],
    left: i16x16<S>,
) -> (i32, i64) {
    let (zero, one, width) = (i16x16::splat(simd, 0), i16x16::splat(simd, 1), i16x16::splat(simd, PX as i16));
    let mut sorted = [zero; N];
    for (slot, &piece) in sorted.iter_mut().zip(pieces) {
        *slot = (crossings(simd, piece) << 1) | i16::from(piece.is_up());
    }
    for i in 1..N {
        for j in (1..=i).rev() {
            (sorted[j - 1], sorted[j]) = (sorted[j - 1].min(sorted[j]), sorted[j - 1].max(sorted[j]));
        }
    }
    let (mut winding, mut from, mut covered, mut signed) = (left, zero, zero, zero);
    for crossing in sorted.into_iter().chain([width << 1]) {
        let to = crossing >> 1;
        let length = to - from;
        let outside = if EVEN_ODD { (winding & one).simd_eq(zero) } else { winding.simd_eq(zero) };
        covered += outside.select(zero, length);
        // At most (FAR + SORTED) * PX.
        signed += winding * length;
        winding += one - ((crossing & one) << 1);
        from = to;
    }
    (sum(covered), sum(signed).into())
}

/// The sum of lanes.
#[inline(always)]
fn sum<S: Simd>(lanes: i16x16<S>) -> i32 {
    lanes.as_array().iter().map(|&lane| i32::from(lane)).sum()
}

/// Columns of points.
const COLUMNS: usize = 16;
/// Subpixels between two columns.
const STEP: i16 = PX as i16 / COLUMNS as i16;

/// What [`walk`] says, of any number of pieces, by counting points: 16 in each height.
#[inline(always)]
fn count_points<S: Simd, const EVEN_ODD: bool>(simd: S, last: Piece, pieces: &[Piece], left: i16x16<S>) -> (i32, i64) {
    let (zero, one) = (i16x16::splat(simd, 0), i16x16::splat(simd, 1));
    let mut grid = [left; COLUMNS];
    let mut piece = last;
    loop {
        let at = crossings(simd, piece);
        let sign = i16x16::splat(simd, piece.sign() as i16);
        let mut x = i16x16::splat(simd, STEP / 2);
        for numbers in &mut grid {
            *numbers += at.simd_le(x).select(sign, zero);
            x += STEP;
        }
        match piece.link() {
            0 => break,
            link => piece = pieces[link - 1],
        }
    }
    let (mut covered, mut signed) = (zero, zero);
    for numbers in grid {
        let outside = if EVEN_ODD { (numbers & one).simd_eq(zero) } else { numbers.simd_eq(zero) };
        covered += outside.select(zero, one);
        signed += numbers.max(-FAR).min(FAR);
    }
    (sum(covered) * i32::from(STEP), (sum(signed) * i32::from(STEP)).into())
}

/// Where a piece passes the heights, 0 to 256; 256 where it does not.
#[inline(always)]
fn crossings<S: Simd>(simd: S, piece: Piece) -> i16x16<S> {
    let width = i16x16::splat(simd, PX as i16);
    let (start, step) = piece.crossings();
    let at = (i16x16::load_array(simd, COUNT) * step + start) >> 3;
    passes(simd, piece).select(at.max(0).min(width), width)
}

/// What [`count_points`] says, of winding numbers beyond 16 bits.
#[inline(never)]
fn count_wide<const EVEN_ODD: bool>(last: Piece, pieces: &[Piece], left: &[i32; HEIGHTS]) -> (i32, i64) {
    let mut grid = [*left; COLUMNS];
    let mut piece = last;
    loop {
        let ((start, step), heights, sign) = (piece.crossings(), piece.heights(), piece.sign());
        for (column, numbers) in (0..).zip(&mut grid) {
            let x = (column * STEP + STEP / 2) * 8;
            for (height, number) in (0..).zip(numbers) {
                let crossing = start.wrapping_add(step.wrapping_mul(height));
                *number += if heights >> height & 1 != 0 && crossing <= x { sign } else { 0 };
            }
        }
        match piece.link() {
            0 => break,
            link => piece = pieces[link - 1],
        }
    }
    count(STEP.into(), grid.as_flattened().iter().copied(), inside::<EVEN_ODD>)
}

/// How many subpixels, `each` for every winding number, are inside; and the sum of winding numbers over them.
fn count(each: i32, numbers: impl Iterator<Item = i32>, inside: impl Fn(i32) -> bool) -> (i32, i64) {
    let (covered, signed) = numbers
        .fold((0, 0), |(covered, signed), number| (covered + i32::from(inside(number)), signed + i64::from(number)));
    (covered * each, signed * i64::from(each))
}
