//! Raster: a display list at one DPI becomes a plan, the plan becomes pixels.

mod blend;
mod blit;
mod glyphs;
mod plan;
mod shader;
mod tiny_skia;

pub(crate) use glyphs::{GlyphCounts, GlyphSource};
pub(crate) use plan::{Plan, Planner};
pub(crate) use tiny_skia::draw;
