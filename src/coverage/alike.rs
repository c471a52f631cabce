//! [`Alike`]: rows of a convex outline that have nothing but two upright sides. They are left out of its edges.

use std::ops::Range;

use super::edge::{Edge, PX};
use super::index::Upright as _;
use super::span::{RowSink, Span, SpannedRow};
use crate::error::Error;
use crate::watch::{ITEMS_A_CHECK, Watch};

/// Canvas rows that are covered alike. All of them are one row to the edges, the first; those below move up to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike(Range<u32>);

impl Alike {
    /// Those of a convex outline, among the canvas rows `rows`; and leaves them out.
    pub(super) fn leave_out(edges: &mut [Edge], rows: &Range<u32>, watch: &Watch) -> Result<Self, Error> {
        // Upwards and downwards, the longest ones.
        let (mut up, mut down) = (0..0, 0..0);
        for part in watch.parts(edges) {
            for edge in part?.iter().filter(|edge| edge.x0 == edge.x1) {
                let longest = if edge.y0 < edge.y1 { &mut down } else { &mut up };
                if edge.bottom() - edge.top() > longest.end - longest.start {
                    *longest = edge.top()..edge.bottom();
                }
            }
        }
        let (top, bottom) = (up.start.max(down.start).max(0), up.end.min(down.end).max(0));
        let alike = ((top + PX - 1) >> 8) as u32..(bottom >> 8) as u32;
        let alike = Self(alike.start.max(rows.start)..alike.end.min(rows.end));
        let (left_out, first) = (alike.left_out() as i32 * PX, alike.0.start as i32 * PX);
        if left_out > 0 {
            let several = edges.len() > ITEMS_A_CHECK;
            for part in edges.chunks_mut(ITEMS_A_CHECK) {
                if several {
                    watch.check()?;
                }
                for y in part.iter_mut().flat_map(|edge| [&mut edge.y0, &mut edge.y1]) {
                    *y -= if *y > first { left_out } else { 0 };
                }
            }
        }
        Ok(alike)
    }

    /// How many rows are left out.
    pub(super) fn left_out(&self) -> u32 {
        self.0.end.saturating_sub(self.0.start).saturating_sub(1)
    }

    /// The rows of the edges that some canvas rows are.
    pub(super) fn to_edges(&self, rows: &Range<u32>) -> Range<u32> {
        let less = |below: u32| below.min(self.left_out());
        let (start, end) = (rows.start.saturating_sub(self.0.start), rows.end.saturating_sub(self.0.start + 1));
        rows.start - less(start)..rows.end - less(end)
    }
}

/// Gives rows of edges to a sink, as those canvas rows that they are of some.
pub(super) struct Unfolded<'a, S> {
    sink: &'a mut S,
    alike: &'a Alike,
    rows: Range<u32>,
    /// Rows between two looks at the watch.
    step: u32,
    watch: &'a Watch,
    stopped: Result<(), Error>,
}

impl<'a, S: RowSink> Unfolded<'a, S> {
    /// Of alike rows, so many are given between two looks at the watch.
    pub(super) fn new(alike: &'a Alike, sink: &'a mut S, (rows, step): (Range<u32>, u32), watch: &'a Watch) -> Self {
        Self { sink, alike, rows, step, watch, stopped: Ok(()) }
    }

    /// Whether rows were left out because the watch said so.
    pub(super) fn stopped(&mut self) -> Result<(), Error> {
        std::mem::replace(&mut self.stopped, Ok(()))
    }
}

impl<S: RowSink> RowSink for Unfolded<'_, S> {
    #[inline(always)]
    fn row(&mut self, y: u32, spans: &[Span], masks: &[u8]) {
        let (alike, left_out) = (&self.alike.0, self.alike.left_out());
        if left_out == 0 || y < alike.start {
            self.sink.row(y, spans, masks);
        } else if y > alike.start {
            self.sink.row(y + left_out, spans, masks);
        } else {
            let (mut top, end) = (alike.start.max(self.rows.start), alike.end.min(self.rows.end));
            while top < end && self.stopped.is_ok() {
                let below = end.min(top.saturating_add(self.step));
                self.sink.rows(top..below, spans, masks);
                top = below;
                if top < end {
                    self.stopped = self.watch.check();
                }
            }
        }
    }

    #[inline(always)]
    fn several(&mut self, rows: &[SpannedRow], down: u32, spans: &[Span], masks: &[u8]) {
        let (alike, left_out) = (&self.alike.0, self.alike.left_out());
        if left_out == 0 {
            return self.sink.several(rows, down, spans, masks);
        }
        let above = rows.partition_point(|row| row.y + down < alike.start);
        let (above, rows) = rows.split_at(above);
        self.sink.several(above, down, spans, masks);
        let below = rows.partition_point(|row| row.y + down <= alike.start);
        let (first, below) = rows.split_at(below);
        for row in first {
            let (spans, masks) = row.of(spans, masks);
            self.row(row.y + down, spans, masks);
        }
        self.sink.several(below, down + left_out, spans, masks);
    }

    /// Of shapes without rows that are left out.
    #[inline(always)]
    fn block(&mut self, at: (u32, u32), columns: u32, stride: usize, masks: &[u8]) {
        self.sink.block(at, columns, stride, masks);
    }
}
