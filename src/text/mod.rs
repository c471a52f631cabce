//! Text: from what is said to positioned glyph runs. No pixels here.
//!
//! A [`Paragraph`] of styled spans goes through itemization (face, script, direction, language), shaping of whole runs,
//! line breaking and placement, and comes out as a [`TextLayout`] in logical px with unhinted advances, so that a line
//! breaks at the same place at every DPI.

mod boxes;
mod breaks;
mod compose;
mod context;
mod decoration;
mod ellipsis;
mod emoji;
mod fit;
mod fitting;
mod flow;
mod hit;
mod hyphens;
mod ink;
mod inline;
mod instance;
mod itemize;
mod layout;
mod lines;
mod marked;
mod marks;
mod paragraph;
mod place;
mod plain;
mod quotes;
mod report;
mod scripts;
mod shape;
mod stack;
mod stats;
mod stretch;
mod style;
mod tabs;
mod tofu;
mod unicode;
mod validate;
mod variant;
mod wrapping;

pub(crate) use crate::font::{FontFeature, FontVariation};
pub(crate) use context::TextContext;
pub use decoration::{DecorationStyle, LineStyle, SkipInk};
pub use fitting::{Ellipsis, EllipsisPlace, Fit, VerticalAlign};
pub use hit::{Caret, TextCluster, TextHit};
pub(crate) use inline::OBJECT;
pub use inline::{InlineAlign, InlineBox};
pub use layout::{
    Decoration, DecorationKind, DecorationShape, GlyphRun, PlacedBox, PositionedGlyph, TextLayout, TextLine,
};
pub use paragraph::{Align, Anchor, Baseline, LineHeight, MissingGlyph, Paragraph, TextAnchor};
pub use report::{FaceRange, TextReport};
pub use stats::TextStats;
pub use style::{BaselineShift, FontSynthesis, TextStyle};
pub(crate) use validate::check_language;
pub use variant::FontVariant;
pub(crate) use variant::Variants;
pub(crate) use wrapping::Wrapping;
pub use wrapping::{Direction, Indent, LineBreak, OverflowWrap, TabSize, TextWrap, WordBreak};

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests;
