//! [`Rows`]: the coverage of a clip in the rows of a band, kept as spans; [`RowBuffer`]: one row of coverage, made of two.

use std::ops::Range;

use super::span::{Cover, RowSink, Span};
use crate::alpha::multiply;

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
        self.masks.extend_from_slice(masks);
        self.starts.push((self.spans.len() as u32, self.masks.len() as u32));
    }
}

/// One row of coverage.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    pub(crate) spans: Vec<Span>,
    pub(crate) masks: Vec<u8>,
}

impl RowBuffer {
    /// Becomes the product of two rows of coverage, each product rounded exactly.
    pub(crate) fn intersect(&mut self, a: (&[Span], &[u8]), b: (&[Span], &[u8])) {
        self.spans.clear();
        self.masks.clear();
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

    fn product(&mut self, x: Range<u32>, a: (&Span, &[u8]), b: (&Span, &[u8])) {
        let start = self.masks.len() as u32;
        let len = (x.end - x.start) as usize;
        let part = |span: &Span, masks: &'_ [u8], at: u32| {
            let from = (at + (x.start - span.x0)) as usize;
            // A copy of the range, so that the borrow is the caller's.
            from..(from + len).min(masks.len())
        };
        let cover = match (a.0.cover, b.0.cover) {
            (Cover::Constant(a), Cover::Constant(b)) => match multiply(a, b) {
                0 => return,
                cover => Cover::Constant(cover),
            },
            (Cover::Constant(constant), Cover::Mask(at)) | (Cover::Mask(at), Cover::Constant(constant)) => {
                let (span, masks) = if matches!(a.0.cover, Cover::Mask(_)) { a } else { b };
                let bytes = &masks[part(span, masks, at)];
                if constant == 255 {
                    self.masks.extend_from_slice(bytes);
                } else {
                    self.masks.extend(bytes.iter().map(|&cover| multiply(cover, constant)));
                }
                Cover::Mask(start)
            }
            (Cover::Mask(at_a), Cover::Mask(at_b)) => {
                let (one, other) = (&a.1[part(a.0, a.1, at_a)], &b.1[part(b.0, b.1, at_b)]);
                self.masks.extend(one.iter().zip(other).map(|(&a, &b)| multiply(a, b)));
                Cover::Mask(start)
            }
        };
        self.spans.push(Span { x0: x.start, x1: x.end, cover });
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
        let mut out = RowBuffer::default();
        out.intersect((&a, &masks_a), (&b, &masks_b));
        let (one, other) = (columns((&a, &masks_a)), columns((&b, &masks_b)));
        let expected: Vec<u8> = one.iter().zip(&other).map(|(&a, &b)| multiply(a, b)).collect();
        assert_eq!(columns((&out.spans, &out.masks)), expected);
        out.intersect((&b, &masks_b), (&a, &masks_a));
        assert_eq!(columns((&out.spans, &out.masks)), expected);
        out.intersect((&a, &masks_a), (&[], &[]));
        assert!(out.spans.is_empty());
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
