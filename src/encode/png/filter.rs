//! Filters: what is left of a row when it is foretold from its neighbours (PNG, 9.2).

use crate::simd::{best, dispatch};

/// Bytes of a row that is dearer as a copy of the row above, in as many longest matches from afar as it takes, than as zeros.
const WIDE: usize = 1024;

/// A row's filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    None,
    Sub,
    Up,
    Average,
    Paeth,
}

impl Filter {
    pub(super) const ALL: [Self; 5] = [Self::None, Self::Sub, Self::Up, Self::Average, Self::Paeth];

    /// The one to use where there is no row above in reach: what is above counts as 0.
    fn of_first(self) -> Self {
        match self {
            Self::None | Self::Up => Self::None,
            // Half of what is to the left foretells less than all of it.
            Self::Sub | Self::Average | Self::Paeth => Self::Sub,
        }
    }

    /// Writes the filter's number and what it leaves of a row into `out`, which is a byte longer. `step` is the number of
    /// bytes from a pixel to the next.
    #[inline(always)]
    fn row(self, row: &[u8], above: &[u8], step: usize, out: &mut [u8]) {
        let Some((number, out)) = out.split_first_mut() else { return };
        *number = self as u8;
        // In the first pixel what is to the left is 0; then all of it is slices of one length.
        let n = row.len().saturating_sub(step);
        let first = row.len() - n;
        match self {
            Self::None => out.copy_from_slice(row),
            Self::Up => {
                for ((out, &x), &b) in out.iter_mut().zip(row).zip(above) {
                    *out = x.wrapping_sub(b);
                }
            }
            Self::Sub => {
                out[..first].copy_from_slice(&row[..first]);
                for ((out, &x), &a) in out[first..].iter_mut().zip(&row[first..]).zip(row) {
                    *out = x.wrapping_sub(a);
                }
            }
            Self::Average => {
                for ((out, &x), &b) in out[..first].iter_mut().zip(row).zip(above) {
                    *out = x.wrapping_sub(b / 2);
                }
                for (((out, &x), &a), &b) in out[first..].iter_mut().zip(&row[first..]).zip(row).zip(&above[first..]) {
                    // Half the sum, rounded down, without a ninth bit.
                    *out = x.wrapping_sub((a & b).wrapping_add((a ^ b) >> 1));
                }
            }
            Self::Paeth => {
                for ((out, &x), &b) in out[..first].iter_mut().zip(row).zip(above) {
                    *out = x.wrapping_sub(b);
                }
                let (left, corner) = (&row[..n], &above[..n]);
                for ((((out, &x), &a), &b), &c) in
                    out[first..].iter_mut().zip(&row[first..]).zip(left).zip(&above[first..]).zip(corner)
                {
                    *out = x.wrapping_sub(paeth(a, b, c));
                }
            }
        }
    }
}

/// Of the left, the upper and the upper left byte the one nearest to left + upper - upper left.
#[inline(always)]
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let [x, y, z] = [a, b, c].map(i16::from);
    let (to_a, to_b) = (y - z, x - z);
    let to_c = (to_a + to_b).abs();
    let (to_a, to_b) = (to_a.abs(), to_b.abs());
    let nearest = if to_b <= to_c { b } else { c };
    if to_a <= to_b && to_a <= to_c { a } else { nearest }
}

/// Filters rows of so many bytes in place, each with a byte before it for the filter's number; `step` is the number of
/// bytes from a pixel to the next. Above the first is `first_above`, if that is known. A row that is the one above becomes
/// zeros, whatever the filter, unless it is short and the others are as they are.
pub(super) fn filter_rows(
    filter: Filter,
    rows: &mut [u8],
    (row_bytes, step): (usize, usize),
    first_above: &[u8],
    row: &mut Vec<u8>,
) {
    dispatch!(best(), _simd => filter_all(filter, rows, (row_bytes, step), first_above, row));
}

#[inline(always)]
fn filter_all(
    filter: Filter,
    rows: &mut [u8],
    (row_bytes, step): (usize, usize),
    first_above: &[u8],
    row: &mut Vec<u8>,
) {
    // From the last row up, so that the row above is still what it was.
    for y in (0..rows.len() / (row_bytes + 1)).rev() {
        let (before, here) = rows.split_at_mut(y * (row_bytes + 1));
        let out = &mut here[..row_bytes + 1];
        let above = before.rchunks(row_bytes + 1).next().map_or(first_above, |above| &above[1..]);
        let is_same = *above == out[1..];
        if filter == Filter::None && !(is_same && row_bytes >= WIDE) {
            out[0] = 0;
        } else if is_same {
            out.fill(0);
            out[0] = Filter::Up as u8;
        } else {
            row.clear();
            row.extend_from_slice(&out[1..]);
            let filter = if above.is_empty() { filter.of_first() } else { filter };
            filter.row(row, above, step, out);
        }
    }
}
