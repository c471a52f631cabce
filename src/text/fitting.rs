//! [`Fit`], [`Ellipsis`], [`VerticalAlign`]: how a text is brought into its box.

use std::sync::Arc;

/// The size is chosen so that the text fills its box: the greatest between two bounds at which all lines fit into the
/// paragraph's width, height and number of lines, and no word is broken for want of room.
///
/// The bounds are sizes of the first span. All other lengths of the text - sizes of other spans, spacing, thickness, boxes
/// in the text, line heights in px - grow and shrink with it, as if the text were seen from nearer or farther; the box does
/// not. Where no size that was tried fits, the least is taken, and the text is cut as if the size were fixed.
///
/// Sizes are tried in steps of 1/16 px, by halves. A text whose lines differ in height may fit again when it is larger: of
/// those, up to 2,048 steps above the size found are tried too, fewer for texts of more than 10,000 characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

impl Fit {
    /// Bounds in logical px per em.
    #[must_use]
    pub const fn new(least: f64, greatest: f64) -> Self {
        Self { least, greatest }
    }
}

/// What shows that a text was cut (`text-overflow`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ellipsis {
    pub(crate) place: EllipsisPlace,
    pub(crate) text: Option<Arc<str>>,
}

/// Which part of the last line that is kept gives way to the ellipsis. Lines before it are as in the whole text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EllipsisPlace {
    /// The end of the text.
    #[default]
    End,
    /// The middle: the line ends with the end of the text, or of its last line where the text has several.
    Middle,
    /// The beginning: as the middle, and nothing is left before the ellipsis.
    Start,
}

impl Ellipsis {
    /// At a place, in the form that the script has: on the baseline for most, in the middle of the em square for Chinese
    /// and Japanese.
    #[must_use]
    pub fn new(place: EllipsisPlace) -> Self {
        Self { place, text: None }
    }

    /// Other text in its place, of up to 64 bytes on one line; without any the text is cut without a sign.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// Where lines lie in the height of their box (`vertical-align` of a table's cell).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VerticalAlign {
    /// From the top.
    #[default]
    Top,
    /// In the middle.
    Middle,
    /// Down to the bottom.
    Bottom,
}
