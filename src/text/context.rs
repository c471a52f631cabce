//! [`TextContext`]: one canvas's layout, from paragraph to positioned glyphs.

use icu_segmenter::LineSegmenterBorrowed;

use super::boxes::size_and_shift;
use super::flow::{FORCED, Flow, Line, SpanInfo};
use super::ink::InkCache;
use super::itemize::{Itemizer, block_end};
use super::lines::Breaker;
use super::shape::{Pass, Shaper, Source};
use super::validate::validate;
use super::{EllipsisPlace, Paragraph, TextLayout, breaks, ellipsis, stack};
use crate::error::Error;
use crate::font::{Charmaps, FaceLookup, FontLibrary};
use crate::limits::Limits;
use crate::watch::Watch;

/// Spans resolved between two looks at the watch.
const SPANS_PER_CHECK: usize = 64;

/// What layouts of one canvas share: scratch memory, shapers, look-ups. All of it is bounded, and none of it shows in a
/// layout.
pub(crate) struct TextContext {
    pub(super) fonts: FaceLookup,
    pub(super) shaper: Shaper,
    segmenter: LineSegmenterBorrowed<'static>,
    pub(super) flow: Flow,
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
        match paragraph.fit {
            Some(fit) => self.fit(fonts, paragraph, fit, watch),
            None => self.lay_out(fonts, paragraph, watch),
        }
    }

    /// Makes ready for a text.
    pub(super) fn begin(&mut self, fonts: &FontLibrary) {
        let same_library = self.fonts.begin(fonts);
        if !same_library {
            self.ink.clear();
        }
        self.shaper.begin(same_library);
        self.flow.clear();
    }

    /// Lays out what is known to be in range.
    pub(super) fn lay_out(
        &mut self,
        fonts: &FontLibrary,
        paragraph: &Paragraph,
        watch: &Watch,
    ) -> Result<TextLayout, Error> {
        self.begin(fonts);
        let spans = self.spans(paragraph, watch)?;
        self.fill_lines(fonts, paragraph, &spans, watch)?;
        stack::place(paragraph, &spans, &self.fonts, &self.flow, &mut self.ink, watch)
    }

    pub(super) fn spans<'a>(&mut self, paragraph: &'a Paragraph, watch: &Watch) -> Result<Vec<SpanInfo<'a>>, Error> {
        let mut spans = Vec::with_capacity(paragraph.spans.len());
        let mut boxes = paragraph.boxes.iter().enumerate().peekable();
        for (range, style) in paragraph.spans() {
            if spans.len().is_multiple_of(SPANS_PER_CHECK) {
                watch.check()?;
            }
            let chain = self.fonts.chain(&style.families, style.weight, style.italic);
            let first = self.fonts.first(chain).and_then(|index| self.fonts.face(index));
            let first = first.ok_or(Error::NoFont)?;
            let metrics = first.metrics_at(&first.instance(&style.wishes()).variation);
            let language = self.shaper.language(style.language.as_ref());
            let features = self.shaper.features(style);
            let (size, shift) = size_and_shift(style, &metrics);
            let inline = boxes.next_if(|(_, (span, _))| *span == spans.len()).map(|(i, (_, inline))| (i, inline));
            let (end, above, below) = (range.end, 0.0, 0.0);
            let mut span =
                SpanInfo { style, end, chain, language, features, metrics, size, shift, above, below, inline };
            span.measure(paragraph.line_height);
            spans.push(span);
        }
        Ok(spans)
    }

    /// Block by block: clusters and items, glyphs, break opportunities, lines.
    pub(super) fn fill_lines<'a>(
        &mut self,
        fonts: &'a FontLibrary,
        paragraph: &'a Paragraph,
        spans: &[SpanInfo<'a>],
        watch: &Watch,
    ) -> Result<(), Error> {
        let text = paragraph.text.as_str();
        let ellipsis = paragraph.ellipsis.text.as_deref().unwrap_or_default();
        let source = Source { text, spans, missing: paragraph.missing, ellipsis };
        let mut maps = Charmaps::new(fonts);
        let (width, max_lines) = (paragraph.width.unwrap_or(f64::INFINITY), paragraph.max_lines.unwrap_or(usize::MAX));
        let (mut start, mut span, flow) = (0, 0, &mut self.flow);
        // An ellipsis before the end of the text is followed by that end.
        let to_the_end = paragraph.ellipsis.place != EllipsisPlace::End;
        while start < text.len() && (flow.lines.len() < max_lines || to_the_end) {
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
            let mut breaker = Breaker { shaper, fonts, source, width, max_lines, measuring: false, watch };
            if breaker.max_lines > flow.lines.len() {
                breaker.block(flow, first, right_to_left)?;
            }
            start = end;
        }
        let ends_with_break = flow.clusters.last().is_some_and(|cluster| cluster.is(FORCED));
        let fitting = paragraph.height.map(|height| stack::lines_in(height, flow, spans, paragraph, &self.fonts));
        let max_lines = fitting.filter(|fitting| *fitting < flow.lines.len()).unwrap_or(max_lines);
        flow.lines.truncate(max_lines);
        let done = flow.lines.last().map_or(0, |line| line.end as usize);
        let more = start < text.len() || done < flow.clusters.len();
        if more || (ends_with_break && flow.lines.len() >= max_lines) {
            let (shaper, fonts, source) = (&mut self.shaper, &mut self.fonts, &source);
            let mut breaker = Breaker { shaper, fonts, source, width, max_lines, measuring: false, watch };
            ellipsis::truncate(&mut breaker, &mut maps, flow, &paragraph.ellipsis);
        } else if ends_with_break {
            let right_to_left = flow.lines.last().is_some_and(|line| line.right_to_left);
            let end = flow.clusters.len() as u32;
            flow.lines.push(Line { first: end, end, right_to_left, wrapped: false, ellipsis: None, tail: None });
        }
        Ok(())
    }
}
