//! Encoding: pixels to PNG, and files that appear whole or not at all.

mod file;
mod png;

pub(crate) use file::save;
#[cfg(feature = "cli")]
pub use file::save_with;
pub(crate) use png::{write_png, write_png_rows};
