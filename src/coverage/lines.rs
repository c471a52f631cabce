//! [`Lines`]: unions of intervals along a height, in whatever order they came.

use std::ops::Range;

use super::edge::PX;
use super::intervals::TOUCH;
use crate::error::Error;
use crate::watch::Watch;

/// So many intervals, or fewer, of a pixel are sorted by comparing them.
const FEW: usize = 48;
/// Intervals between two looks at the watch.
const INTERVALS_A_CHECK: usize = 1 << 16;

/// Heights that are looked at together.
pub(super) const TOGETHER: usize = 4;

/// Intervals of some heights; scratch. Sorting them all by comparisons would cost more an interval the more there are. So
/// they are dealt out by the pixels they begin in, and where very many begin in one pixel, only the longest from each
/// subpixel is kept.
#[derive(Debug, Default)]
pub(super) struct Lines {
    intervals: [Vec<Interval>; TOGETHER],
    /// Those of one height, by pixels.
    dealt: Vec<Interval>,
    /// For each pixel, where its intervals end among all.
    ends: Vec<u32>,
}

impl Lines {
    pub(super) fn begin(&mut self) {
        self.intervals.iter_mut().for_each(Vec::clear);
    }

    /// Adds an interval to each height, on columns that are `width` subpixels wide; or none where it ends before it
    /// begins. Of what lies outside, only what touches the border may change what is seen.
    #[inline(always)]
    pub(super) fn push(&mut self, intervals: impl Iterator<Item = (i32, i32)>, width: i32) {
        for ((left, right), line) in intervals.zip(&mut self.intervals) {
            if left <= right && right >= 0 && left <= width {
                line.push(Interval::new(left.max(0), right));
            }
        }
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        let intervals: usize = self.intervals.iter().map(Vec::capacity).sum();
        (intervals + self.dealt.capacity()) * size_of::<Interval>() + self.ends.capacity() * size_of::<u32>()
    }

    /// Gives `out` the intervals of a height's union, from left to right; those that touch are one.
    #[inline]
    pub(super) fn unite(
        &mut self,
        height: usize,
        width: i32,
        watch: &Watch,
        out: impl FnMut((i32, i32)),
    ) -> Result<(), Error> {
        let pixels = (width / PX) as usize + 1;
        let mut union = Union { open: None, out };
        let intervals = &mut self.intervals[height];
        if intervals.len() < pixels {
            // Fewer than pixels: at most a comparison for each doubling of the width.
            intervals.sort_unstable();
            intervals.iter().for_each(|interval| union.add(interval.ends()));
            union.end();
            return Ok(());
        }
        self.deal(height, pixels, watch)?;
        let (mut from, mut seen) = (0, 0);
        for (pixel, &to) in (0..).zip(&self.ends) {
            let here = &mut self.dealt[from..to as usize];
            from = to as usize;
            seen += here.len();
            if seen >= INTERVALS_A_CHECK {
                seen = 0;
                watch.check()?;
            }
            if union.covers(pixel * PX..(pixel + 1) * PX) {
                // They go on with the one that is open, in whatever order.
                here.iter().for_each(|interval| union.add(interval.ends()));
            } else if here.len() <= FEW {
                here.sort_unstable();
                here.iter().for_each(|interval| union.add(interval.ends()));
            } else {
                longest(here, pixel * PX, &mut union);
            }
        }
        union.end();
        Ok(())
    }

    /// Deals the intervals out by the pixels they begin in.
    fn deal(&mut self, height: usize, pixels: usize, watch: &Watch) -> Result<(), Error> {
        let Self { intervals, dealt, ends } = self;
        let intervals = &intervals[height];
        ends.clear();
        ends.resize(pixels, 0);
        for part in intervals.chunks(INTERVALS_A_CHECK) {
            watch.check()?;
            part.iter().for_each(|interval| ends[interval.pixel()] += 1);
        }
        // First where each pixel's begin; as they are dealt, where they end.
        let mut begin = 0;
        for end in ends.iter_mut() {
            (*end, begin) = (begin, begin + *end);
        }
        dealt.resize(intervals.len(), Interval(0));
        for part in intervals.chunks(INTERVALS_A_CHECK) {
            watch.check()?;
            for &interval in part {
                let end = &mut ends[interval.pixel()];
                dealt[*end as usize] = interval;
                *end += 1;
            }
        }
        Ok(())
    }
}

/// The longest interval from each subpixel of a pixel, which begins at `left`.
fn longest(intervals: &[Interval], left: i32, union: &mut Union<impl FnMut((i32, i32))>) {
    let mut furthest = [-1; PX as usize];
    for interval in intervals {
        let (from, to) = interval.ends();
        let furthest = &mut furthest[(from - left) as usize];
        *furthest = to.max(*furthest);
    }
    for (from, to) in (left..).zip(furthest) {
        if to >= 0 {
            union.add((from, to));
        }
    }
}

/// A union in the making, from left to right.
struct Union<F> {
    open: Option<(i32, i32)>,
    out: F,
}

impl<F: FnMut((i32, i32))> Union<F> {
    /// Whether the interval that is open reaches all that begin here.
    #[inline(always)]
    fn covers(&self, x: Range<i32>) -> bool {
        self.open.is_some_and(|(_, end)| x.end - 1 <= end + TOUCH)
    }

    #[inline(always)]
    fn add(&mut self, (left, right): (i32, i32)) {
        match &mut self.open {
            Some((_, end)) if left <= *end + TOUCH => *end = right.max(*end),
            open => {
                if let Some(done) = open.replace((left, right)) {
                    (self.out)(done);
                }
            }
        }
    }

    fn end(mut self) {
        if let Some(done) = self.open {
            (self.out)(done);
        }
    }
}

/// An interval in one number, by which it is sorted: there may be very many. Neither end is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Interval(u64);

impl Interval {
    #[inline(always)]
    fn new(left: i32, right: i32) -> Self {
        Self((left as u64) << 32 | right as u64)
    }

    #[inline(always)]
    fn ends(self) -> (i32, i32) {
        ((self.0 >> 32) as i32, self.0 as i32)
    }

    /// The pixel it begins in.
    #[inline(always)]
    fn pixel(self) -> usize {
        (self.0 >> 40) as usize
    }
}

const _: () = assert!(PX == 1 << 8);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// The subpixels that intervals cover, those between two that touch among them, of columns of a width.
    fn covered(intervals: &[(i32, i32)], width: i32) -> Vec<bool> {
        let mut sorted = intervals.to_vec();
        sorted.sort_unstable();
        let mut out = vec![false; width as usize];
        let mut fill = |(left, right): (i32, i32)| {
            if left.max(0) < right.min(width) {
                out[left.max(0) as usize..right.min(width) as usize].fill(true);
            }
        };
        let mut open = sorted[0];
        for &(left, right) in &sorted[1..] {
            if left <= open.1 + TOUCH {
                open.1 = open.1.max(right);
            } else {
                fill(std::mem::replace(&mut open, (left, right)));
            }
        }
        fill(open);
        out
    }

    #[test]
    fn unions_are_those_of_sorted_intervals() {
        let random = &mut Random(7);
        let mut below = |n: u32| random.below(n) as i32;
        let mut lines = Lines::default();
        for round in 0..400 {
            let width = PX * (1 + below(9));
            let count = 1 + below([6, 40, 300, 3_000][round % 4]);
            let longest = 1 + below([4, 400][round / 4 % 2]) as u32;
            let span = 1 + below(2 * width as u32) as u32;
            let begin = below(width as u32) - width / 2;
            let intervals: Vec<_> = (0..count)
                .map(|_| {
                    let left = begin + below(span);
                    (left, left + below(longest))
                })
                .collect();
            lines.begin();
            // At the second height of two.
            let other = (i32::MAX, i32::MIN);
            intervals.iter().for_each(|&interval| lines.push([other, interval].into_iter(), width));
            lines.push([other; 2].into_iter(), width);
            let mut out = vec![false; width as usize];
            let mut last = -TOUCH - 1;
            lines
                .unite(1, width, &Watch::default(), |(left, right)| {
                    assert!(left > last + TOUCH && left <= right, "{left} {right} {last}");
                    last = right;
                    if left < right.min(width) {
                        out[left as usize..right.min(width) as usize].fill(true);
                    }
                })
                .unwrap();
            assert_eq!(out, covered(&intervals, width), "{round}");
        }
    }
}
