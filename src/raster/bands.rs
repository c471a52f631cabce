//! A picture cut into bands of rows, drawn by one thread or several.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::band::{Painter, Pool, Scratch};
use super::glyphs::{GlyphCounts, GlyphSource, GlyphTools};
use super::native::Native;
use super::plan::Plan;
use super::shares::Shares;
use crate::budget::Budget;
use crate::composite::premultiplied;
use crate::error::Error;
use crate::glyph::GlyphCache;
use crate::limits::Limits;
use crate::paint::Color;
use crate::watch::Watch;
use crate::workers::{WAITING, in_order, join, scope};

/// Bytes of a band whose height nobody chose: few enough to stay in a core's own cache while item upon item is drawn on
/// them, many enough that an item's fixed cost, paid once a band, is little.
const BAND_BYTES: u64 = 512 << 10;

/// Most bytes of a band, whatever its height was chosen to be: the watch is looked at once for each item in a band.
const MAX_BAND_BYTES: u64 = 8 << 20;

/// What drawing a plan takes beside the plan.
pub(crate) struct Bands<'a> {
    pub(crate) plan: &'a Plan<Native>,
    /// Columns and rows of the canvas.
    pub(crate) size: (u32, u32),
    /// The canvas before anything is drawn.
    pub(crate) background: Color,
    /// Rows of a band, where they were chosen.
    pub(crate) height: Option<u32>,
    pub(crate) cache: &'a Arc<GlyphCache>,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) budget: &'a Budget,
}

/// What one thread draws with.
#[derive(Default)]
pub(crate) struct Tools {
    pub(crate) scratch: Scratch,
    pub(crate) glyphs: GlyphTools,
}

impl Bands<'_> {
    fn row_bytes(&self) -> usize {
        self.size.0 as usize * 4
    }

    fn band_height(&self) -> u32 {
        let rows = |bytes: u64| (bytes / self.row_bytes() as u64).clamp(1, u64::from(self.size.1)) as u32;
        // Each band draws again what effects look at above and below it: not more than the band itself, if it can be.
        let height = self.height.unwrap_or(rows(BAND_BYTES).max(self.plan.reach));
        height.clamp(1, rows(MAX_BAND_BYTES))
    }

    fn count(&self) -> u32 {
        self.size.1.div_ceil(self.band_height())
    }

    fn rows(&self, band: u32) -> Range<u32> {
        let start = band * self.band_height();
        start..start.saturating_add(self.band_height()).min(self.size.1)
    }

    fn painter<'t>(&'t self, tools: &'t mut Tools) -> Painter<'t> {
        let Tools { scratch, glyphs } = tools;
        Painter {
            plan: self.plan,
            size: self.size,
            background: self.background,
            glyphs: GlyphSource::new(self.cache, glyphs, self.limits, self.watch),
            scratch,
            watch: self.watch,
            pool: Pool::new(self.budget, self.watch),
        }
    }

    /// Draws the whole picture, a thread for each of `tools`. Which thread draws which band changes no pixel.
    pub(crate) fn draw(&self, tools: &mut [Tools], pixels: &mut [u8]) -> Result<GlyphCounts, Error> {
        let band_bytes = self.band_height() as usize * self.row_bytes();
        let threads = (self.count() as usize).min(tools.len());
        let shares = Shares::new(pixels, band_bytes, threads);
        let failed = AtomicBool::new(false);
        let work = |tools: &mut Tools, thread: usize| -> Result<GlyphCounts, Error> {
            let mut painter = self.painter(tools);
            while !failed.load(Ordering::Relaxed) {
                let Some((data, band)) = shares.next(thread) else { break };
                painter.paint(self.rows(band), data).inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            }
            Ok(painter.glyphs.counts)
        };
        let Some((own, others)) = tools[..threads].split_first_mut() else { return Ok(GlyphCounts::default()) };
        if others.is_empty() {
            return work(own, 0);
        }
        scope(|scope| {
            let work = &work;
            let begin = |(tools, thread)| scope.spawn(move |_| work(tools, thread));
            let workers: Vec<_> = others.iter_mut().zip(1..).map(begin).collect();
            let first = work(own, 0);
            // Joined in order: of several errors the first thread's is told.
            workers.into_iter().map(join).fold(first, |sum, counts| sum.and_then(|sum| Ok(sum + counts?)))
        })
    }

    /// Draws the whole picture as new pixels.
    pub(crate) fn draw_new(&self, tools: &mut [Tools]) -> Result<(Vec<u8>, GlyphCounts), Error> {
        let bytes = self.row_bytes() * self.size.1 as usize;
        let [own] = tools else {
            let mut pixels = self.watch.hold(vec![0; bytes]);
            let counts = self.draw(tools, &mut pixels)?;
            return Ok((pixels.take(), counts));
        };
        // Bands are made one after the other, each drawn on while it is in the cache. Where one byte makes the
        // background, they are made of it, and memory is written once.
        let [byte, rest @ ..] = premultiplied(self.background);
        let clear = rest != [byte; 3];
        let mut painter = self.painter(own);
        let mut pixels = self.watch.hold(Vec::with_capacity(bytes));
        for band in 0..self.count() {
            let (rows, start) = (self.rows(band), pixels.len());
            self.watch.lengthen(&mut pixels, start + rows.len() * self.row_bytes(), byte)?;
            let data = &mut pixels[start..];
            if clear {
                painter.paint(rows, data)?;
            } else {
                painter.paint_on(rows, data)?;
            }
        }
        Ok((pixels.take(), painter.glyphs.counts))
    }

    /// Of pieces of so many rows, how many are drawn at once. What effects look at above and below is drawn again each time:
    /// where that is more than a piece, as many as a band has.
    pub(super) fn at_once(&self, rows: u32) -> u32 {
        if self.plan.reach > rows { (self.band_height() / rows).max(1) } else { 1 }
    }

    /// Draws pieces of so many rows, hands the pixels of each to `make` on the thread that drew it, and gives what that
    /// made, in order, to `emit`. There is one of `makers` for each of the `tools`.
    pub(crate) fn stream<M: Send, T: Send>(
        &self,
        (tools, makers): (&mut [Tools], &mut [M]),
        rows: u32,
        make: impl Fn(&mut M, u32, &[u8]) -> Result<T, Error> + Sync,
        mut emit: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<GlyphCounts, Error> {
        let at_once = self.at_once(rows);
        let drawn_rows = rows.saturating_mul(at_once);
        let count = self.size.1.div_ceil(drawn_rows);
        let bytes = |rows: u32| rows.min(self.size.1) as usize * self.row_bytes();
        let mut workers: Vec<_> = tools
            .iter_mut()
            .zip(makers)
            .take(count as usize)
            .map(|(tools, maker)| (self.painter(tools), maker, Vec::new()))
            .collect();
        // What is made of a piece waits for the others that were drawn with it, and these for the pieces before.
        let waiting = match at_once {
            1 => 0,
            _ if workers.len() > 1 => WAITING as usize,
            _ => 1,
        };
        let held = (bytes(drawn_rows) * (1 + waiting) * workers.len()) as u64;
        self.budget.take(held)?;
        let draw = |(painter, maker, pixels): &mut (Painter<'_>, &mut M, Vec<u8>), number: u32| {
            let top = number * drawn_rows;
            let bottom = top.saturating_add(drawn_rows).min(self.size.1);
            pixels.resize((bottom - top) as usize * self.row_bytes(), 0);
            let band_rows = self.band_height() as usize;
            for (top, data) in (top..bottom).step_by(band_rows).zip(pixels.chunks_mut(band_rows * self.row_bytes())) {
                painter.paint(top..bottom.min(top.saturating_add(band_rows as u32)), data)?;
            }
            let pieces = (number * at_once..).zip(pixels.chunks(bytes(rows)));
            pieces.map(|(piece, pixels)| make(maker, piece, pixels)).collect::<Result<Vec<T>, Error>>()
        };
        let emit = |made: Vec<T>| made.into_iter().try_for_each(&mut emit);
        let drawn = in_order(&mut workers, count, draw, emit);
        let counts = workers.iter().fold(GlyphCounts::default(), |sum, worker| sum + worker.0.glyphs.counts);
        self.budget.give(held);
        drawn.map(|()| counts)
    }
}
