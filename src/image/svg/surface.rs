//! [`Surface`] and [`Cost`]: what resvg draws onto, and what that takes.

use resvg::tiny_skia::{IntRect, Transform};
use resvg::usvg::{NonZeroRect, Rect};

use super::scan::refused;
use super::work::Work;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::units::MAX_COORDINATE;
use crate::watch::Watch;

/// Nodes drawn between two looks at the watch.
const NODES_PER_CHECK: u64 = 256;

/// Pixels that are drawn onto, and the transform to them.
#[derive(Clone, Copy)]
pub(super) struct Surface {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) transform: Transform,
}

impl Surface {
    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    pub(super) fn then(self, inner: Transform) -> Self {
        Self { transform: self.transform.pre_concat(inner), ..self }
    }

    /// Pixels of a box on the surface.
    pub(super) fn seen(&self, bounds: [f64; 4]) -> u64 {
        let [x0, y0, x1, y1] = bounds;
        let span =
            |low: f64, high: f64, size: u32| (high.ceil().min(f64::from(size)) - low.floor().max(0.0)).max(0.0) as u64;
        span(x0, x1, self.width) * span(y0, y1, self.height)
    }
}

/// A rectangle on the device: left, top, right, bottom. Refused where coordinates are too large to be drawn.
pub(super) fn device(rect: Rect, transform: Transform, what: impl Fn() -> String) -> Result<[f64; 4], Error> {
    let [sx, ky, kx, sy, tx, ty] =
        [transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty].map(f64::from);
    let sides = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    let corners = [(0, 1), (2, 1), (0, 3), (2, 3)].map(|(x, y)| (sides[x], sides[y]));
    let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for (x, y) in corners {
        let (x, y) = (sx * x + kx * y + tx, ky * x + sy * y + ty);
        for value in [x, y] {
            if !(value.abs() <= MAX_COORDINATE) {
                let what = what();
                return Err(refused(format!("{what} reaches to {value} device pixels, at most {MAX_COORDINATE}")));
            }
        }
        bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
    }
    Ok(bounds)
}

/// The whole pixels that resvg takes for a rectangle, once it is known to be in range.
pub(super) fn whole(rect: NonZeroRect, transform: Transform) -> Option<IntRect> {
    Some(rect.transform(transform)?.to_int_rect())
}

/// What was added up.
pub(super) struct Cost<'a> {
    pub(super) limits: &'a Limits,
    watch: &'a Watch,
    work: &'a mut Work,
    nodes: u64,
    dashes: u64,
    held: u64,
    pub(super) peak: u64,
}

impl<'a> Cost<'a> {
    pub(super) fn new(limits: &'a Limits, watch: &'a Watch, work: &'a mut Work) -> Self {
        Self { limits, watch, work, nodes: 0, dashes: 0, held: 0, peak: 0 }
    }

    pub(super) fn work(&mut self, steps: u64) -> Result<(), Error> {
        self.work.add(steps, self.limits)
    }

    pub(super) fn node(&mut self) -> Result<(), Error> {
        self.nodes += 1;
        if self.nodes.is_multiple_of(NODES_PER_CHECK) {
            self.watch.check()?;
        }
        self.work(200)
    }

    pub(super) fn dashes(&mut self, count: f64) -> Result<(), Error> {
        self.dashes = self.dashes.saturating_add(count as u64);
        within("dashes", self.dashes, self.limits.dashes)
    }

    /// Counts pixels of some bytes that are held while `inside` runs.
    pub(super) fn holding<T>(
        &mut self,
        pixels: u64,
        bytes: u64,
        inside: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let bytes = pixels.saturating_mul(bytes);
        self.held = self.held.saturating_add(bytes);
        within("render_bytes", self.held, self.limits.render_bytes)?;
        self.peak = self.peak.max(self.held);
        let result = inside(self);
        self.held -= bytes;
        result
    }
}
