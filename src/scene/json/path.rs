//! Paths as path data, with numbers that read back to the same bits; and the shapes that a path turns out to be.

use std::fmt::Write;

use kurbo::{BezPath, Circle, PathEl, Point, Rect, RoundedRect};

use super::number::{Num, RectJson, pair};
use super::paint::CircleJson;
use super::shape::{NamedShape, RadiiJson, RoundedRectJson};
use super::strict::Object;
use crate::outline::ToPath;

/// Below this a number is shorter with an exponent.
const TINY: f64 = 1.0e-5;

/// Path data of absolute commands. A scene's paths begin every subpath with a move, so that nothing is lost.
pub(super) fn write_path(path: &BezPath) -> String {
    let mut out = String::new();
    let mut at = Point::ORIGIN;
    for element in path.elements() {
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

/// The shape with a name that gives this path to the bit, if there is one.
pub(super) fn recognize(path: &BezPath) -> Option<NamedShape> {
    let elements = path.elements();
    let candidate = match elements.len() {
        5 => rect(elements),
        // A circle has 8 segments, or 16 where it is large; a rectangle's corners have 2 or 4 each.
        10 | 18 => circle(elements),
        14 | 22 => rounded_rect(elements),
        _ => None,
    };
    let same_bits = |other: &BezPath| {
        let bits = |path: &BezPath| -> Vec<u64> {
            let points = path.elements().iter().flat_map(crate::outline::points);
            points.flat_map(|p| [p.x.to_bits(), p.y.to_bits()]).collect()
        };
        elements == other.elements() && bits(path) == bits(other)
    };
    candidate.filter(|(_, path)| same_bits(path)).map(|(shape, _)| shape)
}

fn end(elements: &[PathEl], index: usize) -> Option<Point> {
    elements.get(index)?.end_point()
}

fn rect(elements: &[PathEl]) -> Option<(NamedShape, BezPath)> {
    let (from, to) = (end(elements, 0)?, end(elements, 2)?);
    let rect = Rect::new(from.x, from.y, to.x, to.y);
    let json = RectJson::from(rect);
    matches!(json, RectJson::Box(_)).then_some(())?;
    Some((NamedShape::Rect(json), rect.to_path().ok()?))
}

fn circle(elements: &[PathEl]) -> Option<(NamedShape, BezPath)> {
    let (right, left) = (end(elements, 0)?, end(elements, (elements.len() - 2) / 2)?);
    let center = Point::new((right.x + left.x) / 2.0, right.y);
    let radius = right.x - center.x;
    let path = Circle::new(center, radius).to_path().ok()?;
    Some((NamedShape::Circle(Object::new(CircleJson { center: pair(center), radius: Num(radius) })), path))
}

fn rounded_rect(elements: &[PathEl]) -> Option<(NamedShape, BezPath)> {
    let corner = (elements.len() - 6) / 4;
    let (top_left, top_right) = (end(elements, 0)?, end(elements, 1)?);
    let right_top = end(elements, 1 + corner)?;
    let right_bottom = end(elements, 2 + corner)?;
    let bottom_right = end(elements, 2 + 2 * corner)?;
    let radius = right_top.x - top_right.x;
    let rect = Rect::new(top_left.x - radius, top_left.y, right_top.x, bottom_right.y);
    (right_bottom.y < bottom_right.y).then_some(())?;
    let path = RoundedRect::from_rect(rect, radius).to_path().ok()?;
    let json = RectJson::from(rect);
    matches!(json, RectJson::Box(_)).then_some(())?;
    Some((
        NamedShape::RoundedRect(Object::new(RoundedRectJson { rect: json, radius: RadiiJson::All(Num(radius)) })),
        path,
    ))
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
        let text = write_path(&path);
        let back = parse_svg_path(&text).unwrap();
        assert_eq!(format!("{:?}", back.elements()), format!("{:?}", path.elements()), "{text}");
        assert_eq!(write_path(&parse_svg_path("m1 2 3 4H5V7Z m0 1 z").unwrap()), "M1 2L4 6H5V7ZM1 3Z");
    }

    #[test]
    fn shapes_are_recognized() {
        let named =
            |path: Result<BezPath, _>| recognize(&path.unwrap()).map(|shape| serde_json::to_string(&shape).unwrap());
        assert_eq!(named(Rect::new(1.0, 2.0, 4.0, 8.5).to_path()).unwrap(), r#"{"rect":[1,2,3,6.5]}"#);
        let circle = r#"{"circle":{"center":[250,40],"radius":70}}"#;
        assert_eq!(named(Circle::new((250.0, 40.0), 70.0).to_path()).unwrap(), circle);
        let circle = r#"{"circle":{"center":[5,4.25],"radius":1.5}}"#;
        assert_eq!(named(Circle::new((5.0, 4.25), 1.5).to_path()).unwrap(), circle);
        let rounded = r#"{"rounded_rect":{"rect":[24,60,252,80],"radius":12}}"#;
        assert_eq!(named(RoundedRect::new(24.0, 60.0, 276.0, 140.0, 12.0).to_path()).unwrap(), rounded);
        assert_eq!(named("M0 0H1V1H0.5Z".to_path()), None);
        assert_eq!(named("M0 0L1 1".to_path()), None);
    }
}
