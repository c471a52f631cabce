//! `vello_cpu`: u8, no threads, one context that is reset; glyphs through its atlas.

use std::rc::Rc;
use std::sync::Arc;

use kurbo::{Affine, Rect, Shape as _, Stroke};
use vello_cpu::peniko::color::{AlphaColor, Srgb};
use vello_cpu::peniko::{Blob, Extend, FontData, Gradient, ImageQuality};
use vello_cpu::{
    Glyph, Image, ImageSource, PaintType, Pixmap, PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit,
};

use super::Drawn;
use super::work::{Brush, GLYPH_ROW, GLYPH_SIZE, GLYPHS, GLYPHS_A_ROW, IMAGE, Step, TILE, Tiled, Work, tile_shapes};
use crate::fonts;
use crate::masks::glyph_ids;
use crate::rivals::{vello_color, vello_context, vello_image};
use crate::scenes::{Rgba, photo};

enum Op {
    Rect(Rect, PaintType),
    Fill(kurbo::BezPath, PaintType),
    Stroke(kurbo::BezPath, Stroke, PaintType),
    Clip(kurbo::BezPath),
    Image(Rect, Affine),
    Tiles(Image, Affine),
    /// Drawn onto a tile each time, by a context of its own.
    Drawn(Vec<(kurbo::BezPath, PaintType)>, Box<RenderContext>, Affine),
    Glyphs(FontData, Vec<Glyph>, PaintType),
}

struct Vello {
    ops: Vec<Op>,
    image: Option<Image>,
    context: RenderContext,
    resources: Resources,
    settings: RasterizerSettings,
    pixels: Vec<u8>,
}

pub fn ready(work: &Work, image: &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>> {
    let shown = work.steps.iter().any(|step| matches!(step, Step::Image(..)));
    let target_init = TargetInit::Clear(AlphaColor::WHITE);
    Some(Box::new(Vello {
        ops: work.steps.iter().map(op).collect(),
        image: shown.then(|| vello_image(image.to_vec(), IMAGE)),
        context: vello_context(work.width, work.height),
        resources: Resources::new(),
        settings: RasterizerSettings { target_init, ..RasterizerSettings::default() },
        pixels: vec![0; (work.width * work.height * 4) as usize],
    }))
}

fn op(step: &Step) -> Op {
    match step {
        Step::Rect(rect, brush) => Op::Rect(*rect, paint(brush)),
        Step::Path(path, brush) => Op::Fill(path.clone(), paint(brush)),
        Step::Stroke(path, width, rgba) => {
            let stroke = Stroke::new(*width).with_join(kurbo::Join::Miter).with_miter_limit(4.0);
            Op::Stroke(path.clone(), stroke.with_caps(kurbo::Cap::Butt), vello_color(*rgba).into())
        }
        Step::Clip(path) => Op::Clip(path.clone()),
        Step::Image(scale, at) => {
            let size = (f64::from(IMAGE.0) * scale, f64::from(IMAGE.1) * scale);
            Op::Image(Rect::from_origin_size(*at, size), Affine::new([*scale, 0.0, 0.0, *scale, at.x, at.y]))
        }
        Step::Tiles(Tiled::Picture, transform) => {
            Op::Tiles(repeated(vello_image(photo::sized((TILE, TILE)), (TILE, TILE)), *transform), *transform)
        }
        Step::Tiles(Tiled::Scene, transform) => {
            let shapes = tile_shapes().into_iter().map(|(path, rgba)| (path, vello_color(rgba).into()));
            Op::Drawn(shapes.collect(), Box::new(vello_context(TILE, TILE)), *transform)
        }
        Step::Glyphs(at, rgba) => {
            let font = FontData::new(Blob::new(Arc::new(fonts::BOLD)), 0);
            let glyph = |(i, id): (usize, skrifa::GlyphId)| Glyph {
                id: id.to_u32(),
                x: (at.x + (i % GLYPHS_A_ROW) as f64 * GLYPH_SIZE) as f32,
                y: (at.y + (i / GLYPHS_A_ROW) as f64 * GLYPH_ROW) as f32,
            };
            let glyphs = glyph_ids(fonts::BOLD, GLYPHS).into_iter().enumerate().map(glyph);
            Op::Glyphs(font, glyphs.collect(), vello_color(*rgba).into())
        }
    }
}

fn paint(brush: &Brush) -> PaintType {
    let stops = |colors: &[Rgba; 3]| -> [AlphaColor<Srgb>; 3] { colors.map(vello_color) };
    match brush {
        Brush::Solid(rgba) => vello_color(*rgba).into(),
        Brush::Linear(from, to, colors) => Gradient::new_linear(*from, *to).with_stops(stops(colors)).into(),
        Brush::Radial(center, radius, colors) => {
            Gradient::new_radial(*center, *radius as f32).with_stops(stops(colors)).into()
        }
        Brush::Conic(center, colors) => {
            Gradient::new_sweep(*center, 0.0, std::f32::consts::TAU).with_stops(stops(colors)).into()
        }
    }
}

/// Again and again; moved by whole pixels without the arithmetic of what lies between them.
fn repeated(mut image: Image, transform: Affine) -> Image {
    (image.sampler.x_extend, image.sampler.y_extend) = (Extend::Repeat, Extend::Repeat);
    let is_moved = transform.as_coeffs()[..4] == [1.0, 0.0, 0.0, 1.0];
    image.sampler.quality = if is_moved { ImageQuality::Low } else { ImageQuality::Medium };
    image
}

impl Drawn for Vello {
    fn draw(&mut self) {
        let context = &mut self.context;
        context.reset();
        let mut clips = 0;
        let whole = Rect::new(0.0, 0.0, f64::from(context.width()), f64::from(context.height()));
        let tiles = |context: &mut RenderContext, image: Image, transform: Affine| {
            context.set_paint(image);
            context.set_paint_transform(transform);
            context.fill_rect(&whole);
            context.reset_paint_transform();
        };
        for op in &mut self.ops {
            match op {
                Op::Rect(rect, paint) => {
                    context.set_paint(paint.clone());
                    context.fill_rect(rect);
                }
                Op::Fill(path, paint) => {
                    context.set_paint(paint.clone());
                    context.fill_path(path);
                }
                Op::Stroke(path, stroke, paint) => {
                    context.set_paint(paint.clone());
                    context.set_stroke(stroke.clone());
                    context.stroke_path(path);
                }
                Op::Clip(path) => {
                    context.push_clip_path(path);
                    clips += 1;
                }
                Op::Image(rect, transform) => {
                    context.set_paint(self.image.clone().expect("made ready"));
                    context.set_paint_transform(*transform);
                    context.fill_path(&rect.to_path(0.1));
                    context.reset_paint_transform();
                }
                Op::Tiles(image, transform) => tiles(context, image.clone(), *transform),
                Op::Drawn(shapes, drawing, transform) => {
                    drawing.reset();
                    for (path, paint) in shapes {
                        drawing.set_paint(paint.clone());
                        drawing.fill_path(path);
                    }
                    drawing.flush();
                    let mut tile = Pixmap::new(TILE as u16, TILE as u16);
                    drawing.render(&mut tile, &mut self.resources);
                    let image = Image { image: ImageSource::Pixmap(Arc::new(tile)), sampler: Default::default() };
                    tiles(context, repeated(image, *transform), *transform);
                }
                Op::Glyphs(font, glyphs, paint) => {
                    context.set_paint(paint.clone());
                    let run = context.glyph_run(&mut self.resources, font).font_size(GLYPH_SIZE as f32);
                    let run = run.hint(true).atlas_cache(true);
                    run.fill_glyphs(glyphs.iter().copied()).expect("the glyphs are drawn");
                }
            }
        }
        (0..clips).for_each(|_| context.pop_clip());
        context.flush();
        let (width, height) = (context.width(), context.height());
        let target = PixmapMut::new(width, height, &mut self.pixels).expect("the buffer's size");
        context.render_with(target, &mut self.resources, self.settings);
    }

    fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
