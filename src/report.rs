//! [`RenderReport`]: what a render took.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::text::TextReport;

/// What the last render of a canvas took. Its `Display` is a small table.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RenderReport {
    /// Text laid out, pictures decoded; zero where a list was prepared before.
    pub prepare: Duration,
    /// From the display list to pixels.
    pub raster: Duration,
    /// From pixels to PNG, or from the display list to SVG; zero where none was written.
    pub encode: Duration,
    /// Width and height of the picture in device pixels.
    pub size: (u32, u32),
    /// Items of the display list.
    pub items: u64,
    /// Glyphs drawn.
    pub glyphs: u64,
    /// Glyph masks found in the cache.
    pub cache_hits: u64,
    /// Glyph masks made.
    pub cache_misses: u64,
    /// Most bytes held at once, as [`Limits::render_bytes`](crate::Limits::render_bytes) counts them; not the glyph
    /// cache, which has its own bound.
    pub peak_bytes: u64,
    /// PNG pictures of the scene whose file says that its colours are not sRGB, which they are drawn as nevertheless; each
    /// counts once. [`PngInfo`](crate::PngInfo) tells what a file says.
    pub images_not_srgb: u64,
    /// What became of each text: the index of its scene item and its report.
    pub text: Arc<Vec<(usize, TextReport)>>,
}

impl fmt::Display for RenderReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let missing: usize = self.text.iter().map(|(_, report)| report.missing.len()).sum();
        writeln!(f, "size          {} x {} px", self.size.0, self.size.1)?;
        writeln!(f, "prepare       {:.2} ms", ms(self.prepare))?;
        writeln!(f, "raster        {:.2} ms", ms(self.raster))?;
        writeln!(f, "encode        {:.2} ms", ms(self.encode))?;
        writeln!(f, "items         {}", self.items)?;
        writeln!(f, "glyphs        {} ({missing} characters without one)", self.glyphs)?;
        writeln!(f, "glyph cache   {} hits, {} misses", self.cache_hits, self.cache_misses)?;
        if self.images_not_srgb > 0 {
            writeln!(f, "not sRGB      {} pictures, drawn as if they were", self.images_not_srgb)?;
        }
        write!(f, "peak          {} bytes", self.peak_bytes)
    }
}
