//! [`GlyphBoxes`] and [`InkBoxes`]: where the ink of a face's glyphs lies.

use std::collections::BTreeMap;

use kurbo::{BezPath, PathSeg, Point, Rect};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{GlyphId, MetadataProvider};

use super::embolden::{EMBOLDEN, embolden};
use super::expansion::Expander;
use super::{Face, Instance, SLANT};
use crate::limits::Limits;

/// Pieces that a curve is cut into where it is asked where it lies.
const PIECES: u32 = 16;

/// Boxes of an instance's glyphs in font units, y up. What a slant adds is not in them.
pub(crate) struct GlyphBoxes<'a> {
    name: &'a str,
    expander: Expander<'a>,
    outlines: OutlineGlyphCollection<'a>,
    instance: Instance,
    units_per_em: f64,
    /// Glyphs of TrueType say their box, unless they vary.
    said: Option<GlyphMetrics<'a>>,
}

impl Face {
    /// Boxes of its glyphs.
    pub(crate) fn glyph_boxes(&self, instance: Instance) -> Option<GlyphBoxes<'_>> {
        let font = self.font()?;
        let plain = font.loca(None).is_ok() && font.gvar().is_err() && font.cff().is_err() && font.cff2().is_err();
        let said =
            (plain && !instance.emboldened).then(|| GlyphMetrics::new(&font, Size::unscaled(), LocationRef::default()));
        let (name, outlines, expander) = (self.post_script_name(), font.outline_glyphs(), Expander::new(&font));
        Some(GlyphBoxes { name, expander, outlines, instance, units_per_em: f64::from(self.units_per_em()), said })
    }
}

impl Face {
    /// The box around a character's glyph as the face has it by default, in em, y up. Looks the map up anew: not for loops.
    pub(crate) fn ink_of(&self, character: char) -> Option<Rect> {
        let glyph = self.font()?.charmap().map(character)?;
        let bounds = self.glyph_boxes(Instance::default())?.bounds(glyph.to_u32())?;
        Some(bounds.scale_from_origin(1.0 / f64::from(self.units_per_em())))
    }
}

impl GlyphBoxes<'_> {
    /// The box around a glyph's control points. `None` where it has no outline, or one that no render will draw.
    pub(crate) fn bounds(&self, glyph: u32) -> Option<Rect> {
        if let Some(said) = &self.said {
            let bounds = said.bounds(GlyphId::new(glyph))?;
            return Some(Rect::new(
                f64::from(bounds.x_min),
                f64::from(bounds.y_min),
                f64::from(bounds.x_max),
                f64::from(bounds.y_max),
            ));
        }
        let path = self.path(glyph)?;
        (!path.elements().is_empty()).then(|| path.control_box())
    }

    /// From where to where a glyph's outline lies, across, between two heights, slanted as the tangent says.
    pub(crate) fn crossing(&self, glyph: u32, low: f64, high: f64, slant: f64) -> Option<(f64, f64)> {
        let path = self.path(glyph)?;
        let mut found: Option<(f64, f64)> = None;
        for segment in path.segments() {
            let ([a, b, c, d], pieces) = match segment {
                PathSeg::Line(line) => ([line.p0, line.p0, line.p1, line.p1], 1),
                PathSeg::Quad(q) => ([q.p0, q.p0.lerp(q.p1, 2.0 / 3.0), q.p2.lerp(q.p1, 2.0 / 3.0), q.p2], PIECES),
                PathSeg::Cubic(curve) => ([curve.p0, curve.p1, curve.p2, curve.p3], PIECES),
            };
            let heights = [a.y, b.y, c.y, d.y];
            if heights.iter().all(|y| *y < low) || heights.iter().all(|y| *y > high) {
                continue;
            }
            let place = |i: u32| {
                let t = f64::from(i) / f64::from(pieces);
                let (ab, bc, cd) = (a.lerp(b, t), b.lerp(c, t), c.lerp(d, t));
                let at = ab.lerp(bc, t).lerp(bc.lerp(cd, t), t);
                Point::new(at.x + at.y * slant, at.y)
            };
            for piece in 0..pieces {
                if let Some((left, right)) = between(place(piece), place(piece + 1), low, high) {
                    let (least, greatest) = found.unwrap_or((left, right));
                    found = Some((least.min(left), greatest.max(right)));
                }
            }
        }
        found
    }

    fn path(&self, glyph: u32) -> Option<BezPath> {
        self.expander.expand(self.name, glyph, &Limits::default()).ok()??;
        let location = LocationRef::new(self.instance.variation.coords());
        let mut pen = Pen(BezPath::new());
        let outline = self.outlines.get(GlyphId::new(glyph))?;
        outline.draw(DrawSettings::unhinted(Size::unscaled(), location), &mut pen).ok()?;
        let Pen(mut path) = pen;
        if self.instance.emboldened {
            embolden(&mut path, EMBOLDEN * self.units_per_em);
        }
        Some(path)
    }
}

/// Most boxes that are kept.
const MOST_KNOWN: usize = 16_384;

/// Boxes of an instance's glyphs as they are drawn, each looked at once.
pub(crate) struct InkBoxes<'a> {
    boxes: GlyphBoxes<'a>,
    known: BTreeMap<u32, Option<Rect>>,
}

impl<'a> InkBoxes<'a> {
    /// Of a face's glyphs.
    pub(crate) fn new(face: &'a Face, instance: Instance) -> Option<Self> {
        Some(Self { boxes: face.glyph_boxes(instance)?, known: BTreeMap::new() })
    }

    /// The same from their outlines, whatever the font says: where what lies outside a box is not drawn.
    pub(crate) fn of_outlines(face: &'a Face, instance: Instance) -> Option<Self> {
        let boxes = GlyphBoxes { said: None, ..face.glyph_boxes(instance)? };
        Some(Self { boxes, known: BTreeMap::new() })
    }

    /// The box around a glyph in em, y up. `None` where it has no ink.
    pub(crate) fn ink(&mut self, glyph: u32) -> Option<Rect> {
        let boxes = &self.boxes;
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        *self.known.entry(glyph).or_insert_with(|| {
            // Blank glyphs have a box without an inside.
            let bounds = boxes.bounds(glyph).filter(|bounds| bounds.x1 > bounds.x0 && bounds.y1 > bounds.y0)?;
            let slant = if boxes.instance.slanted { SLANT } else { 0.0 };
            let (x0, x1) = (bounds.x0 + bounds.y0 * slant, bounds.x1 + bounds.y1 * slant);
            Some(Rect { x0, x1, ..bounds }.scale_from_origin(1.0 / boxes.units_per_em))
        })
    }
}

/// From where to where a line lies, across, between two heights.
fn between(a: Point, b: Point, low: f64, high: f64) -> Option<(f64, f64)> {
    let (a, b) = if a.y <= b.y { (a, b) } else { (b, a) };
    if b.y < low || a.y > high {
        return None;
    }
    let at = |y: f64| if b.y > a.y { a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)) } else { a.x };
    let (p, q) = if b.y > a.y { (at(a.y.max(low)), at(b.y.min(high))) } else { (a.x, b.x) };
    Some((p.min(q), p.max(q)))
}

struct Pen(BezPath);

impl Pen {
    fn started(&mut self) -> &mut BezPath {
        if self.0.elements().is_empty() {
            self.0.move_to(Point::ZERO);
        }
        &mut self.0
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), f64::from(y))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.started().line_to(point(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.started().quad_to(point(cx0, cy0), point(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.started().curve_to(point(cx0, cy0), point(cx1, cy1), point(x, y));
    }

    fn close(&mut self) {
        self.started().close_path();
    }
}
