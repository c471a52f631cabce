//! From lines of clusters to positioned glyphs: alignment, visual order, justification, decorations, report.

use std::ops::Range;

use kurbo::Rect;

use super::flow::{BREAK, Cluster, Flow, Glyph, IDEOGRAPHIC, INVISIBLE, Item, Line, SPACE, SpanInfo, TAB, TOFU};
use super::ink::{InkCache, OpenFaces};
use super::lines::{visible_end, width};
use super::{Align, Decoration, DecorationKind, FaceRange, GlyphRun, Paragraph, PositionedGlyph, TextLayout, TextLine};
use crate::error::Error;
use crate::font::{Face, FaceIndex, FaceLookup, SLANT};
use crate::watch::Watch;

/// Least thickness of an underline or strikethrough, in em: some fonts give none.
const LEAST_LINE: f64 = 1.0 / 32.0;
/// Thickness of the frame in place of a missing glyph, and the space around it, in em.
const TOFU_LINE: f64 = 1.0 / 20.0;

pub(super) struct Placer<'a, 'b> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) spans: &'b [SpanInfo<'a>],
    pub(super) fonts: &'b FaceLookup,
    pub(super) ink: &'b mut InkCache,
    open: OpenFaces<'b>,
    pub(super) watch: &'b Watch,
    pub(super) segments: Vec<Segment>,
    pub(super) out: TextLayout,
    /// Span and face of the glyph run that is being added to.
    run: Option<(u32, FaceIndex)>,
    /// Span and extent of the underline or strikethrough that is being drawn.
    stroke: Option<(u32, Range<f64>)>,
    /// Faces of the report's ranges.
    reported: Option<FaceIndex>,
}

/// Clusters of one item on one line.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    item: Item,
    first: usize,
    end: usize,
}

/// Where a line lies.
struct Place {
    index: usize,
    baseline: f64,
    /// Space that justification adds, and the number of gaps among which it is shared.
    free: f64,
    gaps: u32,
    /// What stands before the last tab stays where it is.
    stretches_from: usize,
}

impl<'a, 'b> Placer<'a, 'b> {
    pub(super) fn new(
        paragraph: &'a Paragraph,
        spans: &'b [SpanInfo<'a>],
        fonts: &'b FaceLookup,
        ink: &'b mut InkCache,
        watch: &'b Watch,
    ) -> Self {
        let out = TextLayout::empty();
        Self {
            paragraph,
            spans,
            fonts,
            ink,
            open: OpenFaces::default(),
            watch,
            segments: Vec::new(),
            out,
            run: None,
            stroke: None,
            reported: None,
        }
    }

    /// Puts a line whose box is known at its place: `line.x` is the left edge of the space of `measure` px it stands in.
    pub(super) fn line(
        &mut self,
        flow: &Flow,
        line: &Line,
        measure: f64,
        mut text_line: TextLine,
    ) -> Result<(), Error> {
        let (start, end) = (line.first as usize, line.end as usize);
        let visible = visible_end(flow, start, end);
        let ellipsis = line.ellipsis.or(line.hyphen).and_then(|index| flow.clusters.get(index as usize));
        let advance = width(flow, start, end) + ellipsis.map_or(0.0, |cluster| cluster.advance);
        let free = measure - advance;
        let mut place = Place {
            index: self.out.lines.len(),
            baseline: text_line.baseline,
            free: 0.0,
            gaps: 0,
            stretches_from: start,
        };
        text_line.width = advance;
        if self.paragraph.align == Align::Justify && line.wrapped && free > 0.0 {
            let is_tab = |&index: &usize| flow.clusters.get(index).is_some_and(|cluster| cluster.is(TAB));
            place.stretches_from = (start..visible).rfind(is_tab).map_or(start, |tab| tab + 1);
            place.gaps = (place.stretches_from..visible).filter(|&index| is_gap(flow, index, visible)).count() as u32;
        }
        let at_end = match self.paragraph.align {
            Align::Start | Align::Justify => line.right_to_left,
            Align::End => !line.right_to_left,
            Align::Center => false,
        };
        if place.gaps > 0 {
            place.free = free;
            text_line.width = measure;
        } else if self.paragraph.align == Align::Center {
            text_line.x += free.max(0.0) / 2.0;
        } else if at_end {
            // What is too wide leaves the box where the line ends.
            text_line.x += if line.right_to_left { free } else { free.max(0.0) };
        }
        self.collect(flow, line, start..visible);
        self.report(flow, &text_line.text);
        reorder(&mut self.segments);
        self.draw(flow, &place, text_line.x, start..visible)?;
        self.out.lines.push(text_line);
        Ok(())
    }

    /// The line's segments in the order of the text.
    fn collect(&mut self, flow: &Flow, line: &Line, clusters: Range<usize>) {
        self.segments.clear();
        let mut at = clusters.start;
        while at < clusters.end {
            let item = flow.clusters.get(at).and_then(|cluster| flow.items.get(cluster.item as usize));
            let Some(item) = item else { break };
            let end = clusters.end.min((item.end as usize).max(at + 1));
            self.segments.push(Segment { item: *item, first: at, end });
            at = end;
        }
        let ellipsis = line.ellipsis.or(line.hyphen).map(|index| index as usize);
        if let Some(index) = ellipsis
            && let Some(item) = flow.clusters.get(index).and_then(|cluster| flow.items.get(cluster.item as usize))
        {
            self.segments.push(Segment { item: *item, first: index, end: index + 1 });
        }
    }

    fn report(&mut self, flow: &Flow, line: &Range<usize>) {
        let start_of = |index: usize| flow.clusters.get(index).map_or(line.end, |cluster| cluster.start as usize);
        let last = self.segments.iter().rposition(|segment| segment.item.literal.is_none());
        for (i, segment) in self.segments.iter().enumerate().filter(|(_, segment)| segment.item.literal.is_none()) {
            // The space and the line's break behind the last one belong to it.
            let end = if Some(i) == last { line.end } else { start_of(segment.end) };
            let text = start_of(segment.first)..end;
            let Some((index, face)) = segment.item.face.and_then(|index| Some((index, self.fonts.face(index)?))) else {
                continue;
            };
            match self.out.report.faces.last_mut() {
                Some(before) if self.reported == Some(index) && before.text.end == text.start => before.text.end = end,
                _ => self.out.report.faces.push(FaceRange { text: text.clone(), face: face.clone() }),
            }
            self.reported = Some(index);
            if is_slanted(self.spans, &segment.item, face) {
                match self.out.report.slanted.last_mut() {
                    Some(before) if before.end == text.start => before.end = end,
                    _ => self.out.report.slanted.push(text),
                }
            }
        }
    }

    fn draw(&mut self, flow: &Flow, place: &Place, x: f64, line: Range<usize>) -> Result<(), Error> {
        self.run = None;
        // Gaps are numbered in the order of the text, before reordering takes it apart.
        let mut gap_numbers = Vec::new();
        if place.gaps > 0 {
            let mut number = 0;
            gap_numbers.extend(line.clone().map(|index| {
                let gap = index >= place.stretches_from && is_gap(flow, index, line.end);
                number += u32::from(gap);
                gap.then_some(number)
            }));
        }
        let extra = |index: usize| {
            let number = index.checked_sub(line.start).and_then(|i| gap_numbers.get(i).copied()).flatten();
            let share = |number: u32| place.free * f64::from(number) / f64::from(place.gaps);
            number.map_or(0.0, |number| share(number) - share(number - 1))
        };
        let mut pen = x;
        let segments = std::mem::take(&mut self.segments);
        for segment in &segments {
            let from = pen;
            let range = segment.first..segment.end;
            for i in 0..range.len() {
                if i % 4096 == 0 {
                    self.watch.check()?;
                }
                let index = if segment.item.is_right_to_left() { range.end - 1 - i } else { range.start + i };
                if let Some(cluster) = flow.clusters.get(index).filter(|cluster| !cluster.is(INVISIBLE)) {
                    let advance = cluster.advance + extra(index);
                    self.cluster(flow, place, &segment.item, cluster, pen, advance);
                    pen += advance;
                }
            }
            self.stroke(place, segment.item.span, from..pen);
        }
        self.segments = segments;
        self.end_stroke(place);
        Ok(())
    }

    fn cluster(&mut self, flow: &Flow, place: &Place, item: &Item, cluster: &Cluster, x: f64, advance: f64) {
        let Some(span) = self.spans.get(item.span as usize) else { return };
        let size = span.style.size;
        let fonts = self.fonts;
        let found = item.face.and_then(|index| Some((index, fonts.face(index)?)));
        let Some((index, face)) = found else {
            let wide = cluster.advance - span.style.letter_spacing;
            self.frame(span, x, place.baseline, wide);
            return;
        };
        let scale = size / f64::from(face.units_per_em());
        let glyphs = flow.glyphs_of(cluster);
        let drawn: f64 = glyphs.iter().map(|glyph| f64::from(glyph.advance) * scale).sum();
        let spacing = advance - drawn;
        // Added space stands behind the cluster, which is on its left where it runs to the left.
        let mut pen = if item.is_right_to_left() { x + spacing } else { x };
        for (i, glyph) in glyphs.iter().enumerate() {
            let own = f64::from(glyph.advance) * scale;
            if glyph.id == TOFU {
                self.frame(span, pen, place.baseline, own);
            } else {
                let carries_space = if item.is_right_to_left() { i == 0 } else { i + 1 == glyphs.len() };
                let positioned = PositionedGlyph {
                    id: glyph.id,
                    x: pen + f64::from(glyph.dx) * scale,
                    y: place.baseline - f64::from(glyph.dy) * scale,
                    advance: if carries_space { own + spacing } else { own },
                    cluster: cluster.start as usize,
                };
                self.glyph(place, item, index, face, glyph, positioned);
            }
            pen += own;
        }
    }

    fn glyph(
        &mut self,
        place: &Place,
        item: &Item,
        index: FaceIndex,
        face: &'b Face,
        glyph: &Glyph,
        positioned: PositionedGlyph,
    ) {
        let Some(span) = self.spans.get(item.span as usize) else { return };
        let style = span.style;
        let slanted = is_slanted(self.spans, item, face);
        if self.run != Some((item.span, index)) {
            self.run = Some((item.span, index));
            self.out.runs.push(GlyphRun {
                face: face.clone(),
                weight: style.weight,
                size: style.size,
                slanted,
                paint: style.paint.clone(),
                line: place.index,
                glyphs: Vec::new(),
            });
        }
        if let Some([left, bottom, right, top]) =
            self.ink.bounds(&mut self.open, index, face, face.outline_weight(style.weight), glyph.id)
        {
            let scale = style.size / f64::from(face.units_per_em());
            let slant = |y: f32| if slanted { f64::from(y) * SLANT } else { 0.0 };
            let ink = Rect::new(
                positioned.x + (f64::from(left) + slant(bottom)) * scale,
                positioned.y - f64::from(top) * scale,
                positioned.x + (f64::from(right) + slant(top)) * scale,
                positioned.y - f64::from(bottom) * scale,
            );
            self.out.add_ink(ink);
        }
        if let Some(run) = self.out.runs.last_mut() {
            run.glyphs.push(positioned);
        }
    }

    /// A frame in place of a missing glyph, as high as the em square.
    fn frame(&mut self, span: &SpanInfo<'_>, x: f64, baseline: f64, advance: f64) {
        let line = TOFU_LINE * span.style.size;
        let (left, right) = (x + line, x + advance - line);
        let top = baseline - span.metrics.em_ascent * span.style.size + line;
        let bottom = baseline - span.metrics.em_descent * span.style.size - line;
        if right - left <= 2.0 * line {
            return;
        }
        // Four bars that do not overlap: paints may be translucent.
        for rect in [
            Rect::new(left, top, right, top + line),
            Rect::new(left, bottom - line, right, bottom),
            Rect::new(left, top + line, left + line, bottom - line),
            Rect::new(right - line, top + line, right, bottom - line),
        ] {
            self.out.add_ink(rect);
            let paint = span.style.paint.clone();
            self.out.tofu.push(Decoration { rect, paint, kind: DecorationKind::Tofu });
        }
    }

    /// Goes on with the lines under and through a span, or begins others.
    fn stroke(&mut self, place: &Place, span: u32, extent: Range<f64>) {
        match &mut self.stroke {
            Some((before, drawn)) if *before == span => drawn.end = extent.end,
            _ => {
                self.end_stroke(place);
                self.stroke = Some((span, extent));
            }
        }
    }

    fn end_stroke(&mut self, place: &Place) {
        let Some((span, extent)) = self.stroke.take() else { return };
        let Some(SpanInfo { style, metrics, .. }) = self.spans.get(span as usize) else { return };
        let under = (DecorationKind::Underline, metrics.underline_position, metrics.underline_thickness);
        let through = (DecorationKind::Strikethrough, metrics.strikethrough_position, metrics.strikethrough_thickness);
        for (wanted, (kind, position, thickness)) in [(style.underline, under), (style.strikethrough, through)] {
            if wanted && extent.end > extent.start {
                let centre = place.baseline - position * style.size;
                let half = thickness.max(LEAST_LINE) * style.size / 2.0;
                let rect = Rect::new(extent.start, centre - half, extent.end, centre + half);
                self.out.add_ink(rect);
                self.out.decorations.push(Decoration { rect, paint: style.paint.clone(), kind });
            }
        }
    }
}

fn is_slanted(spans: &[SpanInfo<'_>], item: &Item, face: &Face) -> bool {
    spans.get(item.span as usize).is_some_and(|span| span.style.italic && !face.italic())
}

/// Whether justification makes space behind a cluster: behind spaces, and beside ideographs where a line might end (so that
/// punctuation stays with what it belongs to).
fn is_gap(flow: &Flow, index: usize, end: usize) -> bool {
    let Some(next) = flow.clusters.get(index + 1).filter(|_| index + 1 < end) else { return false };
    flow.clusters.get(index).is_some_and(|cluster| {
        !cluster.is(INVISIBLE)
            && (cluster.is(SPACE)
                || (!next.is(SPACE) && next.is(BREAK) && (cluster.is(IDEOGRAPHIC) || next.is(IDEOGRAPHIC))))
    })
}

/// Visual order (<https://www.unicode.org/reports/tr9/#L2>): from the highest level to the lowest odd one, what is on it
/// or above is reversed.
fn reorder(segments: &mut [Segment]) {
    let level = |segment: &Segment| segment.item.level;
    let highest = segments.iter().map(level).max().unwrap_or(0);
    let lowest_odd = segments.iter().map(level).filter(|level| level & 1 == 1).min().unwrap_or(u8::MAX);
    for reversed in (lowest_odd..=highest).rev() {
        for run in segments.chunk_by_mut(|a, b| (level(a) >= reversed) == (level(b) >= reversed)) {
            if run.first().is_some_and(|segment| level(segment) >= reversed) {
                run.reverse();
            }
        }
    }
}
