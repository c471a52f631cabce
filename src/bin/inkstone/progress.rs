//! [`Progress`]: a bar for batches that take their time, where somebody is looking.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Batches that are done sooner get no bar.
const LONG: Duration = Duration::from_millis(800);

/// A bar on standard error.
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    pub(crate) fn new(count: u32) -> Self {
        let bar = ProgressBar::with_draw_target(Some(u64::from(count)), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        Self { bar, start: Instant::now() }
    }

    /// One more is done.
    pub(crate) fn tick(&self) {
        if self.bar.is_hidden() && self.start.elapsed() > LONG && stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
