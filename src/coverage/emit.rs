//! Cells to spans: the walk along a row.

use fearless_simd::{Level, Simd};

use super::cells::{Cell, Cells, Row};
use super::piece::Piece;
use super::rule::{coverage, wide_coverage};
use super::winding::Winding;
use super::writer::Writer;
use crate::simd::dispatch;

/// Where a row lies: its canvas row, and the canvas columns of its shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) y: u32,
    pub(super) left: u32,
    pub(super) columns: u32,
}

/// Writes the row of a shape whose winding numbers are known to be two neighbouring ones everywhere, and zeroes its
/// cells.
pub(super) fn emit_simple<const EVEN_ODD: bool>(cells: &mut Cells, place: Place, writer: &mut Writer) {
    let Row { touched, first, cells, .. } = cells.row(place.y);
    writer.begin(place.left, place.columns);
    let mut area = 0;
    let mut runs = Runs::new(touched, first, cells.len());
    while let Some((from, to)) = runs.next() {
        let seen = to.min(place.columns as usize);
        if from < seen {
            writer.constant(place.left + from as u32, coverage::<EVEN_ODD>(area));
            let cells = &mut cells[from..seen];
            for (cell, out) in cells.iter_mut().zip(writer.pixels(seen - from)) {
                area += cell.area;
                *out = coverage::<EVEN_ODD>(area);
                *cell = Cell::default();
            }
        }
        cells[seen.max(from)..to].fill(Cell::default());
    }
    writer.constant(place.left + place.columns, coverage::<EVEN_ODD>(area));
    writer.finish();
}

/// Writes the row of any shape, and zeroes its cells.
pub(super) fn emit<const EVEN_ODD: bool>(level: Level, cells: &mut Cells, place: Place, writer: &mut Writer) {
    let row = cells.row(place.y);
    if row.wide.is_some() {
        dispatch!(level, simd => emit_any::<_, EVEN_ODD, true>(simd, row, place, writer));
    } else {
        dispatch!(level, simd => emit_any::<_, EVEN_ODD, false>(simd, row, place, writer));
    }
}

#[inline(always)]
fn emit_any<S: Simd, const EVEN_ODD: bool, const WIDE: bool>(simd: S, row: Row<'_>, place: Place, writer: &mut Writer) {
    let Row { touched, first, cells, pieces, mut wide } = row;
    writer.begin(place.left, place.columns);
    let mut area = 0_i64;
    let mut winding = Winding::<S, WIDE>::zero(simd);
    let mut runs = Runs::new(touched, first, cells.len());
    while let Some((from, to)) = runs.next() {
        let seen = to.min(place.columns as usize);
        if from < seen {
            if place.left + from as u32 > writer.at() {
                writer.constant(place.left + from as u32, winding.coverage::<EVEN_ODD>(area));
            }
            let cells = &mut cells[from..seen];
            for ((cell, out), column) in cells.iter_mut().zip(writer.pixels(seen - from)).zip(from..) {
                let cell = std::mem::take(cell);
                area += i64::from(cell.area);
                if WIDE && let Some(wide) = &mut wide {
                    area += std::mem::take(&mut wide[column]);
                }
                let certain = match cell.piece.link() {
                    0 => winding.pass(cell.piece.heights(), cell.piece.is_up()),
                    link => pass_several(&mut winding, cell.piece, pieces[link - 1], pieces),
                };
                *out = if !certain {
                    winding.pass_any::<EVEN_ODD>(cell.piece, pieces, area)
                } else if WIDE {
                    wide_coverage::<EVEN_ODD>(area)
                } else {
                    coverage::<EVEN_ODD>(area as i32)
                };
            }
        }
        for cell in &mut cells[seen.max(from)..to] {
            *cell = Cell::default();
        }
        if WIDE && let Some(wide) = &mut wide {
            wide[seen.max(from)..to].fill(0);
        }
    }
    let end = place.left + place.columns;
    if end > writer.at() {
        writer.constant(end, winding.coverage::<EVEN_ODD>(area));
    }
    writer.finish();
}

/// Passes pieces of which no two pass at one height, and all in one direction. Whether they are such, and inside the
/// pixel there are no more than two neighbouring winding numbers; if not, nothing is changed.
#[inline(always)]
fn pass_several<S: Simd, const WIDE: bool>(
    winding: &mut Winding<S, WIDE>,
    last: Piece,
    mut piece: Piece,
    pieces: &[Piece],
) -> bool {
    let mut all = last.heights();
    loop {
        let heights = piece.heights();
        if all & heights != 0 || heights != 0 && piece.is_up() != last.is_up() {
            return false;
        }
        all |= heights;
        match piece.link() {
            0 => return winding.pass(all, last.is_up()),
            link => piece = pieces[link - 1],
        }
    }
}

/// Runs of columns that are written one by one: those touched, the ones to the right of them, and gaps too short to be
/// spans. A run ends after 64 columns.
///
/// No closure is called for each of them: what a closure holds would not be compiled for the SIMD level.
struct Runs<'a> {
    touched: &'a [u64],
    /// The row's first bit, and how many it has.
    first: usize,
    count: usize,
    /// The column of the first bit of `left`.
    at: usize,
    left: u64,
    /// Whether the column before `at` was touched.
    carry: u64,
}

impl<'a> Runs<'a> {
    #[inline(always)]
    fn new(touched: &'a [u64], first: usize, count: usize) -> Self {
        let mut runs = Self { touched, first, count, at: 0, left: 0, carry: 0 };
        runs.load();
        runs
    }

    /// Looks at the next columns that are not empty, from `at` on.
    #[inline(always)]
    fn load(&mut self) {
        let mut bits;
        loop {
            let from = self.first + self.at;
            let (word, shift) = (from >> 6, from & 63);
            let [low, high] = [0, 1].map(|i| self.touched.get(word + i).copied().unwrap_or(0));
            bits = low >> shift | high << 1 << (63 - shift);
            if bits | self.carry != 0 {
                break;
            }
            self.at += 64;
            if self.at >= self.count {
                return;
            }
        }
        let rest = self.count - self.at;
        let bits = if rest < 64 { bits & ((1 << rest) - 1) } else { bits };
        let cells = bits | bits << 1 | self.carry;
        self.carry = bits >> 63;
        // Gaps of up to four columns are closed: dilated to the left and eroded from there.
        let wide = cells | cells << 1;
        let wide = wide | wide << 2 | cells << 4;
        let narrow = wide & wide >> 1;
        self.left = cells | narrow & narrow >> 2 & wide >> 4;
    }

    /// The next run: its first column, and the one behind its last.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        while self.left == 0 {
            self.at += 64;
            if self.at >= self.count {
                return None;
            }
            self.load();
        }
        let from = self.left.trailing_zeros();
        let to = (!(self.left | ((1 << from) - 1))).trailing_zeros();
        self.left = if to == 64 { 0 } else { self.left >> to << to };
        Some((self.at + from as usize, self.at + to as usize))
    }
}
