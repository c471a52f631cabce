//! Dashes: a path cut into the parts that a dash pattern draws.

use std::ops::Range;

use kurbo::{BezPath, CubicBez, Line, PathEl, Point, QuadBez, Vec2};

use super::curve::Curve;
use super::length;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::limits::within;
use crate::watch::{Free, Held, ITEMS_A_CHECK, Watch};

/// The drawn parts of `path`, each an open subpath, with the semantics of Canvas 2D
/// (<https://html.spec.whatwg.org/multipage/canvas.html#trace-a-path>): every subpath starts `offset` into the pattern;
/// where a closed subpath begins and ends within dashes, these are one, joined at the corner.
///
/// `scale` (device pixels per unit) sets how finely the length of curves is measured. Curves are cut, not flattened.
/// `None` where the pattern is empty or sums to zero: the path is drawn as it is. More than `max_dashes` are refused with
/// `LimitExceeded`, by an estimate before anything is produced.
pub(crate) fn dash<'a>(
    path: &BezPath,
    pattern: &[f64],
    offset: f64,
    scale: f64,
    max_dashes: u64,
    watch: &'a Watch,
) -> Result<Option<Held<'a, Buffer<PathEl>>>, Error> {
    let sum: f64 = pattern.iter().sum();
    if !(sum > 0.0) {
        return Ok(None);
    }
    let pattern: Vec<f64> = if pattern.len() % 2 == 1 { [pattern, pattern].concat() } else { pattern.to_vec() };
    let sum: f64 = pattern.iter().sum();
    let measured = measure(path, scale, watch)?;
    let mut total = 0.0;
    for part in watch.parts(&measured.subpaths) {
        total = part?.iter().fold(total, |total, subpath| total + subpath.length);
    }
    let dashes = (total / sum * (pattern.len() / 2) as f64).ceil() + measured.subpaths.len() as f64;
    within("dashes", if dashes < 1e18 { dashes as u64 } else { u64::MAX }, max_dashes)?;
    let start = Walk::new(&pattern, offset.rem_euclid(sum));
    let buffer = || watch.hold(Buffer::new(watch));
    let mut dasher = Dasher { scale, max_dashes, watch, dashes: 0, steps: 0, out: buffer(), first: buffer() };
    for subpath in measured.subpaths.iter() {
        dasher.subpath(&measured.segments[subpath.segments.clone()], subpath.closed, start.clone())?;
    }
    dasher.check()?;
    Ok(Some(dasher.out))
}

/// A path's segments and their lengths.
#[derive(Default)]
struct Measured {
    segments: Buffer<Segment>,
    subpaths: Buffer<Subpath>,
}

impl Free for Measured {
    fn free(self, watch: &Watch) {
        self.segments.free(watch);
        self.subpaths.free(watch);
    }
}

struct Subpath {
    segments: Range<usize>,
    length: f64,
    closed: bool,
}

struct Segment {
    curve: Curve,
    /// Equally spaced parameters at which its length is measured. The lengths up to them are not kept: those of a path
    /// of many long curves would take hundreds of times its own memory.
    samples: usize,
    length: f64,
}

impl Segment {
    fn new(curve: Curve, polygon: f64, scale: f64) -> Self {
        // A sample to four device pixels: the chord's length is then off by less than 1/100 px even in tight bends.
        let n = match curve {
            Curve::Line(_) => 1,
            _ => ((polygon * scale / 4.0).ceil().clamp(16.0, 4096.0)) as usize,
        };
        let mut segment = Self { curve, samples: n, length: 0.0 };
        let mut total = 0.0;
        segment.measure(|length| total = length);
        segment.length = total;
        segment
    }

    /// Gives `each` the lengths up to the samples.
    fn measure(&self, mut each: impl FnMut(f64)) {
        let (mut sum, mut from) = (0.0, self.curve.eval(0.0));
        for i in 1..=self.samples {
            let to = self.curve.eval(i as f64 / self.samples as f64);
            sum += length(to - from);
            each(sum);
            from = to;
        }
    }

    /// The parameter at a length from the segment's start; `lengths` are those up to its samples.
    fn parameter(&self, lengths: &[f64], at: f64) -> f64 {
        let i = lengths.partition_point(|&l| l < at);
        let Some(&end) = lengths.get(i) else { return 1.0 };
        let start = if i == 0 { 0.0 } else { lengths[i - 1] };
        let within = if end > start { (at - start) / (end - start) } else { 0.0 };
        ((i as f64 + within.clamp(0.0, 1.0)) / self.samples as f64).min(1.0)
    }
}

fn measure<'a>(path: &BezPath, scale: f64, watch: &'a Watch) -> Result<Held<'a, Measured>, Error> {
    let mut all = watch.hold(Measured { segments: Buffer::new(watch), subpaths: Buffer::new(watch) });
    let Measured { segments, subpaths } = &mut *all;
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    let mut open = false;
    let mut work = 0;
    for element in path.elements() {
        work += 1;
        if work >= ITEMS_A_CHECK {
            work = 0;
            watch.check()?;
            segments.check()?;
        }
        if let PathEl::MoveTo(p) = *element {
            (start, at, open) = (p, p, false);
            continue;
        }
        let (curve, polygon, end) = match *element {
            PathEl::LineTo(p) => (Curve::Line(Line::new(at, p)), length(p - at), p),
            PathEl::QuadTo(a, p) => (Curve::Quad(QuadBez::new(at, a, p)), length(a - at) + length(p - a), p),
            PathEl::CurveTo(a, b, p) => {
                (Curve::Cubic(CubicBez::new(at, a, b, p)), length(a - at) + length(b - a) + length(p - b), p)
            }
            _ => (Curve::Line(Line::new(at, start)), length(start - at), start),
        };
        if !open {
            subpaths.push(Subpath { segments: segments.len()..segments.len(), length: 0.0, closed: false });
            open = true;
        }
        if let Some(subpath) = subpaths.last_mut() {
            let segment = Segment::new(curve, polygon, scale);
            work += segment.samples;
            subpath.length += segment.length;
            segments.push(segment);
            subpath.segments.end = segments.len();
            if matches!(element, PathEl::ClosePath) {
                subpath.closed = true;
                open = false;
            }
        }
        at = end;
    }
    segments.check()?;
    subpaths.check()?;
    Ok(all)
}

/// Where a walk along the pattern stands.
#[derive(Clone)]
struct Walk<'a> {
    pattern: &'a [f64],
    index: usize,
    left: f64,
}

impl<'a> Walk<'a> {
    fn new(pattern: &'a [f64], offset: f64) -> Self {
        let (mut index, mut left) = (0, offset);
        while left >= pattern[index] && left > 0.0 && index + 1 < pattern.len() {
            left -= pattern[index];
            index += 1;
        }
        Self { pattern, index, left: (pattern[index] - left).max(0.0) }
    }

    fn on(&self) -> bool {
        self.index.is_multiple_of(2)
    }

    fn next(&mut self) {
        self.index = (self.index + 1) % self.pattern.len();
        self.left = self.pattern[self.index];
    }
}

/// What is drawn, and what bounds it.
struct Dasher<'a> {
    scale: f64,
    max_dashes: u64,
    watch: &'a Watch,
    dashes: u64,
    steps: usize,
    out: Held<'a, Buffer<PathEl>>,
    /// Scratch: the dash that begins a closed subpath, kept back because the last one may continue into it.
    first: Held<'a, Buffer<PathEl>>,
}

impl Dasher<'_> {
    /// Counts a step along the pattern, of which many may have no length.
    fn step(&mut self) -> Result<(), Error> {
        self.steps += 1;
        if self.steps < ITEMS_A_CHECK {
            return Ok(());
        }
        self.steps = 0;
        self.check()
    }

    fn check(&self) -> Result<(), Error> {
        self.watch.check()?;
        self.out.check()?;
        self.first.check()
    }

    /// Counts a dash: the estimate made before knows nothing of dots, which take no length.
    fn dash(&mut self) -> Result<(), Error> {
        self.dashes += 1;
        within("dashes", self.dashes, self.max_dashes)
    }

    fn subpath(&mut self, segments: &[Segment], closed: bool, mut walk: Walk<'_>) -> Result<(), Error> {
        self.first.clear();
        let mut keep_back = closed && walk.on();
        let mut drawing = false;
        let mut lengths = Vec::new();
        for segment in segments {
            let total = segment.length;
            lengths.clear();
            if walk.left <= total {
                segment.measure(|length| lengths.push(length));
                self.steps += segment.samples;
            }
            let mut done = 0.0;
            let mut t = 0.0;
            loop {
                self.step()?;
                let rest = total - done;
                let ends_here = walk.left <= rest;
                let step = walk.left.min(rest);
                if walk.on() {
                    if !drawing {
                        self.dash()?;
                    }
                    let target = if keep_back { &mut self.first } else { &mut self.out };
                    if !drawing {
                        target.push(PathEl::MoveTo(segment.curve.eval(t)));
                        drawing = true;
                    }
                    let t1 = if ends_here { segment.parameter(&lengths, done + step) } else { 1.0 };
                    if t1 > t {
                        segment.curve.append(t, t1, target);
                    } else if ends_here && matches!(target.last(), Some(PathEl::MoveTo(_))) {
                        dot(&segment.curve, t, self.scale, target);
                    }
                    t = t1;
                } else {
                    t = if ends_here { segment.parameter(&lengths, done + step) } else { 1.0 };
                }
                done += step;
                if !ends_here {
                    walk.left -= step;
                    break;
                }
                if walk.on() {
                    keep_back = false;
                    drawing = false;
                }
                walk.next();
            }
        }
        if self.first.is_empty() {
            return Ok(());
        }
        // The whole ring is one dash, or the last dash runs into the first: continue without a new move.
        let joins = drawing && !keep_back;
        let skip = usize::from(joins);
        if keep_back && drawing {
            self.first.push(PathEl::ClosePath);
        }
        for part in self.watch.parts(&self.first[skip..]) {
            self.out.extend(part?.iter().copied());
        }
        Ok(())
    }
}

/// A dash of no length keeps its direction, which square caps need: a line of a thousandth of a pixel.
fn dot(curve: &Curve, t: f64, scale: f64, out: &mut Buffer<PathEl>) {
    let (at, delta) = (curve.eval(t), 1.0 / 1024.0);
    let direction = if t + delta <= 1.0 { curve.eval(t + delta) - at } else { at - curve.eval(t - delta) };
    let len = length(direction);
    let unit = if len > 0.0 { direction / len } else { Vec2::new(1.0, 0.0) };
    out.push(PathEl::LineTo(at + unit * (0.001 / scale.max(1e-9))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dash(path: &BezPath, pattern: &[f64], offset: f64, scale: f64, max_dashes: u64) -> Result<BezPath, Error> {
        let watch = Watch::default();
        let dashes = super::dash(path, pattern, offset, scale, max_dashes, &watch)?;
        Ok(dashes.map_or(path.clone(), |dashes| BezPath::from_vec(dashes.take().take())))
    }

    fn line(len: f64) -> BezPath {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((len, 0.0));
        path
    }

    fn starts_and_ends(path: &BezPath) -> Vec<(f64, f64)> {
        let mut parts = Vec::new();
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => parts.push((p.x, p.x)),
                PathEl::LineTo(p) => parts.last_mut().unwrap().1 = p.x,
                _ => {}
            }
        }
        parts
    }

    #[test]
    fn patterns_follow_the_standard() {
        let dashed = |pattern: &[f64], offset| starts_and_ends(&dash(&line(20.0), pattern, offset, 1.0, 100).unwrap());
        assert_eq!(dashed(&[5.0, 3.0], 0.0), [(0.0, 5.0), (8.0, 13.0), (16.0, 20.0)]);
        assert_eq!(dashed(&[5.0, 3.0], 2.0), [(0.0, 3.0), (6.0, 11.0), (14.0, 19.0)]);
        assert_eq!(dashed(&[5.0, 3.0], -1.0), [(1.0, 6.0), (9.0, 14.0), (17.0, 20.0)]);
        assert_eq!(dashed(&[5.0, 3.0], 6.0), [(2.0, 7.0), (10.0, 15.0), (18.0, 20.0)]);
        assert_eq!(dashed(&[4.0], 0.0), [(0.0, 4.0), (8.0, 12.0), (16.0, 20.0)]);
        assert_eq!(dashed(&[], 0.0), [(0.0, 20.0)]);
        assert_eq!(dashed(&[0.0, 0.0], 0.0), [(0.0, 20.0)]);
    }

    #[test]
    fn closed_subpaths_join_first_and_last() {
        let mut square = line(10.0);
        square.line_to((10.0, 10.0));
        square.line_to((0.0, 10.0));
        square.close_path();
        let out = dash(&square, &[10.0, 5.0], 5.0, 1.0, 100).unwrap();
        // 40 long, from 5 into the dash: on 0-5, off 5-10, on 10-20, off 20-25, on 25-35, off 35-40.
        assert_eq!(out.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count(), 3);
        let out = dash(&square, &[10.0, 2.0], 0.0, 1.0, 100).unwrap();
        // On 36-40 runs into 0-10.
        assert_eq!(out.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count(), 3);
        assert_eq!(out.elements().last(), Some(&PathEl::LineTo(Point::new(10.0, 0.0))));
        let whole = dash(&square, &[100.0, 5.0], 0.0, 1.0, 100).unwrap();
        assert_eq!(whole.elements().last(), Some(&PathEl::ClosePath));
    }

    #[test]
    fn billions_of_dashes_are_refused_at_once() {
        let refused = dash(&line(1e6), &[1e-9, 1e-9], 0.0, 1.0, 1_000_000);
        assert!(matches!(refused, Err(Error::LimitExceeded { limit: "dashes", .. })));
    }

    #[test]
    fn dots_count_though_they_take_no_length() {
        // Behind a dash, 10,000 dots in one place: the path's length tells nothing of them.
        let dots = [vec![1.0], vec![0.0; 20_000], vec![1.0]].concat();
        let path: BezPath = (0..4).flat_map(|_| line(1.5)).collect();
        match dash(&path, &dots, 0.0, 1.0, 35_000) {
            Err(Error::LimitExceeded { limit: "dashes", asked: 35_001, .. }) => {}
            Err(error) => panic!("{error}"),
            Ok(out) => panic!("{} elements", out.elements().len()),
        }
    }

    #[test]
    fn dots_have_a_direction() {
        let out = dash(&line(20.0), &[0.0, 5.0], 0.0, 1.0, 100).unwrap();
        let parts = starts_and_ends(&out);
        assert_eq!(parts.len(), 5, "{parts:?}");
        assert!(parts.iter().all(|(a, b)| b > a));
    }
}
