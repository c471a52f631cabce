//! [`Job`]: one render.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use super::Canvas;
use crate::budget::Budget;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::list::{DisplayList, Item, Preparer, prepare};
use crate::options::{Rasterizer, RenderOptions};
use crate::report::RenderReport;
use crate::scene::Scene;
use crate::units;
use crate::watch::{Held, Watch};

/// One render: its limits as lowered, what it watches, what it may hold.
#[doc(hidden)]
#[derive(Debug)]
pub struct Job {
    pub(super) limits: Limits,
    pub(super) watch: Watch,
    /// The watch's.
    pub(super) budget: Arc<Budget>,
    /// Tiles of patterns drawn so far.
    pub(super) tiles: Cell<u64>,
}

/// All that was held is let go by now.
impl Drop for Job {
    fn drop(&mut self) {
        self.watch.left.free(self.budget.peak());
    }
}

impl Job {
    /// Size in device pixels of a picture that is held in memory.
    pub(super) fn size(&self, list: &DisplayList, options: &RenderOptions) -> Result<(u32, u32), Error> {
        units::device_size(list.width, list.height, units::scale(options.dpi)?, &self.limits)
    }

    /// Holds what a list's items hold, as long as the list is there or longer.
    pub(super) fn hold(&self, list: DisplayList) -> (Held<'_, Arc<Vec<Item>>>, DisplayList) {
        (self.watch.hold(list.items.clone()), list)
    }

    /// The number of threads to draw with, if the options agree with each other.
    pub(super) fn threads(&self, options: &RenderOptions) -> Result<usize, Error> {
        let refused =
            |option, value: u32, expected| Err(Error::InvalidOption { option, value: value.to_string(), expected });
        match (options.rasterizer, options.threads, options.band_height) {
            (_, 0, _) => refused("threads", 0, "at least one"),
            (_, _, Some(0)) => refused("band_height", 0, "at least one row"),
            (Rasterizer::TinySkia, 2.., _) => {
                refused("threads", options.threads.into(), "1, with the TinySkia rasterizer")
            }
            (Rasterizer::TinySkia, _, Some(rows)) => refused("band_height", rows, "none, with the TinySkia rasterizer"),
            (_, threads, _) => {
                within("threads", threads.into(), self.limits.threads)?;
                Ok(threads.into())
            }
        }
    }
}

impl Canvas {
    pub(super) fn job(&mut self, options: &RenderOptions) -> Job {
        self.report = RenderReport::default();
        let limits = match &options.limits {
            Some(lower) => self.engine.limits().lowered_by(lower),
            None => self.engine.limits().clone(),
        };
        let latest = limits.render_time.and_then(|time| Instant::now().checked_add(time));
        let deadline = match (options.deadline, latest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let budget = Arc::new(Budget::new(&limits));
        let watch = Watch { deadline, cancel: options.cancel.clone(), budget: budget.clone(), ..Watch::default() };
        Job { limits, watch, budget, tiles: Cell::new(0) }
    }

    pub(super) fn prepare_for(&mut self, scene: &Scene, job: &mut Job) -> Result<DisplayList, Error> {
        let start = Instant::now();
        job.watch.check()?;
        let engine = self.engine.clone();
        let list = prepare(
            scene,
            Preparer {
                fonts: engine.fonts(),
                text: &mut self.text,
                limits: &job.limits,
                watch: &job.watch,
                budget: &job.budget,
            },
        )?;
        self.report.prepare = start.elapsed();
        self.report.text = list.text.clone();
        self.report.images_not_srgb = list.not_srgb;
        self.report.items = list.items.len() as u64;
        Ok(list)
    }
}
