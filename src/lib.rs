//! A 2D vector drawing and text engine for people who make pictures from programs: charts, posters, banners, thumbnails,
//! golden images. A scene of paths, gradients, pictures and text becomes RGBA pixels and PNG files. Chinese, Japanese
//! and Korean text works out of the box.
//!
//! ```
//! use inkstone::{Color, Engine, Paragraph, RenderOptions, Scene, TextStyle, kurbo::Circle};
//!
//! let mut scene = Scene::builder(160.0, 60.0);
//! scene
//!     .fill(Circle::new((30.0, 30.0), 20.0), Color::from_rgb8(178, 42, 34))
//!     .text((60.0, 38.0), Paragraph::new("墨石", TextStyle::new(32.0)));
//! let scene = scene.finish()?;
//!
//! # #[cfg(feature = "bundled-fonts")] {
//! let mut canvas = Engine::new().canvas();
//! let pixmap = canvas.render(&scene, &RenderOptions::new().with_background(Color::WHITE))?;
//! assert_eq!(pixmap.pixel(30, 30), Some([178, 42, 34, 255]));
//! assert_eq!(pixmap.pixel(0, 0), Some([255; 4]));
//! assert!(pixmap.encode_png()?.starts_with(b"\x89PNG"));
//! # }
//! # Ok::<(), inkstone::Error>(())
//! ```
//!
//! # Guarantees
//!
//! - **Same scene, same pixels**: on every machine, with any number of threads, any size of the glyph cache, in debug and
//!   release builds and with any set of features. Only the bundled fonts are used unless others are added.
//! - **Bounded**: [`Limits`] names everything an input may make the engine allocate or do, and it is checked before the
//!   allocation. Deadlines and [`CancelToken`]s are polled in every long loop.
//! - **Every refusal is an [`Error`]** that names the offending value. No input (scene, font, picture, path data, option)
//!   panics. (A broken font may make the shaper panic; that is caught and the font draws boxes, but a program built with
//!   `panic = "abort"` ends. So with resvg, should a document that passed all checks make it panic.) None hangs: what
//!   cannot be interrupted, as resvg drawing an SVG picture, is bounded in sum before it begins
//!   ([`Limits::svg_work`], some seconds). Below the limits a large scene may still take its time: set a deadline where
//!   strangers draw.
//!
//! # The map
//!
//! ```text
//! shared by all threads: Engine (fonts, glyph cache, limits)      one a thread: Canvas (scratch buffers)
//!
//! SceneBuilder --finish--> Scene --prepare--> DisplayList --plan--> Plan --bands--> Pixmap --encode--> PNG
//!    what the caller says    |     text laid out,           fixed-point      premultiplied
//!    plain data, text as text|     pictures decoded;        outlines,        RGBA8; or straight
//!                            |     logical px, no DPI       glyphs           into the PNG
//! ```
//!
//! Each stage is a folder, and an earlier one never imports a later one:
//!
//! | module | what | knows |
//! |---|---|---|
//! | `error`, `limits`, `units`, `watch`, `budget`, `buffer`, `alpha`, `base64`, `simd`, `workers` | the ground floor: refusals, bounds, px and DPI, deadlines, bytes held, vectors that count theirs, 8-bit products, bytes as text, instructions, threads | each other |
//! | `paint` | colours, gradients, patterns, strokes, filters, blend modes: plain data | ground |
//! | `outline` | shapes, arcs, path data, lengths, boolean operations, dashes, strokes: f64 curves to fixed-point polygons, the same bits everywhere | `paint` |
//! | `coverage` | polygons to spans of coverage, row by row; masks | `outline`, `paint` |
//! | `font` | checked font files, faces, matching | ground |
//! | `pixmap`, `image` | pixels; pictures decoded within limits; SVG documents, bounded and drawn (feature `svg-in`) | ground; `font`, `outline` |
//! | `composite` | spans times paint to pixels, in SIMD whose every level gives the same bytes | `coverage`, `paint`, `image` |
//! | `text` | paragraphs to positioned glyphs, in logical px | `font`, `image`, `paint` |
//! | `glyph` | keys, hinting, masks, the cache, which never changes a pixel | `coverage`, `font` |
//! | `scene` | what the caller says, checked; its JSON (feature `serde`) | `paint`, `image`, `text` |
//! | `list` | a scene resolved; owns what it draws | `scene` |
//! | `raster` | a list at one DPI, and its pixels, in bands on any number of threads | `list`, `glyph`, `coverage`, `composite` |
//! | `encode` | pixels to PNG: the smallest format, filters, deflate, strips; files that appear whole or not at all | `pixmap` |
//! | `svg` | a list as an SVG document | `list`, `glyph`, `encode` |
//! | `engine`, `canvas` | what is shared, and what each thread has | all |
//!
//! # Units
//!
//! Lengths are logical CSS px (1/96 inch), x to the right, y down; angles are radians, clockwise on the screen. A render
//! at `dpi` scales by `dpi / 96`; text is laid out before that, so lines break at the same place at every DPI. Pixels are
//! premultiplied RGBA8, sRGB-encoded, blended without linearization, as Canvas 2D, CSS and SVG do; every 8-bit product
//! of ours is rounded exactly. Semantics follow the
//! [canvas](https://html.spec.whatwg.org/multipage/canvas.html) and [SVG](https://www.w3.org/TR/SVG2/) standards.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod alpha;
mod base64;
mod budget;
mod buffer;
mod canvas;
mod composite;
mod coverage;
mod encode;
mod engine;
mod error;
mod font;
mod glyph;
#[doc(hidden)]
pub mod golden;
mod image;
#[cfg(feature = "serde")]
pub mod json;
mod limits;
mod list;
mod options;
mod outline;
mod paint;
mod pixmap;
#[cfg(test)]
mod random;
mod raster;
mod report;
mod scene;
mod simd;
mod svg;
mod text;
mod units;
mod watch;
mod workers;

pub use color;
pub use kurbo;

pub use canvas::{Canvas, Drawing};
pub use encode::{PngLevel, PngOptions};
pub use engine::{Engine, EngineBuilder};
pub use error::Error;
pub use font::{
    Face, FaceMetrics, FolderFonts, FontAxis, FontFeature, FontHints, FontId, FontLibrary, FontVariation,
    GenericFamily, GlyphScript, Variation,
};
pub use glyph::{CacheStats, HintMode, HintingCase, HintingPolicy, ShardStats};
pub use image::{Image, ObjectFit, PngColorType, PngInfo, Sampling, Slices};
pub use limits::Limits;
pub use list::DisplayList;
pub use options::{Rasterizer, RenderOptions};
#[cfg(feature = "path-ops")]
pub use outline::PathOps;
pub use outline::{CornerRadii, Path, PathMeasure, ToPath, parse_svg_path, rotation, to_svg_path};
pub use paint::{
    BlendMode, Cap, Color, DropShadow, FillRule, Filter, Gradient, GradientKind, GradientStop, Interpolation, Join,
    Paint, Pattern, Repeat, Shadow, Spread, Stroke, StrokeAlign, StrokeScaling,
};
pub use pixmap::{Pixmap, PixmapMut};
pub use report::RenderReport;
pub use scene::{Layer, Mask, Scene, SceneBuilder};
pub use svg::SvgOptions;
pub use text::{
    Align, Anchor, Baseline, BaselineShift, Caret, Decoration, DecorationKind, DecorationShape, DecorationStyle,
    Direction, Ellipsis, EllipsisPlace, FaceRange, Fit, FontSynthesis, FontVariant, GlyphRun, Indent, InlineAlign,
    InlineBox, LineBreak, LineHeight, LineStyle, MissingGlyph, OverflowWrap, Paragraph, PlacedBox, PositionedGlyph,
    SkipInk, TabSize, TextAnchor, TextCluster, TextHit, TextLayout, TextLine, TextReport, TextStats, TextStyle,
    TextWrap, VerticalAlign, WordBreak,
};
pub use units::MAX_COORDINATE;
pub use watch::CancelToken;

/// What the command line needs beyond the API; no part of it.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod __cli {
    pub use crate::encode::save_with;
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
