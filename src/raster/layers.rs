//! Layers of a band: begun, and put down when they are done.

use std::ops::Range;

use super::band::{Band, Clip, Open, Painter, Scratch};
use super::plan::Layer;
use crate::composite::{self, Compositor, Surface};
use crate::coverage::Span;
use crate::error::Error;
use crate::paint::BlendMode;
use crate::watch::Held;

/// A layer being drawn, and the clips outside it: they apply to the layer as a whole, when it is put down, and not a
/// second time to what is inside.
pub(super) struct OpenLayer<'p> {
    pub(super) layer: &'p Layer,
    pub(super) pixels: Held<'p, Vec<u8>>,
    /// Rows of the frame that there are pixels of.
    pub(super) rows: Range<u32>,
    /// Rows below that it is put down on.
    seen: Range<u32>,
    outer_clips: Vec<Clip<'p>>,
}

impl<'p> Painter<'p> {
    /// Begins a layer of which the rows `seen` of what lies below are to be right.
    pub(super) fn push_layer(
        &mut self,
        band: &mut Band<'_, 'p>,
        layer: &'p Layer,
        seen: Range<u32>,
    ) -> Result<(), Error> {
        let frame = &layer.frame;
        // What its effects look at above and below a row.
        let looked_at = layer.effects.reach().turned();
        let at =
            |row: u32, by: i64| (i64::from(row) - i64::from(frame.y) + by).clamp(0, i64::from(frame.height)) as u32;
        let rows = at(seen.start, -looked_at.top)..at(seen.end, looked_at.bottom);
        let pixels = self.pool.layer(rows.len() * frame.width as usize * 4)?;
        band.open.push(Open::Layer);
        let outer_clips = std::mem::take(&mut band.clips);
        band.layers.push(OpenLayer { layer, pixels, rows, seen, outer_clips });
        Ok(())
    }

    /// Puts a finished layer onto the surface below it, through its clip.
    pub(super) fn pop_layer(&mut self, band: &mut Band<'_, 'p>) -> Result<(), Error> {
        let Some(OpenLayer { layer, mut pixels, rows, seen, outer_clips }) = band.layers.pop() else { return Ok(()) };
        self.pool.clips.extend(band.clips.drain(..).map(|clip| clip.coverage));
        band.clips = outer_clips;
        let watch = self.watch;
        let Scratch { compositor, effects: scratch, aligned, .. } = &mut *self.scratch;
        let mut casts_shadow = false;
        if !layer.effects.is_empty() {
            self.pool.effects(layer.effects.bytes(layer.frame.width, rows.len() as u32))?;
            let mut finished = composite::Layer { pixels: &mut pixels, width: layer.frame.width, rows: rows.clone() };
            compositor.apply(&layer.effects, &mut finished, scratch, self.watch)?;
            casts_shadow = compositor.shadow(&layer.effects, &finished, scratch, self.watch)?;
        }
        if layer.blend_mode != BlendMode::Destination {
            let (mut surface, clip) = band.surface(self.size.0);
            let mut put = Put { layer, compositor, aligned };
            let stride = layer.frame.width as usize * 4;
            for y in seen {
                watch.check()?;
                let clip = clip.map(|clip| clip.coverage.at(y));
                let local = i64::from(y) - i64::from(layer.frame.y);
                let local = u32::try_from(local).ok().filter(|row| rows.contains(row));
                if casts_shadow {
                    let shadow = local.map(|row| layer.effects.shadow_row(scratch, (layer.frame.width, &rows), row));
                    put.row(&mut surface, y, shadow, clip);
                }
                let row = local.map(|row| &pixels[(row - rows.start) as usize * stride..][..stride]);
                put.row(&mut surface, y, row, clip);
            }
        }
        self.pool.layers.push(pixels);
        Ok(())
    }
}

/// Puts rows of a layer down.
struct Put<'a> {
    layer: &'a Layer,
    compositor: &'a mut Compositor,
    aligned: &'a mut Vec<u8>,
}

impl Put<'_> {
    /// A row of the layer onto the row `y`; `None` where it has none.
    fn row(&mut self, surface: &mut Surface<'_>, y: u32, row: Option<&[u8]>, clip: Option<(&[Span], &[u8])>) {
        let Layer { frame, opacity, blend_mode: mode, .. } = self.layer;
        let opacity = (opacity * 255.0 + 0.5) as u8;
        let width = surface.width;
        let beyond = mode.reaches_beyond_source();
        // Columns of the surface that the frame lies over.
        let column = |x: i64| x.clamp(0, i64::from(width)) as u32;
        let (x0, x1) = (column(frame.x.into()), column(i64::from(frame.x) + i64::from(frame.width)));
        let Some(row) = row.filter(|_| x0 < x1) else {
            if beyond {
                self.clear(width);
                self.compositor.layer_row(surface, y, self.aligned, opacity, *mode, clip);
            }
            return;
        };
        let from = (i64::from(x0) - i64::from(frame.x)) as usize * 4;
        if (x0, x1) == (0, width) {
            let row = &row[from..][..width as usize * 4];
            return self.compositor.layer_row(surface, y, row, opacity, *mode, clip);
        }
        if beyond || self.aligned.len() != width as usize * 4 {
            self.clear(width);
        }
        let columns = x0 as usize * 4..x1 as usize * 4;
        self.aligned[columns.clone()].copy_from_slice(&row[from..][..columns.len()]);
        let columns = if beyond { (0, width) } else { (x0, x1) };
        self.compositor.layer_part(surface, (y, columns), self.aligned, opacity, *mode, clip);
    }

    fn clear(&mut self, width: u32) {
        self.aligned.clear();
        self.aligned.resize(width as usize * 4, 0);
    }
}
