//! [`Curve`]: a curve as lines, for strokes.

use kurbo::{Point, Vec2};

use crate::outline::length;

/// How far lines may be from their curve, in device pixels.
pub(super) const TOLERANCE: f64 = 0.05;
/// Most lines of one curve: with it, a curve of a million px is still within the tolerance.
const MAX_LINES: f64 = 65_536.0;

/// A quadratic or cubic curve in polynomial form.
#[derive(Debug)]
pub(super) struct Curve {
    coefficients: [Vec2; 3],
    start: Point,
    end: Point,
    /// The directions at the ends; `None` where all control points are one.
    pub(super) tangents: Option<(Vec2, Vec2)>,
    pub(super) lines: usize,
}

impl Curve {
    /// `tolerance` in the path's coordinates; `turn_of_a_line`: how far lines may turn, in radians, for corners not to
    /// show at the pen's rim.
    pub(super) fn quad(p0: Point, p1: Point, p2: Point, tolerance: f64, turn_of_a_line: f64) -> Self {
        let (first, second) = (p1 - p0, p2 - p1);
        let bend = second - first;
        let legs = [first, second];
        Self {
            coefficients: [Vec2::ZERO, bend, first * 2.0],
            start: p0,
            end: p2,
            tangents: tangents(&[first, second], &[second, first]),
            lines: lines((length(bend) / (4.0 * tolerance)).sqrt(), turn(&legs) / turn_of_a_line),
        }
    }

    pub(super) fn cubic(p: [Point; 4], tolerance: f64, turn_of_a_line: f64) -> Self {
        let legs = [p[1] - p[0], p[2] - p[1], p[3] - p[2]];
        let bends = [legs[1] - legs[0], legs[2] - legs[1]];
        // Wang's bound (G. Wang, 1984; R. Goldman, "Pyramid Algorithms", 2003, 5.6.3).
        let bend = length(bends[0]).max(length(bends[1]));
        Self {
            coefficients: [bends[1] - bends[0], bends[0] * 3.0, legs[0] * 3.0],
            start: p[0],
            end: p[3],
            tangents: tangents(&[legs[0], p[2] - p[0], p[3] - p[0]], &[legs[2], p[3] - p[1], p[3] - p[0]]),
            lines: lines((0.75 * bend / tolerance).sqrt(), turn(&legs) / turn_of_a_line),
        }
    }

    /// The end of a line, counted from 1. Between the curve's ends it is not on the curve but beside it by two thirds
    /// of what a chord would be off, so that the lines are as much outside the curve as inside: chords would shift
    /// both sides of a stroke towards the inside of the bend.
    pub(super) fn point(&self, line: usize) -> Point {
        if line >= self.lines {
            return self.end;
        }
        let (n, [a, b, c]) = (self.lines as f64, self.coefficients);
        let t = line as f64 / n;
        // A twelfth of the second derivative; a chord is off by an eighth.
        let beside = (a * (t / 2.0) + b / 6.0) / (n * n);
        self.start + (((a * t + b) * t + c) * t - beside)
    }
}

/// How far a line of a curve may turn for a pen of a radius, both in device pixels: where its rim is off by no more
/// than the tolerance.
pub(super) fn turn_of_a_line(radius: f64) -> f64 {
    (8.0 * TOLERANCE / radius.max(TOLERANCE)).sqrt()
}

fn lines(by_distance: f64, by_turn: f64) -> usize {
    by_distance.max(by_turn).ceil().clamp(1.0, MAX_LINES) as usize
}

/// The first of each that is not zero, as unit vectors.
fn tangents(start: &[Vec2], end: &[Vec2]) -> Option<(Vec2, Vec2)> {
    let first = |vectors: &[Vec2]| vectors.iter().find_map(|&v| super::unit(v).map(|(unit, _)| unit));
    first(start).zip(first(end))
}

/// How far the legs of a control polygon turn in sum, in radians: at least as far as its curve does.
fn turn(legs: &[Vec2]) -> f64 {
    let mut units = legs.iter().filter_map(|&leg| super::unit(leg)).map(|(unit, _)| unit);
    let Some(mut from) = units.next() else { return 0.0 };
    let mut sum = 0.0;
    for to in units {
        // The arc over a chord of the unit circle, from above by less than 7 in 100; exact at half a turn.
        let chord2 = (to - from).hypot2();
        sum += chord2.sqrt() * (1.0 + chord2 * (1.0 / 24.0 + chord2 * 0.0253));
        from = to;
    }
    sum
}
