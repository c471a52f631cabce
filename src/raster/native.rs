//! [`Native`]: our own rasterizer's shapes and shaders.

use std::ops::Range;
use std::sync::Arc;

use kurbo::Affine;

use super::plan::Backend;
use crate::composite::Shader;
use crate::coverage::Shape;
use crate::error::Error;
use crate::image::Sampling;
use crate::outline::{Polygons, Quads};
use crate::paint::{FillRule, Paint};
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// Shapes and shaders for a canvas of a size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Native {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Backend for Native {
    type Outline = Shape;
    type Paint = Shader;

    const UNIONS: bool = true;

    fn sized(&self, (width, height): (u32, u32)) -> Self {
        Self { width, height }
    }

    fn outline(&self, polygons: &Polygons, rule: FillRule, watch: &Watch) -> Result<Option<Shape>, Error> {
        Shape::new(polygons, rule, self.width, self.height, watch)
    }

    fn union(&self, quads: &Quads, watch: &Watch) -> Result<Option<Shape>, Error> {
        Shape::union(quads, self.width, self.height, watch)
    }

    fn rows(&self, outline: &Shape) -> Range<u32> {
        outline.rows()
    }

    fn paint_bytes(&self, paint: &Shader) -> u64 {
        paint.bytes()
    }

    fn paint(&self, paint: &Paint, transform: Affine, dither: Option<(i64, i64)>) -> Option<Shader> {
        let shader = Shader::paint(paint, transform)?;
        Some(match dither {
            Some(origin) => shader.dithered(origin),
            None => shader,
        })
    }

    fn hides(&self, outline: &Shape, paint: &Shader) -> bool {
        outline.covers(self.width, self.height) && paint.is_opaque()
    }

    fn image(&self, pixels: &Arc<Pixmap>, sampling: Sampling, axes: (bool, bool), transform: Affine) -> Option<Shader> {
        Shader::image(pixels, sampling, axes, transform)
    }

    fn free_outline(outline: &mut Shape, watch: &Watch) {
        outline.free(watch);
    }

    fn free_paint(paint: &mut Shader, watch: &Watch) {
        paint.free(watch);
    }
}
