//! [`Pixmap`] and [`PixmapMut`]: premultiplied RGBA8 pixels.

use std::sync::{Arc, OnceLock};

use crate::alpha;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::units::CSS_DPI;
use crate::watch::{Free, ITEMS_A_CHECK, Watch};

/// A picture in memory: rows from the top, four bytes a pixel, red, green, blue, alpha, sRGB-encoded, colours
/// premultiplied by alpha.
#[derive(Clone, Debug)]
pub struct Pixmap {
    data: Vec<u8>,
    width: u32,
    height: u32,
    dpi: f64,
    /// Whether every pixel is opaque, once somebody asked: a picture is drawn many times and looked through once.
    opaque: OnceLock<bool>,
}

fn are_opaque(pixels: &[[u8; 4]]) -> bool {
    pixels.iter().fold(255, |all, pixel| all & pixel[3]) == 255
}

/// Equal where the pixels and the DPI are.
impl PartialEq for Pixmap {
    fn eq(&self, other: &Self) -> bool {
        (self.width, self.height, self.dpi) == (other.width, other.height, other.dpi) && self.data == other.data
    }
}

impl Pixmap {
    /// A transparent picture.
    ///
    /// # Errors
    /// [`Error::InvalidSize`] for a side of 0; [`Error::LimitExceeded`] beyond the default [`Limits`].
    pub fn new(width: u32, height: u32) -> Result<Self, Error> {
        let limits = Limits::default();
        crate::units::device_size(f64::from(width), f64::from(height), 1.0, &limits)?;
        within("render_bytes", byte_len(width, height), limits.render_bytes)?;
        Ok(Self::transparent(width, height, CSS_DPI))
    }

    /// For sizes that were checked.
    pub(crate) fn transparent(width: u32, height: u32, dpi: f64) -> Self {
        Self { data: vec![0; byte_len(width, height) as usize], width, height, dpi, opaque: OnceLock::new() }
    }

    /// From as many bytes as the size says, premultiplied.
    pub(crate) fn drawn(data: Vec<u8>, width: u32, height: u32, dpi: f64) -> Self {
        debug_assert_eq!(data.len() as u64, byte_len(width, height));
        Self { data, width, height, dpi, opaque: OnceLock::new() }
    }

    /// Frees the pixels where nobody else has them.
    pub(crate) fn free(shared: &mut Arc<Self>, watch: &Watch) {
        if let Some(pixmap) = Arc::get_mut(shared) {
            std::mem::take(&mut pixmap.data).free(watch);
        }
    }

    /// For a DPI that was checked.
    #[cfg(feature = "serde")]
    pub(crate) fn with_dpi(mut self, dpi: f64) -> Self {
        self.dpi = dpi;
        self
    }

    /// A picture from premultiplied bytes, tightly packed.
    ///
    /// # Errors
    /// [`Error::InvalidSize`] for a side of 0; [`Error::InvalidBuffer`] where the length is not `4 * width * height`, or
    /// a colour exceeds its alpha.
    pub fn from_premultiplied(data: Vec<u8>, width: u32, height: u32) -> Result<Self, Error> {
        check_len(&data, width, height)?;
        if let Some(at) = data.chunks_exact(4).position(|p| p[..3].iter().any(|&c| c > p[3])) {
            return Err(Error::InvalidBuffer {
                what: "colour of a premultiplied pixel, which may not exceed its alpha",
                got: usize::from(data[at * 4..at * 4 + 3].iter().copied().max().unwrap_or(0)),
                needed: usize::from(data[at * 4 + 3]),
            });
        }
        Ok(Self { data, width, height, dpi: CSS_DPI, opaque: OnceLock::new() })
    }

    /// A picture from straight-alpha bytes, tightly packed; each colour is multiplied by alpha and rounded.
    ///
    /// # Errors
    /// [`Error::InvalidSize`] for a side of 0; [`Error::InvalidBuffer`] where the length is not `4 * width * height`.
    pub fn from_straight(mut data: Vec<u8>, width: u32, height: u32) -> Result<Self, Error> {
        check_len(&data, width, height)?;
        for pixel in data.chunks_exact_mut(4) {
            let alpha = pixel[3];
            for color in &mut pixel[..3] {
                *color = alpha::multiply(*color, alpha);
            }
        }
        Ok(Self { data, width, height, dpi: CSS_DPI, opaque: OnceLock::new() })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Pixels per inch: what it was rendered at or its PNG file says, else 96. Written into a PNG's pHYs chunk.
    #[must_use]
    pub fn dpi(&self) -> f64 {
        self.dpi
    }

    /// The premultiplied bytes, `4 * width * height` of them.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The premultiplied bytes, to be taken over.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// Whether every pixel has red, green and blue alike.
    pub(crate) fn is_grey(&self, watch: &Watch) -> Result<bool, Error> {
        for part in watch.parts(self.data.as_chunks::<4>().0) {
            if !part?.iter().all(|[r, g, b, _]| r == g && g == b) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether every pixel is opaque. A large picture is [looked through](Self::look_through) before somebody asks.
    pub(crate) fn is_opaque(&self) -> bool {
        *self.opaque.get_or_init(|| self.data.as_chunks::<4>().0.chunks(ITEMS_A_CHECK).all(are_opaque))
    }

    /// Finds out whether every pixel is opaque, and looks at the watch meanwhile.
    pub(crate) fn look_through(&self, watch: &Watch) -> Result<(), Error> {
        if self.opaque.get().is_some() {
            return Ok(());
        }
        let mut opaque = true;
        for part in watch.parts(self.data.as_chunks::<4>().0) {
            opaque = are_opaque(part?);
            if !opaque {
                break;
            }
        }
        // Where another thread was faster, it found the same.
        let _ = self.opaque.set(opaque);
        Ok(())
    }

    /// The premultiplied pixel in a column and row, if they lie within.
    ///
    /// ```
    /// let pixmap = inkstone::Pixmap::from_straight(vec![255, 0, 0, 128], 1, 1)?;
    /// assert_eq!(pixmap.pixel(0, 0), Some([128, 0, 0, 128]));
    /// assert_eq!(pixmap.pixel(1, 0), None);
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.data.get(at..at + 4)?.try_into().ok()
    }

    /// A copy of the bytes with straight alpha: each colour is `floor((255 c + a / 2) / a)`, 0 where alpha is 0.
    #[must_use]
    pub fn to_straight(&self) -> Vec<u8> {
        let mut out = vec![0; self.data.len()];
        alpha::unpremultiply(&self.data, &mut out);
        out
    }

    /// The pixels, to be drawn into.
    pub fn as_mut(&mut self) -> PixmapMut<'_> {
        self.opaque.take();
        let (width, height) = (self.width, self.height);
        PixmapMut { data: &mut self.data, width, height, stride: width as usize * 4 }
    }
}

/// A borrowed picture that can be drawn into, in the format of [`Pixmap`]; rows may be longer than the picture is wide.
#[derive(Debug)]
pub struct PixmapMut<'a> {
    /// At least `stride * (height - 1) + 4 * width` bytes.
    pub data: &'a mut [u8],
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes from the start of a row to the start of the next, at least `4 * width`.
    pub stride: usize,
}

impl PixmapMut<'_> {
    /// Whether the buffer holds what width, height and stride say.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let row = self.width as usize * 4;
        if self.stride < row {
            return Err(Error::InvalidBuffer { what: "stride", got: self.stride, needed: row });
        }
        let needed = (self.height as usize)
            .checked_sub(1)
            .and_then(|rows| rows.checked_mul(self.stride))
            .and_then(|bytes| bytes.checked_add(row))
            .unwrap_or(usize::MAX);
        if self.data.len() < needed {
            return Err(Error::InvalidBuffer { what: "length", got: self.data.len(), needed });
        }
        Ok(())
    }

    /// The bytes of each row, without what lies between rows.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        let row = self.width as usize * 4;
        self.data.chunks_mut(self.stride.max(1)).take(self.height as usize).map(move |bytes| &mut bytes[..row])
    }
}

/// Bytes of a tightly packed picture.
pub(crate) fn byte_len(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height) * 4
}

fn check_len(data: &[u8], width: u32, height: u32) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::InvalidSize {
            width: f64::from(width),
            height: f64::from(height),
            expected: "at least one pixel a side",
        });
    }
    let needed = u64::from(width) * u64::from(height);
    if !data.len().is_multiple_of(4) || data.len() as u64 / 4 != needed {
        return Err(Error::InvalidBuffer {
            what: "length",
            got: data.len(),
            needed: usize::try_from(needed.saturating_mul(4)).unwrap_or(usize::MAX),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_opaque_is_looked_at_again_once_it_could_be_drawn_into() {
        let mut pixmap = Pixmap::from_premultiplied(vec![255; 3 * 2 * 4], 3, 2).unwrap();
        let asked = pixmap.clone();
        assert!(asked.is_opaque());
        assert_eq!(asked, pixmap, "having asked is no difference");
        assert!(pixmap.is_opaque());
        pixmap.as_mut().data[5 * 4..].fill(0);
        assert!(!pixmap.is_opaque());
        assert!(!pixmap.clone().is_opaque());
    }
}
