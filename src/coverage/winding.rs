//! [`Winding`]: the winding numbers along a row, at sixteen heights; and the coverage of a pixel by them.

use fearless_simd::{Select as _, Simd, SimdBase as _, i16x16, mask16x16};

use super::edge::PX;
use super::order::{ORDERED, in_order};
use super::piece::{FULL, HEIGHTS, Piece};
use super::rule::{coverage, inside};

/// Winding numbers at a row's heights, to the right of what was passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Winding<S: Simd> {
    simd: S,
    two: Two,
    /// Where there are more than two, all of them.
    numbers: [i32; HEIGHTS],
}

/// Two neighbouring winding numbers, which is mostly all there are.
#[derive(Clone, Copy, Debug)]
struct Two {
    /// The lower one.
    low: i32,
    /// The heights that have the higher one; never all of them. [`ANY`] where there are more than two.
    high: u32,
}

const ANY: u32 = 1 << 31;
/// More pieces in a pixel are counted on a grid.
const SORTED: usize = 8;
/// Points, in subpixels and heights, of a pixel.
const ALL: i32 = PX * HEIGHTS as i32;
/// Winding numbers further from 0 than this need not be told apart: fewer pieces are sorted.
const FAR: i32 = 64;
/// Levels by which counting points may be wrong: half a height at either end, and some.
const COUNT_ERROR: u8 = 24;
/// 0, 1, 2...
const COUNT: [i16; HEIGHTS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

impl Two {
    /// Passes a piece at some heights, or several of one direction. Whether at none of them there come to be more than two
    /// neighbouring winding numbers; if there would, nothing is changed.
    #[inline(always)]
    fn pass(&mut self, heights: u32, up: bool) -> bool {
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

    /// The least and the greatest.
    #[inline(always)]
    fn range(self) -> (i32, i32) {
        (self.low, self.low + i32::from(self.high != 0))
    }
}

impl<S: Simd> Winding<S> {
    #[inline(always)]
    pub(super) fn zero(simd: S) -> Self {
        Self { simd, two: Two { low: 0, high: 0 }, numbers: [0; HEIGHTS] }
    }

    /// Passes what is as good as one piece. Whether inside the pixel and to the right of it there are no more than two
    /// neighbouring winding numbers; if not, nothing is changed.
    #[inline(always)]
    pub(super) fn pass(&mut self, heights: u32, up: bool) -> bool {
        self.two.pass(heights, up)
    }

    /// Whether there are more than two neighbouring winding numbers.
    #[inline(always)]
    pub(super) fn is_any(&self) -> bool {
        self.two.high == ANY
    }

    /// The coverage of pixels through which no edge passes and whose signed area is `area`.
    #[inline(always)]
    pub(super) fn coverage<const EVEN_ODD: bool>(&self, area: i64) -> u8 {
        if !self.is_any() {
            return coverage::<EVEN_ODD>(area);
        }
        let (covered, signed) = count(PX, self.numbers.into_iter(), inside::<EVEN_ODD>);
        decide::<EVEN_ODD>(covered, signed, area)
    }

    /// Passes all pieces of a pixel whose signed area is `area`: its coverage. `last` is the number of the last one.
    #[inline(always)]
    pub(super) fn pass_any<const EVEN_ODD: bool>(&mut self, last: usize, pieces: &[Piece], area: i64) -> u8 {
        let mut found = [Piece::NONE; SORTED];
        let (mut number, mut count, mut ups) = (last, 0, 0);
        while number != 0 {
            let piece = pieces[number - 1];
            if let Some(slot) = found.get_mut(count) {
                *slot = piece;
            }
            count += 1;
            ups += i32::from(piece.is_up());
            number = piece.link();
        }
        if count <= ORDERED
            && !self.is_any()
            && let Some(cover) = self.pass_in_order::<EVEN_ODD>(&found[..count], area)
        {
            return cover;
        }
        self.pass_sorted::<EVEN_ODD>(last, pieces, (&found, count, ups), area)
    }

    /// The same for few pieces that do not cross, where left, right and between them there are never more than two
    /// neighbouring winding numbers, or all of them are inside; otherwise nothing is changed.
    #[inline(always)]
    fn pass_in_order<const EVEN_ODD: bool>(&mut self, pieces: &[Piece], area: i64) -> Option<u8> {
        let mut two = self.two;
        let (mut least, mut most) = two.range();
        in_order(pieces, |piece| {
            let passed = two.pass(piece.heights(), piece.is_up());
            let (low, high) = two.range();
            (least, most) = (least.min(low), most.max(high));
            passed
        })?;
        let cover = if most - least <= 1 {
            coverage::<EVEN_ODD>(area)
        } else if !EVEN_ODD && (least > 0 || most < 0) {
            255
        } else {
            return None;
        };
        self.two = two;
        Some(cover)
    }

    /// The same for any pieces, of which there are so many, so many of them upwards; the first ones are in `found`.
    #[inline(always)]
    fn pass_sorted<const EVEN_ODD: bool>(
        &mut self,
        last: usize,
        pieces: &[Piece],
        (found, count, ups): (&[Piece; SORTED], usize, i32),
        area: i64,
    ) -> u8 {
        let simd = self.simd;
        if !self.is_any() {
            let Two { low, high } = self.two;
            self.numbers = std::array::from_fn(|height| low + (high >> height & 1) as i32);
        }
        let left = self.numbers;
        if count > SORTED {
            let mut number = last;
            while number != 0 {
                let piece = pieces[number - 1];
                let heights = piece.heights();
                for (height, number) in self.numbers.iter_mut().enumerate() {
                    *number += if heights >> height & 1 != 0 { piece.sign() } else { 0 };
                }
                number = piece.link();
            }
        } else {
            let mut change = i16x16::splat(simd, 0);
            for &piece in &found[..count] {
                let sign = i16x16::splat(simd, piece.sign() as i16);
                change += passes(simd, piece).select(sign, i16x16::splat(simd, 0));
            }
            for (number, &change) in self.numbers.iter_mut().zip(change.as_array()) {
                *number += i32::from(change);
            }
        }
        self.look();
        if !EVEN_ODD {
            // From either border inwards, the winding numbers do not come near 0.
            let (least, most) = ends(&left);
            if least > ups || most < ups - count as i32 {
                return 255;
            }
        }
        if count > SORTED {
            let (covered, signed) = count_points::<EVEN_ODD>(last, pieces, &left);
            return decide::<EVEN_ODD>(covered, signed, area);
        }
        // Even numbers less, for all alike; and cut, where that changes nothing.
        let less = if EVEN_ODD { left[0] & !1 } else { 0 };
        let left = i16x16::load_array(simd, left.map(|number| (number - less).clamp(-FAR, FAR) as i16));
        let (covered, signed) = match count {
            1 => walk::<S, 1, EVEN_ODD>(simd, found, left),
            2 => walk::<S, 2, EVEN_ODD>(simd, found, left),
            3 => walk::<S, 3, EVEN_ODD>(simd, found, left),
            4 => walk::<S, 4, EVEN_ODD>(simd, found, left),
            5 => walk::<S, 5, EVEN_ODD>(simd, found, left),
            6 => walk::<S, 6, EVEN_ODD>(simd, found, left),
            7 => walk::<S, 7, EVEN_ODD>(simd, found, left),
            _ => walk::<S, 8, EVEN_ODD>(simd, found, left),
        };
        decide::<EVEN_ODD>(covered, signed, area)
    }

    /// Finds out whether all winding numbers are two neighbouring ones.
    #[inline(always)]
    fn look(&mut self) {
        let (low, most) = ends(&self.numbers);
        let high = (0..).zip(self.numbers).fold(0, |bits, (height, number)| bits | u32::from(number > low) << height);
        self.two = Two { low, high: if most - low > 1 { ANY } else { high } };
    }
}

/// The least and the greatest number.
#[inline(always)]
fn ends(numbers: &[i32; HEIGHTS]) -> (i32, i32) {
    numbers.iter().fold((i32::MAX, i32::MIN), |(least, most), &number| (least.min(number), most.max(number)))
}

/// The heights a piece passes.
#[inline(always)]
fn passes<S: Simd>(simd: S, piece: Piece) -> mask16x16<S> {
    let (from, to) = piece.range();
    let height = i16x16::load_array(simd, COUNT);
    height.simd_ge(i16x16::splat(simd, from as i16)) & height.simd_lt(i16x16::splat(simd, to as i16))
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
    let (by_count, by_area) = (((covered * 255 + ALL / 2) / ALL) as u8, coverage::<EVEN_ODD>(area));
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
        let (start, step) = piece.crossings();
        let at = (i16x16::load_array(simd, COUNT) * step + start) >> 3;
        let at = passes(simd, piece).select(at.max(zero).min(width), width);
        *slot = (at << 1) | i16::from(piece.is_up());
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

/// What [`walk`] says, of any number of pieces, by counting points: 16 in each height.
#[inline(never)]
fn count_points<const EVEN_ODD: bool>(last: usize, pieces: &[Piece], left: &[i32; HEIGHTS]) -> (i32, i64) {
    const COLUMNS: usize = 16;
    const STEP: i16 = PX as i16 / COLUMNS as i16;
    let mut grid = [*left; COLUMNS];
    let mut number = last;
    while number != 0 {
        let piece = pieces[number - 1];
        let ((start, step), heights, sign) = (piece.crossings(), piece.heights(), piece.sign());
        for (column, numbers) in (0..).zip(&mut grid) {
            let x = (column * STEP + STEP / 2) * 8;
            for (height, number) in (0..).zip(numbers) {
                let crossing = start.wrapping_add(step.wrapping_mul(height));
                *number += if heights >> height & 1 != 0 && crossing <= x { sign } else { 0 };
            }
        }
        number = piece.link();
    }
    count(STEP.into(), grid.as_flattened().iter().copied(), inside::<EVEN_ODD>)
}

/// How many subpixels, `each` for every winding number, are inside; and the sum of winding numbers over them.
fn count(each: i32, numbers: impl Iterator<Item = i32>, inside: impl Fn(i32) -> bool) -> (i32, i64) {
    let (covered, signed) = numbers
        .fold((0, 0), |(covered, signed), number| (covered + i32::from(inside(number)), signed + i64::from(number)));
    (covered * each, signed * i64::from(each))
}
