//! Encoding: pixels to PNG, and files that appear whole or not at all.

mod file;
mod png;

pub(crate) use file::save;
pub(crate) use png::write_png;
