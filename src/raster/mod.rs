//! Raster: a display list at one DPI becomes a plan, the plan becomes pixels, band by band.

mod band;
#[cfg(test)]
mod band_tests;
mod bands;
mod blend;
mod blit;
#[cfg(test)]
mod boolean_tests;
mod convert;
#[cfg(test)]
mod dither_tests;
mod frame;
#[cfg(test)]
mod frame_tests;
mod glyphs;
mod layers;
#[cfg(test)]
mod looks_tests;
mod native;
mod parts;
#[cfg(test)]
mod parts_tests;
#[cfg(test)]
mod pattern_tests;
mod patterns;
mod pictures;
mod plan;
mod planner;
mod runs;
mod shader;
mod shares;
#[cfg(test)]
mod singular_tests;
mod sinks;
mod tiny_skia;

pub(crate) use bands::{Bands, Tools};
pub(crate) use glyphs::{GlyphCounts, GlyphSource};
pub(crate) use native::Native;
pub(crate) use plan::{Backend, Plan};
pub(crate) use planner::Planner;
pub(crate) use runs::warm;
pub(crate) use tiny_skia::{TinySkia, draw};
