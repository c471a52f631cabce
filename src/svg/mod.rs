//! SVG: a display list as a document of SVG 1.1 and the CSS properties named here.

mod base64;
mod conic;
mod glyphs;
mod groups;
mod image;
mod number;
mod operator;
mod options;
mod out;
mod paint;
mod path;
mod survey;
mod write;

pub use options::SvgOptions;
pub(crate) use write::{SvgJob, write_svg};
