//! [`Effort`]: what a mask took to be made, so that a render with lower limits refuses it whether or not it is held.

/// Points and depth of a glyph's outline, and segments of its lines, as powers of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    points: u8,
    depth: u8,
    segments: u8,
}

impl Effort {
    /// What was taken, rounded up.
    pub(crate) fn taken(points: u64, depth: u64, segments: u64) -> Self {
        let up = |count: u64| count.max(1).checked_next_power_of_two().map_or(64, u64::ilog2) as u8;
        Self { points: up(points), depth: depth.min(u8::MAX.into()) as u8, segments: up(segments) }
    }

    /// What may be taken, rounded down.
    pub(crate) fn allowed(points: u64, depth: u64, segments: u64) -> Self {
        // Of one that allows nothing, not even what takes one.
        let down = |count: u64| count.checked_ilog2().map_or(0, |log| log + 1) as u8;
        Self { points: down(points), depth: depth.min(u8::MAX.into()) as u8, segments: down(segments) }
    }

    /// Whether what was taken is surely within what is allowed. Where it is not sure, the mask is made again, and whoever
    /// makes it counts exactly.
    #[inline]
    pub(crate) fn is_within(self, allowed: Self) -> bool {
        self.points < allowed.points && self.depth <= allowed.depth && self.segments < allowed.segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_is_so() {
        let counts = [1, 2, 3, 4, 5, 63, 64, 65, 1_000, 1 << 20, u64::MAX - 1, u64::MAX];
        for taken in counts {
            for allowed in counts {
                let is_sure = |taken, allowed| Effort::is_within(taken, allowed);
                let points = is_sure(Effort::taken(taken, 0, 1), Effort::allowed(allowed, 0, 9));
                let segments = is_sure(Effort::taken(1, 0, taken), Effort::allowed(9, 0, allowed));
                assert_eq!(points, segments);
                assert!(!points || taken <= allowed, "{taken} of {allowed}");
                assert!(points || u128::from(taken) * 2 > u128::from(allowed), "{taken} of {allowed}");
            }
        }
        assert!(!Effort::taken(0, 0, 0).is_within(Effort::allowed(0, 9, 9)), "nothing is surely within nothing");
        assert!(Effort::taken(9, 3, 9).is_within(Effort::allowed(100, 3, 100)));
        assert!(!Effort::taken(9, 3, 9).is_within(Effort::allowed(100, 2, 100)));
    }
}
