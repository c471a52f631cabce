//! Lines on top of each other: their heights, their baselines, and the box that they stand in.

use super::boxes::inline_box;
use super::flow::{Flow, Line, SpanInfo};
use super::ink::InkCache;
use super::place::{Placer, line_width};
use super::{Baseline, Paragraph, TextAnchor, TextLayout, TextLine, VerticalAlign};
use crate::error::Error;
use crate::font::{Face, FaceLookup};
use crate::watch::Watch;

/// Puts all lines of a flow at their places.
pub(super) fn place(
    paragraph: &Paragraph,
    spans: &[SpanInfo<'_>],
    fonts: &FaceLookup,
    flow: &Flow,
    ink: &mut InkCache,
    watch: &Watch,
) -> Result<TextLayout, Error> {
    let widest = flow.lines.iter().map(|line| line.indent + line_width(flow, line)).fold(0.0, f64::max);
    let measure = paragraph.width.unwrap_or(widest);
    let (mut y, mut tops) = (0.0, Vec::with_capacity(flow.lines.len()));
    let (mut first_em, mut last_em) = ((0.0, 0.0), (0.0, 0.0));
    let (mut hanging, mut ideographic) = (0.0, 0.0);
    for (i, line) in flow.lines.iter().enumerate() {
        y += space_above(line, paragraph);
        let extent = Extent::of(flow, line, spans, paragraph, fonts);
        let baseline = y + extent.above;
        last_em = (baseline - extent.em_above, baseline + extent.em_below);
        if i == 0 {
            first_em = last_em;
            (hanging, ideographic) = (extent.hanging, extent.ideographic);
        }
        tops.push((y, baseline, extent.height()));
        y += extent.height();
    }
    let alphabetic = tops.first().map_or(0.0, |(_, baseline, _)| *baseline);
    // Top, middle and bottom: of the box where there is one, otherwise from em square to em square.
    let height = paragraph.height.unwrap_or(y);
    let free = match paragraph.vertical_align {
        VerticalAlign::Top => 0.0,
        VerticalAlign::Middle => (height - y) / 2.0,
        VerticalAlign::Bottom => height - y,
    };
    // As lines that are too wide leave the box where they end, so do those that are too many.
    let free = free.max(0.0);
    let (top, bottom) = if paragraph.height.is_some() { (-free, height - free) } else { (first_em.0, last_em.1) };
    let dy = match paragraph.anchor.baseline {
        // Where lines lie in a box does not move the box.
        Baseline::Alphabetic => free - alphabetic,
        Baseline::Hanging => free - alphabetic + hanging,
        Baseline::Ideographic => free - alphabetic - ideographic,
        Baseline::Top => -top,
        Baseline::Middle => -(top + bottom) / 2.0,
        Baseline::Bottom => -bottom,
    };
    let dx = match (paragraph.anchor.text, flow.right_to_left) {
        (TextAnchor::Start, false) | (TextAnchor::End, true) => 0.0,
        (TextAnchor::Middle, _) => -measure / 2.0,
        (TextAnchor::End, false) | (TextAnchor::Start, true) => -measure,
    };
    let mut placer = Placer::new(paragraph, spans, fonts, ink, watch);
    placer.out.lines.reserve_exact(flow.lines.len());
    placer.out.clusters.reserve(flow.clusters.len());
    for (line, (top, baseline, height)) in flow.lines.iter().zip(tops) {
        watch.check()?;
        let range = flow.end_of(line.first)..flow.end_of(line.end);
        let (top, baseline) = (top + dy, baseline + dy);
        let (right_to_left, tail) =
            (line.right_to_left, line.tail.map(|(first, _)| flow.end_of(first)..paragraph.text.len()));
        let x = if line.right_to_left { dx } else { dx + line.indent };
        let text_line = TextLine { text: range, x, width: 0.0, top, height, baseline, right_to_left, tail };
        placer.line(flow, line, measure - line.indent, text_line)?;
    }
    let mut layout = placer.out;
    layout.finish();
    let missing = flow.missing.get(..flow.used_missing as usize);
    layout.report.missing = missing.unwrap_or_default().to_vec();
    layout.report.truncated = flow.truncated;
    layout.report.overflow_width = paragraph.width.map_or(0.0, |width| over(widest, width));
    layout.report.overflow_height = paragraph.height.map_or(0.0, |height| over(y, height));
    Ok(layout)
}

/// Space between a line and the paragraph before it.
fn space_above(line: &Line, paragraph: &Paragraph) -> f64 {
    if line.begins_block { paragraph.wrapping.paragraph_spacing } else { 0.0 }
}

/// By how much a length is too long; rounding does not count.
fn over(length: f64, room: f64) -> f64 {
    let over = length - room;
    if over > 1e-6 { over } else { 0.0 }
}

/// Height of all lines of a flow.
pub(super) fn height(flow: &Flow, spans: &[SpanInfo<'_>], paragraph: &Paragraph, fonts: &FaceLookup) -> f64 {
    let lines = flow.lines.iter();
    lines.map(|line| space_above(line, paragraph) + Extent::of(flow, line, spans, paragraph, fonts).height()).sum()
}

/// How many lines from the first on are not higher than a box: at least one.
pub(super) fn lines_in(
    height: f64,
    flow: &Flow,
    spans: &[SpanInfo<'_>],
    paragraph: &Paragraph,
    fonts: &FaceLookup,
) -> usize {
    let (mut y, mut count) = (0.0, 0);
    for line in &flow.lines {
        y += space_above(line, paragraph) + Extent::of(flow, line, spans, paragraph, fonts).height();
        if over(y, height) > 0.0 {
            break;
        }
        count += 1;
    }
    count.max(1)
}

/// The greatest extents of a line's spans from the baseline.
struct Extent {
    above: f64,
    below: f64,
    em_above: f64,
    em_below: f64,
    /// The highest of the hanging baselines above, the lowest of the ideographic ones below.
    hanging: f64,
    ideographic: f64,
}

impl Extent {
    fn height(&self) -> f64 {
        self.above + self.below
    }

    fn of(flow: &Flow, line: &Line, spans: &[SpanInfo<'_>], paragraph: &Paragraph, fonts: &FaceLookup) -> Self {
        let lowest = f64::NEG_INFINITY;
        let mut extent = Self {
            above: lowest,
            below: lowest,
            em_above: lowest,
            em_below: lowest,
            hanging: lowest,
            ideographic: lowest,
        };
        let mut include = |span: Option<&SpanInfo<'_>>, face: Option<&Face>| {
            let Some(span) = span else { return };
            if let Some(face) = face.filter(|_| span.inline.is_none()) {
                let metrics = face.metrics_at(&face.instance(&span.wishes()).variation);
                let (above, below) = inline_box(span.size, &metrics, paragraph.line_height);
                extent.above = extent.above.max(above + span.shift);
                extent.below = extent.below.max(below - span.shift);
            }
            extent.above = extent.above.max(span.above);
            extent.below = extent.below.max(span.below);
            extent.em_above = extent.em_above.max(span.metrics.em_ascent * span.style.size);
            extent.em_below = extent.em_below.max(-span.metrics.em_descent * span.style.size);
            extent.hanging = extent.hanging.max(span.metrics.hanging_baseline * span.style.size);
            extent.ideographic = extent.ideographic.max(-span.metrics.ideographic_baseline * span.style.size);
        };
        let (first, end) = (line.first as usize, line.end as usize);
        if first >= end {
            // A line without text is as high as the text it stands behind, or in the place of.
            let span = flow.clusters.get(first).or(flow.clusters.last());
            let item = span.and_then(|cluster| flow.items.get(cluster.item as usize));
            include(item.map_or(spans.last(), |item| spans.get(item.span as usize)), None);
        }
        let tail = line.tail.map_or(0..0, |(first, end)| first as usize..end as usize);
        for range in [first..end, tail] {
            let mut at = range.start;
            while at < range.end {
                let item = flow.clusters.get(at).and_then(|cluster| flow.items.get(cluster.item as usize));
                let Some(item) = item else { break };
                let face = item.face.filter(|_| paragraph.fallback_heights).and_then(|face| fonts.face(face));
                include(spans.get(item.span as usize), face);
                at = (item.end as usize).max(at + 1);
            }
        }
        extent
    }
}
