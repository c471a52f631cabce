//! [`embolden`]: outlines made bolder, for want of a bold face.

use kurbo::{BezPath, PathEl, Point, Vec2};

/// By how much an emboldened stem grows, in em: a twenty-fourth, as in other engines.
pub(crate) const EMBOLDEN: f64 = 1.0 / 24.0;

/// A corner sharper than this (the cosine of the turn) stays where it is: moved out it would become a spike.
const SHARPEST: f64 = -0.9375;

/// Moves every point of an outline outwards by half of `strength`, so that stems grow by all of it and the outline keeps
/// its centre. Points between curves and their control points are moved alike, along the bisector of the sides that meet
/// there; the order and the kinds of the segments stay, and so does the advance, which is the layout's. Only sums, products,
/// quotients and roots: the same bits on every machine.
///
/// Which side is the outside follows from the sign of the whole outline's area, as outer contours hold more of it than
/// holes.
pub(crate) fn embolden(path: &mut BezPath, strength: f64) {
    let contours = contours(path);
    let area: f64 = contours.iter().map(|points| signed_area(points)).sum();
    let by = if area < 0.0 { -strength / 2.0 } else { strength / 2.0 };
    if by == 0.0 || area == 0.0 {
        return;
    }
    let mut moved = contours.iter().flat_map(|points| move_out(points, by));
    let mut next = |point: &mut Point| {
        if let Some(to) = moved.next() {
            *point = to;
        }
    };
    for element in path.elements_mut() {
        match element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => next(p),
            PathEl::QuadTo(a, p) => {
                next(a);
                next(p);
            }
            PathEl::CurveTo(a, b, p) => {
                next(a);
                next(b);
                next(p);
            }
            PathEl::ClosePath => {}
        }
    }
}

/// The points of each contour, control points among them.
fn contours(path: &BezPath) -> Vec<Vec<Point>> {
    let mut contours: Vec<Vec<Point>> = Vec::new();
    for element in path.elements() {
        let points: &[Point] = match element {
            PathEl::MoveTo(p) => {
                contours.push(Vec::new());
                &[*p]
            }
            PathEl::LineTo(p) => &[*p],
            PathEl::QuadTo(a, p) => &[*a, *p],
            PathEl::CurveTo(a, b, p) => &[*a, *b, *p],
            PathEl::ClosePath => &[],
        };
        if contours.is_empty() && !points.is_empty() {
            contours.push(Vec::new());
        }
        if let Some(contour) = contours.last_mut() {
            contour.extend_from_slice(points);
        }
    }
    contours
}

fn signed_area(points: &[Point]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(p, q)| p.x * q.y - q.x * p.y).sum()
}

/// The points of a contour, each moved to the right of the way by `by`.
fn move_out(points: &[Point], by: f64) -> Vec<Point> {
    // Points in one place, as the first and the last often are, move as one.
    let mut ring: Vec<Point> = Vec::with_capacity(points.len());
    let mut places = Vec::with_capacity(points.len());
    for point in points {
        if ring.last() != Some(point) {
            ring.push(*point);
        }
        places.push(ring.len() - 1);
    }
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let count = ring.len();
    let at = |i: usize| ring.get(i % count).copied().unwrap_or_default();
    let shifts: Vec<Vec2> = (0..count).map(|i| shift(at(i + count - 1), at(i), at(i + 1), by)).collect();
    let shift_of = |place: usize| shifts.get(place % count.max(1)).copied().unwrap_or_default();
    points.iter().zip(places).map(|(point, place)| *point + shift_of(place)).collect()
}

fn shift(before: Point, here: Point, after: Point, by: f64) -> Vec2 {
    let (coming, going) = (here - before, after - here);
    let (come, go) = (length(coming), length(going));
    if come == 0.0 || go == 0.0 {
        return Vec2::ZERO;
    }
    let (coming, going) = (coming / come, going / go);
    let cosine = coming.x * going.x + coming.y * going.y;
    if cosine <= SHARPEST {
        return Vec2::ZERO;
    }
    let bisector = Vec2::new(coming.y + going.y, -coming.x - going.x);
    // Where a corner turns inwards, no point goes farther than its sides are long.
    let inwards = if by < 0.0 { -1.0 } else { 1.0 } * (coming.y * going.x - coming.x * going.y);
    let shortest = come.min(go);
    let factor = if by.abs() * inwards <= shortest * (1.0 + cosine) {
        by / (1.0 + cosine)
    } else {
        if by < 0.0 { -shortest / inwards } else { shortest / inwards }
    };
    bisector * factor
}

fn length(v: Vec2) -> f64 {
    (v.x * v.x + v.y * v.y).sqrt()
}

#[cfg(test)]
mod tests {
    use kurbo::Shape;

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "without arcs there is no trigonometry")]
    fn emboldened(data: &str, strength: f64) -> BezPath {
        let mut path = BezPath::from_svg(data).unwrap();
        embolden(&mut path, strength);
        path
    }

    #[test]
    fn squares_grow_on_all_sides_and_holes_shrink() {
        let square = "M0 0 L10 0 L10 10 L0 10 Z";
        for data in [square, "M0 0 L0 10 L10 10 L10 0 Z", "M0 0 L10 0 L10 10 L0 10 L0 0 Z"] {
            let bounds = emboldened(data, 2.0).bounding_box();
            assert_eq!((bounds.x0, bounds.y0, bounds.x1, bounds.y1), (-1.0, -1.0, 11.0, 11.0), "{data}");
        }
        let ring = emboldened(&format!("{square} M3 3 L3 7 L7 7 L7 3 Z"), 2.0);
        assert!((ring.area().abs() - (144.0 - 4.0)).abs() < 1e-9, "{}", ring.area());
    }

    #[test]
    fn sharp_and_degenerate_corners_stay_near() {
        #[expect(clippy::disallowed_methods, reason = "without arcs there is no trigonometry")]
        for data in ["M0 0 L100 1 L0 2 Z", "M0 0 L0 0 Z", "M5 5 Z", "M0 0 L10 0 Z", "M0 0 Q0 0 0 0 C0 0 9 9 9 0 Z", ""]
        {
            let before = BezPath::from_svg(data).unwrap();
            let after = emboldened(data, 4.0);
            assert_eq!(before.elements().len(), after.elements().len());
            let near = after.control_box().inflate(-12.0, -12.0);
            assert!(
                before.control_box().union(near) == before.control_box() || near.area() <= 0.0,
                "{data}: {after:?}"
            );
            assert!(after.elements().iter().all(|element| element.is_finite()), "{data}");
        }
    }

    #[test]
    fn curves_keep_their_kinds() {
        let round = emboldened(
            "M10 0 C10 5.5 5.5 10 0 10 C-5.5 10 -10 5.5 -10 0 C-10 -5.5 -5.5 -10 0 -10 C5.5 -10 10 -5.5 10 0 Z",
            2.0,
        );
        let bounds = round.bounding_box();
        assert!((bounds.width() - 22.0).abs() < 0.05 && (bounds.height() - 22.0).abs() < 0.05, "{bounds:?}");
        assert_eq!(round.elements().iter().filter(|element| matches!(element, PathEl::CurveTo(..))).count(), 4);
    }
}
