//! [`Mark`]: what a cell's pieces say together, enough to see that they are harmless.

use fearless_simd::{Simd, SimdBase as _, i32x8};

/// The heights that any piece passes, whether one of these leads up and one down, whether two pass at one height; and
/// the number of the last piece, which links to those before it. 0 where there is no piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark(u64);

const HEIGHTS: u64 = 0xffff;
const UP: u32 = 16;
const DOWN: u32 = 17;
const CROWDED: u32 = 18;
const NUMBER: u32 = 32;

impl Mark {
    /// In the lower half: the heights, and whether two pass at one.
    pub(super) const HEIGHTS: i32 = HEIGHTS as i32;
    pub(super) const CROWDED: i32 = 1 << CROWDED;

    /// By its lower half alone.
    #[inline(always)]
    pub(super) fn of_half(half: i32) -> Self {
        Self(u64::from(half as u32))
    }

    /// The lower half.
    #[inline(always)]
    pub(super) fn half(self) -> i32 {
        self.0 as i32
    }

    /// With one more piece, of the number `number`.
    #[inline(always)]
    pub(super) fn with(self, heights: u32, up: bool, number: usize) -> Self {
        let heights = u64::from(heights);
        let (some, crowded) = (u64::from(heights != 0), u64::from(self.0 & heights != 0));
        let direction = some << (DOWN - u32::from(up));
        Self(self.0 & 0xffff_ffff | heights | direction | crowded << CROWDED | (number as u64) << NUMBER)
    }

    /// The number of the last piece.
    #[inline(always)]
    pub(super) fn last(self) -> usize {
        (self.0 >> NUMBER) as usize
    }

    /// The heights that are passed.
    #[inline(always)]
    pub(super) fn heights(self) -> u32 {
        (self.0 & HEIGHTS) as u32
    }

    #[inline(always)]
    pub(super) fn is_up(self) -> bool {
        self.0 >> UP & 1 != 0
    }

    /// Whether no two pieces pass at one height, and all that pass any lead one way: they are as good as one.
    #[inline(always)]
    pub(super) fn is_one(self) -> bool {
        let ways = self.0 >> UP;
        ways & 4 == 0 && ways & 3 != 3
    }
}

/// The lower halves of marks of one piece each that passes heights, upwards where `up` is 1, downwards where it is 0.
#[inline(always)]
pub(super) fn halves<S: Simd>(simd: S, heights: i32x8<S>, up: i32x8<S>) -> i32x8<S> {
    let ways = (i32x8::splat(simd, 2) - up) << UP;
    heights | (((i32x8::splat(simd, 0) - heights) >> 31) & ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_what_was_added() {
        let one = Mark::default().with(0b1100, false, 1);
        assert_eq!((one.heights(), one.is_up(), one.is_one(), one.last()), (0b1100, false, true, 1));
        let two = one.with(0b0011, false, 2).with(0, true, 3);
        assert_eq!((two.heights(), two.is_up(), two.is_one(), two.last()), (0b1111, false, true, 3));
        assert!(!two.with(0b1_0000, true, 4).is_one());
        assert!(!two.with(0b1000, false, 4).is_one());
        assert!(Mark::default().with(1, true, 1).is_up());
    }
}
