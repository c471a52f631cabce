//! [`TextReport`]: which face drew which characters, which had none, what was made up, what did not fit.

use std::ops::Range;

use crate::font::Face;

/// What became of a paragraph's characters.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TextReport {
    /// Which face drew which bytes of the text, in the order of the text.
    pub faces: Vec<FaceRange>,
    /// Characters that no face has a glyph for, with their byte offsets.
    pub missing: Vec<(usize, char)>,
    /// Byte ranges whose italics were made by slanting an upright face.
    pub slanted: Vec<Range<usize>>,
    /// Byte ranges whose weight was made by emboldening a lighter face.
    pub emboldened: Vec<Range<usize>>,
    /// Byte ranges whose small capitals were made of the face's capitals, for want of its own.
    pub small_caps: Vec<Range<usize>>,
    /// Whether the text was cut, by the maximum number of lines or by the height.
    pub truncated: bool,
    /// By how many logical px the widest line is wider than the paragraph's width.
    pub overflow_width: f64,
    /// By how many logical px the lines are higher than the paragraph's height.
    pub overflow_height: f64,
    /// The size of the first span that [`Fit`](crate::Fit) chose.
    pub fitted_size: Option<f64>,
}

/// Bytes of a text that one face drew.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaceRange {
    /// The bytes.
    pub text: Range<usize>,
    /// The face.
    pub face: Face,
}
