//! tiny-skia + cosmic-text + png, glued by hand as one would who knows all three: one font system, one text buffer and
//! one pixmap for all pictures; glyph masks made once by swash and blitted by a loop of our own, not filled as paths.

use std::collections::HashMap;
use std::rc::Rc;

use cosmic_text::{
    Attrs, Buffer, CacheKey, Family, FontSystem, Metrics, Shaping, SwashCache, SwashContent, Weight, fontdb,
};
use kurbo::{BezPath, PathEl, RoundedRect, Shape as _};
use png::ColorType;
use tiny_skia as ts;

use super::Picture;
use crate::scenes::{FAMILY, Item, Paint, Rgba, Scene, Text, photo};
use crate::{encode, fonts};

/// A glyph's mask, relative to the pixel of its origin.
struct Mask {
    left: i32,
    top: i32,
    width: usize,
    data: Vec<u8>,
}

enum Op {
    Fill(ts::Path, ts::Paint<'static>),
    Stroke(ts::Path, ts::Paint<'static>, ts::Stroke),
    Photo(ts::Path, ts::Transform),
    Text(usize),
}

struct Glue {
    described: Rc<Scene>,
    ops: Vec<Op>,
    photo: ts::Pixmap,
    pixmap: ts::Pixmap,
    fonts: FontSystem,
    buffer: Buffer,
    swash: SwashCache,
    masks: HashMap<CacheKey, Option<Mask>>,
}

pub fn ready(described: &Rc<Scene>) -> Option<Box<dyn Picture>> {
    let mut database = fontdb::Database::new();
    for font in fonts::all() {
        database.load_font_source(fontdb::Source::Binary(std::sync::Arc::new(*font)));
    }
    let mut fonts = FontSystem::new_with_locale_and_db("zh-CN".to_owned(), database);
    let buffer = Buffer::new(&mut fonts, Metrics::new(16.0, 24.0));
    let (width, height) = photo::SIZE;
    let size = ts::IntSize::from_wh(width, height)?;
    Some(Box::new(Glue {
        described: described.clone(),
        ops: build(described),
        photo: ts::Pixmap::from_vec(photo(), size)?,
        pixmap: ts::Pixmap::new(described.width, described.height)?,
        fonts,
        buffer,
        swash: SwashCache::new(),
        masks: HashMap::new(),
    }))
}

impl Picture for Glue {
    fn draw(&mut self, n: u32) {
        if self.described.numbered {
            self.ops = build(&self.described);
        }
        if let Some([r, g, b, a]) = self.described.background {
            self.pixmap.fill(ts::Color::from_rgba8(r, g, b, a));
        }
        let described = self.described.clone();
        let identity = ts::Transform::identity();
        for op in &self.ops {
            match op {
                Op::Fill(path, paint) => {
                    self.pixmap.fill_path(path, paint, ts::FillRule::Winding, identity, None);
                }
                Op::Stroke(path, paint, stroke) => self.pixmap.stroke_path(path, paint, stroke, identity, None),
                Op::Photo(path, transform) => {
                    let quality = ts::FilterQuality::Bilinear;
                    let shader = ts::Pattern::new(self.photo.as_ref(), ts::SpreadMode::Pad, quality, 1.0, *transform);
                    let paint = ts::Paint { shader, ..ts::Paint::default() };
                    self.pixmap.fill_path(path, &paint, ts::FillRule::Winding, identity, None);
                }
                Op::Text(item) => {
                    let Item::Text(text) = &described.items[*item] else { continue };
                    let (fonts, buffer) = (&mut self.fonts, &mut self.buffer);
                    draw_text(text, n, fonts, buffer, &mut self.swash, &mut self.masks, &mut self.pixmap);
                }
            }
        }
    }

    fn encode(&mut self) -> Vec<u8> {
        encode::png(self.pixmap.data(), self.pixmap.width(), self.pixmap.height(), ColorType::Rgba)
    }
}

fn draw_text(
    text: &Text,
    n: u32,
    fonts: &mut FontSystem,
    buffer: &mut Buffer,
    swash: &mut SwashCache,
    masks: &mut HashMap<CacheKey, Option<Mask>>,
    pixmap: &mut ts::Pixmap,
) {
    let metrics = Metrics::new(text.size as f32, text.line_height as f32);
    buffer.set_metrics_and_size(metrics, text.width.map(|width| width as f32), None);
    let attrs = Attrs::new().family(Family::Name(FAMILY)).weight(Weight(text.weight()));
    buffer.set_text(&text.numbered(n), &attrs, Shaping::Advanced, None);
    buffer.shape_until_scroll(fonts, false);
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let mut first = None;
    for run in buffer.layout_runs() {
        let first = *first.get_or_insert(run.line_y);
        let x = text.at.x as f32 - if text.middle { run.line_w / 2.0 } else { 0.0 };
        let y = (text.at.y as f32 + run.line_y - first).round();
        for glyph in run.glyphs {
            let place = glyph.physical((x, y), 1.0);
            let mask = masks.entry(place.cache_key).or_insert_with(|| {
                let image = swash.get_image_uncached(fonts, place.cache_key)?;
                let p = image.placement;
                let mask = Mask { left: p.left, top: p.top, width: p.width as usize, data: image.data };
                (image.content == SwashContent::Mask && mask.width > 0).then_some(mask)
            });
            if let Some(mask) = mask {
                let (left, top) = (place.x + mask.left, place.y - mask.top);
                blit(pixmap.data_mut(), (width, height), &mask.data, mask.width, (left, top), text.color);
            }
        }
    }
}

/// A colour through an A8 mask over RGBA pixels.
pub fn blit(
    pixels: &mut [u8],
    (width, height): (usize, usize),
    mask: &[u8],
    mask_width: usize,
    (left, top): (i32, i32),
    color: Rgba,
) {
    let cut = |at: i32, len: usize, max: usize| {
        let (from, to) = (at.clamp(0, max as i32), (at + len as i32).clamp(0, max as i32));
        (from as usize, to as usize)
    };
    let rows = mask.len() / mask_width;
    let ((x0, x1), (y0, y1)) = (cut(left, mask_width, width), cut(top, rows, height));
    if x0 >= x1 {
        return;
    }
    let skip = (x0 as i32 - left) as usize;
    for y in y0..y1 {
        let at = (y as i32 - top) as usize * mask_width + skip;
        let row = pixels[(y * width + x0) * 4..(y * width + x1) * 4].as_chunks_mut::<4>().0;
        for (pixel, cover) in row.iter_mut().zip(&mask[at..at + x1 - x0]) {
            match cover {
                0 => {}
                255 if color[3] == 255 => *pixel = color,
                _ => *pixel = mix(*pixel, color, *cover),
            }
        }
    }
}

/// A straight colour, scaled by `cover`, over a premultiplied pixel; two channels to a word.
fn mix(pixel: [u8; 4], [r, g, b, a]: Rgba, cover: u8) -> [u8; 4] {
    const PAIR: u32 = 0x00ff_00ff;
    let halves = |sum: u32| ((sum + ((sum >> 8) & PAIR)) >> 8) & PAIR;
    let t = u32::from(a) * u32::from(cover) + 128;
    let alpha = (t + (t >> 8)) >> 8;
    let (from, to) = (u32::from_le_bytes([r, g, b, 255]), u32::from_le_bytes(pixel));
    let half = |from: u32, to: u32| halves((from & PAIR) * alpha + (to & PAIR) * (255 - alpha) + 0x0080_0080);
    (half(from, to) | (half(from >> 8, to >> 8) << 8)).to_le_bytes()
}

fn build(described: &Scene) -> Vec<Op> {
    let op = |(i, item): (usize, &Item)| match item {
        Item::Fill { shape, paint } => Some(Op::Fill(path(&shape.path())?, to_paint(paint)?)),
        Item::Line { points, width, color } => {
            let mut builder = ts::PathBuilder::with_capacity(points.len(), points.len());
            builder.move_to(points[0].x as f32, points[0].y as f32);
            points[1..].iter().for_each(|point| builder.line_to(point.x as f32, point.y as f32));
            let stroke = ts::Stroke { width: *width as f32, ..ts::Stroke::default() };
            Some(Op::Stroke(builder.finish()?, to_paint(&Paint::Solid(*color))?, stroke))
        }
        Item::Photo { rect, radius } => {
            let (sx, sy) = (rect.width() / f64::from(photo::SIZE.0), rect.height() / f64::from(photo::SIZE.1));
            let transform = ts::Transform::from_row(sx as f32, 0.0, 0.0, sy as f32, rect.x0 as f32, rect.y0 as f32);
            Some(Op::Photo(path(&RoundedRect::from_rect(*rect, *radius).to_path(0.01))?, transform))
        }
        Item::Text(_) => Some(Op::Text(i)),
    };
    described.items.iter().enumerate().filter_map(op).collect()
}

pub fn to_paint(paint: &Paint) -> Option<ts::Paint<'static>> {
    let color = |[r, g, b, a]: Rgba| ts::Color::from_rgba8(r, g, b, a);
    let shader = match paint {
        Paint::Solid(rgba) => ts::Shader::SolidColor(color(*rgba)),
        Paint::Linear(from, to, colors) => {
            let last = (colors.len() - 1) as f32;
            let stops = (0_u8..).zip(colors).map(|(i, rgba)| ts::GradientStop::new(f32::from(i) / last, color(*rgba)));
            let [from, to] = [from, to].map(|point| ts::Point::from_xy(point.x as f32, point.y as f32));
            let identity = ts::Transform::identity();
            ts::LinearGradient::new(from, to, stops.collect(), ts::SpreadMode::Pad, identity)?
        }
    };
    Some(ts::Paint { shader, ..ts::Paint::default() })
}

pub fn path(path: &BezPath) -> Option<ts::Path> {
    let mut builder = ts::PathBuilder::new();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => builder.move_to(p.x as f32, p.y as f32),
            PathEl::LineTo(p) => builder.line_to(p.x as f32, p.y as f32),
            PathEl::QuadTo(a, p) => builder.quad_to(a.x as f32, a.y as f32, p.x as f32, p.y as f32),
            PathEl::CurveTo(a, b, p) => {
                builder.cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, p.x as f32, p.y as f32);
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}
