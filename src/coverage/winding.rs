//! [`Winding`]: the winding numbers along a row, at sixteen heights; and the coverage of a pixel by them.
//!
//! How far from the truth that may be, for outlines whose points lie on the grid of 1/256 px: nothing where all that is looked at, each subpixel of sixteen heights, has two
//! neighbouring winding numbers, as the area is exact then: however many bars stand or lie beside each other. Elsewhere,
//! along a height, a subpixel for each crossing: steep bars of any width and number are right. From height to height, what
//! is covered is taken to go on as it was: half a height, 8 levels of 255, each time that the covered part of the pixel's
//! lines goes from nothing to all or back between its top and its bottom. So three level edges across a pixel are within
//! the bound of 25 levels wherever they lie. What overlaps or runs against the rest in a level strip lower than 1/16 px may
//! be missed, or taken for as high as 1/16 px: 16 levels for each such strip of a pixel.
//!
//! Where lines pass rows and columns of pixels they are rounded to 1/256 px too. In bars of about that width, sixty and more
//! to a pixel and all at one phase, that adds up: 60 levels at most were seen.

use fearless_simd::{Simd, SimdBase as _, SimdMask as _, i32x16};

use super::edge::PX;
use super::order::{ORDERED, in_order};
use super::piece::{FULL, HEIGHTS, Piece};
use super::points::{Counted, count_many};
use super::rule::{coverage, inside};
use super::walk::{FEW, Inside, change, walk_few};
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
/// Points, in subpixels and heights, of a pixel.
const ALL: i32 = PX * HEIGHTS as i32;

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
        let covered: i32 = self.numbers.iter().map(|&number| PX * i32::from(inside::<EVEN_ODD>(number))).sum();
        decide::<EVEN_ODD>(Inside { covered, is_two: false }, area)
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
        let mut found = [Piece::NONE; FEW];
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
        self.pass_found::<EVEN_ODD>((&found, count, ups), area)
    }

    /// The same for few pieces that were found, so many, so many of them upwards.
    #[inline(always)]
    pub(super) fn pass_found<const EVEN_ODD: bool>(
        &mut self,
        (found, count, ups): (&[Piece; FEW], usize, i32),
        area: i64,
    ) -> u8 {
        // How many there are is hard to foresee, and so is asked once.
        match count {
            1 => self.pass_some::<1, EVEN_ODD>(found, ups, area),
            2 => self.pass_some::<2, EVEN_ODD>(found, ups, area),
            3 => self.pass_some::<3, EVEN_ODD>(found, ups, area),
            ORDERED => self.pass_some::<ORDERED, EVEN_ODD>(found, ups, area),
            _ => self.pass_few::<EVEN_ODD>((found, count, ups), area),
        }
    }

    /// The same for so many that they may be put in order.
    #[inline(always)]
    fn pass_some<const N: usize, const EVEN_ODD: bool>(&mut self, found: &[Piece; FEW], ups: i32, area: i64) -> u8 {
        if !self.is_any()
            && let Some(some) = found.first_chunk::<N>()
            && let Some(cover) = self.pass_in_order::<N, EVEN_ODD>(some, area)
        {
            return cover;
        }
        self.pass_few::<EVEN_ODD>((found, N, ups), area)
    }

    /// The same for few pieces that do not cross, where left, right and between them there are never more than two
    /// neighbouring winding numbers, or all of them are inside; otherwise nothing is changed.
    #[inline(always)]
    fn pass_in_order<const N: usize, const EVEN_ODD: bool>(&mut self, pieces: &[Piece; N], area: i64) -> Option<u8> {
        let mut two = self.two;
        let (mut least, mut most) = two.range();
        in_order(
            pieces,
            #[inline(always)]
            |piece| {
                let passed = two.pass(piece.heights(), piece.is_up());
                let (low, high) = two.range();
                (least, most) = (least.min(low), most.max(high));
                passed
            },
        )?;
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

    /// The same for more pieces: those found, and others from the number `next` on.
    #[inline(always)]
    pub(super) fn pass_many<const EVEN_ODD: bool>(
        &mut self,
        next: usize,
        pieces: &[Piece],
        few: &[Piece; FEW],
        area: i64,
        watch: &Watch,
    ) -> u8 {
        let left = self.all();
        let Counted { inside, count, ups } =
            count_many::<S, EVEN_ODD>(self.simd, (few, next, pieces), &mut self.numbers, watch);
        self.look();
        if is_far::<EVEN_ODD>(&left, count, ups) { 255 } else { decide::<EVEN_ODD>(inside, area) }
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
    fn pass_few<const EVEN_ODD: bool>(&mut self, (found, count, ups): (&[Piece; FEW], usize, i32), area: i64) -> u8 {
        let (simd, left) = (self.simd, self.all());
        change(simd, &found[..count], &mut self.numbers);
        self.look();
        if is_far::<EVEN_ODD>(&left, count, ups) {
            return 255;
        }
        decide::<EVEN_ODD>(walk_few::<S, EVEN_ODD>(simd, (found, count), &left), area)
    }

    /// Finds out whether all winding numbers are two neighbouring ones.
    #[inline(always)]
    fn look(&mut self) {
        let (low, most) = ends(&self.numbers);
        let numbers = i32x16::load_array_ref(self.simd, &self.numbers);
        let high = numbers.simd_gt(i32x16::splat(self.simd, low)).to_bitmask() as u32;
        self.two = Two { low, high: if most - low > 1 { ANY } else { high } };
    }
}

/// The least and the greatest number.
#[inline(always)]
fn ends(numbers: &[i32; HEIGHTS]) -> (i32, i32) {
    numbers.iter().fold((i32::MAX, i32::MIN), |(least, most), &number| (least.min(number), most.max(number)))
}

/// The coverage of a pixel: where there are no more than two neighbouring winding numbers, its exact area.
#[inline(always)]
fn decide<const EVEN_ODD: bool>(inside: Inside, area: i64) -> u8 {
    if inside.is_two { coverage::<EVEN_ODD>(area) } else { ((inside.covered * 255 + ALL / 2) / ALL) as u8 }
}

/// Whether between winding numbers on the left and those on the right none comes to 0, counted from either border
/// inwards: with so many pieces, so many of them upwards.
#[inline(always)]
fn is_far<const EVEN_ODD: bool>(left: &[i32; HEIGHTS], count: usize, ups: i32) -> bool {
    let (least, most) = ends(left);
    !EVEN_ODD && (least > ups || most < ups - count as i32)
}
