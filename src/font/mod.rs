//! Fonts: checked bytes, faces, the library that matches them. The only place that names fontdb.

mod boxes;
#[cfg(feature = "bundled-fonts")]
mod bundled;
mod carets;
mod check;
mod embolden;
mod expansion;
mod face;
mod folder;
#[cfg(feature = "svg-in")]
mod foreign;
mod generic;
mod hash;
mod hinters;
mod hints;
mod inert;
mod library;
mod lookup;
mod matching;
mod region;
mod setting;
mod source;
mod variation;

pub(crate) use boxes::{GlyphBoxes, InkBoxes};
pub(crate) use embolden::{EMBOLDEN, embolden};
pub(crate) use expansion::Expander;
pub use face::{Face, FaceMetrics, FontId};
pub use folder::FolderFonts;
#[cfg(feature = "svg-in")]
pub(crate) use foreign::ForeignFonts;
pub use generic::GenericFamily;
#[cfg(test)]
pub(crate) use hints::FaceHints;
pub use hints::{FontHints, GlyphScript};
pub(crate) use inert::Inert;
pub use library::FontLibrary;
pub(crate) use lookup::{Charmaps, FaceIndex, FaceLookup, FamilyChain};
pub(crate) use region::{Region, is_chinese_or_japanese};
pub(crate) use setting::tag_bytes;
pub use setting::{FontFeature, FontVariation};
pub(crate) use source::{FontSource, OpenFont};
pub use variation::{FontAxis, Variation};
pub(crate) use variation::{Instance, Wishes};

/// Tangent of the 14 degrees by which upright outlines are slanted for want of an italic face. The layout's boxes and the
/// drawing of glyphs both use it.
pub(crate) const SLANT: f64 = 0.249_328_002_843_180_68;

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests;
