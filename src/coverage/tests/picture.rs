//! Spans as pixels.

use std::ops::Range;

use crate::coverage::span::mask_bytes;
use crate::coverage::{Cover, RowSink, Shape, Span, Sweeper};
use crate::outline::Polygons;
use crate::paint::FillRule;
use crate::watch::Watch;

/// A picture of coverage, which checks on the way that spans are as they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) data: Vec<u8>,
    /// What each row was given.
    pub(super) rows: Vec<(u32, Vec<Span>, Vec<u8>)>,
    columns: Range<u32>,
}

impl Picture {
    pub(super) fn new(width: u32, height: u32, columns: Range<u32>) -> Self {
        Self { width: width as usize, data: vec![0; (width * height) as usize], rows: Vec::new(), columns }
    }

    /// The columns that spans may be in.
    pub(super) fn set_columns(&mut self, columns: Range<u32>) {
        self.columns = columns;
    }
}

impl RowSink for Picture {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        assert!(self.rows.last().is_none_or(|last| last.0 < y), "rows from the top");
        assert!(!spans.is_empty());
        let mut end = self.columns.start;
        for span in spans {
            assert!(end <= span.x0 && span.x0 < span.x1 && span.x1 <= self.columns.end, "{spans:?}");
            end = span.x1;
            let row = &mut self.data[y as usize * self.width..][..self.width];
            let pixels = &mut row[span.x0 as usize..span.x1 as usize];
            match span.cover {
                Cover::Constant(cover) => {
                    assert!(cover > 0);
                    pixels.fill(cover);
                }
                Cover::Mask(at) => pixels.copy_from_slice(&masks[at as usize..][..pixels.len()]),
            }
        }
        self.rows.push((y, spans.to_vec(), masks[..mask_bytes(spans)].to_vec()));
    }
}

/// The coverage of polygons, swept in bands that end at `cuts`.
pub(super) fn picture(polygons: &Polygons, rule: FillRule, width: u32, height: u32, cuts: &[u32]) -> Picture {
    picture_by(&mut Sweeper::default(), polygons, rule, width, height, cuts)
}

/// The coverage of polygons, by a sweeper that may have been used before.
pub(super) fn picture_by(
    sweeper: &mut Sweeper,
    polygons: &Polygons,
    rule: FillRule,
    width: u32,
    height: u32,
    cuts: &[u32],
) -> Picture {
    let watch = Watch::default();
    let mut out = Picture::new(width, height, 0..0);
    let Some(shape) = Shape::new(polygons, rule, width, height, &watch).unwrap() else { return out };
    assert!(shape.rows().end <= height && shape.columns().end <= width);
    out.columns = shape.columns();
    let mut from = 0;
    for &to in cuts.iter().chain([&height]) {
        sweeper.sweep(&shape, from..to, &mut out, &watch).unwrap();
        from = to;
    }
    out
}
