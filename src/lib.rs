//! inkstone (work in progress skeleton; the map follows)

#![forbid(unsafe_code)]
#![allow(dead_code)]

mod alpha;
mod budget;
mod canvas;
mod coverage;
mod encode;
mod engine;
mod error;
mod font;
mod glyph;
mod image;
mod limits;
mod list;
mod options;
mod outline;
mod paint;
mod pixmap;
mod raster;
mod report;
mod scene;
mod text;
mod units;
mod watch;

pub use color;
pub use kurbo;

pub use canvas::{Canvas, Drawing};
pub use engine::{Engine, EngineBuilder};
pub use error::Error;
pub use font::{Face, FaceMetrics, FolderFonts, FontId, FontLibrary};
pub use glyph::{CacheStats, HintMode, HintingPolicy};
pub use image::{Image, Sampling};
pub use limits::Limits;
pub use list::DisplayList;
pub use options::{Rasterizer, RenderOptions};
pub use outline::{ToPath, parse_svg_path, rotation};
pub use paint::{BlendMode, Cap, Color, FillRule, Gradient, GradientKind, GradientStop, Join, Paint, Spread, Stroke};
pub use pixmap::{Pixmap, PixmapMut};
pub use report::RenderReport;
pub use scene::{Layer, Scene, SceneBuilder};
pub use text::{
    Align, Anchor, Baseline, Decoration, FaceRange, GlyphRun, LineHeight, MissingGlyph, Paragraph, PositionedGlyph,
    TextAnchor, TextLayout, TextLine, TextReport, TextStyle,
};
pub use units::MAX_COORDINATE;
pub use watch::CancelToken;
