//! [`Quads`]: quadrilaterals in canvas space, of which what is drawn is the union.

use kurbo::Point;

use super::FixedPoint;

/// A convex quadrilateral, but for what rounding its corners does; a triangle has one corner twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quad(pub(crate) [FixedPoint; 4]);

/// Quadrilaterals, in an order in which neighbours mostly overlap. Reused as scratch: [`clear`](Self::clear) keeps the
/// allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quads {
    quads: Vec<Quad>,
}

impl Quads {
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

    /// Bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        (self.quads.capacity() * size_of::<Quad>()) as u64
    }
}
