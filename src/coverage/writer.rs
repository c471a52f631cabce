//! [`Writer`]: the spans of a row, from left to right.

use super::span::{Cover, Span};

/// Columns of constant coverage that are rather written as mask bytes than as a span between two masks.
const SHORT: u32 = 4;

#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) spans: Vec<Span>,
    pub(super) masks: Vec<u8>,
    at: u32,
    /// Where the mask that is being written began: its column and its first byte.
    mask: Option<(u32, u32)>,
}

impl Writer {
    /// Begins a row.
    pub(super) fn begin(&mut self, left: u32) {
        self.spans.clear();
        self.masks.clear();
        self.at = left;
        self.mask = None;
    }

    /// The column behind the last one written.
    #[inline(always)]
    pub(super) fn at(&self) -> u32 {
        self.at
    }

    /// The next pixels of the row, to be written.
    #[inline(always)]
    pub(super) fn pixels(&mut self, count: usize) -> &mut [u8] {
        if self.mask.is_none() {
            self.mask = Some((self.at, self.masks.len() as u32));
        }
        let start = self.masks.len();
        self.masks.resize(start + count, 0);
        self.at += count as u32;
        &mut self.masks[start..]
    }

    /// Writes one pixel.
    pub(super) fn pixel(&mut self, cover: u8) {
        self.pixels(1)[0] = cover;
    }

    /// Writes columns of the same coverage up to `end`.
    #[inline(always)]
    pub(super) fn constant(&mut self, end: u32, cover: u8) {
        let columns = end - self.at;
        if columns == 0 {
            return;
        }
        if columns <= SHORT && self.mask.is_some() {
            for _ in 0..columns {
                self.masks.push(cover);
            }
        } else {
            self.close();
            if cover != 0 {
                self.spans.push(Span { x0: self.at, x1: end, cover: Cover::Constant(cover) });
            }
        }
        self.at = end;
    }

    /// Ends the row.
    pub(super) fn finish(&mut self) {
        self.close();
    }

    /// Ends the mask, if one is being written; without the zeros at its end.
    fn close(&mut self) {
        let Some((x0, start)) = self.mask.take() else { return };
        while self.masks.len() > start as usize && self.masks.last() == Some(&0) {
            self.masks.pop();
        }
        let columns = self.masks.len() as u32 - start;
        if columns > 0 {
            self.spans.push(Span { x0, x1: x0 + columns, cover: Cover::Mask(start) });
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        (self.spans.capacity() * size_of::<Span>() + self.masks.capacity()) as u64
    }
}
