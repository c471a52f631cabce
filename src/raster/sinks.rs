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
pub(super) fn blit_clipped(direct: &mut Direct<'_>, mask: &Mask, (x, y): (i32, i32), rows: &Range<u32>, clip: &Rows) {
    let clamp = |v: i64| v.clamp(i64::from(rows.start), i64::from(rows.end)) as u32;
    for at in clamp(i64::from(y))..clamp(i64::from(y) + i64::from(mask.height)) {
        let start = (i64::from(at) - i64::from(y)) as usize * mask.width as usize;
        let bytes = &mask.data[start..start + mask.width as usize];
        direct.compositor.mask_row(&mut direct.surface, direct.shader, (x, at), bytes, clip.at(at));
    }
}
