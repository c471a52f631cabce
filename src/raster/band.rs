//! [`Painter`]: draws the steps of a plan onto a band of rows.

use std::ops::Range;

use super::glyphs::GlyphSource;
use super::native::Native;
use super::plan::{Op, PlacedGlyph, Plan, Step};
use super::planner::intersection;
use super::sinks::{Clipped, Direct, blit_clipped};
use crate::budget::Budget;
use crate::composite::{Compositor, Shader, Surface};
use crate::coverage::{RowBuffer, Rows, Shape, Sweeper};
use crate::error::Error;
use crate::font::{Face, Variation};
use crate::paint::{BlendMode, Color};
use crate::scene::Layer;
use crate::watch::{ITEMS_A_CHECK, Watch};

/// What a thread draws with, kept from render to render: it grows with the width of a canvas, not with its area.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    sweeper: Sweeper,
    compositor: Compositor,
    row: RowBuffer,
    /// A glyph's mask that the plan had no room for.
    mask: Vec<u8>,
}

/// Draws bands of a plan on one thread.
pub(crate) struct Painter<'a> {
    pub(crate) plan: &'a Plan<Native>,
    /// Columns and rows of the canvas.
    pub(crate) size: (u32, u32),
    /// The canvas before anything is drawn.
    pub(crate) background: Color,
    pub(crate) glyphs: GlyphSource<'a>,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) watch: &'a Watch,
    pub(crate) pool: Pool<'a>,
}

/// Layers and clips that were used and can be used again; its bytes stay counted until it is dropped.
pub(crate) struct Pool<'a> {
    layers: Vec<Vec<u8>>,
    clips: Vec<Rows>,
    taken: u64,
    budget: &'a Budget,
}

/// A band being drawn: the pixels below, and layers on them.
struct Band<'d> {
    base: &'d mut [u8],
    rows: Range<u32>,
    layers: Vec<OpenLayer>,
    /// Clips of the innermost layer, each the intersection with those before it.
    clips: Vec<Clip>,
    open: Vec<Open>,
}

/// A clip's coverage, and the rows and columns outside which it lets nothing through.
struct Clip {
    coverage: Rows,
    rows: Range<u32>,
    columns: Range<u32>,
}

/// What a pop ends.
enum Open {
    Clip,
    Layer,
}

/// A layer being drawn, and the clips outside it: they apply to the layer as a whole, when it is put down, and not a
/// second time to what is inside.
struct OpenLayer {
    pixels: Vec<u8>,
    /// Canvas rows of its pixels.
    rows: Range<u32>,
    layer: Layer,
    margin: u32,
    outer_clips: Vec<Clip>,
}

impl<'a> Pool<'a> {
    pub(crate) fn new(budget: &'a Budget) -> Self {
        Self { layers: Vec::new(), clips: Vec::new(), taken: 0, budget }
    }

    /// Transparent pixels.
    fn layer(&mut self, bytes: usize) -> Result<Vec<u8>, Error> {
        let mut layer = self.layers.pop().unwrap_or_default();
        if layer.capacity() < bytes {
            // The old one is freed before the new one is made.
            let more = (bytes - layer.capacity()) as u64;
            self.budget.take(more)?;
            self.taken += more;
            layer = Vec::new();
        }
        layer.clear();
        layer.resize(bytes, 0);
        Ok(layer)
    }

    /// Counts the bytes that a clip has grown by.
    fn grown(&mut self, before: u64, clip: &Rows) -> Result<(), Error> {
        let more = clip.bytes().saturating_sub(before);
        self.budget.take(more)?;
        self.taken += more;
        Ok(())
    }
}

impl Drop for Pool<'_> {
    fn drop(&mut self) {
        self.budget.give(self.taken);
    }
}

impl Band<'_> {
    /// Rows of the innermost layer.
    fn rows(&self) -> Range<u32> {
        self.layers.last().map_or(self.rows.clone(), |layer| layer.rows.clone())
    }

    /// The pixels of the innermost layer, and its clip.
    fn surface(&mut self, width: u32) -> (Surface<'_>, Option<&Clip>) {
        let (data, top) = match self.layers.last_mut() {
            Some(layer) => (layer.pixels.as_mut_slice(), layer.rows.start),
            None => (&mut *self.base, self.rows.start),
        };
        (Surface { data, width, top }, self.clips.last())
    }
}

impl Painter<'_> {
    /// Draws the canvas rows `rows` onto `data`, whose former contents are replaced.
    pub(crate) fn paint(&mut self, rows: Range<u32>, data: &mut [u8]) -> Result<(), Error> {
        if self.plan.hiding.is_none() {
            let mut surface = Surface { data: &mut *data, width: self.size.0, top: rows.start };
            self.scratch.compositor.clear(&mut surface, self.background);
        }
        self.paint_on(rows, data)
    }

    /// As [`Painter::paint`], onto `data` that is the background already.
    pub(crate) fn paint_on(&mut self, rows: Range<u32>, data: &mut [u8]) -> Result<(), Error> {
        let plan = self.plan;
        let (mut next, mut unseen) = (plan.hiding.unwrap_or(0), 0_usize);
        let mut band = Band { base: data, rows, layers: Vec::new(), clips: Vec::new(), open: Vec::new() };
        while let Some(Step { rows, op }) = plan.steps.get(next) {
            let seen = intersection(rows, &band.rows());
            next = match op {
                Op::PushClip { end, .. } | Op::PushLayer { end, .. } if seen.is_empty() => end + 1,
                _ => next + 1,
            };
            // A pop ends what was pushed for this band, whatever rows are left.
            if !seen.is_empty() || matches!(op, Op::Pop) {
                self.watch.check()?;
                self.op(&mut band, op, seen)?;
            } else {
                unseen += 1;
                if unseen.is_multiple_of(ITEMS_A_CHECK) {
                    self.watch.check()?;
                }
            }
        }
        Ok(())
    }

    fn op(&mut self, band: &mut Band<'_>, op: &Op<Native>, rows: Range<u32>) -> Result<(), Error> {
        match op {
            Op::Fill { outline, paint } => self.fill(band, outline, paint, rows),
            Op::Glyphs { face, glyphs, paint } => self.glyphs(band, face, glyphs, paint, &rows),
            Op::PushClip { outline, .. } => self.push_clip(band, outline.as_ref(), rows),
            Op::PushLayer { layer, margin, .. } => self.push_layer(band, *layer, *margin, &rows),
            Op::Pop => {
                match band.open.pop() {
                    Some(Open::Clip) => self.pool.clips.extend(band.clips.pop().map(|clip| clip.coverage)),
                    Some(Open::Layer) => self.pop_layer(band),
                    None => {}
                }
                Ok(())
            }
        }
    }

    fn fill(&mut self, band: &mut Band<'_>, shape: &Shape, shader: &Shader, rows: Range<u32>) -> Result<(), Error> {
        let Scratch { sweeper, compositor, row, .. } = &mut *self.scratch;
        let (surface, clip) = band.surface(self.size.0);
        let direct = Direct { compositor, surface, shader };
        match clip {
            None => sweeper.sweep(shape, rows, &mut { direct }, self.watch),
            Some(clip) => {
                let rows = intersection(&rows, &clip.rows);
                if rows.is_empty() || intersection(&shape.columns(), &clip.columns).is_empty() {
                    return Ok(());
                }
                sweeper.sweep(shape, rows, &mut Clipped { direct, clip: &clip.coverage, row }, self.watch)
            }
        }
    }

    fn glyphs(
        &mut self,
        band: &mut Band<'_>,
        face: &(Face, Variation),
        placed: &[PlacedGlyph],
        shader: &Shader,
        rows: &Range<u32>,
    ) -> Result<(), Error> {
        for glyph in placed {
            if !glyph.is_seen(rows) {
                continue;
            }
            let Scratch { compositor, mask, .. } = &mut *self.scratch;
            let (mask, width) =
                (glyph.mask(self.plan.masks.bytes(), face, &mut self.glyphs, mask)?, glyph.width.into());
            let (mut surface, clip) = band.surface(self.size.0);
            match clip {
                None => compositor.mask(&mut surface, shader, (glyph.x, glyph.y), width, mask),
                Some(clip) => {
                    let mut direct = Direct { compositor, surface, shader };
                    blit_clipped(&mut direct, (mask, width), (glyph.x, glyph.y), rows, &clip.coverage);
                }
            }
        }
        Ok(())
    }

    fn push_clip(&mut self, band: &mut Band<'_>, outline: Option<&Shape>, rows: Range<u32>) -> Result<(), Error> {
        band.open.push(Open::Clip);
        let mut coverage = self.pool.clips.pop().unwrap_or_default();
        let before = coverage.bytes();
        coverage.reset(rows.clone());
        let mut clip = Clip { coverage, rows: 0..0, columns: 0..0 };
        if let Some(shape) = outline {
            let Scratch { sweeper, row, .. } = &mut *self.scratch;
            (clip.rows, clip.columns) = (intersection(&rows, &shape.rows()), shape.columns());
            match band.clips.last() {
                None => sweeper.sweep(shape, rows, &mut clip.coverage, self.watch)?,
                Some(outer) => {
                    clip.rows = intersection(&clip.rows, &outer.rows);
                    clip.columns = intersection(&clip.columns, &outer.columns);
                    let mut inner = Clipped { direct: &mut clip.coverage, clip: &outer.coverage, row };
                    sweeper.sweep(shape, rows, &mut inner, self.watch)?;
                }
            }
        }
        self.pool.grown(before, &clip.coverage)?;
        band.clips.push(clip);
        Ok(())
    }

    fn push_layer(&mut self, band: &mut Band<'_>, layer: Layer, margin: u32, rows: &Range<u32>) -> Result<(), Error> {
        let rows = rows.start.saturating_sub(margin)..rows.end.saturating_add(margin).min(self.size.1);
        let pixels = self.pool.layer((rows.end - rows.start) as usize * self.size.0 as usize * 4)?;
        band.open.push(Open::Layer);
        let outer_clips = std::mem::take(&mut band.clips);
        band.layers.push(OpenLayer { pixels, rows, layer, margin, outer_clips });
        Ok(())
    }

    /// Puts a finished layer onto the surface below it, through its clip.
    fn pop_layer(&mut self, band: &mut Band<'_>) {
        let Some(OpenLayer { pixels, rows, layer, margin, outer_clips }) = band.layers.pop() else { return };
        self.pool.clips.extend(band.clips.drain(..).map(|clip| clip.coverage));
        band.clips = outer_clips;
        let width = self.size.0;
        let stride = width as usize * 4;
        // The layer's margins are not put down: they were there for what looks beyond a row.
        let seen = intersection(&rows, &band.rows());
        debug_assert!(margin > 0 || seen == rows, "a layer is as high as what is seen of it");
        let opacity = (layer.opacity * 255.0 + 0.5) as u8;
        let compositor = &mut self.scratch.compositor;
        if layer.blend_mode != BlendMode::Destination {
            let (mut surface, clip) = band.surface(width);
            for y in seen {
                let at = (y - rows.start) as usize * stride;
                let row = &pixels[at..at + stride];
                #[cfg(test)]
                let filtered = super::band_tests::filter(&pixels, &rows, y, margin, stride);
                #[cfg(test)]
                let row = if margin > 0 { &filtered } else { row };
                let clip = clip.map(|clip| clip.coverage.at(y));
                compositor.layer_row(&mut surface, y, row, opacity, layer.blend_mode, clip);
            }
        }
        self.pool.layers.push(pixels);
    }
}
