//! Pixels of the `image` crate, in and out (feature `image`).

use ::image::RgbaImage;

use crate::error::Error;
use crate::pixmap::Pixmap;

/// Straight alpha, as [`Pixmap::from_straight`].
///
/// ```
/// use inkstone::{Image, Pixmap};
///
/// let photo = image::RgbaImage::from_pixel(3, 2, image::Rgba([200, 100, 50, 255]));
/// let pixmap = Pixmap::try_from(photo)?;
/// assert_eq!(pixmap.pixel(2, 1), Some([200, 100, 50, 255]));
/// let back = image::RgbaImage::from(&pixmap);
/// assert_eq!(back.get_pixel(0, 0).0, [200, 100, 50, 255]);
/// # let _ = Image::from(pixmap);
/// # Ok::<(), inkstone::Error>(())
/// ```
impl TryFrom<RgbaImage> for Pixmap {
    type Error = Error;

    fn try_from(image: RgbaImage) -> Result<Self, Error> {
        let (width, height) = image.dimensions();
        Self::from_straight(image.into_raw(), width, height)
    }
}

/// Straight alpha, as [`Pixmap::to_straight`].
impl From<&Pixmap> for RgbaImage {
    fn from(pixmap: &Pixmap) -> Self {
        // There are as many bytes as the size says: this is no default but what was asked for.
        Self::from_raw(pixmap.width(), pixmap.height(), pixmap.to_straight()).unwrap_or_default()
    }
}
