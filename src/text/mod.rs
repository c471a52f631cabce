//! Text: from what is said to positioned glyph runs. No pixels here.
//!
//! A [`Paragraph`] of styled spans goes through itemization (face, script, direction, language), shaping of whole runs,
//! line breaking and placement, and comes out as a [`TextLayout`] in logical px with unhinted advances, so that a line
//! breaks at the same place at every DPI.

mod boxes;
mod breaks;
mod compose;
mod context;
mod ellipsis;
mod flow;
mod hyphens;
mod ink;
mod itemize;
mod layout;
mod lines;
mod paragraph;
mod place;
mod report;
mod shape;
mod style;
mod tabs;
mod unicode;
mod validate;
mod wrapping;

pub(crate) use context::TextContext;
pub use layout::{Decoration, DecorationKind, GlyphRun, PositionedGlyph, TextLayout, TextLine};
pub use paragraph::{Align, Anchor, Baseline, LineHeight, MissingGlyph, Paragraph, TextAnchor};
pub use report::{FaceRange, TextReport};
pub use style::TextStyle;
pub(crate) use validate::check_language;
pub(crate) use wrapping::Wrapping;
pub use wrapping::{Direction, Indent, LineBreak, OverflowWrap, TabSize, TextWrap, WordBreak};

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests;
