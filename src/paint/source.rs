//! [`Paint`]: what a shape or text is filled with.

use super::{Gradient, Pattern};

/// A colour in sRGB with straight alpha, components from 0 to 1.
///
/// `"#c33".parse()` and every other CSS colour string work through [`color::parse_color`].
pub type Color = color::AlphaColor<color::Srgb>;

/// What a shape, stroke or text is filled with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Paint {
    /// One colour everywhere.
    Solid(Color),
    /// A gradient, in the coordinates of the item it paints.
    Gradient(Gradient),
    /// A picture or scene again and again, in the coordinates of the item it paints.
    Pattern(Pattern),
}

impl Paint {
    /// Opaque black, as a canvas begins with.
    pub const BLACK: Self = Self::Solid(Color::BLACK);

    /// Opaque white.
    pub const WHITE: Self = Self::Solid(Color::WHITE);
}

impl Default for Paint {
    fn default() -> Self {
        Self::BLACK
    }
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        Self::Solid(color)
    }
}

impl From<Gradient> for Paint {
    fn from(gradient: Gradient) -> Self {
        Self::Gradient(gradient)
    }
}

impl From<Pattern> for Paint {
    fn from(pattern: Pattern) -> Self {
        Self::Pattern(pattern)
    }
}

/// Which points a path encloses (<https://www.w3.org/TR/SVG2/painting.html#FillRuleProperty>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FillRule {
    /// Those with a winding number other than zero.
    #[default]
    NonZero,
    /// Those with an odd winding number.
    EvenOdd,
}
