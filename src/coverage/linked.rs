//! [`Linked`]: the pieces of outlines that may overlap themselves, linked from pixel to pixel, of eight parts of lines, or
//! of eight columns of one, at once.
//!
//! What a cell of [`cells`](super::cells) keeps together has places of its own here, and numbers are small: there may not be
//! very many pieces.

use fearless_simd::{Select as _, Simd, SimdBase as _, SimdInterleaved as _, SimdSplit as _, i32x4, i32x8, mask32x8};

use super::mark::{Mark, halves};
use super::narrow::EIGHT;
use super::piece::{FIELD, Piece};

/// Of a piece's mark: that there is the piece.
const THERE: i32 = i32::MIN;

/// Most places of pieces. A part of a line within a row takes four of them or more, and adds a pixel's area to sums at most,
/// so that these are of 32 bits.
const MOST: usize = 1 << 15;
/// Columns that a part is written to, of which some may lie behind the last cell.
const COLUMNS: usize = 4;

/// The end of eight pieces: how far below the row's top, and the first height below it, a bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct End<S: Simd> {
    y: i32x8<S>,
    height: i32x8<S>,
}

/// Eight pieces: what they say, and their ends as in [`Piece`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Pieces<S: Simd> {
    marks: i32x8<S>,
    uppers: i32x8<S>,
    lowers: i32x8<S>,
}

impl<S: Simd> End<S> {
    #[inline(always)]
    pub(super) fn new(simd: S, y: i32x8<S>) -> Self {
        // As in `Piece::range`. What lies anywhere is not there.
        Self { y: y << FIELD, height: i32x8::splat(simd, 1) << (((y + 7) >> 4) & 31) }
    }
}

impl<S: Simd> Pieces<S> {
    /// Those that are `there`, from their left ends to their right ones, with their x from the pixel's left border; drawn
    /// upwards, 1, or downwards, 0; their upper ends are the left ones, or not.
    #[inline(always)]
    pub(super) fn new(
        simd: S,
        (left, left_x): (End<S>, i32x8<S>),
        (right, right_x): (End<S>, i32x8<S>),
        (up, rightwards): (i32x8<S>, mask32x8<S>),
        there: mask32x8<S>,
    ) -> Self {
        let zero = i32x8::splat(simd, 0);
        let (l, r) = (left.y | left_x, right.y | right_x);
        let passed = right.height - left.height;
        let heights = passed.max(zero - passed);
        let marks = there.select(halves(simd, heights, up) | THERE, zero);
        Self { marks, uppers: rightwards.select(l, r), lowers: rightwards.select(r, l) | (up << (2 * FIELD)) }
    }
}

/// The marks and pieces of some rows. Between two uses there are none.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// What the pieces of each cell say together, and the number of the last one.
    marks: Vec<i32>,
    lasts: Vec<i32>,
    /// The ends of pieces and the number of another one of the same cell, counted from 1; 0 for none.
    uppers: Vec<i32>,
    lowers: Vec<i32>,
    links: Vec<i32>,
    /// How many places are taken. Not in all of them there are pieces.
    count: usize,
    overflows: bool,
}

impl Linked {
    /// Begins anew with so many cells.
    pub(super) fn begin(&mut self, cells: usize) {
        self.count = 0;
        if self.marks.len() < cells + COLUMNS {
            self.marks.resize(cells + COLUMNS, 0);
            self.lasts.resize(cells + COLUMNS, 0);
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.marks.clear();
        self.lasts.clear();
        self.overflows = false;
    }

    /// Whether there were more than there is room for.
    #[inline(always)]
    pub(super) fn overflows(&self) -> bool {
        self.overflows
    }

    /// Takes so many places: the first of them.
    #[inline(always)]
    fn take(&mut self, places: usize) -> usize {
        if self.count + places > self.uppers.len() {
            self.make_room();
        }
        let first = self.count;
        self.count += places;
        first
    }

    #[cold]
    fn make_room(&mut self) {
        if self.uppers.len() < MOST {
            let places = (2 * self.uppers.len()).max(1 << 11);
            for places_of in [&mut self.uppers, &mut self.lowers, &mut self.links] {
                places_of.resize(places, 0);
            }
        } else {
            // What is there is lost; the sweep is given up anyway.
            self.overflows = true;
            self.count = 0;
        }
    }

    /// Makes ready three pieces each of eight parts, in three columns: what they say, and where they lie.
    #[inline(always)]
    pub(super) fn three<S: Simd>(&mut self, simd: S, pieces: &[Pieces<S>; 3]) -> Three {
        let first = self.take(COLUMNS * EIGHT);
        let [a, b, c] = pieces;
        let mut marks = [[0; COLUMNS]; EIGHT];
        interleave(simd, [a.marks, b.marks, c.marks], marks.as_flattened_mut());
        let places = first..first + COLUMNS * EIGHT;
        interleave(simd, [a.uppers, b.uppers, c.uppers], &mut self.uppers[places.clone()]);
        interleave(simd, [a.lowers, b.lowers, c.lowers], &mut self.lowers[places]);
        Three { marks, first }
    }

    /// Adds the pieces of one of eight parts to three cells.
    #[inline(always)]
    pub(super) fn add_three<S: Simd>(&mut self, simd: S, three: &Three, part: usize, cell: usize) {
        let first = three.first + part * COLUMNS;
        let numbers = i32x4::load_array(simd, [1, 2, 3, 4]) + first as i32;
        let alone = i32x4::load_array_ref(simd, &three.marks[part]);
        let (Some(marks), Some(lasts), Some(links)) = (
            self.marks[cell..].first_chunk_mut(),
            self.lasts[cell..].first_chunk_mut(),
            self.links[first..].first_chunk_mut(),
        ) else {
            return;
        };
        let zero = i32x4::splat(simd, 0);
        let before = i32x4::load_array_ref(simd, marks);
        let both = before & alone & Mark::HEIGHTS;
        (before | alone | (((zero - both) >> 31) & Mark::CROWDED)).store_array(marks);
        let last = i32x4::load_array_ref(simd, lasts);
        last.store_array(links);
        alone.simd_lt(zero).select(numbers, last).store_array(lasts);
    }

    /// Adds pieces in eight columns.
    #[inline(always)]
    pub(super) fn add_eight<S: Simd>(&mut self, simd: S, pieces: &Pieces<S>, cell: usize) {
        let first = self.take(EIGHT);
        let numbers = i32x8::load_array(simd, [1, 2, 3, 4, 5, 6, 7, 8]) + first as i32;
        let alone = pieces.marks;
        let (Some(marks), Some(lasts), Some(links), Some(uppers), Some(lowers)) = (
            self.marks[cell..].first_chunk_mut(),
            self.lasts[cell..].first_chunk_mut(),
            self.links[first..].first_chunk_mut(),
            self.uppers[first..].first_chunk_mut(),
            self.lowers[first..].first_chunk_mut(),
        ) else {
            return;
        };
        pieces.uppers.store_array(uppers);
        pieces.lowers.store_array(lowers);
        let zero = i32x8::splat(simd, 0);
        let before = i32x8::load_array_ref(simd, marks);
        let both = before & alone & Mark::HEIGHTS;
        (before | alone | (((zero - both) >> 31) & Mark::CROWDED)).store_array(marks);
        let last = i32x8::load_array_ref(simd, lasts);
        last.store_array(links);
        alone.simd_lt(zero).select(numbers, last).store_array(lasts);
    }

    /// Adds a piece to a cell.
    #[inline(always)]
    pub(super) fn add(&mut self, piece: Piece, cell: usize) {
        // As many places as parts have.
        let at = self.take(COLUMNS);
        let (mark, last) = (&mut self.marks[cell], &mut self.lasts[cell]);
        (self.uppers[at], self.lowers[at]) = piece.halves();
        self.links[at] = *last;
        *mark = Mark::of_half(*mark).with(piece.heights(), piece.is_up(), 0).half() | THERE;
        *last = at as i32 + 1;
    }

    /// The cells `from..to` and all pieces.
    #[inline(always)]
    pub(super) fn row(&mut self, from: usize, to: usize) -> LinkedRow<'_> {
        LinkedRow {
            marks: &mut self.marks[from..to],
            lasts: &mut self.lasts[from..to],
            lists: Lists { uppers: &self.uppers, lowers: &self.lowers, links: &self.links },
        }
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        [&self.marks, &self.lasts, &self.uppers, &self.lowers, &self.links].map(Vec::capacity).iter().sum::<usize>()
            * size_of::<i32>()
    }
}

/// What pieces of eight parts say, in four columns, and the first of their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Three {
    marks: [[i32; COLUMNS]; EIGHT],
    first: usize,
}

#[inline(always)]
fn interleave<S: Simd>(simd: S, of: [i32x8<S>; 3], out: &mut [i32]) {
    let [a, b, c] = of;
    let ((a, e), (b, f), (c, g)) = (a.split(), b.split(), c.split());
    let (left, right) = out.split_at_mut(16);
    let none = i32x4::splat(simd, 0);
    i32x4::store_four_interleaved([a, b, c, none], left);
    i32x4::store_four_interleaved([e, f, g, none], right);
}

/// A row's marks, to be read and zeroed, and the numbers of last pieces, to be zeroed with them.
pub(super) struct LinkedRow<'a> {
    pub(super) marks: &'a mut [i32],
    pub(super) lasts: &'a mut [i32],
    pub(super) lists: Lists<'a>,
}

/// All pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists<'a> {
    uppers: &'a [i32],
    lowers: &'a [i32],
    links: &'a [i32],
}

impl Lists<'_> {
    /// The piece of a number, with its link.
    #[inline(always)]
    pub(super) fn piece(&self, number: usize) -> Piece {
        let at = number - 1;
        Piece::of_halves(self.uppers[at], self.lowers[at]).linked(self.links[at] as usize)
    }

    /// The pieces from a number on, linked from the last one on.
    pub(super) fn pieces(&self, mut number: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while number != 0 {
            let at = number - 1;
            pieces.push(Piece::of_halves(self.uppers[at], self.lowers[at]).linked(pieces.len()));
            number = self.links[at] as usize;
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::{Cells, LINKED, PIECES};
    use super::super::edge::{Edge, PX};
    use super::super::sweeper::add_edges;
    use super::*;
    use crate::random::Random;
    use crate::simd;

    /// The pieces of a cell whose last one has a number, in an order of their own.
    fn sorted(mut number: usize, piece: impl Fn(usize) -> Piece) -> Vec<[i32; 3]> {
        let mut pieces = Vec::new();
        while number != 0 {
            let found = piece(number);
            let (upper, lower) = Piece::new(found.ends().0, found.ends().1, found.sign()).halves();
            pieces.push([upper, lower, found.sign()]);
            number = found.link();
        }
        pieces.sort_unstable();
        pieces
    }

    /// Whether cells and pieces are those of others; how many are crowded.
    fn compare(rows: &std::ops::Range<u32>, expected: &mut Cells, found: &mut Cells, which: &str) -> u32 {
        let mut crowded = 0;
        for y in rows.clone() {
            let expected = expected.row(y);
            let (areas, found) = found.linked(y);
            assert_eq!(areas.touched, expected.touched, "row {y}, {which}");
            for (x, cell) in expected.cells.iter().enumerate() {
                let mark = Mark::of_half(found.marks[x] & !THERE);
                assert_eq!(i64::from(areas.areas[x]), cell.area, "{x}, {y}, {which}");
                assert_eq!(mark.half(), cell.mark.half(), "{x}, {y}, {which}");
                assert_eq!(
                    sorted(found.lasts[x] as usize, |number| found.lists.piece(number)),
                    sorted(cell.mark.last(), |number| expected.pieces[number - 1]),
                    "{x}, {y}, {which}"
                );
                crowded += u32::from(!mark.is_one());
            }
        }
        crowded
    }

    #[test]
    fn cells_are_those_of_the_walk() {
        let random = &mut Random(5);
        let mut below = |n: i32| random.below(n);
        let (rows, columns) = (5..37, 70);
        let mut crowded = 0;
        for round in 0..150 {
            // Short and long ones, of all slopes; from above the rows and to below them, and along columns' borders.
            let edges: Vec<Edge> = (0..1 + below(90))
                .map(|_| {
                    let grid = [1, 1, 16, PX][below(4) as usize];
                    let x0 = below(columns * PX / grid + 1) * grid;
                    let y0 = below(42 * PX / grid) * grid;
                    let reach = [3, PX, 6 * PX, 90 * PX][below(4) as usize];
                    let high = [reach, 40 * PX][below(2) as usize];
                    let (dx, dy) = (below(2 * reach + 1) - reach, 1 + below(high));
                    let x1 = (x0 + dx).clamp(0, columns * PX) / grid * grid;
                    let edge = Edge { x0, y0, x1, y1: y0 + dy };
                    if below(2) == 0 { edge } else { Edge { x0: x1, y0: y0 + dy, x1: x0, y1: y0 } }
                })
                .collect();
            let begin = |kind| {
                let mut cells = Cells::default();
                cells.begin(kind, rows.clone(), columns as u32);
                cells
            };
            let (mut walked, mut clipped, mut as_clipped) = (begin(PIECES), begin(PIECES), begin(LINKED));
            add_edges(simd::best(), &mut walked, PIECES, false, &edges);
            add_edges(simd::best(), &mut clipped, PIECES, true, &edges);
            add_edges(simd::best(), &mut as_clipped, LINKED, true, &edges);
            crowded += compare(&rows, &mut clipped, &mut as_clipped, "clipped");
            for level in simd::all() {
                let mut cells = begin(LINKED);
                add_edges(level, &mut cells, LINKED, false, &edges);
                compare(&rows, &mut walked, &mut cells, &format!("{round} at {level:?}"));
            }
        }
        assert!(crowded > 1_000, "{crowded}");
    }
}
