//! [`Shader`]: a paint made ready for device pixels.

use std::sync::Arc;

use fearless_simd::Simd;
use kurbo::Affine;

use super::gradient::Gradient;
use super::picture::{Picture, Scratch};
use crate::alpha::multiply;
use crate::image::Sampling;
use crate::paint::{Color, Paint};
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// What colour each device pixel has: made once a plan, read by every band.
#[derive(Debug)]
pub(crate) struct Shader {
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Premultiplied.
    Solid([u8; 4]),
    Gradient(Box<Gradient>),
    Picture(Box<Picture>),
}

impl Shader {
    /// The shader of a paint whose coordinates `transform` maps to device pixels; `None` where it paints nothing.
    pub(crate) fn paint(paint: &Paint, transform: Affine) -> Option<Self> {
        let kind = match paint {
            Paint::Solid(color) => Kind::Solid(premultiplied(*color)),
            Paint::Gradient(gradient) => Kind::Gradient(Box::new(Gradient::new(gradient, transform)?)),
            // Of its tile's pixels a shader is made.
            Paint::Pattern(_) => return None,
        };
        Some(Self { kind })
    }

    /// The same, its colours dithered where there are ramps of them. `origin` is where the surface's first pixel lies on the
    /// canvas: whatever layer a pixel is in, its place on the canvas counts.
    pub(crate) fn dithered(mut self, origin: (i64, i64)) -> Self {
        if let Kind::Gradient(gradient) = &mut self.kind {
            gradient.dither = Some(origin);
        }
        self
    }

    /// Bytes it holds, a picture's pixels aside.
    pub(crate) fn bytes(&self) -> u64 {
        match &self.kind {
            Kind::Solid(_) => 0,
            Kind::Gradient(gradient) => size_of::<Gradient>() as u64 + gradient.bytes(),
            Kind::Picture(_) => size_of::<Picture>() as u64,
        }
    }

    /// The shader of a picture whose pixels `transform` maps to device pixels, repeated along x and y or not; `None` where it
    /// paints nothing.
    pub(crate) fn image(
        pixels: &Arc<Pixmap>,
        sampling: Sampling,
        axes: (bool, bool),
        transform: Affine,
    ) -> Option<Self> {
        let picture = Picture::new(pixels, sampling, axes, transform)?;
        Some(Self { kind: Kind::Picture(Box::new(picture)) })
    }

    /// Frees a picture's pixels where nobody else has them.
    pub(crate) fn free(&mut self, watch: &Watch) {
        match &mut self.kind {
            Kind::Picture(picture) => picture.free(watch),
            Kind::Solid(_) | Kind::Gradient(_) => {}
        }
    }

    /// Whether each of its pixels is opaque.
    pub(crate) fn is_opaque(&self) -> bool {
        match &self.kind {
            Kind::Solid(color) => color[3] == 255,
            Kind::Gradient(gradient) => gradient.is_opaque(),
            Kind::Picture(picture) => picture.is_opaque(),
        }
    }

    /// How many columns between two spans are better shaded than left out, after which colours are begun anew.
    pub(super) fn gap(&self) -> usize {
        match &self.kind {
            Kind::Gradient(gradient) => gradient.gap(),
            Kind::Solid(_) | Kind::Picture(_) => 0,
        }
    }

    /// The premultiplied colours of pixels of a row from the column `x0` on, which is a multiple of sixteen, as many as
    /// fit into `out`, which are a multiple of sixteen too.
    pub(super) fn colors<S: Simd>(&self, simd: S, x0: u32, y: u32, out: &mut [u8], scratch: &mut Scratch) {
        match &self.kind {
            Kind::Solid(color) => out.as_chunks_mut::<4>().0.fill(*color),
            Kind::Gradient(gradient) => gradient.colors(simd, x0, y, out),
            Kind::Picture(picture) => picture.colors(simd, x0, y, out, scratch),
        }
    }
}

/// A colour rounded to 8 bits, and then premultiplied: the bytes of a shape are those of text.
pub(crate) fn premultiplied(color: Color) -> [u8; 4] {
    let [r, g, b, a] = color.to_rgba8().to_u8_array();
    [multiply(r, a), multiply(g, a), multiply(b, a), a]
}
