//! Areas to spans, of shapes whose winding numbers are known to be two neighbouring ones everywhere: the area is the
//! coverage. Eight cells are summed and made bytes at once; a shape of few columns is made a block of bytes.

use std::ops::Range;

use fearless_simd::{Bytes as _, Simd, SimdBase as _, SimdCombine as _, SimdSplit as _};
use fearless_simd::{i32x4, i32x8, u8x16, u8x32, u32x8};

use super::cells::{Areas, Cells, WHOLE};
use super::emit::Place;
use super::span::{Cover, Span};
use super::writer::Writer;

/// Cells that are looked at together. Rows of cells begin at multiples of 64.
pub(super) const GROUP: usize = 8;
/// The highest bit of each byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Writes canvas rows, and zeroes their areas.
#[inline(always)]
pub(super) fn emit_rows<S: Simd>(simd: S, cells: &mut Cells, rows: Range<u32>, place: Place, writer: &mut Writer) {
    writer.begin_groups(cells.count());
    for y in rows {
        let begun = writer.used();
        emit_row(simd, cells.areas(y), place, writer);
        writer.end_row(y, begun);
    }
}

/// Bytes of a row of a block of so many columns: of whole groups.
pub(super) fn block_stride(columns: u32) -> usize {
    (columns as usize).next_multiple_of(GROUP)
}

/// Writes canvas rows of few columns as one block, and zeroes their areas.
#[inline(always)]
pub(super) fn emit_block<S: Simd>(simd: S, cells: &mut Cells, rows: Range<u32>, place: Place, writer: &mut Writer) {
    let stride = block_stride(place.columns);
    let groups = stride / GROUP;
    // Bytes of columns that the last group has.
    let seen = u64::MAX >> (8 * (stride - place.columns as usize));
    let bytes = rows.len() * stride;
    writer.begin_groups(bytes);
    let (_, masks) = writer.groups();
    for (y, masks) in rows.zip(masks.chunks_exact_mut(stride)) {
        let mut before = i32x4::splat(simd, 0);
        let areas = cells.areas(y).areas.as_chunks_mut::<GROUP>().0;
        let masks = masks.as_chunks_mut::<GROUP>().0;
        for (areas, out) in areas.iter_mut().zip(masks.iter_mut()) {
            *out = covers::<S, false>(simd, sums(simd, areas, &mut before)).to_le_bytes();
        }
        // Of an edge on the right border that was cut off, nothing says that what is beyond it is outside.
        if let Some(last) = masks.last_mut() {
            *last = (u64::from_le_bytes(*last) & seen).to_le_bytes();
        }
        // What edges on the right border leave beyond it.
        if let Some(rest) = areas.get_mut(groups) {
            *rest = [0; GROUP];
        }
    }
    writer.end_groups(bytes);
}

/// Writes a row.
#[inline(always)]
fn emit_row<S: Simd>(simd: S, row: Areas<'_>, place: Place, writer: &mut Writer) {
    let Areas { touched, areas } = row;
    let columns = place.columns as usize;
    let (spans, masks) = writer.groups();
    let areas = areas.as_chunks_mut::<GROUP>().0;
    let mut before = i32x4::splat(simd, 0);
    // The column up to which all is written, and the coverage from there up to the next group. The mask that is being
    // written ends there; its bytes begin at `first`.
    let (mut at, mut cover) = (0, 0_u8);
    let (mut first, mut used) = (0, 0);
    let mut right = 0;
    for (word, bits) in touched.iter_mut().enumerate() {
        let here = std::mem::take(bits);
        let cells = here | here << 1 | right;
        right = here >> 63;
        // A bit for each byte that is not 0.
        let mut groups = (((cells & !HIGH) + !HIGH) | cells) & HIGH;
        while groups != 0 {
            let group = word * GROUP + groups.trailing_zeros() as usize / 8;
            groups &= groups - 1;
            let column = group * GROUP;
            let mut bytes = covers::<S, false>(simd, sums(simd, &mut areas[group], &mut before));
            if column + GROUP > columns {
                // What edges on the right border leave beyond it.
                if column >= columns {
                    continue;
                }
                let bits = 8 * (columns - column) as u32;
                let seen = bytes & ((1 << bits) - 1);
                bytes = seen | eight_of((seen >> (bits - 8)) as u8) << bits;
            }
            let last = (bytes >> 56) as u8;
            // Those at the end that are as what follows belong to it.
            let tail = ((bytes ^ eight_of(last)).leading_zeros() / 8) as usize;
            if used > first && column - at <= GROUP {
                // A gap too short to be a span.
                masks[used..used + GROUP].fill(cover);
                used += column - at;
                masks[used..used + GROUP].copy_from_slice(&bytes.to_le_bytes());
                used += GROUP - tail;
            } else {
                if used > first {
                    spans.push(mask(place, at, first, used));
                    first = used;
                }
                let head = ((bytes ^ eight_of(cover)).trailing_zeros() / 8) as usize;
                if head == GROUP {
                    continue;
                }
                if cover != 0 && at < column + head {
                    spans.push(constant(place, at, column + head, cover));
                }
                masks[used..used + GROUP].copy_from_slice(&(bytes >> (8 * head)).to_le_bytes());
                used += GROUP - tail - head;
            }
            at = column + GROUP - tail;
            cover = last;
        }
    }
    if used > first {
        spans.push(mask(place, at, first, used));
    }
    if cover != 0 && at < columns {
        spans.push(constant(place, at, columns, cover));
    }
    writer.end_groups(used);
}

/// A byte, eight times.
#[inline(always)]
fn eight_of(byte: u8) -> u64 {
    u64::from(byte) * 0x0101_0101_0101_0101
}

#[inline(always)]
fn constant(place: Place, from: usize, to: usize, cover: u8) -> Span {
    Span { x0: place.left + from as u32, x1: place.left + to as u32, cover: Cover::Constant(cover) }
}

/// The span of mask bytes `first..used`, the last of which is that of the column before `end`.
#[inline(always)]
fn mask(place: Place, end: usize, first: usize, used: usize) -> Span {
    let end = place.left + end as u32;
    Span { x0: end - (used - first) as u32, x1: end, cover: Cover::Mask(first as u32) }
}

/// The signed areas of eight pixels, whose own areas are zeroed. `before` is the sum of all to their left, in each lane.
#[inline(always)]
pub(super) fn sums<S: Simd>(simd: S, areas: &mut [i32; GROUP], before: &mut i32x4<S>) -> i32x8<S> {
    let zero = i32x8::splat(simd, 0);
    let sums = i32x8::load_array_ref(simd, areas);
    zero.store_array(areas);
    let sums = sums + zero.slide_within_blocks::<3>(sums);
    let sums = sums + zero.slide_within_blocks::<2>(sums);
    let (left, right) = sums.split();
    let last = u8x16::load_array_ref(simd, &LAST);
    let left = left + *before;
    let right = right + left.swizzle_dyn_within_blocks(last);
    *before = right.swizzle_dyn_within_blocks(last);
    left.combine(right)
}

/// The coverage of eight pixels of signed areas, in which the winding number takes two neighbouring values, as bytes.
#[inline(always)]
pub(super) fn covers<S: Simd, const EVEN_ODD: bool>(simd: S, sums: i32x8<S>) -> u64 {
    // As in `coverage`.
    let area = if EVEN_ODD {
        let within = sums & (2 * WHOLE - 1);
        within.min(i32x8::splat(simd, 2 * WHOLE) - within)
    } else {
        sums.max(i32x8::splat(simd, 0) - sums).min(i32x8::splat(simd, WHOLE))
    };
    let covers = (area * 255 + WHOLE / 2) >> WHOLE.trailing_zeros();
    let packed = covers.bitcast::<u8x32<S>>().swizzle_dyn_within_blocks(u8x32::load_array_ref(simd, &LOWEST));
    let packed = packed.bitcast::<u32x8<S>>();
    u64::from(packed[0]) | u64::from(packed[4]) << 32
}

/// The last of four lanes, in all of them.
const LAST: [u8; 16] = [12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15];
/// The lowest bytes of four lanes.
const LOWEST: [u8; 32] =
    [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12];
