//! A picture cut into bands of rows, drawn by one thread or several.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crossbeam::channel;

use super::band::{Painter, Pool, Scratch};
use super::glyphs::{GlyphCounts, GlyphSource};
use super::native::Native;
use super::plan::Plan;
use crate::budget::Budget;
use crate::composite::premultiplied;
use crate::coverage::Masker;
use crate::error::Error;
use crate::glyph::{GlyphCache, Outliner};
use crate::limits::Limits;
use crate::paint::Color;
use crate::watch::Watch;

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
    pub(crate) cache: &'a GlyphCache,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) budget: &'a Budget,
}

/// What one thread draws with.
#[derive(Default)]
pub(crate) struct Tools {
    pub(crate) scratch: Scratch,
    pub(crate) outliner: Outliner,
    pub(crate) masker: Masker,
}

impl Bands<'_> {
    fn row_bytes(&self) -> usize {
        self.size.0 as usize * 4
    }

    fn band_height(&self) -> u32 {
        let rows = |bytes: u64| (bytes / self.row_bytes() as u64).clamp(1, u64::from(self.size.1)) as u32;
        self.height.unwrap_or(rows(BAND_BYTES)).clamp(1, rows(MAX_BAND_BYTES))
    }

    fn count(&self) -> u32 {
        self.size.1.div_ceil(self.band_height())
    }

    fn rows(&self, band: u32) -> Range<u32> {
        let start = band * self.band_height();
        start..start.saturating_add(self.band_height()).min(self.size.1)
    }

    fn painter<'t>(&'t self, tools: &'t mut Tools) -> Painter<'t> {
        let Tools { scratch, outliner, masker } = tools;
        let (cache, limits, watch) = (self.cache, self.limits, self.watch);
        Painter {
            plan: self.plan,
            size: self.size,
            background: self.background,
            glyphs: GlyphSource { cache, outliner, masker, limits, watch, counts: GlyphCounts::default() },
            scratch,
            watch,
            pool: Pool::new(self.budget),
        }
    }

    /// Draws the whole picture, a thread for each of `tools`. Which thread draws which band changes no pixel.
    pub(crate) fn draw(&self, tools: &mut [Tools], pixels: &mut [u8]) -> Result<GlyphCounts, Error> {
        let band_bytes = self.band_height() as usize * self.row_bytes();
        let bands = Mutex::new(pixels.chunks_mut(band_bytes).zip(0..));
        let failed = AtomicBool::new(false);
        let work = |tools: &mut Tools| -> Result<GlyphCounts, Error> {
            let mut painter = self.painter(tools);
            while !failed.load(Ordering::Relaxed) {
                let next = bands.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((data, band)) = next else { break };
                painter.paint(self.rows(band), data).inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            }
            Ok(painter.glyphs.counts)
        };
        let threads = (self.count() as usize).min(tools.len());
        let Some((own, others)) = tools[..threads].split_first_mut() else { return Ok(GlyphCounts::default()) };
        if others.is_empty() {
            return work(own);
        }
        scope(|scope| {
            let workers: Vec<_> = others.iter_mut().map(|tools| scope.spawn(|_| work(tools))).collect();
            let first = work(own);
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
            pixels.resize(start + rows.len() * self.row_bytes(), byte);
            let data = &mut pixels[start..];
            if clear {
                painter.paint(rows, data)?;
            } else {
                painter.paint_on(rows, data)?;
            }
        }
        Ok((pixels.take(), painter.glyphs.counts))
    }

    /// Draws band after band and gives each, in order, to `emit`, holding no more bands than threads and one.
    ///
    /// The calling thread is one of the `tools`' threads: it emits a band as soon as it is the next, and draws otherwise.
    pub(crate) fn stream(
        &self,
        tools: &mut [Tools],
        mut emit: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<GlyphCounts, Error> {
        let band_bytes = self.band_height() as usize * self.row_bytes();
        let threads = (self.count() as usize).min(tools.len());
        let Some((own, others)) = tools[..threads].split_first_mut() else { return Ok(GlyphCounts::default()) };
        let buffers = if others.is_empty() { 1 } else { threads + 1 };
        let held = (band_bytes * buffers) as u64;
        self.budget.take(held)?;
        let counts = if others.is_empty() {
            self.stream_alone(own, band_bytes, &mut emit)
        } else {
            self.stream_together(own, others, (buffers, band_bytes), &mut emit)
        };
        self.budget.give(held);
        counts
    }

    fn stream_alone(
        &self,
        tools: &mut Tools,
        band_bytes: usize,
        emit: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<GlyphCounts, Error> {
        let mut painter = self.painter(tools);
        let mut data = vec![0; band_bytes];
        for band in 0..self.count() {
            let rows = self.rows(band);
            let data = &mut data[..rows.len() * self.row_bytes()];
            painter.paint(rows, data)?;
            emit(data)?;
        }
        Ok(painter.glyphs.counts)
    }

    fn stream_together(
        &self,
        own: &mut Tools,
        others: &mut [Tools],
        (buffers, band_bytes): (usize, usize),
        emit: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<GlyphCounts, Error> {
        let (give_back, free) = channel::unbounded::<Vec<u8>>();
        let (done, drawn) = channel::unbounded::<Option<(u32, Result<Vec<u8>, Error>)>>();
        (0..buffers).for_each(|_| drop(give_back.send(vec![0; band_bytes])));
        let claimed = AtomicU32::new(0);
        let claim = || {
            let band = claimed.fetch_add(1, Ordering::Relaxed);
            (band < self.count()).then_some(band)
        };
        let paint = |painter: &mut Painter<'_>, band: u32, mut data: Vec<u8>| {
            let rows = self.rows(band);
            data.resize(rows.len() * self.row_bytes(), 0);
            painter.paint(rows, &mut data).map(|()| data)
        };
        scope(|scope| {
            let workers: Vec<_> = others
                .iter_mut()
                .map(|tools| {
                    // A buffer first, a band then: so the lowest band that is not done always has a buffer.
                    let (free, done, claim, paint) = (free.clone(), done.clone(), &claim, &paint);
                    scope.spawn(move |_| {
                        let _alarm = Alarm(done.clone());
                        let mut painter = self.painter(tools);
                        while let Ok(data) = free.recv() {
                            let Some(band) = claim() else { break };
                            let data = paint(&mut painter, band, data);
                            let failed = data.is_err();
                            if done.send(Some((band, data))).is_err() || failed {
                                break;
                            }
                        }
                        Ok(painter.glyphs.counts)
                    })
                })
                .collect();
            let mut painter = self.painter(own);
            let mut ready: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
            let mut run = || -> Result<(), Error> {
                let mut next = 0;
                while next < self.count() {
                    if let Some(data) = ready.remove(&next) {
                        emit(&data)?;
                        next += 1;
                        drop(give_back.send(data));
                        continue;
                    }
                    let received = match drawn.try_recv() {
                        Ok(received) => received,
                        Err(_) => match free.try_recv().ok().and_then(|data| Some((claim()?, data))) {
                            Some((band, data)) => Some((band, paint(&mut painter, band, data))),
                            None => drawn.recv().unwrap_or(None),
                        },
                    };
                    // A worker that panicked will not bring its band; joining it goes on with the panic.
                    let Some((band, data)) = received else { break };
                    ready.insert(band, data?);
                }
                Ok(())
            };
            let ran = run();
            let counts = painter.glyphs.counts;
            // Ends the workers: there is nothing left to claim, and no buffer to wait for.
            claimed.store(self.count(), Ordering::Relaxed);
            drop(give_back);
            drop(drawn);
            workers
                .into_iter()
                .map(join)
                .fold(ran.map(|()| counts), |sum, counts| sum.and_then(|sum| Ok(sum + counts?)))
        })
    }
}

/// Tells of a worker that panics, so that nobody waits for its band.
struct Alarm<T>(channel::Sender<Option<T>>);

impl<T> Drop for Alarm<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            drop(self.0.send(None));
        }
    }
}

/// Runs threads that end before it does. A panic of one goes on in the caller, as it would on one thread.
fn scope<'env, T>(run: impl FnOnce(&crossbeam::thread::Scope<'env>) -> T) -> T {
    match crossbeam::thread::scope(run) {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn join(worker: crossbeam::thread::ScopedJoinHandle<'_, Result<GlyphCounts, Error>>) -> Result<GlyphCounts, Error> {
    match worker.join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
