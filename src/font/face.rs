//! [`Face`]: one face of a checked font file.

use std::fmt;
use std::sync::Arc;

/// Names a face by its content: a 128-bit hash of the file, and the face's index in it. The same font registered twice,
/// in one library or in two, has one id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId {
    pub(crate) file: u128,
    pub(crate) index: u32,
}

impl fmt::Debug for FontId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}#{}", self.file, self.index)
    }
}

/// A face of a font library. Cheap to clone; equal where the content is.
#[derive(Clone)]
pub struct Face(pub(super) Arc<FaceInner>);

pub(super) struct FaceInner {
    pub(super) id: FontId,
    pub(super) data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    pub(super) family: String,
    pub(super) post_script_name: String,
    pub(super) weight: u16,
    pub(super) italic: bool,
    pub(super) metrics: FaceMetrics,
}

/// Metrics of a face as fractions of an em, y up.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaceMetrics {
    /// Top of the line box content above the baseline (`hhea` or `OS/2`).
    pub ascent: f64,
    /// Bottom of the line box content, below the baseline: negative.
    pub descent: f64,
    /// Space between the content of lines.
    pub line_gap: f64,
    /// Top of the em square, from the typographic ascender, normalized so that `em_ascent - em_descent` is 1.
    pub em_ascent: f64,
    /// Bottom of the em square: negative.
    pub em_descent: f64,
    /// Centre of the underline.
    pub underline_position: f64,
    /// Thickness of the underline.
    pub underline_thickness: f64,
    /// Centre of the strikethrough.
    pub strikethrough_position: f64,
    /// Thickness of the strikethrough.
    pub strikethrough_thickness: f64,
}

impl Face {
    /// The face's name by content.
    #[must_use]
    pub fn id(&self) -> FontId {
        self.0.id
    }

    /// The family's name, in English where the font has it.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// The PostScript name.
    #[must_use]
    pub fn post_script_name(&self) -> &str {
        &self.0.post_script_name
    }

    /// From 1 to 1000.
    #[must_use]
    pub fn weight(&self) -> u16 {
        self.0.weight
    }

    /// Whether it is italic or oblique.
    #[must_use]
    pub fn italic(&self) -> bool {
        self.0.italic
    }

    /// Its metrics.
    #[must_use]
    pub fn metrics(&self) -> FaceMetrics {
        self.0.metrics
    }

    /// The font file's bytes.
    pub(crate) fn data(&self) -> &[u8] {
        (*self.0.data).as_ref()
    }
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Face {}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({:?}, {:?})", self.post_script_name(), self.id())
    }
}
