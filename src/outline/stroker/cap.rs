//! Caps: the ends of open subpaths, and the dots that subpaths of no length are.

use kurbo::{Point, Vec2};

use super::join::Leg;
use super::pen::{Pen, normal};
use super::sides::Sides;
use crate::paint::Cap;

/// Adds the end `at` of a path that goes towards `leg`: from its left side to its right.
pub(super) fn cap(kind: Cap, pen: &mut Pen, sides: &mut Sides<'_>, at: Point, leg: &Leg) {
    let ahead = if kind == Cap::Square { pen.offset(leg.direction) } else { Vec2::ZERO };
    sides.cap(at + leg.offset + ahead);
    if kind == Cap::Round {
        let left = normal(leg.direction) * pen.side;
        let increasing = pen.side < 0.0;
        for offset in pen.arc(left, -left, increasing) {
            sides.cap(at + offset);
        }
    }
    sides.cap(at - leg.offset + ahead);
}

/// Adds a subpath of no length (<https://www.w3.org/TR/svg-strokes/#LineCaps>): nothing, a circle, or a square along
/// the axes of the path's coordinates.
pub(super) fn dot(kind: Cap, pen: &mut Pen, sides: &mut Sides<'_>, at: Point) {
    match kind {
        Cap::Butt => {}
        Cap::Round => {
            for offset in pen.circle() {
                sides.cap(at + offset);
            }
            sides.close();
        }
        Cap::Square => {
            let ahead = pen.offset(Vec2::new(1.0, 0.0));
            let left = pen.normal(Vec2::new(1.0, 0.0));
            for corner in [left - ahead, left + ahead, ahead - left, -left - ahead] {
                sides.cap(at + corner);
            }
            sides.close();
        }
    }
}
