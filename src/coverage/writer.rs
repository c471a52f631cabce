//! [`Writer`]: the spans of a row, or of several, from left to right.

use super::span::{Cover, Span, SpannedRow};

/// Bytes behind a row's mask bytes: so the last ones are read as quickly as the others.
const BEHIND: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Writer {
    spans: Vec<Span>,
    /// Rows whose spans these are, where they are of several.
    rows: Vec<SpannedRow>,
    /// Mask bytes, of which the first `used` are written.
    masks: Vec<u8>,
    used: usize,
    /// The column behind the last one written.
    at: u32,
    /// Where the mask that is being written began: its first byte. Nothing is being written where it is `used`.
    mask: usize,
}

impl Writer {
    /// Begins a row, with room for so many columns.
    #[inline(always)]
    pub(super) fn begin(&mut self, left: u32, columns: u32) {
        self.spans.clear();
        let bytes = columns as usize + BEHIND;
        if self.masks.len() < bytes {
            self.masks.resize(bytes, 0);
        }
        (self.used, self.mask, self.at) = (0, 0, left);
    }

    /// The column behind the last one written.
    #[inline(always)]
    pub(super) fn at(&self) -> u32 {
        self.at
    }

    /// The next pixels of the row, to be written.
    #[inline(always)]
    pub(super) fn pixels(&mut self, count: usize) -> &mut [u8] {
        let from = self.used;
        self.used += count;
        self.at += count as u32;
        &mut self.masks[from..from + count]
    }

    /// Begins anew with whole groups of columns, written elsewhere, of one row or several: with room for so many mask bytes and
    /// some.
    #[inline(always)]
    pub(super) fn begin_groups(&mut self, bytes: usize) {
        let bytes = bytes + 2 * BEHIND;
        self.spans.clear();
        self.rows.clear();
        self.used = 0;
        if self.masks.len() < bytes {
            self.masks.resize(bytes, 0);
        }
    }

    /// Where to write the spans of the next row, and its mask bytes.
    #[inline(always)]
    pub(super) fn groups(&mut self) -> (&mut Vec<Span>, &mut [u8]) {
        (&mut self.spans, &mut self.masks[self.used..])
    }

    /// Ends what was written there last; so many mask bytes more are written.
    #[inline(always)]
    pub(super) fn end_groups(&mut self, used: usize) {
        self.used += used;
    }

    /// How many mask bytes are written.
    #[inline(always)]
    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// Ends a row of several, whose mask bytes began there: what spans there are since the row before are its own.
    #[inline(always)]
    pub(super) fn end_row(&mut self, y: u32, masks: usize) {
        let from = self.rows.last().map_or(0, |row| row.spans.end);
        if from < self.spans.len() {
            self.rows.push(SpannedRow { y, spans: from..self.spans.len(), masks });
        }
    }

    /// The rows that were ended.
    #[inline(always)]
    pub(super) fn rows(&self) -> &[SpannedRow] {
        &self.rows
    }

    /// Writes one pixel.
    pub(super) fn pixel(&mut self, cover: u8) {
        self.pixels(1)[0] = cover;
    }

    /// Writes columns of the same coverage up to `end`.
    #[inline(always)]
    pub(super) fn constant(&mut self, end: u32, cover: u8) {
        if end > self.at {
            self.close();
            if cover != 0 {
                self.spans.push(Span { x0: self.at, x1: end, cover: Cover::Constant(cover) });
            }
            self.at = end;
        }
    }

    /// Ends the row.
    #[inline(always)]
    pub(super) fn finish(&mut self) {
        self.close();
    }

    /// Ends the mask, if one is being written; without a zero at its end.
    #[inline(always)]
    fn close(&mut self) {
        let mut columns = self.used - self.mask;
        if columns > 0 {
            let x0 = self.at - columns as u32;
            columns -= usize::from(self.masks[self.used - 1] == 0);
            if columns > 0 {
                let cover = Cover::Mask(self.mask as u32);
                self.spans.push(Span { x0, x1: x0 + columns as u32, cover });
            }
            self.mask = self.used;
        }
    }

    /// What was written: spans, and their bytes and some more.
    #[inline(always)]
    pub(super) fn row(&self) -> (&[Span], &[u8]) {
        (&self.spans, &self.masks[..self.used + BEHIND])
    }

    /// The mask bytes that were written.
    #[inline(always)]
    pub(super) fn block(&self) -> &[u8] {
        &self.masks[..self.used]
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        let rows = self.rows.capacity() * size_of::<SpannedRow>();
        (self.spans.capacity() * size_of::<Span>() + rows + self.masks.capacity()) as u64
    }
}
