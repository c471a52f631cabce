//! Pictures in a plan: those that are made smaller are so when the plan is made.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use kurbo::{Affine, Rect};

use super::plan::Backend;
use super::planner::Pass;
use crate::composite::{Compositor, Placing, resample_bytes};
use crate::error::Error;
use crate::image::Sampling;
use crate::outline::is_singular;
use crate::pixmap::{Pixmap, byte_len};
use crate::watch::Free as _;

/// Pictures made smaller: by the address of the picture, which the list holds, the bits of scale and offset, the columns and the
/// rows.
pub(super) type Smaller = BTreeMap<(usize, [u64; 4], [i64; 4]), Arc<Pixmap>>;

impl<B: Backend> Pass<'_, '_, B> {
    /// Draws the part `source` of a picture, whose pixels `transform` maps to device pixels, through an outline.
    pub(super) fn picture(
        &mut self,
        outline: Option<B::Outline>,
        pixels: &Arc<Pixmap>,
        source: Rect,
        sampling: Sampling,
        transform: Affine,
    ) -> Result<(), Error> {
        // Of what is not seen nothing is made.
        if outline.is_none() {
            return Ok(());
        }
        let reduced = match sampling {
            Sampling::Nearest | Sampling::Bilinear => None,
            Sampling::Smooth | Sampling::Bicubic => self.reduced(pixels, source, transform)?,
        };
        let (pixels, sampling, transform) = match &reduced {
            Some((pixels, transform)) => (pixels, Sampling::Smooth, *transform),
            None => (pixels, sampling, transform),
        };
        let paint = self.shared(self.planner.backend.image(pixels, sampling, (false, false), transform))?;
        self.fill(outline, paint.as_ref())
    }

    /// A picture made smaller, and what maps its pixels to device pixels; `None` where it is not drawn smaller.
    fn reduced(
        &mut self,
        pixels: &Arc<Pixmap>,
        source: Rect,
        transform: Affine,
    ) -> Result<Option<(Arc<Pixmap>, Affine)>, Error> {
        let inverse = transform.inverse();
        let [a, b, c, d, e, f] = inverse.as_coeffs();
        if is_singular(transform) || !inverse.is_finite() {
            return Ok(None);
        }
        // A device pixel covers so many of the picture's columns and rows.
        let (across, down) = (a.abs().max(c.abs()), b.abs().max(d.abs()));
        if b == 0.0 && c == 0.0 {
            if across <= 1.0 && down <= 1.0 {
                return Ok(None);
            }
            // The device pixels that it is seen on.
            let target = transform.transform_rect_bbox(source);
            let (width, height) = self.planner.size;
            let range = |from: f64, to: f64, len: u32| {
                let clamp = |v: f64| v.clamp(0.0, f64::from(len)) as i64;
                clamp(from.floor())..clamp(to.ceil())
            };
            let (columns, rows) = (range(target.x0, target.x1, width), range(target.y0, target.y1, height));
            if columns.is_empty() || rows.is_empty() {
                return Ok(None);
            }
            let at = Affine::translate((columns.start as f64, rows.start as f64));
            let pixmap = self.resample(pixels, Placing { scale: (a, d), offset: (e, f) }, columns, rows)?;
            return Ok(Some((pixmap, at)));
        }
        // Turned: by whole numbers, so that between a half and all of them are left for the pixels around.
        let whole = |v: f64, len: u32| v.clamp(1.0, f64::from(len)).floor();
        let (across, down) = (whole(across, pixels.width()), whole(down, pixels.height()));
        if across <= 1.0 && down <= 1.0 {
            return Ok(None);
        }
        let columns = 0..(f64::from(pixels.width()) / across).ceil() as i64;
        let rows = 0..(f64::from(pixels.height()) / down).ceil() as i64;
        let pixmap = self.resample(pixels, Placing { scale: (across, down), offset: (0.0, 0.0) }, columns, rows)?;
        Ok(Some((pixmap, transform * Affine::new([across, 0.0, 0.0, down, 0.0, 0.0]))))
    }

    /// A tile made smaller, and what maps its pixels to device pixels; `None` where it is not drawn smaller. It keeps whole
    /// pixels, fewer of them: each is the mean of what it covers, and none reaches over the tile's edge.
    pub(super) fn reduced_tile(
        &mut self,
        pixels: &Arc<Pixmap>,
        transform: Affine,
    ) -> Result<Option<(Arc<Pixmap>, Affine)>, Error> {
        let inverse = transform.inverse();
        let [a, b, c, d, ..] = inverse.as_coeffs();
        if is_singular(transform) || !inverse.is_finite() {
            return Ok(None);
        }
        // A device pixel covers so many of the tile's columns and rows.
        let fewer = |len: u32, by: f64| (f64::from(len) / by.max(1.0)).round().clamp(1.0, f64::from(len));
        let (width, height) = (pixels.width(), pixels.height());
        let (columns, rows) = (fewer(width, a.abs().max(c.abs())), fewer(height, b.abs().max(d.abs())));
        let (across, down) = (f64::from(width) / columns, f64::from(height) / rows);
        if across <= 1.0 && down <= 1.0 {
            return Ok(None);
        }
        let placing = Placing { scale: (across, down), offset: (0.0, 0.0) };
        let reduced = self.resample(pixels, placing, 0..columns as i64, 0..rows as i64)?;
        Ok(Some((reduced, transform * Affine::scale_non_uniform(across, down))))
    }

    fn resample(
        &mut self,
        pixels: &Arc<Pixmap>,
        placing: Placing,
        columns: Range<i64>,
        rows: Range<i64>,
    ) -> Result<Arc<Pixmap>, Error> {
        let Placing { scale, offset } = placing;
        let bits = [scale.0, scale.1, offset.0, offset.1].map(f64::to_bits);
        let name = (Arc::as_ptr(pixels).addr(), bits, [columns.start, columns.end, rows.start, rows.end]);
        if let Some(known) = self.smaller.get(&name) {
            return Ok(known.clone());
        }
        let (width, height) = ((columns.end - columns.start) as u32, (rows.end - rows.start) as u32);
        let budget = self.planner.budget;
        budget.take(byte_len(width, height))?;
        let scratch = resample_bytes(pixels, (u64::from(width), u64::from(height)));
        budget.take(scratch)?;
        let data = Compositor::default().resample(pixels, placing, (columns, rows), self.planner.watch)?;
        budget.give(scratch);
        let made = Pixmap::drawn(data, width, height, pixels.dpi());
        if let Err(stopped) = made.look_through(self.planner.watch) {
            made.into_data().free(self.planner.watch);
            return Err(stopped);
        }
        let made = Arc::new(made);
        self.smaller.insert(name, made.clone());
        Ok(made)
    }
}
