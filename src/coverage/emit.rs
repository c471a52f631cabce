//! Cells to spans: the walk along a row of any shape.

use fearless_simd::{Level, Simd};

use super::cells::{Cell, Cells, Row};
use super::rule::coverage;
use super::winding::Winding;
use super::writer::Writer;
use crate::error::Error;
use crate::simd::dispatch;
use crate::watch::Watch;

/// The canvas columns of a shape: the first, and how many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) left: u32,
    pub(super) columns: u32,
}

/// With so many pieces in the cells at hand the watch is looked at after each row.
const MANY: usize = 1 << 14;

/// Writes the row of any shape, and zeroes its cells. Where there are very many pieces and the watch says so, it is given
/// up.
pub(super) fn emit<const EVEN_ODD: bool>(
    level: Level,
    cells: &mut Cells,
    (y, place): (u32, Place),
    writer: &mut Writer,
    watch: &Watch,
) -> Result<(), Error> {
    let row = cells.row(y);
    let many = row.pieces.len() >= MANY;
    dispatch!(level, simd => emit_any::<_, EVEN_ODD>(simd, row, place, writer, watch));
    if many { watch.check() } else { Ok(()) }
}

#[inline(always)]
fn emit_any<S: Simd, const EVEN_ODD: bool>(simd: S, row: Row<'_>, place: Place, writer: &mut Writer, watch: &Watch) {
    let Row { touched, cells, pieces } = row;
    writer.begin(place.left, place.columns);
    let mut area = 0_i64;
    let mut areas = [0_i64; RUN];
    let mut winding = Winding::zero(simd);
    let mut runs = Runs::new(touched);
    while let Some((from, to)) = runs.next() {
        let seen = to.min(place.columns as usize);
        if pieces.len() >= MANY && watch.check().is_err() {
            return;
        }
        if from < seen {
            if place.left + from as u32 > writer.at() {
                writer.constant(place.left + from as u32, winding.coverage::<EVEN_ODD>(area));
            }
            // First as if the areas were the coverage, then again where the pieces say that they may not be.
            let cells = &mut cells[from..seen];
            let out = writer.pixels(seen - from);
            for ((cell, out), sum) in cells.iter_mut().zip(out.iter_mut()).zip(&mut areas) {
                area += std::mem::take(&mut cell.area);
                *sum = area;
                *out = coverage::<EVEN_ODD>(area);
            }
            let mut marked = runs.touched_from(from, seen);
            let mut done = 0;
            while marked != 0 {
                let at = marked.trailing_zeros() as usize;
                marked &= marked - 1;
                if winding.is_any() {
                    for i in done..at {
                        out[i] = winding.coverage::<EVEN_ODD>(areas[i]);
                    }
                }
                let mark = std::mem::take(&mut cells[at].mark);
                if !(mark.is_one() && winding.pass(mark.heights(), mark.is_up())) {
                    out[at] = winding.pass_any::<EVEN_ODD>(mark.last(), pieces, areas[at], watch);
                }
                done = at + 1;
            }
            if winding.is_any() {
                for i in done..out.len() {
                    out[i] = winding.coverage::<EVEN_ODD>(areas[i]);
                }
            }
        }
        for cell in &mut cells[seen.max(from)..to] {
            *cell = Cell::default();
        }
    }
    let end = place.left + place.columns;
    if end > writer.at() {
        writer.constant(end, winding.coverage::<EVEN_ODD>(area));
    }
    writer.finish();
}

/// Runs of columns that are written one by one: those touched, the ones to the right of them, and gaps too short to be
/// spans. A run ends after 64 columns.
///
/// No closure is called for each of them: what a closure holds would not be compiled for the SIMD level.
struct Runs<'a> {
    /// Those of the row's words that are still to be looked at; they are zeroed.
    touched: std::slice::IterMut<'a, u64>,
    /// The column of the first bit of `left`.
    at: usize,
    left: u64,
    /// Whether the column before `at + 64` was touched.
    carry: u64,
    /// Those of the columns from `at` on that were touched themselves.
    here: u64,
}

/// Longest run.
const RUN: usize = 64;

impl<'a> Runs<'a> {
    #[inline(always)]
    fn new(touched: &'a mut [u64]) -> Self {
        Self { touched: touched.iter_mut(), at: 0_usize.wrapping_sub(RUN), left: 0, carry: 0, here: 0 }
    }

    /// The columns that were touched themselves, of those from `from` to `to` in the run at hand, a bit each.
    #[inline(always)]
    fn touched_from(&self, from: usize, to: usize) -> u64 {
        self.here >> (from - self.at) & (u64::MAX >> (RUN - (to - from)))
    }

    /// The next run: its first column, and the one behind its last.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        while self.left == 0 {
            self.here = std::mem::take(self.touched.next()?);
            self.at = self.at.wrapping_add(RUN);
            let cells = self.here | self.here << 1 | self.carry;
            self.carry = self.here >> 63;
            // Gaps of up to four columns are closed: dilated to the left and eroded from there.
            let wide = cells | cells << 1;
            let wide = wide | wide << 2 | cells << 4;
            let narrow = wide & wide >> 1;
            self.left = cells | narrow & narrow >> 2 & wide >> 4;
        }
        let from = self.left.trailing_zeros();
        let to = (!(self.left | ((1 << from) - 1))).trailing_zeros();
        self.left = if to == 64 { 0 } else { self.left >> to << to };
        Some((self.at + from as usize, self.at + to as usize))
    }
}
