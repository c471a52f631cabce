//! From a display list to pixels, or to a PNG as they are drawn.

use std::io::Write;
use std::time::{Duration, Instant};

use super::{Canvas, Job};
use crate::composite::premultiplied;
use crate::encode::{write_png, write_png_rows};
use crate::engine::Engine;
use crate::error::Error;
use crate::list::DisplayList;
use crate::options::{Rasterizer, RenderOptions};
use crate::pixmap::{Pixmap, byte_len};
use crate::raster::{Backend, Bands, GlyphCounts, GlyphSource, Native, Plan, Planner, TinySkia, Tools, draw};
use crate::units;
use crate::watch::Held;

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
        let _items = job.hold(list);
        let threads = job.threads(options)?;
        let engine = self.engine.clone();
        let tools = self.tools(threads);
        let (planned, drawn);
        match options.rasterizer {
            Rasterizer::Inkstone => {
                let backend = Native { width: size.0, height: size.1 };
                let (plan, counts) = make_plan(backend, &engine, list, options, job, &mut tools[0], size)?;
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
            }
            Rasterizer::TinySkia => {
                let backend = TinySkia { height: size.1, path_work: job.limits.path_work };
                let (plan, counts) = make_plan(backend, &engine, list, options, job, &mut tools[0], size)?;
                planned = (plan.glyphs, counts);
                let pixels = match target {
                    Target::Buffer(pixels) => pixels,
                    Target::New(pixels) => {
                        *pixels = vec![0; byte_len(size.0, size.1) as usize];
                        pixels
                    }
                };
                pixels.as_chunks_mut::<4>().0.fill(premultiplied(options.background));
                let mut glyphs = glyph_source(&engine, &mut tools[0], job);
                draw(&plan, pixels, size.0, size.1, &mut glyphs, &job.budget)?;
                drawn = glyphs.counts;
            }
        }
        job.watch.check()?;
        self.tell(list, job, size, planned.0, planned.1 + drawn);
        self.report.raster = start.elapsed();
        Ok(())
    }

    /// Draws bands straight into a PNG.
    pub(super) fn stream_png(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
        out: &mut impl Write,
    ) -> Result<(), Error> {
        if options.rasterizer == Rasterizer::TinySkia {
            let pixmap = self.raster_new(list, options, job)?;
            let start = Instant::now();
            write_png(&pixmap, out, &job.watch)?;
            self.report.encode = start.elapsed();
            return Ok(());
        }
        let start = Instant::now();
        let _items = job.hold(list);
        let threads = job.threads(options)?;
        let size = units::streamed_size(list.width, list.height, units::scale(options.dpi)?, &job.limits)?;
        let engine = self.engine.clone();
        let tools = self.tools(threads);
        let backend = Native { width: size.0, height: size.1 };
        let (plan, counts) = make_plan(backend, &engine, list, options, job, &mut tools[0], size)?;
        let mut encode = Duration::ZERO;
        let bands = bands(&plan, &engine, options, job, size);
        let mut drawn = GlyphCounts::default();
        write_png_rows(out, size, options.dpi, &job.watch, |rows| {
            drawn = bands.stream(tools, |band| {
                let start = Instant::now();
                let written = rows(band);
                encode += start.elapsed();
                written
            })?;
            Ok(())
        })?;
        job.watch.check()?;
        self.tell(list, job, size, plan.glyphs, counts + drawn);
        self.report.raster = start.elapsed().saturating_sub(encode);
        self.report.encode = encode;
        Ok(())
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
        self.report.glyphs = glyphs;
        self.report.peak_bytes = job.budget.peak();
    }
}

fn make_plan<'a, B: Backend>(
    backend: B,
    engine: &Engine,
    list: &DisplayList,
    options: &RenderOptions,
    job: &'a Job,
    tools: &mut Tools,
    size: (u32, u32),
) -> Result<(Held<'a, Plan<B>>, GlyphCounts), Error> {
    let mut planner = Planner {
        backend,
        scale: units::scale(options.dpi)?,
        dpi: options.dpi,
        hinting: options.hinting,
        limits: &job.limits,
        watch: &job.watch,
        glyphs: glyph_source(engine, tools, job),
        budget: &job.budget,
        size,
    };
    let plan = planner.plan(list)?.take();
    Ok((job.watch.hold(plan), planner.glyphs.counts))
}

fn glyph_source<'a>(engine: &'a Engine, tools: &'a mut Tools, job: &'a Job) -> GlyphSource<'a> {
    GlyphSource {
        cache: &engine.0.cache,
        outliner: &mut tools.outliner,
        masker: &mut tools.masker,
        limits: &job.limits,
        watch: &job.watch,
        counts: GlyphCounts::default(),
    }
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
