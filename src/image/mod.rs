//! Pictures: decoded, bounded, shared.

mod decode;
mod info;
mod picture;
mod samples;
#[cfg(feature = "svg-in")]
mod svg;

pub(crate) use decode::{Decoded, decode_png, png_size};
pub use info::{PngColorType, PngInfo};
pub(crate) use picture::ImageSource;
pub use picture::{Image, Sampling};
#[cfg(feature = "svg-in")]
pub(crate) use svg::{Svg, Work};
