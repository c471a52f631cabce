//! [`Span`]: coverage of neighbouring pixels of a row, the language between coverage and colour.

use std::ops::Range;

/// Coverage of the pixels `x0..x1` of a row, in canvas columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) x0: u32,
    pub(crate) x1: u32,
    pub(crate) cover: Cover,
}

/// A row among several: which of their spans are its own, one at least, and where its mask bytes begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpannedRow {
    pub(crate) y: u32,
    pub(super) spans: Range<usize>,
    pub(super) masks: usize,
}

impl SpannedRow {
    /// Of the spans and mask bytes of all of them its own, and more bytes behind them.
    #[inline(always)]
    pub(crate) fn of<'a>(&self, spans: &'a [Span], masks: &'a [u8]) -> (&'a [Span], &'a [u8]) {
        (&spans[self.spans.clone()], &masks[self.masks..])
    }
}

/// How much of each pixel is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// All alike, 1 to 255.
    Constant(u8),
    /// One byte a pixel, in the row's mask bytes from this index on.
    Mask(u32),
}

/// How many mask bytes some spans of a row have.
pub(super) fn mask_bytes(spans: &[Span]) -> usize {
    let end = |span: &Span| match span.cover {
        Cover::Mask(at) => Some((at + span.x1 - span.x0) as usize),
        Cover::Constant(_) => None,
    };
    spans.iter().rev().find_map(end).unwrap_or(0)
}

/// Where coverage goes: each row that is not empty once, from the top; of a block perhaps an empty one too.
pub(crate) trait RowSink {
    /// Spans of the canvas row `y`: from left to right, not overlapping, none empty; `masks` holds the bytes of those
    /// with [`Cover::Mask`], and may hold more behind them.
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]);

    /// Canvas rows that are all alike.
    fn rows(&mut self, rows: Range<u32>, spans: &[Span], masks: &[u8]) {
        for y in rows {
            self.row(y, spans, masks);
        }
    }

    /// Several rows, from the top, that lie `down` rows below where they say; `spans` and `masks` are those of all of them.
    fn several(&mut self, rows: &[SpannedRow], down: u32, spans: &[Span], masks: &[u8]) {
        for row in rows {
            let (spans, masks) = row.of(spans, masks);
            self.row(row.y + down, spans, masks);
        }
    }

    /// Rows of a few columns at once, from the column and row `(x, y)` on: `masks` holds `stride` bytes for each; those
    /// beyond the columns mean nothing.
    fn block(&mut self, (x, y): (u32, u32), columns: u32, stride: usize, masks: &[u8]) {
        let span = Span { x0: x, x1: x + columns, cover: Cover::Mask(0) };
        for (y, masks) in (y..).zip(masks.chunks_exact(stride)) {
            self.row(y, &[span], masks);
        }
    }
}

impl<S: RowSink> RowSink for &mut S {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        (**self).row(y, spans, masks);
    }

    fn rows(&mut self, rows: Range<u32>, spans: &[Span], masks: &[u8]) {
        (**self).rows(rows, spans, masks);
    }

    fn several(&mut self, rows: &[SpannedRow], down: u32, spans: &[Span], masks: &[u8]) {
        (**self).several(rows, down, spans, masks);
    }

    fn block(&mut self, at: (u32, u32), columns: u32, stride: usize, masks: &[u8]) {
        (**self).block(at, columns, stride, masks);
    }
}
