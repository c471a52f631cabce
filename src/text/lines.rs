//! Breaks a block's clusters into lines: greedily, at the last opportunity that fits.

use super::flow::{
    BREAK, Block, Cluster, FORCED, Flow, INVISIBLE, Index, LIGATED, Line, SOFT_HYPHEN, SPACE, TAB, UNSAFE,
};
use super::hyphens::Hyphens;
use super::shape::{Pass, Shaper, Source};
use super::tabs::TabStops;
use super::wrapping::{OverflowWrap, TextWrap, Wrapping};
use crate::error::Error;
use crate::font::FaceLookup;
use crate::watch::Watch;

/// Sums of advances may differ from what was meant by rounding: no line breaks for less, in px.
pub(super) const TOLERANCE: f64 = 1.0e-6;
/// Lines between two looks at the watch.
const WATCH_EVERY: usize = 256;
/// Times that a line is tried again with an earlier end because reshaping made it too wide.
const TRIES: usize = 4;
/// How near to the least width balanced lines are made, in px.
const BALANCED: f64 = 1.0 / 16.0;

pub(super) struct Breaker<'a, 'b> {
    pub(super) shaper: &'b mut Shaper,
    pub(super) fonts: &'b mut FaceLookup,
    pub(super) source: &'b Source<'a>,
    pub(super) wrapping: &'b Wrapping,
    pub(super) hyphens: Hyphens,
    pub(super) tabs: TabStops,
    pub(super) width: f64,
    pub(super) max_lines: usize,
    /// Whether only the number and widths of lines are asked for, and nothing is shaped anew.
    pub(super) measuring: bool,
    pub(super) watch: &'b Watch,
}

/// The line that is being filled.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    /// Width of what it has.
    x: f64,
    /// The last place where it may end.
    opportunity: usize,
    indent: f64,
    /// Whether there is anything on it that is seen: no line ends before.
    shows: bool,
}

impl Breaker<'_, '_> {
    /// Appends the lines of a block, whose clusters begin at `first`. Stops after the greatest number of lines.
    pub(super) fn block(&mut self, flow: &mut Flow, first: usize, block: &Block) -> Result<(), Error> {
        let (first_line, mark) = (flow.lines.len(), flow.mark());
        self.fill(flow, first, block)?;
        let done = |flow: &Flow| flow.lines.last().is_some_and(|line| line.end == block.clusters);
        let lines = flow.lines.len() - first_line;
        if self.wrapping.text_wrap != TextWrap::Balance || lines < 2 || !self.width.is_finite() || !done(flow) {
            return Ok(());
        }
        let (width, max_lines) = (self.width, self.max_lines);
        let (mut least, mut enough) = (self.least_width(flow, first, block), width);
        self.max_lines = flow.lines.len();
        let mut again = |breaker: &mut Self, width: f64| {
            flow.restore(mark);
            flow.lines.truncate(first_line);
            breaker.width = width;
            breaker.fill(flow, first, block).map(|()| done(flow))
        };
        while enough - least > BALANCED {
            let half = least + (enough - least) / 2.0;
            if again(self, half)? {
                enough = half;
            } else {
                least = half;
            }
        }
        again(self, enough)?;
        (self.width, self.max_lines) = (width, max_lines);
        Ok(())
    }

    /// Below what width a word would have to be broken or stand out.
    fn least_width(&self, flow: &Flow, first: usize, block: &Block) -> f64 {
        let (mut least, mut word, mut space): (f64, f64, f64) = (0.0, 0.0, 0.0);
        for cluster in flow.clusters.get(first..block.clusters as usize).unwrap_or_default() {
            if cluster.is(BREAK) {
                (word, space) = (0.0, 0.0);
            }
            if cluster.is(SPACE | INVISIBLE) {
                space += cluster.advance;
            } else {
                word += space + cluster.advance;
                space = 0.0;
                least = least.max(word);
            }
        }
        least + self.wrapping.indent.px.max(0.0)
    }

    fn open(&self, start: usize, first: usize) -> Open {
        let indent = self.wrapping.indent;
        let indent = if indent.hanging == (start > first) { indent.px } else { 0.0 };
        Open { start, x: 0.0, opportunity: start, indent, shows: false }
    }

    fn fill(&mut self, flow: &mut Flow, first: usize, block: &Block) -> Result<(), Error> {
        let end = block.clusters as usize;
        let mut line = self.open(first, first);
        let mut i = first;
        while i < end {
            if i.is_multiple_of(4096) {
                self.watch.check()?;
            }
            let Some(&cluster) = flow.clusters.get(i) else { break };
            let room = self.width - line.indent + TOLERANCE;
            if cluster.is(BREAK) && line.shows && self.may_end(flow, &line, i, room) {
                line.opportunity = i;
            }
            let mut advance = cluster.advance;
            if cluster.is(TAB) {
                advance = self.tabs.advance(line.x + line.indent);
                if let Some(cluster) = flow.clusters.get_mut(i) {
                    cluster.advance = advance;
                }
            }
            // What hangs or is part of a ligature never is what overflows.
            let stands = !cluster.is(SPACE | INVISIBLE | LIGATED);
            let breaks = line.opportunity > line.start || self.wrapping.overflow_wrap != OverflowWrap::Normal;
            if stands && i > line.start && line.x + advance > room && breaks {
                // A word wider than the line is broken between clusters.
                let at = if line.opportunity > line.start { line.opportunity } else { before_hyphen(flow, &line, i) };
                let at = self.end_line(flow, &line, at, room);
                self.push(flow, &line, at, first, block, true)?;
                if flow.lines.len() >= self.max_lines {
                    return Ok(());
                }
                (line, i) = (self.open(at, first), at);
                continue;
            }
            line.x += advance;
            line.shows |= !cluster.is(INVISIBLE);
            i += 1;
            if cluster.is(FORCED) {
                self.push(flow, &line, i, first, block, false)?;
                if flow.lines.len() >= self.max_lines {
                    return Ok(());
                }
                line = self.open(i, first);
            }
        }
        if line.start < end {
            self.push(flow, &line, end, first, block, false)?;
        }
        Ok(())
    }

    /// Whether a line may end at an opportunity: where it is a soft hyphen's, there has to be room for the hyphen.
    fn may_end(&mut self, flow: &mut Flow, line: &Open, at: usize, room: f64) -> bool {
        let hyphen = self.hyphen_advance(flow, at);
        let stands_out = self.wrapping.overflow_wrap == OverflowWrap::Normal && line.opportunity == line.start;
        hyphen == 0.0 || line.x + hyphen <= room || stands_out
    }

    /// Width of the hyphen that a line which ends at a place shows.
    fn hyphen_advance(&mut self, flow: &mut Flow, at: usize) -> f64 {
        let before = at.checked_sub(1).and_then(|before| flow.clusters.get(before));
        match before.filter(|before| before.is(SOFT_HYPHEN)) {
            Some(&before) => self.hyphens.advance(flow, before, self.shaper, self.fonts, self.source),
            None => 0.0,
        }
    }

    fn push(
        &self,
        flow: &mut Flow,
        line: &Open,
        end: usize,
        first: usize,
        block: &Block,
        wrapped: bool,
    ) -> Result<(), Error> {
        if flow.lines.len().is_multiple_of(WATCH_EVERY) {
            self.watch.check()?;
        }
        flow.lines.push(Line {
            first: line.start as Index,
            end: end as Index,
            right_to_left: block.right_to_left,
            wrapped,
            ellipsis: None,
            tail: None,
            hyphen: None,
            indent: line.indent,
            begins_block: line.start == first && first > 0,
        });
        Ok(())
    }

    /// Shapes both sides of a line's end anew where letters on them affect each other. Returns the end, an earlier one
    /// where the line would have become too wide.
    fn end_line(&mut self, flow: &mut Flow, line: &Open, end: usize, room: f64) -> usize {
        let start = line.start;
        let mut end = end;
        if self.measuring {
            return end;
        }
        for attempt in 1..=TRIES {
            if !self.cut(flow, start, end) {
                break;
            }
            self.tabs.set(flow, start, end, line.indent);
            if width(flow, start, end) + self.hyphen_advance(flow, end) <= room || attempt == TRIES {
                break;
            }
            let before = |wanted: &dyn Fn(&Cluster) -> bool| {
                (start + 1..end).rev().find(|&i| flow.clusters.get(i).is_some_and(wanted))
            };
            // A word that may not be broken stands out instead.
            let breaks = self.wrapping.overflow_wrap != OverflowWrap::Normal;
            let within = || if breaks { before(&|cluster| !cluster.is(LIGATED)) } else { None };
            let earlier = before(&|cluster| cluster.is(BREAK)).or_else(within);
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
        flow.save(from..to);
        self.shaper.shape(self.fonts, self.source, flow, item, from..at, Pass::Part);
        self.shaper.shape(self.fonts, self.source, flow, item, at..to, Pass::Part);
        true
    }

    fn mend(&mut self, flow: &mut Flow, start: usize, at: usize) {
        if let Some((item, from, to)) = self.affected(flow, start, at) {
            flow.save(from..to);
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

/// The place itself, or where soft hyphens before it begin: a word that is broken by force shows none.
fn before_hyphen(flow: &Flow, line: &Open, at: usize) -> usize {
    let is_hyphen = |i: &usize| flow.clusters.get(*i).is_some_and(|cluster| cluster.is(SOFT_HYPHEN));
    let hyphens = (line.start + 1..at).rev().take_while(is_hyphen).count();
    at - hyphens
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
