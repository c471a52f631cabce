//! `vello_cpu` (u8, no threads, glyphs through its atlas) with parley's layout.

use std::rc::Rc;
use std::sync::Arc;

use kurbo::{Affine, BezPath, RoundedRect, Shape as _, Stroke};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{Alignment, AlignmentOptions, FontContext, FontFamily, FontWeight, Layout, LayoutContext, LineHeight};
use parley::{PositionedLayoutItem, StyleProperty};
use png::ColorType;
use vello_cpu::peniko::color::{AlphaColor, Srgb};
use vello_cpu::peniko::{Gradient, ImageQuality, ImageSampler};
use vello_cpu::{
    Glyph, Image, ImageSource, Level, PaintType, Pixmap, PixmapMut, RasterizerSettings, RenderContext, RenderSettings,
    Resources, TargetInit,
};

use super::Picture;
use crate::scenes::{FAMILY, Item, Paint, Rgba, Scene, Text, photo};
use crate::{encode, fonts};

enum Op {
    Fill(BezPath, PaintType),
    Stroke(BezPath, PaintType, Stroke),
    Photo(BezPath, Affine),
    Text(usize),
}

struct Vello {
    described: Rc<Scene>,
    ops: Vec<Op>,
    photo: Image,
    context: RenderContext,
    resources: Resources,
    settings: RasterizerSettings,
    pixels: Vec<u8>,
    text: TextContexts,
}

struct TextContexts {
    fonts: FontContext,
    contexts: LayoutContext<()>,
    layout: Layout<()>,
}

pub fn ready(described: &Rc<Scene>) -> Option<Box<dyn Picture>> {
    let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    let mut fonts = FontContext { collection, source_cache: SourceCache::default() };
    for font in fonts::all() {
        fonts.collection.register_fonts(Blob::new(Arc::new(*font)), None);
    }
    let target_init = TargetInit::Clear(described.background.map_or(AlphaColor::TRANSPARENT, color));
    Some(Box::new(Vello {
        described: described.clone(),
        ops: build(described),
        photo: image(photo(), photo::SIZE),
        context: context(described.width, described.height),
        resources: Resources::new(),
        settings: RasterizerSettings { target_init, ..RasterizerSettings::default() },
        pixels: vec![0; (described.width * described.height * 4) as usize],
        text: TextContexts { fonts, contexts: LayoutContext::new(), layout: Layout::new() },
    }))
}

/// One without threads, at the best level of the machine.
pub fn context(width: u32, height: u32) -> RenderContext {
    let settings = RenderSettings { level: Level::new(), num_threads: 0 };
    RenderContext::new_with(width as u16, height as u16, settings)
}

/// An opaque image, bilinear.
pub fn image(pixels: Vec<u8>, (width, height): (u32, u32)) -> Image {
    let mut pixmap = Pixmap::new(width as u16, height as u16);
    pixmap.data_as_u8_slice_mut().copy_from_slice(&pixels);
    pixmap.set_may_have_transparency(false);
    let sampler = ImageSampler { quality: ImageQuality::Medium, ..ImageSampler::default() };
    Image { image: ImageSource::Pixmap(Arc::new(pixmap)), sampler }
}

pub fn color([r, g, b, a]: Rgba) -> AlphaColor<Srgb> {
    AlphaColor::from_rgba8(r, g, b, a)
}

impl Picture for Vello {
    fn draw(&mut self, n: u32) {
        if self.described.numbered {
            self.ops = build(&self.described);
        }
        let context = &mut self.context;
        context.reset();
        for op in &self.ops {
            match op {
                Op::Fill(path, paint) => {
                    context.set_paint(paint.clone());
                    context.fill_path(path);
                }
                Op::Stroke(path, paint, stroke) => {
                    context.set_paint(paint.clone());
                    context.set_stroke(stroke.clone());
                    context.stroke_path(path);
                }
                Op::Photo(path, transform) => {
                    context.set_paint(self.photo.clone());
                    context.set_paint_transform(*transform);
                    context.fill_path(path);
                    context.reset_paint_transform();
                }
                Op::Text(item) => {
                    let Item::Text(text) = &self.described.items[*item] else { continue };
                    draw_text(text, n, &mut self.text, context, &mut self.resources);
                }
            }
        }
        context.flush();
        let (width, height) = (self.described.width as u16, self.described.height as u16);
        let target = PixmapMut::new(width, height, &mut self.pixels).expect("the buffer's size");
        context.render_with(target, &mut self.resources, self.settings);
    }

    fn encode(&mut self) -> Vec<u8> {
        encode::png(&self.pixels, self.described.width, self.described.height, ColorType::Rgba)
    }
}

fn draw_text(text: &Text, n: u32, with: &mut TextContexts, context: &mut RenderContext, resources: &mut Resources) {
    let string = text.numbered(n);
    let mut builder = with.contexts.ranged_builder(&mut with.fonts, &string, 1.0, true);
    builder.push_default(StyleProperty::FontFamily(FontFamily::named(FAMILY)));
    builder.push_default(StyleProperty::FontSize(text.size as f32));
    builder.push_default(StyleProperty::FontWeight(FontWeight::new(f32::from(text.weight()))));
    builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(text.line_height as f32)));
    builder.build_into(&mut with.layout, &string);
    with.layout.break_all_lines(text.width.map(|width| width as f32));
    with.layout.align(Alignment::Start, AlignmentOptions::default());
    let x = text.at.x - if text.middle { f64::from(with.layout.width()) / 2.0 } else { 0.0 };
    let mut first = None;
    context.set_paint(color(text.color));
    for line in with.layout.lines() {
        for item in line.items() {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let first = *first.get_or_insert(run.baseline());
            let shift = (x as f32, text.at.y as f32 - first);
            let glyphs = run.positioned_glyphs().map(move |glyph| Glyph {
                id: glyph.id,
                x: glyph.x + shift.0,
                y: (glyph.y + shift.1).round(),
            });
            context
                .glyph_run(resources, run.run().font())
                .font_size(text.size as f32)
                .hint(true)
                .atlas_cache(true)
                .fill_glyphs(glyphs)
                .expect("the glyphs are drawn");
        }
    }
}

fn build(described: &Scene) -> Vec<Op> {
    let op = |(i, item): (usize, &Item)| match item {
        Item::Fill { shape, paint } => Op::Fill(shape.path(), to_paint(paint)),
        Item::Line { points, width, color: rgba } => {
            let mut path = BezPath::new();
            path.move_to(points[0]);
            points[1..].iter().for_each(|point| path.line_to(*point));
            let stroke = Stroke::new(*width).with_join(kurbo::Join::Miter).with_miter_limit(4.0);
            Op::Stroke(path, color(*rgba).into(), stroke.with_caps(kurbo::Cap::Butt))
        }
        Item::Photo { rect, radius } => {
            let (sx, sy) = (rect.width() / f64::from(photo::SIZE.0), rect.height() / f64::from(photo::SIZE.1));
            let transform = Affine::new([sx, 0.0, 0.0, sy, rect.x0, rect.y0]);
            Op::Photo(RoundedRect::from_rect(*rect, *radius).to_path(0.01), transform)
        }
        Item::Text(_) => Op::Text(i),
    };
    described.items.iter().enumerate().map(op).collect()
}

fn to_paint(paint: &Paint) -> PaintType {
    match paint {
        Paint::Solid(rgba) => color(*rgba).into(),
        Paint::Linear(from, to, colors) => {
            let colors: Vec<_> = colors.iter().map(|rgba| color(*rgba)).collect();
            Gradient::new_linear(*from, *to).with_stops(colors.as_slice()).into()
        }
    }
}
