//! [`Sweeper`]: shapes to rows.

use std::ops::Range;

use fearless_simd::Level;

use super::alike::Unfolded;
use super::cells::{BLOCK, Cells, Kind, LINKED, MOST_PIECES, PIECES, PLAIN};
use super::crowd::emit_crowd;
use super::edge::Edge;
use super::emit::{Place, emit};
use super::index::Upright as _;
use super::intervals::{Intervals, MOST_AWAY};
use super::plain::{block_stride, emit_block, emit_rows};
use super::rectangle::Rectangle;
use super::shape::{Edges, Form, Shape, rows_at_once};
use super::span::RowSink;
use super::union::{self, Part, Union};
use super::writer::Writer;
use crate::error::Error;
use crate::limits::within;
use crate::paint::FillRule;
use crate::simd::{self, dispatch};
use crate::watch::Watch;

/// Edges, or rows, between two looks at the watch.
const EDGES_A_CHECK: usize = 1_024;

/// Blocks of parts between two looks at the watch.
const BLOCKS_A_CHECK: usize = 64;

/// Scratch of one thread for turning shapes into rows.
#[derive(Debug)]
pub(crate) struct Sweeper {
    /// The best SIMD level of the machine; each gives the same bytes.
    level: Level,
    cells: Cells,
    intervals: Intervals,
    writer: Writer,
    /// Edges that pass through the rows at hand.
    active: Vec<u32>,
    /// Some of them, side by side.
    chosen: Vec<Edge>,
}

impl Default for Sweeper {
    fn default() -> Self {
        Self::at(simd::best())
    }
}

impl Sweeper {
    pub(super) fn at(level: Level) -> Self {
        Self {
            level,
            cells: Cells::default(),
            intervals: Intervals::default(),
            writer: Writer::default(),
            active: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// Gives the coverage of a shape in the canvas rows `rows`.
    pub(crate) fn sweep(
        &mut self,
        shape: &Shape,
        rows: Range<u32>,
        sink: &mut impl RowSink,
        watch: &Watch,
    ) -> Result<(), Error> {
        let rows = rows.start.max(shape.rows().start)..rows.end.min(shape.rows().end);
        if rows.is_empty() {
            return Ok(());
        }
        let swept = match &shape.form {
            Form::Rectangle(rectangle) => self.sweep_rectangle(rectangle, shape.columns(), rows, sink, watch),
            Form::Union(union) => self.sweep_union(union, shape.columns(), rows, sink, watch),
            Form::Edges(edges) => {
                let (rows_swept, columns) = (edges.alike.to_edges(&rows), shape.columns());
                let sink = &mut Unfolded::new(&edges.alike, sink, (rows, rows_a_check(&columns)), watch);
                match shape.rule {
                    FillRule::NonZero => self.sweep_edges::<false>(edges, columns, rows_swept, sink, watch),
                    FillRule::EvenOdd => self.sweep_edges::<true>(edges, columns, rows_swept, sink, watch),
                }
                .and(sink.stopped())
            }
        };
        if swept.is_err() {
            self.cells.clear();
        }
        swept
    }

    fn sweep_rectangle(
        &mut self,
        rectangle: &Rectangle,
        columns: Range<u32>,
        rows: Range<u32>,
        sink: &mut impl RowSink,
        watch: &Watch,
    ) -> Result<(), Error> {
        let (mut top, step) = (rows.start, rows_a_check(&columns));
        while top < rows.end {
            watch.check()?;
            let mut end = top + 1;
            let most = rows.end.min(top.saturating_add(step));
            while end < most && rectangle.repeats(end - 1) {
                end += 1;
            }
            rectangle.write(top, &mut self.writer);
            let (spans, masks) = self.writer.row();
            if !spans.is_empty() {
                sink.rows(top..end, spans, masks);
            }
            top = end;
        }
        Ok(())
    }

    fn sweep_union(
        &mut self,
        shape: &Union,
        columns: Range<u32>,
        rows: Range<u32>,
        sink: &mut impl RowSink,
        watch: &Watch,
    ) -> Result<(), Error> {
        let place = Place { left: columns.start, columns: columns.len() as u32 };
        let mut step = union::ROWS;
        self.active.clear();
        let mut next = match &shape.index {
            Some((blocks, index)) => index.enter(blocks, rows.start, &mut self.active),
            None => 0,
        };
        let mut top = rows.start;
        while top < rows.end {
            let end = rows.end.min(top + step);
            self.intervals.begin(top..end);
            if let Some((blocks, index)) = &shape.index {
                let begun = index.begun(end);
                self.active.extend(next..begun);
                next = next.max(begun);
                self.active.sort_by_key(|&i| blocks[i as usize].order);
                for active in self.active.chunks(BLOCKS_A_CHECK) {
                    watch.check()?;
                    for &i in active {
                        add_parts(self.level, &mut self.intervals, blocks[i as usize].parts(&shape.parts));
                    }
                }
            } else {
                for parts in shape.parts.chunks(EDGES_A_CHECK) {
                    watch.check()?;
                    add_parts(self.level, &mut self.intervals, parts);
                }
            }
            if self.intervals.overflows() {
                if step == 1 {
                    within("path_segments", MOST_AWAY as u64 + 1, MOST_AWAY as u64)?;
                }
                // Once more, with fewer rows.
                step = (step / 4).max(1);
                continue;
            }
            self.intervals.sort();
            for y in top..end {
                watch.check()?;
                let Self { cells, intervals, writer, .. } = self;
                write_union(self.level, (intervals, cells), (y, place), writer, watch)?;
                let (spans, masks) = writer.row();
                if !spans.is_empty() {
                    sink.several(writer.rows(), 0, spans, masks);
                }
            }
            let bottom = end as i32 * 256;
            if let Some((blocks, _)) = &shape.index {
                self.active.retain(|&i| blocks[i as usize].bottom() > bottom);
            }
            top = end;
        }
        Ok(())
    }

    fn sweep_edges<const EVEN_ODD: bool>(
        &mut self,
        shape: &Edges,
        columns: Range<u32>,
        rows: Range<u32>,
        sink: &mut impl RowSink,
        watch: &Watch,
    ) -> Result<(), Error> {
        let mut kind = shape.kind(columns.len());
        let place = Place { left: columns.start, columns: columns.len() as u32 };
        let mut step = rows_at_once(columns.len()) as u32;
        self.active.clear();
        let mut next = match &shape.index {
            Some(index) => index.enter(&shape.edges, rows.start, &mut self.active),
            None => 0,
        };
        let mut top = rows.start;
        while top < rows.end {
            let end = rows.end.min(top + step);
            self.cells.begin(kind, top..end, place.columns);
            if let Some(index) = &shape.index {
                let begun = index.begun(end);
                self.active.extend(next..begun);
                next = next.max(begun);
                for part in self.active.chunks(EDGES_A_CHECK) {
                    watch.check()?;
                    self.chosen.clear();
                    self.chosen.extend(part.iter().map(|&i| shape.edges[i as usize]));
                    add_edges(self.level, &mut self.cells, kind, shape.clipped, &self.chosen);
                    if self.cells.overflows() {
                        break;
                    }
                }
            } else {
                for part in shape.edges.chunks(EDGES_A_CHECK) {
                    watch.check()?;
                    add_edges(self.level, &mut self.cells, kind, shape.clipped, part);
                    if self.cells.overflows() {
                        break;
                    }
                }
            }
            if self.cells.overflows() {
                self.cells.clear();
                if kind == LINKED {
                    // Once more, with room for them.
                    kind = PIECES;
                    continue;
                }
                if step == 1 {
                    within("path_segments", MOST_PIECES as u64 + 1, MOST_PIECES as u64)?;
                }
                // Once more, with fewer rows.
                step = (step / 4).max(1);
                continue;
            }
            let Self { cells, writer, .. } = self;
            if kind == PIECES {
                for y in top..end {
                    emit::<EVEN_ODD>(self.level, cells, (y, place), writer, watch)?;
                    let (spans, masks) = writer.row();
                    if !spans.is_empty() {
                        sink.row(y, spans, masks);
                    }
                }
            } else {
                emit_whole::<EVEN_ODD>(self.level, (cells, kind), (top..end, place), writer, watch);
                let (spans, masks) = writer.row();
                if kind != PLAIN {
                    sink.block((place.left, top), place.columns, block_stride(place.columns), writer.block());
                } else if !spans.is_empty() {
                    sink.several(writer.rows(), 0, spans, masks);
                }
            }
            let bottom = end as i32 * 256;
            self.active.retain(|&i| shape.edges[i as usize].bottom() > bottom);
            top = end;
        }
        Ok(())
    }

    /// Bytes it holds.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> u64 {
        self.cells.bytes()
            + self.intervals.bytes()
            + self.writer.bytes()
            + (self.active.capacity() * size_of::<u32>() + self.chosen.capacity() * size_of::<Edge>()) as u64
    }
}

/// Rows of so many columns that are painted between two looks at the watch: in the slowest paint a millisecond.
fn rows_a_check(columns: &Range<u32>) -> u32 {
    ((1 << 16) / (columns.len() as u32).max(1)).max(1)
}

/// Adds edges to the cells. Neither this nor what follows knows of sinks: so each is compiled once, and not for each of them.
pub(super) fn add_edges(level: Level, cells: &mut Cells, kind: Kind, clipped: bool, edges: &[Edge]) {
    match (kind, clipped) {
        (BLOCK, false) => dispatch!(level, simd => cells.add_within::<_, BLOCK>(simd, edges)),
        (BLOCK, true) => cells.add::<BLOCK, true>(edges),
        (PLAIN, false) => dispatch!(level, simd => cells.add_within::<_, PLAIN>(simd, edges)),
        (PLAIN, true) => cells.add::<PLAIN, true>(edges),
        (LINKED, false) => dispatch!(level, simd => cells.add_within::<_, LINKED>(simd, edges)),
        (LINKED, true) => cells.add::<LINKED, true>(edges),
        (_, false) => cells.add::<PIECES, false>(edges),
        (_, true) => cells.add::<PIECES, true>(edges),
    }
}

/// Adds parts of a union to the intervals.
fn add_parts(level: Level, intervals: &mut Intervals, parts: &[Part]) {
    dispatch!(level, simd => intervals.add(simd, parts));
}

/// Writes a row of a union.
fn write_union(
    level: Level,
    (intervals, cells): (&mut Intervals, &mut Cells),
    (y, place): (u32, Place),
    writer: &mut Writer,
    watch: &Watch,
) -> Result<(), Error> {
    cells.begin(PLAIN, y..y + 1, place.columns);
    dispatch!(level, simd => intervals.write(simd, y, place.columns, cells, watch))?;
    dispatch!(level, simd => emit_rows(simd, cells, y..y + 1, place, writer));
    Ok(())
}

/// Writes rows of any kind but [`PIECES`], together.
fn emit_whole<const EVEN_ODD: bool>(
    level: Level,
    (cells, kind): (&mut Cells, Kind),
    (rows, place): (Range<u32>, Place),
    writer: &mut Writer,
    watch: &Watch,
) {
    match kind {
        BLOCK => dispatch!(level, simd => emit_block(simd, cells, rows, place, writer)),
        PLAIN => dispatch!(level, simd => emit_rows(simd, cells, rows, place, writer)),
        _ => dispatch!(level, simd => emit_crowd::<_, EVEN_ODD>(simd, cells, rows, place, writer, watch)),
    }
}
