//! [`TextReport`]: which face drew which characters, and which had none.

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
    /// Whether lines were cut by the maximum number of lines.
    pub truncated: bool,
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
