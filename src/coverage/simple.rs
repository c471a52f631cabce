//! [`is_simple`]: outlines whose winding number needs no looking after.

use std::ops::RangeInclusive;

use fearless_simd::{Simd, SimdBase as _, SimdMask as _, i32x8, mask32x8, u8x16, u8x32};

use crate::error::Error;
use crate::outline::{FixedPoint, Polygons};
use crate::simd::dispatch;
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
    if let Some(is_simple) = dispatch!(polygons.level(), simd => quickly(simd, contour)) {
        return Ok(is_simple);
    }
    is_simple_contour(contour, watch)
}

fn is_simple_contour(contour: &[FixedPoint], watch: &Watch) -> Result<bool, Error> {
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

/// Fewest and most corners that are looked at four at once.
const QUICK: RangeInclusive<usize> = 8..=64;
/// Sides at once, and the points that they and the next side have.
const SIDES: usize = 4;
/// Sides of a contour that are less than this wide and high turn by what 32 bits hold.
const SMALL: i32 = 1 << 15;

/// As [`is_simple`], of a contour of some length that is not large, if it turns at each corner; else `None`.
#[inline(always)]
fn quickly<S: Simd>(simd: S, contour: &[FixedPoint]) -> Option<bool> {
    if !QUICK.contains(&contour.len()) {
        return None;
    }
    let mut look = Look::new(simd);
    // The last eight sides go on to the first points.
    let before = contour.len() - 2 * SIDES;
    let mut end = [FixedPoint::default(); 2 * SIDES + 2];
    end[..2 * SIDES].copy_from_slice(&contour[before..]);
    end[2 * SIDES..].copy_from_slice(&contour[..2]);
    for at in (0..before).step_by(SIDES) {
        look.at(contour[at..].first_chunk()?, at);
    }
    look.at(end.first_chunk()?, before);
    look.at(end.last_chunk()?, before + SIDES);
    look.is_simple(contour.len())
}

/// What was seen of sides, each in two lanes.
struct Look<S: Simd> {
    simd: S,
    /// Bits that any of the turns has, and that all have; in the even lanes.
    any: i32x8<S>,
    all: i32x8<S>,
    /// Where a turn was none.
    straight: mask32x8<S>,
    /// The longest way along x or y.
    longest: i32x8<S>,
    /// Whether a side leads down, for each in the second of two bits.
    down: u128,
}

impl<S: Simd> Look<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let (none, all) = (i32x8::splat(simd, 0), i32x8::splat(simd, -1));
        Self { simd, any: none, all, straight: none.simd_gt(none), longest: none, down: 0 }
    }

    /// Looks at four sides, of which the first is the one so many after the contour's.
    #[inline(always)]
    fn at(&mut self, points: &[FixedPoint; SIDES + 2], first: usize) {
        let [a, b, c, d, e, f] = *points;
        let four = i32x8::load_array(self.simd, [a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y]);
        let second = i32x8::load_array(self.simd, [b.x, b.y, c.x, c.y, d.x, d.y, e.x, e.y]);
        let third = i32x8::load_array(self.simd, [c.x, c.y, d.x, d.y, e.x, e.y, f.x, f.y]);
        let (side, next) = (second - four, third - second);
        let across = side * turned(next);
        let turn = across - turned(across);
        self.any |= turn;
        self.all &= turn;
        let none = i32x8::splat(self.simd, 0);
        self.straight |= turn.simd_eq(none);
        self.longest = self.longest.max(side.max(-side));
        self.down |= u128::from(side.simd_gt(none).to_bitmask() & 0b1010_1010) << (2 * first);
    }

    /// Whether a contour of so many sides is simple, if they tell.
    #[inline(always)]
    fn is_simple(&self, sides: usize) -> Option<bool> {
        const TURNS: u64 = 0b0101_0101;
        let none = i32x8::splat(self.simd, 0);
        let is_small = self.longest.simd_lt(i32x8::splat(self.simd, SMALL)).all_true();
        if !is_small || self.straight.to_bitmask() & TURNS != 0 {
            return None;
        }
        let (left, not_right) = (self.any.simd_lt(none).to_bitmask(), self.all.simd_lt(none).to_bitmask());
        if left & TURNS != 0 && not_right & TURNS != TURNS {
            return Some(false);
        }
        // Where each corner turns alike, a level side lies between one up and one down: to be told from one of them is enough.
        let next = self.down >> 2 | (self.down & 0b11) << (2 * (sides - 1));
        Some((self.down ^ next).count_ones() <= 2)
    }
}

/// Of each two lanes the other one.
#[inline(always)]
fn turned<S: Simd>(v: i32x8<S>) -> i32x8<S> {
    let other = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11];
    v.swizzle_dyn_within_blocks(u8x32::block_splat(u8x16::load_array(v.simd, other)))
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
    use crate::outline::rotation;
    use crate::random::Random;

    fn polygons(points: &[(f64, f64)]) -> Polygons {
        let mut out = Polygons::default();
        points.iter().for_each(|&p| out.push(Point::from(p)));
        out.close();
        out
    }

    #[test]
    fn four_sides_at_once_say_what_each_alone_does() {
        let random = &mut Random(5);
        let mut below = |n: u32| random.below(n);
        let (mut convex, mut others, mut untold) = (0, 0, 0);
        for _ in 0..20_000 {
            // Once, twice or three times around, either way, on an ellipse, and perhaps with a dent; small ones have level and
            // straight sides.
            let (count, turns) = (6 + below(62), [1, 1, 1, 2, 3][below(5) as usize]);
            let radius = f64::from([3, 20, 700, 40_000, 300_000][below(5) as usize]);
            let (dent, start, up) = (below(4 * count), f64::from(below(1_000)), below(2) == 0);
            let mut contour: Vec<FixedPoint> = (0..count)
                .map(|i| {
                    let angle = f64::from(i * turns) * std::f64::consts::TAU / f64::from(count) + start;
                    let radius = if i == dent { radius * 0.9 } else { radius };
                    let Point { x, y } = rotation(angle) * Point::new(radius, 0.0);
                    FixedPoint { x: x as i32, y: (if up { -y } else { y } / 2.0) as i32 }
                })
                .collect();
            if below(3) == 0 {
                contour.dedup();
            }
            let slow = is_simple_contour(&contour, &Watch::default()).unwrap();
            for level in crate::simd::all() {
                match dispatch!(level, simd => quickly(simd, &contour)) {
                    Some(quick) => assert_eq!(quick, slow, "{level:?} {contour:?}"),
                    None => untold += 1,
                }
            }
            convex += u32::from(slow);
            others += u32::from(!slow);
        }
        assert!(convex > 4_000 && others > 4_000 && untold < 40_000, "{convex} {others} {untold}");
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
