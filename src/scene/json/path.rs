//! The shapes that a path turns out to be.

use kurbo::{BezPath, Circle, PathEl, Point, Rect, RoundedRect};

use super::number::{Num, RectJson, pair};
use super::paint::CircleJson;
use super::shape::{NamedShape, RadiiJson, RoundedRectJson};
use super::strict::Object;
use crate::outline::ToPath;

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
