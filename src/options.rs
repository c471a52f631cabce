//! [`RenderOptions`]: how a scene becomes pixels.

use std::time::Instant;

use crate::encode::PngOptions;
use crate::glyph::HintingPolicy;
use crate::limits::Limits;
use crate::paint::Color;
use crate::units::CSS_DPI;
use crate::watch::CancelToken;

/// How a scene becomes pixels.
///
/// ```
/// use inkstone::{Color, RenderOptions};
/// let print = RenderOptions::new().with_dpi(300.0).with_background(Color::WHITE);
/// # let _ = print;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RenderOptions {
    pub(crate) dpi: f64,
    pub(crate) background: Color,
    pub(crate) hinting: HintingPolicy,
    pub(crate) dithering: bool,
    pub(crate) rasterizer: Rasterizer,
    pub(crate) threads: u16,
    pub(crate) band_height: Option<u32>,
    pub(crate) limits: Option<Limits>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) cancel: Option<CancelToken>,
    pub(crate) png: PngOptions,
}

/// Which rasterizer draws. It never depends on size or content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rasterizer {
    /// inkstone's own: exact areas, right winding inside a pixel, bands of rows on any number of threads.
    #[default]
    Inkstone,
    /// The tiny-skia crate: 4 x 4 samples a pixel, the whole canvas at once, on one thread. To compare with; it refuses
    /// bands and threads.
    TinySkia,
}

impl RenderOptions {
    /// 96 DPI (a logical px is a device pixel), on a transparent ground, hinting by [`HintingPolicy::Auto`].
    pub fn new() -> Self {
        Self {
            dpi: CSS_DPI,
            background: Color::TRANSPARENT,
            hinting: HintingPolicy::default(),
            dithering: false,
            rasterizer: Rasterizer::default(),
            threads: 1,
            band_height: None,
            limits: None,
            deadline: None,
            cancel: None,
            png: PngOptions::new(),
        }
    }

    /// Device pixels per inch; the scale is `dpi / 96`. Above 0, up to 100,000.
    pub fn with_dpi(mut self, dpi: f64) -> Self {
        self.dpi = dpi;
        self
    }

    /// The colour of the canvas before anything is drawn.
    pub fn with_background(mut self, background: Color) -> Self {
        self.background = background;
        self
    }

    /// Which glyphs are fitted to the pixel grid.
    pub fn with_hinting(mut self, hinting: HintingPolicy) -> Self {
        self.hinting = hinting;
        self
    }

    /// Whether colours of gradients are dithered: instead of all being rounded to the nearest of 256 levels, as many of them to
    /// the next one as they are near it, by an ordered pattern of 8 x 8 pixels that is fixed to the canvas. Dark gradients over
    /// many pixels show no bands then, and PNG files become larger. The `TinySkia` rasterizer does not dither.
    pub fn with_dithering(mut self, dithering: bool) -> Self {
        self.dithering = dithering;
        self
    }

    /// Which rasterizer draws.
    pub fn with_rasterizer(mut self, rasterizer: Rasterizer) -> Self {
        self.rasterizer = rasterizer;
        self
    }

    /// How many threads draw this picture: 1 (the default) or more, each a share of its items and of its bands. Pixels do
    /// not depend on it.
    ///
    /// A program that draws many pictures does better with a canvas on each of its threads.
    pub fn with_threads(mut self, threads: u16) -> Self {
        self.threads = threads;
        self
    }

    /// How a picture that is [written as a PNG](crate::Canvas::write_png) is compressed, and what text goes with it. Its
    /// threads, deadline and cancel token are those given here.
    pub fn with_png(mut self, png: PngOptions) -> Self {
        self.png = png;
        self
    }

    /// Rows that are drawn at once (but never more than take 8 MiB, nor more than a strip of a picture that is
    /// [written as it is drawn](crate::Canvas::write_png)). By default as many as a processor's cache holds well. Pixels do
    /// not depend on it.
    pub fn with_band_height(mut self, rows: u32) -> Self {
        self.band_height = Some(rows);
        self
    }

    /// Lowers the engine's limits for this render; what is higher here than there has no effect.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// When the render gives up with [`Error::DeadlineExceeded`](crate::Error::DeadlineExceeded).
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// A token that stops the render from another thread.
    pub fn with_cancel(mut self, cancel: CancelToken) -> Self {
        self.cancel = Some(cancel);
        self
    }
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self::new()
    }
}
