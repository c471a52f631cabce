//! [`Path`]: paths by the verbs of Canvas 2D.

#[cfg(test)]
mod tests;

use std::f64::consts::TAU;

use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

use crate::error::Error;
use crate::outline::arc::{Ellipse, arc_segments};
use crate::outline::corners::{CornerRadii, round_rect};
use crate::outline::subpath::begin_subpaths;
use crate::outline::{ToPath, length};

const FINITE: &str = "a finite number";
const NOT_NEGATIVE: &str = "a finite number, not negative";

/// A path made by the verbs of Canvas 2D, with the canvas standard's rules
/// (<https://html.spec.whatwg.org/multipage/canvas.html#building-paths>). Lengths are px, x to the right, y down; angles
/// are radians, clockwise from the x axis.
///
/// Verbs never fail. Where the standard throws (a negative radius, a list of radii too long), and where it ignores a call
/// (a number that is none), the first such call is remembered; the calls behind it add nothing, and
/// [`to_path`](ToPath::to_path) returns [`Error::InvalidOption`], as the verbs of a scene do that take a shape.
///
/// ```
/// use inkstone::{Color, Path, Scene, Stroke, ToPath};
///
/// let mut scene = Scene::builder(120.0, 80.0);
/// scene
///     .fill(Path::new().round_rect(10.0, 10.0, 100.0, 60.0, [20.0, 0.0]), Color::from_rgb8(240, 200, 60))
///     .stroke(Path::new().move_to(20.0, 40.0).arc(60.0, 40.0, 20.0, 0.0, 3.0, false), Stroke::new(2.0), Color::BLACK);
/// assert_eq!(scene.finish()?.len(), 2);
///
/// let mut broken = Path::new();
/// broken.arc(0.0, 0.0, -1.0, 0.0, 1.0, false).rect(0.0, 0.0, 5.0, 5.0);
/// assert_eq!(
///     broken.to_path().unwrap_err().to_string(),
///     "`arc radius` is -1, expected a finite number, not negative"
/// );
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Path {
    elements: Vec<PathEl>,
    /// Where the next line begins; `None` while there is no subpath.
    at: Option<Point>,
    /// The first point of the last subpath.
    start: Point,
    /// Whether the subpath that begins at `at` has no move yet: it was left behind by a closed one.
    pending: bool,
    refused: Option<Refused>,
}

/// The first call that was refused.
#[derive(Clone, Copy, Debug)]
struct Refused {
    option: &'static str,
    value: f64,
    expected: &'static str,
}

impl Path {
    /// A path without subpaths.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `moveTo`: begins a subpath at a point.
    pub fn move_to(&mut self, x: f64, y: f64) -> &mut Self {
        if self.finite("path coordinate", &[x, y]) {
            self.begin(Point::new(x, y));
            self.begun();
        }
        self
    }

    /// `closePath`: closes the last subpath; the next begins where it began. Without a subpath it does nothing.
    pub fn close(&mut self) -> &mut Self {
        if self.refused.is_none() && self.at.is_some() && !self.pending {
            self.elements.push(PathEl::ClosePath);
            (self.at, self.pending) = (Some(self.start), true);
        }
        self
    }

    /// `lineTo`: a straight line. Without a subpath it only begins one at the point.
    pub fn line_to(&mut self, x: f64, y: f64) -> &mut Self {
        if self.finite("path coordinate", &[x, y]) {
            self.line(Point::new(x, y));
        }
        self
    }

    /// `quadraticCurveTo`: a curve with one control point, at which a subpath begins if there is none.
    pub fn quadratic_curve_to(&mut self, cpx: f64, cpy: f64, x: f64, y: f64) -> &mut Self {
        if self.finite("path coordinate", &[cpx, cpy, x, y]) {
            let control = Point::new(cpx, cpy);
            self.ensure(control);
            self.draw(PathEl::QuadTo(control, Point::new(x, y)));
        }
        self
    }

    /// `bezierCurveTo`: a curve with two control points; at the first a subpath begins if there is none.
    pub fn bezier_curve_to(&mut self, cp1x: f64, cp1y: f64, cp2x: f64, cp2y: f64, x: f64, y: f64) -> &mut Self {
        if self.finite("path coordinate", &[cp1x, cp1y, cp2x, cp2y, x, y]) {
            let control = Point::new(cp1x, cp1y);
            self.ensure(control);
            self.draw(PathEl::CurveTo(control, Point::new(cp2x, cp2y), Point::new(x, y)));
        }
        self
    }

    /// `arc`: a line to the start of a circle's arc, and the arc: clockwise, or counterclockwise, from an angle to another.
    /// A turn or more in that direction is the whole circle, from the start angle on; it is not closed.
    pub fn arc(
        &mut self,
        x: f64,
        y: f64,
        radius: f64,
        start_angle: f64,
        end_angle: f64,
        counterclockwise: bool,
    ) -> &mut Self {
        if self.finite("arc coordinate", &[x, y])
            && self.not_negative("arc radius", &[radius])
            && self.finite("arc angle", &[start_angle, end_angle])
        {
            let ellipse = Ellipse::new(Point::new(x, y), Vec2::new(radius, radius), 0.0);
            self.along(ellipse, start_angle, sweep(start_angle, end_angle, counterclockwise));
        }
        self
    }

    /// `arcTo`: rounds the corner at (x1, y1) between the last point and (x2, y2): a line to where a circle of the radius
    /// touches the one side, and its arc to where it touches the other. A line to (x1, y1) where there is no corner, or no
    /// radius; without a subpath one begins there.
    pub fn arc_to(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, radius: f64) -> &mut Self {
        if self.finite("path coordinate", &[x1, y1, x2, y2]) && self.not_negative("arcTo radius", &[radius]) {
            let (corner, to) = (Point::new(x1, y1), Point::new(x2, y2));
            self.ensure(corner);
            self.round(corner, to, radius);
        }
        self
    }

    /// `ellipse`: as [`arc`](Self::arc), of an ellipse whose x axis is turned by `rotation`.
    #[expect(clippy::too_many_arguments, reason = "those of the standard")]
    pub fn ellipse(
        &mut self,
        x: f64,
        y: f64,
        radius_x: f64,
        radius_y: f64,
        rotation: f64,
        start_angle: f64,
        end_angle: f64,
        counterclockwise: bool,
    ) -> &mut Self {
        if self.finite("ellipse coordinate", &[x, y])
            && self.not_negative("ellipse radius", &[radius_x, radius_y])
            && self.finite("ellipse angle", &[rotation, start_angle, end_angle])
        {
            let ellipse = Ellipse::new(Point::new(x, y), Vec2::new(radius_x, radius_y), rotation);
            self.along(ellipse, start_angle, sweep(start_angle, end_angle, counterclockwise));
        }
        self
    }

    /// `rect`: a closed rectangle from (x, y), counterclockwise where one of width and height is negative. The next
    /// subpath begins at (x, y).
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64) -> &mut Self {
        if self.finite("rectangle coordinate", &[x, y, width, height]) {
            self.begin(Point::new(x, y));
            for corner in [Point::new(x + width, y), Point::new(x + width, y + height), Point::new(x, y + height)] {
                self.draw(PathEl::LineTo(corner));
            }
            self.close();
        }
        self
    }

    /// `roundRect`: a closed rectangle with round corners, mirrored with its radii where width or height is negative.
    /// Radii too large for the sides are scaled down together. The next subpath begins at (x, y).
    ///
    /// Radii are one number, or one to four in an array, each a number or a pair (x, y): all corners; top left and bottom
    /// right, top right and bottom left; top left, top right and bottom left, bottom right; or each, clockwise from the top
    /// left.
    pub fn round_rect(&mut self, x: f64, y: f64, width: f64, height: f64, radii: impl Into<CornerRadii>) -> &mut Self {
        let radii = radii.into();
        if !self.finite("rectangle coordinate", &[x, y, width, height]) {
            return self;
        }
        let Some(corners) = radii.corners() else {
            return self.refuse("number of corner radii", radii.len() as f64, "1 to 4");
        };
        if corners.iter().all(|radius| self.not_negative("corner radius", &[radius.x, radius.y])) {
            let from = Point::new(x, y);
            self.elements.extend(round_rect(from, Point::new(x + width, y + height), corners));
            self.begin(from);
        }
        self
    }

    /// `addPath`: adds a path's subpaths, transformed. The next line goes on from where it ends.
    pub fn add_path(&mut self, path: &BezPath, transform: Affine) -> &mut Self {
        if self.finite("transform", &transform.as_coeffs()) {
            for element in begin_subpaths(path).elements() {
                match transform * *element {
                    PathEl::MoveTo(start) => {
                        self.begin(start);
                        self.begun();
                    }
                    PathEl::ClosePath => _ = self.close(),
                    element => self.draw(element),
                }
            }
        }
        self
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// A subpath at a point, whose move is not yet said.
    fn begin(&mut self, at: Point) {
        (self.at, self.start, self.pending) = (Some(at), at, true);
    }

    /// Says the move of a subpath that has none.
    fn begun(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.elements.push(PathEl::MoveTo(self.start));
        }
    }

    /// "Ensure there is a subpath" of the standard.
    fn ensure(&mut self, at: Point) {
        if self.at.is_none() {
            self.begin(at);
            self.begun();
        }
    }

    /// Adds a line or curve to a subpath that there is.
    fn draw(&mut self, element: PathEl) {
        self.begun();
        self.elements.push(element);
        self.at = element.end_point().or(self.at);
    }

    fn line(&mut self, to: Point) {
        if self.at.is_none() {
            self.ensure(to);
        } else {
            self.draw(PathEl::LineTo(to));
        }
    }

    /// A line to an arc's start, and the arc.
    fn along(&mut self, ellipse: Ellipse, start: f64, sweep: f64) {
        let (from, elements) = arc_segments(ellipse, start, sweep);
        self.line(from);
        if sweep != 0.0 {
            elements.into_iter().for_each(|element| self.draw(element));
        }
    }

    fn round(&mut self, corner: Point, to: Point, radius: f64) {
        let Some(from) = self.at else { return };
        let (back, ahead) = (from - corner, to - corner);
        let (long_back, long_ahead) = (length(back), length(ahead));
        let (cross, dot) = (back.cross(ahead), back.dot(ahead));
        if cross == 0.0 || radius == 0.0 {
            self.line(corner);
            return;
        }
        // The circle touches both sides at the same distance from the corner: r / tan(t / 2) for an angle t between them,
        // and tan(t / 2) = sin t / (1 + cos t).
        let distance = radius * (long_back * long_ahead + dot) / cross.abs();
        let (u, v) = (back * (1.0 / long_back), ahead * (1.0 / long_ahead));
        let (touch, leave) = (corner + u * distance, corner + v * distance);
        // From the side to the centre, at a right angle, on the side where the other one lies.
        let side = if cross > 0.0 { 1.0 } else { -1.0 };
        let center = touch + Vec2::new(-u.y, u.x) * (side * radius);
        let angle = |p: Point| libm::atan2(p.y - center.y, p.x - center.x);
        let start = angle(touch);
        let turn = (angle(leave) - start).rem_euclid(TAU);
        // Less than half a turn, in the direction that the path turns at the corner: against the side's.
        let turn = if side > 0.0 { turn - TAU } else { turn };
        let (_, mut arc) = arc_segments(Ellipse::new(center, Vec2::new(radius, radius), 0.0), start, turn);
        if let Some(PathEl::CurveTo(.., end)) = arc.last_mut() {
            *end = leave;
        }
        self.line(touch);
        arc.into_iter().for_each(|element| self.draw(element));
    }

    fn finite(&mut self, option: &'static str, values: &[f64]) -> bool {
        self.accept(option, values, FINITE, |value| value.is_finite())
    }

    fn not_negative(&mut self, option: &'static str, values: &[f64]) -> bool {
        self.accept(option, values, NOT_NEGATIVE, |value| value.is_finite() && value >= 0.0)
    }

    /// Whether a call with these numbers is to be done.
    fn accept(
        &mut self,
        option: &'static str,
        values: &[f64],
        expected: &'static str,
        is: impl Fn(f64) -> bool,
    ) -> bool {
        if let Some(&value) = values.iter().find(|&&value| !is(value)) {
            self.refuse(option, value, expected);
        }
        self.refused.is_none()
    }

    fn refuse(&mut self, option: &'static str, value: f64, expected: &'static str) -> &mut Self {
        self.refused.get_or_insert(Refused { option, value, expected });
        self
    }
}

impl ToPath for Path {
    fn to_path(&self) -> Result<BezPath, Error> {
        match self.refused {
            None => Ok(self.elements.iter().copied().collect()),
            Some(Refused { option, value, expected }) => {
                Err(Error::InvalidOption { option, value: value.to_string(), expected })
            }
        }
    }
}

/// How far an arc goes (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-ellipse>): from the point at an
/// angle to the point at another in one direction, and no more than once around. Browsers go once around where the two
/// points are one though the angles are not, as from 0 to 2 pi counterclockwise, and nowhere where the angles are equal.
fn sweep(start: f64, end: f64, counterclockwise: bool) -> f64 {
    let turn = if counterclockwise { start - end } else { end - start };
    let turn = if turn >= TAU {
        TAU
    } else if turn < 0.0 {
        // Of a difference that is a multiple of a turn, a whole one.
        TAU - (-turn) % TAU
    } else {
        turn
    };
    if counterclockwise { -turn } else { turn }
}
