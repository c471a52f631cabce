//! Dense polylines: strokes that lie on themselves.
//!
//! The line of a chart has many points to a pixel and turns back at every other one, so that most of an outline's sides
//! lie inside the stroke, where they say nothing. What such a stroke covers is the union of a rectangle for each line, a
//! wedge at the outer side of each corner, and caps; none of them winds the other way, so that no inner side of a
//! corner is needed.

use kurbo::{Affine, PathEl, Point, Vec2};

use super::pen::{Pen, normal};
use super::run::{Run, Strip};
use super::{LINES_PER_CHECK, POINTS_PER_LINE, SHORTEST, unit};
use crate::error::Error;
use crate::limits::within;
use crate::outline::{Quads, length, max_scale};
use crate::paint::{Cap, Join, Stroke};
use crate::watch::Watch;

/// Fewer lines are rather an outline.
const FEW_LINES: usize = 64;
/// The share of a stroke's length, as its inverse, that lies on itself where it is dense.
const OVERLAP_INVERSE: f64 = 6.0;
/// How far rectangles reach beyond corners, in device pixels, so that rounding leaves no gap.
const BEYOND: f64 = 1.0 / 64.0;
/// How far, in device pixels, the sides of two rectangles may lie apart at a corner, or how far a bevel reach, where no
/// wedge is needed.
const CLOSED: f64 = 1.0 / 32.0;

/// Whether a path is a polyline that turns back so often, and at so sharp corners, that a good part of a stroke of this
/// width lies on itself.
pub(crate) fn is_dense(path: &[PathEl], width: f64, watch: &Watch) -> Result<bool, Error> {
    if path.len() < FEW_LINES {
        return Ok(false);
    }
    let (mut all, mut overlap) = (0.0, 0.0);
    let (mut at, mut before) = (Point::ZERO, (Vec2::ZERO, 0.0));
    for (i, element) in path.iter().enumerate() {
        if (i as u64).is_multiple_of(LINES_PER_CHECK) {
            watch.check()?;
        }
        match *element {
            PathEl::MoveTo(p) => (at, before) = (p, (Vec2::ZERO, 0.0)),
            PathEl::LineTo(p) => {
                let line = p - at;
                let here = length(line);
                let (last, there) = before;
                if last.dot(line) < 0.0 {
                    // Two stripes that meet at an angle part after their width by its sine.
                    let shorter = here.min(there);
                    let sine = last.cross(line).abs();
                    let apart = width * here * there;
                    overlap += if apart >= shorter * sine { shorter } else { apart / sine };
                }
                all += here;
                (at, before) = (p, (line, here));
            }
            PathEl::ClosePath => before = (Vec2::ZERO, 0.0),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => return Ok(false),
        }
    }
    Ok(overlap * OVERLAP_INVERSE > all)
}

/// Adds the parts of a polyline's stroke to `out`: they cover what [`stroke_polygons`](super::stroke_polygons) encloses,
/// within the same bounds. More than `max_lines` lines, or many times more parts, are refused with `LimitExceeded`.
pub(crate) fn stroke_quads(
    path: &[PathEl],
    stroke: &Stroke,
    transform: Affine,
    max_lines: u64,
    watch: &Watch,
    out: &mut Quads,
) -> Result<(), Error> {
    let Some(pen) = Pen::new(stroke.width, transform) else { return Ok(()) };
    let scale = max_scale(transform);
    let shortest = SHORTEST / scale;
    let mut stroker = Dense {
        beyond: BEYOND / pen.radius,
        closed: CLOSED / pen.radius,
        strip: Strip::new(scale, pen.radius),
        shortest2: shortest * shortest,
        miter: if stroke.join == Join::Miter { stroke.miter_limit * stroke.miter_limit / 2.0 } else { 0.0 },
        pen,
        join: stroke.join,
        cap: stroke.cap,
        fan: Vec::new(),
        out,
        lines: 0,
        next_check: LINES_PER_CHECK,
        max_lines,
        max_parts: max_lines.saturating_mul(POINTS_PER_LINE),
        watch,
        at: Point::ZERO,
        drawn: false,
        run: None,
        first: None,
        last: None,
    };
    let mut start = Point::ZERO;
    for (element, seen) in path.iter().zip(0..) {
        stroker.poll(seen)?;
        match *element {
            PathEl::MoveTo(p) => {
                stroker.end(start);
                (start, stroker.at) = (p, p);
            }
            PathEl::LineTo(p) => stroker.line(p),
            PathEl::ClosePath => {
                stroker.close(start);
                stroker.at = start;
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => debug_assert!(false, "a dense path has no curves"),
        }
    }
    stroker.end(start);
    stroker.check()
}

struct Dense<'a> {
    pen: Pen,
    join: Join,
    /// Half the square of the miter limit; 0 for other joins.
    miter: f64,
    cap: Cap,
    strip: Strip,
    /// In the path's coordinates, squared.
    shortest2: f64,
    /// [`BEYOND`] and [`CLOSED`], as shares of the pen's radius.
    beyond: f64,
    closed: f64,
    /// Scratch: the rim of a round join or cap.
    fan: Vec<Vec2>,
    out: &'a mut Quads,
    lines: u64,
    /// The watch is looked at when there are so many elements and parts.
    next_check: u64,
    max_lines: u64,
    max_parts: u64,
    watch: &'a Watch,
    /// Where the path has come to.
    at: Point,
    /// Whether the subpath has any lines, be they of no length.
    drawn: bool,
    /// Lines that are not yet drawn.
    run: Option<Run>,
    /// Where the subpath's first line begins, and its direction.
    first: Option<(Point, Vec2)>,
    /// The direction of the last line drawn.
    last: Option<Vec2>,
}

impl Dense<'_> {
    fn line(&mut self, to: Point) {
        self.drawn = true;
        self.lines += 1;
        let line = to - self.at;
        let length2 = line.hypot2();
        if length2 > self.shortest2 {
            let extended = self.run.as_mut().is_some_and(|run| run.extend(line, to, self.strip));
            if !extended {
                self.flush();
                self.run = Some(Run::new(self.at, to, line, length2.sqrt()));
            }
            self.at = to;
        }
    }

    /// Draws the run, and its join to what was before.
    fn flush(&mut self) {
        let Some(run) = self.run.take() else { return };
        // The rectangle is along the run, corners are what they are by its first and its last line.
        let (direction, leave) = match run.last {
            None => (run.enter, run.enter),
            Some(last) => {
                let along = |v: Vec2| unit(v).map_or(run.enter, |(direction, _)| direction);
                (along(run.to - run.from), along(last))
            }
        };
        let (from, to) = (self.pen.device(run.from), self.pen.device(run.to));
        match self.last {
            Some(last) => self.corner(from, last, run.enter),
            None => self.first = Some((from, run.enter)),
        }
        self.last = Some(leave);
        let (side, ahead) = (self.pen.normal(direction), self.pen.offset(direction) * self.beyond);
        let (from, to) = (from - ahead, to + ahead);
        self.out.push([from + side, to + side, to - side, from - side]);
    }

    /// What a corner adds at its outer side.
    fn corner(&mut self, at: Point, before: Vec2, after: Vec2) {
        let (cross, dot) = (before.cross(after), before.dot(after));
        let open = self.closed * self.closed;
        if dot > 0.0 && cross * cross < open {
            return;
        }
        let increasing = cross > 0.0;
        let turn = if increasing == (self.pen.side > 0.0) { -1.0 } else { 1.0 };
        let [from, to] = [before, after].map(|direction| self.pen.normal(direction) * turn);
        if self.miter * (1.0 + dot) >= 1.0 {
            let tip = (from + to) / (1.0 + dot);
            self.out.push([at, at + from, at + tip, at + to]);
        } else if self.join == Join::Round {
            let turn = if increasing { -1.0 } else { 1.0 };
            self.round(at, [before, after].map(|direction| normal(direction) * turn), increasing);
        } else if 1.0 + dot > 2.0 * open {
            // Its depth is the radius times the cosine of half the turn.
            self.out.push([at, at + from, at + to, at + to]);
        }
    }

    /// A part of the pen, from one direction of its rim to another.
    fn round(&mut self, at: Point, [from, to]: [Vec2; 2], increasing: bool) {
        self.fan.clear();
        self.fan.push(self.pen.offset(from));
        self.fan.extend(self.pen.arc(from, to, increasing));
        self.fan.push(self.pen.offset(to));
        self.push_fan(at);
    }

    fn push_fan(&mut self, at: Point) {
        for rim in (0..self.fan.len() - 1).step_by(2) {
            let [a, b, c] = [rim, rim + 1, rim + 2].map(|i| self.fan[i.min(self.fan.len() - 1)]);
            self.out.push([at, at + a, at + b, at + c]);
        }
    }

    /// The cap at an end that a line leads to in a direction.
    fn cap(&mut self, at: Point, direction: Vec2) {
        let side = self.pen.normal(direction);
        match self.cap {
            Cap::Butt => {}
            Cap::Square => {
                let ahead = at + self.pen.offset(direction);
                self.out.push([at + side, ahead + side, ahead - side, at - side]);
            }
            Cap::Round => {
                let left = normal(direction) * self.pen.side;
                self.round(at, [left, -left], self.pen.side < 0.0);
            }
        }
    }

    fn close(&mut self, start: Point) {
        if self.at != start {
            self.line(start);
        }
        self.drawn = true;
        self.flush();
        let (Some((at, first)), Some(last)) = (self.first, self.last) else {
            return self.end(start);
        };
        self.corner(at, last, first);
        self.begin();
    }

    /// Ends an open subpath that began at `start`.
    fn end(&mut self, start: Point) {
        self.flush();
        if let (Some((from, first)), Some(last)) = (self.first, self.last) {
            self.cap(self.pen.device(self.at), last);
            self.cap(from, -first);
        } else if self.drawn {
            let (at, along) = (self.pen.device(start), Vec2::new(1.0, 0.0));
            match self.cap {
                Cap::Butt => {}
                Cap::Square => [along, -along].into_iter().for_each(|direction| self.cap(at, direction)),
                Cap::Round => {
                    self.fan.clear();
                    self.fan.extend(self.pen.circle());
                    self.fan.push(self.fan[0]);
                    self.push_fan(at);
                }
            }
        }
        self.begin();
    }

    /// Begins a subpath.
    fn begin(&mut self) {
        (self.drawn, self.first, self.last) = (false, None, None);
    }

    /// Looks at the watch where much was made since the last look, and refuses too many parts; `seen` are the path's
    /// elements so far.
    #[inline]
    fn poll(&mut self, seen: u64) -> Result<(), Error> {
        let parts = self.out.len() as u64;
        if parts + seen < self.next_check && !self.out.is_refused() {
            return Ok(());
        }
        self.check()?;
        // Not beyond the most parts allowed, so that one more is seen at once.
        self.next_check = parts.saturating_add(LINES_PER_CHECK).min(self.max_parts.saturating_add(1)) + seen;
        Ok(())
    }

    #[cold]
    fn check(&self) -> Result<(), Error> {
        self.watch.check()?;
        self.out.check()?;
        let parts = self.out.len() as u64;
        let lines = if parts > self.max_parts { parts.div_ceil(POINTS_PER_LINE) } else { self.lines };
        within("path_segments", lines, self.max_lines)
    }
}
