//! [`TextContext`]: one canvas's layout, from paragraph to positioned glyphs.

use icu_segmenter::LineSegmenterBorrowed;

use super::boxes::inline_box;
use super::flow::{FORCED, Flow, Line, SpanInfo};
use super::ink::InkCache;
use super::itemize::{Itemizer, block_end};
use super::lines::Breaker;
use super::place::Placer;
use super::shape::{Pass, Shaper, Source};
use super::validate::validate;
use super::{Baseline, Paragraph, TextAnchor, TextLayout, TextLine, breaks, ellipsis};
use crate::error::Error;
use crate::font::{Charmaps, FaceLookup, FontLibrary};
use crate::limits::Limits;
use crate::watch::Watch;

/// Spans resolved between two looks at the watch.
const SPANS_PER_CHECK: usize = 64;

/// What layouts of one canvas share: scratch memory, shapers, look-ups. All of it is bounded, and none of it shows in a
/// layout.
pub(crate) struct TextContext {
    fonts: FaceLookup,
    shaper: Shaper,
    segmenter: LineSegmenterBorrowed<'static>,
    flow: Flow,
    ink: InkCache,
}

impl std::fmt::Debug for TextContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextContext").finish_non_exhaustive()
    }
}

impl TextContext {
    pub(crate) fn new(fonts: &FontLibrary) -> Self {
        Self {
            fonts: FaceLookup::new(fonts),
            shaper: Shaper::default(),
            segmenter: breaks::segmenter(),
            flow: Flow::default(),
            ink: InkCache::new(),
        }
    }

    /// Lays a paragraph out. An empty text has no lines; else there is one line more than there are line breaks, so that a
    /// break at the end is followed by an empty line.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for a number out of range, [`Error::LimitExceeded`] for a long text, [`Error::NoFont`] for
    /// text without a font, [`Error::MissingGlyph`] where the paragraph asks for it, and those of the watch.
    pub(crate) fn layout(
        &mut self,
        fonts: &FontLibrary,
        paragraph: &Paragraph,
        limits: &Limits,
        watch: &Watch,
    ) -> Result<TextLayout, Error> {
        validate(paragraph, limits)?;
        watch.check()?;
        if paragraph.text.is_empty() {
            return Ok(TextLayout::empty());
        }
        if fonts.is_empty() {
            return Err(Error::NoFont);
        }
        let same_library = self.fonts.begin(fonts);
        if !same_library {
            self.ink.clear();
        }
        self.shaper.begin(same_library);
        self.flow.clear();
        let spans = self.spans(paragraph, watch)?;
        self.fill_lines(fonts, paragraph, &spans, watch)?;
        self.place(paragraph, &spans, watch)
    }

    fn spans<'a>(&mut self, paragraph: &'a Paragraph, watch: &Watch) -> Result<Vec<SpanInfo<'a>>, Error> {
        let mut spans = Vec::with_capacity(paragraph.spans.len());
        for (range, style) in paragraph.spans() {
            if spans.len().is_multiple_of(SPANS_PER_CHECK) {
                watch.check()?;
            }
            let chain = self.fonts.chain(&style.families, style.weight, style.italic);
            let first = self.fonts.first(chain).and_then(|index| self.fonts.face(index));
            let metrics = first.ok_or(Error::NoFont)?.metrics();
            let (above, below) = inline_box(style, &metrics, paragraph.line_height);
            let language = self.shaper.language(style.language.as_ref());
            spans.push(SpanInfo { style, end: range.end, chain, language, metrics, above, below });
        }
        Ok(spans)
    }

    /// Block by block: clusters and items, glyphs, break opportunities, lines.
    fn fill_lines<'a>(
        &mut self,
        fonts: &'a FontLibrary,
        paragraph: &'a Paragraph,
        spans: &[SpanInfo<'a>],
        watch: &Watch,
    ) -> Result<(), Error> {
        let text = paragraph.text.as_str();
        let source = Source { text, spans, missing: paragraph.missing };
        let mut maps = Charmaps::new(fonts);
        let (width, max_lines) = (paragraph.width.unwrap_or(f64::INFINITY), paragraph.max_lines.unwrap_or(usize::MAX));
        let (mut start, mut span, flow) = (0, 0, &mut self.flow);
        while start < text.len() && flow.lines.len() < max_lines {
            let end = block_end(text, start);
            let (first, first_item) = (flow.clusters.len(), flow.items.len());
            let (lookup, maps) = (&mut self.fonts, &mut maps);
            let mut itemizer = Itemizer { text, spans, missing: paragraph.missing, lookup, maps, watch, span };
            let right_to_left = itemizer.block(flow, start, end)?;
            span = itemizer.span;
            if first == 0 {
                flow.right_to_left = right_to_left;
            }
            for item in first_item..flow.items.len() {
                watch.check()?;
                let clusters = flow.items.get(item).map_or(0..0, |item| item.first as usize..item.end as usize);
                self.shaper.shape(&mut self.fonts, &source, flow, item, clusters, Pass::Whole);
            }
            breaks::mark_breaks(self.segmenter, text.get(..end).unwrap_or_default(), flow, first, watch)?;
            let (shaper, fonts, source) = (&mut self.shaper, &mut self.fonts, &source);
            let mut breaker = Breaker { shaper, fonts, source, width, max_lines, watch };
            breaker.block(flow, first, right_to_left)?;
            start = end;
        }
        let done = flow.lines.last().map_or(0, |line| line.end as usize);
        let ends_with_break = flow.clusters.last().is_some_and(|cluster| cluster.is(FORCED));
        let more = start < text.len() || done < flow.clusters.len();
        if flow.lines.len() >= max_lines && (more || ends_with_break) {
            let (shaper, fonts, source) = (&mut self.shaper, &mut self.fonts, &source);
            let mut breaker = Breaker { shaper, fonts, source, width, max_lines, watch };
            ellipsis::truncate(&mut breaker, &mut maps, flow);
        } else if ends_with_break {
            let right_to_left = flow.lines.last().is_some_and(|line| line.right_to_left);
            let end = flow.clusters.len() as u32;
            flow.lines.push(Line { first: end, end, right_to_left, wrapped: false, ellipsis: None });
        }
        Ok(())
    }

    fn place<'a>(
        &mut self,
        paragraph: &'a Paragraph,
        spans: &[SpanInfo<'a>],
        watch: &Watch,
    ) -> Result<TextLayout, Error> {
        let flow = &self.flow;
        let measure = paragraph.width.unwrap_or_else(|| {
            let widths = flow.lines.iter().map(|line| line_width(flow, line));
            widths.fold(0.0, f64::max)
        });
        let (mut y, mut tops) = (0.0, Vec::with_capacity(flow.lines.len()));
        let (mut first_em, mut last_em) = ((0.0, 0.0), (0.0, 0.0));
        for (i, line) in flow.lines.iter().enumerate() {
            let extent = Extent::of(flow, line, spans);
            let baseline = y + extent.above;
            last_em = (baseline - extent.em_above, baseline + extent.em_below);
            if i == 0 {
                first_em = last_em;
            }
            tops.push((y, baseline, extent.above + extent.below));
            y += extent.above + extent.below;
        }
        let alphabetic = tops.first().map_or(0.0, |(_, baseline, _)| *baseline);
        let dy = match paragraph.anchor.baseline {
            Baseline::Alphabetic => -alphabetic,
            Baseline::Top => -first_em.0,
            Baseline::Middle => -(first_em.0 + last_em.1) / 2.0,
            Baseline::Ideographic => -first_em.1,
        };
        let dx = match (paragraph.anchor.text, flow.right_to_left) {
            (TextAnchor::Start, false) | (TextAnchor::End, true) => 0.0,
            (TextAnchor::Middle, _) => -measure / 2.0,
            (TextAnchor::End, false) | (TextAnchor::Start, true) => -measure,
        };
        let text = paragraph.text.as_str();
        let byte =
            |cluster: u32| flow.clusters.get(cluster as usize).map_or(text.len(), |cluster| cluster.start as usize);
        let mut placer = Placer::new(paragraph, spans, &self.fonts, &mut self.ink, watch);
        for (line, (top, baseline, height)) in flow.lines.iter().zip(tops) {
            watch.check()?;
            let range = byte(line.first)..byte(line.end);
            let (top, baseline) = (top + dy, baseline + dy);
            let text_line = TextLine { text: range, x: dx, width: 0.0, top, height, baseline };
            placer.line(flow, line, measure, text_line)?;
        }
        let mut layout = placer.out;
        layout.finish();
        layout.report.missing.clone_from(&flow.missing);
        layout.report.truncated = flow.truncated;
        Ok(layout)
    }
}

fn line_width(flow: &Flow, line: &Line) -> f64 {
    let ellipsis = line.ellipsis.and_then(|index| flow.clusters.get(index as usize));
    super::lines::width(flow, line.first as usize, line.end as usize) + ellipsis.map_or(0.0, |cluster| cluster.advance)
}

/// The greatest extents of a line's spans from the baseline.
struct Extent {
    above: f64,
    below: f64,
    em_above: f64,
    em_below: f64,
}

impl Extent {
    fn of(flow: &Flow, line: &Line, spans: &[SpanInfo<'_>]) -> Self {
        let lowest = f64::NEG_INFINITY;
        let mut extent = Self { above: lowest, below: lowest, em_above: lowest, em_below: lowest };
        let mut include = |span: Option<&SpanInfo<'_>>| {
            let Some(span) = span else { return };
            extent.above = extent.above.max(span.above);
            extent.below = extent.below.max(span.below);
            extent.em_above = extent.em_above.max(span.metrics.em_ascent * span.style.size);
            extent.em_below = extent.em_below.max(-span.metrics.em_descent * span.style.size);
        };
        let (mut at, end) = (line.first as usize, line.end as usize);
        if at >= end {
            // A line without text is as high as the text it stands behind, or in the place of.
            let span = flow.clusters.get(at).or(flow.clusters.last());
            let item = span.and_then(|cluster| flow.items.get(cluster.item as usize));
            include(item.map_or(spans.last(), |item| spans.get(item.span as usize)));
        }
        while at < end {
            let item = flow.clusters.get(at).and_then(|cluster| flow.items.get(cluster.item as usize));
            let Some(item) = item else { break };
            include(spans.get(item.span as usize));
            at = (item.end as usize).max(at + 1);
        }
        extent
    }
}
