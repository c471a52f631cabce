//! [`FontSource`]: a face as outlines are read from it.

use std::cell::OnceCell;

use skrifa::instance::NormalizedCoord;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::hinters::Hinter;
use super::hints::FaceHints;
use super::{Expander, Face, FontId, Variation};
use crate::error::Error;

/// What an outline is read from.
pub(crate) struct FontSource<'a> {
    pub(crate) id: FontId,
    pub(crate) data: &'a [u8],
    /// For errors.
    pub(crate) name: &'a str,
    /// Where its axes stand, and [`Variation::key`].
    pub(crate) coords: &'a [NormalizedCoord],
    pub(crate) variation: u64,
    pub(crate) hints: &'a FaceHints,
    /// Begun with the first glyph.
    pub(crate) opened: OnceCell<OpenFont<'a>>,
}

/// The tables of a face that outlines are read from: finding them takes as long as reading a small outline.
pub(crate) struct OpenFont<'a> {
    pub(crate) face: FontRef<'a>,
    pub(crate) glyphs: OutlineGlyphCollection<'a>,
    pub(crate) expander: Expander<'a>,
    pub(crate) units_per_em: u16,
    /// See [`FontSource::unscaled`].
    pub(super) unscaled: OnceCell<Hinter>,
}

impl<'a> FontSource<'a> {
    pub(crate) fn new(face: &'a Face, variation: &'a Variation) -> Self {
        let (coords, key) = (variation.coords(), variation.key());
        let (data, name, hints) = (face.data(), face.post_script_name(), &face.0.hints);
        Self { id: face.id(), data, name, coords, variation: key, hints, opened: OnceCell::new() }
    }

    pub(crate) fn invalid(&self, glyph: u32, reason: impl std::fmt::Display) -> Error {
        invalid_glyph(self.name, glyph, reason)
    }

    pub(crate) fn open(&self) -> Result<&OpenFont<'a>, Error> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let face = FontRef::from_index(self.data, self.id.index)
            .map_err(|error| Error::InvalidFont { font: self.name.to_owned(), reason: error.to_string() })?;
        let glyphs = face.outline_glyphs();
        let units_per_em = face.head().map_or(0, |head| head.units_per_em());
        let expander = Expander::new(&face);
        Ok(self.opened.get_or_init(|| OpenFont { face, glyphs, expander, units_per_em, unscaled: OnceCell::new() }))
    }
}

/// A glyph of the face `name` is refused.
pub(super) fn invalid_glyph(name: &str, glyph: u32, reason: impl std::fmt::Display) -> Error {
    Error::InvalidFont { font: name.to_owned(), reason: format!("glyph {glyph}: {reason}") }
}
