//! Cells to spans: the walk along a row.

use super::cells::{Cell, Cells, Row};
use super::rule::{coverage, wide_coverage};
use super::winding::Winding;
use super::writer::Writer;

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
    let Row { touched, cells, .. } = cells.row(place.y);
    writer.begin(place.left);
    let mut area = 0;
    for_each_touched(touched, |column| {
        if column < place.columns {
            writer.constant(place.left + column, coverage::<EVEN_ODD>(area));
            area += cells[column as usize].area;
            writer.pixel(coverage::<EVEN_ODD>(area));
        }
        cells[column as usize] = Cell::default();
    });
    writer.constant(place.left + place.columns, coverage::<EVEN_ODD>(area));
    writer.finish();
}

/// Writes the row of any shape, and zeroes its cells.
pub(super) fn emit<const EVEN_ODD: bool>(cells: &mut Cells, place: Place, writer: &mut Writer) {
    let Row { touched, cells, pieces, mut wide } = cells.row(place.y);
    writer.begin(place.left);
    let mut area = 0_i64;
    let mut winding = Winding::ZERO;
    for_each_touched(touched, |column| {
        let cell = std::mem::take(&mut cells[column as usize]);
        let mut gain = i64::from(cell.area);
        if let Some(wide) = &mut wide {
            gain += std::mem::take(&mut wide[column as usize]);
        }
        if column >= place.columns {
            return;
        }
        if place.left + column > writer.at() {
            writer.constant(place.left + column, winding.coverage::<EVEN_ODD>(area));
        }
        area += gain;
        let mut piece = cell.piece;
        let (mut down, mut up, mut twice) = (0, 0, 0);
        loop {
            let heights = piece.heights();
            twice |= heights & (down | up);
            if piece.is_up() {
                up |= heights;
            } else {
                down |= heights;
            }
            match piece.link() {
                0 => break,
                link => piece = pieces[link - 1],
            }
        }
        let cover = if twice == 0 && winding.pass(down, up) {
            wide_coverage::<EVEN_ODD>(area)
        } else {
            winding.pass_any::<EVEN_ODD>(cell.piece, pieces, area)
        };
        writer.pixel(cover);
    });
    let end = place.left + place.columns;
    if end > writer.at() {
        writer.constant(end, winding.coverage::<EVEN_ODD>(area));
    }
    writer.finish();
}

/// Calls `each` with the set bits, in order, and zeroes them.
#[inline(always)]
fn for_each_touched(touched: &mut [u64], mut each: impl FnMut(u32)) {
    for (word, bits) in (0..).zip(touched) {
        let mut left = std::mem::take(bits);
        while left != 0 {
            each(word * 64 + left.trailing_zeros());
            left &= left - 1;
        }
    }
}
