//! [`Cells`]: what edges do to the pixels of a few rows, gathered in any order.
//!
//! A cell holds two things. The *area*: what the winding number's integral over the pixel gains against the pixel to
//! its left, in units of 1/131072 px; summed from the left it is the exact signed area of `FreeType`, `Blend2D` and
//! font-rs. And the *pieces*: the parts of edges within the pixel. Signed area is the coverage as long as the winding
//! number takes no more than two neighbouring values inside the pixel; the pieces tell whether it does, and what the
//! coverage is where it does not.
//!
//! Pieces are kept in one of two ways: in the cells themselves, or, where they are not very many, in [`Linked`].

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, i32x4, i32x8};

use super::edge::{Edge, Line, PX};
use super::index::Upright as _;
use super::linked::{Linked, LinkedRow};
use super::mark::Mark;
use super::narrow::Narrow;
use super::piece::Piece;
use super::short::{COLUMNS, Short};

/// The area of a whole pixel.
pub(super) const WHOLE: i32 = 2 * PX * PX;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) area: i64,
    pub(super) mark: Mark,
}

/// What is kept of edges: [`BLOCK`], [`PLAIN`], [`LINKED`] or [`PIECES`].
pub(super) type Kind = u8;
/// Areas alone, of few columns: all of them are looked at.
pub(super) const BLOCK: Kind = 0;
/// Areas alone.
pub(super) const PLAIN: Kind = 1;
/// Areas and pieces, of few columns, where they are not very many.
pub(super) const LINKED: Kind = 2;
/// Areas and pieces, however many.
pub(super) const PIECES: Kind = 3;

/// The cells of some rows. Between two uses all of them are zero.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Those with pieces, or areas alone, which are small where pieces are not very many or none.
    cells: Vec<Cell>,
    areas: Vec<i32>,
    narrow: Narrow,
    linked: Linked,
    /// A bit for each cell that was given a piece. The cell to its right has area too.
    touched: Vec<u64>,
    /// All pieces, as they came. Number n is at n - 1.
    pieces: Vec<Piece>,
    /// How many of them there are.
    count: usize,
    /// Whether there were too many.
    overflows: bool,
    /// Columns, and two for what edges on the right border touch; whole words of `touched`.
    stride: usize,
    /// The canvas rows.
    rows: Range<i32>,
    /// Right border, in subpixels.
    width: i32,
}

/// One of two values, without a branch: what is chosen here is as good as random, and a wrong guess costs more than both.
#[inline(always)]
fn select<T>(first: bool, a: T, b: T) -> T {
    std::hint::select_unpredictable(first, a, b)
}

/// Areas behind the last row, so that its last ones are written as all others are.
const BEHIND: usize = 2;

/// Most pieces in all cells at hand: 64 MiB.
pub(super) const MOST_PIECES: usize = 1 << 23;

/// Lines made ready at once.
const AHEAD: usize = 32;
/// The same, of those that are wide.
const WIDE_AHEAD: usize = 8;

impl Cells {
    /// Cells for the canvas rows `rows` of a shape of `columns`.
    pub(super) fn begin(&mut self, kind: Kind, rows: Range<u32>, columns: u32) {
        self.stride = stride(columns as usize);
        self.rows = rows.start as i32..rows.end as i32;
        self.width = columns as i32 * PX;
        self.count = 0;
        let count = rows.len() * self.stride;
        if kind == PIECES && self.cells.len() < count {
            self.cells.resize(count, Cell::default());
        }
        if kind != PIECES && self.areas.len() < count + BEHIND {
            self.areas.resize(count + BEHIND, 0);
        }
        if kind == LINKED {
            self.linked.begin(count);
        }
        let words = count / 64;
        if self.touched.len() < words {
            self.touched.resize(words, 0);
        }
    }

    /// Forgets everything, after a sweep that was given up.
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.areas.clear();
        self.linked.clear();
        self.touched.clear();
        self.overflows = false;
    }

    /// The cells of a row, to be read and zeroed; and all pieces.
    pub(super) fn row(&mut self, y: u32) -> Row<'_> {
        let at = (y as i32 - self.rows.start) as usize * self.stride;
        Row {
            touched: &mut self.touched[at / 64..(at + self.stride) / 64],
            cells: &mut self.cells[at..at + self.stride],
            pieces: &self.pieces[..self.count],
        }
    }

    /// The areas of a row and its pieces, to be read and zeroed.
    #[inline(always)]
    pub(super) fn linked(&mut self, y: u32) -> (Areas<'_>, LinkedRow<'_>) {
        let at = (y as i32 - self.rows.start) as usize * self.stride;
        let areas = Areas {
            touched: &mut self.touched[at / 64..(at + self.stride) / 64],
            areas: &mut self.areas[at..at + self.stride],
        };
        (areas, self.linked.row(at, at + self.stride))
    }

    /// Cells of all rows.
    pub(super) fn count(&self) -> usize {
        self.rows.len() * self.stride
    }

    /// The areas of a row, to be read and zeroed.
    #[inline(always)]
    pub(super) fn areas(&mut self, y: u32) -> Areas<'_> {
        let at = (y as i32 - self.rows.start) as usize * self.stride;
        Areas {
            touched: &mut self.touched[at / 64..(at + self.stride) / 64],
            areas: &mut self.areas[at..at + self.stride],
        }
    }

    /// Adds to the areas of a cell of the first row and of the one to its right.
    #[inline(always)]
    pub(super) fn add_areas(&mut self, column: usize, area: i32, right: i32) {
        let areas = &mut self.areas[column..column + 2];
        areas[0] += area;
        areas[1] += right;
        self.touched[column >> 6] |= 1 << (column & 63);
    }

    /// Adds edges. With `CLIP` they may lie outside the columns.
    #[inline(always)]
    pub(super) fn add<const KIND: Kind, const CLIP: bool>(&mut self, edges: &[Edge]) {
        // Some lines are made ready before the first is walked: where a walk ends is hard to foresee, and the divisions
        // of the next one would be waited for each time.
        let mut lines = [Line::default(); AHEAD];
        let mut count = 0;
        let (top, bottom) = (self.rows.start * PX, self.rows.end * PX);
        for edge in edges {
            lines[count] = Line::new(edge);
            count += usize::from(edge.top() < bottom && edge.bottom() > top);
            if count == AHEAD {
                self.add_lines::<KIND, CLIP>(&lines);
                count = 0;
            }
        }
        self.add_lines::<KIND, CLIP>(&lines[..count]);
    }

    /// As [`Cells::add`], of edges within the columns, without [`PIECES`].
    #[inline(always)]
    pub(super) fn add_within<S: Simd, const KIND: Kind>(&mut self, simd: S, edges: &[Edge]) {
        let mut wide = [Line::default(); WIDE_AHEAD];
        let mut count = 0;
        let (top, bottom) = (self.rows.start * PX, self.rows.end * PX);
        let mut edges = edges.iter().filter(|edge| edge.top() < bottom && edge.bottom() > top);
        loop {
            let mut ended = true;
            for edge in edges.by_ref() {
                let line = Line::new(edge);
                if line.is_narrow() {
                    self.narrow.push(&line, top, bottom);
                } else {
                    wide[count] = line;
                    count += 1;
                }
                if count == WIDE_AHEAD || self.narrow.is_full() {
                    ended = false;
                    break;
                }
            }
            self.add_short::<S, KIND>(simd, &wide[..count]);
            count = 0;
            self.add_narrow::<S, KIND>(simd);
            if ended {
                break;
            }
        }
    }

    /// Adds the parts of narrow lines that were gathered.
    #[inline(always)]
    fn add_narrow<S: Simd, const KIND: Kind>(&mut self, simd: S) {
        let Self { narrow, linked, areas, touched, rows, stride, .. } = self;
        narrow.drain(
            simd,
            #[inline(always)]
            |parts, count| {
                let three = if KIND == LINKED { Some(linked.three(simd, &parts.pieces)) } else { None };
                for (part, areas_of) in parts.areas.iter().enumerate().take(count) {
                    let row = ((parts.top[part] >> 8) - rows.start) as usize * *stride;
                    let at = row + parts.column[part] as usize;
                    if let Some(areas) = areas[at..].first_chunk_mut() {
                        (i32x4::load_array_ref(simd, areas) + i32x4::load_array_ref(simd, areas_of)).store_array(areas);
                    }
                    if KIND == LINKED
                        && let Some(three) = &three
                    {
                        linked.add_three(simd, three, part, at);
                    }
                    if KIND != BLOCK {
                        let bits = 0b111_u64 >> (2 - parts.more[part]);
                        let place = at & 63;
                        touched[at >> 6] |= bits << place;
                        // The others in the next word.
                        if place > 61 && bits >> (64 - place) != 0 {
                            touched[(at >> 6) + 1] |= bits >> (64 - place);
                        }
                    }
                }
            },
        );
    }

    #[inline(always)]
    fn add_short<S: Simd, const KIND: Kind>(&mut self, simd: S, lines: &[Line]) {
        for line in lines {
            let top = line.y0.max(self.rows.start * PX);
            let bottom = line.y1.min(self.rows.end * PX);
            let Some(short) = Short::new(line) else {
                self.add_lines::<KIND, false>(std::slice::from_ref(line));
                continue;
            };
            let (mut x, mut y) = (line.x_at(top), top);
            let mut row = ((y >> 8) - self.rows.start) as usize * self.stride;
            while y < bottom {
                let end = bottom.min((y | (PX - 1)) + 1);
                let out = line.x_at(end);
                short.part(
                    simd,
                    (x, y),
                    (out, end),
                    #[inline(always)]
                    |eight, first, last| {
                        let at = row + first / COLUMNS * COLUMNS;
                        if let Some(areas) = self.areas[at..].first_chunk_mut() {
                            (i32x8::load_array_ref(simd, areas) + eight.areas).store_array(areas);
                        }
                        if eight.next != 0 {
                            self.areas[at + COLUMNS] += eight.next;
                        }
                        if KIND == LINKED {
                            self.linked.add_eight(simd, &eight.pieces, at);
                        }
                        if KIND != BLOCK {
                            let bits = u64::MAX >> (63 - (last - first)) << (first % 64);
                            self.touched[(row + first) >> 6] |= bits;
                        }
                    },
                );
                (x, y) = (out, end);
                row += self.stride;
            }
        }
    }

    fn add_lines<const KIND: Kind, const CLIP: bool>(&mut self, lines: &[Line]) {
        for line in lines {
            let top = line.y0.max(self.rows.start * PX);
            let bottom = line.y1.min(self.rows.end * PX);
            if CLIP {
                self.add_clipped::<KIND>(line, top, bottom);
            } else {
                self.walk::<KIND>(line, top, bottom);
            }
        }
    }

    /// Adds a line between two heights, pixel by pixel. Whether the next pixel is below or beside is hard to foresee, so
    /// there is one loop without branches for both.
    #[inline(always)]
    fn walk<const KIND: Kind>(&mut self, line: &Line, top: i32, bottom: i32) {
        // 1 to the right, -1 to the left; and where a column's border lies that way.
        let (step, ahead) = if line.x0 < line.x1 { (1, PX) } else { (-1, 0) };
        let (mut x, mut y) = (line.x_at(top), top);
        let mut base = y & !(PX - 1);
        let mut row = ((y >> 8) - self.rows.start) as usize * self.stride;
        let mut column = x >> 8;
        // Where the line leaves the row.
        let mut end = select(bottom < base + PX, bottom, base + PX);
        let mut out = line.x_at(end);
        loop {
            let left = column * PX;
            let border = left + ahead;
            let beside = out >> 8 != column;
            let at = line.y_at(border);
            // Rounding may make heights on the way run back, or beyond the row, by one.
            let at = select(at < y, y, select(at > end, end, at));
            let (to_x, to_y) = (select(beside, border, out), select(beside, at, end));
            self.piece::<KIND>(line, row, column, (x - left, y - base), (to_x - left, to_y - base));
            (x, y) = (to_x, to_y);
            if !beside & (end == bottom) {
                break;
            }
            row += select(beside, 0, self.stride);
            base += select(beside, 0, PX);
            column = select(beside, column + step, x >> 8);
            end = select(bottom < base + PX, bottom, base + PX);
            out = line.x_at(end);
        }
    }

    /// Adds a line between two heights that may lie outside the columns.
    fn add_clipped<const KIND: Kind>(&mut self, line: &Line, top: i32, bottom: i32) {
        let first = top >> 8;
        let mut base = first * PX;
        let mut row = (first - self.rows.start) as usize * self.stride;
        let (mut x, mut y) = (line.x_at(top), top - base);
        let mut left = bottom - base;
        loop {
            let end = left.min(PX);
            let next = line.x_at(bottom - left + end);
            self.part::<KIND>(line, row, base, (x, y), (next, end));
            left -= PX;
            if left <= 0 {
                break;
            }
            (x, y) = (next, 0);
            row += self.stride;
            base += PX;
        }
    }

    /// Adds the part of a line within a row, from its upper end to its lower one; y from the row's top. Of what lies
    /// outside the columns, that to the left is moved onto the left border, where it winds alike; that to the right winds
    /// around nothing that is seen.
    fn part<const KIND: Kind>(
        &mut self,
        line: &Line,
        row: usize,
        base: i32,
        (xa, ya): (i32, i32),
        (xb, yb): (i32, i32),
    ) {
        let rightwards = xa <= xb;
        let (mut xl, mut yl, mut xr, mut yr) = if rightwards { (xa, ya, xb, yb) } else { (xb, yb, xa, ya) };
        if xl >= self.width {
            return;
        }
        if xl < 0 {
            let at = if xr <= 0 { yr } else { (line.y_at(0) - base).clamp(ya, yb) };
            self.piece::<KIND>(line, row, 0, (0, yl.min(at)), (0, yl.max(at)));
            if xr <= 0 {
                return;
            }
            (xl, yl) = (0, at);
        }
        if xr > self.width {
            let at = (line.y_at(self.width) - base).clamp(ya, yb);
            (xr, yr) = (self.width, if rightwards { at.max(yl) } else { at.min(yl) });
        }
        let (upper, lower) = if rightwards { ((xl, yl), (xr, yr)) } else { ((xr, yr), (xl, yl)) };
        self.walk_row::<KIND>(line, row, base, upper, lower);
    }

    /// Adds the part of a line within a row and the columns.
    fn walk_row<const KIND: Kind>(
        &mut self,
        line: &Line,
        row: usize,
        base: i32,
        (mut x, mut y): (i32, i32),
        (out, end): (i32, i32),
    ) {
        let mut column = x >> 8;
        while column != out >> 8 {
            let rightwards = i32::from(x < out);
            let border = (column + rightwards) * PX;
            let at = (line.y_at(border) - base).clamp(y, end);
            let left = column * PX;
            self.piece::<KIND>(line, row, column, (x - left, y), (border - left, at));
            (x, y) = (border, at);
            column += 2 * rightwards - 1;
        }
        let left = column * PX;
        self.piece::<KIND>(line, row, column, (x - left, y), (out - left, end));
    }

    /// Adds a part within the pixel `column` of the row that begins at the cell `row`; x from the pixel's left border, y
    /// from its top.
    #[inline(always)]
    fn piece<const KIND: Kind>(&mut self, line: &Line, row: usize, column: i32, upper: (i32, i32), lower: (i32, i32)) {
        let at = row + column as usize;
        if KIND == PIECES && self.count == self.pieces.len() {
            self.make_room();
        }
        let (height, xs) = (line.sign * (lower.1 - upper.1), upper.0 + lower.0);
        if KIND == PIECES {
            let cells = &mut self.cells[at..at + 2];
            cells[0].area += i64::from(height * (2 * PX - xs));
            cells[1].area += i64::from(height * xs);
            let (piece, mark) = (Piece::new(upper, lower, line.sign), cells[0].mark);
            self.pieces[self.count] = piece.linked(mark.last());
            self.count += 1;
            cells[0].mark = mark.with(piece.heights(), line.sign < 0, self.count);
        } else {
            let areas = &mut self.areas[at..at + 2];
            areas[0] += height * (2 * PX - xs);
            areas[1] += height * xs;
        }
        if KIND == LINKED {
            self.linked.add(Piece::new(upper, lower, line.sign), at);
        }
        if KIND != BLOCK {
            self.touched[at >> 6] |= 1 << (at & 63);
        }
    }

    #[cold]
    fn make_room(&mut self) {
        if self.count >= MOST_PIECES {
            // Those of the last piece are lost; the sweep is given up anyway.
            self.overflows = true;
            self.count -= 1;
        } else {
            self.pieces.resize(self.pieces.len().max(512) * 2, Piece::NONE);
        }
    }

    /// Whether there were more pieces than there may be.
    pub(super) fn overflows(&self) -> bool {
        self.overflows || self.linked.overflows()
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        (self.linked.bytes()
            + self.cells.capacity() * size_of::<Cell>()
            + self.areas.capacity() * size_of::<i32>()
            + self.touched.capacity() * size_of::<u64>()
            + self.pieces.capacity() * size_of::<Piece>()) as u64
    }
}

/// Cells of a row of so many columns, and some to the right of them.
pub(super) fn stride(columns: usize) -> usize {
    (columns + 2).next_multiple_of(64)
}

/// A row of cells, and which of them are touched.
pub(super) struct Row<'a> {
    pub(super) touched: &'a mut [u64],
    pub(super) cells: &'a mut [Cell],
    pub(super) pieces: &'a [Piece],
}

/// A row of areas, and which of them are touched.
pub(super) struct Areas<'a> {
    pub(super) touched: &'a mut [u64],
    pub(super) areas: &'a mut [i32],
}
