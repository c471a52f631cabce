//! Pictures: decoded, bounded, shared.

mod decode;
mod picture;

pub(crate) use decode::decode_png;
pub(crate) use picture::ImageSource;
pub use picture::{Image, Sampling};
