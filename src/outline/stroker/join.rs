//! Joins: how the outline goes on from one piece of a path to the next.
//!
//! An outline is the sum of cells that all turn the same way: a rectangle for each piece of the path, a wedge at the
//! outer side of each corner, caps. The winding number of a point is how many cells it lies in, and never less than
//! one inside the stroke. On the inner side of a corner the outline passes through the corner itself, which adds
//! nothing to that sum. Where both pieces are long enough it takes a shorter way, which takes away a kite or a
//! triangle that lies in both rectangles. Along an open path that leaves no holes: where k of these overlap, at least
//! k + 1 rectangles do. Around a closed one there may be as many of the ones as of the others, so there the two at
//! the ends of the first piece must not overlap: [`Leg::room`] sees to that.

use kurbo::{Point, Vec2};

use super::pen::{Pen, normal};
use super::sides::{Side, Sides};
use crate::paint;

/// Depth in device pixels up to which the tip of a bevelled or round corner is left standing: one point, not two.
const FLAT: f64 = 1.0 / 64.0;
/// The same where a curve was made lines, whose corners are none.
const FLAT_ON_CURVE: f64 = 0.05;

/// Cosine of a turn beyond which the sides are taken for parallel: where they meet is lost in rounding.
const NO_TIP: f64 = -1.0 + 1e-9;

/// An end of a piece of the path at a corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    /// The way the path goes.
    pub(super) direction: Vec2,
    /// From the path to its left side, in device pixels.
    pub(super) offset: Vec2,
    /// How much of the piece's length may be taken away at this end, in the path's coordinates.
    pub(super) room: f64,
}

/// What happens at corners.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joiner {
    kind: paint::Join,
    /// Half the square of the miter limit.
    limit: f64,
    flat: f64,
    flat_on_curve: f64,
}

impl Joiner {
    pub(super) fn new(kind: paint::Join, miter_limit: f64, pen: &Pen) -> Self {
        // The tip stands out by r (1 / cos(t / 2) - 1), near r (1 - cos t) / 4.
        let flat = |depth: f64| 1.0 - 4.0 * depth / pen.radius;
        Self {
            kind,
            limit: miter_limit * miter_limit / 2.0,
            // At most a right angle, where the approximation still holds.
            flat: flat(FLAT).max(0.0),
            flat_on_curve: flat(FLAT_ON_CURVE).max(0.0),
        }
    }

    /// Adds the points of the corner `at`, and tells how much of the pieces' length it took away. `smooth` corners are
    /// inside a curve.
    #[inline]
    pub(super) fn join(
        &self,
        pen: &mut Pen,
        sides: &mut Sides<'_>,
        at: Point,
        before: &Leg,
        after: &Leg,
        smooth: bool,
    ) -> f64 {
        let cross = before.direction.cross(after.direction);
        let dot = before.direction.dot(after.direction);
        let increasing = cross > 0.0;
        let (outer, inner) =
            if increasing == (pen.side > 0.0) { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) };
        let tip = (before.offset + after.offset) / (1.0 + dot);
        let flat = dot >= if smooth { self.flat_on_curve } else { self.flat };
        let kind = if smooth { paint::Join::Round } else { self.kind };
        // The ratio of a miter to the width is 1 / cos(t / 2), and cos^2(t / 2) = (1 + cos t) / 2.
        // At the limit it is kept, whatever the last bits of both say.
        if flat || kind == paint::Join::Miter && self.limit * (1.0 + dot) >= 1.0 - 1e-12 {
            sides.push(outer, at, tip);
        } else {
            sides.push(outer, at, before.offset);
            if kind == paint::Join::Round {
                let turn = if increasing { -1.0 } else { 1.0 };
                let [from, to] = [before.direction, after.direction].map(|direction| normal(direction) * turn);
                for offset in pen.arc(from, to, increasing) {
                    sides.push(outer, at, if outer == Side::Left { offset } else { -offset });
                }
            }
            sides.push(outer, at, after.offset);
        }
        // How far the triangle between the sides' ends and the corner reaches along either piece, and the kite up to
        // where the sides meet.
        let triangle = pen.half * cross.abs();
        let kite = if dot >= 0.0 { triangle } else { triangle / (1.0 + dot) };
        let room = before.room.min(after.room);
        if kite <= room && dot > NO_TIP {
            sides.push(inner, at, tip);
            return kite;
        }
        sides.push(inner, at, before.offset);
        let through_corner = triangle > room;
        if through_corner {
            sides.push(inner, at, Vec2::ZERO);
        }
        sides.push(inner, at, after.offset);
        if through_corner { 0.0 } else { triangle }
    }
}
