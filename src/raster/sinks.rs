//! Where coverage goes: onto a surface, through a clip.

use std::ops::Range;

use crate::composite::{Compositor, Shader, Surface};
use crate::coverage::{Cover, RowBuffer, RowSink, Rows, Span, SpannedRow};

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

    fn rows(&mut self, rows: Range<u32>, spans: &[Span], masks: &[u8]) {
        self.compositor.rows(&mut self.surface, self.shader, rows, spans, masks);
    }

    fn several(&mut self, rows: &[SpannedRow], down: u32, spans: &[Span], masks: &[u8]) {
        self.compositor.several(&mut self.surface, self.shader, (rows, down), spans, masks);
    }

    fn block(&mut self, (x, y): (u32, u32), _: u32, stride: usize, masks: &[u8]) {
        self.compositor.mask(&mut self.surface, self.shader, (x as i32, y as i32), stride as u32, masks);
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
        let (Some(Span { x0, .. }), Some(Span { x1, .. })) = (spans.first(), spans.last()) else { return };
        // Of the clip what lies among the spans. Either is often one span that lets all of the other through.
        let (clip, clip_masks) = self.clip.at(y);
        let from = clip.partition_point(|span| span.x1 <= *x0);
        let to = from + clip[from..].partition_point(|span| span.x0 < *x1);
        let clip = &clip[from..to];
        let (Some(first), Some(last)) = (clip.first(), clip.last()) else { return };
        match (spans, clip) {
            (_, [Span { cover: Cover::Constant(255), .. }]) if first.x0 <= *x0 && last.x1 >= *x1 => {
                return self.direct.row(y, spans, masks);
            }
            ([Span { cover: Cover::Constant(255), .. }], _) if first.x0 >= *x0 && last.x1 <= *x1 => {
                return self.direct.row(y, clip, clip_masks);
            }
            _ => self.row.intersect((spans, masks), (clip, clip_masks)),
        }
        let (spans, masks) = self.row.row();
        if !spans.is_empty() {
            self.direct.row(y, spans, masks);
        }
    }
}

/// Puts a glyph's mask, its top left pixel at `(x, y)`, onto a surface through a clip, in the canvas rows `rows`.
pub(super) fn blit_clipped(
    direct: &mut Direct<'_>,
    (mask, width): (&[u8], u32),
    (x, y): (i32, i32),
    rows: &Range<u32>,
    clip: &Rows,
) {
    let clamp = |v: i64| v.clamp(i64::from(rows.start), i64::from(rows.end)) as u32;
    let top = clamp(i64::from(y));
    let skipped = (i64::from(top) - i64::from(y)) as usize * width as usize;
    let lines = mask.get(skipped..).unwrap_or_default().chunks_exact(width.max(1) as usize);
    for (at, bytes) in (top..rows.end).zip(lines) {
        direct.compositor.mask_row(&mut direct.surface, direct.shader, (x, at), bytes, clip.at(at));
    }
}
