//! Spans times paint to pixels: shaders, blend arithmetic, image sampling, in SIMD whose every level gives the same
//! bytes. Knows nothing of geometry, glyphs or the scene.

mod compositor;
mod shader;
mod surface;

pub(crate) use compositor::Compositor;
pub(crate) use shader::Shader;
pub(crate) use surface::Surface;
