//! Which shapes cover the whole canvas: nothing below an opaque one is seen, so it need not be drawn.

use crate::outline::{Polygons, SUBPIXEL_BITS};

/// Whether polygons are one upright rectangle with the whole canvas, of so many columns and rows, inside.
pub(super) fn covers(polygons: &Polygons, (width, height): (u32, u32)) -> bool {
    if polygons.len() > 5 {
        return false;
    }
    let mut contours = polygons.contours();
    let (Some(contour), None) = (contours.next(), contours.next()) else { return false };
    let (a, b, c, d) = match *contour {
        [a, b, c, d] => (a, b, c, d),
        // Closed by hand.
        [a, b, c, d, e] if e == a => (a, b, c, d),
        _ => return false,
    };
    let turned = a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y;
    let upright = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x;
    let spans = |from: i32, to: i32, side: u32| {
        from.min(to) <= 0 && i64::from(from.max(to)) >= i64::from(side) << SUBPIXEL_BITS
    };
    (turned || upright) && spans(a.x, c.x, width) && spans(a.y, c.y, height)
}

#[cfg(test)]
mod tests {
    use kurbo::Point;

    use super::*;

    fn polygon(points: &[(f64, f64)]) -> Polygons {
        let mut polygons = Polygons::default();
        points.iter().for_each(|&(x, y)| polygons.push(Point::new(x, y)));
        polygons.close();
        polygons
    }

    #[test]
    fn only_rectangles_around_the_canvas_cover_it() {
        let size = (30, 20);
        assert!(covers(&polygon(&[(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)]), size));
        assert!(covers(&polygon(&[(-5.0, 25.0), (-5.0, -1.0), (31.0, -1.0), (31.0, 25.0)]), size));
        for short in [
            [(0.0, 0.0), (29.99, 0.0), (29.99, 20.0), (0.0, 20.0)],
            [(0.01, 0.0), (30.0, 0.0), (30.0, 20.0), (0.01, 20.0)],
            [(0.0, 0.0), (30.0, 0.0), (30.0, 19.9), (0.0, 19.9)],
            [(0.0, 0.0), (30.0, 1.0), (30.0, 20.0), (0.0, 20.0)],
        ] {
            assert!(!covers(&polygon(&short), size), "{short:?}");
        }
        let mut two = polygon(&[(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)]);
        [(3.0, 3.0), (9.0, 3.0), (9.0, 9.0)].into_iter().for_each(|(x, y)| two.push(Point::new(x, y)));
        two.close();
        assert!(!covers(&two, size), "the second one may be a hole");
        assert!(!covers(&Polygons::default(), size));
    }
}
