//! A span's lines and its background as they are drawn, with gaps where ink crosses them.

use kurbo::Rect;

use super::flow::SpanInfo;
use super::marks::{marks, skips_ink};
use super::place::{Place, Placer};
use super::{Decoration, DecorationKind, DecorationShape};
use crate::font::SLANT;

impl Placer<'_, '_> {
    /// Goes on with the lines and the background of a span, or begins others.
    pub(super) fn begin_marks(&mut self, place: &Place, span: u32, from: f64) {
        if self.marked.as_ref().is_none_or(|(before, _)| *before != span) {
            self.end_marks(place);
            self.marked = Some((span, from..from));
        }
    }

    /// Notes where the glyphs added last cross their span's lines.
    pub(super) fn skip(&mut self, place: &Place, span: &SpanInfo<'_>, ideographic: bool, count: usize) {
        if !(span.style.underline || span.style.overline) || !skips_ink(span, ideographic) {
            return;
        }
        let (Some(glyphs), Some(run)) = (self.out.runs.last(), &self.run) else { return };
        let (face, instance, scale) = (run.face, &run.instance, run.scale);
        let table = self.ink.table(run.index, instance);
        let slant = if instance.slanted { SLANT } else { 0.0 };
        for mark in marks(span, place.baseline - span.shift) {
            let kept = match mark.kind {
                DecorationKind::Underline => &mut self.crossings[0],
                DecorationKind::Overline => &mut self.crossings[1],
                _ => continue,
            };
            for glyph in glyphs.glyphs.iter().rev().take(count) {
                let (low, high) = ((glyph.y - mark.bottom) / scale, (glyph.y - mark.top) / scale);
                let [_, bottom, _, top] = self.ink.bounds(table, &mut self.open, face, instance, glyph.id);
                let near = f64::from(top) >= low && f64::from(bottom) <= high;
                let boxes = near.then(|| self.open.boxes(run.index, face, instance)).flatten();
                if let Some((left, right)) = boxes.and_then(|boxes| boxes.crossing(glyph.id, low, high, slant)) {
                    kept.push((glyph.x + left * scale, glyph.x + right * scale));
                }
            }
        }
    }

    pub(super) fn end_marks(&mut self, place: &Place) {
        let mut crossings = std::mem::take(&mut self.crossings);
        let ended = self.marked.take().and_then(|(span, extent)| Some((self.spans.get(span as usize)?, extent)));
        if let Some((span, extent)) = ended.filter(|(_, extent)| extent.end > extent.start) {
            let (style, baseline, line) = (span.style, place.baseline - span.shift, place.index);
            let out = &mut self.out;
            let mut add = |rect: Rect, shape: DecorationShape, paint, kind| {
                out.decorations.push(Decoration { rect, shape, paint, kind, line });
            };
            if let Some(paint) = &style.background {
                let (ascent, descent) = (span.metrics.ascent * span.size, span.metrics.descent * span.size);
                let rect = Rect::new(extent.start, baseline - ascent, extent.end, baseline - descent);
                add(rect, DecorationShape::Filled, paint.clone(), DecorationKind::Background);
            }
            let paint = style.decoration.paint.as_ref().unwrap_or(&style.paint);
            for mark in marks(span, baseline) {
                let ink = match mark.kind {
                    DecorationKind::Underline => crossings[0].as_mut_slice(),
                    DecorationKind::Overline => crossings[1].as_mut_slice(),
                    _ => &mut [],
                };
                for piece in mark.pieces(extent.clone(), ink) {
                    mark.draw(style.decoration.line, piece, |rect, shape| add(rect, shape, paint.clone(), mark.kind));
                }
            }
        }
        crossings.iter_mut().for_each(Vec::clear);
        self.crossings = crossings;
    }
}
