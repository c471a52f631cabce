//! Text in a plan: glyph runs become masks at whole pixels, or paths.

use std::ops::Range;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Vec2};

use super::glyphs::GlyphSource;
use super::plan::{Backend, Op, PlacedGlyph};
use super::planner::{Pass, check_point, union};
use crate::error::Error;
use crate::font::FontSource;
use crate::glyph::{GlyphKey, HintMode, HintingPolicy, MAX_MASK_PPEM, OutlineSpec, RunHints, glyph_outline, placement};
use crate::limits::within;
use crate::outline::{is_singular, max_scale};
use crate::paint::FillRule;
use crate::text::{GlyphRun, PositionedGlyph};
use crate::units::MAX_COORDINATE;

/// Glyphs placed between two looks at the watch.
const GLYPHS_PER_CHECK: usize = 256;

impl<B: Backend> Pass<'_, '_, B> {
    pub(super) fn run(&mut self, source: usize, run: &GlyphRun, origin: Vec2, transform: Affine) -> Result<(), Error> {
        let Some(paint) = self.paint(&run.paint, transform)? else { return Ok(()) };
        let [a, b, c, d, ..] = transform.as_coeffs();
        // A turn of 360 degrees, or a scale there and back, leaves some last bits.
        let upright = a > 0.0 && b.abs().max(c.abs()).max((a - d).abs()) <= a * 1e-9;
        let ppem = self.ppem(run, transform)?;
        self.plan.glyphs += run.glyphs.len() as u64;
        if is_singular(transform) {
            return Ok(());
        }
        if upright && ppem <= MAX_MASK_PPEM {
            return self.masks(source, run, origin, transform, ppem, &paint);
        }
        let font = FontSource::new(&run.face, &run.variation);
        for glyph in &run.glyphs {
            self.planner.watch.check()?;
            let (path, mut place) = self.glyph_path((run, &font), glyph, ppem, origin, transform)?;
            let at = transform * (Point::new(glyph.x, glyph.y) + origin);
            if upright && at.x.abs().max(at.y.abs()) <= MAX_COORDINATE {
                // Where a mask would be, so that text which grows does not jump when it becomes too large for one.
                let on_grid = placement(MAX_MASK_PPEM, at.x, at.y);
                place = Affine::translate((f64::from(on_grid.x) + f64::from(on_grid.bin) / 4.0, f64::from(on_grid.y)));
            }
            let outline = self.filled(source, &path, place, FillRule::NonZero)?;
            self.fill(outline, Some(&paint))?;
        }
        Ok(())
    }

    /// What the glyphs of some runs cover, in device pixels, unhinted.
    pub(super) fn glyph_outlines(
        &mut self,
        source: usize,
        runs: &[GlyphRun],
        origin: Vec2,
        transform: Affine,
    ) -> Result<Option<B::Outline>, Error> {
        self.polygons.clear();
        for run in runs {
            let ppem = self.ppem(run, transform)?;
            self.plan.glyphs += run.glyphs.len() as u64;
            let font = FontSource::new(&run.face, &run.variation);
            for glyph in &run.glyphs {
                self.planner.watch.check()?;
                let (path, place) = self.glyph_path((run, &font), glyph, ppem, origin, transform)?;
                self.add_path(source, &path, place)?;
            }
        }
        self.outline(FillRule::NonZero)
    }

    /// Device pixels per em.
    fn ppem(&self, run: &GlyphRun, transform: Affine) -> Result<f64, Error> {
        let ppem = run.size * max_scale(transform);
        let asked = if ppem < 1e18 { ppem.ceil() as u64 } else { u64::MAX };
        within("glyph_ppem", asked, self.planner.limits.glyph_ppem)?;
        Ok(ppem)
    }

    /// A glyph's outline at device size, and what maps it to device pixels. Outlines are scaled in 16.16 fixed point by the
    /// font library: asked for at device size, a transform can only turn them, not enlarge their rounding. They are turned, or
    /// too large, or clip: not hinted, whatever the policy.
    fn glyph_path(
        &mut self,
        (run, font): (&GlyphRun, &FontSource<'_>),
        glyph: &PositionedGlyph,
        ppem: f64,
        origin: Vec2,
        transform: Affine,
    ) -> Result<(BezPath, Affine), Error> {
        let hint = HintMode::None;
        let spec = OutlineSpec { glyph: glyph.id, ppem, hint, slanted: run.slanted, emboldened: run.emboldened };
        let path = glyph_outline(font, &spec, self.planner.limits)?;
        let place = transform
            * Affine::translate(Vec2::new(glyph.x, glyph.y) + origin)
            * Affine::scale(if ppem > 0.0 { run.size / ppem } else { 0.0 });
        Ok((path, place))
    }

    /// Upright glyphs of a size that masks are made for.
    fn masks(
        &mut self,
        source: usize,
        run: &GlyphRun,
        origin: Vec2,
        transform: Affine,
        ppem: f64,
        paint: &Arc<B::Paint>,
    ) -> Result<(), Error> {
        let hints = RunHints::new(self.planner.hinting, (ppem, self.planner.dpi), &run.face);
        let (to_surface, (left, top)) = (self.to_surface(transform), self.origin());
        self.planner.budget.take((run.glyphs.len() * size_of::<PlacedGlyph>()) as u64)?;
        let (size, watch, budget) = (self.planner.size, self.planner.watch, self.planner.budget);
        let font = FontSource::new(&run.face, &run.variation);
        let (mut placed, mut paths) = (Vec::with_capacity(run.glyphs.len()), Vec::new());
        let number = self.plan.number;
        let (mut rows, masks) = (0..0, &mut self.masks);
        let names = (font.id, font.variation);
        let mut glyphs = self.planner.glyphs.open();
        for (i, glyph) in run.glyphs.iter().enumerate() {
            if i % GLYPHS_PER_CHECK == 0 {
                watch.check()?;
            }
            let at = transform * (Point::new(glyph.x, glyph.y) + origin);
            if at.x.abs().max(at.y.abs()) > MAX_COORDINATE {
                // Far off every canvas, as the end of an endless text is.
                continue;
            }
            check_point(source, at)?;
            let at = to_surface * (Point::new(glyph.x, glyph.y) + origin);
            let place = placement(ppem, at.x, at.y);
            if !(near(place.x, size.0) && near(place.y, size.1)) {
                continue;
            }
            let hint = hints.mode(&run.face, glyph.id);
            let key = GlyphKey::new(names, glyph.id, &place, hint, (run.slanted, run.emboldened));
            let path = glyphs.get(&font, &key, |extent, bytes, note| {
                let mut glyph = PlacedGlyph::new((place.x, place.y), extent, key);
                let seen_rows = seen(glyph.y, glyph.height, size.1);
                if seen_rows.is_empty() || seen(glyph.x, glyph.width, size.0).is_empty() {
                    return;
                }
                rows = union(&rows, &seen_rows);
                // The plan may have it already: this was noted.
                if *note >> 32 == u64::from(number) {
                    glyph.mask = Some(*note as u32);
                } else if let Some(at) = masks.push(bytes, budget) {
                    glyph.mask = Some(at);
                    *note = u64::from(number) << 32 | u64::from(at);
                }
                placed.push(glyph);
            })?;
            paths.extend(path.map(|path| (path, (f64::from(place.x) + left, f64::from(place.y) + top))));
        }
        drop(glyphs);
        for (path, place) in paths {
            let outline = self.filled(source, &path, Affine::translate(place), FillRule::NonZero)?;
            self.fill(outline, Some(paint))?;
        }
        if placed.is_empty() {
            return Ok(());
        }
        let face = (run.face.clone(), run.variation.clone());
        self.step(rows, Op::Glyphs { face, glyphs: placed, masks: 0, paint: paint.clone() })
    }
}

/// Makes the masks of a run's glyphs at a scale, as upright text is drawn with, each at every quarter of a pixel.
pub(crate) fn warm(
    source: &mut GlyphSource<'_>,
    run: &GlyphRun,
    (scale, dpi): (f64, f64),
    policy: HintingPolicy,
) -> Result<(), Error> {
    let ppem = run.size * max_scale(Affine::scale(scale));
    within("glyph_ppem", ppem.ceil() as u64, source.limits.glyph_ppem)?;
    if ppem > MAX_MASK_PPEM {
        return Ok(());
    }
    let font = FontSource::new(&run.face, &run.variation);
    let hints = RunHints::new(policy, (ppem, dpi), &run.face);
    let mut ids: Vec<u32> = run.glyphs.iter().map(|glyph| glyph.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let watch = source.watch;
    let mut glyphs = source.open();
    for id in ids {
        watch.check()?;
        for quarter in 0..4 {
            let place = placement(ppem, f64::from(quarter) / 4.0, 0.0);
            let (hint, made_up) = (hints.mode(&run.face, id), (run.slanted, run.emboldened));
            let key = GlyphKey::new((font.id, font.variation), id, &place, hint, made_up);
            glyphs.get(&font, &key, |_, _, _| {})?;
        }
    }
    Ok(())
}

/// Whether a glyph whose origin is here may reach the canvas: none reaches farther than some ems; those wholly off are
/// not even made.
fn near(v: i32, max: u32) -> bool {
    let margin = MAX_MASK_PPEM * 64.0;
    f64::from(v) > -margin && f64::from(v) < f64::from(max) + margin
}

/// The rows, or columns, on the canvas of so many from `y` on.
fn seen(y: i32, len: u16, canvas: u32) -> Range<u32> {
    let clamp = |v: i64| v.clamp(0, i64::from(canvas)) as u32;
    clamp(i64::from(y))..clamp(i64::from(y) + i64::from(len))
}
