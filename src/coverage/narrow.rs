//! [`Narrow`]: lines that touch three columns of a row at most, whose parts in eight rows are put into areas at once.
//!
//! Most lines of a small shape are so short, and most others so steep. Their parts, whatever lines they are of, are laid side by
//! side: each lane finds where its line enters and leaves its row, and where it crosses two borders of columns, whether it does
//! or not: the same integers as the walk's, and so the same areas.

use fearless_simd::{Select as _, Simd, SimdBase as _, SimdInterleaved as _, SimdSplit as _, i32x4, i32x8};

use super::edge::{Line, PX};
use super::linked::{End, Pieces};

/// Parts at once.
pub(super) const EIGHT: usize = 8;
/// Parts that are gathered before they are added.
const ENOUGH: usize = 64;
/// Parts that there is room for. A line has less than five times eight.
const ROOM: usize = ENOUGH + 5 * EIGHT;
/// The tops of eight rows.
const TOPS: [i32; EIGHT] = [0, PX, 2 * PX, 3 * PX, 4 * PX, 5 * PX, 6 * PX, 7 * PX];
/// Less than this is such a line high: where it passes is found with 32 bits.
const HIGH: i32 = 1 << 13;
const _: () = assert!(HIGH / PX < 4 * EIGHT as i32 + 1);

/// One number of each part.
type Field = [i32; ROOM];

/// Parts of lines, gathered; scratch.
#[derive(Clone, Debug)]
pub(super) struct Narrow {
    count: usize,
    /// A line's upper end, and where it ends below.
    x0: Field,
    y0: Field,
    y1: Field,
    /// dx / dy and dy / dx in 16.32 fixed point: the upper bits, and the lower sixteen of both.
    slope: Field,
    inverse: Field,
    lower: Field,
    /// The row's top; one more where the line was drawn upwards.
    top: Field,
}

/// What eight parts do to the areas of four columns each, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<S: Simd> {
    pub(super) areas: [[i32; 4]; EIGHT],
    /// The first of the columns, and how many besides it the part touches.
    pub(super) column: [i32; EIGHT],
    pub(super) more: [i32; EIGHT],
    /// The row's top.
    pub(super) top: [i32; EIGHT],
    /// The pieces in the first, the second and the third of the columns.
    pub(super) pieces: [Pieces<S>; 3],
}

impl Line {
    /// Whether no part of it in a row touches more than three columns.
    #[inline(always)]
    pub(super) fn is_narrow(&self) -> bool {
        let (width, height) = ((self.x1 - self.x0).abs(), self.y1 - self.y0);
        // Where it enters and leaves a row, rounded, is then no more than two columns apart.
        (height < HIGH) & ((width <= 2 * PX) | (width >> 1 < height))
    }
}

impl Default for Narrow {
    fn default() -> Self {
        let field = [0; ROOM];
        Self { count: 0, x0: field, y0: field, y1: field, slope: field, inverse: field, lower: field, top: field }
    }
}

impl Narrow {
    /// Adds the parts of a narrow line between the tops of two rows.
    #[inline(always)]
    pub(super) fn push(&mut self, line: &Line, top: i32, bottom: i32) {
        let (slope, inverse) = (line.slope(), line.inverse());
        let (mut top, bottom) = (line.y0.max(top) & !(PX - 1), line.y1.min(bottom));
        let up = i32::from(line.sign < 0);
        while top < bottom {
            // Eight are written, of which some may be none.
            let at = self.count.min(ROOM - EIGHT);
            write(&mut self.x0, at, [line.x0; EIGHT]);
            write(&mut self.y0, at, [line.y0; EIGHT]);
            write(&mut self.y1, at, [line.y1; EIGHT]);
            write(&mut self.slope, at, [(slope >> 16) as i32; EIGHT]);
            write(&mut self.inverse, at, [(inverse >> 16) as i32; EIGHT]);
            write(&mut self.lower, at, [slope as i32 & 0xffff | (inverse as i32) << 16; EIGHT]);
            write(&mut self.top, at, TOPS.map(|row| (top + row) | up));
            let rows = ((bottom - 1 - top) >> 8) + 1;
            self.count = at + (rows as usize).min(EIGHT);
            top += EIGHT as i32 * PX;
        }
    }

    /// Whether parts are to be added before there is another line.
    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.count > ENOUGH
    }

    /// Gives what the parts do, eight of them at once or what is left of them, and forgets them.
    #[inline(always)]
    pub(super) fn drain<S: Simd>(&mut self, simd: S, mut add: impl FnMut(&Parts<S>, usize)) {
        let groups = self.count.div_ceil(EIGHT);
        for group in 0..groups {
            add(&self.parts(simd, group), (self.count - group * EIGHT).min(EIGHT));
        }
        self.count = 0;
    }

    #[inline(always)]
    fn parts<S: Simd>(&self, simd: S, group: usize) -> Parts<S> {
        let (x0, y0, y1) = (read(simd, &self.x0, group), read(simd, &self.y0, group), read(simd, &self.y1, group));
        let top = read(simd, &self.top, group);
        let up = top & 1;
        let sign = i32x8::splat(simd, 1) - (up << 1);
        let top = top & !(PX - 1);
        let (ya, yb) = (top.max(y0), (top + PX).min(y1));
        // As `Line::x_at` and `Line::y_at`. At a line's lower end the former is that end, as it is off by less than it rounds.
        let (slope, lower) = (read(simd, &self.slope, group), read(simd, &self.lower, group));
        let below = lower & 0xffff;
        let (xa, xb) = (x0 + times(ya - y0, slope, below), x0 + times(yb - y0, slope, below));
        let rightwards = xa.simd_le(xb);
        let (left, right) = (xa.min(xb), xa.max(xb));
        let (left_y, right_y) = (rightwards.select(ya, yb), rightwards.select(yb, ya));
        let gain = rightwards.select(sign, -sign);
        // The borders of columns, and the heights there: what is right of the part is at its right end.
        let column = left >> 8;
        let first = column << 8;
        let (second, third) = (first + PX, first + 2 * PX);
        let (inverse, below) = (read(simd, &self.inverse, group), (lower >> 16) & 0xffff);
        let second_y = (y0 + times(second - x0, inverse, below)).max(ya).min(yb);
        let third_y = (y0 + times(third - x0, inverse, below)).max(ya).min(yb);
        let (has_second, has_third) = (second.simd_le(right), third.simd_le(right));
        let second_y = has_second.select(second_y, right_y);
        let third_y = has_third.select(third_y, right_y);
        let (a, b, c) = ((second_y - left_y) * gain, (third_y - second_y) * gain, (right_y - third_y) * gain);
        // By twice the middle of each piece, from its column's left border. Those that are none have no height.
        let (right_a, right_b, right_c) = (right.min(second) - first, right.min(third) - second, right - third);
        let (left_a, zero) = (left - first, i32x8::splat(simd, 0));
        let pushed_a = a * (left_a + right_a);
        let pushed_b = b * right_b;
        let pushed_c = c * right_c;
        let (a, b, c) = ((a << 9) - pushed_a, (b << 9) - pushed_b + pushed_a, (c << 9) - pushed_c + pushed_b);
        let (a, b, c, d) = (a.split(), b.split(), c.split(), pushed_c.split());
        let mut areas = [[[0; 4]; 4]; 2];
        i32x4::store_four_interleaved([a.0, b.0, c.0, d.0], areas[0].as_flattened_mut());
        i32x4::store_four_interleaved([a.1, b.1, c.1, d.1], areas[1].as_flattened_mut());
        let [[a, b, c, d], [e, f, g, h]] = areas;
        let (begin, second) = (End::new(simd, left_y - top), End::new(simd, second_y - top));
        let (third, end) = (End::new(simd, third_y - top), End::new(simd, right_y - top));
        let (way, all) = ((up, rightwards), zero.simd_eq(zero));
        let pieces = [
            Pieces::new(simd, (begin, left_a), (second, right_a), way, all),
            Pieces::new(simd, (second, zero), (third, right_b), way, has_second),
            Pieces::new(simd, (third, zero), (end, right_c), way, has_third),
        ];
        Parts {
            areas: [a, b, c, d, e, f, g, h],
            column: column.into(),
            more: ((right >> 8) - column).into(),
            top: top.into(),
            pieces,
        }
    }
}

#[inline(always)]
fn write(field: &mut Field, at: usize, values: [i32; EIGHT]) {
    if let Some(field) = field[at..].first_chunk_mut() {
        *field = values;
    }
}

#[inline(always)]
fn read<S: Simd>(simd: S, field: &Field, group: usize) -> i32x8<S> {
    i32x8::load_array_ref(simd, &field.as_chunks().0[group])
}

/// A length times a slope, rounded, by two products: what is cut off the lower one lies below all that is kept.
#[inline(always)]
fn times<S: Simd>(along: i32x8<S>, upper: i32x8<S>, lower: i32x8<S>) -> i32x8<S> {
    (along * upper + ((along * lower) >> 16) + (1 << 15)) >> 16
}

#[cfg(test)]
mod tests {
    use super::super::cells::{Cells, PLAIN};
    use super::super::edge::Edge;
    use super::super::sweeper::add_edges;
    use super::*;
    use crate::random::Random;
    use crate::simd;

    #[test]
    fn areas_are_those_of_the_walk() {
        let random = &mut Random(3);
        let mut below = |n: i32| random.below(n);
        let (rows, columns) = (5..37, 70);
        let (mut narrow, mut wide) = (0, 0);
        for round in 0..400 {
            // Short ones, steep ones, upright ones, at the limit of what is narrow, and all others; from above the rows and to
            // below them, and along columns' borders.
            let edges: Vec<Edge> = (0..1 + below(120))
                .map(|_| {
                    let grid = [1, 1, 16, PX][below(4) as usize];
                    let x0 = below(columns * PX / grid + 1) * grid;
                    let y0 = below(42 * PX / grid) * grid;
                    let most = [3, PX, 4 * PX, 36 * PX][below(4) as usize];
                    let dy = 1 + below(most);
                    let dx = match below(6) {
                        0 => 0,
                        1 => 1 + below(3),
                        2 => below(2 * PX + 3),
                        3 => 2 * dy - 2 + below(4),
                        4 => below(2 * dy),
                        _ => below(columns * PX),
                    };
                    let x1 = (x0 + if below(2) == 0 { dx } else { -dx }).clamp(0, columns * PX);
                    let edge = Edge { x0, y0, x1, y1: y0 + dy };
                    if below(2) == 0 { edge } else { Edge { x0: x1, y0: y0 + dy, x1: x0, y1: y0 } }
                })
                .collect();
            let is_narrow = |edge: &&Edge| Line::new(edge).is_narrow();
            narrow += edges.iter().filter(is_narrow).count();
            wide += edges.iter().filter(|edge| !is_narrow(edge)).count();
            let mut walked = Cells::default();
            walked.begin(PLAIN, rows.clone(), columns as u32);
            walked.add::<PLAIN, false>(&edges);
            for level in simd::all() {
                let mut cells = Cells::default();
                cells.begin(PLAIN, rows.clone(), columns as u32);
                add_edges(level, &mut cells, PLAIN, false, &edges);
                for y in rows.clone() {
                    let (found, expected) = (cells.areas(y), walked.areas(y));
                    assert_eq!(found.areas, expected.areas, "row {y} of {round} at {level:?}");
                    assert_eq!(found.touched, expected.touched, "row {y} of {round} at {level:?}");
                }
            }
        }
        assert!(narrow > 10_000 && wide > 1_000, "{narrow} {wide}");
    }
}
