//! Pictures: decoded, bounded, shared.

mod decode;
mod picture;
#[cfg(feature = "svg-in")]
mod svg;

pub(crate) use decode::{decode_png, png_size};
pub(crate) use picture::ImageSource;
pub use picture::{Image, Sampling};
#[cfg(feature = "svg-in")]
pub(crate) use svg::{Svg, Work};
