//! From lines of clusters to positioned glyphs: alignment, visual order, justification, report.

use std::ops::Range;

use kurbo::Rect;

use super::flow::{BREAK, Cluster, Flow, IDEOGRAPHIC, INVISIBLE, Item, LIGATED, Line, SPACE, SpanInfo, TAB, TOFU};
use super::hit::TextCluster;
use super::ink::{InkCache, OpenFaces};
use super::lines::{visible_end, width};
use super::shape::tofu_width;
use super::{
    Align, Decoration, DecorationKind, FaceRange, GlyphRun, Paragraph, PlacedBox, PositionedGlyph, TextLayout,
    TextLine, tofu,
};
use crate::error::Error;
use crate::font::{Face, FaceIndex, FaceLookup, Instance};
use crate::watch::Watch;

/// Clusters between two looks at the watch.
const STRETCH: usize = 4096;

pub(super) struct Placer<'a, 'b> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) spans: &'b [SpanInfo<'a>],
    pub(super) fonts: &'b FaceLookup,
    pub(super) ink: &'b mut InkCache,
    pub(super) open: OpenFaces<'b>,
    pub(super) watch: &'b Watch,
    pub(super) segments: Vec<Segment>,
    pub(super) out: TextLayout,
    /// The glyph run that is being added to.
    pub(super) run: Option<OpenRun<'b>>,
    /// Span and extent of the lines and the background that are being drawn.
    pub(super) marked: Option<(u32, Range<f64>)>,
    /// Where glyphs cross its underline and its overline.
    pub(super) crossings: [Vec<(f64, f64)>; 2],
    /// Faces of the report's ranges.
    reported: Option<FaceIndex>,
    /// Clusters of the segment that is being drawn: about as many glyphs will come.
    expected: usize,
}

/// The last of the layout's glyph runs.
pub(super) struct OpenRun<'b> {
    span: u32,
    small: bool,
    pub(super) index: FaceIndex,
    pub(super) face: &'b Face,
    pub(super) instance: Instance,
    /// Px per font unit.
    pub(super) scale: f64,
}

/// Clusters of one item on one line.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    item: Item,
    first: usize,
    end: usize,
}

/// Where a line lies.
pub(super) struct Place {
    pub(super) index: usize,
    pub(super) baseline: f64,
    /// Space that justification adds, and the number of gaps among which it is shared.
    free: f64,
    pub(super) gaps: u32,
    /// What stands before the last tab stays where it is.
    stretches_from: usize,
    /// The cluster of the hyphen that a soft one at the end shows.
    hyphen: Option<usize>,
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
            marked: None,
            crossings: [Vec::new(), Vec::new()],
            reported: None,
            expected: 0,
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
        let advance = line_width(flow, line);
        let free = measure - advance;
        let mut place = Place {
            index: self.out.lines.len(),
            baseline: text_line.baseline,
            free: 0.0,
            gaps: 0,
            stretches_from: start,
            hyphen: line.hyphen.map(|index| index as usize),
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
        // A soft hyphen that shows one lies where that does.
        let end = end - usize::from(line.hyphen.is_some());
        let hanging = if line.tail.is_some() { visible..visible } else { visible..end };
        if line.right_to_left {
            self.hanging(flow, &place, hanging.clone(), text_line.x, true);
        }
        self.draw(flow, &place, text_line.x, start..visible)?;
        if !line.right_to_left {
            self.hanging(flow, &place, hanging, text_line.x + text_line.width, false);
        }
        self.out.lines.push(text_line);
        Ok(())
    }

    /// The line's segments in the order of the text.
    fn collect(&mut self, flow: &Flow, line: &Line, clusters: Range<usize>) {
        self.segments.clear();
        self.collect_range(flow, clusters);
        if let Some(index) = line.ellipsis.or(line.hyphen).map(|index| index as usize) {
            self.collect_range(flow, index..index + 1);
        }
        if let Some((first, end)) = line.tail {
            self.collect_range(flow, first as usize..end as usize);
        }
    }

    fn collect_range(&mut self, flow: &Flow, clusters: Range<usize>) {
        let mut at = clusters.start;
        while at < clusters.end {
            let item = flow.clusters.get(at).and_then(|cluster| flow.items.get(cluster.item as usize));
            let Some(item) = item else { break };
            let end = clusters.end.min((item.end as usize).max(at + 1));
            self.segments.push(Segment { item: *item, first: at, end });
            at = end;
        }
    }

    fn report(&mut self, flow: &Flow, line: &Range<usize>) {
        let start_of = |index: usize| flow.clusters.get(index).map_or(line.end, |cluster| cluster.start as usize);
        let in_line = |segment: &Segment| segment.item.literal.is_none() && start_of(segment.first) < line.end;
        let last = self.segments.iter().rposition(in_line);
        for (i, segment) in self.segments.iter().enumerate().filter(|(_, segment)| segment.item.literal.is_none()) {
            // The space and the line's break behind the last one belong to it.
            let end = if Some(i) == last { line.end } else { flow.end_of(segment.end as u32) };
            let text = start_of(segment.first)..end;
            let Some(span) = self.spans.get(segment.item.span as usize).filter(|span| span.inline.is_none()) else {
                continue;
            };
            let Some((index, face)) = segment.item.face.and_then(|index| Some((index, self.fonts.face(index)?))) else {
                continue;
            };
            match self.out.report.faces.last_mut() {
                Some(before) if self.reported == Some(index) && before.text.end == text.start => before.text.end = end,
                _ => self.out.report.faces.push(FaceRange { text: text.clone(), face: face.clone() }),
            }
            self.reported = Some(index);
            let instance = face.instance(&span.wishes());
            let report = &mut self.out.report;
            for (made_up, ranges) in [
                (instance.slanted, &mut report.slanted),
                (instance.emboldened, &mut report.emboldened),
                (segment.item.small, &mut report.small_caps),
            ] {
                match ranges.last_mut().filter(|_| made_up) {
                    Some(before) if before.end == text.start => before.end = end,
                    _ if made_up => ranges.push(text.clone()),
                    _ => {}
                }
            }
        }
    }

    fn draw(&mut self, flow: &Flow, place: &Place, x: f64, line: Range<usize>) -> Result<(), Error> {
        self.run = None;
        let extras = extras(flow, place, line.clone());
        let extra = |index: usize| index.checked_sub(line.start).and_then(|i| extras.get(i).copied()).unwrap_or(0.0);
        let mut pen = x;
        let segments = std::mem::take(&mut self.segments);
        for segment in &segments {
            let from = pen;
            let range = segment.first..segment.end;
            self.expected = range.len();
            self.begin_marks(place, segment.item.span, from);
            let (mut i, mut checked) = (0, 0);
            while i < range.len() {
                if i >= checked {
                    self.watch.check()?;
                    checked = i + STRETCH;
                }
                if place.gaps == 0 && !segment.item.is_right_to_left() {
                    let stretch = range.start + i..range.end.min(range.start + i + STRETCH);
                    let taken = self.stretch(flow, place, &segment.item, stretch, &mut pen);
                    i += taken;
                    if taken > 0 {
                        continue;
                    }
                }
                let index = if segment.item.is_right_to_left() { range.end - 1 - i } else { range.start + i };
                let Some(cluster) = flow.clusters.get(index) else { continue };
                let shown = !cluster.is(INVISIBLE);
                let advance = if shown { cluster.advance + extra(index) } else { 0.0 };
                if place.hyphen == Some(index) {
                    let (start, right_to_left) = (cluster.start as usize, segment.item.is_right_to_left());
                    let text = start..start + '\u{ad}'.len_utf8();
                    let line = place.index;
                    self.out.clusters.push(TextCluster { text, line, x: pen, width: advance, right_to_left });
                } else if segment.item.literal.is_none() {
                    self.note(flow, place, &segment.item, index, segment.end, (pen, advance));
                }
                if shown {
                    self.cluster(flow, place, &segment.item, index, cluster, pen, advance);
                    pen += advance;
                }
                i += 1;
            }
            if let Some((_, extent)) = &mut self.marked {
                extent.end = pen;
            }
        }
        self.segments = segments;
        self.end_marks(place);
        Ok(())
    }

    /// Notes where a cluster lies, and those whose glyphs are among its own.
    fn note(&mut self, flow: &Flow, place: &Place, item: &Item, index: usize, end: usize, (x, advance): (f64, f64)) {
        let Some(cluster) = flow.clusters.get(index) else { return };
        if cluster.is(LIGATED) && index > item.first as usize {
            return;
        }
        let is_part = |i: &usize| flow.clusters.get(*i).is_some_and(|cluster| cluster.is(LIGATED));
        let parts = 1 + (index + 1..end).take_while(is_part).count();
        let right_to_left = item.is_right_to_left();
        let inner = if parts > 1 { self.carets(flow, item, cluster, parts, advance) } else { Vec::new() };
        let mut left = 0.0;
        for i in 0..parts {
            let right = inner.get(i).copied().unwrap_or(advance);
            let part = if right_to_left { parts - 1 - i } else { i };
            let start = flow.clusters.get(index + part).map_or(0, |cluster| cluster.start as usize);
            self.out.clusters.push(TextCluster {
                text: start..flow.end_of((index + part) as u32 + 1),
                line: place.index,
                x: x + left,
                width: right - left,
                right_to_left,
            });
            left = right;
        }
    }

    /// Where the letters of a ligature part, in px from the left edge of its advance: where the font says, else at equal
    /// distances. Added space belongs to the last letter.
    fn carets(&self, flow: &Flow, item: &Item, cluster: &Cluster, parts: usize, advance: f64) -> Vec<f64> {
        let known = self.spans.get(item.span as usize).zip(item.face.and_then(|index| self.fonts.face(index)));
        let Some((span, face)) = known else { return (1..parts).map(|i| advance * i as f64 / parts as f64).collect() };
        let scale = span.size * item.scale() / f64::from(face.units_per_em());
        let glyphs = flow.glyphs_of(cluster);
        let own: f64 = glyphs.iter().map(|glyph| f64::from(glyph.advance) * scale).sum();
        let variation = face.instance(&span.wishes()).variation;
        let mut pen = 0.0;
        let said = glyphs.iter().filter(|glyph| glyph.id != TOFU).find_map(|glyph| {
            let origin = pen + f64::from(glyph.dx);
            pen += f64::from(glyph.advance);
            let carets = face.ligature_carets(glyph.id, parts - 1, &variation)?;
            let carets: Vec<f64> = carets.into_iter().map(|caret| (origin + caret) * scale).collect();
            let ordered = carets.is_sorted() && carets.iter().all(|caret| (0.0..=own).contains(caret));
            ordered.then_some(carets)
        });
        let mut carets = said.unwrap_or_else(|| (1..parts).map(|i| own * i as f64 / parts as f64).collect());
        // Added space stands behind the letters, which is on their left where they run to the left.
        let before = if item.is_right_to_left() { advance - own } else { 0.0 };
        carets.iter_mut().for_each(|caret| *caret = (*caret + before).clamp(0.0, advance.max(0.0)));
        carets
    }

    /// Notes the white space at a line's end, which hangs over it, and the line's break.
    fn hanging(&mut self, flow: &Flow, place: &Place, clusters: Range<usize>, edge: f64, right_to_left: bool) {
        let first = self.out.clusters.len();
        let mut x = edge;
        for index in clusters {
            let Some(cluster) = flow.clusters.get(index) else { continue };
            let width = if cluster.is(INVISIBLE) { 0.0 } else { cluster.advance.max(0.0) };
            x -= if right_to_left { width } else { 0.0 };
            self.out.clusters.push(TextCluster {
                text: cluster.start as usize..flow.end_of(index as u32 + 1),
                line: place.index,
                x,
                width,
                right_to_left,
            });
            x += if right_to_left { 0.0 } else { width };
        }
        if right_to_left && let Some(hanging) = self.out.clusters.get_mut(first..) {
            hanging.reverse();
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what is known of a cluster")]
    fn cluster(
        &mut self,
        flow: &Flow,
        place: &Place,
        item: &Item,
        number: usize,
        cluster: &Cluster,
        x: f64,
        advance: f64,
    ) {
        let Some(span) = self.spans.get(item.span as usize) else { return };
        let baseline = place.baseline - span.shift;
        if let Some((index, inline)) = span.inline {
            let top = baseline - span.inline_top();
            let rect = Rect::new(x, top, x + inline.width, top + inline.height);
            let text = cluster.start as usize..flow.end_of(number as u32 + 1);
            self.out.boxes.push(PlacedBox { index, text, rect, image: inline.image.clone(), line: place.index });
            return;
        }
        let fonts = self.fonts;
        let found = item.face.and_then(|index| Some((index, fonts.face(index)?)));
        let Some((index, face)) = found else {
            let wide = tofu_width(&self.paragraph.text, cluster.start, span.size * item.scale());
            self.tofu(flow, place, span, number, x..x + wide);
            return;
        };
        let scale = span.size * item.scale() / f64::from(face.units_per_em());
        let glyphs = flow.glyphs_of(cluster);
        let drawn: f64 = glyphs.iter().map(|glyph| f64::from(glyph.advance) * scale).sum();
        let spacing = advance - drawn;
        // Added space stands behind the cluster, which is on its left where it runs to the left.
        let mut pen = if item.is_right_to_left() { x + spacing } else { x };
        for (i, glyph) in glyphs.iter().enumerate() {
            let own = f64::from(glyph.advance) * scale;
            if glyph.id == TOFU {
                self.tofu(flow, place, span, number, pen..pen + own);
            } else {
                let carries_space = if item.is_right_to_left() { i == 0 } else { i + 1 == glyphs.len() };
                let positioned = PositionedGlyph {
                    id: glyph.id,
                    x: pen + f64::from(glyph.dx) * scale,
                    y: baseline - f64::from(glyph.dy) * scale,
                    advance: if carries_space { own + spacing } else { own },
                    cluster: cluster.start as usize,
                };
                if self.begin_run(place, item, index, face).is_some()
                    && let Some(run) = self.out.runs.last_mut()
                {
                    run.glyphs.push(positioned);
                }
            }
            pen += own;
        }
        self.skip(place, span, cluster.is(IDEOGRAPHIC), glyphs.len());
    }

    /// Goes on with a run of glyphs, or begins another.
    pub(super) fn begin_run(&mut self, place: &Place, item: &Item, index: FaceIndex, face: &'b Face) -> Option<()> {
        if self.run.as_ref().is_none_or(|run| (run.span, run.index, run.small) != (item.span, index, item.small)) {
            let span = self.spans.get(item.span as usize)?;
            let (instance, size) = (face.instance(&span.wishes()), span.size * item.scale());
            self.out.runs.push(GlyphRun {
                face: face.clone(),
                variation: instance.variation.clone(),
                size,
                slanted: instance.slanted,
                emboldened: instance.emboldened,
                paint: span.style.paint.clone(),
                line: place.index,
                glyphs: Vec::with_capacity(self.expected),
            });
            let scale = size / f64::from(face.units_per_em());
            self.run = Some(OpenRun { span: item.span, small: item.small, index, face, instance, scale });
        }
        Some(())
    }

    /// A frame in place of a missing glyph, as high as the em square, with the character's code point.
    fn tofu(&mut self, flow: &Flow, place: &Place, span: &SpanInfo<'_>, cluster: usize, extent: Range<f64>) {
        let Some(start) = flow.clusters.get(cluster).map(|cluster| cluster.start as usize) else { return };
        let text = self.paragraph.text.get(start..flow.end_of(cluster as u32 + 1));
        // Of a cluster, the character that is missing: not always the first.
        let first = flow.missing.partition_point(|(at, _)| *at < start);
        let missing = flow.missing.get(first).filter(|(at, _)| *at < start + text.map_or(0, str::len));
        let Some(character) = missing.map(|(_, c)| *c).or_else(|| text?.chars().next()) else { return };
        let baseline = place.baseline - span.shift;
        let (top, bottom) = (span.metrics.em_ascent * span.size, span.metrics.em_descent * span.size);
        let area = Rect::new(extent.start, baseline - top, extent.end, baseline - bottom);
        let paint = &span.style.paint;
        let (out, line) = (&mut self.out, place.index);
        tofu::frame(character, area, span.size, |rect, shape| {
            out.tofu.push(Decoration { rect, shape, paint: paint.clone(), kind: DecorationKind::Tofu, line });
        });
    }
}

/// Advances of what is seen of a line, its ellipsis and what follows it.
pub(super) fn line_width(flow: &Flow, line: &Line) -> f64 {
    let ellipsis = line.ellipsis.or(line.hyphen).and_then(|index| flow.clusters.get(index as usize));
    let tail = line.tail.map_or(0.0, |(first, end)| width(flow, first as usize, end as usize));
    let ellipsis = ellipsis.map_or(0.0, |cluster| cluster.advance);
    let (first, end) = (line.first as usize, line.end as usize);
    width(flow, first, end) + ellipsis + tail
}

/// What justification adds to the advance of each of a line's clusters; nothing where it adds none. What stands behind a
/// ligature is added to the cluster that has its glyph.
fn extras(flow: &Flow, place: &Place, line: Range<usize>) -> Vec<f64> {
    if place.gaps == 0 {
        return Vec::new();
    }
    let share = |number: u32| place.free * f64::from(number) / f64::from(place.gaps);
    let (mut extras, mut number, mut owner) = (vec![0.0; line.len()], 0, 0);
    // Gaps are numbered in the order of the text, before reordering takes it apart.
    for (i, index) in line.clone().enumerate() {
        let begins = flow.clusters.get(index).is_some_and(|cluster| {
            let first = flow.items.get(cluster.item as usize).is_some_and(|item| item.first as usize == index);
            !cluster.is(INVISIBLE) && (first || !cluster.is(LIGATED))
        });
        if begins {
            owner = i;
        }
        if index >= place.stretches_from && is_gap(flow, index, line.end) {
            number += 1;
            if let Some(extra) = extras.get_mut(owner) {
                *extra += share(number) - share(number - 1);
            }
        }
    }
    extras
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
