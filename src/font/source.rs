//! [`FontSource`]: a face as outlines are read from it.

use skrifa::FontRef;

use super::hints::FaceHints;
use super::{Face, FontId};
use crate::error::Error;

/// What an outline is read from.
#[derive(Clone, Copy)]
pub(crate) struct FontSource<'a> {
    pub(crate) id: FontId,
    pub(crate) data: &'a [u8],
    /// For errors.
    pub(crate) name: &'a str,
    pub(crate) hints: &'a FaceHints,
}

impl<'a> From<&'a Face> for FontSource<'a> {
    fn from(face: &'a Face) -> Self {
        Self { id: face.id(), data: face.data(), name: face.post_script_name(), hints: &face.0.hints }
    }
}

impl FontSource<'_> {
    pub(crate) fn invalid(&self, glyph: u32, reason: impl std::fmt::Display) -> Error {
        invalid_glyph(self.name, glyph, reason)
    }

    pub(crate) fn open(&self) -> Result<FontRef<'_>, Error> {
        FontRef::from_index(self.data, self.id.index)
            .map_err(|error| Error::InvalidFont { font: self.name.to_owned(), reason: error.to_string() })
    }
}

/// A glyph of the face `name` is refused.
pub(super) fn invalid_glyph(name: &str, glyph: u32, reason: impl std::fmt::Display) -> Error {
    Error::InvalidFont { font: name.to_owned(), reason: format!("glyph {glyph}: {reason}") }
}
