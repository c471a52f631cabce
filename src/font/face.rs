//! [`Face`]: one face of a checked font file.

use std::fmt;
use std::sync::{Arc, OnceLock};

use skrifa::instance::{Location, LocationRef};
use skrifa::metrics::{BoundingBox, GlyphMetrics, Metrics};
use skrifa::outline::pen::ControlBoundsPen;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection};
use skrifa::prelude::Size;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::expansion::Expansion;
use super::hash::content_hash;
use super::hints::{FaceHints, FontHints, GlyphScript};
use crate::error::Error;
use crate::limits::Limits;

/// Bytes of a font file, kept alive by whoever draws with them.
pub(super) type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Names a face by its content: a 128-bit hash of the file, and the face's index in it. The same font registered twice,
/// in one library or in two, has one id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId {
    pub(crate) file: u128,
    pub(crate) index: u32,
}

impl fmt::Debug for FontId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}#{}", self.file, self.index)
    }
}

/// A face of a font library. Cheap to clone; equal where the content is.
#[derive(Clone)]
pub struct Face(pub(super) Arc<FaceInner>);

pub(super) struct FaceInner {
    pub(super) file: Arc<FontFile>,
    pub(super) index: u32,
    pub(super) family: String,
    pub(super) post_script_name: String,
    pub(super) weight: u16,
    pub(super) italic: bool,
    metrics: FaceMetrics,
    units_per_em: u16,
    glyph_count: u32,
    weight_axis: Option<(u16, u16)>,
    pub(super) hints: FaceHints,
}

/// A checked font file.
pub(super) struct FontFile {
    pub(super) data: FontBytes,
    hash: OnceLock<u128>,
}

impl FontFile {
    pub(super) fn new(data: FontBytes) -> Self {
        Self { data, hash: OnceLock::new() }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        (*self.data).as_ref()
    }

    /// Reads the whole file the first time it is asked for: a font that nobody draws with is never read.
    pub(super) fn hash(&self) -> u128 {
        *self.hash.get_or_init(|| content_hash(self.bytes()))
    }
}

/// Metrics of a face as fractions of an em, y up.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaceMetrics {
    /// Top of the line box content above the baseline (`hhea` or `OS/2`).
    pub ascent: f64,
    /// Bottom of the line box content, below the baseline: negative.
    pub descent: f64,
    /// Space between the content of lines.
    pub line_gap: f64,
    /// Top of the em square, from the typographic ascender, normalized so that `em_ascent - em_descent` is 1.
    pub em_ascent: f64,
    /// Bottom of the em square: negative.
    pub em_descent: f64,
    /// Centre of the underline.
    pub underline_position: f64,
    /// Thickness of the underline.
    pub underline_thickness: f64,
    /// Centre of the strikethrough.
    pub strikethrough_position: f64,
    /// Thickness of the strikethrough.
    pub strikethrough_thickness: f64,
}

impl Face {
    /// The face's name by content.
    #[must_use]
    pub fn id(&self) -> FontId {
        FontId { file: self.0.file.hash(), index: self.0.index }
    }

    /// The family's name, in English where the font has it.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// The PostScript name.
    #[must_use]
    pub fn post_script_name(&self) -> &str {
        &self.0.post_script_name
    }

    /// From 1 to 1000.
    #[must_use]
    pub fn weight(&self) -> u16 {
        self.0.weight
    }

    /// Whether it is italic or oblique.
    #[must_use]
    pub fn italic(&self) -> bool {
        self.0.italic
    }

    /// Its metrics.
    #[must_use]
    pub fn metrics(&self) -> FaceMetrics {
        self.0.metrics
    }

    /// How many glyphs it has.
    #[must_use]
    pub fn glyph_count(&self) -> u32 {
        self.0.glyph_count
    }

    /// Least and greatest weight of a variable face's `wght` axis.
    #[must_use]
    pub fn weight_axis(&self) -> Option<(u16, u16)> {
        self.0.weight_axis
    }

    /// The hints that it brings along. Looks at some glyphs the first time.
    ///
    /// ```
    /// # #[cfg(feature = "bundled-fonts")] {
    /// use inkstone::{FontHints, FontLibrary};
    /// let fonts = FontLibrary::bundled();
    /// assert_eq!(fonts.faces().next().map(|face| face.hints()), Some(FontHints::PostScript));
    /// # }
    /// ```
    #[must_use]
    pub fn hints(&self) -> FontHints {
        self.0.hints.kind(|| self.font())
    }

    /// Whose letter a glyph is. Goes through the character map the first time.
    #[must_use]
    pub fn glyph_script(&self, glyph: u32) -> GlyphScript {
        self.0.hints.script(|| self.font(), glyph)
    }

    /// Bytes that are held for hinting it.
    pub(crate) fn hinting_bytes(&self) -> usize {
        self.0.hints.bytes()
    }

    /// Whether its character map has a glyph for a character. Looks the map up anew: not for loops.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.font().is_some_and(|font| has_glyph(&font.charmap(), character))
    }

    /// How many characters of a range it has glyphs for.
    #[must_use]
    pub fn coverage(&self, characters: std::ops::RangeInclusive<char>) -> usize {
        let Some(font) = self.font() else { return 0 };
        let map = font.charmap();
        characters.filter(|&character| has_glyph(&map, character)).count()
    }

    /// The font file's bytes.
    pub(crate) fn data(&self) -> &[u8] {
        self.0.file.bytes()
    }

    /// Font units per em; never zero.
    pub(crate) fn units_per_em(&self) -> u16 {
        self.0.units_per_em
    }

    /// The checked bytes, as skrifa sees them. `None` does not happen for a face of a library.
    pub(crate) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.data(), self.0.index).ok()
    }

    /// The weight that the outlines take for the one asked for: the nearest of a variable face's axis, else the face's.
    pub(crate) fn outline_weight(&self, asked: u16) -> u16 {
        self.0.weight_axis.map_or(self.0.weight, |(least, greatest)| asked.clamp(least, greatest))
    }

    /// Boxes of its glyphs, at a weight that [`outline_weight`](Self::outline_weight) gave.
    pub(crate) fn glyph_boxes(&self, weight: u16) -> Option<GlyphBoxes<'_>> {
        let font = self.font()?;
        // Glyphs of TrueType say their box, unless they vary.
        if font.loca(None).is_ok() && font.gvar().is_err() && font.cff().is_err() && font.cff2().is_err() {
            return Some(GlyphBoxes::Said(GlyphMetrics::new(&font, Size::unscaled(), LocationRef::default())));
        }
        let location = font.axes().location([(Tag::new(b"wght"), f32::from(weight))]);
        Some(GlyphBoxes::Drawn { name: self.post_script_name(), outlines: font.outline_glyphs(), font, location })
    }
}

/// Boxes of a face's glyphs in font units, y up.
#[expect(clippy::large_enum_variant, reason = "a few live at a time, on the stack of a layout")]
pub(crate) enum GlyphBoxes<'a> {
    Said(GlyphMetrics<'a>),
    Drawn { name: &'a str, font: FontRef<'a>, outlines: OutlineGlyphCollection<'a>, location: Location },
}

impl GlyphBoxes<'_> {
    /// The box around a glyph's control points. `None` where it has no outline, or one that no render will draw.
    pub(crate) fn bounds(&self, glyph: u32) -> Option<BoundingBox> {
        let id = GlyphId::new(glyph);
        match self {
            Self::Said(metrics) => metrics.bounds(id),
            Self::Drawn { name, font, outlines, location } => {
                Expansion::of(font, name, glyph, &Limits::default()).ok()??;
                let mut pen = ControlBoundsPen::default();
                outlines.get(id)?.draw(DrawSettings::unhinted(Size::unscaled(), location), &mut pen).ok()?;
                pen.bounding_box()
            }
        }
    }
}

/// A glyph other than `.notdef`.
pub(super) fn has_glyph(map: &skrifa::charmap::Charmap<'_>, character: char) -> bool {
    map.map(character).is_some_and(|glyph| glyph != GlyphId::NOTDEF)
}

impl FaceInner {
    /// Reads what layout needs to know of a face.
    pub(super) fn new(name: &str, file: &Arc<FontFile>, info: &fontdb::FaceInfo) -> Result<Self, Error> {
        let font = FontRef::from_index(file.bytes(), info.index)
            .map_err(|error| Error::InvalidFont { font: name.to_owned(), reason: error.to_string() })?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let axis = font.axes().get_by_tag(Tag::new(b"wght")).map(|axis| {
            let weight = |value: f32| value.clamp(1.0, 1000.0) as u16;
            (weight(axis.min_value()), weight(axis.max_value().max(axis.min_value())))
        });
        Ok(Self {
            file: Arc::clone(file),
            index: info.index,
            family: info.families.first().map(|(family, _)| family.clone()).unwrap_or_default(),
            post_script_name: info.post_script_name.clone(),
            weight: info.weight.0.clamp(1, 1000),
            italic: info.style != fontdb::Style::Normal,
            metrics: FaceMetrics::read(&font, &metrics),
            units_per_em: metrics.units_per_em.max(1),
            glyph_count: u32::from(metrics.glyph_count),
            weight_axis: axis,
            hints: FaceHints::default(),
        })
    }
}

impl FaceMetrics {
    fn read(font: &FontRef<'_>, metrics: &Metrics) -> Self {
        let em = f64::from(metrics.units_per_em.max(1));
        let fraction = |value: f32| f64::from(value) / em;
        // As browsers do (https://html.spec.whatwg.org/multipage/canvas.html#dom-textmetrics-emheightascent): the
        // typographic ascender and descender, made to span exactly one em.
        let typo = font.os2().ok().map(|os2| (f64::from(os2.s_typo_ascender()), f64::from(-os2.s_typo_descender())));
        let (above, below) = [typo, Some((f64::from(metrics.ascent), f64::from(-metrics.descent)))]
            .into_iter()
            .flatten()
            .find(|(above, below)| *above > 0.0 && *below >= 0.0)
            .unwrap_or((0.88, 0.12));
        let (em_ascent, em_descent) = (above / (above + below), -below / (above + below));
        // Both tables give the top of the line, the metrics its centre.
        let line = |line: Option<skrifa::metrics::Decoration>, top: f64| {
            let (top, thickness) = line.map_or((top, 0.0), |line| (fraction(line.offset), fraction(line.thickness)));
            let thickness = if thickness > 0.0 { thickness } else { 0.05 };
            (top - thickness / 2.0, thickness)
        };
        let (underline_position, underline_thickness) = line(metrics.underline, -0.1);
        let (strikethrough_position, strikethrough_thickness) = line(metrics.strikeout, 0.3);
        Self {
            ascent: fraction(metrics.ascent),
            descent: fraction(metrics.descent),
            line_gap: fraction(metrics.leading).max(0.0),
            em_ascent,
            em_descent,
            underline_position,
            underline_thickness,
            strikethrough_position,
            strikethrough_thickness,
        }
    }
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.id() == other.id()
    }
}

impl Eq for Face {}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({:?}, {:?})", self.post_script_name(), self.id())
    }
}
