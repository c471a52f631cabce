//! [`Intervals`]: unions of convex quadrilaterals, a few rows at a time.
//!
//! Along a horizontal line a convex shape covers one interval. So a row is looked at along sixteen lines; on each, the
//! intervals of one shape after the other become one as long as they touch. What is put away is looked at again only
//! when the row is written: the union of intervals is the same in whatever order they came.

use std::ops::Range;

use fearless_simd::{Select as _, Simd, SimdBase as _, SimdMask as _, i32x16, mask32x16};

use super::cells::Cells;
use super::edge::PX;
use super::lines::{Lines, TOGETHER};
use super::piece::HEIGHTS;
use super::side::{Ready, STEP, middle};
use super::union::Part;
use crate::error::Error;
use crate::watch::Watch;

/// What a height adds to a pixel's area, for each subpixel: see [`WHOLE`](super::cells::WHOLE).
const AREA: i32 = 2 * STEP;
/// Intervals that are so many subpixels apart are one: corners are rounded, each on its own.
pub(super) const TOUCH: i32 = 1;
/// Intervals of a row, in units of sixteen, between two looks at the watch.
const AWAY_A_CHECK: usize = 1 << 14;
/// Most intervals put away, in units of a row's sixteen: 64 MiB.
pub(super) const MOST_AWAY: usize = (64 << 20) / size_of::<Ends>();
/// Wider sides are summed height by height.
const NARROW: i32 = 4;
/// 0, 1, 2...
pub(super) const COUNT: [i32; HEIGHTS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// An interval at each height, in subpixels from the shape's left column; empty where left is right of right.
#[derive(Clone, Copy, Debug)]
struct Ends {
    left: [i32; HEIGHTS],
    right: [i32; HEIGHTS],
}

const EMPTY: Ends = Ends { left: [i32::MAX; HEIGHTS], right: [i32::MIN; HEIGHTS] };

/// A row's intervals.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Those that grow.
    ends: Ends,
    /// The number of those put away last, counted from 1; 0 for none.
    last: u32,
    /// How many were put away; and later, the end of the row's part of `by_row`.
    count: u32,
}

const OPEN: Open = Open { ends: EMPTY, last: 0, count: 0 };

#[derive(Debug, Default)]
pub(super) struct Intervals {
    /// The canvas rows at hand.
    rows: Range<i32>,
    open: Vec<Open>,
    /// Intervals put away, the row of each, and all of them by row.
    away: Vec<Ends>,
    row_of: Vec<u32>,
    by_row: Vec<u32>,
    overflows: bool,
    /// Scratch: the intervals of a few heights.
    lines: Lines,
}

impl Intervals {
    /// Begins some canvas rows.
    pub(super) fn begin(&mut self, rows: Range<u32>) {
        self.rows = rows.start as i32..rows.end as i32;
        self.open.clear();
        self.open.resize(rows.len(), OPEN);
        self.away.clear();
        self.row_of.clear();
        self.overflows = false;
    }

    /// Whether there were too many to be held.
    pub(super) fn overflows(&self) -> bool {
        self.overflows
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        (self.open.capacity() * size_of::<Open>()
            + self.away.capacity() * size_of::<Ends>()
            + (self.row_of.capacity() + self.by_row.capacity()) * size_of::<u32>()
            + self.lines.bytes()) as u64
    }

    /// Adds parts of the union.
    #[inline(always)]
    pub(super) fn add<S: Simd>(&mut self, simd: S, parts: &[Part]) {
        for part in parts {
            self.add_part(simd, part);
        }
    }

    #[inline(always)]
    fn add_part<S: Simd>(&mut self, simd: S, part: &Part) {
        let (top, bottom) = part.ends(|p| p.y);
        let rows = (top >> 8).max(self.rows.start)..((bottom + PX - 1) >> 8).min(self.rows.end);
        if rows.is_empty() {
            return;
        }
        let first = rows.start * PX;
        let [a, b, c, d] = part.sides();
        let sides = [a.ready(first), b.ready(first), c.ready(first), d.ready(first)];
        let (none_left, none_right) = (i32x16::splat(simd, i32::MAX), i32x16::splat(simd, i32::MIN));
        let count = i32x16::load_array(simd, COUNT);
        // Between the two middle corners there are two sides, which pass each height of a row.
        let middle = middle(&part.corners);
        let across = |side: &&Ready| side.side.y0 <= middle.start * PX && side.side.y1 >= middle.end * PX;
        let (one, other) = (sides.iter().find(across), sides.iter().rfind(across));
        for (y, passed) in rows.zip(0..) {
            let (mut left, mut right) = (none_left, none_right);
            if let (true, Some(one), Some(other)) = (middle.contains(&y), one, other) {
                let (x, y) = (one.crossings(simd, y * PX, passed), other.crossings(simd, y * PX, passed));
                (left, right) = (x.min(y), x.max(y));
            } else {
                // No question is asked of a side, whose answer would be as good as random.
                for ready in &sides {
                    // The first height at or below an end.
                    let height = |end: i32| i32x16::splat(simd, (end - y * PX + STEP / 2 - 1) >> 4);
                    let x = ready.crossings(simd, y * PX, passed);
                    let here = count.simd_ge(height(ready.side.y0)) & count.simd_lt(height(ready.side.y1));
                    left = left.min(here.select(x, none_left));
                    right = right.max(here.select(x, none_right));
                }
            }
            self.merge(simd, (y - self.rows.start) as usize, left, right);
        }
    }

    /// Adds intervals to a row's.
    #[inline(always)]
    fn merge<S: Simd>(&mut self, simd: S, row: usize, left: i32x16<S>, right: i32x16<S>) {
        let Open { ends, .. } = &mut self.open[row];
        let (open_left, open_right) = load(simd, ends);
        let beside = left.simd_gt(open_right + TOUCH) | right.simd_lt(open_left - TOUCH);
        let apart = beside & left.simd_le(right) & open_left.simd_le(open_right);
        if apart.any_true() {
            store(ends, apart.select(left, open_left.min(left)), apart.select(right, open_right.max(right)));
            self.put_away(simd, row, apart, open_left, open_right);
        } else {
            store(ends, open_left.min(left), open_right.max(right));
        }
    }

    /// Puts a row's intervals away at some heights: into the last ones put away where all touch them or these are empty.
    #[inline(always)]
    fn put_away<S: Simd>(&mut self, simd: S, row: usize, heights: mask32x16<S>, left: i32x16<S>, right: i32x16<S>) {
        let (none_left, none_right) = (i32x16::splat(simd, i32::MAX), i32x16::splat(simd, i32::MIN));
        let (left, right) = (heights.select(left, none_left), heights.select(right, none_right));
        let Open { last, count, .. } = &mut self.open[row];
        let (mut rest_left, mut rest_right) = (left, right);
        if *last != 0 {
            let ends = &mut self.away[*last as usize - 1];
            let (last_left, last_right) = load(simd, ends);
            let beside = left.simd_gt(last_right + TOUCH) | right.simd_lt(last_left - TOUCH);
            let apart = beside & last_left.simd_le(last_right);
            let (grown_left, grown_right) = (last_left.min(left), last_right.max(right));
            if !(apart & heights).any_true() {
                store(ends, apart.select(last_left, grown_left), apart.select(last_right, grown_right));
                return;
            }
            // New ones are needed anyway. What does not touch goes there whole, not into what is empty of the last ones:
            // it would tear each of those that follow in two, which then lie in many columns.
            store(ends, beside.select(last_left, grown_left), beside.select(last_right, grown_right));
            (rest_left, rest_right) = (beside.select(left, none_left), beside.select(right, none_right));
        }
        if self.away.len() >= MOST_AWAY {
            self.overflows = true;
            return;
        }
        self.away.push(Ends { left: *rest_left.as_array(), right: *rest_right.as_array() });
        self.row_of.push(row as u32);
        *last = self.away.len() as u32;
        *count += 1;
    }

    /// Ends adding: finds what was put away, row by row, in the order it came.
    pub(super) fn sort(&mut self) {
        let mut end = 0;
        for open in &mut self.open {
            (open.count, end) = (end, end + open.count);
        }
        self.by_row.clear();
        self.by_row.resize(self.away.len(), 0);
        for (&row, number) in self.row_of.iter().zip(0..) {
            let at = &mut self.open[row as usize].count;
            self.by_row[*at as usize] = number;
            *at += 1;
        }
    }

    /// Adds the areas of a row's intervals to its cells, of which there are `columns`.
    #[inline(always)]
    pub(super) fn write<S: Simd>(
        &mut self,
        simd: S,
        y: u32,
        columns: u32,
        cells: &mut Cells,
        watch: &Watch,
    ) -> Result<(), Error> {
        let row = (y as i32 - self.rows.start) as usize;
        let width = columns as i32 * PX;
        let Open { ends, count, .. } = self.open[row];
        let from = if row == 0 { 0 } else { self.open[row - 1].count };
        let away = from as usize..count as usize;
        let mut ordered = mask32x16::splat(simd, true);
        if !away.is_empty() {
            ordered = self.order(simd, away.clone(), &ends, width, cells, watch)?;
        }
        for numbers in self.by_row[away].chunks(AWAY_A_CHECK) {
            watch.check()?;
            for &number in numbers {
                add_ends(simd, &self.away[number as usize], ordered, width, cells);
            }
        }
        add_ends(simd, &ends, ordered, width, cells);
        Ok(())
    }

    /// Where intervals of a height did not come from left to right, adds them; the other heights are returned. `ends`
    /// are those that came last.
    #[inline(always)]
    fn order<S: Simd>(
        &mut self,
        simd: S,
        away: Range<usize>,
        ends: &Ends,
        width: i32,
        cells: &mut Cells,
        watch: &Watch,
    ) -> Result<mask32x16<S>, Error> {
        let by_row = &self.by_row[away];
        let mut last = i32x16::splat(simd, i32::MIN);
        let mut disordered = mask32x16::splat(simd, false);
        for numbers in by_row.chunks(AWAY_A_CHECK) {
            watch.check()?;
            for &number in numbers {
                let (left, right) = load(simd, &self.away[number as usize]);
                disordered |= left.simd_le(right) & left.simd_le(last + TOUCH);
                last = last.max(right);
            }
        }
        let (left, right) = load(simd, ends);
        disordered |= left.simd_le(right) & left.simd_le(last + TOUCH);
        let mut heights = disordered.to_bitmask();
        while heights != 0 {
            // Several heights together: what was put away may be more than a cache holds.
            let mut group = [0; TOGETHER];
            let mut count = 0;
            while heights != 0 && count < TOGETHER {
                group[count] = heights.trailing_zeros() as usize;
                heights &= heights - 1;
                count += 1;
            }
            let group = &group[..count];
            self.lines.begin();
            self.lines.push(ends.at(group), width);
            for numbers in by_row.chunks(AWAY_A_CHECK) {
                watch.check()?;
                for &number in numbers {
                    self.lines.push(self.away[number as usize].at(group), width);
                }
            }
            for line in 0..count {
                self.lines.unite(line, width, watch, |interval| add_interval(interval, width, cells))?;
            }
        }
        Ok(!disordered)
    }
}

impl Ends {
    /// The intervals at some heights; those that are empty too.
    #[inline(always)]
    fn at(&self, heights: &[usize]) -> impl Iterator<Item = (i32, i32)> {
        heights.iter().map(|&height| (self.left[height], self.right[height]))
    }
}

#[inline(always)]
fn load<S: Simd>(simd: S, ends: &Ends) -> (i32x16<S>, i32x16<S>) {
    (i32x16::load_array(simd, ends.left), i32x16::load_array(simd, ends.right))
}

#[inline(always)]
fn store<S: Simd>(ends: &mut Ends, left: i32x16<S>, right: i32x16<S>) {
    (ends.left, ends.right) = (*left.as_array(), *right.as_array());
}

/// Adds the areas between intervals' ends, at some heights.
#[inline(always)]
fn add_ends<S: Simd>(simd: S, ends: &Ends, heights: mask32x16<S>, width: i32, cells: &mut Cells) {
    let (left, right) = load(simd, ends);
    let (zero, width) = (i32x16::splat(simd, 0), i32x16::splat(simd, width));
    // Those that are empty, or outside the columns, add nothing.
    let seen = heights & left.simd_lt(right) & left.simd_lt(width) & right.simd_gt(zero);
    let count = seen.to_bitmask().count_ones() as i32;
    if count != 0 {
        add_side(simd, left.max(zero), seen, count, 1, cells);
        add_side(simd, right.min(width), seen, count, -1, cells);
    }
}

/// Adds what lies to the right of the places `x`, `seen` of which count.
#[inline(always)]
fn add_side<S: Simd>(simd: S, x: i32x16<S>, seen: mask32x16<S>, count: i32, sign: i32, cells: &mut Cells) {
    let first = least(seen.select(x, i32x16::splat(simd, i32::MAX))) >> 8;
    let last = -least(seen.select(-x, i32x16::splat(simd, i32::MAX))) >> 8;
    let mut before = 0;
    if last - first <= NARROW {
        let (zero, pixel) = (i32x16::splat(simd, 0), i32x16::splat(simd, PX));
        let x = seen.select(x, i32x16::splat(simd, (last + 1) * PX));
        for column in first..last {
            let covered: i32 =
                (i32x16::splat(simd, (column + 1) * PX) - x).max(zero).min(pixel).as_array().iter().sum();
            cells.add_areas(column as usize, sign * AREA * (covered - before), 0);
            before = covered;
        }
        // All that is still to come passes the last pixel.
        let covered: i32 = (i32x16::splat(simd, (last + 1) * PX) - x).min(pixel).as_array().iter().sum();
        cells.add_areas(last as usize, sign * AREA * (covered - before), sign * AREA * (count * PX - covered));
    } else {
        let seen = seen.to_bitmask();
        for (height, &x) in x.as_array().iter().enumerate() {
            if seen >> height & 1 != 0 {
                add_end(x, sign, cells);
            }
        }
    }
}

/// Adds what lies to the right of a place.
fn add_end(x: i32, sign: i32, cells: &mut Cells) {
    let part = x & (PX - 1);
    cells.add_areas((x >> 8) as usize, sign * AREA * (PX - part), sign * AREA * part);
}

fn add_interval((left, right): (i32, i32), width: i32, cells: &mut Cells) {
    let (left, right) = (left.max(0), right.min(width));
    if left < right {
        add_end(left, 1, cells);
        add_end(right, -1, cells);
    }
}

/// The least lane.
#[inline(always)]
fn least<S: Simd>(lanes: i32x16<S>) -> i32 {
    lanes.as_array().iter().fold(i32::MAX, |least, &lane| least.min(lane))
}
