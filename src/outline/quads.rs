//! [`Quads`]: quadrilaterals in canvas space, of which what is drawn is the union.

use kurbo::Point;

use super::FixedPoint;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::watch::{Free, Watch};

/// A convex quadrilateral, but for what rounding its corners does; a triangle has one corner twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quad(pub(crate) [FixedPoint; 4]);

/// Quadrilaterals, in an order in which neighbours mostly overlap. Reused as scratch: [`clear`](Self::clear) keeps the
/// allocation. Its bytes are not counted where it was made without a watch.
#[derive(Debug, Default)]
pub(crate) struct Quads {
    quads: Buffer<Quad>,
}

impl Free for Quads {
    fn free(self, watch: &Watch) {
        self.quads.free(watch);
    }
}

impl Quads {
    pub(crate) fn new(watch: &Watch) -> Self {
        Self { quads: Buffer::new(watch) }
    }

    /// Whether all that was added is there.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.quads.check()
    }

    pub(super) fn is_refused(&self) -> bool {
        self.quads.is_refused()
    }

    pub(crate) fn clear(&mut self) {
        self.quads.clear();
    }

    /// Adds one with these corners, in device pixels.
    #[inline]
    pub(crate) fn push(&mut self, corners: [Point; 4]) {
        self.quads.push(Quad(corners.map(FixedPoint::from)));
    }

    pub(crate) fn as_slice(&self) -> &[Quad] {
        &self.quads
    }

    pub(crate) fn len(&self) -> usize {
        self.quads.len()
    }
}
