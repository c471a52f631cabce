//! Pictures: decoded, bounded, shared.

mod decode;
mod fit;
#[cfg(feature = "image")]
mod foreign;
mod info;
mod picture;
mod samples;
#[cfg(feature = "svg-in")]
mod svg;

pub(crate) use decode::{Decoded, decode_png, png_size};
pub use fit::{ObjectFit, Slices};
pub(crate) use fit::{Part, picture_to_item};
pub use info::{PngColorType, PngInfo};
pub(crate) use picture::ImageSource;
pub use picture::{Image, Sampling};
#[cfg(feature = "svg-in")]
pub(crate) use svg::{Svg, Work};
