//! [`Image`]: a picture to be drawn.

use std::fmt;
use std::sync::Arc;

use kurbo::{Rect, Size};

use super::{ObjectFit, Slices, png_size};
#[cfg(feature = "svg-in")]
use super::{Svg, Work};
use crate::budget::Budget;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::limits::Limits;
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// A picture to be drawn: an encoded file or pixels, shared by every scene that draws it. Cheap to clone.
#[derive(Clone)]
pub struct Image {
    pub(crate) source: ImageSource,
    pub(crate) sampling: Sampling,
    pub(crate) crop: Option<Rect>,
    pub(crate) fit: ObjectFit,
    pub(crate) slices: Option<Slices>,
}

#[derive(Clone)]
pub(crate) enum ImageSource {
    /// A PNG file's bytes, decoded when a scene is prepared.
    Png(Arc<[u8]>),
    Pixels(Arc<Pixmap>),
    /// An SVG document's bytes, read when a scene is prepared and drawn at device size.
    #[cfg(feature = "svg-in")]
    Svg(Arc<[u8]>),
}

/// How an [`Image`] is sampled where its pixels do not fall onto device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sampling {
    /// The nearest pixel (`image-rendering: pixelated`).
    Nearest,
    /// Between the four nearest pixels. Reduced to less than half, it leaves pixels out.
    Bilinear,
    /// Between the four nearest pixels where it is enlarged; where it is reduced, the mean of all pixels that a device pixel
    /// covers, so that nothing of a photo is left out and no pattern flickers. Turned or skewed, it is reduced by whole numbers
    /// first.
    #[default]
    Smooth,
    /// Between the sixteen nearest pixels where it is enlarged, by the spline of Catmull and Rom, which keeps edges sharper;
    /// where it is reduced, as [`Smooth`](Self::Smooth).
    Bicubic,
}

impl Image {
    /// A picture from a PNG file's bytes. They are decoded, and refused if broken, when a scene that draws it is
    /// prepared, within the engine's limits. Its colours are taken as sRGB; [`PngInfo`](crate::PngInfo) tells whether they
    /// are meant so.
    #[must_use]
    pub fn from_png(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::from_source(ImageSource::Png(bytes.into()))
    }

    /// A picture from an SVG document's bytes (feature `svg-in`), drawn by resvg at device size: sharp at every DPI. It is
    /// read, and refused if broken, when a scene that draws it is prepared.
    ///
    /// Its viewport fills the rectangle it is drawn into, stretched as a picture of pixels is; its own size is told by
    /// [`Canvas::image_size`](crate::Canvas::image_size). How it is sampled says nothing. Its text is drawn in the
    /// engine's fonts, but for those with coloured glyphs; the pictures in it may be PNG data. A document that refers to
    /// anything outside itself is refused, and one that has no size; so is one whose drawing would take more than the
    /// [`Limits`](crate::Limits) allow. Animations and scripts are ignored.
    ///
    /// ```
    /// use inkstone::{Engine, Image, RenderOptions, Scene, kurbo::Rect};
    ///
    /// let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path fill="#b22a22" d="M2 0h2v4h-2z"/></svg>"##;
    /// let mut scene = Scene::builder(8.0, 8.0);
    /// scene.image(&Image::from_svg(svg.as_bytes()), Rect::new(0.0, 0.0, 8.0, 8.0));
    /// let scene = scene.finish()?;
    ///
    /// let mut canvas = Engine::new().canvas();
    /// let pixmap = canvas.render(&scene, &RenderOptions::new().with_dpi(288.0))?;
    /// assert_eq!((pixmap.pixel(11, 5), pixmap.pixel(12, 5)), (Some([0; 4]), Some([178, 42, 34, 255])));
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[cfg(feature = "svg-in")]
    #[must_use]
    pub fn from_svg(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::from_source(ImageSource::Svg(bytes.into()))
    }

    /// A picture from pixels.
    #[must_use]
    pub fn from_pixmap(pixmap: impl Into<Arc<Pixmap>>) -> Self {
        Self::from_source(ImageSource::Pixels(pixmap.into()))
    }

    fn from_source(source: ImageSource) -> Self {
        Self { source, sampling: Sampling::default(), crop: None, fit: ObjectFit::default(), slices: None }
    }

    /// Its own size: of pixels in pixels, of an SVG document in px.
    #[cfg_attr(not(feature = "svg-in"), expect(unused_variables, reason = "SVG documents need them"))]
    pub(crate) fn size(
        &self,
        fonts: &FontLibrary,
        limits: &Limits,
        watch: &Watch,
        budget: &Budget,
    ) -> Result<Size, Error> {
        let (width, height) = match &self.source {
            ImageSource::Png(bytes) => png_size(bytes, limits)?,
            ImageSource::Pixels(pixels) => (pixels.width(), pixels.height()),
            #[cfg(feature = "svg-in")]
            ImageSource::Svg(bytes) => {
                return Ok(Svg::read(bytes, fonts, limits, watch, budget, &mut Work::default())?.size());
            }
        };
        Ok(Size::new(f64::from(width), f64::from(height)))
    }

    /// How it is sampled.
    #[must_use]
    pub fn with_sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
        self
    }

    /// The part of it that is drawn, in its pixels (of an SVG document, in its px). What of it lies outside the picture draws
    /// nothing; what lies outside it in the picture is still looked at between pixels, as on a canvas.
    #[must_use]
    pub fn with_crop(mut self, crop: Rect) -> Self {
        self.crop = Some(crop);
        self
    }

    /// How it fills a rectangle whose sides have another ratio.
    #[must_use]
    pub fn with_fit(mut self, fit: ObjectFit) -> Self {
        self.fit = fit;
        self
    }

    /// Draws it in nine parts, of which only the middle is stretched both ways: a frame, a bubble, a button. Its
    /// [fit](Self::with_fit) says nothing then.
    #[must_use]
    pub fn with_slices(mut self, slices: Slices) -> Self {
        self.slices = Some(slices);
        self
    }
}

impl From<Pixmap> for Image {
    fn from(pixmap: Pixmap) -> Self {
        Self::from_pixmap(pixmap)
    }
}

/// Equal where the bytes are.
impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        self.sampling == other.sampling
            && (self.crop, self.fit, self.slices) == (other.crop, other.fit, other.slices)
            && match (&self.source, &other.source) {
                (ImageSource::Png(a), ImageSource::Png(b)) => Arc::ptr_eq(a, b) || a == b,
                (ImageSource::Pixels(a), ImageSource::Pixels(b)) => Arc::ptr_eq(a, b) || a == b,
                #[cfg(feature = "svg-in")]
                (ImageSource::Svg(a), ImageSource::Svg(b)) => Arc::ptr_eq(a, b) || a == b,
                _ => false,
            }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            ImageSource::Png(bytes) => write!(f, "Image(PNG of {} bytes, {:?})", bytes.len(), self.sampling),
            #[cfg(feature = "svg-in")]
            ImageSource::Svg(bytes) => write!(f, "Image(SVG of {} bytes)", bytes.len()),
            ImageSource::Pixels(p) => write!(f, "Image({} x {}, {:?})", p.width(), p.height(), self.sampling),
        }
    }
}
