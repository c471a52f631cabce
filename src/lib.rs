//! inkstone (work in progress skeleton; the map follows)

#![forbid(unsafe_code)]
#![allow(dead_code, missing_docs)]

mod error;
mod font;
mod glyph;
mod limits;
mod paint;
mod text;
mod units;
mod watch;

pub use color;
pub use kurbo;

pub use error::Error;
pub use font::{Face, FaceMetrics, FolderFonts, FontId, FontLibrary};
pub use glyph::{HintMode, HintingPolicy};
pub use limits::Limits;
pub use paint::{BlendMode, Cap, Color, FillRule, Gradient, GradientKind, GradientStop, Join, Paint, Spread, Stroke};
pub use text::{
    Align, Anchor, Baseline, Decoration, DecorationKind, FaceRange, GlyphRun, LineHeight, MissingGlyph, Paragraph,
    PositionedGlyph, TextAnchor, TextLayout, TextLine, TextReport, TextStyle,
};
pub use units::MAX_COORDINATE;
pub use watch::CancelToken;
