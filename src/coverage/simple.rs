//! [`is_simple`]: outlines whose winding number needs no looking after.

use crate::outline::{FixedPoint, Polygons};

/// Whether an outline is convex: one contour that turns in one direction only, once around. Its winding number is 0
/// outside and 1 or -1 inside. Rounded rectangles, circles, ellipses, triangles and single lines' strokes are.
pub(super) fn is_simple(polygons: &Polygons) -> bool {
    let mut contours = polygons.contours();
    let (Some(contour), None) = (contours.next(), contours.next()) else { return false };
    let side = |from: FixedPoint, to: FixedPoint| (i64::from(to.x - from.x), i64::from(to.y - from.y));
    let Some(&[first, second]) = contour.first_chunk() else { return false };
    let (mut before, mut from) = (side(first, second), second);
    // A side's last vertical direction, and how often it changed: a spiral turns one way only too, but up and down
    // more than once each.
    let (mut turns, mut direction, mut changes) = (0, before.1.signum(), 0);
    for &to in contour[2..].iter().chain([&first, &second]) {
        let next = side(from, to);
        if next == (0, 0) {
            continue;
        }
        let turn = (before.0 * next.1 - before.1 * next.0).signum();
        if turn * turns < 0 {
            return false;
        }
        if turn == 0 && before.0 * next.0 + before.1 * next.1 < 0 {
            // Back along itself.
            return false;
        }
        turns += turn;
        let down = next.1.signum();
        changes += i32::from(down * direction < 0);
        direction = if down == 0 { direction } else { down };
        (before, from) = (next, to);
    }
    changes <= 2
}
