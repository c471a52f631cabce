//! [`is_simple`]: outlines whose winding number needs no looking after.

use crate::error::Error;
use crate::outline::{FixedPoint, Polygons};
use crate::watch::Watch;

/// Sides between two questions whether a contour has turned both ways.
const FEW: usize = 16;

/// A way around a contour. Nothing of it asks as it goes: which way a side turns is hard to foresee.
struct Way {
    from: FixedPoint,
    /// The side before.
    before: (i64, i64),
    /// Whether it has turned to the right, to the left, and back along itself.
    right: bool,
    left: bool,
    back: bool,
    /// A side's last vertical direction, and how often it changed: a spiral turns one way only too, but up and down more
    /// than once each.
    direction: i64,
    changes: i32,
}

impl Way {
    fn new(first: FixedPoint, second: FixedPoint) -> Self {
        let before = side(first, second);
        let direction = before.1.signum();
        Self { from: second, before, right: false, left: false, back: false, direction, changes: 0 }
    }

    #[inline(always)]
    fn go(&mut self, to: FixedPoint) {
        let (before, next) = (self.before, side(self.from, to));
        let turn = before.0 * next.1 - before.1 * next.0;
        self.right |= turn > 0;
        self.left |= turn < 0;
        self.back |= (turn == 0) & (before.0 * next.0 + before.1 * next.1 < 0);
        let down = next.1.signum();
        self.changes += i32::from(down * self.direction < 0);
        self.direction = if down == 0 { self.direction } else { down };
        self.before = if next == (0, 0) { before } else { next };
        self.from = to;
    }

    /// Whether it went in one direction only.
    fn is_one(&self) -> bool {
        !(self.back | self.right & self.left)
    }
}

fn side(from: FixedPoint, to: FixedPoint) -> (i64, i64) {
    (i64::from(to.x - from.x), i64::from(to.y - from.y))
}

/// Whether an outline is convex: one contour that turns in one direction only, once around. Its winding number is 0
/// outside and 1 or -1 inside. Rounded rectangles, circles, ellipses, triangles and single lines' strokes are.
pub(super) fn is_simple(polygons: &Polygons, watch: &Watch) -> Result<bool, Error> {
    let mut contours = polygons.contours();
    let (Some(contour), None) = (contours.next(), contours.next()) else { return Ok(false) };
    let Some(&first) = contour.first() else { return Ok(false) };
    // The first side has a length: points that fall together say nothing of where it goes.
    let mut at = 0;
    for part in watch.parts(contour) {
        let part = part?;
        let alike = part.iter().take_while(|&&point| point == first).count();
        at += alike;
        if alike < part.len() {
            break;
        }
    }
    let Some(&second) = contour.get(at) else { return Ok(false) };
    let mut way = Way::new(first, second);
    for part in watch.parts(&contour[at + 1..]) {
        for few in part?.chunks(FEW) {
            few.iter().for_each(|&to| way.go(to));
            if !way.is_one() {
                return Ok(false);
            }
        }
    }
    [first, second].into_iter().for_each(|to| way.go(to));
    Ok(way.is_one() && way.changes <= 2)
}

/// More corners are not looked at: their areas might not fit the cells of simple shapes.
const MOST_CORNERS: usize = 8_192;

/// Whether an outline goes once around the middle of its box, always on: as seen from there it is a single line, and its
/// winding number is 0 outside and 1 or -1 inside. Stars are, drops, and most smooth things that are not convex.
pub(super) fn is_star(polygons: &Polygons) -> bool {
    let mut contours = polygons.contours();
    let (Some(contour), None) = (contours.next(), contours.next()) else { return false };
    let (Some(&first), Some(&last)) = (contour.first(), contour.last()) else { return false };
    if contour.len() > MOST_CORNERS {
        return false;
    }
    let (min, max) = contour.iter().fold((first, first), |(min, max), p| {
        (FixedPoint { x: min.x.min(p.x), y: min.y.min(p.y) }, FixedPoint { x: max.x.max(p.x), y: max.y.max(p.y) })
    });
    let middle = ((min.x + max.x) >> 1, (min.y + max.y) >> 1);
    let from_middle = |p: FixedPoint| (i64::from(p.x - middle.0), i64::from(p.y - middle.1));
    let is_below = |(x, y): (i64, i64)| y > 0 || y == 0 && x > 0;
    let mut from = from_middle(last);
    // Which way it goes, and how often it comes from one side of the middle to the other.
    let (mut way, mut changes) = (0, 0);
    for &to in contour {
        let to = from_middle(to);
        let turn = (from.0 * to.1 - from.1 * to.0).signum();
        if turn * way < 0 || turn == 0 && from.0 * to.0 + from.1 * to.1 <= 0 {
            return false;
        }
        way = if turn == 0 { way } else { turn };
        changes += i32::from(is_below(from) != is_below(to));
        from = to;
    }
    changes == 2
}

#[cfg(test)]
mod tests {
    use kurbo::Point;

    use super::*;

    fn polygons(points: &[(f64, f64)]) -> Polygons {
        let mut out = Polygons::default();
        points.iter().for_each(|&p| out.push(Point::from(p)));
        out.close();
        out
    }

    #[test]
    fn stars_go_once_around_their_middle() {
        let star = [(0.0, 0.0), (5.0, 4.0), (10.0, 0.0), (6.0, 5.0), (10.0, 10.0), (5.0, 6.0), (0.0, 10.0), (4.0, 5.0)];
        assert!(is_star(&polygons(&star)) && !is_simple(&polygons(&star), &Watch::default()).unwrap());
        let mut back = star;
        back.reverse();
        assert!(is_star(&polygons(&back)));
        // Twice around, back and forth, beside the middle, through it.
        assert!(!is_star(&polygons(&[star, star].concat())));
        assert!(!is_star(&polygons(&[(0.0, 0.0), (9.0, 0.0), (3.0, 0.0), (9.0, 9.0), (0.0, 9.0)])));
        assert!(!is_star(&polygons(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (9.0, 1.0)])));
        assert!(!is_star(&polygons(&[(0.0, 0.0), (10.0, 10.0), (0.0, 10.0)])));
        assert!(!is_star(&polygons(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)])));
    }
}
