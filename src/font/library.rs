//! [`FontLibrary`]: the fonts an engine draws with.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::check::check_font;
use super::face::{Face, FaceInner, FontBytes, FontFile};
use super::folder::read_font_file;
use super::generic::GenericFamily;
use crate::error::Error;
use crate::limits::{Limits, within};

/// The fonts an engine draws with, in the order they were added, which is the order of fallback.
///
/// Every file is checked before a parser sees it, is named by its content, and is kept in memory once. Cheap to clone; a
/// clone that is added to leaves the other as it was. System fonts are never used unless asked for.
///
/// ```
/// # #[cfg(feature = "bundled-fonts")] {
/// use inkstone::FontLibrary;
///
/// let fonts = FontLibrary::bundled();
/// assert_eq!(fonts.faces().next().map(|face| face.family()), Some("Inkstone Sans SC"));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FontLibrary(pub(super) Arc<Inner>);

#[derive(Clone)]
pub(super) struct Inner {
    limits: Limits,
    bytes: u64,
    files: Vec<Arc<FontFile>>,
    pub(super) database: Arc<fontdb::Database>,
    pub(super) faces: Vec<Face>,
    /// Of each face, in the same order.
    pub(super) ids: Vec<fontdb::ID>,
    pub(super) families: Vec<Family>,
    /// Index in `families` by lower-case name, in every language the fonts have.
    pub(super) names: BTreeMap<String, usize>,
    /// Names in lower case of the families that generic ones mean.
    pub(super) generics: BTreeMap<GenericFamily, Vec<String>>,
}

#[derive(Clone)]
pub(super) struct Family {
    pub(super) name: String,
    pub(super) faces: Vec<u16>,
    pub(super) monospaced: bool,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontLibrary").field("faces", &self.faces).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Default for FontLibrary {
    fn default() -> Self {
        Self::new()
    }
}

impl FontLibrary {
    /// A library without fonts. Text drawn with it is refused with [`Error::NoFont`].
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            limits: Limits::default(),
            bytes: 0,
            files: Vec::new(),
            database: Arc::default(),
            faces: Vec::new(),
            ids: Vec::new(),
            families: Vec::new(),
            names: BTreeMap::new(),
            generics: BTreeMap::new(),
        }))
    }

    /// The bundled fonts: Inkstone Sans SC, then Inkstone Sans, Arabic, Hebrew, Devanagari and Thai.
    #[cfg(feature = "bundled-fonts")]
    #[must_use]
    pub fn bundled() -> Self {
        let mut library = Self::new();
        for (name, bytes) in super::bundled::BUNDLED {
            // Tested to be accepted, every one; should one not be, its characters show as missing.
            let added = library.add_shared(name, Arc::new(bytes));
            debug_assert!(added.is_ok(), "{added:?}");
        }
        library
    }

    /// Takes `font_bytes`, `library_bytes`, `collection_faces` and `library_faces` of these limits for the fonts added
    /// from now on.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        Arc::make_mut(&mut self.0).limits = limits.clone();
        self
    }

    /// Adds the faces of an OpenType or TrueType font or collection; the name is for messages. Returns its faces: those
    /// that the library had already where the same bytes were added before.
    ///
    /// # Errors
    /// [`Error::InvalidFont`] names what is wrong with the bytes, [`Error::LimitExceeded`] the limit; nothing is added.
    pub fn add_bytes(
        &mut self,
        name: &str,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Vec<Face>, Error> {
        self.add_shared(name, Arc::new(bytes))
    }

    /// Adds the faces of a font file.
    ///
    /// # Errors
    /// As [`add_bytes`](Self::add_bytes); [`Error::Io`] where the file cannot be read.
    pub fn add_file(&mut self, path: impl AsRef<Path>) -> Result<Vec<Face>, Error> {
        let path = path.as_ref();
        let bytes = read_font_file(path, self.0.limits.font_bytes)?;
        self.add_bytes(&path.display().to_string(), bytes)
    }

    /// The faces, in the order they were added.
    pub fn faces(&self) -> impl ExactSizeIterator<Item = &Face> {
        self.0.faces.iter()
    }

    /// Whether it has no face.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.faces.is_empty()
    }

    /// Whether both are the same library in the same state.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn add_shared(&mut self, name: &str, data: FontBytes) -> Result<Vec<Face>, Error> {
        let file = Arc::new(FontFile::new(data));
        let count = check_font(name, file.bytes(), &self.0.limits)?;
        // Only files of one length can be the same, so that most are never read through for their hash.
        let length = file.bytes().len();
        let known = self.0.files.iter().find(|old| old.bytes().len() == length && old.hash() == file.hash());
        if let Some(known) = known {
            return Ok(self.0.faces.iter().filter(|face| Arc::ptr_eq(&face.0.file, known)).cloned().collect());
        }
        let limits = &self.0.limits;
        within("library_bytes", self.0.bytes.saturating_add(length as u64), limits.library_bytes)?;
        // Faces are numbered in 16 bit, the highest of which stands for none.
        let allowed = limits.library_faces.min(u64::from(u16::MAX));
        within("library_faces", self.0.faces.len() as u64 + u64::from(count), allowed)?;
        Arc::make_mut(&mut self.0).insert(name, &file, count)
    }
}

impl Inner {
    fn insert(&mut self, name: &str, file: &Arc<FontFile>, count: u32) -> Result<Vec<Face>, Error> {
        let ids = Arc::make_mut(&mut self.database).load_font_source(fontdb::Source::Binary(Arc::clone(&file.data)));
        let read = |id: &fontdb::ID| match self.database.face(*id) {
            Some(info) => Ok(Face(Arc::new(FaceInner::new(name, file, info)?))),
            None => Err(Error::NoFont),
        };
        let faces: Result<Vec<Face>, Error> = ids.iter().map(read).collect();
        let refusal = match faces {
            Ok(faces) if faces.len() == count as usize => {
                for (face, id) in faces.iter().zip(&ids) {
                    self.file_under_its_names(face, *id);
                }
                self.files.push(Arc::clone(file));
                self.bytes += file.bytes().len() as u64;
                return Ok(faces);
            }
            Ok(faces) => Error::InvalidFont {
                font: name.to_owned(),
                reason: format!("{} of {count} faces have a family and a PostScript name", faces.len()),
            },
            Err(error) => error,
        };
        let database = Arc::make_mut(&mut self.database);
        ids.into_iter().for_each(|id| database.remove_face(id));
        Err(refusal)
    }

    fn file_under_its_names(&mut self, face: &Face, id: fontdb::ID) {
        let Some(info) = self.database.face(id) else { return };
        let index = self.faces.len() as u16;
        let family = *self.names.entry(face.family().to_lowercase()).or_insert(self.families.len());
        if family == self.families.len() {
            let name = face.family().to_owned();
            self.families.push(Family { name, faces: Vec::new(), monospaced: info.monospaced });
        }
        if let Some(family) = self.families.get_mut(family) {
            family.faces.push(index);
        }
        for (name, _) in &info.families {
            self.names.entry(name.to_lowercase()).or_insert(family);
        }
        self.faces.push(face.clone());
        self.ids.push(id);
    }
}
