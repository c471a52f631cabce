//! [`Mark`]: what a cell's pieces say together, enough to see that they are harmless.

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
