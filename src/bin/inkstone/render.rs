//! `inkstone render`: a scene to pictures.

use std::io::{Write, stderr};
use std::time::{Duration, Instant};

use inkstone::{PngOptions, RenderOptions};

use crate::args::RenderArgs;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::output::Output;
use crate::stats::Stats;
use crate::{input, print};

pub(crate) fn render(args: &RenderArgs, start: Instant) -> Result<(), Failure> {
    let output = Output::new(&args.output, args.repeat.is_some())?;
    let engine = input::engine(&args.fonts)?;
    let scene = input::scene(&args.scene)?;
    let batch = Batch {
        engine: &engine,
        scene: &scene,
        options: RenderOptions::new()
            .with_dpi(args.dpi)
            .with_hinting(args.hinting)
            .with_dithering(args.dithering)
            .with_threads(args.threads)
            .with_png(PngOptions::new().with_level(args.png_level)),
        output: &output,
        repeat: args.repeat,
        jobs: args.jobs,
        deadline: args.deadline.map(Duration::from_millis),
    };
    let setup = start.elapsed();
    let (times, bytes) = batch.run()?;
    let stats = Stats { setup, times, wall: start.elapsed(), bytes };
    match args.stats {
        None => Ok(()),
        // Standard output holds the picture.
        Some(format) if output.is_standard() => {
            let text = stats.text(format);
            stderr().write_all(text.as_bytes()).map_err(|error| Failure::io("standard error", error))
        }
        Some(format) => print(stats.text(format).as_bytes()),
    }
}
