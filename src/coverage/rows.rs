//! [`Rows`]: the coverage of a clip in the rows of a band, kept as spans; [`RowBuffer`]: one row of coverage, made of two.

use std::ops::Range;

use fearless_simd::{Level, Simd};

use super::span::{Cover, RowSink, Span, mask_bytes};
use crate::alpha::multiply;
use crate::simd::{self, dispatch};
use crate::watch::{Free, Watch};

/// Spans of some rows: memory follows the outline, not the area.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    rows: Range<u32>,
    /// For each row and the end: where its spans and its mask bytes begin.
    starts: Vec<(u32, u32)>,
    spans: Vec<Span>,
    masks: Vec<u8>,
}

impl Rows {
    /// Begins anew, for canvas rows of this range.
    pub(crate) fn reset(&mut self, rows: Range<u32>) {
        self.rows = rows.start..rows.end.max(rows.start);
        self.starts.clear();
        self.starts.push((0, 0));
        self.spans.clear();
        self.masks.clear();
    }

    /// The spans of a canvas row and their mask bytes; none outside the range.
    pub(crate) fn at(&self, y: u32) -> (&[Span], &[u8]) {
        let Some(row) = y.checked_sub(self.rows.start).map(|row| row as usize) else { return (&[], &[]) };
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&(span, mask)), Some(&(span_end, mask_end))) => {
                (&self.spans[span as usize..span_end as usize], &self.masks[mask as usize..mask_end as usize])
            }
            _ => (&[], &[]),
        }
    }

    /// Bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        let spans = self.spans.capacity() * size_of::<Span>();
        (spans + self.masks.capacity() + self.starts.capacity() * size_of::<(u32, u32)>()) as u64
    }
}

impl Free for Rows {
    fn free(self, watch: &Watch) {
        self.spans.free(watch);
        self.masks.free(watch);
    }
}

impl RowSink for Rows {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        if !self.rows.contains(&y) {
            return;
        }
        let row = (y - self.rows.start) as usize;
        let here = (self.spans.len() as u32, self.masks.len() as u32);
        // Rows left out are empty.
        self.starts.resize(row + 1, here);
        self.spans.extend_from_slice(spans);
        self.masks.extend_from_slice(&masks[..mask_bytes(spans)]);
        self.starts.push((self.spans.len() as u32, self.masks.len() as u32));
    }
}

/// One row of coverage.
#[derive(Debug)]
pub(crate) struct RowBuffer {
    /// The best SIMD level of the machine; each gives the same bytes.
    level: Level,
    spans: Vec<Span>,
    /// Mask bytes, of which the first `used` are written.
    masks: Vec<u8>,
    used: usize,
}

impl Default for RowBuffer {
    fn default() -> Self {
        Self::at(simd::best())
    }
}

impl RowBuffer {
    fn at(level: Level) -> Self {
        Self { level, spans: Vec::new(), masks: Vec::new(), used: 0 }
    }

    /// Its spans and their mask bytes.
    pub(crate) fn row(&self) -> (&[Span], &[u8]) {
        (&self.spans, &self.masks[..self.used])
    }

    /// Becomes the product of two rows of coverage, each product rounded exactly.
    pub(crate) fn intersect(&mut self, a: (&[Span], &[u8]), b: (&[Span], &[u8])) {
        self.spans.clear();
        self.used = 0;
        let (Some(first), Some(last)) = (a.0.first(), a.0.last()) else { return };
        let most = (last.x1 - first.x0) as usize;
        if self.masks.len() < most {
            self.masks.resize(most, 0);
        }
        dispatch!(self.level, simd => self.products(simd, a, b));
    }

    #[inline(always)]
    fn products<S: Simd>(&mut self, _: S, a: (&[Span], &[u8]), b: (&[Span], &[u8])) {
        let (mut i, mut j) = (0, 0);
        while let (Some(one), Some(other)) = (a.0.get(i), b.0.get(j)) {
            let (x0, x1) = (one.x0.max(other.x0), one.x1.min(other.x1));
            if x0 < x1 {
                self.product(x0..x1, (one, a.1), (other, b.1));
            }
            if one.x1 <= other.x1 {
                i += 1;
            } else {
                j += 1;
            }
        }
    }

    #[inline(always)]
    fn product(&mut self, x: Range<u32>, a: (&Span, &[u8]), b: (&Span, &[u8])) {
        let start = self.used;
        let len = (x.end - x.start) as usize;
        let cover = match (a.0.cover, b.0.cover) {
            (Cover::Constant(a), Cover::Constant(b)) => match multiply(a, b) {
                0 => return,
                cover => Cover::Constant(cover),
            },
            (Cover::Constant(constant), Cover::Mask(at)) | (Cover::Mask(at), Cover::Constant(constant)) => {
                let (span, masks) = if matches!(a.0.cover, Cover::Mask(_)) { a } else { b };
                let (out, bytes) = (&mut self.masks[start..start + len], part(span, masks, at, x.start, len));
                if constant == 255 {
                    out.copy_from_slice(bytes);
                } else {
                    for (out, &cover) in out.iter_mut().zip(bytes) {
                        *out = multiply(cover, constant);
                    }
                }
                self.used += len;
                Cover::Mask(start as u32)
            }
            (Cover::Mask(at_a), Cover::Mask(at_b)) => {
                let (one, other) = (part(a.0, a.1, at_a, x.start, len), part(b.0, b.1, at_b, x.start, len));
                multiply_all(one, other, &mut self.masks[start..start + len]);
                self.used += len;
                Cover::Mask(start as u32)
            }
        };
        self.spans.push(Span { x0: x.start, x1: x.end, cover });
    }
}

/// `len` bytes of a span's mask from a column on.
#[inline(always)]
fn part<'a>(span: &Span, masks: &'a [u8], at: u32, from: u32, len: usize) -> &'a [u8] {
    let from = (at + (from - span.x0)) as usize;
    &masks[from..from + len]
}

/// Products of two slices of one length.
#[inline(always)]
fn multiply_all(a: &[u8], b: &[u8], out: &mut [u8]) {
    if let (Some(a_end), Some(b_end), Some(_)) = (a.last_chunk(), b.last_chunk(), out.last_chunk::<BLOCK>()) {
        let whole = a.as_chunks().0.iter().zip(b.as_chunks().0);
        for ((a, b), out) in whole.zip(out.as_chunks_mut().0) {
            multiply_block(a, b, out);
        }
        // Those at the end once more: that is less work than one by one.
        if let Some(out) = out.last_chunk_mut() {
            multiply_block(a_end, b_end, out);
        }
        return;
    }
    for ((&a, &b), out) in a.iter().zip(b).zip(out) {
        *out = multiply(a, b);
    }
}

/// Products at once.
const BLOCK: usize = 16;

#[inline(always)]
fn multiply_block(a: &[u8; BLOCK], b: &[u8; BLOCK], out: &mut [u8; BLOCK]) {
    for i in 0..BLOCK {
        // As `multiply`, in 16 bits: the upper half of a product, for which processors have an instruction.
        let t = u16::from(a[i]) * u16::from(b[i]) + 128;
        out[i] = ((u32::from(t) * 257) >> 16) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(x0: u32, x1: u32, cover: Cover) -> Span {
        Span { x0, x1, cover }
    }

    /// The coverage of each of 40 columns.
    fn columns((spans, masks): (&[Span], &[u8])) -> Vec<u8> {
        let mut out = vec![0; 40];
        for span in spans {
            assert!(span.x0 < span.x1);
            for x in span.x0..span.x1 {
                out[x as usize] = match span.cover {
                    Cover::Constant(cover) => cover,
                    Cover::Mask(at) => masks[(at + x - span.x0) as usize],
                };
            }
        }
        out
    }

    #[test]
    fn products_are_those_of_the_columns() {
        let masks_a: Vec<u8> = (0..30).map(|i| i * 7 + 3).collect();
        let masks_b: Vec<u8> = (0..30).map(|i| 255 - i * 5).collect();
        let a = [span(1, 5, Cover::Constant(255)), span(5, 20, Cover::Mask(2)), span(22, 30, Cover::Constant(100))];
        let b = [
            span(0, 3, Cover::Mask(0)),
            span(4, 7, Cover::Constant(255)),
            span(7, 12, Cover::Constant(1)),
            span(12, 28, Cover::Mask(5)),
        ];
        let (one, other) = (columns((&a, &masks_a)), columns((&b, &masks_b)));
        let expected: Vec<u8> = one.iter().zip(&other).map(|(&a, &b)| multiply(a, b)).collect();
        for level in simd::all() {
            let mut out = RowBuffer::at(level);
            out.intersect((&a, &masks_a), (&b, &masks_b));
            assert_eq!(columns(out.row()), expected);
            out.intersect((&b, &masks_b), (&a, &masks_a));
            assert_eq!(columns(out.row()), expected);
            out.intersect((&a, &masks_a), (&[], &[]));
            assert!(out.row().0.is_empty());
        }
    }

    #[test]
    fn every_product_of_two_masks_is_exact() {
        let row: Vec<u8> = (0..=255).collect();
        for level in simd::all() {
            let mut out = RowBuffer::at(level);
            for (len, constant) in (0..=255).flat_map(|cover| [(256, cover), (u32::from(cover % 41) + 1, cover)]) {
                let other = vec![constant; len as usize];
                let spans = [span(0, len, Cover::Mask(0))];
                out.intersect((&spans, &row), (&spans, &other));
                let expected: Vec<u8> = row[..len as usize].iter().map(|&cover| multiply(cover, constant)).collect();
                assert_eq!(out.row(), (&spans[..], &expected[..]));
                if constant > 0 {
                    out.intersect((&spans, &row), (&[span(0, len, Cover::Constant(constant))], &[]));
                    assert_eq!(out.row(), (&spans[..], &expected[..]));
                }
            }
        }
    }

    #[test]
    fn rows_left_out_are_empty() {
        let mut rows = Rows::default();
        rows.reset(10..15);
        RowSink::row(&mut rows, 11, &[span(0, 2, Cover::Mask(0))], &[3, 4]);
        RowSink::row(&mut rows, 13, &[span(1, 2, Cover::Mask(0))], &[9]);
        RowSink::row(&mut rows, 99, &[span(1, 2, Cover::Constant(9))], &[]);
        for y in [0, 9, 10, 12, 14, 15, 99] {
            assert!(rows.at(y).0.is_empty(), "{y}");
        }
        assert_eq!(rows.at(13), (&[span(1, 2, Cover::Mask(0))][..], &[9][..]));
        rows.reset(3..4);
        assert!(rows.at(3).0.is_empty());
    }
}
