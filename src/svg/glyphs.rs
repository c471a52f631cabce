//! Text: each distinct glyph once, in font units, and runs that use them.

use kurbo::{Affine, Point, Rect, Vec2};

use super::number::Grid;
use super::out::Out;
use super::path::path_data;
use super::survey::{GlyphName, Survey, unit};
use crate::error::Error;
use crate::font::FontSource;
use crate::glyph::{HintMode, OutlineSpec, glyph_outline};
use crate::limits::Limits;
use crate::outline::max_scale;
use crate::text::{GlyphRun, PositionedGlyph};
use crate::units::MAX_COORDINATE;

/// Glyphs written between two looks at the watch.
const GLYPHS_PER_CHECK: usize = 256;

/// The boxes of a survey's glyphs in font units; `None` for one without an outline, which is not defined.
pub(super) type Boxes = Vec<Option<Rect>>;

/// Writes the outlines `g<number>`.
pub(super) fn outlines(out: &mut Out<'_>, survey: &Survey, limits: &Limits) -> Result<Boxes, Error> {
    let mut boxes = Vec::with_capacity(survey.glyphs.len());
    for (number, glyph) in survey.glyphs.iter().enumerate() {
        out.breathe()?;
        let em = glyph.face.units_per_em();
        // One unit a px: the size is no render's, and its limit is asked where the glyph is used.
        let limits = Limits { glyph_ppem: limits.glyph_ppem.max(u64::from(em)), ..limits.clone() };
        let spec = OutlineSpec {
            glyph: glyph.name.glyph,
            ppem: f64::from(em),
            hint: HintMode::None,
            slanted: glyph.name.slanted,
            emboldened: glyph.name.emboldened,
        };
        let outline = glyph_outline(&FontSource::new(&glyph.face, &glyph.variation), &spec, &limits)?;
        if outline.elements().is_empty() {
            boxes.push(None);
            continue;
        }
        out.push("<path").id(format_args!("g{number}"));
        // To 1/1,000 px, an order coarser than shapes: outlines stand on font units of more than that.
        path_data(out, &outline, Grid::for_scale(glyph.scale / 10.0))?;
        out.push("/>\n");
        boxes.push(Some(outline.control_box()));
    }
    Ok(boxes)
}

/// A run whose glyphs are used one by one.
pub(super) struct Run<'a> {
    run: &'a GlyphRun,
    name: GlyphName,
    grid: Grid,
    /// Logical px a font unit.
    unit: f64,
    /// From font units at the first glyph's height to the item's coordinates.
    pub(super) place: Affine,
    y: f64,
    /// From the run's coordinates to the canvas.
    canvas: Affine,
}

impl<'a> Run<'a> {
    /// `None` where nothing of it is seen.
    pub(super) fn new(run: &'a GlyphRun, origin: Point, transform: Affine) -> Option<Self> {
        let (unit, name) = unit(run, transform)?;
        let y = run.glyphs.first()?.y;
        let place = Affine::translate(origin.to_vec2() + Vec2::new(0.0, y)) * Affine::scale(unit);
        Some(Self {
            run,
            name,
            grid: Grid::for_scale(unit * max_scale(transform)),
            unit,
            place,
            y,
            canvas: transform * Affine::translate(origin.to_vec2()),
        })
    }

    /// Writes a `<use>` for each glyph, in the coordinates that `place` is from, or, where `transform` maps those to others, in
    /// these.
    pub(super) fn uses(
        &self,
        out: &mut Out<'_>,
        survey: &Survey,
        boxes: &Boxes,
        transform: Option<Affine>,
    ) -> Result<(), Error> {
        for (i, glyph) in self.run.glyphs.iter().enumerate() {
            if i % GLYPHS_PER_CHECK == GLYPHS_PER_CHECK - 1 {
                out.breathe()?;
            }
            let number = survey.glyph(&GlyphName { glyph: glyph.id, ..self.name });
            let Some(number) = number.filter(|number| boxes.get(*number).is_some_and(Option::is_some)) else {
                continue;
            };
            if !self.is_near(glyph) {
                continue;
            }
            out.push("<use").href(format_args!("g{number}"));
            if let Some(transform) = transform {
                out.transform("transform", transform);
            }
            for (name, value) in [(" x=\"", glyph.x), (" y=\"", glyph.y - self.y)] {
                let steps = self.grid.steps(value / self.unit);
                if steps != 0 {
                    out.push(name);
                    self.grid.push(out.text(), steps);
                    out.push("\"");
                }
            }
            out.push("/>");
        }
        Ok(())
    }

    /// Whether a glyph is where something may be drawn; the end of an endless text is not.
    fn is_near(&self, glyph: &PositionedGlyph) -> bool {
        let at = self.canvas * Point::new(glyph.x, glyph.y);
        at.x.abs().max(at.y.abs()) <= MAX_COORDINATE
    }

    /// The box of all outlines in the item's coordinates; `None` where there are none.
    pub(super) fn bounds(&self, survey: &Survey, boxes: &Boxes) -> Option<Rect> {
        let one = |glyph: &PositionedGlyph| {
            if !self.is_near(glyph) {
                return None;
            }
            let number = survey.glyph(&GlyphName { glyph: glyph.id, ..self.name })?;
            let outline = (*boxes.get(number)?)?;
            Some(outline + Vec2::new(glyph.x, glyph.y - self.y) / self.unit)
        };
        let all = self.run.glyphs.iter().filter_map(one).reduce(|a, b| a.union(b))?;
        Some(self.place.transform_rect_bbox(all))
    }
}
