//! Spans times paint to pixels: shaders, blend arithmetic, image sampling, in SIMD whose every level gives the same
//! bytes. Knows nothing of geometry, glyphs or the scene.

mod affine;
mod ahead;
mod arith;
mod axis;
mod compositor;
mod effects;
mod factor;
mod gradient;
mod lanes;
mod layer;
mod modes;
mod over;
mod picture;
mod plane;
mod progression;
mod ramp;
mod resample;
mod rings;
mod scale;
mod shader;
mod solid;
mod sparse;
mod surface;
#[cfg(test)]
mod tests;

pub(crate) use compositor::Compositor;
pub(crate) use effects::{EffectScratch, Effects, Fall, Layer, Reach};
pub(crate) use modes::{Blend, blend, blend_function};
pub(crate) use resample::{Placing, resample_bytes};
pub(crate) use shader::{Shader, premultiplied};
pub(crate) use surface::Surface;
