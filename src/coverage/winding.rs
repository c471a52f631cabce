//! [`Winding`]: the winding numbers along a row, at sixteen heights; and the coverage of a pixel by them.

use fearless_simd::{Select as _, Simd, SimdBase as _, i16x16, mask16x16};

use super::edge::PX;
use super::order::{ORDERED, in_order};
use super::piece::{FULL, HEIGHTS, Piece};
use super::rule::{coverage, inside};
use crate::watch::Watch;

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
/// Pieces of a pixel between two looks at the watch.
const PIECES_A_CHECK: usize = 1 << 15;
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

    /// Passes all pieces of a pixel whose signed area is `area`: its coverage. `last` is the number of the last one. Where
    /// the watch stops a pixel of very many pieces, what it says is of no use.
    #[inline(always)]
    pub(super) fn pass_any<const EVEN_ODD: bool>(
        &mut self,
        last: usize,
        pieces: &[Piece],
        area: i64,
        watch: &Watch,
    ) -> u8 {
        let mut found = [Piece::NONE; SORTED];
        let (mut number, mut count, mut ups) = (last, 0, 0);
        while number != 0 {
            let piece = pieces[number - 1];
            let Some(slot) = found.get_mut(count) else {
                return self.pass_many::<EVEN_ODD>(number, pieces, &found, area, watch);
            };
            *slot = piece;
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
        self.pass_sorted::<EVEN_ODD>((&found, count, ups), area)
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

    /// The same for more pieces than are sorted: those found, and others from the number `next` on.
    #[inline(always)]
    fn pass_many<const EVEN_ODD: bool>(
        &mut self,
        next: usize,
        pieces: &[Piece],
        found: &[Piece; SORTED],
        area: i64,
        watch: &Watch,
    ) -> u8 {
        let left = self.all();
        let numbers = &mut self.numbers;
        // Not a part of the walk along a row, but compiled for the SIMD level.
        let Points { covered, signed, count, ups } = self.simd.vectorize(
            #[inline(always)]
            || count_points::<EVEN_ODD>(found, next, pieces, numbers, watch),
        );
        self.look();
        if is_far::<EVEN_ODD>(&left, count, ups) { 255 } else { decide::<EVEN_ODD>(covered, signed, area) }
    }

    /// The winding numbers at all heights.
    #[inline(always)]
    fn all(&mut self) -> [i32; HEIGHTS] {
        if !self.is_any() {
            let Two { low, high } = self.two;
            self.numbers = std::array::from_fn(|height| low + (high >> height & 1) as i32);
        }
        self.numbers
    }

    /// The same for few pieces, so many, so many of them upwards.
    #[inline(always)]
    fn pass_sorted<const EVEN_ODD: bool>(
        &mut self,
        (found, count, ups): (&[Piece; SORTED], usize, i32),
        area: i64,
    ) -> u8 {
        let simd = self.simd;
        let left = self.all();
        let mut change = i16x16::splat(simd, 0);
        for &piece in &found[..count] {
            let sign = i16x16::splat(simd, piece.sign() as i16);
            change += passes(simd, piece).select(sign, i16x16::splat(simd, 0));
        }
        for (number, &change) in self.numbers.iter_mut().zip(change.as_array()) {
            *number += i32::from(change);
        }
        self.look();
        if is_far::<EVEN_ODD>(&left, count, ups) {
            return 255;
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

/// Whether between winding numbers on the left and those on the right none comes to 0, counted from either border
/// inwards: with so many pieces, so many of them upwards.
#[inline(always)]
fn is_far<const EVEN_ODD: bool>(left: &[i32; HEIGHTS], count: usize, ups: i32) -> bool {
    let (least, most) = ends(left);
    !EVEN_ODD && (least > ups || most < ups - count as i32)
}

/// What counting points says, and how many pieces there are, how many upwards.
struct Points {
    covered: i32,
    signed: i64,
    count: usize,
    ups: i32,
}

/// What [`walk`] says, of any number of pieces, by counting points: 16 in each height. The pieces are those found, and
/// others from the number `next` on. `numbers` are the winding numbers on the left and become those on the right.
///
/// Each piece is noted at the first point that it is left of, and the notes are summed up along the heights: so a piece
/// costs the same however many there are. Very many are given up where the watch says so; what is said is of no use then.
#[inline(always)]
fn count_points<const EVEN_ODD: bool>(
    found: &[Piece; SORTED],
    next: usize,
    pieces: &[Piece],
    numbers: &mut [i32; HEIGHTS],
    watch: &Watch,
) -> Points {
    const COLUMNS: usize = 16;
    const STEP: i32 = PX / COLUMNS as i32;
    // For each column of points, and behind the last one, what the winding numbers gain.
    let mut grid = [[0; HEIGHTS]; COLUMNS + 1];
    // The first column whose points, in the middle of their steps, are not left of a crossing.
    let column = |crossing: i16| ((i32::from(crossing) + STEP * 4 - 1) >> 7).clamp(0, COLUMNS as i32) as usize;
    let (mut number, mut count, mut ups) = (next, 0_usize, 0);
    loop {
        let piece = match found.get(count) {
            Some(&piece) => piece,
            None if number == 0 => break,
            None => {
                let piece = pieces[number - 1];
                number = piece.link();
                piece
            }
        };
        count += 1;
        ups += i32::from(piece.is_up());
        if count.is_multiple_of(PIECES_A_CHECK) && watch.check().is_err() {
            break;
        }
        let ((start, step), sign, (from, to)) = (piece.crossings(), piece.sign(), piece.range());
        if from >= to {
            continue;
        }
        let at = |height: u32| column(start.wrapping_add(step.wrapping_mul(height as i16)));
        let first = at(from);
        if first == at(to - 1) {
            // Steep ones pass all their heights in one column.
            for (height, gain) in (0..).zip(&mut grid[first]) {
                *gain += if height >= from && height < to { sign } else { 0 };
            }
        } else {
            for height in from..to {
                grid[at(height)][height as usize] += sign;
            }
        }
    }
    // For each height; a winding number is at most the number of pieces there may be, so that 16 of them fit.
    let (mut covered, mut signed) = ([0; HEIGHTS], [0; HEIGHTS]);
    for gains in &grid[..COLUMNS] {
        for height in 0..HEIGHTS {
            numbers[height] += gains[height];
            covered[height] += i32::from(inside::<EVEN_ODD>(numbers[height]));
            signed[height] += numbers[height];
        }
    }
    for (number, gain) in numbers.iter_mut().zip(&grid[COLUMNS]) {
        *number += gain;
    }
    let signed: i64 = signed.iter().map(|&sum| i64::from(sum)).sum();
    Points { covered: covered.iter().sum::<i32>() * STEP, signed: signed * i64::from(STEP), count, ups }
}

/// How many subpixels, `each` for every winding number, are inside; and the sum of winding numbers over them.
fn count(each: i32, numbers: impl Iterator<Item = i32>, inside: impl Fn(i32) -> bool) -> (i32, i64) {
    let (covered, signed) = numbers
        .fold((0, 0), |(covered, signed), number| (covered + i32::from(inside(number)), signed + i64::from(number)));
    (covered * each, signed * i64::from(each))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every point asked of every piece.
    fn points<const EVEN_ODD: bool>(pieces: &[Piece], left: &[i32; HEIGHTS]) -> (i32, i64, [i32; HEIGHTS]) {
        let (mut covered, mut signed, mut right) = (0, 0, *left);
        for column in 0..=16_i16 {
            for height in 0..HEIGHTS {
                let mut number = left[height];
                for piece in pieces {
                    let (start, step) = piece.crossings();
                    let crossing = start.wrapping_add(step.wrapping_mul(height as i16));
                    let passed = column == 16 || crossing <= (column * 16 + 8) * 8;
                    number += if piece.heights() >> height & 1 != 0 && passed { piece.sign() } else { 0 };
                }
                if column == 16 {
                    right[height] = number;
                } else {
                    covered += i32::from(inside::<EVEN_ODD>(number)) * 16;
                    signed += i64::from(number) * 16;
                }
            }
        }
        (covered, signed, right)
    }

    #[test]
    fn points_are_counted_as_if_each_was_asked_of_every_piece() {
        let mut state = 3_u32;
        let mut below = |n: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((u64::from(state) * u64::from(n)) >> 32) as i32
        };
        for round in 0..3_000 {
            let steep = round % 2 == 0;
            let mut pieces = Vec::new();
            for number in 0..9 + below(60) as usize {
                let (xa, ya) = (below(257), below(257));
                let xb = if steep { (xa + below(9) - 4).clamp(0, 256) } else { below(257) };
                let yb = ya + below(257 - ya as u32);
                pieces.push(Piece::new((xa, ya), (xb, yb), 1 - 2 * below(2)).linked(number));
            }
            let left = std::array::from_fn(|_| below(5) - 2);
            // The last ones were found.
            let (rest, found) = pieces.split_last_chunk().unwrap();
            let ups = pieces.iter().filter(|piece| piece.is_up()).count() as i32;
            let mut right = left;
            let got = count_points::<false>(found, rest.len(), &pieces, &mut right, &Watch::default());
            assert_eq!((got.covered, got.signed, right), points::<false>(&pieces, &left));
            assert_eq!((got.count, got.ups), (pieces.len(), ups));
            right = left;
            let got = count_points::<true>(found, rest.len(), &pieces, &mut right, &Watch::default());
            assert_eq!((got.covered, got.signed, right), points::<true>(&pieces, &left));
        }
    }
}
