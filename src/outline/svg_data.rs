//! Paths as SVG path data (<https://www.w3.org/TR/SVG2/paths.html#PathDataBNF>).

use std::fmt::Write;

use kurbo::{BezPath, PathEl, Point};

use super::subpath::begin_subpaths;

/// Below this a number is shorter with an exponent.
const TINY: f64 = 1.0e-5;

/// A path as SVG path data: absolute commands, and the shortest numbers that read back to the same bits.
///
/// [`parse_svg_path`](crate::parse_svg_path) gives the same path back, with a move before each subpath that began without
/// one. What is not finite is written as Rust writes it, and is no path data.
///
/// ```
/// let path = inkstone::parse_svg_path("m1 2 h3 v.1 q 1,1 2,0 z")?;
/// assert_eq!(inkstone::to_svg_path(&path), "M1 2H4V2.1Q5 3.1 6 2.1Z");
/// # Ok::<(), inkstone::Error>(())
/// ```
#[must_use]
pub fn to_svg_path(path: &BezPath) -> String {
    let begun = begin_subpaths(path);
    let mut out = String::new();
    let mut at = Point::ORIGIN;
    for element in begun.elements() {
        match *element {
            PathEl::MoveTo(p) => command(&mut out, 'M', &[p]),
            PathEl::LineTo(p) if same(p.y, at.y) => numbers(&mut out, 'H', &[p.x]),
            PathEl::LineTo(p) if same(p.x, at.x) => numbers(&mut out, 'V', &[p.y]),
            PathEl::LineTo(p) => command(&mut out, 'L', &[p]),
            PathEl::QuadTo(a, p) => command(&mut out, 'Q', &[a, p]),
            PathEl::CurveTo(a, b, p) => command(&mut out, 'C', &[a, b, p]),
            PathEl::ClosePath => out.push('Z'),
        }
        // After a close a move follows, or another close: where the pen is then does not matter.
        at = element.end_point().unwrap_or(at);
    }
    out
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}

fn command(out: &mut String, letter: char, points: &[Point]) {
    let mut coordinates = [0.0; 6];
    for (pair, point) in coordinates.chunks_exact_mut(2).zip(points) {
        pair.copy_from_slice(&[point.x, point.y]);
    }
    numbers(out, letter, &coordinates[..points.len() * 2]);
}

fn numbers(out: &mut String, letter: char, values: &[f64]) {
    out.push(letter);
    for (i, value) in values.iter().enumerate() {
        let space = if i == 0 { "" } else { " " };
        // Both are the shortest digits that read back to the same number. Writing into a string does not fail.
        let _ = if *value != 0.0 && value.abs() < TINY {
            write!(out, "{space}{value:e}")
        } else {
            write!(out, "{space}{value}")
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::parse_svg_path;

    #[test]
    fn numbers_come_back_bit_for_bit() {
        let values = [0.1 + 0.2, -0.0, 1e-300, 5e-324, 999_999.999_999_999_9, -1.0 / 3.0, 123_456.0, 1e-5, 9.9e-6];
        let mut path = BezPath::new();
        path.move_to((values[0], values[1]));
        for pair in values.windows(6) {
            path.line_to((pair[0], pair[1]));
            path.quad_to((pair[2], pair[3]), (pair[4], pair[5]));
            path.curve_to((pair[5], pair[1]), (pair[4], pair[3]), (pair[0], pair[0]));
            path.line_to((pair[0], 7.0));
            path.line_to((-7.0, 7.0));
        }
        path.close_path();
        let text = to_svg_path(&path);
        let back = parse_svg_path(&text).unwrap();
        assert_eq!(format!("{:?}", back.elements()), format!("{:?}", path.elements()), "{text}");
        // What begins no subpath goes on where the last one began.
        let gone_on = BezPath::from_vec(vec![
            PathEl::MoveTo((1.0, 2.0).into()),
            PathEl::LineTo((3.0, 4.0).into()),
            PathEl::ClosePath,
            PathEl::LineTo((5.0, 6.0).into()),
        ]);
        assert_eq!(to_svg_path(&gone_on), "M1 2L3 4ZM1 2L5 6");
        assert_eq!(to_svg_path(&parse_svg_path("m1 2 3 4H5V7Z m0 1 z").unwrap()), "M1 2L4 6H5V7ZM1 3Z");
    }
}
