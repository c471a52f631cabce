//! [`Image`]: a picture to be drawn.

use std::fmt;
use std::sync::Arc;

use crate::pixmap::Pixmap;

/// A picture to be drawn: an encoded file or pixels, shared by every scene that draws it. Cheap to clone.
#[derive(Clone)]
pub struct Image {
    pub(crate) source: ImageSource,
    pub(crate) sampling: Sampling,
}

#[derive(Clone)]
pub(crate) enum ImageSource {
    /// A PNG file's bytes, decoded when a scene is prepared.
    Png(Arc<[u8]>),
    Pixels(Arc<Pixmap>),
}

/// How an [`Image`] is sampled where its pixels do not fall onto device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sampling {
    /// The nearest pixel (`image-rendering: pixelated`).
    Nearest,
    /// Between the four nearest pixels.
    #[default]
    Bilinear,
}

impl Image {
    /// A picture from a PNG file's bytes. They are decoded, and refused if broken, when a scene that draws it is
    /// prepared, within the engine's limits.
    #[must_use]
    pub fn from_png(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { source: ImageSource::Png(bytes.into()), sampling: Sampling::default() }
    }

    /// A picture from pixels.
    #[must_use]
    pub fn from_pixmap(pixmap: impl Into<Arc<Pixmap>>) -> Self {
        Self { source: ImageSource::Pixels(pixmap.into()), sampling: Sampling::default() }
    }

    /// How it is sampled.
    #[must_use]
    pub fn with_sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
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
            && match (&self.source, &other.source) {
                (ImageSource::Png(a), ImageSource::Png(b)) => Arc::ptr_eq(a, b) || a == b,
                (ImageSource::Pixels(a), ImageSource::Pixels(b)) => Arc::ptr_eq(a, b) || a == b,
                _ => false,
            }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            ImageSource::Png(bytes) => write!(f, "Image(PNG of {} bytes, {:?})", bytes.len(), self.sampling),
            ImageSource::Pixels(p) => write!(f, "Image({} x {}, {:?})", p.width(), p.height(), self.sampling),
        }
    }
}
