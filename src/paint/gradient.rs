//! [`Gradient`]: colours along a line, between two circles, or around a point.

use std::sync::Arc;

use kurbo::{Affine, Point, Rect};

use super::interpolation::RampColor;
use super::{Color, Interpolation};

/// A gradient, with the semantics of Canvas 2D
/// (<https://html.spec.whatwg.org/multipage/canvas.html#fill-and-stroke-styles>): coordinates are those of the item it
/// paints; colours between stops are interpolated in unpremultiplied sRGB unless asked for otherwise; without stops it paints
/// nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    pub(crate) kind: GradientKind,
    /// Shared: every run of glyphs and every bar of a text has its paint.
    pub(crate) stops: Arc<Vec<GradientStop>>,
    pub(crate) interpolation: Interpolation,
    pub(crate) spread: Spread,
    pub(crate) transform: Affine,
}

/// The geometry of a [`Gradient`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum GradientKind {
    /// Along the line from `start` (offset 0) to `end` (offset 1).
    Linear {
        /// Where offset 0 lies.
        start: Point,
        /// Where offset 1 lies.
        end: Point,
    },
    /// Between two circles.
    Radial {
        /// Centre of the circle of offset 0.
        start_center: Point,
        /// Radius of the circle of offset 0.
        start_radius: f64,
        /// Centre of the circle of offset 1.
        end_center: Point,
        /// Radius of the circle of offset 1.
        end_radius: f64,
    },
    /// Around a point, clockwise on the screen (y down).
    Conic {
        /// The point.
        center: Point,
        /// Direction of offset 0, in radians from the positive x axis.
        start_angle: f64,
    },
}

/// A colour at an offset of a [`Gradient`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientStop {
    /// From 0 to 1.
    pub offset: f64,
    /// The colour there.
    pub color: Color,
}

/// What a [`Gradient`] paints beyond its ends (`spreadMethod` of SVG). A conic gradient has no beyond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// The end's colour.
    #[default]
    Pad,
    /// The gradient again, from its start.
    Repeat,
    /// The gradient again, to and fro.
    Reflect,
}

impl Gradient {
    fn new(kind: GradientKind) -> Self {
        Self {
            kind,
            stops: Arc::default(),
            interpolation: Interpolation::default(),
            spread: Spread::Pad,
            transform: Affine::IDENTITY,
        }
    }

    /// Along the line from `start` to `end`. Where both are the same point it paints nothing.
    ///
    /// ```
    /// use inkstone::{Color, Gradient};
    /// let sky = Gradient::linear((0.0, 0.0), (0.0, 200.0))
    ///     .with_stop(0.0, Color::from_rgb8(20, 40, 90))
    ///     .with_stop(1.0, Color::from_rgb8(240, 180, 120));
    /// assert_eq!(sky.stops().len(), 2);
    /// ```
    #[must_use]
    pub fn linear(start: impl Into<Point>, end: impl Into<Point>) -> Self {
        Self::new(GradientKind::Linear { start: start.into(), end: end.into() })
    }

    /// From a centre outwards to a circle.
    #[must_use]
    pub fn radial(center: impl Into<Point>, radius: f64) -> Self {
        let center = center.into();
        Self::two_circles((center, 0.0), (center, radius))
    }

    /// Between two circles, each a centre and a radius: `createRadialGradient` of Canvas 2D.
    #[must_use]
    pub fn two_circles(start: (impl Into<Point>, f64), end: (impl Into<Point>, f64)) -> Self {
        Self::new(GradientKind::Radial {
            start_center: start.0.into(),
            start_radius: start.1,
            end_center: end.0.into(),
            end_radius: end.1,
        })
    }

    /// Around `center`, clockwise from `start_angle` (radians from the positive x axis): `createConicGradient`.
    #[must_use]
    pub fn conic(center: impl Into<Point>, start_angle: f64) -> Self {
        Self::new(GradientKind::Conic { center: center.into(), start_angle })
    }

    /// Adds a stop. Stops are sorted by offset; of those at one offset the first ends the side before it and the last
    /// begins the side after it.
    #[must_use]
    pub fn with_stop(mut self, offset: f64, color: Color) -> Self {
        let stops = Arc::make_mut(&mut self.stops);
        let at = stops.partition_point(|stop| stop.offset <= offset);
        stops.insert(at, GradientStop { offset, color });
        self
    }

    /// Adds stops at equal distances from 0 to 1.
    #[must_use]
    pub fn with_colors(mut self, colors: impl IntoIterator<Item = Color>) -> Self {
        let colors: Vec<Color> = colors.into_iter().collect();
        let last = colors.len().saturating_sub(1).max(1) as f64;
        for (i, color) in colors.into_iter().enumerate() {
            self = self.with_stop(i as f64 / last, color);
        }
        self
    }

    /// Between which coordinates of two stops' colours the colours between them lie.
    ///
    /// ```
    /// use inkstone::{Color, Gradient, Interpolation};
    /// let (yellow, blue) = (Color::from_rgb8(250, 220, 60), Color::from_rgb8(30, 60, 200));
    /// // Not grey in the middle, as in sRGB.
    /// let _ = Gradient::linear((0.0, 0.0), (300.0, 0.0)).with_colors([yellow, blue]).with_interpolation(Interpolation::Oklab);
    /// ```
    #[must_use]
    pub fn with_interpolation(mut self, interpolation: Interpolation) -> Self {
        self.interpolation = interpolation;
        self
    }

    /// What it paints beyond its ends.
    #[must_use]
    pub fn with_spread(mut self, spread: Spread) -> Self {
        self.spread = spread;
        self
    }

    /// Transforms the gradient within the item's coordinates.
    #[must_use]
    pub fn with_transform(mut self, transform: Affine) -> Self {
        self.transform = transform;
        self
    }

    /// Its coordinates are fractions of a box: `objectBoundingBox` of SVG
    /// (<https://www.w3.org/TR/SVG2/pservers.html#LinearGradientElementGradientUnitsAttribute>). (0, 0) is the box's top left
    /// corner, (1, 1) its bottom right one; where the box is no square, circles become ellipses. In a box without width or
    /// height it paints nothing.
    ///
    /// ```
    /// use inkstone::{Color, Gradient, kurbo::{Affine, Rect}};
    /// let across = Gradient::linear((0.0, 0.0), (1.0, 0.0)).with_colors([Color::BLACK, Color::WHITE]);
    /// let card = Rect::new(20.0, 10.0, 120.0, 60.0);
    /// assert_eq!(across.in_bounding_box(card).transform(), Affine::new([100.0, 0.0, 0.0, 50.0, 20.0, 10.0]));
    /// ```
    #[must_use]
    pub fn in_bounding_box(self, bounds: Rect) -> Self {
        let unit = Affine::new([bounds.width(), 0.0, 0.0, bounds.height(), bounds.x0, bounds.y0]);
        let transform = unit * self.transform;
        self.with_transform(transform)
    }

    /// Its geometry.
    #[must_use]
    pub fn kind(&self) -> GradientKind {
        self.kind
    }

    /// Its stops, sorted by offset.
    #[must_use]
    pub fn stops(&self) -> &[GradientStop] {
        &self.stops
    }

    /// Between which coordinates of two stops' colours the colours between them lie.
    #[must_use]
    pub fn interpolation(&self) -> Interpolation {
        self.interpolation
    }

    /// The colours between which it is straight in unpremultiplied sRGB.
    pub(crate) fn colors(&self) -> Vec<RampColor> {
        self.interpolation.colors(&self.stops)
    }

    /// What it paints beyond its ends.
    #[must_use]
    pub fn spread(&self) -> Spread {
        self.spread
    }

    /// Its transform within the item's coordinates.
    #[must_use]
    pub fn transform(&self) -> Affine {
        self.transform
    }
}
