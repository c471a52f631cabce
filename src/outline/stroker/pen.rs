//! [`Pen`]: what is drawn along a path: a circle in the path's coordinates, any ellipse in device pixels.

use kurbo::{Affine, Point, Vec2};

use crate::outline::max_scale;

/// How far a round join or cap may be from a circle, in device pixels, were its corners on the circle. They are moved
/// outwards until the area is the circle's, which leaves two thirds of this at the corners and one in between.
const ROUND_TOLERANCE: f64 = 1.0 / 32.0;
/// Widest pen that is drawn that well: half the widest canvas. Beyond, the steps are those of this radius.
const WIDEST: f64 = 16_384.0;

/// A direction of the rim of a round pen.
#[derive(Clone, Copy, Debug)]
struct Rim {
    /// In the path's coordinates, of length 1.
    unit: Vec2,
    /// From the pen's middle to its rim, in device pixels.
    offset: Vec2,
}

/// A pen. Directions are unit vectors in the path's coordinates, where angles and lengths are what the stroke's numbers
/// say; offsets are in device pixels.
#[derive(Debug)]
pub(super) struct Pen {
    /// Half the width in the path's coordinates.
    pub(super) half: f64,
    /// Half the width in device pixels, along the longer axis.
    pub(super) radius: f64,
    transform: Affine,
    /// The transform's linear part, times `half`.
    linear: [f64; 4],
    /// 1 if the left normal, as seen along the path with y up, is that of the left side; -1 under transforms that
    /// mirror, so that the outline turns the same way in device pixels.
    pub(super) side: f64,
    /// The circle, by increasing angle from (1, 0); empty until the first round thing is drawn.
    rim: Vec<Rim>,
}

impl Pen {
    /// `None` for a pen that draws nothing.
    pub(super) fn new(width: f64, transform: Affine) -> Option<Self> {
        let [a, b, c, d, ..] = transform.as_coeffs();
        let half = width / 2.0;
        let radius = half * max_scale(transform);
        let side = if a * d - b * c < 0.0 { -1.0 } else { 1.0 };
        let linear = [a * half, b * half, c * half, d * half];
        (radius > 0.0).then_some(Self { half, radius, transform, linear, side, rim: Vec::new() })
    }

    pub(super) fn device(&self, point: Point) -> Point {
        self.transform * point
    }

    /// From the path to the rim in a direction.
    pub(super) fn offset(&self, direction: Vec2) -> Vec2 {
        let [a, b, c, d] = self.linear;
        Vec2::new(a * direction.x + c * direction.y, b * direction.x + d * direction.y)
    }

    /// From the path to its left side.
    pub(super) fn normal(&self, direction: Vec2) -> Vec2 {
        self.offset(normal(direction) * self.side)
    }

    /// The offsets of a whole circle, in the direction that outlines turn.
    pub(super) fn circle(&mut self) -> impl Iterator<Item = Vec2> {
        self.make_rim();
        let (n, flip) = (self.rim.len(), self.side > 0.0);
        (0..n).map(move |i| self.rim[if flip { n - 1 - i } else { i }].offset)
    }

    /// The offsets between two directions at most half a turn apart, without those two; angles increase (x towards y)
    /// or decrease on the way.
    pub(super) fn arc(&mut self, from: Vec2, to: Vec2, increasing: bool) -> impl Iterator<Item = Vec2> {
        self.make_rim();
        let n = self.rim.len();
        let (a, b) = (self.sector(from), self.sector(to));
        let (start, steps) = if increasing { (a + 1, (b + n - a) % n) } else { (a + n, (a + n - b) % n) };
        // Directions that rounding put the wrong way round are no turn, not almost a whole one.
        let steps = if steps > n / 2 + 1 { 0 } else { steps };
        (0..steps).map(move |i| self.rim[(if increasing { start + i } else { start - i }) % n].offset)
    }

    /// The index of the last direction of the rim that is not beyond this one.
    fn sector(&self, v: Vec2) -> usize {
        let quarter = self.rim.len() / 4;
        let (turns, w) = match (v.x > 0.0, v.y > 0.0) {
            (true, _) if v.y >= 0.0 => (0, v),
            (false, true) => (1, Vec2::new(v.y, -v.x)),
            (false, _) if v.x < 0.0 => (2, -v),
            _ => (3, Vec2::new(-v.y, v.x)),
        };
        turns * quarter + self.rim[..quarter].partition_point(|rim| rim.unit.cross(w) >= 0.0).saturating_sub(1)
    }

    fn make_rim(&mut self) {
        if !self.rim.is_empty() {
            return;
        }
        let step = (8.0 * ROUND_TOLERANCE / self.radius.min(WIDEST)).sqrt();
        let quarter = (std::f64::consts::FRAC_PI_2 / step).ceil().max(2.0) as usize;
        let step = std::f64::consts::FRAC_PI_2 / quarter as f64;
        // A corner to the radius that gives the polygon the circle's area.
        let outwards = (step / libm::sin(step)).sqrt();
        let mut rim = Vec::with_capacity(4 * quarter);
        for i in 0..quarter {
            let (sin, cos) = if i == 0 { (0.0, 1.0) } else { libm::sincos(step * i as f64) };
            rim.push(Vec2::new(cos, sin));
        }
        // The other quarters are these, turned exactly.
        for i in quarter..4 * quarter {
            rim.push(normal(rim[i - quarter]));
        }
        self.rim = rim.into_iter().map(|unit| Rim { unit, offset: self.offset(unit) * outwards }).collect();
    }
}

/// A vector turned by a quarter, x towards y.
pub(super) fn normal(v: Vec2) -> Vec2 {
    Vec2::new(-v.y, v.x)
}
