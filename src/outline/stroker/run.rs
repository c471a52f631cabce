//! [`Run`]: lines that are drawn as one, because nobody can see that they are several.

use kurbo::{Point, Vec2};

/// How far the points of a run may lie across it, and how far the sides may be off for the turns in it, in device
/// pixels. Both together stay within 1/20 px.
const ACROSS: f64 = 1.0 / 48.0;
const TURN: f64 = 1.0 / 48.0;

/// One line or more, all within a narrow strip along the first.
///
/// A dense polyline (a chart's line has many points to a pixel) is mostly such runs. Only points are left out: the run
/// begins and ends in the directions of its first and its last line, so the joins at its ends are what they would be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: Point,
    pub(super) to: Point,
    /// Direction and length of the first line.
    pub(super) enter: Vec2,
    pub(super) length: f64,
    /// The last line, if it is not the first.
    pub(super) last: Option<Vec2>,
    /// How far points lie to either side of the first line.
    low: f64,
    high: f64,
}

/// What a run may be, in the path's coordinates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    across: f64,
    /// As the square of the sine of an angle.
    turn2: f64,
}

impl Strip {
    /// For a scale and a pen's radius in device pixels.
    pub(super) fn new(scale: f64, radius: f64) -> Self {
        let turn = (TURN / radius).min(0.25);
        Self { across: ACROSS / scale, turn2: turn * turn }
    }
}

impl Run {
    #[inline]
    pub(super) fn new(from: Point, to: Point, line: Vec2, length: f64) -> Self {
        Self { from, to, enter: line * (1.0 / length), length, last: None, low: 0.0, high: 0.0 }
    }

    /// Makes the run longer by a line, if it is still one; neither roots nor divisions.
    #[inline]
    pub(super) fn extend(&mut self, line: Vec2, to: Point, strip: Strip) -> bool {
        let turn = self.enter.cross(line);
        if turn * turn > strip.turn2 * line.hypot2() || self.enter.dot(line) <= 0.0 {
            return false;
        }
        let across = self.enter.cross(to - self.from);
        let (low, high) = (self.low.min(across), self.high.max(across));
        if high - low > strip.across {
            return false;
        }
        (self.low, self.high, self.to, self.last) = (low, high, to, Some(line));
        true
    }
}
