//! Strokes as polygons, in f64: `+ - x /`, `sqrt` and the `libm` crate only.
//!
//! The work is done in the path's coordinates, where the pen is round; what comes out is transformed. So the pen is
//! transformed with the path, and a position loses nothing to the size of its coordinates: a point is rounded once,
//! to the grid of 1/256 px, when it is put down. (In a hairline much thinner than a pixel that may be one level of
//! coverage.)

mod cap;
mod curve;
mod dense;
mod join;
mod pen;
mod run;
mod sides;
#[cfg(test)]
mod tests;

use kurbo::{Affine, PathEl, Point, Vec2};

pub(crate) use self::dense::{is_dense, stroke_quads};

use self::cap::{cap, dot};
use self::curve::{Curve, TOLERANCE, turn_of_a_line};
use self::join::{Joiner, Leg};
use self::pen::Pen;
use self::run::{Run, Strip};
use self::sides::Sides;
use super::{Polygons, length, max_scale};
use crate::error::Error;
use crate::limits::within;
use crate::paint::{Cap, Stroke};
use crate::watch::{ITEMS_A_CHECK, Watch};

/// Lines made between two looks at the watch.
const LINES_PER_CHECK: u64 = ITEMS_A_CHECK as u64;
/// Points of an outline that are allowed for each line: two sides and a join. Only round joins of wide pens take more.
const POINTS_PER_LINE: u64 = 8;
/// Lines shorter than this, in device pixels, are none: where a path comes back to its start but for a rounding
/// error, it has no corner there. Dots of dashes are longer.
const SHORTEST: f64 = 1.0 / 4096.0;

/// Adds the outline of a stroke, to be filled by the nonzero rule, to `out`. `path` is in the coordinates the stroke's
/// numbers are in, its dashes are already cut; `transform` maps it, and the pen with it, to device pixels.
///
/// The outline is nowhere further than 1/20 px from that of the exact stroke but for what a curve's lines add, another
/// 1/20 px. More than `max_points` lines, or many times more points, are refused with `LimitExceeded`.
pub(crate) fn stroke_polygons(
    mut path: &[PathEl],
    stroke: &Stroke,
    transform: Affine,
    max_points: u64,
    watch: &Watch,
    out: &mut Polygons,
) -> Result<(), Error> {
    let Some(pen) = Pen::new(stroke.width, transform) else { return Ok(()) };
    let scale = max_scale(transform);
    let mut stroker = Stroker {
        joiner: Joiner::new(stroke.join, stroke.miter_limit, &pen),
        cap: stroke.cap,
        tolerance: TOLERANCE / scale,
        turn_of_a_line: turn_of_a_line(pen.radius),
        shortest: SHORTEST / scale,
        strip: Strip::new(scale, pen.radius),
        pen,
        sides: Sides::new(out, watch),
        lines: 0,
        subpaths: 0,
        next_check: max_points.min(ITEMS_A_CHECK as u64),
        max_lines: max_points,
        max_points: max_points.saturating_mul(POINTS_PER_LINE),
        watch,
        at: Point::ZERO,
        drawn: false,
        run: None,
        first: None,
        last: None,
    };
    let (mut start, mut ended) = (Point::ZERO, false);
    while let Some(element) = path.first() {
        if ended && !matches!(element, PathEl::MoveTo(_)) {
            // After a close the next subpath begins where the last one did.
            stroker.at = start;
        }
        ended = false;
        let mut done = 1;
        match *element {
            PathEl::MoveTo(p) => {
                stroker.end(start)?;
                (start, stroker.at) = (p, p);
            }
            PathEl::LineTo(_) => {
                let points = path.iter().map_while(|e| if let PathEl::LineTo(p) = *e { Some(p) } else { None });
                done = 0;
                stroker.lines(points.inspect(|_| done += 1))?;
            }
            PathEl::QuadTo(a, p) => {
                stroker.curve(&Curve::quad(stroker.at, a, p, stroker.tolerance, stroker.turn_of_a_line))?;
            }
            PathEl::CurveTo(a, b, p) => {
                let points = [stroker.at, a, b, p];
                stroker.curve(&Curve::cubic(points, stroker.tolerance, stroker.turn_of_a_line))?;
            }
            PathEl::ClosePath => {
                stroker.close(start)?;
                ended = true;
            }
        }
        path = &path[done..];
    }
    stroker.end(start)?;
    stroker.sides.check()
}

/// A unit vector and the length it had; `None` for those without a direction.
fn unit(v: Vec2) -> Option<(Vec2, f64)> {
    let length = length(v);
    // Squares of smaller numbers lose their digits.
    (length > 1e-140).then(|| (v * (1.0 / length), length))
}

struct Stroker<'a> {
    pen: Pen,
    joiner: Joiner,
    cap: Cap,
    /// In the path's coordinates.
    tolerance: f64,
    turn_of_a_line: f64,
    shortest: f64,
    strip: Strip,
    sides: Sides<'a>,
    lines: u64,
    /// Subpaths ended, those without a line too.
    subpaths: u64,
    /// The watch is looked at when there are so many points and subpaths.
    next_check: u64,
    max_lines: u64,
    max_points: u64,
    watch: &'a Watch,
    /// Where the path has come to.
    at: Point,
    /// Whether the subpath has any lines, be they of no length.
    drawn: bool,
    /// Lines that are not yet pieces.
    run: Option<Run>,
    /// The subpath's first piece.
    first: Option<(Point, Leg)>,
    /// The subpath's last piece so far, and whether it is also the first.
    last: Option<(Leg, bool)>,
}

impl Stroker<'_> {
    /// Goes on in lines. Dense polylines are what this is made for: what a point needs stays in registers.
    fn lines(&mut self, points: impl Iterator<Item = Point>) -> Result<(), Error> {
        self.drawn = true;
        let (strip, shortest2) = (self.strip, self.shortest * self.shortest);
        let (mut at, mut run, mut count) = (self.at, self.run.take(), 0);
        for to in points {
            count += 1;
            if count == LINES_PER_CHECK {
                self.count(count)?;
                count = 0;
            }
            let line = to - at;
            let length2 = line.hypot2();
            if !(length2 > shortest2) {
                continue;
            }
            if let Some(run) = &mut run {
                if run.extend(line, to, strip) {
                    at = to;
                    continue;
                }
                self.run_piece(run)?;
            }
            run = Some(Run::new(at, to, line, length2.sqrt()));
            at = to;
        }
        (self.at, self.run) = (at, run);
        self.count(count)
    }

    /// Makes the run a piece.
    fn flush(&mut self) -> Result<(), Error> {
        match self.run.take() {
            Some(run) => self.run_piece(&run),
            None => Ok(()),
        }
    }

    #[inline]
    fn run_piece(&mut self, run: &Run) -> Result<(), Error> {
        match run.last.and_then(unit) {
            Some((leave, _)) => self.bent_piece(run.from, run.to, run.enter, leave, false),
            None => {
                let leg = self.leg(run.enter, run.length);
                self.piece(run.from, leg, leg, false)
            }
        }
    }

    fn curve(&mut self, curve: &Curve) -> Result<(), Error> {
        self.flush()?;
        self.drawn = true;
        self.count(curve.lines as u64)?;
        let Some((start, end)) = curve.tangents else { return Ok(()) };
        let mut enter = Some(start);
        for i in 1..=curve.lines {
            let to = curve.point(i);
            let v = to - self.at;
            let length = length(v);
            if !(length > self.shortest) {
                continue;
            }
            let chord = v * (1.0 / length);
            let leave = if i == curve.lines { end } else { chord };
            let from = self.at;
            self.at = to;
            if enter.is_some() || i == curve.lines {
                self.bent_piece(from, to, enter.unwrap_or(chord), leave, enter.is_none())?;
            } else {
                let leg = self.leg(chord, length);
                self.piece(from, leg, leg, true)?;
            }
            enter = None;
        }
        Ok(())
    }

    /// A piece whose ends are cut not across its chord but across the directions that it has there.
    fn bent_piece(&mut self, from: Point, to: Point, enter: Vec2, leave: Vec2, smooth: bool) -> Result<(), Error> {
        let Some((chord, length)) = unit(to - from) else { return Ok(()) };
        let lost = |direction: Vec2| {
            if direction.dot(chord) > 0.5 { self.pen.half * direction.cross(chord).abs() } else { f64::INFINITY }
        };
        let (at_start, at_end) = (lost(enter), lost(leave));
        // Where a pen is wider than the bend, its sides would run backwards: turn within the end points instead.
        let (straight_start, straight_end) = (at_start * 2.0 > length, at_end * 2.0 > length);
        let room = length - if straight_start { 0.0 } else { at_start } - if straight_end { 0.0 } else { at_end };
        if straight_start {
            let turn = self.leg(enter, 0.0);
            self.piece(from, turn, turn, smooth)?;
        }
        let begin = self.leg(if straight_start { chord } else { enter }, room);
        let end = self.leg(if straight_end { chord } else { leave }, room);
        self.piece(from, begin, end, smooth || straight_start)?;
        if straight_end {
            let turn = self.leg(leave, 0.0);
            self.piece(to, turn, turn, true)?;
        }
        Ok(())
    }

    fn leg(&self, direction: Vec2, room: f64) -> Leg {
        Leg { direction, offset: self.pen.normal(direction), room }
    }

    /// Joins a piece to what there is.
    #[inline]
    fn piece(&mut self, from: Point, begin: Leg, end: Leg, smooth: bool) -> Result<(), Error> {
        let at = self.pen.device(from);
        let is_first = self.last.is_none();
        if let Some((last, last_is_first)) = &self.last {
            let taken = self.joiner.join(&mut self.pen, &mut self.sides, at, last, &begin, smooth);
            if let (true, Some((_, first))) = (*last_is_first, &mut self.first) {
                first.room -= taken;
            }
        } else {
            self.first = Some((at, begin));
        }
        self.last = Some((end, is_first));
        self.check_points()
    }

    fn close(&mut self, start: Point) -> Result<(), Error> {
        if self.at != start {
            self.lines(std::iter::once(start))?;
        }
        self.flush()?;
        self.drawn = true;
        let (Some((at, first)), Some((last, false))) = (self.first, self.last) else {
            return self.end(start);
        };
        self.joiner.join(&mut self.pen, &mut self.sides, at, &last, &first, false);
        self.sides.close();
        self.sides.turn_back(self.watch)?;
        self.sides.close();
        self.begin();
        self.check_points()
    }

    /// Ends an open subpath that began at `start`.
    fn end(&mut self, start: Point) -> Result<(), Error> {
        self.flush()?;
        if let (Some((from, first)), Some((last, _))) = (self.first, self.last) {
            let to = self.pen.device(self.at);
            cap(self.cap, &mut self.pen, &mut self.sides, to, &last);
            self.sides.turn_back(self.watch)?;
            let back = Leg { direction: -first.direction, offset: -first.offset, room: 0.0 };
            cap(self.cap, &mut self.pen, &mut self.sides, from, &back);
            self.sides.close();
        } else if self.drawn {
            let at = self.pen.device(start);
            dot(self.cap, &mut self.pen, &mut self.sides, at);
        }
        self.begin();
        self.check_points()
    }

    /// Begins a subpath.
    fn begin(&mut self) {
        self.subpaths += 1;
        (self.drawn, self.first, self.last) = (false, None, None);
    }

    fn count(&mut self, lines: u64) -> Result<(), Error> {
        let before = self.lines;
        self.lines += lines;
        if before / LINES_PER_CHECK != self.lines / LINES_PER_CHECK {
            self.watch.check()?;
        }
        within("path_segments", self.lines, self.max_lines)
    }

    /// Looks at the watch where much was made since the last look, and refuses too many points.
    #[inline]
    fn check_points(&mut self) -> Result<(), Error> {
        if self.sides.len() as u64 + self.subpaths <= self.next_check && !self.sides.is_refused() {
            return Ok(());
        }
        self.look()
    }

    #[cold]
    fn look(&mut self) -> Result<(), Error> {
        self.watch.check()?;
        self.sides.check()?;
        let points = self.sides.len() as u64;
        if points > self.max_points {
            within("path_segments", points.div_ceil(POINTS_PER_LINE), self.max_lines)?;
        }
        // Not beyond the most points allowed, so that one more is seen at once.
        self.next_check = (points + ITEMS_A_CHECK as u64).min(self.max_points) + self.subpaths;
        Ok(())
    }
}
