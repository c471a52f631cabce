//! [`Cells`]: what edges do to the pixels of a few rows, summed in any order.
//!
//! A cell holds two things. The *area*: what the winding number's integral over the pixel gains against the pixel to
//! its left, in units of 1/131072 px; summed from the left it is the exact signed area of FreeType, Blend2D and
//! font-rs. And the *marks*: at which of 16 heights an edge passes through the pixel, in which direction, and whether
//! two do at one height. Signed area is the coverage as long as the winding number takes no more than two neighbouring
//! values inside the pixel; the marks tell where that is certain.

use std::ops::Range;

use super::edge::{Edge, Line, PX};

/// Heights looked at in each row.
pub(super) const HEIGHTS: u32 = 16;
/// All heights.
pub(super) const FULL: u32 = (1 << HEIGHTS) - 1;
/// Mark: an edge downwards, which adds 1 to the winding number to its right.
pub(super) const DOWN: u32 = 1 << HEIGHTS;
/// Mark: an edge upwards.
pub(super) const UP: u32 = 2 << HEIGHTS;
/// Mark: two edges at one height.
pub(super) const TWICE: u32 = 4 << HEIGHTS;

/// The area of a whole pixel.
pub(super) const WHOLE: i32 = 2 * PX * PX;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) area: i32,
    pub(super) marks: u32,
}

/// The cells of some rows. Between two uses all of them are zero.
#[derive(Debug, Default)]
pub(super) struct Cells {
    cells: Vec<Cell>,
    /// A bit for each cell of each row that may be other than zero.
    touched: Vec<u64>,
    /// Columns, and two for what edges on the right border touch.
    stride: usize,
    words: usize,
    /// The canvas rows.
    rows: Range<i32>,
    /// Right border, in subpixels.
    width: i32,
    /// Areas of a shape so dense that 32 bits could not hold them; otherwise empty. See [`spill`](Self::spill).
    wide: Vec<i64>,
}

/// Edges whose areas 32 bits hold: each changes a row's sum by one pixel's area at most.
pub(super) const SAFE_EDGES: usize = (i32::MAX / WHOLE / 2) as usize;

impl Cells {
    /// Cells for the canvas rows `rows` of a shape of `columns`.
    pub(super) fn begin(&mut self, rows: Range<u32>, columns: u32) {
        self.stride = columns as usize + 2;
        self.words = self.stride.div_ceil(64);
        self.rows = rows.start as i32..rows.end as i32;
        self.width = columns as i32 * PX;
        let count = rows.len();
        if self.cells.len() < count * self.stride {
            self.cells.resize(count * self.stride, Cell::default());
        }
        if self.touched.len() < count * self.words {
            self.touched.resize(count * self.words, 0);
        }
    }

    /// Forgets everything, after a sweep that was given up.
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.touched.clear();
        self.wide.clear();
    }

    /// The touched bits and the cells of a row, to be read and zeroed, and the wide areas, if there are any.
    pub(super) fn row(&mut self, y: u32) -> (&mut [u64], &mut [Cell], Option<&mut [i64]>) {
        let row = (y as i32 - self.rows.start) as usize;
        let wide = (!self.wide.is_empty()).then(|| &mut self.wide[row * self.stride..][..self.stride]);
        (&mut self.touched[row * self.words..][..self.words], &mut self.cells[row * self.stride..][..self.stride], wide)
    }

    /// Moves the areas to 64 bits, where no number of edges can make them overflow.
    pub(super) fn spill(&mut self) {
        let count = self.rows.len() * self.stride;
        if self.wide.len() < count {
            self.wide.resize(count, 0);
        }
        for (wide, cell) in self.wide.iter_mut().zip(&mut self.cells[..count]) {
            *wide += i64::from(cell.area);
            cell.area = 0;
        }
    }

    /// Ends the use of wide areas.
    pub(super) fn end_wide(&mut self) {
        self.wide.clear();
    }

    /// Adds an edge. With `MARK` its marks too; with `CLIP` it may lie outside the columns.
    #[inline(always)]
    pub(super) fn add<const MARK: bool, const CLIP: bool>(&mut self, edge: &Edge) {
        let top = edge.top().max(self.rows.start * PX);
        let bottom = edge.bottom().min(self.rows.end * PX);
        if top >= bottom {
            return;
        }
        let line = Line::new(edge);
        let first = top >> 8;
        let base = first * PX;
        let mut row = (first - self.rows.start) as usize;
        let (mut x, mut y) = (line.x_at(top), top - base);
        let mut left = bottom - base;
        loop {
            let end = left.min(PX);
            let next = line.x_at(bottom - left + end);
            self.piece::<MARK, CLIP>(&line, row, (x, y), (next, end));
            left -= PX;
            if left <= 0 {
                break;
            }
            (x, y) = (next, 0);
            row += 1;
        }
    }

    /// Adds the part of an edge within a row, from its upper end to its lower one; y from the row's top.
    #[inline(always)]
    fn piece<const MARK: bool, const CLIP: bool>(
        &mut self,
        line: &Line,
        row: usize,
        (xa, ya): (i32, i32),
        (xb, yb): (i32, i32),
    ) {
        if CLIP && (xa.min(xb) < 0 || xa.max(xb) > self.width) {
            self.clipped::<MARK>(line, row, (xa, ya), (xb, yb));
        } else if xa >> 8 == xb >> 8 {
            let column = (xa >> 8) as usize;
            self.cell::<MARK>(line.sign, row, column, (ya, yb), (xa & 255) + (xb & 255));
            self.touch(row, column);
        } else {
            self.flat::<MARK>(line, row, (xa, ya), (xb, yb));
        }
    }

    /// Adds a part that passes through several columns.
    #[inline(always)]
    fn flat<const MARK: bool>(&mut self, line: &Line, row: usize, (xa, ya): (i32, i32), (xb, yb): (i32, i32)) {
        let (xl, yl, xr, yr) = if xa <= xb { (xa, ya, xb, yb) } else { (xb, yb, xa, ya) };
        let (first, last) = ((xl >> 8) as usize, (xr >> 8) as usize);
        let base = (row as i32 + self.rows.start) * PX;
        let (mut from, mut enter) = (yl, xl & 255);
        for column in first..last {
            let to = (line.y_at((column as i32 + 1) * PX) - base).clamp(ya, yb);
            self.cell::<MARK>(line.sign, row, column, (from.min(to), from.max(to)), enter + PX);
            self.touch(row, column);
            (from, enter) = (to, 0);
        }
        self.cell::<MARK>(line.sign, row, last, (from.min(yr), from.max(yr)), enter + (xr & 255));
        self.touch(row, last);
    }

    /// Adds a part of which some lies outside the columns: what lies to the left is moved onto the left border, where
    /// it winds alike; what lies to the right winds around nothing that is seen.
    #[inline(never)]
    fn clipped<const MARK: bool>(&mut self, line: &Line, row: usize, (xa, ya): (i32, i32), (xb, yb): (i32, i32)) {
        let (mut xl, mut yl, mut xr, mut yr) = if xa <= xb { (xa, ya, xb, yb) } else { (xb, yb, xa, ya) };
        let base = (row as i32 + self.rows.start) * PX;
        if xl >= self.width {
            return;
        }
        if xl < 0 {
            let at = if xr <= 0 { yr } else { (line.y_at(0) - base).clamp(ya, yb) };
            self.cell::<MARK>(line.sign, row, 0, (yl.min(at), yl.max(at)), 0);
            self.touch(row, 0);
            if xr <= 0 {
                return;
            }
            (xl, yl) = (0, at);
        }
        if xr > self.width {
            (xr, yr) = (self.width, (line.y_at(self.width) - base).clamp(ya, yb));
        }
        let (upper, lower) = if yl <= yr { ((xl, yl), (xr, yr)) } else { ((xr, yr), (xl, yl)) };
        if xl >> 8 == xr >> 8 {
            let column = (xl >> 8) as usize;
            self.cell::<MARK>(line.sign, row, column, (upper.1, lower.1), (xl & 255) + (xr & 255));
            self.touch(row, column);
        } else {
            self.flat::<MARK>(line, row, upper, lower);
        }
    }

    /// Adds a part within a pixel, between two heights, whose ends are together `xs` to the right of its left border.
    #[inline(always)]
    fn cell<const MARK: bool>(&mut self, sign: i32, row: usize, column: usize, (ya, yb): (i32, i32), xs: i32) {
        let at = row * self.stride + column;
        let cells = &mut self.cells[at..at + 2];
        let height = sign * (yb - ya);
        cells[0].area += height * (2 * PX - xs);
        cells[1].area += height * xs;
        if MARK {
            let old = cells[0].marks;
            let heights = heights(ya, yb);
            let twice = u32::from(old & heights != 0) * TWICE;
            cells[0].marks = old | heights | twice | if sign > 0 { DOWN } else { UP };
        }
    }

    #[inline(always)]
    fn touch(&mut self, row: usize, column: usize) {
        let word = row * self.words + (column >> 6);
        self.touched[word] |= 3 << (column & 63);
        if column & 63 == 63 {
            self.touched[word + 1] |= 1;
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        (self.cells.capacity() * size_of::<Cell>()
            + self.touched.capacity() * size_of::<u64>()
            + self.wide.capacity() * size_of::<i64>()) as u64
    }
}

/// The heights whose centres lie between `ya` and `yb`, which are within a row.
#[inline(always)]
pub(super) fn heights(ya: i32, yb: i32) -> u32 {
    const STEP: i32 = PX / HEIGHTS as i32;
    let below = |y: i32| (1_u32 << ((y + STEP / 2 - 1) / STEP)) - 1;
    below(yb) ^ below(ya)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_of_parts_add_up() {
        assert_eq!((heights(0, 256), heights(0, 8), heights(8, 9), heights(7, 8)), (FULL, 0, 1, 0));
        for split in 0..=256 {
            assert_eq!((heights(0, split) ^ heights(split, 256), heights(0, split) & heights(split, 256)), (FULL, 0));
        }
    }
}
