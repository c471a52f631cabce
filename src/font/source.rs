//! [`FontSource`]: a face as outlines are read from it.

use skrifa::FontRef;
use skrifa::instance::NormalizedCoord;

use super::hints::FaceHints;
use super::{Face, FontId, Variation};
use crate::error::Error;

/// What an outline is read from.
#[derive(Clone, Copy)]
pub(crate) struct FontSource<'a> {
    pub(crate) id: FontId,
    pub(crate) data: &'a [u8],
    /// For errors.
    pub(crate) name: &'a str,
    /// Where its axes stand, and [`Variation::key`].
    pub(crate) coords: &'a [NormalizedCoord],
    pub(crate) variation: u64,
    pub(crate) hints: &'a FaceHints,
}

impl<'a> FontSource<'a> {
    pub(crate) fn new(face: &'a Face, variation: &'a Variation) -> Self {
        let (coords, key) = (variation.coords(), variation.key());
        let (data, name, hints) = (face.data(), face.post_script_name(), &face.0.hints);
        Self { id: face.id(), data, name, coords, variation: key, hints }
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
