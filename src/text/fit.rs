//! Chooses the size at which a text fills its box.

use super::context::TextContext;
use super::flow::{BREAK, FORCED, Line, SOFT_HYPHEN, SpanInfo};
use super::hyphens::Hyphens;
use super::lines::Breaker;
use super::place::line_width;
use super::shape::Source;
use super::tabs::TabStops;
use super::{Fit, Paragraph, TextLayout, stack};
use crate::error::Error;
use crate::font::FontLibrary;
use crate::watch::Watch;

/// Sizes that are tried lie so far apart, in px.
const STEP: f64 = 1.0 / 16.0;
/// Sizes right below the one found that are tried, should it not fit after all: where a line ends between letters that are
/// drawn otherwise apart, or where a variable face is fitted to its size. Should none of them fit either, the sizes below
/// are searched through as they are laid out.
const TRIES: u32 = 8;
/// Sizes above the one found that are tried where a text may fit again when it is larger: where lines differ in height, a tall
/// span that moves to another line makes the one that it leaves lower.
const TRIES_ABOVE: usize = 2_048;
/// Clusters that are broken into lines for that, at most.
const CLUSTERS_ABOVE: usize = 20_000_000;
const TOLERANCE: f64 = 1.0e-6;

impl TextContext {
    /// Lays a paragraph out at the greatest size that fits. The text is shaped once, at the size it has; since advances are
    /// not hinted, a size is tried by breaking lines anew at a width that is as much smaller as the size is greater. What is
    /// found is laid out like any other paragraph.
    pub(super) fn fit(
        &mut self,
        fonts: &FontLibrary,
        paragraph: &Paragraph,
        fit: Fit,
        watch: &Watch,
    ) -> Result<TextLayout, Error> {
        let base = paragraph.spans.first().map_or(1.0, |(_, style)| style.size);
        let last = ((fit.greatest - fit.least) / STEP).floor() as u32 + 1;
        let size = |step: u32| if step == last { fit.greatest } else { fit.least + f64::from(step) * STEP };
        let mut step = self.search(fonts, paragraph, last, |step| size(step) / base, watch)?;
        let lay_out = |context: &mut Self, step| {
            let scaled = paragraph.scaled(size(step) / base);
            let mut layout = context.lay_out(fonts, &scaled, watch)?;
            layout.report.fitted_size = scaled.spans.first().map(|(_, style)| style.size);
            let report = &layout.report;
            let fits = !report.truncated && report.overflow_width <= 0.0 && report.overflow_height <= 0.0;
            Ok::<_, Error>((layout, fits))
        };
        for _ in 0..=TRIES {
            let (layout, fits) = lay_out(self, step)?;
            if fits || step == 0 {
                return Ok(layout);
            }
            step -= 1;
        }
        let (mut fitting, mut too_large, mut found) = (0, step + 1, None);
        while too_large - fitting > 1 {
            let middle = fitting + (too_large - fitting) / 2;
            match lay_out(self, middle)? {
                (layout, true) => (fitting, found) = (middle, Some(layout)),
                (_, false) => too_large = middle,
            }
        }
        match found {
            Some(layout) => Ok(layout),
            None => lay_out(self, 0).map(|(layout, _)| layout),
        }
    }

    /// The last step at which the text fits; 0 where none does.
    fn search(
        &mut self,
        fonts: &FontLibrary,
        paragraph: &Paragraph,
        last: u32,
        factor: impl Fn(u32) -> f64,
        watch: &Watch,
    ) -> Result<u32, Error> {
        let endless = Paragraph { width: None, height: None, max_lines: None, fit: None, ..paragraph.clone() };
        let spans = self.compose(fonts, &endless, watch)?;
        let mut fits = |step| self.fits(paragraph, &spans, factor(step), watch);
        if fits(last)? {
            return Ok(last);
        }
        let (mut fitting, mut too_large) = (0, last);
        while too_large - fitting > 1 {
            let middle = fitting + (too_large - fitting) / 2;
            if fits(middle)? {
                fitting = middle;
            } else {
                too_large = middle;
            }
        }
        if paragraph.height.is_some() && has_lines_of_other_heights(paragraph) {
            let most = TRIES_ABOVE.min(CLUSTERS_ABOVE / self.flow.clusters.len().max(1)) as u32;
            for step in (fitting + 1..=last.min(fitting.saturating_add(most))).rev() {
                if self.fits(paragraph, &spans, factor(step), watch)? {
                    return Ok(step);
                }
            }
        }
        Ok(fitting)
    }

    /// Whether the flow's text would fit into the paragraph's box, were all its lengths multiplied.
    fn fits(
        &mut self,
        paragraph: &Paragraph,
        spans: &[SpanInfo<'_>],
        factor: f64,
        watch: &Watch,
    ) -> Result<bool, Error> {
        let width = paragraph.width.map_or(f64::INFINITY, |width| width / factor);
        let max_lines = paragraph.max_lines.unwrap_or(usize::MAX);
        let flow = &mut self.flow;
        flow.lines.clear();
        let source = Source { text: &paragraph.text, spans, missing: paragraph.missing, ellipsis: "" };
        let wrapping = &paragraph.wrapping;
        let (hyphens, tabs) = (Hyphens::default(), TabStops::new(wrapping, spans, &self.fonts));
        let (shaper, fonts, source) = (&mut self.shaper, &mut self.fonts, &source);
        // One line more than there may be is enough to know.
        let most = max_lines.saturating_add(1);
        let max = most;
        let mut breaker =
            Breaker { shaper, fonts, source, wrapping, hyphens, tabs, width, max_lines: max, measuring: true, watch };
        let mut first = 0;
        for number in 0..flow.blocks.len() {
            let Some(&block) = flow.blocks.get(number).filter(|_| flow.lines.len() < most) else { break };
            breaker.block(flow, first, &block)?;
            first = block.clusters as usize;
        }
        let Breaker { mut hyphens, .. } = breaker;
        let last = flow.blocks.last().and_then(|last| flow.clusters.get(last.clusters.checked_sub(1)? as usize));
        if last.is_some_and(|cluster| cluster.is(FORCED))
            && let Some(&line) = flow.lines.last()
        {
            let first = line.end;
            flow.lines.push(Line { first, wrapped: false, hyphen: None, begins_block: true, indent: 0.0, ..line });
        }
        let whole =
            |line: &Line| !line.wrapped || flow.clusters.get(line.end as usize).is_none_or(|next| next.is(BREAK));
        if flow.lines.len() > max_lines || !flow.lines.iter().all(whole) {
            return Ok(false);
        }
        for number in 0..flow.lines.len() {
            let Some(&line) = flow.lines.get(number) else { break };
            let last = line.end.checked_sub(1).and_then(|last| flow.clusters.get(last as usize)).copied();
            let hyphen = match last.filter(|last| line.wrapped && last.is(SOFT_HYPHEN)) {
                Some(soft) => hyphens.advance(flow, soft, &mut self.shaper, &mut self.fonts, source),
                None => 0.0,
            };
            if line.indent + line_width(flow, &line) + hyphen > width + TOLERANCE {
                return Ok(false);
            }
        }
        let height = paragraph.height.map_or(f64::INFINITY, |height| height / factor);
        Ok(height.is_infinite() || stack::height(flow, spans, paragraph, &self.fonts) <= height + TOLERANCE)
    }
}

/// Whether lines may differ in height.
fn has_lines_of_other_heights(paragraph: &Paragraph) -> bool {
    let mut sizes = paragraph.spans.iter().map(|(_, style)| (style.size, style.baseline_shift));
    let first = sizes.next();
    !paragraph.boxes.is_empty() || paragraph.fallback_heights || sizes.any(|size| Some(size) != first)
}
