//! [`Span`]: coverage of neighbouring pixels of a row, the language between coverage and colour.

/// Coverage of the pixels `x0..x1` of a row, in canvas columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) x0: u32,
    pub(crate) x1: u32,
    pub(crate) cover: Cover,
}

/// How much of each pixel is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// All alike, 1 to 255.
    Constant(u8),
    /// One byte a pixel, in the row's mask bytes from this index on.
    Mask(u32),
}

/// Where coverage goes: each non-empty row once, from the top.
pub(crate) trait RowSink {
    /// Spans of the canvas row `y`: from left to right, not overlapping, none empty; `masks` holds the bytes of those
    /// with [`Cover::Mask`].
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]);
}

impl<S: RowSink> RowSink for &mut S {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        (**self).row(y, spans, masks);
    }
}
