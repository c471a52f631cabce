//! [`Ahead`]: pixels that are on their way to a cache before they are drawn from.
//!
//! A large picture is not in a cache, and reading it costs more than the arithmetic. A processor works on while it reads,
//! but not far: what it waits for stops all that comes after. Only what is fetched is waited for by nothing.

use std::ops::Range;

/// Which columns of a row have been fetched while another row was drawn. Where it is mistaken, only time is lost.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Where the row lies in memory.
    row: usize,
    columns: Range<usize>,
}

impl Ahead {
    /// Reads a pixel of each cache line that places lie among, of all rows at once, where they have not been fetched. Nothing
    /// waits for what is read, so that much of it is on its way at once; between reads of pixels is their arithmetic.
    pub(super) fn read<const ROWS: usize>(&self, rows: [&[[u8; 4]]; ROWS], lefts: &[u32]) {
        let columns = columns(lefts);
        if rows.first().is_some_and(|row| self.has(row, &columns)) {
            return;
        }
        let rows = rows.map(|row| &row[columns.clone()]);
        let mut sum = 0;
        for at in (0..columns.len()).step_by(LINE) {
            for row in rows {
                sum ^= u32::from_le_bytes(row[at]);
            }
        }
        std::hint::black_box(sum);
    }

    fn has(&self, row: &[[u8; 4]], columns: &Range<usize>) -> bool {
        address(row) == self.row && columns.start >= self.columns.start && columns.end <= self.columns.end
    }

    /// That [`fetch`] is called for all that places lie among, in a row and in what is drawn together with it.
    pub(super) fn fetched(&mut self, row: &[[u8; 4]], lefts: &[u32]) {
        if !CAN_FETCH {
            return;
        }
        let columns = columns(lefts);
        // What lies between two spans of a row is not there; it is little.
        let (from, to) = (columns.start.min(self.columns.start), columns.end.max(self.columns.end));
        self.columns = if self.row == address(row) { from..to } else { columns };
        self.row = address(row);
    }
}

fn address(row: &[[u8; 4]]) -> usize {
    row.as_ptr().addr()
}

/// What places lie among whose left pixels these are.
fn columns(lefts: &[u32]) -> Range<usize> {
    match (lefts.first(), lefts.last()) {
        (Some(a), Some(b)) => *a.min(b) as usize..*a.max(b) as usize + 1,
        _ => 0..0,
    }
}

/// Pixels in a cache line.
pub(super) const LINE: usize = 16;

/// Whether this processor's family has a name in safe Rust for the instruction that fetches.
const CAN_FETCH: bool = cfg!(all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse"));

/// Has the cache line of a pixel, or of a byte of one, fetched, and waits for nothing.
#[inline(always)]
pub(super) fn fetch<T>(row: &[T], at: usize) {
    #[cfg(all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse"))]
    if let Some(pixel) = row.get(at) {
        safe_arch::prefetch_t0(pixel);
    }
    #[cfg(not(all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse")))]
    let _ = (row, at);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_fetched_is_known() {
        let rows = [[[0; 4]; 40]; 3];
        let [first, second, _] = rows.each_ref().map(|row| &row[..]);
        let mut ahead = Ahead::default();
        assert!(!ahead.has(first, &(0..9)));
        ahead.fetched(first, &[8, 20]);
        assert_eq!(
            [8..21, 9..12, 7..21, 8..22].map(|columns| ahead.has(first, &columns)),
            [CAN_FETCH, CAN_FETCH, false, false]
        );
        assert!(!ahead.has(second, &(8..21)));
        // Another span of the same row, from right to left.
        ahead.fetched(first, &[30, 25]);
        assert_eq!(ahead.has(first, &(8..31)), CAN_FETCH);
        ahead.fetched(second, &[25, 30]);
        assert!(!ahead.has(first, &(8..21)) && !ahead.has(second, &(8..31)));
        assert_eq!(ahead.has(second, &(25..31)), CAN_FETCH);
    }
}
