//! [`Outliner`]: glyphs of a font as paths.

use kurbo::{Affine, BezPath, PathEl, Point};
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::outline::{
    DrawSettings, Engine, HintingInstance, HintingOptions, OutlineGlyphCollection, OutlineGlyphFormat, OutlinePen,
    SmoothMode, Target,
};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::{HintMode, MAX_MASK_PPEM, charstring, tree};
use crate::error::Error;
use crate::font::{Face, FontId};
use crate::limits::{Limits, within};

/// tan 14°: the slant of upright outlines that stand in for italic ones, as browsers draw them.
const SLANT: f64 = 0.249_328_002_843_180_7;

/// Coordinates beyond this many device px are no glyph.
const MAX_COORDINATE: f64 = 1e6;

/// TrueType outlines are read at this many times their design size: skrifa works in integers, and so keeps the
/// fractions that variations and scaled components have.
const DESIGN_SCALE: u16 = 16;

/// Hinting instances kept. One is some 1 to 100 KiB, and is used by all glyphs of a face, weight and size.
const KEPT_HINTERS: usize = 16;

/// `wght` axes kept, of variable and static faces alike.
const KEPT_AXES: usize = 64;

const WEIGHT_AXIS: Tag = Tag::new(b"wght");

/// Which outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OutlineSpec {
    /// Glyph index.
    pub(crate) glyph: u32,
    /// Value of the `wght` axis; 0 for the face as it is.
    pub(crate) weight: u16,
    /// Device px per em.
    pub(crate) ppem: f64,
    pub(crate) hint: HintMode,
    pub(crate) slanted: bool,
}

/// What an outline is read from.
#[derive(Clone, Copy)]
pub(crate) struct FontSource<'a> {
    pub(crate) id: FontId,
    pub(crate) data: &'a [u8],
    /// For errors.
    pub(crate) name: &'a str,
}

impl<'a> From<&'a Face> for FontSource<'a> {
    fn from(face: &'a Face) -> Self {
        Self { id: face.id(), data: face.data(), name: face.post_script_name() }
    }
}

impl FontSource<'_> {
    pub(super) fn invalid(&self, glyph: u32, reason: impl std::fmt::Display) -> Error {
        Error::InvalidFont { font: self.name.to_owned(), reason: format!("glyph {glyph}: {reason}") }
    }

    fn open(&self) -> Result<FontRef<'_>, Error> {
        FontRef::from_index(self.data, self.id.index)
            .map_err(|error| Error::InvalidFont { font: self.name.to_owned(), reason: error.to_string() })
    }
}

/// Reads outlines. One a canvas: it keeps hinting instances, and what it keeps never changes an outline.
#[derive(Default)]
pub(crate) struct Outliner {
    /// The least recently used first.
    hinters: Vec<(HinterKey, Option<HintingInstance>)>,
    axes: Vec<(FontId, Option<[f32; 2]>)>,
}

/// A face, the value of its `wght` axis, and the size in 26.6.
#[derive(Clone, Copy, PartialEq, Eq)]
struct HinterKey {
    font: FontId,
    weight: u16,
    size: u32,
}

impl Outliner {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The value that a face takes on its `wght` axis for a weight that was asked for; 0 for a face without the axis.
    /// Keys and outline specifications take this value.
    pub(crate) fn axis_weight(&mut self, font: &FontSource<'_>, asked: u16) -> u16 {
        let range = match self.axes.iter().find(|(id, _)| *id == font.id) {
            Some((_, range)) => *range,
            None => {
                let axis = font.open().ok().and_then(|face| {
                    let axis = face.axes().iter().find(|axis| axis.tag() == WEIGHT_AXIS)?;
                    Some([axis.min_value(), axis.max_value()])
                });
                if self.axes.len() >= KEPT_AXES {
                    self.axes.remove(0);
                }
                self.axes.push((font.id, axis));
                axis
            }
        };
        // A font may claim a range of any two numbers: `max` and `min` take what `clamp` would panic on.
        range.map_or(0, |[min, max]| (f32::from(asked).max(min).min(max).clamp(1.0, 1000.0)) as u16)
    }

    /// A glyph's outline in device px, y down, its origin at (0, 0). Empty for a glyph without one and for an index the
    /// face does not have.
    pub(crate) fn outline(
        &mut self,
        font: &FontSource<'_>,
        spec: &OutlineSpec,
        limits: &Limits,
    ) -> Result<BezPath, Error> {
        if spec.ppem.is_nan() || spec.ppem <= 0.0 {
            return Ok(BezPath::new());
        }
        within("glyph_ppem", spec.ppem.ceil() as u64, limits.glyph_ppem)?;
        let face = font.open()?;
        let glyphs = face.outline_glyphs();
        let upem = face.head().map_or(0, |head| head.units_per_em());
        // Whatever the font says, no more than this is done for it: skrifa itself bounds the depth of components and
        // subroutines, but not how often they are used.
        let (present, design, hints_bearable) = match glyphs.format() {
            None => return Ok(BezPath::new()),
            Some(OutlineGlyphFormat::Glyf) => {
                let tree = tree::check(&face, font, spec.glyph, limits)?;
                (tree.is_some(), DESIGN_SCALE, tree.is_some_and(|tree| tree.hints_bearable()))
            }
            Some(format) => {
                let cff2 = format == OutlineGlyphFormat::Cff2;
                (charstring::check(&face, font, cff2, spec, limits)?, 1, true)
            }
        };
        if !present {
            return Ok(BezPath::new());
        }
        if upem == 0 {
            return Err(font.invalid(spec.glyph, "the face has 0 units per em"));
        }
        let Some(glyph) = glyphs.get(GlyphId::new(spec.glyph)) else {
            return Err(font.invalid(spec.glyph, "its outline cannot be read"));
        };

        let draw = |settings: DrawSettings<'_>, scale| {
            let mut pen = Pen { scale, max_points: limits.glyph_points, ..Pen::default() };
            glyph.draw(settings, &mut pen).map_err(|error| font.invalid(spec.glyph, error))?;
            within("glyph_points", pen.points, limits.glyph_points)?;
            if pen.absurd {
                return Err(font.invalid(spec.glyph, "a coordinate lies beyond 1,000,000 px"));
            }
            Ok(pen.path)
        };
        // Unscaled PostScript outlines are exact; skrifa would round scaled ones to 1/64 px.
        let units = f64::from(upem) * f64::from(design);
        let design_size = if design == 1 { Size::unscaled() } else { Size::new(units as f32) };
        let location = location(&face, spec.weight);
        let plain = DrawSettings::unhinted(design_size, LocationRef::from(&location));
        let mut path = draw(plain, [spec.ppem / units; 2])?;

        // Hinted outlines are made for sizes in 26.6, as instances are kept: which one is there decides nothing.
        let size = ((spec.ppem * 64.0) + 0.5).floor().max(1.0);
        if spec.hint == HintMode::Vertical && spec.ppem <= MAX_MASK_PPEM && hints_bearable {
            let key = HinterKey { font: font.id, weight: spec.weight, size: size as u32 };
            if let Some(hinter) = self.hinter(key, &face, &glyphs) {
                // A face may be hinted for whole sizes only; its glyphs keep their true width all the same.
                let ppem = size / 64.0;
                let whole = (ppem + 0.5).floor().max(1.0);
                let x_scale = if glyphs.fractional_size_hinting() { 1.0 } else { ppem / whole };
                let hinted = draw(DrawSettings::hinted(hinter, false), [x_scale, 1.0])?;
                path = with_x_of(hinted, &path);
            }
        }
        if spec.slanted {
            path.apply_affine(Affine::new([1.0, 0.0, -SLANT, 1.0, 0.0, 0.0]));
        }
        Ok(path)
    }

    /// The hinting instance of a face, weight and size. `None` where the face has no hints, or where running them would
    /// cost more than they can be worth.
    fn hinter(
        &mut self,
        key: HinterKey,
        face: &FontRef<'_>,
        glyphs: &OutlineGlyphCollection<'_>,
    ) -> Option<&HintingInstance> {
        let kept = match self.hinters.iter().position(|(other, _)| *other == key) {
            Some(at) => self.hinters.remove(at),
            None => {
                if self.hinters.len() >= KEPT_HINTERS {
                    self.hinters.remove(0);
                }
                let bearable = match glyphs.format() {
                    Some(OutlineGlyphFormat::Glyf) => glyphs.prefer_interpreter() && tree::hints_bearable(face),
                    Some(format) => charstring::hints_bearable(face, format == OutlineGlyphFormat::Cff2),
                    None => false,
                };
                let options = HintingOptions {
                    engine: Engine::Interpreter,
                    // Linear metrics keep TrueType programs from moving points in x (PostScript hints never do), the
                    // LCD mode keeps old programs from trying, and without symmetric rendering stems get no wider.
                    target: Target::Smooth {
                        mode: SmoothMode::Lcd,
                        symmetric_rendering: false,
                        preserve_linear_metrics: true,
                    },
                };
                let make = || {
                    let size = Size::new(key.size as f32 / 64.0);
                    HintingInstance::new(glyphs, size, &location(face, key.weight), options).ok()
                };
                // A font program that fails leaves the face unhinted.
                (key, if bearable { make() } else { None })
            }
        };
        self.hinters.push(kept);
        self.hinters.last().and_then(|(_, hinter)| hinter.as_ref())
    }
}

/// Where a face's `wght` axis stands.
fn location(face: &FontRef<'_>, weight: u16) -> Location {
    if weight == 0 {
        return Location::default();
    }
    face.axes().location([(WEIGHT_AXIS, f32::from(weight))])
}

/// A hinted outline with the x of the plain one, wherever both have the same segments (hints may make one vanish).
/// Hints move nothing in x, but round it to 1/64 px, which shows in the grey of vertical stems.
fn with_x_of(mut hinted: BezPath, plain: &BezPath) -> BezPath {
    let kinds = |path: &BezPath| path.elements().iter().map(std::mem::discriminant).collect::<Vec<_>>();
    if kinds(&hinted) != kinds(plain) {
        return hinted;
    }
    for (element, exact) in hinted.elements_mut().iter_mut().zip(plain.elements()) {
        match (element, exact) {
            (PathEl::MoveTo(p), PathEl::MoveTo(q)) | (PathEl::LineTo(p), PathEl::LineTo(q)) => p.x = q.x,
            (PathEl::QuadTo(a, p), PathEl::QuadTo(b, q)) => (a.x, p.x) = (b.x, q.x),
            (PathEl::CurveTo(a, b, p), PathEl::CurveTo(c, d, q)) => (a.x, b.x, p.x) = (c.x, d.x, q.x),
            _ => {}
        }
    }
    hinted
}

/// Takes an outline down, scaled and turned y down.
#[derive(Default)]
struct Pen {
    path: BezPath,
    scale: [f64; 2],
    points: u64,
    max_points: u64,
    /// Whether a coordinate is no number, or out of all proportion.
    absurd: bool,
}

impl Pen {
    fn at(&mut self, x: f32, y: f32) -> Point {
        let (x, y) = (f64::from(x) * self.scale[0], f64::from(y) * self.scale[1]);
        self.absurd |= !(x.abs() <= MAX_COORDINATE && y.abs() <= MAX_COORDINATE);
        Point::new(x, -y)
    }

    /// Keeps counting above the limit, and keeps nothing: skrifa cannot be stopped half-way.
    fn add(&mut self, element: PathEl, points: u64) {
        self.points += points;
        if self.path.elements().is_empty() && !matches!(element, PathEl::MoveTo(_)) {
            if element == PathEl::ClosePath {
                return;
            }
            // A charstring that draws before it moves starts at the origin.
            self.path.move_to(Point::ZERO);
        }
        if self.points <= self.max_points {
            self.path.push(element);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let p = self.at(x, y);
        self.add(PathEl::MoveTo(p), 1);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let p = self.at(x, y);
        self.add(PathEl::LineTo(p), 1);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (c, p) = (self.at(cx0, cy0), self.at(x, y));
        self.add(PathEl::QuadTo(c, p), 2);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (a, b, p) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.add(PathEl::CurveTo(a, b, p), 3);
    }

    fn close(&mut self) {
        self.add(PathEl::ClosePath, 0);
    }
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
