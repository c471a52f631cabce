//! [`TextContext`]: one canvas's layout, from paragraph to positioned glyphs.

use std::sync::Arc;

use super::boxes::inline_box;
use super::compose::{Composer, Shaped};
use super::flow::{Flow, Line, SpanInfo};
use super::ink::InkCache;
use super::place::Placer;
use super::shape::Shaper;
use super::validate::validate;
use super::{Baseline, Paragraph, TextAnchor, TextLayout, TextLine};
use crate::error::Error;
use crate::font::{FaceLookup, FontLibrary, is_chinese_or_japanese};
use crate::limits::Limits;
use crate::watch::Watch;

/// Spans resolved between two looks at the watch.
const SPANS_PER_CHECK: usize = 64;

/// What layouts of one canvas share: scratch memory, shapers, look-ups. All of it is bounded, and none of it shows in a
/// layout.
pub(crate) struct TextContext {
    fonts: FaceLookup,
    shaper: Shaper,
    flow: Flow,
    /// What the flow is of, if it can be broken again.
    shaped: Option<Shaped>,
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
            flow: Flow::default(),
            shaped: None,
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
        self.layout_in(None, fonts, paragraph, limits, watch)
    }

    /// The same, in a language where the paragraph says none.
    pub(crate) fn layout_in(
        &mut self,
        language: Option<&Arc<str>>,
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
        let language = paragraph.language.as_ref().or(language);
        // Whatever ends this layout early leaves nothing that could be taken for a whole one.
        let shaped = self.shaped.take().filter(|shaped| same_library && shaped.is_of(paragraph, language));
        match shaped {
            Some(_) => self.flow.unbreak(),
            None => self.flow.clear(),
        }
        let spans = self.spans(paragraph, language, watch)?;
        let (lookup, shaper) = (&mut self.fonts, &mut self.shaper);
        let mut composer = Composer { paragraph, spans: &spans, library: fonts, fonts: lookup, shaper, watch };
        composer.compose(&mut self.flow)?;
        self.shaped = Some(shaped.unwrap_or_else(|| Shaped::new(paragraph, language)));
        self.place(paragraph, &spans, watch)
    }

    fn spans<'a>(
        &mut self,
        paragraph: &'a Paragraph,
        language: Option<&Arc<str>>,
        watch: &Watch,
    ) -> Result<Vec<SpanInfo<'a>>, Error> {
        let mut spans = Vec::with_capacity(paragraph.spans.len());
        for (range, style) in paragraph.spans() {
            if spans.len().is_multiple_of(SPANS_PER_CHECK) {
                watch.check()?;
            }
            let chain = self.fonts.chain(&style.families, style.weight, style.italic);
            let first = self.fonts.first(chain).and_then(|index| self.fonts.face(index));
            let metrics = first.ok_or(Error::NoFont)?.metrics();
            let (above, below) = inline_box(style, &metrics, paragraph.line_height);
            let language = style.language.as_ref().or(language);
            let chinese_or_japanese = language.is_some_and(|language| is_chinese_or_japanese(language));
            let language = self.shaper.language(language);
            let end = range.end;
            spans.push(SpanInfo { style, end, chain, language, chinese_or_japanese, metrics, above, below });
        }
        Ok(spans)
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
            if line.begins_block {
                y += paragraph.wrapping.paragraph_spacing;
            }
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
        let mut placer = Placer::new(paragraph, spans, &self.fonts, &mut self.ink, watch);
        for (line, (top, baseline, height)) in flow.lines.iter().zip(tops) {
            watch.check()?;
            let range = flow.end_of(line.first)..flow.end_of(line.end);
            let (top, baseline) = (top + dy, baseline + dy);
            let x = if line.right_to_left { dx } else { dx + line.indent };
            let text_line = TextLine { text: range, x, width: 0.0, top, height, baseline };
            placer.line(flow, line, measure - line.indent, text_line)?;
        }
        let mut layout = placer.out;
        layout.finish();
        let missing = flow.missing.get(..flow.used_missing as usize);
        layout.report.missing = missing.unwrap_or_default().to_vec();
        layout.report.truncated = flow.truncated;
        Ok(layout)
    }
}

fn line_width(flow: &Flow, line: &Line) -> f64 {
    let ellipsis = line.ellipsis.or(line.hyphen).and_then(|index| flow.clusters.get(index as usize));
    let width = super::lines::width(flow, line.first as usize, line.end as usize);
    width + line.indent + ellipsis.map_or(0.0, |cluster| cluster.advance)
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
