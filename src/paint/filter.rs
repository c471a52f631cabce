//! [`Filter`]: what is done to the pixels of a finished layer.

use kurbo::Vec2;

use super::Color;

/// A filter function of CSS (<https://www.w3.org/TR/filter-effects-1/#filter-functions>), or a colour matrix.
///
/// Lengths are px of the scene: as on a canvas, the transform in force leaves them alone. Amounts are numbers, 1 for
/// 100 %; those of [`Grayscale`](Self::Grayscale), [`Invert`](Self::Invert), [`Opacity`](Self::Opacity) and
/// [`Sepia`](Self::Sepia) are taken as 1 where they are greater. Colours are those of sRGB as they are stored, with straight
/// alpha, and each function's result is held between 0 and 1.
///
/// ```
/// use inkstone::{Color, Filter, Layer, Scene, kurbo::Rect};
///
/// let mut scene = Scene::builder(60.0, 40.0);
/// scene.layer(Layer::new().with_filters([Filter::Grayscale(1.0), Filter::Blur(2.0)]), |scene| {
///     scene.fill(Rect::new(10.0, 10.0, 50.0, 30.0), Color::from_rgb8(178, 42, 34));
/// });
/// # scene.finish()?;
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// A Gaussian blur of a standard deviation in px.
    Blur(f64),
    /// Colours times a number.
    Brightness(f64),
    /// Colours farther from middle grey, or, below 1, nearer.
    Contrast(f64),
    /// The picture over a blurred shadow of it.
    DropShadow(DropShadow),
    /// From unchanged at 0 to grey at 1.
    Grayscale(f64),
    /// Hues turned by an angle in radians, with `feColorMatrix`'s approximation.
    HueRotate(f64),
    /// From unchanged at 0 to inverted at 1.
    Invert(f64),
    /// Alpha times a number.
    Opacity(f64),
    /// From grey at 0 over unchanged at 1 to more saturated.
    Saturate(f64),
    /// From unchanged at 0 to brown tones at 1.
    Sepia(f64),
    /// Four rows of five numbers, each row a channel of the result (red, green, blue, alpha) as a sum of the four channels,
    /// weighed, and the fifth number: `feColorMatrix` of type `matrix`
    /// (<https://www.w3.org/TR/filter-effects-1/#feColorMatrixElement>).
    ColorMatrix([f64; 20]),
}

/// `drop-shadow()` of CSS: a filter that draws a shadow under the picture.
///
/// Its blur is a standard deviation, as the standard has it; [`Shadow`]'s is twice that, as on a canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropShadow {
    pub(crate) offset: Vec2,
    pub(crate) std_deviation: f64,
    pub(crate) color: Color,
}

/// The shadow of a layer, as on a canvas (<https://html.spec.whatwg.org/multipage/canvas.html#shadows>): it lies under the
/// layer, is put down by the layer's opacity and blend mode, and its offset is not transformed.
///
/// ```
/// use inkstone::{Color, Layer, Scene, Shadow, kurbo::Rect};
///
/// let shadow = Shadow::new(Color::from_rgba8(0, 0, 0, 128)).with_offset((0.0, 4.0)).with_blur(12.0);
/// let mut scene = Scene::builder(120.0, 80.0);
/// scene.layer(Layer::new().with_shadow(shadow), |scene| {
///     scene.fill(Rect::new(20.0, 20.0, 100.0, 60.0), Color::WHITE);
/// });
/// # scene.finish()?;
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    pub(crate) offset: Vec2,
    pub(crate) blur: f64,
    pub(crate) color: Color,
}

impl DropShadow {
    /// A sharp shadow right under the picture.
    #[must_use]
    pub const fn new(color: Color) -> Self {
        Self { offset: Vec2::ZERO, std_deviation: 0.0, color }
    }

    /// How far it is moved, in px.
    #[must_use]
    pub fn with_offset(mut self, offset: impl Into<Vec2>) -> Self {
        self.offset = offset.into();
        self
    }

    /// The standard deviation of its blur, in px.
    #[must_use]
    pub fn with_std_deviation(mut self, std_deviation: f64) -> Self {
        self.std_deviation = std_deviation;
        self
    }
}

impl Shadow {
    /// A sharp shadow right under the layer.
    #[must_use]
    pub const fn new(color: Color) -> Self {
        Self { offset: Vec2::ZERO, blur: 0.0, color }
    }

    /// How far it is moved, in px: `shadowOffsetX` and `shadowOffsetY`.
    #[must_use]
    pub fn with_offset(mut self, offset: impl Into<Vec2>) -> Self {
        self.offset = offset.into();
        self
    }

    /// How far it is blurred, in px: `shadowBlur`, which is twice the standard deviation of the Gaussian.
    #[must_use]
    pub fn with_blur(mut self, blur: f64) -> Self {
        self.blur = blur;
        self
    }

    /// The filter that draws such a shadow.
    pub(crate) fn as_filter(&self) -> DropShadow {
        DropShadow { offset: self.offset, std_deviation: self.blur / 2.0, color: self.color }
    }
}

impl Filter {
    /// Its effect on colours as a colour matrix; `None` for those that look beyond a pixel.
    pub(crate) fn matrix(&self) -> Option<[f64; 20]> {
        let each = |slope: f64, intercept: f64| {
            let (m, b) = (slope, intercept);
            #[rustfmt::skip]
            let matrix = [
                m, 0.0, 0.0, 0.0, b,
                0.0, m, 0.0, 0.0, b,
                0.0, 0.0, m, 0.0, b,
                0.0, 0.0, 0.0, 1.0, 0.0,
            ];
            matrix
        };
        let colours = |rows: [[f64; 3]; 3]| {
            let [[a, b, c], [d, e, f], [g, h, i]] = rows;
            #[rustfmt::skip]
            let matrix = [
                a, b, c, 0.0, 0.0,
                d, e, f, 0.0, 0.0,
                g, h, i, 0.0, 0.0,
                0.0, 0.0, 0.0, 1.0, 0.0,
            ];
            matrix
        };
        // The matrices are those of https://www.w3.org/TR/filter-effects-1/#ShorthandEquivalents.
        Some(match *self {
            Self::Blur(_) | Self::DropShadow(_) => return None,
            Self::Brightness(amount) => each(amount, 0.0),
            Self::Contrast(amount) => each(amount, 0.5 - 0.5 * amount),
            Self::Invert(amount) => each(1.0 - 2.0 * amount.min(1.0), amount.min(1.0)),
            Self::Opacity(amount) => {
                let mut matrix = each(1.0, 0.0);
                matrix[18] = amount.min(1.0);
                matrix
            }
            Self::Grayscale(amount) => {
                let (r, g, b, left) = (0.2126, 0.7152, 0.0722, 1.0 - amount.min(1.0));
                colours([
                    [r + (1.0 - r) * left, g - g * left, b - b * left],
                    [r - r * left, g + (1.0 - g) * left, b - b * left],
                    [r - r * left, g - g * left, b + (1.0 - b) * left],
                ])
            }
            Self::Sepia(amount) => {
                let left = 1.0 - amount.min(1.0);
                colours([
                    [0.393 + 0.607 * left, 0.769 - 0.769 * left, 0.189 - 0.189 * left],
                    [0.349 - 0.349 * left, 0.686 + 0.314 * left, 0.168 - 0.168 * left],
                    [0.272 - 0.272 * left, 0.534 - 0.534 * left, 0.131 + 0.869 * left],
                ])
            }
            Self::Saturate(s) => colours([
                [0.213 + 0.787 * s, 0.715 - 0.715 * s, 0.072 - 0.072 * s],
                [0.213 - 0.213 * s, 0.715 + 0.285 * s, 0.072 - 0.072 * s],
                [0.213 - 0.213 * s, 0.715 - 0.715 * s, 0.072 + 0.928 * s],
            ]),
            Self::HueRotate(angle) => {
                let (sin, cos) = (libm::sin(angle), libm::cos(angle));
                colours([
                    [
                        0.213 + cos * 0.787 - sin * 0.213,
                        0.715 - cos * 0.715 - sin * 0.715,
                        0.072 - cos * 0.072 + sin * 0.928,
                    ],
                    [
                        0.213 - cos * 0.213 + sin * 0.143,
                        0.715 + cos * 0.285 + sin * 0.140,
                        0.072 - cos * 0.072 - sin * 0.283,
                    ],
                    [
                        0.213 - cos * 0.213 - sin * 0.787,
                        0.715 - cos * 0.715 + sin * 0.715,
                        0.072 + cos * 0.928 + sin * 0.072,
                    ],
                ])
            }
            Self::ColorMatrix(matrix) => matrix,
        })
    }
}
