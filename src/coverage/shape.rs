//! [`Shape`]: a filled outline, ready to be cut into rows.

use std::ops::Range;

use super::span::RowSink;
use crate::error::Error;
use crate::outline::Polygons;
use crate::paint::FillRule;
use crate::watch::Watch;

/// A filled outline on a canvas of a width: immutable, read by every band. Rows are canvas rows; what a row gets
/// depends on the shape and the row alone, never on where a band begins.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Rows with coverage, within the canvas.
    rows: Range<u32>,
}

impl Shape {
    /// The shape that polygons enclose, on a canvas of `width` columns and `height` rows; `None` where nothing of it is
    /// seen.
    pub(crate) fn new(
        _polygons: &Polygons,
        _rule: FillRule,
        _width: u32,
        _height: u32,
        _watch: &Watch,
    ) -> Result<Option<Self>, Error> {
        Ok(None)
    }

    /// Rows with coverage.
    pub(crate) fn rows(&self) -> Range<u32> {
        self.rows.clone()
    }

    /// Bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        size_of::<Self>() as u64
    }
}

/// Scratch of one thread for turning shapes into rows.
#[derive(Debug, Default)]
pub(crate) struct Sweeper {}

impl Sweeper {
    /// Gives the coverage of a shape in the canvas rows `rows`.
    pub(crate) fn sweep(
        &mut self,
        _shape: &Shape,
        _rows: Range<u32>,
        _sink: &mut impl RowSink,
        _watch: &Watch,
    ) -> Result<(), Error> {
        Ok(())
    }
}
