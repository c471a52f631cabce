//! Draws a bounded SVG document at a size.

use kurbo::{Affine, Point, Rect};
use resvg::tiny_skia as ts;

use super::surface::{Cost, Surface};
use super::walk::Walk;
use super::work::Work;
use super::{Svg, unwinding};
use crate::budget::Budget;
use crate::error::Error;
use crate::limits::Limits;
use crate::outline::is_singular;
use crate::pixmap::{Pixmap, byte_len};
use crate::watch::Watch;

/// Bytes that are looked through between two looks at the watch.
const BYTES_A_CHECK: usize = 1 << 20;

impl Svg {
    /// Its pixels on a canvas of `width` x `height`, where `transform` maps its own px to device pixels, and the device
    /// pixel of their top left corner. They stay counted in the budget, and what drawing takes in `work`.
    pub(crate) fn draw(
        &self,
        transform: Affine,
        canvas: (u32, u32),
        limits: &Limits,
        watch: &Watch,
        budget: &Budget,
        work: &mut Work,
    ) -> Result<Option<(Pixmap, Point)>, Error> {
        let Some(part) = self.part(transform, canvas) else { return Ok(None) };
        let (width, height) = (part.width() as u32, part.height() as u32);
        let offset = Affine::translate(-part.origin().to_vec2());
        let [a, b, c, d, e, f] = (offset * transform).as_coeffs().map(|v| v as f32);
        let transform = ts::Transform::from_row(a, b, c, d, e, f);
        let (w, h) = (width as i32, height as i32);
        let Some(bounds) = ts::IntRect::from_xywh(-w * 2, -h * 2, width * 5, height * 5) else { return Ok(None) };
        let mut cost = Cost::new(limits, watch, work);
        Walk { cost: &mut cost, bounds }.nodes(self.tree.root(), Surface { width, height, transform })?;
        let (held, peak) = (byte_len(width, height), cost.peak.saturating_add(byte_len(width, height) / 4));
        budget.take(held)?;
        budget.take(peak)?;
        watch.check()?;
        let pixels = unwinding(|| {
            let mut pixels = ts::Pixmap::new(width, height)?;
            resvg::render(&self.tree, transform, &mut pixels.as_mut());
            if !self.within_viewport() {
                self.cut(&mut pixels, transform)?;
            }
            Some(pixels)
        });
        budget.give(peak);
        watch.check()?;
        let Some(pixels) = pixels? else { return Ok(None) };
        let mut pixels = pixels.take();
        // Where resvg interpolates between the pixels of patterns, colours may exceed their alpha by rounding.
        for part in pixels.chunks_mut(BYTES_A_CHECK) {
            watch.check()?;
            for [r, g, b, a] in part.as_chunks_mut::<4>().0 {
                (*r, *g, *b) = ((*r).min(*a), (*g).min(*a), (*b).min(*a));
            }
        }
        Ok(Some((Pixmap::from_premultiplied(pixels, width, height)?, part.origin())))
    }

    /// The whole device pixels to be drawn: those on the canvas. A filter needs what is around them: resvg would misplace
    /// the pixels of one whose layer it cuts.
    fn part(&self, transform: Affine, (width, height): (u32, u32)) -> Option<Rect> {
        if is_singular(transform) {
            return None;
        }
        let canvas = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let bounds = transform.transform_rect_bbox(self.size().to_rect()).expand();
        let seen = bounds.intersect(canvas);
        if !(seen.width() > 0.0 && seen.height() > 0.0) {
            return None;
        }
        let filtered = !self.tree.filters().is_empty();
        Some(if filtered { bounds.intersect(canvas.inflate(canvas.width(), canvas.height())) } else { seen })
    }

    /// Whether nothing is drawn outside the viewport, so that nothing has to be cut. Edges that lie on the viewport's are
    /// softened only once so.
    fn within_viewport(&self) -> bool {
        let bounds = self.tree.root().layer_bounding_box();
        let size = self.tree.size();
        let slack = 1e-3 * size.width().max(size.height());
        bounds.left() >= -slack
            && bounds.top() >= -slack
            && bounds.right() <= size.width() + slack
            && bounds.bottom() <= size.height() + slack
    }

    fn cut(&self, pixels: &mut ts::Pixmap, transform: ts::Transform) -> Option<()> {
        let size = self.tree.size();
        let viewport = ts::PathBuilder::from_rect(ts::Rect::from_xywh(0.0, 0.0, size.width(), size.height())?);
        let mut mask = ts::Mask::new(pixels.width(), pixels.height())?;
        mask.fill_path(&viewport, ts::FillRule::Winding, true, transform);
        pixels.apply_mask(&mask);
        Some(())
    }

    /// From its own px to a rectangle, whose sides may be swapped.
    pub(crate) fn fit(&self, rect: Rect) -> Affine {
        let size = self.size();
        let (sx, sy) = ((rect.x1 - rect.x0) / size.width, (rect.y1 - rect.y0) / size.height);
        Affine::new([sx, 0.0, 0.0, sy, rect.x0, rect.y0])
    }
}
