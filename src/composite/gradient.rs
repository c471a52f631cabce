//! [`Gradient`]: where on its ramp each pixel lies.
//!
//! Positions are those of pixel centres, computed sixteen pixels at a time from a base in f64 at a column that is a
//! multiple of sixteen: a pixel's value depends on its place only, never on where a span or band begins. Only `+ - * /`
//! and `sqrt` are used, so that every level gives the same bits.

use fearless_simd::{Bytes, Select, Simd, SimdBase, SimdInt, f32x16, i32x16, u8x64, u32x16};
use kurbo::{Affine, Point, Vec2};

use super::plane::{BLOCK, HUGE, IOTA, Line, Plane};
use super::progression::{Along, Progressions};
use super::ramp::Ramp;
use super::rings::Rings;
use crate::outline::{is_singular, rotation};
use crate::paint::{self, GradientKind, Spread};

/// A gradient in device pixels.
#[derive(Debug)]
pub(super) struct Gradient {
    ramp: Ramp,
    /// The same of a linear one that is padded.
    progressions: Option<Progressions>,
    geometry: Geometry,
    spread: Spread,
    /// Where the surface's first pixel lies on the canvas, if colours are dithered.
    pub(super) dither: Option<(i64, i64)>,
}

#[derive(Debug)]
enum Geometry {
    Linear(Plane),
    Rings(Rings),
    Cone(Cone),
    /// The angle of `(x, y)`.
    Conic {
        x: Plane,
        y: Plane,
    },
}

/// Two circles of different centres, in a frame whose origin is the first one's centre.
#[derive(Debug)]
struct Cone {
    x: Plane,
    y: Plane,
    to_end: Vec2,
    start_radius: f64,
    growth: f64,
    /// `a` of `a t^2 - 2 b t + c = 0`; 0 where it all but is.
    a: f64,
}

/// Offsets below this are 0: nearer to it two may differ by so little that a slope is infinite in f32.
const LEAST_OFFSET: f64 = 1e-20;

/// Below this part of its terms, the difference `a` of a [`Cone`] is rounding.
const NEARLY_ZERO: f64 = 1e-10;

impl Gradient {
    /// Bytes it holds.
    pub(super) fn bytes(&self) -> u64 {
        self.ramp.bytes() + self.progressions.as_ref().map_or(0, Progressions::bytes)
    }

    /// `None` where it paints nothing: without stops, without extent, or under a transform that cannot be inverted
    /// (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-createlineargradient>).
    pub(super) fn new(gradient: &paint::Gradient, transform: Affine) -> Option<Self> {
        let mut colors = gradient.colors();
        for stop in &mut colors {
            if stop.offset < LEAST_OFFSET {
                stop.offset = 0.0;
            }
        }
        let ramp = Ramp::new(&colors)?;
        let inverse = invert(transform * gradient.transform())?;
        let geometry = match gradient.kind() {
            GradientKind::Linear { start, end } => {
                let along = end - start;
                let squared = along.hypot2();
                let (x, y) = (along.x / squared, along.y / squared);
                Geometry::Linear(Plane::new(inverse, x, y, -(start.x * x + start.y * y)))
            }
            GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
                circles((start_center, start_radius), (end_center, end_radius), inverse, ramp.steepest())?
            }
            GradientKind::Conic { center, start_angle } => {
                let turned = gradient.transform() * Affine::translate(center.to_vec2()) * rotation(start_angle);
                let inverse = invert(transform * turned)?;
                // Angles do not depend on the scale: make it that of pixels.
                let [a, b, c, d, ..] = inverse.as_coeffs();
                let scale = 1.0 / a.abs().max(b.abs()).max(c.abs().max(d.abs()));
                Geometry::Conic { x: Plane::new(inverse, scale, 0.0, 0.0), y: Plane::new(inverse, 0.0, scale, 0.0) }
            }
        };
        let finite = match &geometry {
            Geometry::Linear(t) => t.is_finite(),
            Geometry::Rings(rings) => rings.is_finite(),
            Geometry::Cone(cone) => cone.x.is_finite() && cone.y.is_finite() && cone.a.is_finite(),
            Geometry::Conic { x, y } => x.is_finite() && y.is_finite(),
        };
        let progressions = match geometry {
            Geometry::Linear(_) if gradient.spread() == Spread::Pad => Progressions::new(&colors),
            _ => None,
        };
        finite.then(|| Self { ramp, progressions, geometry, spread: gradient.spread(), dither: None })
    }

    /// Whether every pixel is opaque.
    pub(super) fn is_opaque(&self) -> bool {
        // Outside a cone there is no colour.
        self.ramp.is_opaque() && !matches!(self.geometry, Geometry::Cone(_))
    }

    /// As [`Shader::gap`](super::Shader::gap).
    pub(super) fn gap(&self) -> usize {
        match (&self.geometry, &self.progressions) {
            (_, Some(progressions)) if progressions.are_few() => 8 * BLOCK,
            (Geometry::Rings(rings), _) if rings.is_near() && self.spread == Spread::Pad => 2 * BLOCK,
            _ => 0,
        }
    }

    /// The premultiplied colours of pixels of a row from the column `x0` on, a multiple of sixteen, as many as whole
    /// blocks fit into `out`. Each kind has a function of its own, compiled once a level.
    pub(super) fn colors<S: Simd>(&self, simd: S, x0: u32, y: u32, out: &mut [u8]) {
        match (&self.geometry, self.spread) {
            (Geometry::Linear(t), Spread::Pad) => self.linear(simd, *t, x0, y, out),
            (Geometry::Linear(t), Spread::Repeat) => self.repeated(simd, *t, x0, y, out),
            (Geometry::Linear(t), Spread::Reflect) => self.reflected(simd, *t, x0, y, out),
            (Geometry::Rings(rings), Spread::Pad) if rings.is_near() => self.rings(simd, rings, x0, y, out),
            (Geometry::Rings(rings), _) => self.exact_rings(simd, rings, x0, y, out),
            (Geometry::Cone(cone), _) => self.cone(simd, cone, x0, y, out),
            (Geometry::Conic { x, y: v }, _) => self.conic(simd, (*x, *v), x0, y, out),
        }
    }

    fn linear<S: Simd>(&self, simd: S, t: Plane, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let line = Line::new(simd, t, y);
                let (lo, hi) = self.limits(simd);
                let along = Along { at_origin: line.row, dx: t.dx };
                let (mut at, dither) = (0, self.dither(y));
                let (mut x, mut rest) = (x0, out.as_chunks_mut::<64>().0);
                while !rest.is_empty() {
                    let run = self.progressions.as_ref().and_then(|all| all.run(along, x, rest.len()));
                    let (here, behind) = rest.split_at_mut(run.as_ref().map_or(1, |run| run.blocks));
                    match run {
                        Some(run) => run.write(simd, x, dither.as_ref(), here),
                        None => {
                            let t = line.at(x).max(lo).min(hi);
                            self.ramp.write(simd, t, dither.as_ref(), &mut at, &mut here[0]);
                        }
                    }
                    (x, rest) = (x + (here.len() * BLOCK) as u32, behind);
                }
            },
        );
    }

    /// Fixed-point numbers that wrap around as the gradient does keep their digits however far out they lie.
    fn repeated<S: Simd>(&self, simd: S, t: Plane, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let row = t.row(y);
                let steps = u32x16::load_array(simd, IOTA) * fixed(t.dx);
                self.each(
                    simd,
                    (x0, y),
                    out,
                    #[inline(always)]
                    |x| {
                        let position = steps + fixed(t.dx * f64::from(x) + row);
                        (position >> 8).bitcast::<i32x16<S>>().to_float::<f32x16<S>>() * (1.0 / 16_777_216.0)
                    },
                );
            },
        );
    }

    /// As [`Gradient::repeated`], there and back.
    fn reflected<S: Simd>(&self, simd: S, t: Plane, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let row = 0.5 * t.row(y);
                let steps = u32x16::load_array(simd, IOTA) * fixed(0.5 * t.dx);
                self.each(
                    simd,
                    (x0, y),
                    out,
                    #[inline(always)]
                    |x| {
                        let position = steps + fixed(0.5 * t.dx * f64::from(x) + row);
                        // On the way back all bits are inverted.
                        let position = position.bitcast::<i32x16<S>>();
                        let position = (position ^ (position >> 31)).bitcast::<u32x16<S>>();
                        (position >> 7).bitcast::<i32x16<S>>().to_float::<f32x16<S>>() * (1.0 / 16_777_216.0)
                    },
                );
            },
        );
    }

    fn rings<S: Simd>(&self, simd: S, rings: &Rings, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let dither = self.dither(y);
                rings.write(simd, &self.ramp, (x0, y), dither.as_ref(), out.as_chunks_mut::<64>().0);
            },
        );
    }

    /// In f64: far out, or far in, f32 has no digits left.
    fn exact_rings<S: Simd>(&self, simd: S, rings: &Rings, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let rows = rings.rows(y);
                self.each(
                    simd,
                    (x0, y),
                    out,
                    #[inline(always)]
                    |x| {
                        let mut positions = [0.0; BLOCK];
                        for (i, position) in positions.iter_mut().enumerate() {
                            *position = self.spread(rings.exact(f64::from(x) + i as f64, rows));
                        }
                        f32x16::load_array(simd, positions)
                    },
                );
            },
        );
    }

    fn conic<S: Simd>(&self, simd: S, (x, v): (Plane, Plane), x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let (u, v) = (Line::new(simd, x, y), Line::new(simd, v, y));
                self.each(
                    simd,
                    (x0, y),
                    out,
                    #[inline(always)]
                    |x| turns(simd, u.at(x), v.at(x)),
                );
            },
        );
    }

    /// `createRadialGradient`: of the circles through a point the one that is painted last, which has the greatest
    /// position of those with a radius above 0
    /// (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-createradialgradient>).
    fn cone<S: Simd>(&self, simd: S, cone: &Cone, x0: u32, y: u32, out: &mut [u8]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let (u0, v0) = (cone.x.row(y), cone.y.row(y));
                let (mut at, dither) = (0, self.dither(y));
                for (block, x) in out.as_chunks_mut::<64>().0.iter_mut().zip((x0..).step_by(BLOCK)) {
                    let mut positions = [0.0; BLOCK];
                    let mut painted = [0; BLOCK];
                    for (i, (position, painted)) in positions.iter_mut().zip(&mut painted).enumerate() {
                        let x = f64::from(x) + i as f64;
                        if let Some(t) = cone.position(cone.x.dx * x + u0, cone.y.dx * x + v0) {
                            *position = self.spread(t);
                            *painted = u32::MAX;
                        }
                    }
                    let t = f32x16::load_array(simd, positions);
                    self.ramp.write(simd, t, dither.as_ref(), &mut at, block);
                    let pixels = u8x64::load_array_ref(simd, block).bitcast::<u32x16<S>>();
                    let pixels = pixels & u32x16::load_array(simd, painted);
                    pixels.bitcast::<u8x64<S>>().store_array(block);
                }
            },
        );
    }

    /// Colours from the positions of sixteen pixels from a column on.
    #[inline(always)]
    fn each<S: Simd>(&self, simd: S, (x0, y): (u32, u32), out: &mut [u8], positions: impl Fn(u32) -> f32x16<S>) {
        let (mut at, dither) = (0, self.dither(y));
        for (block, x) in out.as_chunks_mut::<64>().0.iter_mut().zip((x0..).step_by(BLOCK)) {
            self.ramp.write(simd, positions(x), dither.as_ref(), &mut at, block);
        }
    }

    /// What is added to the colours of a row's blocks, whose columns are multiples of sixteen.
    #[inline(always)]
    fn dither(&self, y: u32) -> Option<[f32; BLOCK]> {
        self.dither.map(|(left, top)| dither_row(left, i64::from(y) + top))
    }

    #[inline(always)]
    fn limits<S: Simd>(&self, simd: S) -> (f32x16<S>, f32x16<S>) {
        let (lo, hi) = self.ramp.limits;
        (f32x16::splat(simd, lo), f32x16::splat(simd, hi))
    }

    /// Where on the ramp a position lies.
    #[inline(always)]
    fn spread(&self, t: f64) -> f32 {
        let t = t.clamp(-HUGE, HUGE);
        (match self.spread {
            Spread::Pad => t.clamp(f64::from(self.ramp.limits.0), f64::from(self.ramp.limits.1)),
            Spread::Repeat => t - t.floor(),
            Spread::Reflect => {
                let t = t - 2.0 * (0.5 * t).floor();
                if t > 1.0 { 2.0 - t } else { t }
            }
        }) as f32
    }
}

/// The inverse of a transform, if it has one and is not lost in infinities.
fn invert(transform: Affine) -> Option<Affine> {
    if is_singular(transform) {
        return None;
    }
    let inverse = transform.inverse();
    inverse.is_finite().then_some(inverse)
}

fn circles(start: (Point, f64), end: (Point, f64), inverse: Affine, steepest: f64) -> Option<Geometry> {
    let ((center, start_radius), to_end) = (start, end.0 - start.0);
    let growth = end.1 - start_radius;
    let nothing = to_end == Vec2::ZERO && growth == 0.0 || start_radius == 0.0 && end.1 == 0.0;
    if nothing {
        return None;
    }
    if to_end == Vec2::ZERO {
        let scale = 1.0 / growth.abs();
        let x = Plane::new(inverse, scale, 0.0, -center.x * scale);
        let y = Plane::new(inverse, 0.0, scale, -center.y * scale);
        let sign = if growth > 0.0 { 1.0 } else { -1.0 };
        return Some(Geometry::Rings(Rings::new(x, y, sign, start_radius / growth, steepest)));
    }
    let (distance, grown) = (to_end.hypot2(), growth * growth);
    let a = distance - grown;
    Some(Geometry::Cone(Cone {
        x: Plane::new(inverse, 1.0, 0.0, -center.x),
        y: Plane::new(inverse, 0.0, 1.0, -center.y),
        to_end,
        start_radius,
        growth,
        a: if a.abs() <= NEARLY_ZERO * (distance + grown) { 0.0 } else { a },
    }))
}

impl Cone {
    /// Whether the circle of a position has a radius.
    #[inline(always)]
    fn paints(&self, t: f64) -> bool {
        t.is_finite() && self.start_radius + t * self.growth > 0.0
    }

    #[inline(always)]
    fn position(&self, x: f64, y: f64) -> Option<f64> {
        let b = x * self.to_end.x + y * self.to_end.y + self.start_radius * self.growth;
        let c = x * x + y * y - self.start_radius * self.start_radius;

        if self.a == 0.0 {
            let t = c / (2.0 * b);
            return self.paints(t).then_some(t);
        }
        let discriminant = b * b - self.a * c;
        if !(discriminant >= 0.0) {
            return None;
        }
        // Of the two ways to each root the one that subtracts nothing from its like.
        let root = discriminant.sqrt();
        let q = if b < 0.0 { b - root } else { b + root };
        let (t, u) = (q / self.a, if q == 0.0 { 0.0 } else { c / q });
        let (greater, lesser) = if t > u { (t, u) } else { (u, t) };
        if self.paints(greater) { Some(greater) } else { self.paints(lesser).then_some(lesser) }
    }
}

/// What ordered dithering adds to sixteen pixels from a column of the canvas on: the matrix of 8 x 8 of Bayer ("An optimum
/// method for two-level rendition of continuous-tone pictures", 1973), from -63/128 to 63/128.
pub(super) fn dither_row(x: i64, y: i64) -> [f32; BLOCK] {
    std::array::from_fn(|i| {
        let (x, y) = (x + i as i64, y);
        // The bits of x ^ y and of y in turns, the lowest first.
        let place = (0..3).fold(0, |place, bit| place << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1));
        (place as f32 + 0.5) / 64.0 - 0.5
    })
}

/// The fraction of a number, in 1/2^32.
#[inline(always)]
fn fixed(t: f64) -> u32 {
    ((t - t.floor()) * 4_294_967_296.0) as u64 as u32
}

/// `atan(z) / (2 pi z)` as a polynomial of `z^2` for `z` from 0 to 1, interpolated at the Chebyshev nodes: off by
/// 1.1e-8 at most.
const ARC_TANGENT: [f32; 8] = [
    0.159_154_92,
    -0.053_049_227,
    0.031_778_407,
    -0.022_286_93,
    0.015_706_787,
    -0.009_363_046,
    0.003_784_787,
    -0.000_725_713_4,
];

/// The angle of `(x, y)` clockwise (y down) from the x axis, in turns from 0 to 1.
#[inline(always)]
fn turns<S: Simd>(simd: S, x: f32x16<S>, y: f32x16<S>) -> f32x16<S> {
    let zero = f32x16::splat(simd, 0.0);
    let (u, v) = (x.abs(), y.abs());
    // The least keeps 0 / 0 away from the centre itself.
    let z = u.min(v) / u.max(v).max(1e-30);
    let square = z * z;
    let mut sum = f32x16::splat(simd, ARC_TANGENT[7]);
    for &coefficient in ARC_TANGENT[..7].iter().rev() {
        sum = sum * square + coefficient;
    }
    let turns = sum * z;
    let turns = v.simd_gt(u).select(f32x16::splat(simd, 0.25) - turns, turns);
    let turns = x.simd_lt(zero).select(f32x16::splat(simd, 0.5) - turns, turns);
    y.simd_lt(zero).select(f32x16::splat(simd, 1.0) - turns, turns)
}
