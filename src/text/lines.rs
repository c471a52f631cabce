//! Breaks a block's clusters into lines: greedily, at the last opportunity that fits.

use super::flow::{BREAK, Cluster, FORCED, Flow, INVISIBLE, Index, LIGATED, Line, SPACE, UNSAFE};
use super::shape::{Pass, Shaper, Source};
use crate::error::Error;
use crate::font::FaceLookup;
use crate::watch::Watch;

/// Sums of advances may differ from what was meant by rounding: no line breaks for less, in px.
const TOLERANCE: f64 = 1.0e-6;
/// Lines between two looks at the watch.
const WATCH_EVERY: usize = 256;
/// Times that a line is tried again with an earlier end because reshaping made it too wide.
const TRIES: usize = 4;

pub(super) struct Breaker<'a, 'b> {
    pub(super) shaper: &'b mut Shaper,
    pub(super) fonts: &'b mut FaceLookup,
    pub(super) source: &'b Source<'a>,
    pub(super) width: f64,
    pub(super) max_lines: usize,
    /// Whether only the number and widths of lines are asked for, and nothing is shaped anew.
    pub(super) measuring: bool,
    pub(super) watch: &'b Watch,
}

impl Breaker<'_, '_> {
    /// Appends the lines of the clusters from `first` on. Stops after the greatest number of lines.
    pub(super) fn block(&mut self, flow: &mut Flow, first: usize, right_to_left: bool) -> Result<(), Error> {
        let count = flow.clusters.len();
        let (mut start, mut i, mut x) = (first, first, 0.0);
        let mut opportunity = first;
        while i < count {
            if i % 4096 == 0 {
                self.watch.check()?;
            }
            let Some(&cluster) = flow.clusters.get(i) else { break };
            if cluster.is(BREAK) && i > start {
                opportunity = i;
            }
            // What hangs or is part of a ligature never is what overflows.
            let stands = !cluster.is(SPACE | INVISIBLE | LIGATED);
            if stands && i > start && x + cluster.advance > self.width + TOLERANCE {
                // A word wider than the line is broken between clusters (`overflow-wrap: anywhere`).
                let end = self.end_line(flow, start, if opportunity > start { opportunity } else { i });
                self.push(flow, start, end, right_to_left, true)?;
                if flow.lines.len() >= self.max_lines {
                    return Ok(());
                }
                (start, i, x, opportunity) = (end, end, 0.0, end);
                continue;
            }
            x += cluster.advance;
            i += 1;
            if cluster.is(FORCED) {
                self.push(flow, start, i, right_to_left, false)?;
                if flow.lines.len() >= self.max_lines {
                    return Ok(());
                }
                (start, x, opportunity) = (i, 0.0, i);
            }
        }
        if start < count {
            self.push(flow, start, count, right_to_left, false)?;
        }
        Ok(())
    }

    fn push(&self, flow: &mut Flow, start: usize, end: usize, right_to_left: bool, wrapped: bool) -> Result<(), Error> {
        if flow.lines.len().is_multiple_of(WATCH_EVERY) {
            self.watch.check()?;
        }
        let (first, end) = (start as Index, end as Index);
        flow.lines.push(Line { first, end, right_to_left, wrapped, ellipsis: None, tail: None });
        Ok(())
    }

    /// Shapes both sides of a line's end anew where letters on them affect each other. Returns the end, an earlier one
    /// where the line would have become too wide.
    fn end_line(&mut self, flow: &mut Flow, start: usize, end: usize) -> usize {
        let mut end = end;
        if self.measuring {
            return end;
        }
        for attempt in 1..=TRIES {
            if !self.cut(flow, start, end) || width(flow, start, end) <= self.width + TOLERANCE || attempt == TRIES {
                break;
            }
            let before = |wanted: &dyn Fn(&Cluster) -> bool| {
                (start + 1..end).rev().find(|&i| flow.clusters.get(i).is_some_and(wanted))
            };
            let earlier = before(&|cluster| cluster.is(BREAK)).or_else(|| before(&|cluster| !cluster.is(LIGATED)));
            let Some(earlier) = earlier else { break };
            // What was cut in two becomes one again before the next cut.
            self.mend(flow, start, end);
            end = earlier;
        }
        end
    }

    /// Shapes what a break before a cluster parts, each side for itself. Whether anything had to be.
    pub(super) fn cut(&mut self, flow: &mut Flow, start: usize, at: usize) -> bool {
        let Some((item, from, to)) = self.affected(flow, start, at) else { return false };
        self.shaper.shape(self.fonts, self.source, flow, item, from..at, Pass::Part);
        self.shaper.shape(self.fonts, self.source, flow, item, at..to, Pass::Part);
        true
    }

    fn mend(&mut self, flow: &mut Flow, start: usize, at: usize) {
        if let Some((item, from, to)) = self.affected(flow, start, at) {
            self.shaper.shape(self.fonts, self.source, flow, item, from..to, Pass::Part);
        }
    }

    /// The item whose shaping a break parts, and the clusters around it, from one safe place to the next. Forward only as
    /// far as some two lines, so that a text that is nowhere safe still takes time in proportion to its length.
    fn affected(&self, flow: &Flow, start: usize, at: usize) -> Option<(usize, usize, usize)> {
        let cluster = flow.clusters.get(at).filter(|cluster| cluster.is(UNSAFE | LIGATED))?;
        let item = cluster.item as usize;
        let (first, end) = flow.items.get(item).map(|item| (item.first as usize, item.end as usize))?;
        if at <= first || at >= end {
            return None;
        }
        let is_safe = |&i: &usize| flow.clusters.get(i).is_some_and(|cluster| !cluster.is(UNSAFE | LIGATED));
        let from = (start.max(first)..at).rev().find(is_safe).unwrap_or(start.max(first));
        let far = end.min(at + 8 + 2 * (at - start));
        let is_whole = |&i: &usize| flow.clusters.get(i).is_some_and(|cluster| !cluster.is(LIGATED));
        let to = (at + 1..far).find(is_safe);
        let to = to.or_else(|| if far == end { Some(end) } else { (at + 1..=far).rev().find(is_whole) });
        Some((item, from, to.unwrap_or(end)))
    }
}

/// Sum of the advances of a line's clusters without the white space at its end.
pub(super) fn width(flow: &Flow, start: usize, end: usize) -> f64 {
    let end = visible_end(flow, start, end);
    flow.clusters.get(start..end).unwrap_or_default().iter().map(|cluster| cluster.advance).sum()
}

/// Where the white space at a line's end begins.
pub(super) fn visible_end(flow: &Flow, start: usize, end: usize) -> usize {
    let clusters = flow.clusters.get(start..end).unwrap_or_default();
    start + clusters.iter().rposition(|cluster| !cluster.is(SPACE | INVISIBLE)).map_or(0, |last| last + 1)
}
