//! [`ForeignFonts`]: the library's faces for the text of SVG documents, which another engine lays out.

use std::sync::{Arc, Mutex, PoisonError};

use skrifa::Tag;

use super::lookup::{Charmaps, FaceIndex};
use super::matching::NORMAL_STRETCH;
use super::{Face, FontLibrary};

/// Tables with pictures or documents of their own. The other engine would read them without our limits.
const PICTURES: [&[u8; 4]; 4] = [b"COLR", b"CBDT", b"sbix", b"SVG "];

/// Finds faces for an engine that knows them by fontdb's numbers. Faces with coloured glyphs are left out.
pub(crate) struct ForeignFonts<'a> {
    library: &'a FontLibrary,
    maps: Mutex<Charmaps<'a>>,
}

impl<'a> ForeignFonts<'a> {
    pub(crate) fn new(library: &'a FontLibrary) -> Self {
        Self { library, maps: Mutex::new(Charmaps::new(library)) }
    }

    pub(crate) fn database(&self) -> Arc<fontdb::Database> {
        Arc::clone(&self.library.0.database)
    }

    /// The face that a style means, as in our own text.
    pub(crate) fn face(&self, families: &[String], weight: u16, italic: bool) -> Option<fontdb::ID> {
        let faces = self.library.preferred(families, weight, italic, NORMAL_STRETCH, None);
        let preferred = faces.into_iter().find_map(|face| self.id(face));
        preferred.or_else(|| self.library.everything(weight, italic, None).into_iter().find_map(|face| self.id(face)))
    }

    /// The first face that has a glyph for a character, but for those tried before, of which the first gives the style.
    pub(crate) fn covering(&self, character: char, tried: &[fontdb::ID]) -> Option<fontdb::ID> {
        let base = tried.first().and_then(|id| self.library.0.database.face(*id));
        let (weight, italic) = base.map_or((400, false), |face| (face.weight.0, face.style != fontdb::Style::Normal));
        let mut maps = self.maps.lock().unwrap_or_else(PoisonError::into_inner);
        let mut faces = self.library.everything(weight, italic, None).into_iter();
        faces.find_map(|face| {
            let id = self.id(face).filter(|id| !tried.contains(id))?;
            maps.covers(face, character).then_some(id)
        })
    }

    fn id(&self, face: FaceIndex) -> Option<fontdb::ID> {
        let index = face.number() as usize;
        let font = self.library.0.faces.get(index).and_then(Face::font)?;
        let pictures = PICTURES.iter().any(|tag| font.table_data(Tag::new(tag)).is_some());
        if pictures { None } else { self.library.0.ids.get(index).copied() }
    }
}
