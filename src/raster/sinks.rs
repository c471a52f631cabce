//! Where coverage goes: onto a surface, through a clip.

use std::ops::Range;

use crate::composite::{Compositor, Shader, Surface};
use crate::coverage::{Cover, Mask, RowBuffer, RowSink, Rows, Span};

/// Rows in a paint, onto a surface.
pub(super) struct Direct<'a> {
    pub(super) compositor: &'a mut Compositor,
    pub(super) surface: Surface<'a>,
    pub(super) shader: &'a Shader,
}

impl RowSink for Direct<'_> {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        self.compositor.row(&mut self.surface, self.shader, y, spans, masks);
    }
}

/// Rows through a clip.
pub(super) struct Clipped<'a, S> {
    pub(super) direct: S,
    pub(super) clip: &'a Rows,
    pub(super) row: &'a mut RowBuffer,
}

impl<S: RowSink> RowSink for Clipped<'_, S> {
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        let clip = self.clip.at(y);
        if let [Span { x0, x1, cover: Cover::Constant(255) }] = clip.0
            && spans.first().is_some_and(|span| span.x0 >= *x0)
            && spans.last().is_some_and(|span| span.x1 <= *x1)
        {
            return self.direct.row(y, spans, masks);
        }
        self.row.intersect((spans, masks), clip);
        if !self.row.spans.is_empty() {
            self.direct.row(y, &self.row.spans, &self.row.masks);
        }
    }
}

/// Puts a glyph's mask, its top left pixel at `(x, y)`, onto a surface through a clip, in the canvas rows `rows`.
pub(super) fn blit_clipped(
    direct: &mut Direct<'_>,
    mask: &Mask,
    (x, y): (i32, i32),
    rows: &Range<u32>,
    clip: &Rows,
    row: &mut RowBuffer,
) {
    let clamp = |v: i64, max: u32| v.clamp(0, i64::from(max)) as u32;
    let (x0, x1) =
        (clamp(i64::from(x), direct.surface.width), clamp(i64::from(x) + i64::from(mask.width), direct.surface.width));
    let (y0, y1) =
        (clamp(i64::from(y), rows.end).max(rows.start), clamp(i64::from(y) + i64::from(mask.height), rows.end));
    if x0 >= x1 {
        return;
    }
    for at in y0..y1 {
        let start = (i64::from(at) - i64::from(y)) as usize * mask.width as usize;
        let skipped = (i64::from(x0) - i64::from(x)) as usize;
        let bytes = &mask.data[start + skipped..start + skipped + (x1 - x0) as usize];
        row.intersect((&[Span { x0, x1, cover: Cover::Mask(0) }], bytes), clip.at(at));
        if !row.spans.is_empty() {
            direct.row(at, &row.spans, &row.masks);
        }
    }
}
