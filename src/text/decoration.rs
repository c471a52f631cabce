//! [`DecorationStyle`]: how lines under, over and through text look (<https://www.w3.org/TR/css-text-decor-4/>).

use crate::paint::Paint;

/// How the lines of a span look (`text-decoration` of CSS). Where nothing is said, they have the text's paint and the place
/// and thickness that the font says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecorationStyle {
    pub(crate) line: LineStyle,
    pub(crate) paint: Option<Paint>,
    pub(crate) thickness: Option<f64>,
    pub(crate) underline_offset: Option<f64>,
    pub(crate) skip_ink: SkipInk,
}

/// `text-decoration-style`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineStyle {
    /// One line.
    #[default]
    Solid,
    /// Two, as far from each other as they are thick.
    Double,
    /// Round dots, as far from each other as they are thick.
    Dotted,
    /// Dashes, three times as long as they are thick, two apart.
    Dashed,
    /// A wave.
    Wavy,
}

/// Whether underlines and overlines leave out the places where glyphs cross them (`text-decoration-skip-ink`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SkipInk {
    /// Yes, but for Chinese, Japanese and Korean, whose glyphs would leave nothing of the line.
    #[default]
    Auto,
    /// Yes.
    All,
    /// No.
    None,
}

impl DecorationStyle {
    /// Solid lines in the text's paint, at the font's place and thickness, that skip ink.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Solid, double, dotted, dashed or wavy.
    #[must_use]
    pub fn with_line(mut self, line: LineStyle) -> Self {
        self.line = line;
        self
    }

    /// Another paint than the text's (`text-decoration-color`).
    #[must_use]
    pub fn with_paint(mut self, paint: impl Into<Paint>) -> Self {
        self.paint = Some(paint.into());
        self
    }

    /// Thickness in logical px (`text-decoration-thickness`).
    #[must_use]
    pub fn with_thickness(mut self, thickness: f64) -> Self {
        self.thickness = Some(thickness);
        self
    }

    /// Distance in logical px from the baseline down to the underline's upper edge (`text-underline-offset`); may be
    /// negative.
    #[must_use]
    pub fn with_underline_offset(mut self, offset: f64) -> Self {
        self.underline_offset = Some(offset);
        self
    }

    /// Whether glyphs interrupt the line.
    #[must_use]
    pub fn with_skip_ink(mut self, skip_ink: SkipInk) -> Self {
        self.skip_ink = skip_ink;
        self
    }
}
