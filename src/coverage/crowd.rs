//! Linked pieces to coverage: the walk along rows of few columns of shapes that may overlap themselves.

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, i32x4};

use super::cells::{Areas, Cells};
use super::emit::Place;
use super::linked::{LinkedRow, Lists};
use super::mark::Mark;
use super::piece::Piece;
use super::plain::{GROUP, block_stride, covers, sums};
use super::walk::FEW;
use super::winding::Winding;
use super::writer::Writer;
use crate::watch::Watch;

/// Most columns. Which of them are touched, and the one to the right of them, is told by one word.
pub(super) const COLUMNS: usize = 62;
/// Groups of a row, and one to the right of them.
const GROUPS: usize = 64 / GROUP;

/// Writes canvas rows of at most [`COLUMNS`] as one block, and zeroes their areas and marks.
///
/// All pixels of a row are looked at: where runs of touched ones begin and end is harder to foresee. First as if the areas
/// were the coverage, then again where the pieces say that they may not be.
#[inline(always)]
pub(super) fn emit_crowd<S: Simd, const EVEN_ODD: bool>(
    simd: S,
    cells: &mut Cells,
    rows: Range<u32>,
    place: Place,
    writer: &mut Writer,
    watch: &Watch,
) {
    let stride = block_stride(place.columns);
    let groups = stride / GROUP;
    let bytes = rows.len() * stride;
    writer.begin_groups(bytes);
    let (_, masks) = writer.groups();
    let mut all = [[0; GROUP]; GROUPS];
    for (y, out) in rows.zip(masks.chunks_exact_mut(stride)) {
        let (Areas { touched, areas }, LinkedRow { marks, lasts, lists }) = cells.linked(y);
        let areas = areas.as_chunks_mut::<GROUP>().0;
        let mut before = i32x4::splat(simd, 0);
        for ((areas, out), all) in areas.iter_mut().zip(out.as_chunks_mut::<GROUP>().0).zip(&mut all) {
            let sums = sums(simd, areas, &mut before);
            sums.store_array(all);
            *out = covers::<S, EVEN_ODD>(simd, sums).to_le_bytes();
        }
        // What edges on the right border leave beyond it.
        if let Some(rest) = areas.get_mut(groups) {
            *rest = [0; GROUP];
        }
        let sums = all.as_flattened();
        let mut winding = Winding::zero(simd);
        let mut done = 0;
        let mut left = touched.first_mut().map_or(0, std::mem::take);
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let mark = Mark::of_half(std::mem::take(&mut marks[at]));
            let last = std::mem::take(&mut lasts[at]) as usize;
            if !(mark.is_one() && winding.pass(mark.heights(), mark.is_up())) && at < stride {
                if winding.is_any() {
                    for at in done..at {
                        out[at] = winding.coverage::<EVEN_ODD>(sums[at].into());
                    }
                }
                (out[at], winding) = pass_any::<S, EVEN_ODD>(simd, winding, (lists, last), sums[at].into(), watch);
                done = at + 1;
            }
        }
        if winding.is_any() {
            for at in done..stride {
                out[at] = winding.coverage::<EVEN_ODD>(sums[at].into());
            }
        }
        // Of an edge on the right border that was cut off, nothing says that what is beyond it is outside.
        out[place.columns as usize..].fill(0);
    }
    writer.end_groups(bytes);
}

/// Passes the pieces of a pixel, the last of which has the number `last`, and whose signed area is `area`: its coverage, and
/// the winding numbers to the right of it.
///
/// Not a part of the walk along a row, which has better uses for the registers, but compiled for the SIMD level.
#[inline(never)]
fn pass_any<S: Simd, const EVEN_ODD: bool>(
    simd: S,
    mut winding: Winding<S>,
    (lists, last): (Lists<'_>, usize),
    area: i64,
    watch: &Watch,
) -> (u8, Winding<S>) {
    let cover = simd.vectorize(
        #[inline(always)]
        || {
            let mut found = [Piece::NONE; FEW];
            let (mut number, mut count, mut ups) = (last, 0, 0);
            while number != 0 {
                let piece = lists.piece(number);
                let Some(slot) = found.get_mut(count) else {
                    let pieces = lists.pieces(number);
                    return winding.pass_many::<EVEN_ODD>(pieces.len(), &pieces, &found, area, watch);
                };
                *slot = piece;
                count += 1;
                ups += i32::from(piece.is_up());
                number = piece.link();
            }
            winding.pass_found::<EVEN_ODD>((&found, count, ups), area)
        },
    );
    (cover, winding)
}
