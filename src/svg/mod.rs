//! SVG: a display list as a document. What is written for what is told at [`Canvas::to_svg`](crate::Canvas::to_svg).
//!
//! Two passes over the list: [`survey`] finds what is defined at the start (glyphs, pictures, whether there are operators
//! that take masks), [`mod@write`] writes items in order, with gradients and clips just before the item that uses them. The
//! document itself is never held: [`out`] hands it on in pieces.
//!
//! | id | what |
//! |---|---|
//! | `g`, `i` | glyph outlines, pictures |
//! | `p`, `q` | paint servers, the masks of translucent conic gradients |
//! | `t` | the tiles of patterns; `t0-` begins the ids inside the first |
//! | `c` | clips |
//! | `b`, `s`, `m` | what lies below a layer put down by masks, the layer, their masks |
//! | `fw`, `fn`, `fo` | the filters of those masks |

mod base64;
mod conic;
mod filter;
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
mod tiles;
mod write;

pub use options::SvgOptions;
pub(crate) use write::{SvgJob, write_svg};
