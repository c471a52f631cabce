//! [`ToPath`]: what can be filled, stroked and clipped to.

use std::f64::consts::TAU;

use kurbo::{
    Arc, BezPath, Circle, CircleSegment, CubicBez, Ellipse as KurboEllipse, Line, PathEl, PathSeg, Point, QuadBez,
    Rect, RoundedRect, Triangle, Vec2,
};

use super::arc::{Ellipse, arc_segments};
use super::corners::round_rect;
use super::svg_path::parse_svg_path;
use crate::error::Error;

/// What can be filled, stroked and clipped to: kurbo's shapes, and strings of SVG path data.
///
/// A trait of our own beside [`kurbo::Shape`], because kurbo's arcs go through the platform's trigonometry, and differ
/// with features that another crate may switch on.
pub trait ToPath {
    /// The shape as a path.
    ///
    /// # Errors
    /// [`Error::InvalidPathData`] where a string is not SVG path data.
    fn to_path(&self) -> Result<BezPath, Error>;
}

impl<T: ToPath + ?Sized> ToPath for &T {
    fn to_path(&self) -> Result<BezPath, Error> {
        (**self).to_path()
    }
}

/// What a chain of verbs returns: `Path::new().move_to(..).line_to(..)`.
impl<T: ToPath + ?Sized> ToPath for &mut T {
    fn to_path(&self) -> Result<BezPath, Error> {
        (**self).to_path()
    }
}

impl ToPath for BezPath {
    fn to_path(&self) -> Result<BezPath, Error> {
        Ok(self.clone())
    }
}

/// Its elements as they are, as [`kurbo::Shape`] has it for slices.
impl ToPath for [PathEl] {
    fn to_path(&self) -> Result<BezPath, Error> {
        let mut path = BezPath::new();
        // Unlike `from_vec` it takes elements that do not begin with a move, as a part of a path's may.
        path.extend(self.iter().copied());
        Ok(path)
    }
}

impl<const N: usize> ToPath for [PathEl; N] {
    fn to_path(&self) -> Result<BezPath, Error> {
        self.as_slice().to_path()
    }
}

impl ToPath for Vec<PathEl> {
    fn to_path(&self) -> Result<BezPath, Error> {
        self.as_slice().to_path()
    }
}

impl ToPath for str {
    fn to_path(&self) -> Result<BezPath, Error> {
        parse_svg_path(self)
    }
}

impl ToPath for String {
    fn to_path(&self) -> Result<BezPath, Error> {
        parse_svg_path(self)
    }
}

macro_rules! to_path {
    ($($shape:ty => |$s:ident, $path:ident| $body:block)*) => {
        $(impl ToPath for $shape {
            fn to_path(&self) -> Result<BezPath, Error> {
                let ($s, mut $path) = (self, BezPath::new());
                $body
                Ok($path)
            }
        })*
    };
}

to_path! {
    Line => |s, path| {
        path.move_to(s.p0);
        path.line_to(s.p1);
    }
    QuadBez => |s, path| {
        path.move_to(s.p0);
        path.quad_to(s.p1, s.p2);
    }
    CubicBez => |s, path| {
        path.move_to(s.p0);
        path.curve_to(s.p1, s.p2, s.p3);
    }
    Triangle => |s, path| {
        path.move_to(s.a);
        path.line_to(s.b);
        path.line_to(s.c);
        path.close_path();
    }
    Rect => |s, path| {
        path.move_to((s.x0, s.y0));
        path.line_to((s.x1, s.y0));
        path.line_to((s.x1, s.y1));
        path.line_to((s.x0, s.y1));
        path.close_path();
    }
    Circle => |s, path| {
        ring(&mut path, Ellipse::new(s.center, Vec2::new(s.radius, s.radius), 0.0));
    }
    KurboEllipse => |s, path| {
        ring(&mut path, Ellipse::new(Point::ORIGIN, Vec2::new(1.0, 1.0), 0.0));
        path.apply_affine(ellipse_map(s));
    }
    Arc => |s, path| {
        let ellipse = Ellipse::new(s.center, s.radii, s.x_rotation);
        let (start, elements) = arc_segments(ellipse, s.start_angle, s.sweep_angle);
        path.move_to(start);
        path.extend(elements);
    }
    CircleSegment => |s, path| {
        let at = |radius: f64| Ellipse::new(s.center, Vec2::new(radius, radius), 0.0);
        let (start, outer) = arc_segments(at(s.outer_radius), s.start_angle, s.sweep_angle);
        let (end, inner) = arc_segments(at(s.inner_radius), s.start_angle + s.sweep_angle, -s.sweep_angle);
        path.move_to(start);
        path.extend(outer);
        path.line_to(end);
        if s.inner_radius != 0.0 {
            path.extend(inner);
        }
        path.close_path();
    }
    RoundedRect => |s, path| {
        let (rect, radii) = (s.rect().abs(), s.radii());
        let radii = [radii.top_left, radii.top_right, radii.bottom_right, radii.bottom_left];
        let radii = radii.map(|radius| Vec2::new(radius.max(0.0), radius.max(0.0)));
        path.extend(round_rect(rect.origin(), Point::new(rect.x1, rect.y1), radii));
    }
}

impl ToPath for PathSeg {
    fn to_path(&self) -> Result<BezPath, Error> {
        match self {
            Self::Line(line) => line.to_path(),
            Self::Quad(quad) => quad.to_path(),
            Self::Cubic(cubic) => cubic.to_path(),
        }
    }
}

/// The map from the unit circle to an ellipse.
///
/// kurbo keeps this map to itself and gives its axes and angle, the angle by an `atan2` that may be the platform's:
/// rounded to 2^-40 radians, it no longer shows the last bits in which platforms differ.
fn ellipse_map(ellipse: &KurboEllipse) -> kurbo::Affine {
    const GRID: f64 = (1_u64 << 40) as f64;
    let center = ellipse.center();
    let (radii, angle) = ellipse.radii_and_rotation();
    let rotation = (angle * GRID).round() / GRID;
    kurbo::Affine::translate(center.to_vec2())
        * super::rotation(rotation)
        * kurbo::Affine::scale_non_uniform(radii.x, radii.y)
}

fn ring(path: &mut BezPath, ellipse: Ellipse) {
    let (start, elements) = arc_segments(ellipse, 0.0, TAU);
    path.move_to(start);
    path.extend(elements);
    path.close_path();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control_box(path: &BezPath) -> Rect {
        let all: Vec<Point> = path.elements().iter().flat_map(crate::outline::points).collect();
        all.iter().fold(Rect::from_points(all[0], all[0]), |b, p| b.union_pt(*p))
    }

    #[test]
    fn shapes_touch_their_boxes_exactly() {
        let circle = Circle::new((10.0, 20.0), 5.0).to_path().unwrap();
        assert_eq!((control_box(&circle).x0, control_box(&circle).x1), (5.0, 15.0));
        let rounded = RoundedRect::new(0.0, 0.0, 30.0, 20.0, 50.0).to_path().unwrap();
        let b = control_box(&rounded);
        assert_eq!((b.x0, b.y0, b.x1, b.y1), (0.0, 0.0, 30.0, 20.0));
    }

    #[test]
    fn elements_are_a_shape() {
        let corner = [PathEl::MoveTo(Point::ORIGIN), PathEl::LineTo(Point::new(1.0, 0.0)), PathEl::ClosePath];
        let path = BezPath::from_vec(corner.to_vec());
        for made in [corner.to_path(), corner[..].to_path(), corner.to_vec().to_path(), ToPath::to_path(&&corner)] {
            assert_eq!(made.unwrap(), path);
        }
        // One that does not begin with a move is none of kurbo's paths, and no reason to panic.
        assert_eq!([PathEl::ClosePath].to_path().unwrap().elements().len(), 1);
    }

    #[test]
    fn ellipses_follow_their_map() {
        let path = KurboEllipse::new((4.0, 5.0), (10.0, 2.0), 0.0).to_path().unwrap();
        let PathEl::MoveTo(start) = path.elements()[0] else { panic!("starts with a move") };
        assert!((start - Point::new(14.0, 5.0)).hypot2() < 1e-18, "{start:?}");
    }
}
