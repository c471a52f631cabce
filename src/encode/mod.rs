//! Encoding: pixels to PNG, and files that appear whole or not at all.

mod deflate;
mod file;
mod png;

pub(crate) use file::save;
#[cfg(feature = "cli")]
pub use file::save_with;
pub(crate) use png::{Format, PngFile, StripEncoder, write_png};
pub use png::{PngLevel, PngOptions};
