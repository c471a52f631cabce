//! From a paragraph to lines of clusters; what was shaped is kept, so that the same text at another width is only broken
//! again.

use std::sync::Arc;

use super::breaks::Opportunities;
use super::flow::{Block, FORCED, Flow, Item, Line, SpanInfo};
use super::hyphens::{self, Hyphens};
use super::itemize::{Itemizer, block_end};
use super::lines::Breaker;
use super::shape::{Pass, Shaper, Source};
use super::tabs::TabStops;
use super::wrapping::{Direction, LineBreak, WordBreak, Wrapping};
use super::{EllipsisPlace, InlineBox, MissingGlyph, Paragraph, TextStyle, ellipsis, stack};
use crate::error::Error;
use crate::font::{Charmaps, FaceLookup, FontLibrary};
use crate::watch::Watch;

/// All that the shaped form of a text depends on, but for the fonts.
#[derive(PartialEq)]
pub(super) struct Shaped {
    text: String,
    spans: Vec<(usize, TextStyle)>,
    language: Option<Arc<str>>,
    boxes: Vec<(usize, InlineBox)>,
    missing: MissingGlyph,
    line_break: LineBreak,
    word_break: WordBreak,
    direction: Direction,
}

impl Shaped {
    pub(super) fn new(paragraph: &Paragraph, language: Option<&Arc<str>>) -> Self {
        let Wrapping { line_break, word_break, direction, .. } = paragraph.wrapping;
        Self {
            text: paragraph.text.clone(),
            spans: paragraph.spans.clone(),
            language: paragraph.language.as_ref().or(language).cloned(),
            boxes: paragraph.boxes.clone(),
            missing: paragraph.missing,
            line_break,
            word_break,
            direction,
        }
    }

    /// Bytes of the text.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity()
    }

    /// Whether it is what a paragraph's would be.
    pub(super) fn is_of(&self, paragraph: &Paragraph, language: Option<&Arc<str>>) -> bool {
        let Wrapping { line_break, word_break, direction, .. } = paragraph.wrapping;
        self.text == paragraph.text
            && self.spans == paragraph.spans
            && self.language.as_ref() == paragraph.language.as_ref().or(language)
            && self.boxes == paragraph.boxes
            && self.missing == paragraph.missing
            && (self.line_break, self.word_break, self.direction) == (line_break, word_break, direction)
    }
}

/// What composing works with.
pub(super) struct Composer<'a, 'b> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) spans: &'b [SpanInfo<'a>],
    pub(super) library: &'a FontLibrary,
    pub(super) fonts: &'b mut FaceLookup,
    pub(super) shaper: &'b mut Shaper,
    pub(super) watch: &'b Watch,
}

impl<'a> Composer<'a, '_> {
    /// Fills a flow's lines, block by block: clusters and items, glyphs, break opportunities, lines. Blocks that it has
    /// already are taken as they are; those that no line needs are not made.
    pub(super) fn compose(&mut self, flow: &mut Flow) -> Result<(), Error> {
        let paragraph = self.paragraph;
        let text = paragraph.text.as_str();
        let ellipsis = paragraph.ellipsis.text.as_deref().unwrap_or_default();
        let source = Source { text, spans: self.spans, missing: paragraph.missing, ellipsis };
        let (width, max_lines) = (paragraph.width.unwrap_or(f64::INFINITY), paragraph.max_lines.unwrap_or(usize::MAX));
        let mut maps = Charmaps::new(self.library);
        let opportunities = Opportunities::new(&paragraph.wrapping);
        let mut hyphens = Hyphens::default();
        let tabs = TabStops::new(&paragraph.wrapping, self.spans, self.fonts);
        let (mut used, mut first, mut start) = (0, 0, 0);
        // An ellipsis before the end of the text is followed by that end.
        let to_the_end = paragraph.ellipsis.place != EllipsisPlace::End;
        while start < text.len() && (flow.lines.len() < max_lines || to_the_end) {
            if used == flow.blocks.len() {
                self.shape(flow, start, &source, &opportunities, &mut maps)?;
            }
            let Some(&block) = flow.blocks.get(used) else { break };
            if flow.lines.len() < max_lines {
                let mut breaker = self.breaker(&source, hyphens, tabs, width, max_lines);
                breaker.block(flow, first, &block)?;
                hyphens = breaker.hyphens;
            }
            (used, first, start) = (used + 1, block.clusters as usize, block.end);
        }
        flow.right_to_left = flow.blocks.first().is_some_and(|block| block.right_to_left);
        flow.used_missing = used.checked_sub(1).and_then(|last| flow.blocks.get(last)).map_or(0, |block| block.missing);
        let last = first.checked_sub(1).and_then(|last| flow.clusters.get(last));
        let ends_with_break = last.is_some_and(|cluster| cluster.is(FORCED));
        let fitting = paragraph.height.map(|height| stack::lines_in(height, flow, self.spans, paragraph, self.fonts));
        let max_lines = fitting.filter(|fitting| *fitting < flow.lines.len()).unwrap_or(max_lines);
        flow.lines.truncate(max_lines);
        let done = flow.lines.last().map_or(0, |line| line.end as usize);
        let more = start < text.len() || done < first;
        if more || (ends_with_break && flow.lines.len() >= max_lines) {
            let mut breaker = self.breaker(&source, hyphens, tabs, width, max_lines);
            ellipsis::truncate(&mut breaker, &mut maps, flow, first, &paragraph.ellipsis);
        } else if ends_with_break && let Some(&line) = flow.lines.last() {
            let end = first as u32;
            let indent = paragraph.wrapping.indent;
            let indent = if indent.hanging { 0.0 } else { indent.px };
            flow.lines.push(Line { first: end, end, wrapped: false, indent, begins_block: true, ..line });
        }
        hyphens::show(flow, self.shaper, self.fonts, &source);
        Ok(())
    }

    /// Appends the block that begins at a byte.
    fn shape(
        &mut self,
        flow: &mut Flow,
        start: usize,
        source: &Source<'_>,
        opportunities: &Opportunities,
        maps: &mut Charmaps<'a>,
    ) -> Result<(), Error> {
        let text = self.paragraph.text.as_str();
        let end = block_end(text, start);
        let (first, first_item) = (flow.clusters.len(), flow.items.len());
        let span = self.spans.partition_point(|span| span.end <= start);
        let direction = self.paragraph.wrapping.direction;
        let (spans, missing, watch) = (self.spans, self.paragraph.missing, self.watch);
        let plain = &mut self.shaper.plain;
        let mut itemizer = Itemizer { text, spans, missing, lookup: self.fonts, maps, watch, plain, span, lane: None };
        let right_to_left = itemizer.block(flow, start, end, direction)?;
        for item in first_item..flow.items.len() {
            watch.check()?;
            let Some(clusters) = flow.items.get(item).filter(|item| !item.shaped).map(Item::clusters) else {
                self.shaper.plain.count();
                continue;
            };
            self.shaper.shape(self.fonts, source, flow, item, clusters, Pass::Whole);
        }
        opportunities.mark(text.get(..end).unwrap_or_default(), spans, flow, first, watch)?;
        let len = |length: usize| length as u32;
        flow.blocks.push(Block {
            clusters: len(flow.clusters.len()),
            items: len(flow.items.len()),
            glyphs: len(flow.glyphs.len()),
            missing: len(flow.missing.len()),
            end,
            right_to_left,
        });
        Ok(())
    }

    fn breaker<'c>(
        &'c mut self,
        source: &'c Source<'c>,
        hyphens: Hyphens,
        tabs: TabStops,
        width: f64,
        max_lines: usize,
    ) -> Breaker<'c, 'c> {
        let (shaper, fonts, wrapping) = (&mut *self.shaper, &mut *self.fonts, &self.paragraph.wrapping);
        let measuring = false;
        Breaker { shaper, fonts, source, wrapping, hyphens, tabs, width, max_lines, measuring, watch: self.watch }
    }
}
