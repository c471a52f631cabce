//! [`Winding`]: the winding numbers along a row, at sixteen heights; and the coverage of a pixel by them.

use super::edge::PX;
use super::piece::{FULL, HEIGHTS, Piece};
use super::rule::{inside, wide_coverage};

/// Winding numbers at a row's heights, to the right of what was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Winding {
    /// Two neighbouring ones at most: the lower one, and the heights that have the higher one. Not all of them have it.
    Two(i32, u32),
    /// Any.
    Any([i32; HEIGHTS]),
}

/// More pieces in a pixel are counted on a grid.
const SORTED: usize = 8;
/// Points, in subpixels and heights, of a pixel.
const ALL: i32 = PX * HEIGHTS as i32;
/// Winding numbers further from 0 than this need not be told apart: fewer pieces are sorted.
const FAR: i32 = 64;

impl Winding {
    pub(super) const ZERO: Self = Self::Two(0, 0);

    /// Passes pieces downwards and upwards at some heights, no two at one. Whether inside the pixel and to the right of
    /// it there are no more than two neighbouring winding numbers; if not, nothing is changed.
    #[inline(always)]
    pub(super) fn pass(&mut self, down: u32, up: u32) -> bool {
        let Self::Two(low, high) = *self else { return false };
        if up == 0 {
            if down & high != 0 {
                return false;
            }
            *self = if high | down == FULL { Self::Two(low + 1, 0) } else { Self::Two(low, high | down) };
        } else if high == 0 && down == 0 {
            *self = if up == FULL { Self::Two(low - 1, 0) } else { Self::Two(low - 1, FULL & !up) };
        } else {
            if down & high != 0 || up & !high != 0 {
                return false;
            }
            *self = Self::Two(low, (high | down) & !up);
        }
        true
    }

    fn numbers(&self) -> [i32; HEIGHTS] {
        match *self {
            Self::Two(low, high) => std::array::from_fn(|height| low + (high >> height & 1) as i32),
            Self::Any(numbers) => numbers,
        }
    }

    /// The coverage of pixels through which no edge passes and whose signed area is `area`.
    pub(super) fn coverage<const EVEN_ODD: bool>(&self, area: i64) -> u8 {
        match self {
            Self::Two(..) => wide_coverage::<EVEN_ODD>(area),
            Self::Any(numbers) => {
                let (covered, signed) = count(PX, numbers.iter().copied(), inside::<EVEN_ODD>);
                decide::<EVEN_ODD>(covered, signed, area)
            }
        }
    }

    /// Passes all pieces of a pixel whose signed area is `area`: its coverage.
    pub(super) fn pass_any<const EVEN_ODD: bool>(&mut self, last: Piece, pieces: &[Piece], area: i64) -> u8 {
        let mut numbers = self.numbers();
        // Even numbers less, for all alike.
        let shift = if EVEN_ODD { numbers[0] & !1 } else { 0 };
        let left = numbers.map(|number| near::<EVEN_ODD>(number - shift));
        let mut sorted = [[0; HEIGHTS]; SORTED];
        let (mut piece, mut count) = (last, 0);
        loop {
            let (from, to) = piece.range();
            let sign = piece.sign();
            for (height, number) in (0..).zip(&mut numbers) {
                *number += if height >= from && height < to { sign } else { 0 };
            }
            if let Some(slot) = sorted.get_mut(count) {
                let up = i16::from(piece.is_up());
                *slot = piece.crossings().map(|x| x << 1 | up);
            }
            count += 1;
            match piece.link() {
                0 => break,
                link => piece = pieces[link - 1],
            }
        }
        let (covered, signed) = match count {
            1 => walk::<1, EVEN_ODD>(&sorted, left),
            2 => walk::<2, EVEN_ODD>(&sorted, left),
            3 => walk::<3, EVEN_ODD>(&sorted, left),
            4 => walk::<4, EVEN_ODD>(&sorted, left),
            5 => walk::<5, EVEN_ODD>(&sorted, left),
            6 => walk::<6, EVEN_ODD>(&sorted, left),
            7 => walk::<7, EVEN_ODD>(&sorted, left),
            8 => walk::<8, EVEN_ODD>(&sorted, left),
            _ => count_points::<EVEN_ODD>(last, pieces, &self.numbers()),
        };
        let (low, most) = numbers.iter().fold((i32::MAX, i32::MIN), |(low, most), &w| (low.min(w), most.max(w)));
        *self = if most - low > 1 {
            Self::Any(numbers)
        } else if most == low {
            Self::Two(low, 0)
        } else {
            Self::Two(low, (0..).zip(numbers).fold(0, |bits, (height, w)| bits | u32::from(w == most) << height))
        };
        decide::<EVEN_ODD>(covered, signed, area)
    }
}

/// A winding number, or one that means the same among few pieces.
#[inline(always)]
fn near<const EVEN_ODD: bool>(number: i32) -> i16 {
    let cut = number.clamp(-FAR, FAR);
    if EVEN_ODD && cut != number { (number & 1) as i16 } else { cut as i16 }
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
    if by_sum == i64::from(covered) { wide_coverage::<EVEN_ODD>(area) } else { ((covered * 255 + ALL / 2) / ALL) as u8 }
}

/// Sorts where `N` pieces cross each height (in subpixels, times two, plus one for those upwards), and walks along each
/// from the winding number on the left: how many subpixels are inside, and the sum of winding numbers.
///
/// All heights at once: a vector of sixteen lanes.
#[inline(always)]
fn walk<const N: usize, const EVEN_ODD: bool>(
    crossings: &[[i16; HEIGHTS]; SORTED],
    left: [i16; HEIGHTS],
) -> (i32, i64) {
    let mut sorted: [[i16; HEIGHTS]; N] = std::array::from_fn(|i| crossings[i]);
    for i in 1..N {
        for j in (1..=i).rev() {
            let (a, b) = (sorted[j - 1], sorted[j]);
            for height in 0..HEIGHTS {
                sorted[j - 1][height] = a[height].min(b[height]);
                sorted[j][height] = a[height].max(b[height]);
            }
        }
    }
    let (mut winding, mut from) = (left, [0_i16; HEIGHTS]);
    let (mut covered, mut signed) = ([0_i16; HEIGHTS], [0_i16; HEIGHTS]);
    for i in 0..=N {
        for height in 0..HEIGHTS {
            let crossing = if i < N { sorted[i][height] } else { 2 * PX as i16 };
            let (to, up) = (crossing >> 1, crossing & 1);
            let length = to - from[height];
            covered[height] += if inside::<EVEN_ODD>(winding[height].into()) { length } else { 0 };
            // At most (FAR + SORTED) * PX.
            signed[height] += winding[height] * length;
            winding[height] += 1 - 2 * up;
            from[height] = to;
        }
    }
    let sum = |lanes: [i16; HEIGHTS]| lanes.iter().map(|&lane| i32::from(lane)).sum::<i32>();
    (sum(covered), sum(signed).into())
}

/// What [`walk`] says, of any number of pieces, by counting points: 16 in each height.
#[inline(never)]
fn count_points<const EVEN_ODD: bool>(last: Piece, pieces: &[Piece], left: &[i32; HEIGHTS]) -> (i32, i64) {
    const COLUMNS: usize = 16;
    const STEP: i16 = PX as i16 / COLUMNS as i16;
    let mut grid = [*left; COLUMNS];
    let mut piece = last;
    loop {
        let (crossings, sign) = (piece.crossings(), piece.sign());
        for (column, numbers) in (0..).zip(&mut grid) {
            let x = column * STEP + STEP / 2;
            for (number, crossing) in numbers.iter_mut().zip(crossings) {
                *number += if crossing <= x { sign } else { 0 };
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
