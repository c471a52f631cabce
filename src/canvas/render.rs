//! From a display list to pixels, or to a PNG as they are drawn.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Canvas, Job};
use crate::composite::premultiplied;
use crate::encode::{Format, PngFile, PngLevel, PngOptions, StripEncoder, write_png};
use crate::engine::Engine;
use crate::error::Error;
use crate::list::DisplayList;
use crate::options::{Rasterizer, RenderOptions};
use crate::pixmap::{Pixmap, byte_len};
use crate::raster::{Backend, Bands, GlyphCounts, GlyphSource, Native, Plan, Planner, TinySkia, Tools, draw};
use crate::units;
use crate::watch::Held;

/// Most bytes of a canvas that is drawn as a whole before it becomes a PNG: 4 megapixels.
const WHOLE: u64 = 16 << 20;

/// Where pixels go.
pub(super) enum Target<'a> {
    /// What was there is replaced.
    Buffer(&'a mut [u8]),
    New(&'a mut Vec<u8>),
}

impl Canvas {
    /// Rasters into a new picture.
    pub(super) fn raster_new(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
    ) -> Result<Pixmap, Error> {
        let (width, height) = job.size(list, options)?;
        job.budget.take(byte_len(width, height))?;
        let mut pixels = job.watch.hold(Vec::new());
        self.raster(list, options, job, Target::New(&mut pixels), (width, height))?;
        Ok(Pixmap::drawn(pixels.take(), width, height, options.dpi))
    }

    pub(super) fn raster(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
        target: Target<'_>,
        size: (u32, u32),
    ) -> Result<(), Error> {
        let start = Instant::now();
        let threads = job.threads(options)?;
        let tiled = self.with_tiles(list, options, job)?.map(|tiled| job.hold(tiled));
        let list = tiled.as_ref().map_or(list, |(_, tiled)| tiled);
        let engine = self.engine.clone();
        let tools = self.tools(threads);
        let (planned, drawn);
        match options.rasterizer {
            Rasterizer::Inkstone => {
                let backend = Native { width: size.0, height: size.1 };
                let (mut plan, counts) = make_plan(backend, &engine, list, options, job, tools, size)?;
                let bands = bands(&plan, &engine, options, job, size);
                planned = (plan.glyphs, counts);
                drawn = match target {
                    Target::Buffer(pixels) => bands.draw(tools, pixels)?,
                    Target::New(pixels) => {
                        let counts;
                        (*pixels, counts) = bands.draw_new(tools)?;
                        counts
                    }
                };
                job.watch.check()?;
                keep_masks(tools, &mut plan);
            }
            Rasterizer::TinySkia => {
                let backend = TinySkia { height: size.1, path_work: job.limits.path_work };
                let (mut plan, counts) = make_plan(backend, &engine, list, options, job, tools, size)?;
                planned = (plan.glyphs, counts);
                let pixels = match target {
                    Target::Buffer(pixels) => pixels,
                    Target::New(pixels) => {
                        *pixels = vec![0; byte_len(size.0, size.1) as usize];
                        pixels
                    }
                };
                for row in pixels.chunks_mut(size.0 as usize * 4) {
                    job.watch.check()?;
                    row.as_chunks_mut::<4>().0.fill(premultiplied(options.background));
                }
                let mut glyphs = glyph_source(&engine, &mut tools[0], job);
                draw(&plan, pixels, size.0, size.1, &mut glyphs, &job.budget)?;
                drawn = glyphs.counts;
                job.watch.check()?;
                keep_masks(tools, &mut plan);
            }
        }
        self.tell(list, job, size, planned.0, planned.1 + drawn);
        self.report.raster = start.elapsed();
        Ok(())
    }

    /// Draws a PNG: a small picture as a whole, since its colours tell how to write it; strips of a larger one straight
    /// into the file.
    pub(super) fn stream_png(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
        out: &mut impl Write,
    ) -> Result<(), Error> {
        let threads = job.threads(options)?;
        let size = units::streamed_size(list.width, list.height, units::scale(options.dpi)?, &job.limits)?;
        let bytes = byte_len(size.0, size.1);
        let is_small = bytes <= WHOLE.min(job.limits.render_bytes / 2) && job.size(list, options).is_ok();
        if is_small || options.rasterizer == Rasterizer::TinySkia {
            let pixmap = self.raster_new(list, options, job)?;
            let start = Instant::now();
            let mut encoders = self.encoders(threads);
            write_png(&pixmap, &options.png, &mut encoders[..threads], (&job.watch, &job.budget), out)?;
            self.keep(encoders, &options.png);
            self.report.peak_bytes = job.budget.peak();
            self.report.encode = start.elapsed();
            return Ok(());
        }
        let start = Instant::now();
        let tiled = self.with_tiles(list, options, job)?.map(|tiled| job.hold(tiled));
        let list = tiled.as_ref().map_or(list, |(_, tiled)| tiled);
        let engine = self.engine.clone();
        let mut encoders = self.encoders(threads);
        let tools = self.tools(threads);
        let backend = Native { width: size.0, height: size.1 };
        let (mut plan, counts) = make_plan(backend, &engine, list, options, job, tools, size)?;
        // What is known of all pixels before one is drawn.
        let is_opaque =
            list.keeps_opaque(&job.watch)? && (plan.hiding.is_some() || options.background.components[3] >= 1.0);
        let format = Format::of_known(is_opaque, list.is_grey(options.background, &job.watch)?);
        let file = PngFile { format, size, dpi: options.dpi, options: &options.png, watch: &job.watch };
        let bands = bands(&plan, &engine, options, job, size);
        let encoding = AtomicU64::new(0);
        let held = file.encoder_bytes(threads);
        job.budget.take(held)?;
        let mut stream = file.begin(out)?;
        let drawn = bands.stream(
            (tools, &mut encoders[..threads]),
            file.strip_rows(),
            |encoder, strip, pixels| {
                let start = Instant::now();
                let encoded = file.encode(encoder, strip, (&[], pixels));
                encoding.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
                encoded
            },
            |strip| stream.push(strip),
        )?;
        job.budget.give(held);
        keep_masks(tools, &mut plan);
        stream.finish()?;
        self.keep(encoders, &options.png);
        job.watch.check()?;
        self.tell(list, job, size, plan.glyphs, counts + drawn);
        self.report.encode = Duration::from_nanos(encoding.into_inner() / threads as u64);
        self.report.raster = start.elapsed().saturating_sub(self.report.encode);
        Ok(())
    }

    /// Encoders for a number of threads, or more.
    fn encoders(&mut self, threads: usize) -> Vec<StripEncoder> {
        let mut encoders = std::mem::take(&mut self.encoders);
        if encoders.len() < threads {
            encoders.resize_with(threads, StripEncoder::default);
        }
        encoders
    }

    /// Keeps encoders for the next picture, unless they hold much.
    fn keep(&mut self, encoders: Vec<StripEncoder>, options: &PngOptions) {
        if options.level == PngLevel::Fast {
            self.encoders = encoders;
        }
    }

    /// Tools for a number of threads.
    fn tools(&mut self, threads: usize) -> &mut [Tools] {
        if self.tools.len() < threads {
            self.tools.resize_with(threads, Tools::default);
        }
        &mut self.tools[..threads]
    }

    fn tell(&mut self, list: &DisplayList, job: &Job, size: (u32, u32), glyphs: u64, counts: GlyphCounts) {
        self.report.cache_hits = counts.hits;
        self.report.cache_misses = counts.misses;
        self.report.size = size;
        self.report.items = list.items.len() as u64;
        self.report.text = list.text.clone();
        self.report.images_not_srgb = list.not_srgb;
        self.report.glyphs = glyphs;
        self.report.peak_bytes = job.budget.peak();
    }
}

/// The plan of a list, made by a thread for each of the `tools`.
fn make_plan<'a, B: Backend + Copy + Send>(
    backend: B,
    engine: &Engine,
    list: &DisplayList,
    options: &RenderOptions,
    job: &'a Job,
    tools: &mut [Tools],
    size: (u32, u32),
) -> Result<(Held<'a, Plan<B>>, GlyphCounts), Error> {
    let scale = units::scale(options.dpi)?;
    let planner = |tools| Planner {
        backend,
        scale,
        dpi: options.dpi,
        hinting: options.hinting,
        dithering: options.dithering,
        limits: &job.limits,
        watch: &job.watch,
        glyphs: glyph_source(engine, tools, job),
        budget: &job.budget,
        size,
    };
    let mut planners: Vec<_> = tools.iter_mut().map(planner).collect();
    let plan = Planner::plan_together(&mut planners, list)?.take();
    let counts = planners.iter().fold(GlyphCounts::default(), |sum, planner| sum + planner.glyphs.counts);
    Ok((job.watch.hold(plan), counts))
}

/// Keeps the room of a plan's masks for the next plan's, for the threads that had it.
fn keep_masks<B: Backend>(tools: &mut [Tools], plan: &mut Plan<B>) {
    for (tools, masks) in tools.iter_mut().zip(plan.masks.drain(..)) {
        tools.glyphs.end_plan(masks);
    }
}

fn glyph_source<'a>(engine: &'a Engine, tools: &'a mut Tools, job: &'a Job) -> GlyphSource<'a> {
    GlyphSource::new(&engine.0.cache, &mut tools.glyphs, &job.limits, &job.watch)
}

fn bands<'a>(
    plan: &'a Plan<Native>,
    engine: &'a Engine,
    options: &RenderOptions,
    job: &'a Job,
    size: (u32, u32),
) -> Bands<'a> {
    Bands {
        plan,
        size,
        background: options.background,
        height: options.band_height,
        cache: &engine.0.cache,
        limits: &job.limits,
        watch: &job.watch,
        budget: &job.budget,
    }
}
