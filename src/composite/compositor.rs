//! [`Compositor`]: one thread's way from coverage to pixels.

use std::fmt;
use std::ops::Range;

use fearless_simd::{Level, Simd};

use super::layer::{self, Manner};
use super::picture::Scratch;
use super::plane::BLOCK;
use super::shader::{Kind, Shader, premultiplied};
use super::solid::{Solid, fill};
use super::{Surface, over};
use crate::alpha::multiply;
use crate::coverage::{Cover, Span, SpannedRow};
use crate::paint::{BlendMode, Color};
use crate::simd::{self, dispatch};

/// Puts covered colours onto surfaces. Holds the SIMD level and scratch rows.
pub(crate) struct Compositor {
    level: Level,
    /// Colours of a row of a surface, in the surface's columns.
    colors: Vec<u8>,
    /// Coverage of a mask's row through a clip.
    cover: Vec<u8>,
    scratch: Scratch,
}

impl Default for Compositor {
    fn default() -> Self {
        Self::at(simd::best())
    }
}

impl fmt::Debug for Compositor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compositor").field("level", &self.level).finish_non_exhaustive()
    }
}

impl Compositor {
    /// One that uses a given SIMD level.
    pub(super) fn at(level: Level) -> Self {
        Self { level, colors: Vec::new(), cover: Vec::new(), scratch: Scratch::default() }
    }

    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// Makes every pixel one colour.
    pub(crate) fn clear(&mut self, surface: &mut Surface<'_>, color: Color) {
        let color = premultiplied(color);
        dispatch!(self.level, simd => fill(simd, surface.data, color));
    }

    /// Puts a shader over the row `y` of a surface, source-over, through the spans' coverage.
    pub(crate) fn row(&mut self, surface: &mut Surface<'_>, shader: &Shader, y: u32, spans: &[Span], masks: &[u8]) {
        if surface.is_narrow() {
            return surface.widened(y, |surface| self.row(surface, shader, y, spans, masks));
        }
        let Some(row) = surface.row(y) else { return };
        match &shader.kind {
            Kind::Solid(color) => dispatch!(self.level, simd => Solid::new(simd, *color).row(row, spans, masks)),
            _ => dispatch!(self.level, simd => self.shaded(simd, row, shader, y, spans, masks)),
        }
    }

    /// As [`Compositor::row`], over rows that are covered alike.
    pub(crate) fn rows(
        &mut self,
        surface: &mut Surface<'_>,
        shader: &Shader,
        rows: Range<u32>,
        spans: &[Span],
        masks: &[u8],
    ) {
        match &shader.kind {
            Kind::Solid(color) if !surface.is_narrow() => {
                dispatch!(self.level, simd => solid_rows(simd, surface, *color, rows, spans, masks));
            }
            _ => rows.for_each(|y| self.row(surface, shader, y, spans, masks)),
        }
    }

    /// As [`Compositor::row`], over several rows that lie so many rows below where they say.
    pub(crate) fn several(
        &mut self,
        surface: &mut Surface<'_>,
        shader: &Shader,
        (rows, down): (&[SpannedRow], u32),
        spans: &[Span],
        masks: &[u8],
    ) {
        match &shader.kind {
            Kind::Solid(color) if !surface.is_narrow() => {
                dispatch!(self.level, simd => several_solid(simd, surface, *color, (rows, down), spans, masks));
            }
            _ => rows.iter().for_each(|row| {
                let (spans, masks) = row.of(spans, masks);
                self.row(surface, shader, row.y + down, spans, masks);
            }),
        }
    }

    /// Puts a shader over a surface through a mask of `width` columns, whose top left pixel is the canvas pixel
    /// `(x, y)`; what lies outside the surface is left out.
    pub(crate) fn mask(
        &mut self,
        surface: &mut Surface<'_>,
        shader: &Shader,
        (x, y): (i32, i32),
        width: u32,
        mask: &[u8],
    ) {
        let Some(part) = Part::new(surface, (x, y), width, mask.len()) else { return };
        if surface.is_narrow() {
            for (i, y) in (part.y..).take(part.rows).enumerate() {
                self.row(surface, shader, y, &[part.span(part.at + i * part.stride)], mask);
            }
            return;
        }
        match &shader.kind {
            Kind::Solid(color) => dispatch!(self.level, simd => solid_mask(simd, surface, *color, part, mask)),
            _ => dispatch!(self.level, simd => self.shaded_mask(simd, surface, shader, part, mask)),
        }
    }

    /// Puts a shader over the row `y` of a surface through one row of a mask, whose first column is `x`, and through a
    /// clip's row.
    pub(crate) fn mask_row(
        &mut self,
        surface: &mut Surface<'_>,
        shader: &Shader,
        (x, y): (i32, u32),
        mask: &[u8],
        clip: (&[Span], &[u8]),
    ) {
        let end = (i64::from(x) + mask.len() as i64).clamp(0, i64::from(surface.width)) as u32;
        let start = x.max(0) as u32;
        if start >= end {
            return;
        }
        // Bytes of the columns `start..end`, 0 outside the clip.
        let mut cover = std::mem::take(&mut self.cover);
        cover.clear();
        cover.resize((end - start) as usize, 0);
        let mask = &mask[(i64::from(start) - i64::from(x)) as usize..];
        let (spans, masks) = clip;
        for span in spans {
            let (from, to) = (span.x0.max(start), span.x1.min(end));
            if from >= to {
                continue;
            }
            let columns = (from - start) as usize..(to - start) as usize;
            let covers = cover[columns.clone()].iter_mut().zip(&mask[columns]);
            match span.cover {
                Cover::Constant(clip) => covers.for_each(|(to, &from)| *to = multiply(from, clip)),
                Cover::Mask(at) => {
                    let clips = masks.get((at + (from - span.x0)) as usize..).unwrap_or_default();
                    covers.zip(clips).for_each(|((to, &from), &clip)| *to = multiply(from, clip));
                }
            }
        }
        self.row(surface, shader, y, &[Span { x0: start, x1: end, cover: Cover::Mask(0) }], &cover);
        self.cover = cover;
    }

    /// Puts a row of a layer, premultiplied and of the surface's width, onto the row `y` of a surface: `blend_mode` with
    /// the layer scaled by `opacity`. `clip` are the spans and mask bytes of the clip's row, where there is a clip:
    /// outside it nothing changes.
    pub(crate) fn layer_row(
        &mut self,
        surface: &mut Surface<'_>,
        y: u32,
        layer: &[u8],
        opacity: u8,
        blend_mode: BlendMode,
        clip: Option<(&[Span], &[u8])>,
    ) {
        let columns = (0, surface.width);
        self.layer_part(surface, (y, columns), layer, opacity, blend_mode, clip);
    }

    /// As [`Compositor::layer_row`], of the columns `x0..x1` only.
    pub(crate) fn layer_part(
        &mut self,
        surface: &mut Surface<'_>,
        (y, (x0, x1)): (u32, (u32, u32)),
        layer: &[u8],
        opacity: u8,
        mode: BlendMode,
        clip: Option<(&[Span], &[u8])>,
    ) {
        if surface.is_narrow() {
            let columns = (x0, x1.min(surface.width));
            return surface.widened(y, |surface| {
                self.layer_part(surface, (y, columns), layer, opacity, mode, clip);
            });
        }
        let Some(row) = surface.row(y) else { return };
        let columns = (x0 as usize, (x1 as usize).min(layer.len() / 4));
        let manner = Manner { mode, opacity };
        dispatch!(self.level, simd => layer::row(simd, row, layer, columns, manner, clip));
    }

    /// As [`Compositor::mask`], with a shader whose colours differ from pixel to pixel.
    fn shaded_mask<S: Simd>(&mut self, simd: S, surface: &mut Surface<'_>, shader: &Shader, part: Part, mask: &[u8]) {
        for (i, y) in (part.y..).take(part.rows).enumerate() {
            let at = part.at + i * part.stride;
            let covered = mask.get(at..at + (part.x1 - part.x0) as usize);
            if let (Some(row), Some(true)) = (surface.row(y), covered.map(|row| row.iter().any(|&byte| byte != 0))) {
                self.shaded(simd, row, shader, y, &[part.span(at)], mask);
            }
        }
    }

    /// As [`Compositor::row`], with a shader whose colours differ from pixel to pixel.
    fn shaded<S: Simd>(&mut self, simd: S, row: &mut [u8], shader: &Shader, y: u32, spans: &[Span], masks: &[u8]) {
        let width = row.len() / 4;
        let opaque = shader.is_opaque();
        let len = width.next_multiple_of(BLOCK) * 4;
        if self.colors.len() < len {
            self.colors.resize(len, 0);
        }
        // Up to which column the colours are there.
        let mut done = 0;
        let shade = |colors: &mut [u8], from: usize, to: usize, scratch: &mut Scratch| {
            shader.colors(simd, from as u32, y, &mut colors[..(to - from) * 4], scratch);
        };
        for (i, span) in spans.iter().enumerate() {
            let part = Columns::new(span, width, opaque);
            let Columns { x0, x1, whole: (first, last) } = part;
            // Whole blocks are written where they belong, all else through the scratch row.
            if first < last {
                shade(&mut row[first * 4..], first, last, &mut self.scratch);
            }
            for (x0, x1) in [(x0, first), (last, x1)] {
                if x0 >= x1 {
                    continue;
                }
                if done < x1 {
                    let from = (x0 / BLOCK * BLOCK).max(done);
                    done = x1.next_multiple_of(BLOCK);
                    if x1 == part.x1 {
                        let behind = spans[i + 1..].iter().map(|span| Columns::new(span, width, opaque));
                        done = up_to(done, shader.gap(), behind);
                    }
                    shade(&mut self.colors[from * 4..], from, done, &mut self.scratch);
                }
                if opaque && span.cover == Cover::Constant(255) {
                    row[x0 * 4..x1 * 4].copy_from_slice(&self.colors[x0 * 4..x1 * 4]);
                } else {
                    over::span(simd, row, &self.colors[..width * 4], span, masks);
                }
            }
        }
    }
}

/// The columns of a span.
struct Columns {
    x0: usize,
    x1: usize,
    /// Blocks that are nothing but a shader's colours, from where to where; of a span without them both are its end.
    whole: (usize, usize),
}

impl Columns {
    #[inline(always)]
    fn new(span: &Span, width: usize, opaque: bool) -> Self {
        let x1 = (span.x1 as usize).min(width);
        let x0 = (span.x0 as usize).min(x1);
        let (first, last) = (x0.next_multiple_of(BLOCK), x1 / BLOCK * BLOCK);
        let whole = if opaque && span.cover == Cover::Constant(255) && first < last { (first, last) } else { (x1, x1) };
        Self { x0, x1, whole }
    }
}

/// Up to which column colours are best made at once, from those of a span up to the block that ends at `to` on: those of spans
/// that follow where at most `gap` columns lie between them.
#[inline(always)]
fn up_to(mut to: usize, gap: usize, spans: impl Iterator<Item = Columns>) -> usize {
    for Columns { x0, x1, whole } in spans {
        if x0 > to + gap {
            break;
        }
        let end = x1.min(whole.0);
        if x0 < end {
            to = to.max(end.next_multiple_of(BLOCK));
        }
        if end < x1 {
            break;
        }
    }
    to
}

/// The part of a mask that lies on a surface.
#[derive(Clone, Copy)]
struct Part {
    x0: u32,
    x1: u32,
    y: u32,
    rows: usize,
    /// Index of its first byte, and from row to row.
    at: usize,
    stride: usize,
}

impl Part {
    fn new(surface: &Surface<'_>, (x, y): (i32, i32), width: u32, len: usize) -> Option<Self> {
        let (x, y, stride) = (i64::from(x), i64::from(y), width as usize);
        if stride == 0 || surface.width == 0 {
            return None;
        }
        let (top, rows) = (i64::from(surface.top), (surface.data.len() / 4 / surface.width as usize) as i64);
        let (x0, x1) = (x.max(0), (x + i64::from(width)).min(i64::from(surface.width)));
        let (y0, y1) = (y.max(top), (y + (len / stride) as i64).min(top + rows));
        if x0 >= x1 || y0 >= y1 {
            return None;
        }
        let at = (y0 - y) as usize * stride + (x0 - x) as usize;
        Some(Self { x0: x0 as u32, x1: x1 as u32, y: y0 as u32, rows: (y1 - y0) as usize, at, stride })
    }

    fn span(&self, at: usize) -> Span {
        Span { x0: self.x0, x1: self.x1, cover: Cover::Mask(at as u32) }
    }
}

#[inline(always)]
fn solid_rows<S: Simd>(
    simd: S,
    surface: &mut Surface<'_>,
    color: [u8; 4],
    rows: Range<u32>,
    spans: &[Span],
    masks: &[u8],
) {
    let solid = Solid::new(simd, color);
    for y in rows {
        if let Some(row) = surface.row(y) {
            solid.row(row, spans, masks);
        }
    }
}

#[inline(always)]
fn several_solid<S: Simd>(
    simd: S,
    surface: &mut Surface<'_>,
    color: [u8; 4],
    (rows, down): (&[SpannedRow], u32),
    spans: &[Span],
    masks: &[u8],
) {
    let solid = Solid::new(simd, color);
    for row in rows {
        if let Some(pixels) = surface.row(row.y + down) {
            let (spans, masks) = row.of(spans, masks);
            solid.row(pixels, spans, masks);
        }
    }
}

#[inline(always)]
fn solid_mask<S: Simd>(simd: S, surface: &mut Surface<'_>, color: [u8; 4], part: Part, mask: &[u8]) {
    let solid = Solid::new(simd, color);
    let stride = surface.width as usize * 4;
    let first = (part.y - surface.top) as usize;
    for (i, row) in surface.data.chunks_exact_mut(stride).skip(first).take(part.rows).enumerate() {
        solid.mask(row, part.x0 as usize, part.x1 as usize, mask, part.at + i * part.stride);
    }
}
