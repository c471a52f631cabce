//! Cells to spans: the walk along a row.

use super::cells::{Cell, Cells, DOWN, FULL, TWICE, UP};
use super::edge::{Edge, PX};
use super::rule::{coverage, wide_coverage};
use super::samples::{Profile, Samples};
use super::writer::Writer;
use crate::paint::FillRule;

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
    let (touched, row, _) = cells.row(place.y);
    writer.begin(place.left);
    let mut area = 0;
    for_each_touched(touched, |column| {
        if column < place.columns {
            writer.constant(place.left + column, coverage::<EVEN_ODD>(area));
            area += row[column as usize].area;
            writer.pixel(coverage::<EVEN_ODD>(area));
        }
        row[column as usize] = Cell::default();
    });
    writer.constant(place.left + place.columns, coverage::<EVEN_ODD>(area));
    writer.finish();
}

/// Writes the row of any shape, and zeroes its cells. `edges` gives those that may pass through the row.
pub(super) fn emit<'a, const EVEN_ODD: bool, I: Iterator<Item = &'a Edge>>(
    cells: &mut Cells,
    samples: &mut Samples,
    place: Place,
    writer: &mut Writer,
    edges: impl Fn() -> I,
) {
    let rule = if EVEN_ODD { FillRule::EvenOdd } else { FillRule::NonZero };
    let (touched, row, mut wide) = cells.row(place.y);
    writer.begin(place.left);
    let mut area = 0_i64;
    let mut profile = Profile::Heights(0);
    let mut sampling = false;
    for_each_touched(touched, |column| {
        let cell = std::mem::take(&mut row[column as usize]);
        let mut gain = i64::from(cell.area);
        if let Some(wide) = &mut wide {
            gain += std::mem::take(&mut wide[column as usize]);
        }
        if column >= place.columns {
            return;
        }
        if place.left + column > writer.at() {
            let cover = if profile == Profile::Many {
                samples.pixel(writer.at() - place.left, area, rule).0
            } else {
                wide_coverage::<EVEN_ODD>(area)
            };
            writer.constant(place.left + column, cover);
        }
        area += gain;
        let after = match profile {
            Profile::Heights(high) if cell.marks & TWICE == 0 && cell.marks & (UP | DOWN) != UP | DOWN => {
                Profile::after(high, cell.marks & FULL, cell.marks & DOWN != 0)
            }
            _ => None,
        };
        let cover = if let Some(high) = after {
            profile = Profile::Heights(high);
            wide_coverage::<EVEN_ODD>(area)
        } else {
            if !sampling {
                samples.begin(place.y, place.columns as i32 * PX, edges());
                sampling = true;
            }
            let (cover, right) = samples.pixel(column, area, rule);
            profile = right;
            cover
        };
        writer.pixel(cover);
    });
    let end = place.left + place.columns;
    if end > writer.at() {
        let cover = if profile == Profile::Many {
            samples.pixel(writer.at() - place.left, area, rule).0
        } else {
            wide_coverage::<EVEN_ODD>(area)
        };
        writer.constant(end, cover);
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
