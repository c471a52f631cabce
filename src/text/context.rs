//! [`TextContext`]: one canvas's layout, from paragraph to positioned glyphs.

use std::sync::Arc;

use super::boxes::size_and_shift;
use super::compose::{Composer, Shaped};
use super::flow::{Flow, SpanInfo};
use super::ink::InkCache;
use super::shape::Shaper;
use super::validate::validate;
use super::{Paragraph, TextLayout, stack};
use crate::error::Error;
use crate::font::{FaceLookup, FontLibrary, Region, is_chinese_or_japanese};
use crate::limits::Limits;
use crate::watch::Watch;

/// Spans resolved between two looks at the watch.
const SPANS_PER_CHECK: usize = 64;

/// What layouts of one canvas share: scratch memory, shapers, look-ups. All of it is bounded, and none of it shows in a
/// layout.
pub(crate) struct TextContext {
    pub(super) fonts: FaceLookup,
    pub(super) shaper: Shaper,
    pub(super) flow: Flow,
    /// What the flow is of, if it can be broken again.
    pub(super) shaped: Option<Shaped>,
    /// Of paragraphs that say none.
    language: Option<Arc<str>>,
    pub(super) ink: InkCache,
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
            language: None,
            ink: InkCache::default(),
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
        self.language = language.cloned();
        let layout = match paragraph.fit {
            Some(fit) => self.fit(fonts, paragraph, fit, watch),
            None => self.lay_out(fonts, paragraph, watch),
        };
        if self.shaped.is_none() {
            // Too long to be kept, or not done: what it took is given back now, not at the next layout.
            self.flow.clear();
        }
        layout
    }

    /// Lays out what is known to be in range.
    pub(super) fn lay_out(
        &mut self,
        fonts: &FontLibrary,
        paragraph: &Paragraph,
        watch: &Watch,
    ) -> Result<TextLayout, Error> {
        let spans = self.compose(fonts, paragraph, watch)?;
        stack::place(paragraph, &spans, &self.fonts, &self.flow, &mut self.ink, watch)
    }

    /// Fills the flow with the lines of a paragraph, which is shaped anew unless it was the last one.
    pub(super) fn compose<'a>(
        &mut self,
        fonts: &'a FontLibrary,
        paragraph: &'a Paragraph,
        watch: &Watch,
    ) -> Result<Vec<SpanInfo<'a>>, Error> {
        let same_library = self.fonts.begin(fonts);
        if !same_library {
            self.ink.clear();
        }
        self.shaper.begin(same_library);
        // Whatever ends this layout early leaves nothing that could be taken for a whole one.
        let shaped =
            self.shaped.take().filter(|shaped| same_library && shaped.is_of(paragraph, self.language.as_ref()));
        match shaped {
            Some(_) => self.flow.unbreak(),
            None => self.flow.clear(),
        }
        let spans = self.spans(paragraph, watch)?;
        let (lookup, shaper) = (&mut self.fonts, &mut self.shaper);
        let mut composer = Composer { paragraph, spans: &spans, library: fonts, fonts: lookup, shaper, watch };
        composer.compose(&mut self.flow)?;
        if self.flow.is_kept() {
            self.shaped = Some(shaped.unwrap_or_else(|| Shaped::new(paragraph, self.language.as_ref())));
        }
        Ok(spans)
    }

    fn spans<'a>(&mut self, paragraph: &'a Paragraph, watch: &Watch) -> Result<Vec<SpanInfo<'a>>, Error> {
        let mut spans = Vec::with_capacity(paragraph.spans.len());
        let mut boxes = paragraph.boxes.iter().enumerate().peekable();
        let default = paragraph.language.as_ref().or(self.language.as_ref()).cloned();
        for (range, style) in paragraph.spans() {
            if spans.len().is_multiple_of(SPANS_PER_CHECK) {
                watch.check()?;
            }
            let language = style.language.as_ref().or(default.as_ref());
            let region = language.and_then(|language| Region::of_language(language));
            let (weight, stretch) = (style.weight, style.stretch as u16);
            let chain = self.fonts.chain(&style.families, weight, style.italic, stretch, region);
            let first = self.fonts.first(chain).and_then(|index| self.fonts.face(index));
            let first = first.ok_or(Error::NoFont)?;
            let metrics = first.metrics_at(&first.instance(&style.wishes()).variation);
            let chinese_or_japanese = language.is_some_and(|language| is_chinese_or_japanese(language));
            // Of other languages it is not known here what the shaper makes of them.
            let known =
                language.is_none_or(|tag| ["zh", "ja", "ko"].contains(&tag.split('-').next().unwrap_or_default()));
            let plain = (known && style.is_plain()).then_some(region);
            let language = self.shaper.language(language);
            let features = self.shaper.features(style);
            let (size, shift) = size_and_shift(style, &metrics);
            let inline = boxes.next_if(|(_, (span, _))| *span == spans.len()).map(|(i, (_, inline))| (i, inline));
            let mut span = SpanInfo {
                style,
                end: range.end,
                chain,
                language,
                chinese_or_japanese,
                plain,
                features,
                metrics,
                size,
                shift,
                above: 0.0,
                below: 0.0,
                inline,
            };
            span.measure(paragraph.line_height);
            spans.push(span);
        }
        Ok(spans)
    }
}
