//! [`Sides`]: the two sides of a subpath as they grow.

use kurbo::{Point, Vec2};

use crate::outline::{FixedPoint, Polygons};

/// The left side goes to the polygons at once, the right one waits until the subpath's end, from where it leads back.
#[derive(Debug)]
pub(super) struct Sides<'a> {
    left: &'a mut Polygons,
    right: Vec<FixedPoint>,
    /// Points that were there before this stroke.
    before: usize,
}

/// One of the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl<'a> Sides<'a> {
    pub(super) fn new(out: &'a mut Polygons) -> Self {
        let before = out.len();
        Self { left: out, right: Vec::new(), before }
    }

    /// Points made so far.
    pub(super) fn len(&self) -> usize {
        self.left.len() - self.before + self.right.len()
    }

    #[inline]
    pub(super) fn push(&mut self, side: Side, at: Point, offset: Vec2) {
        match side {
            Side::Left => self.left.push(at + offset),
            Side::Right => self.right.push(FixedPoint::from(at - offset)),
        }
    }

    /// Adds a point between the sides, at an end of the path.
    pub(super) fn cap(&mut self, at: Point) {
        self.left.push(at);
    }

    /// Leads the right side back.
    pub(super) fn turn_back(&mut self) {
        self.left.extend(self.right.drain(..).rev());
    }

    /// Ends the contour.
    pub(super) fn close(&mut self) {
        self.left.close();
    }
}
