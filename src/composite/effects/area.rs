//! [`Area`]: what is blurred.

use std::ops::Range;

/// Rows of pixels of some channels: all columns of a layer, and some of its rows.
pub(super) struct Area<'a> {
    pub(super) pixels: &'a mut [u8],
    pub(super) width: usize,
    pub(super) rows: Range<u32>,
}

impl Area<'_> {
    /// `None` where there is none.
    pub(super) fn row_at<const C: usize>(&self, y: i64) -> Option<&[u8]> {
        let at = usize::try_from(y - i64::from(self.rows.start)).ok()?;
        if y >= i64::from(self.rows.end) {
            return None;
        }
        self.pixels.get(at * self.width * C..(at + 1) * self.width * C)
    }

    /// A row that there is.
    pub(super) fn row_mut<const C: usize>(&mut self, y: i64) -> &mut [u8] {
        let at = (y - i64::from(self.rows.start)) as usize;
        &mut self.pixels[at * self.width * C..][..self.width * C]
    }
}
