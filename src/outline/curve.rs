//! [`Curve`]: a segment of a path.

use kurbo::{CubicBez, Line, ParamCurve, PathEl, Point, QuadBez, Vec2};

use crate::buffer::Buffer;

#[derive(Clone, Copy, Debug)]
pub(super) enum Curve {
    Line(Line),
    Quad(QuadBez),
    Cubic(CubicBez),
}

impl Curve {
    pub(super) fn eval(&self, t: f64) -> Point {
        match self {
            Self::Line(c) => c.eval(t),
            Self::Quad(c) => c.eval(t),
            Self::Cubic(c) => c.eval(t),
        }
    }

    /// The derivative.
    pub(super) fn velocity(&self, t: f64) -> Vec2 {
        let s = 1.0 - t;
        match self {
            Self::Line(c) => c.p1 - c.p0,
            Self::Quad(c) => 2.0 * (s * (c.p1 - c.p0) + t * (c.p2 - c.p1)),
            Self::Cubic(c) => 3.0 * (s * s * (c.p1 - c.p0) + 2.0 * s * t * (c.p2 - c.p1) + t * t * (c.p3 - c.p2)),
        }
    }

    /// Adds the part between two parameters to a path that has come to its start.
    pub(super) fn append(&self, t0: f64, t1: f64, out: &mut Buffer<PathEl>) {
        out.push(match self {
            Self::Line(c) => PathEl::LineTo(c.eval(t1)),
            Self::Quad(c) => {
                let part = c.subsegment(t0..t1);
                PathEl::QuadTo(part.p1, part.p2)
            }
            Self::Cubic(c) => {
                let part = c.subsegment(t0..t1);
                PathEl::CurveTo(part.p1, part.p2, part.p3)
            }
        });
    }
}
