//! [`Stats`]: what a run took.

use std::fmt::Write as _;
use std::time::Duration;

use inkstone::RenderReport;

use crate::args::StatsFormat;

/// What one repetition took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    pub(crate) prepare: Duration,
    pub(crate) raster: Duration,
    pub(crate) encode: Duration,
    /// From the scene to encoded bytes.
    pub(crate) total: Duration,
}

impl Times {
    pub(crate) fn new(report: &RenderReport, total: Duration) -> Self {
        Self { prepare: report.prepare, raster: report.raster, encode: report.encode, total }
    }
}

/// What a run took.
#[derive(Debug)]
pub(crate) struct Stats {
    /// From the process's start to the first repetition: fonts, the scene and its pictures read.
    pub(crate) setup: Duration,
    /// By the repetitions' numbers.
    pub(crate) times: Vec<Times>,
    /// From the process's start to the last picture written.
    pub(crate) wall: Duration,
    /// Of the last picture.
    pub(crate) bytes: usize,
}

impl Stats {
    pub(crate) fn text(&self, format: StatsFormat) -> String {
        match format {
            StatsFormat::Text => self.table(),
            StatsFormat::Json => self.json(),
        }
    }

    fn json(&self) -> String {
        let all = |of: fn(&Times) -> Duration| -> Vec<f64> { self.times.iter().map(|times| ms(of(times))).collect() };
        let mut json = serde_json::json!({
            "setup_ms": ms(self.setup),
            "prepare_ms": all(|times| times.prepare),
            "raster_ms": all(|times| times.raster),
            "encode_ms": all(|times| times.encode),
            "total_ms": all(|times| times.total),
            "wall_ms": ms(self.wall),
            "png_bytes": self.bytes,
            "peak_rss_kb": peak_rss_kb(),
        })
        .to_string();
        json.push('\n');
        json
    }

    fn table(&self) -> String {
        let mut out = String::new();
        // Writing into a string does not fail.
        let mut row = |name: &str, of: fn(&Times) -> Duration| {
            let mut sorted: Vec<Duration> = self.times.iter().map(of).collect();
            sorted.sort();
            let at = |index: usize| ms(sorted.get(index).copied().unwrap_or_default());
            let (median, last) = (sorted.len() / 2, sorted.len().saturating_sub(1));
            let _ = writeln!(out, "{name:<9}{:>10.2}{:>10.2}{:>10.2}", at(0), at(median), at(last));
        };
        row("prepare", |times| times.prepare);
        row("raster", |times| times.raster);
        row("encode", |times| times.encode);
        row("total", |times| times.total);
        let rss = peak_rss_kb().map_or_else(|| "unknown here".to_owned(), |kb| format!("{kb} KiB"));
        let rate = self.times.len() as f64 / self.wall.saturating_sub(self.setup).as_secs_f64().max(1e-9);
        format!(
            "ms             least    median      most   ({} times)\n{out}setup    {:>10.2}\nwall     {:>10.2}   ({rate:.1} a \
             second)\npicture  {:>10} bytes\npeak RSS {rss:>14}\n",
            self.times.len(),
            ms(self.setup),
            ms(self.wall),
            self.bytes,
        )
    }
}

/// Milliseconds, to the nanosecond.
fn ms(time: Duration) -> f64 {
    (time.as_nanos() as f64) / 1e6
}

/// The most memory this process ever held, in KiB (Linux).
fn peak_rss_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}
