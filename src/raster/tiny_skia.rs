//! The `TinySkia` rasterizer: draws a plan, whole canvas, on one thread.

use std::ops::Range;
use std::sync::Arc;

use kurbo::{Affine, Point, Rect};
use tiny_skia as ts;

use super::blend::{blend_layer, lerp_by_mask, own_blend};
use super::blit::{Target, blit};
use super::convert::{polygons_to_tiny_skia, rule_to_tiny_skia, transform_to_tiny_skia};
use super::frame::Frame;
use super::glyphs::GlyphSource;
use super::plan::{Backend, Layer, Masks, Op, PlacedGlyph, Plan};
use super::shader::{Ink, shader};
use crate::alpha::multiply;
use crate::budget::Budget;
use crate::composite::{self, Compositor, EffectScratch};
use crate::error::Error;
use crate::font::{Face, Variation};
use crate::image::Sampling;
use crate::limits::within;
use crate::outline::{Polygons, is_singular, path_work};
use crate::paint::{BlendMode, FillRule, Paint};
use crate::pixmap::{Pixmap, byte_len};
use crate::watch::Watch;

/// Outlines and paints for tiny-skia, on a canvas of a number of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TinySkia {
    pub(crate) height: u32,
    /// `Limits::path_work`.
    pub(crate) path_work: u64,
}

/// Polygons, from fixed point exactly.
#[derive(Debug)]
pub(crate) struct Outline {
    path: ts::Path,
    rule: ts::FillRule,
}

/// What an outline is filled with.
#[derive(Debug)]
pub(crate) enum Fill {
    Ink(Ink),
    /// `transform` maps the picture's pixels to device pixels.
    Image {
        pixels: Arc<Pixmap>,
        sampling: Sampling,
        /// What lies beyond its edges.
        spread: ts::SpreadMode,
        transform: Affine,
    },
}

impl Fill {
    /// Its shader, moved.
    fn shader(&self, offset: Affine) -> Option<ts::Shader<'_>> {
        match self {
            Self::Ink(Ink { paint, transform }) => shader(paint, offset * *transform),
            Self::Image { pixels, sampling, spread, transform } => {
                image_shader(pixels, (*sampling, *spread), offset * *transform)
            }
        }
    }
}

/// Bytes that tiny-skia has for a side while it draws, by measurement: a vector of edges that grows to twice its length.
const SIDE_BYTES: u64 = 320;

impl Outline {
    /// Bytes that drawing it takes.
    fn drawing_bytes(&self) -> u64 {
        self.path.len() as u64 * SIDE_BYTES
    }
}

impl Backend for TinySkia {
    type Outline = Outline;
    type Paint = Fill;

    fn sized(&self, (_, height): (u32, u32)) -> Self {
        Self { height, ..*self }
    }

    fn outline(&self, polygons: &Polygons, rule: FillRule, watch: &Watch) -> Result<Option<Outline>, Error> {
        // Its sides, while they are looked at.
        watch.count::<[Point; 2]>(polygons.len())?;
        within("path_work", path_work(polygons, self.height), self.path_work)?;
        watch.uncount::<[Point; 2]>(polygons.len());
        watch.check()?;
        // A verb of a byte each, closes too, and a point of two f32.
        let points = polygons.len();
        watch.count::<u8>(points + points / 3 + points * size_of::<[f32; 2]>())?;
        let path = polygons_to_tiny_skia(polygons);
        Ok(path.map(|path| Outline { path, rule: rule_to_tiny_skia(rule) }))
    }

    fn rows(&self, _: &Outline) -> Range<u32> {
        0..self.height
    }

    fn paint_bytes(&self, _: &Fill) -> u64 {
        0
    }

    fn paint(&self, paint: &Paint, transform: Affine, _: Option<(i64, i64)>) -> Option<Fill> {
        Some(Fill::Ink(Ink { paint: paint.clone(), transform }))
    }

    fn hides(&self, _: &Outline, _: &Fill) -> bool {
        // What another library draws is not ours to know.
        false
    }

    fn image(&self, pixels: &Arc<Pixmap>, sampling: Sampling, axes: (bool, bool), transform: Affine) -> Option<Fill> {
        // It spreads both ways alike; what is not repeated is cut off, but for a mix of colours at that edge.
        let spread = if axes == (false, false) { ts::SpreadMode::Pad } else { ts::SpreadMode::Repeat };
        Some(Fill::Image { pixels: pixels.clone(), sampling, spread, transform })
    }
}

/// Draws a plan onto tightly packed premultiplied pixels.
pub(crate) fn draw(
    plan: &Plan<TinySkia>,
    data: &mut [u8],
    width: u32,
    height: u32,
    glyphs: &mut GlyphSource<'_>,
    budget: &Budget,
) -> Result<(), Error> {
    let (layers, clips, open) = (Vec::new(), Vec::new(), Vec::new());
    let mut drawing = Drawing { data, width, height, layers, clips, open, held: 0, budget };
    let result = plan.steps.iter().try_for_each(|step| {
        glyphs.watch.check()?;
        drawing.op(&step.op, &plan.masks, glyphs)
    });
    // Also after an error: what was taken is given back.
    budget.give(drawing.held);
    result
}

struct Drawing<'a, 'p> {
    data: &'a mut [u8],
    width: u32,
    height: u32,
    layers: Vec<OpenLayer<'p>>,
    /// Clips of the innermost layer, each the intersection with those before it.
    clips: Vec<ts::Mask>,
    /// What each pop ends.
    open: Vec<Open>,
    /// Bytes of the clips and layers.
    held: u64,
    budget: &'a Budget,
}

enum Open {
    Clip,
    Layer,
}

/// A layer being drawn, and the clips outside it: they apply to the layer as a whole, when it is put down, and not a
/// second time to what is inside.
struct OpenLayer<'p> {
    pixels: Vec<u8>,
    layer: &'p Layer,
    outer_clips: Vec<ts::Mask>,
}

impl<'p> Drawing<'_, 'p> {
    fn op(&mut self, op: &'p Op<TinySkia>, masks: &[Masks], glyphs: &mut GlyphSource<'_>) -> Result<(), Error> {
        match op {
            Op::Fill { outline, paint } => {
                let bytes = outline.drawing_bytes();
                self.budget.take(bytes)?;
                self.fill(outline, paint);
                self.budget.give(bytes);
            }
            Op::Glyphs { face, glyphs: placed, masks: among, paint } => {
                self.glyphs(face, (placed, masks[*among].bytes()), paint, glyphs)?;
            }
            Op::PushClip { outline, .. } => self.push_clip(outline.as_ref())?,
            Op::PushLayer { layer, .. } => self.push_layer(layer)?,
            Op::Pop => match self.open.pop() {
                Some(Open::Clip) => {
                    self.clips.pop();
                    self.give(self.mask_bytes());
                }
                Some(Open::Layer) => self.pop_layer(glyphs.watch)?,
                None => {}
            },
        }
        Ok(())
    }

    /// Columns and rows of what is drawn on.
    fn size(&self) -> (u32, u32) {
        let frame = self.layers.last().map(|open| open.layer.frame);
        frame.map_or((self.width, self.height), |frame| (frame.width, frame.height))
    }

    fn mask_bytes(&self) -> u64 {
        let (width, height) = self.size();
        u64::from(width) * u64::from(height)
    }

    fn take(&mut self, bytes: u64) -> Result<(), Error> {
        self.budget.take(bytes)?;
        self.held += bytes;
        Ok(())
    }

    fn give(&mut self, bytes: u64) {
        self.budget.give(bytes);
        self.held -= bytes;
    }

    /// The pixels of the innermost layer, and its clip.
    fn surface(&mut self) -> (&mut [u8], Option<&ts::Mask>) {
        let pixels = match self.layers.last_mut() {
            Some(layer) => layer.pixels.as_mut_slice(),
            None => &mut *self.data,
        };
        (pixels, self.clips.last())
    }

    /// Lets `draw` draw onto the innermost layer through its clip.
    fn with_surface(&mut self, draw: impl FnOnce(&mut ts::PixmapMut<'_>, Option<&ts::Mask>)) {
        let (width, height) = self.size();
        let (pixels, clip) = self.surface();
        if let Some(mut pixmap) = ts::PixmapMut::from_bytes(pixels, width, height) {
            draw(&mut pixmap, clip);
        }
    }

    fn fill(&mut self, outline: &Outline, fill: &Fill) {
        let Some(shader) = fill.shader(Affine::IDENTITY) else { return };
        let paint = ts::Paint { shader, ..ts::Paint::default() };
        self.with_surface(|pixmap, clip| {
            pixmap.fill_path(&outline.path, &paint, outline.rule, ts::Transform::identity(), clip);
        });
    }

    fn glyphs(
        &mut self,
        face: &(Face, Variation),
        (placed, masks): (&[PlacedGlyph], &[u8]),
        fill: &Fill,
        glyphs: &mut GlyphSource<'_>,
    ) -> Result<(), Error> {
        let (width, height) = self.size();
        // What is not one colour is drawn once over the box of all glyphs, and read from there.
        let (mut solid, mut shaded, mut bytes) = ([0; 4], None, 0);
        match fill {
            Fill::Ink(Ink { paint: Paint::Solid(color), .. }) => {
                let [r, g, b, a] = color.to_rgba8().to_u8_array();
                solid = [multiply(r, a), multiply(g, a), multiply(b, a), a];
            }
            _ => {
                let boxes = placed.iter().map(|glyph| {
                    let (x, y) = (f64::from(glyph.x), f64::from(glyph.y));
                    Rect::new(x, y, x + f64::from(glyph.width), y + f64::from(glyph.height))
                });
                let Some(bounds) = boxes.reduce(|a, b| a.union(b)) else { return Ok(()) };
                let (x0, y0, x1, y1) = clip_to_canvas(bounds, width, height);
                bytes = byte_len(x1 - x0, y1 - y0);
                self.budget.take(bytes)?;
                let Some(shade) = shade(fill, x0, y0, x1 - x0, y1 - y0) else { return Ok(()) };
                shaded = Some((shade, x0, y0, (x1 - x0) as usize));
            }
        }
        let mut other = Vec::new();
        for glyph in placed {
            let mask = glyph.mask(masks, face, glyphs, &mut other)?;
            let (data, clip) = self.surface();
            let mut target = Target { data, width, height, clip: clip.map(ts::Mask::data) };
            let (mask, at) = ((mask, glyph.width.into()), (glyph.x, glyph.y));
            match &shaded {
                None => blit(&mut target, mask, at, |_, _| solid),
                Some((shade, x0, y0, stride)) => {
                    let colors = shade.data().as_chunks::<4>().0;
                    blit(&mut target, mask, at, |x, y| colors[(y - y0) as usize * stride + (x - x0) as usize]);
                }
            }
        }
        self.budget.give(bytes);
        Ok(())
    }

    fn push_clip(&mut self, outline: Option<&Outline>) -> Result<(), Error> {
        self.take(self.mask_bytes())?;
        // The other operand of the intersection too.
        let drawing = outline.map_or(0, |outline| outline.drawing_bytes() + self.mask_bytes());
        self.budget.take(drawing)?;
        self.open.push(Open::Clip);
        let (identity, (width, height)) = (ts::Transform::identity(), self.size());
        let clip = match (self.clips.last(), outline) {
            (Some(outer), Some(outline)) => {
                let mut clip = outer.clone();
                clip.intersect_path(&outline.path, outline.rule, true, identity);
                Some(clip)
            }
            (None, outline) => ts::Mask::new(width, height).map(|mut clip| {
                if let Some(outline) = outline {
                    clip.fill_path(&outline.path, outline.rule, true, identity);
                }
                clip
            }),
            // A clip of no area lets nothing through.
            (Some(_), None) => ts::Mask::new(width, height),
        };
        self.clips.extend(clip);
        self.budget.give(drawing);
        Ok(())
    }

    fn push_layer(&mut self, layer: &'p Layer) -> Result<(), Error> {
        let bytes = byte_len(layer.frame.width, layer.frame.height);
        self.take(bytes)?;
        self.open.push(Open::Layer);
        let outer_clips = std::mem::take(&mut self.clips);
        self.layers.push(OpenLayer { pixels: vec![0; bytes as usize], layer, outer_clips });
        Ok(())
    }

    fn pop_layer(&mut self, watch: &Watch) -> Result<(), Error> {
        let Some(OpenLayer { mut pixels, layer, outer_clips }) = self.layers.pop() else { return Ok(()) };
        self.clips = outer_clips;
        let Layer { frame, effects, .. } = layer;
        let (width, rows) = (frame.width, 0..frame.height);
        let bytes = if effects.is_empty() { 0 } else { effects.bytes(width, frame.height) };
        self.take(bytes)?;
        let (mut compositor, mut scratch) = (Compositor::default(), EffectScratch::default());
        let mut finished = composite::Layer { pixels: &mut pixels, width, rows: rows.clone() };
        compositor.apply(effects, &mut finished, &mut scratch, watch)?;
        if compositor.shadow(effects, &finished, &mut scratch, watch)? {
            let size = byte_len(width, frame.height);
            self.take(size)?;
            let mut shadow = Vec::with_capacity(size as usize);
            for y in rows.clone() {
                shadow.extend_from_slice(effects.shadow_row(&mut scratch, (width, &rows), y));
            }
            self.put_down(&shadow, layer)?;
            self.give(size);
        }
        self.put_down(&pixels, layer)?;
        self.give(bytes + byte_len(width, frame.height));
        Ok(())
    }

    /// Puts a finished layer, or its shadow, onto the surface below it, through its clip.
    fn put_down(&mut self, pixels: &[u8], layer: &Layer) -> Result<(), Error> {
        let (width, height) = self.size();
        let bytes = byte_len(width, height);
        self.take(bytes)?;
        let pixels = aligned(pixels, layer.frame, (width, height));
        let done = self.put_down_aligned(&pixels, layer, bytes);
        self.give(bytes);
        done
    }

    /// As [`Drawing::put_down`], of pixels of the surface's size.
    fn put_down_aligned(&mut self, pixels: &[u8], layer: &Layer, bytes: u64) -> Result<(), Error> {
        let (width, height) = self.size();
        let Some(source) = ts::PixmapRef::from_bytes(pixels, width, height) else { return Ok(()) };
        let paint = ts::PixmapPaint {
            opacity: layer.opacity as f32,
            blend_mode: blend_to_ts(layer.blend_mode),
            quality: ts::FilterQuality::Nearest,
        };
        let draw = |surface: &mut [u8], clip: Option<&ts::Mask>| {
            if let Some(mut pixmap) = ts::PixmapMut::from_bytes(surface, width, height) {
                pixmap.draw_pixmap(0, 0, source, &paint, ts::Transform::identity(), clip);
            }
        };
        if let Some(blend) = own_blend(layer.blend_mode) {
            let (surface, clip) = self.surface();
            blend_layer(blend, surface, pixels, layer.opacity, clip.map(ts::Mask::data));
            return Ok(());
        }
        match layer.blend_mode {
            mode if mode.reaches_beyond_source() && !self.clips.is_empty() => {
                self.budget.take(bytes)?;
                let (surface, clip) = self.surface();
                let mut blended = surface.to_vec();
                draw(&mut blended, None);
                if let Some(clip) = clip {
                    lerp_by_mask(surface, &blended, clip.data());
                }
                self.budget.give(bytes);
            }
            _ => {
                let (surface, clip) = self.surface();
                draw(surface, clip);
            }
        }
        Ok(())
    }
}

/// The pixels of a layer on a surface of a size.
fn aligned(pixels: &[u8], frame: Frame, (width, height): (u32, u32)) -> Vec<u8> {
    let mut out = vec![0; byte_len(width, height) as usize];
    let column = |x: i64| x.clamp(0, i64::from(width));
    let (x0, x1) = (column(frame.x.into()), column(i64::from(frame.x) + i64::from(frame.width)));
    let bytes = |columns: i64| columns.max(0) as usize * 4;
    for (row, y) in pixels.chunks_exact(frame.width as usize * 4).zip(i64::from(frame.y)..) {
        if (0..i64::from(height)).contains(&y) && x0 < x1 {
            let to = y as usize * width as usize * 4 + bytes(x0);
            out[to..][..bytes(x1 - x0)].copy_from_slice(&row[bytes(x0 - i64::from(frame.x))..][..bytes(x1 - x0)]);
        }
    }
    out
}

/// A paint's premultiplied colours on a part of the canvas.
fn shade(fill: &Fill, x: u32, y: u32, width: u32, height: u32) -> Option<ts::Pixmap> {
    let offset = Affine::translate((-f64::from(x), -f64::from(y)));
    let paint = ts::Paint { shader: fill.shader(offset)?, blend_mode: ts::BlendMode::Source, ..ts::Paint::default() };
    let mut pixmap = ts::Pixmap::new(width, height)?;
    let all = ts::Rect::from_xywh(0.0, 0.0, width as f32, height as f32)?;
    pixmap.fill_rect(all, &paint, ts::Transform::identity(), None);
    Some(pixmap)
}

fn image_shader(
    image: &Pixmap,
    (sampling, spread): (Sampling, ts::SpreadMode),
    transform: Affine,
) -> Option<ts::Shader<'_>> {
    if is_singular(transform) {
        return None;
    }
    let source = ts::PixmapRef::from_bytes(image.data(), image.width(), image.height())?;
    let quality = match sampling {
        Sampling::Nearest => ts::FilterQuality::Nearest,
        Sampling::Bilinear | Sampling::Smooth => ts::FilterQuality::Bilinear,
        Sampling::Bicubic => ts::FilterQuality::Bicubic,
    };
    let mut to_device = transform_to_tiny_skia(transform);
    let whole = to_device.tx.fract() == 0.0 && to_device.ty.fract() == 0.0;
    if sampling != Sampling::Nearest && to_device.is_translate() && !whole {
        // tiny-skia takes the nearest pixel under every translation. One ulp of scale makes it interpolate, and is
        // less than 1/100 px over the widest canvas.
        to_device.sx = 1.0 + f32::EPSILON;
    }
    Some(ts::Pattern::new(source, spread, quality, 1.0, to_device))
}

/// The part of a rectangle on a canvas, as columns and rows `x0..x1`, `y0..y1`; empty where there is none.
fn clip_to_canvas(rect: Rect, width: u32, height: u32) -> (u32, u32, u32, u32) {
    let clamp = |v: f64, max: u32| v.clamp(0.0, f64::from(max)) as u32;
    let (x0, x1) = (clamp(rect.x0.floor(), width), clamp(rect.x1.ceil(), width));
    let (y0, y1) = (clamp(rect.y0.floor(), height), clamp(rect.y1.ceil(), height));
    (x0, y0, x1.max(x0), y1.max(y0))
}

fn blend_to_ts(mode: BlendMode) -> ts::BlendMode {
    match mode {
        BlendMode::SourceOver => ts::BlendMode::SourceOver,
        BlendMode::Clear => ts::BlendMode::Clear,
        BlendMode::Copy => ts::BlendMode::Source,
        BlendMode::Destination => ts::BlendMode::Destination,
        BlendMode::DestinationOver => ts::BlendMode::DestinationOver,
        BlendMode::SourceIn => ts::BlendMode::SourceIn,
        BlendMode::DestinationIn => ts::BlendMode::DestinationIn,
        BlendMode::SourceOut => ts::BlendMode::SourceOut,
        BlendMode::DestinationOut => ts::BlendMode::DestinationOut,
        BlendMode::SourceAtop => ts::BlendMode::SourceAtop,
        BlendMode::DestinationAtop => ts::BlendMode::DestinationAtop,
        BlendMode::Xor => ts::BlendMode::Xor,
        BlendMode::Lighter => ts::BlendMode::Plus,
        BlendMode::Multiply => ts::BlendMode::Multiply,
        BlendMode::Screen => ts::BlendMode::Screen,
        BlendMode::Overlay => ts::BlendMode::Overlay,
        BlendMode::Darken => ts::BlendMode::Darken,
        BlendMode::Lighten => ts::BlendMode::Lighten,
        BlendMode::ColorDodge => ts::BlendMode::ColorDodge,
        BlendMode::ColorBurn => ts::BlendMode::ColorBurn,
        BlendMode::HardLight => ts::BlendMode::HardLight,
        BlendMode::SoftLight => ts::BlendMode::SoftLight,
        BlendMode::Difference => ts::BlendMode::Difference,
        BlendMode::Exclusion => ts::BlendMode::Exclusion,
        BlendMode::Hue => ts::BlendMode::Hue,
        BlendMode::Saturation => ts::BlendMode::Saturation,
        BlendMode::Color => ts::BlendMode::Color,
        BlendMode::Luminosity => ts::BlendMode::Luminosity,
    }
}
