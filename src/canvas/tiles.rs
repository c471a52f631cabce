//! The tiles of patterns, drawn at the size in device pixels that they are seen at.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::render::Target;
use super::{Canvas, Job};
use crate::error::Error;
use crate::image::Sampling;
use crate::limits::within;
use crate::list::{DisplayList, ListTile, TileContent};
use crate::options::RenderOptions;
use crate::paint::Color;
use crate::pixmap::{Pixmap, byte_len};
use crate::units;

/// Names a drawn tile: the address of its list, its columns and rows, the bits of the DPI.
type Drawn = BTreeMap<(usize, u32, u32, u64), Arc<Pixmap>>;

/// Of tiles that are seen smaller than this, everything is below a pixel.
const LEAST_DPI: f64 = 1e-3;

impl Canvas {
    /// A list whose patterns repeat pixels only; `None` where they do already.
    pub(super) fn with_tiles(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
    ) -> Result<Option<DisplayList>, Error> {
        if !list.has_tiles {
            return Ok(None);
        }
        let scale = units::scale(options.dpi)?;
        let options = RenderOptions { background: Color::TRANSPARENT, ..options.clone() };
        job.budget.take(list.copy_bytes())?;
        let mut items = job.watch.hold(Vec::with_capacity(list.items.len()));
        for part in job.watch.parts(&list.items) {
            items.extend_from_slice(part?);
        }
        let mut drawn = job.watch.hold(Drawn::new());
        for item in items.iter_mut() {
            job.watch.check()?;
            let Some((pattern, transform)) = item.kind.pattern_mut() else { continue };
            let Some(ListTile { size, content: TileContent::List(tile) }) = pattern.tile() else { continue };
            // How much larger it is seen, along and down, and how long its sides are in device pixels.
            let [a, b, c, d, ..] = (transform * pattern.transform()).as_coeffs();
            let (along, down) = ((a * a + b * b).sqrt(), (c * c + d * d).sqrt());
            // In none at all it is seen as one; so is what is no number.
            let side = |px: f64| if px > 1.0 { px.round().min(f64::from(u32::MAX)) as u32 } else { 1 };
            let (width, height) = (side(size.width * along * scale), side(size.height * down * scale));
            // All that has a length grows with it, blurs too, as at another DPI.
            let larger = (along * down).sqrt();
            let dpi = if larger > 0.0 { (options.dpi * larger).clamp(LEAST_DPI, units::MAX_DPI) } else { options.dpi };
            let name = (Arc::as_ptr(tile).addr(), width, height, dpi.to_bits());
            let pixels = match drawn.get(&name) {
                Some(pixels) => pixels.clone(),
                None => {
                    let options = RenderOptions { dpi, ..options.clone() };
                    let pixels = Arc::new(self.draw_tile(tile, (width, height), &options, job)?);
                    drawn.insert(name, pixels.clone());
                    pixels
                }
            };
            *pattern = pattern.of(ListTile { size: *size, content: TileContent::Pixels(pixels, Sampling::Smooth) });
        }
        Ok(Some(DisplayList { items: Arc::new(items.take()), has_tiles: false, ..list.clone() }))
    }

    /// Recursion follows patterns inside patterns, whose depth the builder bounds; how many there are in all, the job.
    fn draw_tile(
        &mut self,
        tile: &DisplayList,
        (width, height): (u32, u32),
        options: &RenderOptions,
        job: &Job,
    ) -> Result<Pixmap, Error> {
        job.tiles.set(job.tiles.get() + 1);
        within("pattern_tiles", job.tiles.get(), job.limits.pattern_tiles)?;
        // A picture as others are, however the canvas is drawn that it is on.
        within("image_pixels", u64::from(width) * u64::from(height), job.limits.image_pixels)?;
        let scale = units::scale(options.dpi)?;
        let bytes = tile.copy_bytes();
        job.budget.take(bytes)?;
        let (_items, list) = job.hold(tile.scaled_to(f64::from(width) / scale, f64::from(height) / scale));
        job.budget.take(byte_len(width, height))?;
        let mut pixels = job.watch.hold(Vec::new());
        self.raster(&list, options, job, Target::New(&mut pixels), (width, height))?;
        job.budget.give(bytes);
        Ok(Pixmap::drawn(pixels.take(), width, height, options.dpi))
    }
}
