//! [`Painter`]: draws the steps of a plan onto a band of rows.

use std::ops::Range;

use super::glyphs::GlyphSource;
use super::layers::OpenLayer;
use super::native::Native;
use super::plan::{Masks, Op, PlacedGlyph, Plan, Step};
use super::planner::intersection;
use super::sinks::{Clipped, Direct, blit_clipped};
use crate::budget::Budget;
use crate::composite::{Compositor, EffectScratch, Shader, Surface};
use crate::coverage::{RowBuffer, Rows, Shape, Sweeper};
use crate::error::Error;
use crate::font::{Face, Variation};
use crate::paint::Color;
use crate::watch::{Held, ITEMS_A_CHECK, Watch};

/// What a thread draws with, kept from render to render: it grows with the width of a canvas, not with its area.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    sweeper: Sweeper,
    pub(super) compositor: Compositor,
    row: RowBuffer,
    /// A glyph's mask that the plan had no room for.
    mask: Vec<u8>,
    pub(super) effects: EffectScratch,
    /// A row of a layer in the columns of what it is put down on.
    pub(super) aligned: Vec<u8>,
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
    pub(super) layers: Vec<Held<'a, Vec<u8>>>,
    pub(super) clips: Vec<Held<'a, Rows>>,
    /// Bytes that effects have taken at most.
    effects: u64,
    taken: u64,
    budget: &'a Budget,
    watch: &'a Watch,
}

/// A band being drawn: the pixels below, and layers on them.
pub(super) struct Band<'d, 'p> {
    base: &'d mut [u8],
    rows: Range<u32>,
    pub(super) layers: Vec<OpenLayer<'p>>,
    /// Clips of the innermost layer, each the intersection with those before it.
    pub(super) clips: Vec<Clip<'p>>,
    pub(super) open: Vec<Open>,
}

/// A clip's coverage, and the rows and columns outside which it lets nothing through.
pub(super) struct Clip<'p> {
    pub(super) coverage: Held<'p, Rows>,
    rows: Range<u32>,
    columns: Range<u32>,
}

/// What a pop ends.
pub(super) enum Open {
    Clip,
    Layer,
}

impl<'a> Pool<'a> {
    pub(crate) fn new(budget: &'a Budget, watch: &'a Watch) -> Self {
        Self { layers: Vec::new(), clips: Vec::new(), effects: 0, taken: 0, budget, watch }
    }

    /// Transparent pixels.
    pub(super) fn layer(&mut self, bytes: usize) -> Result<Held<'a, Vec<u8>>, Error> {
        let watch = self.watch;
        let mut layer = self.layers.pop().unwrap_or_else(|| watch.hold(Vec::new()));
        // The old one is freed before the new one is made.
        let more = bytes.saturating_sub(layer.capacity()) as u64;
        self.budget.take(more)?;
        self.taken += more;
        watch.make_room(&mut layer, bytes);
        watch.lengthen(&mut layer, bytes, 0)?;
        Ok(layer)
    }

    /// A clip's coverage, to begin anew.
    fn clip(&mut self) -> Held<'a, Rows> {
        let watch = self.watch;
        self.clips.pop().unwrap_or_else(|| watch.hold(Rows::default()))
    }

    /// Counts the bytes that effects are about to take. What they have is kept, and used again.
    pub(super) fn effects(&mut self, bytes: u64) -> Result<(), Error> {
        let more = bytes.saturating_sub(self.effects);
        self.budget.take(more)?;
        self.taken += more;
        self.effects += more;
        Ok(())
    }

    /// Counts the bytes that a clip has grown by.
    fn grown(&mut self, before: u64, clip: &Rows) -> Result<(), Error> {
        let more = clip.bytes().saturating_sub(before);
        self.budget.take(more)?;
        self.taken += more;
        Ok(())
    }
}

/// What is kept grows with the width of a canvas only.
impl Drop for Painter<'_> {
    fn drop(&mut self) {
        self.scratch.effects.let_go(self.watch);
    }
}

impl Drop for Pool<'_> {
    fn drop(&mut self) {
        self.budget.give(self.taken);
    }
}

impl<'p> Band<'_, 'p> {
    /// Rows of the innermost layer.
    fn rows(&self) -> Range<u32> {
        self.layers.last().map_or(self.rows.clone(), |layer| layer.rows.clone())
    }

    /// The pixels of the innermost layer, or of the canvas of a width, and its clip.
    pub(super) fn surface(&mut self, width: u32) -> (Surface<'_>, Option<&Clip<'p>>) {
        let (data, width, top) = match self.layers.last_mut() {
            Some(open) => (open.pixels.as_mut_slice(), open.layer.frame.width, open.rows.start),
            None => (&mut *self.base, width, self.rows.start),
        };
        (Surface { data, width, top }, self.clips.last())
    }
}

impl<'p> Painter<'p> {
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
        // A band may have no steps.
        self.watch.check()?;
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

    fn op(&mut self, band: &mut Band<'_, 'p>, op: &'p Op<Native>, rows: Range<u32>) -> Result<(), Error> {
        match op {
            Op::Fill { outline, paint } => self.fill(band, outline, paint, rows),
            Op::Glyphs { face, glyphs, masks, paint } => {
                self.glyphs(band, face, (glyphs, &self.plan.masks[*masks]), paint, &rows)
            }
            Op::PushClip { outline, .. } => self.push_clip(band, outline.as_ref(), rows),
            Op::PushLayer { layer, .. } => self.push_layer(band, layer, rows),
            Op::Pop => {
                match band.open.pop() {
                    Some(Open::Clip) => self.pool.clips.extend(band.clips.pop().map(|clip| clip.coverage)),
                    Some(Open::Layer) => self.pop_layer(band)?,
                    None => {}
                }
                Ok(())
            }
        }
    }

    fn fill(&mut self, band: &mut Band<'_, '_>, shape: &Shape, shader: &Shader, rows: Range<u32>) -> Result<(), Error> {
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
        band: &mut Band<'_, '_>,
        face: &(Face, Variation),
        (placed, masks): (&[PlacedGlyph], &Masks),
        shader: &Shader,
        rows: &Range<u32>,
    ) -> Result<(), Error> {
        for glyph in placed {
            if !glyph.is_seen(rows) {
                continue;
            }
            let Scratch { compositor, mask, .. } = &mut *self.scratch;
            let (mask, width) = (glyph.mask(masks.bytes(), face, &mut self.glyphs, mask)?, glyph.width.into());
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

    fn push_clip(&mut self, band: &mut Band<'_, 'p>, outline: Option<&Shape>, rows: Range<u32>) -> Result<(), Error> {
        band.open.push(Open::Clip);
        let mut coverage = self.pool.clip();
        let before = coverage.bytes();
        coverage.reset(rows.clone());
        let mut clip = Clip { coverage, rows: 0..0, columns: 0..0 };
        if let Some(shape) = outline {
            let Scratch { sweeper, row, .. } = &mut *self.scratch;
            (clip.rows, clip.columns) = (intersection(&rows, &shape.rows()), shape.columns());
            match band.clips.last() {
                None => sweeper.sweep(shape, rows, &mut *clip.coverage, self.watch)?,
                Some(outer) => {
                    clip.rows = intersection(&clip.rows, &outer.rows);
                    clip.columns = intersection(&clip.columns, &outer.columns);
                    let mut inner = Clipped { direct: &mut *clip.coverage, clip: &outer.coverage, row };
                    sweeper.sweep(shape, rows, &mut inner, self.watch)?;
                }
            }
        }
        self.pool.grown(before, &clip.coverage)?;
        band.clips.push(clip);
        Ok(())
    }
}
