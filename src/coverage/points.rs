//! [`count_many`]: what many pieces of a pixel leave inside, by sorting them or counting points.
//!
//! There is a point in each height for each subpixel, so that what is counted is what sorting would find. With fewer, 16 or
//! 64 at the same places in all heights or shifted from one to the next, combs of thin bars that stand or lean as the
//! points do are taken for whole, or for nothing: by more than 200 levels with 16 points, 48 with 64 shifted ones.

use std::ops::{AddAssign, Neg};

use fearless_simd::{Simd, SimdBase as _};

use super::edge::PX;
use super::piece::{HEIGHTS, Piece};
use super::rule::inside;
use super::walk::{FEW, Inside, SORTED, change, columns, walk_many};
use crate::watch::Watch;

const COLUMNS: usize = PX as usize;
/// Pieces of a pixel between two looks at the watch.
const PIECES_A_CHECK: usize = 1 << 15;

/// What lies between and beside pieces; how many of them there are, how many upwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) inside: Inside,
    pub(super) count: usize,
    pub(super) ups: i32,
}

/// Counts what more than few pieces leave inside: those found, and others from the number `next` on. `numbers` are the
/// winding numbers on the left and become those on the right.
///
/// Not a part of the walk along a row, which has better uses for the registers, but compiled for the SIMD level.
#[inline(never)]
pub(super) fn count_many<S: Simd, const EVEN_ODD: bool>(
    simd: S,
    (few, next, pieces): (&[Piece; FEW], usize, &[Piece]),
    numbers: &mut [i32; HEIGHTS],
    watch: &Watch,
) -> Counted {
    simd.vectorize(
        #[inline(always)]
        || {
            let mut found = [Piece::NONE; SORTED];
            found[..FEW].copy_from_slice(few);
            let (mut number, mut count) = (next, FEW);
            while number != 0
                && let Some(slot) = found.get_mut(count)
            {
                *slot = pieces[number - 1];
                number = slot.link();
                count += 1;
            }
            if number != 0 {
                return count_points::<S, i16, EVEN_ODD>(simd, &found, number, pieces, numbers, watch)
                    .or_else(|| count_points::<S, i32, EVEN_ODD>(simd, &found, number, pieces, numbers, watch))
                    .unwrap_or(Counted { inside: Inside { covered: 0, is_two: true }, count: 0, ups: 0 });
            }
            let found = &found[..count];
            let ups = found.iter().map(|piece| i32::from(piece.is_up())).sum();
            let inside = walk_many::<S, EVEN_ODD>(simd, found, numbers);
            change(simd, found, numbers);
            Counted { inside, count, ups }
        },
    )
}

/// Winding numbers of points: narrow ones are twice as fast, and enough for any but absurd pixels.
trait Number: Copy + Default + Ord + AddAssign + Neg<Output = Self> {
    const ONE: Self;
    const LEAST: Self;
    const MOST: Self;
    /// So many pieces may be counted.
    const PIECES: usize;

    /// A winding number on the left, or one that as many pieces bring to 0 as little and that is even or odd as it is.
    fn of<const EVEN_ODD: bool>(number: i32) -> Self;

    fn inside<const EVEN_ODD: bool>(self) -> bool;

    fn to_i32(self) -> i32;
}

impl Number for i16 {
    const ONE: Self = 1;
    const LEAST: Self = Self::MIN;
    const MOST: Self = Self::MAX;
    const PIECES: usize = 16_000;

    #[inline(always)]
    fn of<const EVEN_ODD: bool>(number: i32) -> Self {
        const FAR: i32 = 1 << 14;
        let near = number.clamp(-FAR, FAR - 1);
        (if EVEN_ODD { near & !1 | number & 1 } else { near }) as Self
    }

    #[inline(always)]
    fn inside<const EVEN_ODD: bool>(self) -> bool {
        if EVEN_ODD { self & 1 != 0 } else { self != 0 }
    }

    fn to_i32(self) -> i32 {
        self.into()
    }
}

impl Number for i32 {
    const ONE: Self = 1;
    const LEAST: Self = Self::MIN;
    const MOST: Self = Self::MAX;
    const PIECES: usize = usize::MAX;

    #[inline(always)]
    fn of<const EVEN_ODD: bool>(number: Self) -> Self {
        number
    }

    #[inline(always)]
    fn inside<const EVEN_ODD: bool>(self) -> bool {
        inside::<EVEN_ODD>(self)
    }

    fn to_i32(self) -> Self {
        self
    }
}

/// What [`walk_many`] says, of any number of pieces, by counting points; `None` where these are more than fit. The pieces
/// are those found, and others from the number `next` on. `numbers` are the winding numbers on the left and become those
/// on the right.
///
/// Each piece is noted at the first point that it is left of, and the notes are summed up along the heights: so a piece
/// costs the same however many there are. Very many are given up where the watch says so; what is said is of no use then.
#[inline(always)]
fn count_points<S: Simd, N: Number, const EVEN_ODD: bool>(
    simd: S,
    found: &[Piece; SORTED],
    next: usize,
    pieces: &[Piece],
    numbers: &mut [i32; HEIGHTS],
    watch: &Watch,
) -> Option<Counted> {
    // For each column of points, and behind the last one, what the winding numbers gain; and what is not passed.
    let mut grid = [[N::default(); HEIGHTS]; COLUMNS + 2];
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
        if count > N::PIECES {
            return None;
        }
        ups += i32::from(piece.is_up());
        if count.is_multiple_of(PIECES_A_CHECK) && watch.check().is_err() {
            break;
        }
        let sign = if piece.is_up() { -N::ONE } else { N::ONE };
        let columns = columns(simd, piece);
        for (height, &column) in columns.as_slice().iter().enumerate() {
            grid[(column as usize).min(COLUMNS + 1)][height] += sign;
        }
    }
    // For each height.
    let less = if EVEN_ODD { numbers[0] & !1 } else { 0 };
    let mut winding = numbers.map(|number| N::of::<EVEN_ODD>(number - less));
    let (mut covered, mut low, mut most) = ([N::default(); HEIGHTS], [N::MOST; HEIGHTS], [N::LEAST; HEIGHTS]);
    let left = winding;
    for gains in &grid[..COLUMNS] {
        for height in 0..HEIGHTS {
            winding[height] += gains[height];
            covered[height] += if winding[height].inside::<EVEN_ODD>() { N::ONE } else { N::default() };
            low[height] = low[height].min(winding[height]);
            most[height] = most[height].max(winding[height]);
        }
    }
    for height in 0..HEIGHTS {
        winding[height] += grid[COLUMNS][height];
        numbers[height] += winding[height].to_i32() - left[height].to_i32();
    }
    let (low, most) = (low.iter().fold(N::MOST, |a, &b| a.min(b)), most.iter().fold(N::LEAST, |a, &b| a.max(b)));
    let covered = covered.iter().map(|covered| covered.to_i32()).sum();
    Some(Counted { inside: Inside { covered, is_two: most.to_i32() - low.to_i32() <= 1 }, count, ups })
}

#[cfg(test)]
mod tests {
    use fearless_simd::Fallback;

    use super::super::piece::FRACTION;
    use super::*;
    use crate::random::Random;
    use crate::simd::dispatch;

    /// Every point asked of every piece.
    fn points<const EVEN_ODD: bool>(pieces: &[Piece], left: &[i32; HEIGHTS]) -> (Inside, [i32; HEIGHTS]) {
        let (mut covered, mut low, mut most, mut right) = (0, i32::MAX, i32::MIN, *left);
        for column in 0..=COLUMNS as i32 {
            for height in 0..HEIGHTS {
                let mut number = left[height];
                for piece in pieces {
                    let (start, step) = piece.crossings();
                    let crossing = i32::from(start.wrapping_add(step.wrapping_mul(height as i16)));
                    let crossing = (crossing + 32) >> FRACTION;
                    let passed = column == COLUMNS as i32 || crossing <= column;
                    number += if piece.heights() >> height & 1 != 0 && passed { piece.sign() } else { 0 };
                }
                if column == COLUMNS as i32 {
                    right[height] = number;
                } else {
                    covered += i32::from(inside::<EVEN_ODD>(number));
                    (low, most) = (low.min(number), most.max(number));
                }
            }
        }
        (Inside { covered, is_two: most - low <= 1 }, right)
    }

    /// Narrow numbers and wide ones say the same.
    fn counted<const EVEN_ODD: bool>(
        found: &[Piece; SORTED],
        next: usize,
        pieces: &[Piece],
        numbers: &mut [i32; HEIGHTS],
    ) -> Counted {
        let (simd, watch, left) = (Fallback::new(), Watch::default(), *numbers);
        let narrow = count_points::<_, i16, EVEN_ODD>(simd, found, next, pieces, numbers, &watch).unwrap();
        let mut right = left;
        let wide = count_points::<_, i32, EVEN_ODD>(simd, found, next, pieces, &mut right, &watch).unwrap();
        assert_eq!((narrow.inside, narrow.count, narrow.ups, *numbers), (wide.inside, wide.count, wide.ups, right));
        narrow
    }

    #[test]
    fn points_are_counted_as_if_each_was_asked_of_every_piece() {
        let random = &mut Random(3);
        let mut below = |n: u32| random.below(n) as i32;
        for round in 0..100 {
            let steep = round % 2 == 0;
            let mut pieces = Vec::new();
            for number in 0..SORTED + 1 + below(60) as usize {
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
            let got = counted::<false>(found, rest.len(), &pieces, &mut right);
            assert_eq!((got.inside, right), points::<false>(&pieces, &left));
            assert_eq!((got.count, got.ups), (pieces.len(), ups));
            right = left;
            let got = counted::<true>(found, rest.len(), &pieces, &mut right);
            assert_eq!((got.inside, right), points::<true>(&pieces, &left));
            // Sorting says the same.
            for level in crate::simd::all() {
                let found: &[Piece; SORTED] = found;
                let mut right = left;
                let got = counted::<true>(found, 0, &[], &mut right);
                let sorted = dispatch!(level, simd => walk_many::<_, true>(simd, found, &left));
                assert_eq!(sorted, got.inside);
                let few = &found[..9 + round % 24];
                let some = dispatch!(level, simd => walk_many::<_, true>(simd, few, &left));
                assert_eq!(some, points::<true>(few, &left).0);
            }
        }
    }
}
