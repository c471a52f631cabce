//! A batch: repetitions drawn by threads, each with a canvas of its own.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use inkstone::{Canvas, Engine, Error, RenderOptions, Scene, SvgOptions};

use crate::failure::Failure;
use crate::output::{Format, Output};
use crate::progress::Progress;
use crate::stats::Times;

/// What stands for the repetition's number in texts.
const NUMBER: &str = "{n}";

/// Bytes of the glyph cache where one picture is drawn: no other picture will ask for its glyphs, and a row of text at
/// any size that has masks takes less.
const CACHE_ONCE: usize = 16 << 20;

/// What all threads of a batch share.
pub(crate) struct Batch<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) scene: &'a Scene,
    pub(crate) options: RenderOptions,
    pub(crate) output: &'a Output,
    /// `None` draws once, and leaves texts as they are.
    pub(crate) repeat: Option<u32>,
    pub(crate) jobs: u16,
    pub(crate) deadline: Option<Duration>,
}

/// What a thread of a batch made.
#[derive(Default)]
struct Made {
    times: Vec<(u32, Times)>,
    /// The picture with the highest number, where this thread made it.
    last: Option<Vec<u8>>,
}

impl Batch<'_> {
    fn count(&self) -> u32 {
        self.repeat.unwrap_or(1)
    }

    /// Draws and writes all; gives each repetition's times and the last picture's length.
    pub(crate) fn run(&self) -> Result<(Vec<Times>, usize), Failure> {
        if self.repeat.is_none() {
            return self.once();
        }
        let progress = Progress::new(self.count());
        let (next, failed, failures) = (AtomicU32::new(0), AtomicBool::new(false), Mutex::new(Vec::new()));
        let work = || self.work(&next, &failed, &failures, &progress);
        let jobs = u32::from(self.jobs).min(self.count());
        let made: Vec<Made> = if jobs == 1 {
            vec![work()]
        } else {
            std::thread::scope(|scope| {
                let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
                let join = |worker: std::thread::ScopedJoinHandle<'_, Made>| match worker.join() {
                    Ok(made) => made,
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                workers.into_iter().map(join).collect()
            })
        };
        progress.finish();
        // Of several failures the first repetition's, so that the same run fails the same way.
        let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, failure)) = failures.into_iter().min_by_key(|(number, _)| *number) {
            return Err(failure);
        }
        let mut times = vec![Times::default(); self.count() as usize];
        let mut last = Vec::new();
        for made in made {
            for (number, took) in made.times {
                times[number as usize] = took;
            }
            last = made.last.unwrap_or(last);
        }
        if !self.output.each {
            self.output.write(self.count() - 1, &last)?;
        }
        Ok((times, last.len()))
    }

    /// Draws the scene as it is, written as it is drawn.
    fn once(&self) -> Result<(Vec<Times>, usize), Failure> {
        let start = Instant::now();
        self.engine.set_cache_bytes(self.engine.cache_bytes().min(CACHE_ONCE));
        let mut canvas = self.engine.canvas();
        let bytes = self.output.stream(|out| self.draw(&mut canvas, self.scene, start, out))?;
        Ok((vec![Times::new(canvas.report(), start.elapsed())], bytes))
    }

    /// Draws repetitions until none is left, or one failed.
    fn work(
        &self,
        next: &AtomicU32,
        failed: &AtomicBool,
        failures: &Mutex<Vec<(u32, Failure)>>,
        progress: &Progress,
    ) -> Made {
        let mut canvas = self.engine.canvas();
        let mut made = Made::default();
        while !failed.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= self.count() {
                break;
            }
            match self.picture(&mut canvas, number) {
                Ok((bytes, times)) => {
                    made.times.push((number, times));
                    if number + 1 == self.count() {
                        made.last = Some(bytes);
                    }
                }
                Err(failure) => {
                    failed.store(true, Ordering::Relaxed);
                    failures.lock().unwrap_or_else(PoisonError::into_inner).push((number, failure));
                }
            }
            progress.tick();
        }
        made
    }

    /// One repetition, from the scene to bytes; written where each is.
    fn picture(&self, canvas: &mut Canvas, number: u32) -> Result<(Vec<u8>, Times), Failure> {
        let start = Instant::now();
        let mut bytes = Vec::new();
        let scene = self.scene.replace_text(NUMBER, &number.to_string());
        let drawn = self.draw(canvas, &scene, start, &mut bytes);
        let times = Times::new(canvas.report(), start.elapsed());
        drawn.map_err(|error| Failure::about(format!("repetition {number}"), error))?;
        if self.output.each {
            self.output.write(number, &bytes)?;
        }
        Ok((bytes, times))
    }

    fn draw(&self, canvas: &mut Canvas, scene: &Scene, start: Instant, out: impl Write) -> Result<(), Error> {
        let deadline = self.deadline.and_then(|after| start.checked_add(after));
        match self.output.format {
            Format::Png => {
                let options = self.options.clone();
                let options = deadline.into_iter().fold(options, RenderOptions::with_deadline);
                canvas.write_png(scene, &options, out)
            }
            Format::Svg => {
                let options = deadline.into_iter().fold(SvgOptions::new(), SvgOptions::with_deadline);
                canvas.to_svg(scene, &options, out)
            }
        }
    }
}
