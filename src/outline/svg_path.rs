//! SVG path data (<https://www.w3.org/TR/SVG2/paths.html#PathDataBNF>).

use std::f64::consts::{PI, TAU};

use kurbo::{BezPath, Point, Vec2};

use super::arc::{Ellipse, arc_segments};
use super::length;
use crate::error::Error;
use crate::limits::within;

/// A path from SVG path data, all commands of the grammar. Arcs become cubics with the same bits on every platform.
///
/// ```
/// let heart = inkstone::parse_svg_path("M10 6 A4 4 0 0 1 18 6 Q18 12 10 18 Q2 12 2 6 A4 4 0 0 1 10 6 Z")?;
/// assert!(heart.elements().len() > 6);
/// # Ok::<(), inkstone::Error>(())
/// ```
///
/// # Errors
/// [`Error::InvalidPathData`] names the byte offset, what stands there and what the grammar expects. (SVG draws a broken
/// path up to the error; a program that builds a picture wants to know.)
pub fn parse_svg_path(data: &str) -> Result<BezPath, Error> {
    parse_svg_path_within(data, u64::MAX)
}

/// The same for a path of at most so many segments; each arc becomes several.
///
/// # Errors
/// Also `LimitExceeded`, before more than that are held.
pub(crate) fn parse_svg_path_within(data: &str, max_segments: u64) -> Result<BezPath, Error> {
    let mut parser = Parser { data, at: 0 };
    let mut path = BezPath::new();
    let mut pen = Pen::default();
    let mut command = None;
    while let Some(byte) = parser.peek() {
        let (letter, repeated) = match (byte.is_ascii_alphabetic(), command) {
            (true, _) => {
                parser.at += 1;
                (byte, false)
            }
            // Repeated arguments repeat the command; a move's become lines.
            (false, Some(b'M')) => (b'L', true),
            (false, Some(b'm')) => (b'l', true),
            (false, Some(previous)) if !matches!(previous, b'Z' | b'z') => (previous, true),
            (false, _) => return Err(parser.error("a command letter")),
        };
        if command.is_none() && !matches!(letter, b'M' | b'm') {
            parser.at = parser.at.saturating_sub(1);
            return Err(parser.error("`M` or `m`, which path data begins with"));
        }
        if !repeated && !b"MmLlHhVvCcSsQqTtAaZz".contains(&letter) {
            parser.at -= 1;
            return Err(parser.error("one of the commands MLHVCSQTAZ"));
        }
        pen.draw(letter, &mut parser, &mut path)?;
        within("path_segments", path.elements().len() as u64, max_segments)?;
        command = Some(letter);
        parser.comma_before_number();
    }
    Ok(path)
}

/// The current point, the subpath's start, and the control point that smooth commands reflect.
#[derive(Default)]
struct Pen {
    at: Point,
    start: Point,
    cubic: Option<Point>,
    quad: Option<Point>,
    closed: bool,
}

impl Pen {
    fn draw(&mut self, letter: u8, parser: &mut Parser<'_>, path: &mut BezPath) -> Result<(), Error> {
        // Adding -0 changes no number, not even -0.
        let origin = if letter.is_ascii_lowercase() { self.at.to_vec2() } else { Vec2::new(-0.0, -0.0) };
        let upper = letter.to_ascii_uppercase();
        if self.closed && upper != b'M' && upper != b'Z' {
            // After a close the next subpath begins where the last one did.
            path.move_to(self.at);
            self.closed = false;
        }
        let (mut cubic, mut quad) = (None, None);
        match upper {
            b'M' => {
                self.at = parser.point()? + origin;
                self.start = self.at;
                self.closed = false;
                path.move_to(self.at);
            }
            b'L' => {
                self.at = parser.point()? + origin;
                path.line_to(self.at);
            }
            b'H' => {
                self.at.x = parser.number()? + origin.x;
                path.line_to(self.at);
            }
            b'V' => {
                self.at.y = parser.number()? + origin.y;
                path.line_to(self.at);
            }
            b'C' | b'S' => {
                let first = if upper == b'C' { parser.point()? + origin } else { self.reflected(self.cubic) };
                let second = parser.point()? + origin;
                self.at = parser.point()? + origin;
                path.curve_to(first, second, self.at);
                cubic = Some(second);
            }
            b'Q' | b'T' => {
                let control = if upper == b'Q' { parser.point()? + origin } else { self.reflected(self.quad) };
                self.at = parser.point()? + origin;
                path.quad_to(control, self.at);
                quad = Some(control);
            }
            b'A' => {
                let radii = Vec2::new(parser.number()?, parser.number()?);
                let rotation = parser.number()?.to_radians();
                let (large, sweep) = (parser.flag()?, parser.flag()?);
                let end = parser.point()? + origin;
                arc_to(path, self.at, end, radii, rotation, large, sweep);
                self.at = end;
            }
            _ => {
                path.close_path();
                self.at = self.start;
                self.closed = true;
            }
        }
        (self.cubic, self.quad) = (cubic, quad);
        Ok(())
    }

    fn reflected(&self, control: Option<Point>) -> Point {
        control.map_or(self.at, |control| self.at + (self.at - control))
    }
}

/// An arc by its end points (<https://www.w3.org/TR/SVG2/implnote.html#ArcImplementationNotes>).
fn arc_to(path: &mut BezPath, from: Point, to: Point, radii: Vec2, rotation: f64, large: bool, sweep: bool) {
    let (mut rx, mut ry) = (radii.x.abs(), radii.y.abs());
    if from == to {
        return;
    }
    if rx == 0.0 || ry == 0.0 {
        path.line_to(to);
        return;
    }
    let (sin, cos) = libm::sincos(rotation);
    let half = (from - to) / 2.0;
    let x = cos * half.x + sin * half.y;
    let y = cos * half.y - sin * half.x;
    let lambda = (x / rx) * (x / rx) + (y / ry) * (y / ry);
    if lambda > 1.0 {
        rx *= lambda.sqrt();
        ry *= lambda.sqrt();
    }
    let denominator = (rx * y) * (rx * y) + (ry * x) * (ry * x);
    let ratio = ((rx * ry) * (rx * ry) - denominator) / denominator;
    let root = ratio.max(0.0).sqrt() * if large == sweep { -1.0 } else { 1.0 };
    let (cx, cy) = (root * rx * y / ry, -root * ry * x / rx);
    let middle = from.midpoint(to);
    let center = middle + Vec2::new(cos * cx - sin * cy, sin * cx + cos * cy);
    let angle_of = |x: f64, y: f64| libm::atan2(y, x);
    let start = angle_of((x - cx) / rx, (y - cy) / ry);
    let end = angle_of((-x - cx) / rx, (-y - cy) / ry);
    let mut turn = (end - start) % TAU;
    if sweep && turn < 0.0 {
        turn += TAU;
    } else if !sweep && turn > 0.0 {
        turn -= TAU;
    }
    if length(Vec2::new(rx, ry)).is_finite() && turn.abs() <= 2.0 * PI {
        let (_, mut elements) = arc_segments(Ellipse::new(center, Vec2::new(rx, ry), rotation), start, turn);
        // The end point is the one that was said, not the one that was computed.
        if let Some(kurbo::PathEl::CurveTo(_, _, last)) = elements.last_mut() {
            *last = to;
        }
        path.extend(elements);
    } else {
        path.line_to(to);
    }
}

struct Parser<'a> {
    data: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn peek_raw(&self) -> Option<u8> {
        self.data.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0c) = self.peek_raw() {
            self.at += 1;
        }
        self.peek_raw()
    }

    fn comma(&mut self) {
        if self.peek() == Some(b',') {
            self.at += 1;
        }
    }

    /// A comma between arguments is one only if a number follows; a trailing one is an error found by the main loop.
    fn comma_before_number(&mut self) {
        let before = self.at;
        self.comma();
        if !matches!(self.peek(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) {
            self.at = before;
        }
    }

    fn error(&self, expected: &'static str) -> Error {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let found = if rest.is_empty() { "the end".to_owned() } else { rest.chars().take(12).collect() };
        Error::InvalidPathData { position: self.at, found, expected }
    }

    fn point(&mut self) -> Result<Point, Error> {
        let x = self.number()?;
        self.comma();
        let y = self.number()?;
        self.comma_before_number();
        Ok(Point::new(x, y))
    }

    fn number(&mut self) -> Result<f64, Error> {
        self.peek();
        let start = self.at;
        let digits = |parser: &mut Self| {
            let from = parser.at;
            while matches!(parser.peek_raw(), Some(b'0'..=b'9')) {
                parser.at += 1;
            }
            parser.at - from
        };
        if let Some(b'+' | b'-') = self.peek_raw() {
            self.at += 1;
        }
        let mut any = digits(self);
        if self.peek_raw() == Some(b'.') {
            self.at += 1;
            any += digits(self);
        }
        if any == 0 {
            self.at = start;
            return Err(self.error("a number"));
        }
        if let Some(b'e' | b'E') = self.peek_raw() {
            let mark = self.at;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek_raw() {
                self.at += 1;
            }
            if digits(self) == 0 {
                self.at = mark;
            }
        }
        let value = self.data.get(start..self.at).and_then(|text| text.parse::<f64>().ok());
        let Some(value) = value.filter(|value| value.is_finite()) else {
            self.at = start;
            return Err(self.error("a number that fits f64"));
        };
        self.comma_before_number();
        Ok(value)
    }

    fn flag(&mut self) -> Result<bool, Error> {
        let value = match self.peek() {
            Some(b'0') => false,
            Some(b'1') => true,
            _ => return Err(self.error("a flag, 0 or 1")),
        };
        self.at += 1;
        self.comma_before_number();
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::PathEl;

    #[test]
    fn the_grammar_is_followed() {
        let path = parse_svg_path("m1-2.5.5e1 3z m 1,1 h2v-3 T 9 9,10 10").unwrap();
        let p = |x, y| Point::new(x, y);
        assert_eq!(
            path.elements(),
            [
                PathEl::MoveTo(p(1.0, -2.5)),
                PathEl::LineTo(p(6.0, 0.5)),
                PathEl::ClosePath,
                PathEl::MoveTo(p(2.0, -1.5)),
                PathEl::LineTo(p(4.0, -1.5)),
                PathEl::LineTo(p(4.0, -4.5)),
                PathEl::QuadTo(p(4.0, -4.5), p(9.0, 9.0)),
                PathEl::QuadTo(p(14.0, 22.5), p(10.0, 10.0)),
            ]
        );
        assert_eq!(parse_svg_path("M0 0L1 1zL2 2").unwrap().elements()[3], PathEl::MoveTo(p(0.0, 0.0)));
        assert!(parse_svg_path("").unwrap().elements().is_empty());
        let arc = parse_svg_path("M0 0a5 5 0 1010 0").unwrap();
        assert_eq!(arc.elements().last(), Some(&PathEl::CurveTo(arc_handle(&arc), arc_handle2(&arc), p(10.0, 0.0))));
    }

    fn arc_handle(path: &BezPath) -> Point {
        crate::outline::points(path.elements().last().unwrap()).next().unwrap()
    }

    fn arc_handle2(path: &BezPath) -> Point {
        crate::outline::points(path.elements().last().unwrap()).nth(1).unwrap()
    }

    #[test]
    fn offences_are_named() {
        for (data, position, expected) in [
            ("L1 1", 0, "`M` or `m`, which path data begins with"),
            ("M1", 2, "a number"),
            ("M1 1 L2 x", 8, "a number"),
            ("M1 1 Z 5", 7, "a command letter"),
            ("M0 0 A5 5 0 2 1 1 1", 12, "a flag, 0 or 1"),
            ("M1e999 0", 1, "a number that fits f64"),
            ("M1 1 B", 5, "one of the commands MLHVCSQTAZ"),
            ("墨", 0, "a command letter"),
            ("M1 1 L2 2,", 9, "a number"),
        ] {
            match parse_svg_path(data) {
                Err(Error::InvalidPathData { position: p, expected: e, .. }) => {
                    assert_eq!((p, e), (position, expected), "{data}");
                }
                other => panic!("{data}: {other:?}"),
            }
        }
    }
}
