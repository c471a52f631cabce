//! inkstone (work in progress skeleton; the map follows)

#![forbid(unsafe_code)]
#![allow(dead_code, missing_docs)]

mod alpha;
mod encode;
mod error;
mod font;
mod glyph;
mod image;
mod limits;
mod outline;
mod paint;
mod pixmap;
mod scene;
mod text;
mod units;
mod watch;

pub use color;
pub use kurbo;

pub use error::Error;
pub use font::{Face, FaceMetrics, FontId};
pub use glyph::{HintMode, HintingPolicy};
pub use image::{Image, Sampling};
pub use limits::Limits;
pub use outline::{ToPath, parse_svg_path, rotation};
pub use paint::{BlendMode, Cap, Color, FillRule, Gradient, GradientKind, GradientStop, Join, Paint, Spread, Stroke};
pub use pixmap::{Pixmap, PixmapMut};
pub use scene::{Layer, Scene, SceneBuilder};
pub use text::{
    Align, Anchor, Baseline, Decoration, FaceRange, GlyphRun, LineHeight, MissingGlyph, Paragraph, PositionedGlyph,
    TextAnchor, TextLayout, TextLine, TextReport, TextStyle,
};
pub use units::MAX_COORDINATE;
pub use watch::CancelToken;
