//! [`Sides`]: the two sides of a subpath as they grow.

use kurbo::{Point, Vec2};

use crate::buffer::Buffer;
use crate::error::Error;
use crate::outline::{FixedPoint, Polygons};
use crate::watch::{Held, Watch};

/// The left side goes to the polygons at once, the right one waits until the subpath's end, from where it leads back.
#[derive(Debug)]
pub(super) struct Sides<'a> {
    left: &'a mut Polygons,
    right: Held<'a, Buffer<FixedPoint>>,
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
    pub(super) fn new(out: &'a mut Polygons, watch: &'a Watch) -> Self {
        let (before, right) = (out.len(), watch.hold(out.beside()));
        Self { left: out, right, before }
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
    pub(super) fn turn_back(&mut self, watch: &Watch) -> Result<(), Error> {
        for part in watch.parts(&self.right).rev() {
            self.left.extend(part?.iter().rev().copied());
        }
        self.right.clear();
        Ok(())
    }

    /// Whether all points are there.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.left.check()?;
        self.right.check()
    }

    #[inline]
    pub(super) fn is_refused(&self) -> bool {
        self.left.is_refused() || self.right.is_refused()
    }

    /// Ends the contour.
    pub(super) fn close(&mut self) {
        self.left.close();
    }
}
