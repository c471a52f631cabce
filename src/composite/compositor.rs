//! [`Compositor`]: one thread's way from coverage to pixels.

use super::{Shader, Surface};
use crate::coverage::Span;
use crate::paint::BlendMode;

/// Puts covered colours onto surfaces. Holds the SIMD level and scratch rows.
#[derive(Debug, Default)]
pub(crate) struct Compositor {}

impl Compositor {
    /// Puts a shader over the row `y` of a surface, source-over, through the spans' coverage.
    pub(crate) fn row(
        &mut self,
        _surface: &mut Surface<'_>,
        _shader: &Shader,
        _y: u32,
        _spans: &[Span],
        _masks: &[u8],
    ) {
    }

    /// Puts a shader over a surface through a mask of `width` columns, whose top left pixel is the canvas pixel
    /// `(x, y)`; what lies outside the surface is left out.
    pub(crate) fn mask(
        &mut self,
        _surface: &mut Surface<'_>,
        _shader: &Shader,
        (_x, _y): (i32, i32),
        _width: u32,
        _mask: &[u8],
    ) {
    }

    /// Puts a row of a layer, premultiplied and of the surface's width, onto the row `y` of a surface: `blend_mode` with
    /// the layer scaled by `opacity`. `clip` are the spans and mask bytes of the clip's row, where there is a clip:
    /// outside it nothing changes.
    pub(crate) fn layer_row(
        &mut self,
        _surface: &mut Surface<'_>,
        _y: u32,
        _layer: &[u8],
        _opacity: u8,
        _blend_mode: BlendMode,
        _clip: Option<(&[Span], &[u8])>,
    ) {
    }
}
