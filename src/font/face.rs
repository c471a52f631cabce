//! [`Face`]: one face of a checked font file.

use std::fmt;
use std::sync::{Arc, OnceLock};

use skrifa::instance::{LocationRef, NormalizedCoord};
use skrifa::metrics::GlyphMetrics;
use skrifa::prelude::Size;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::carets::baseline;
use super::hash::content_hash;
use super::hints::{FaceHints, FontHints, GlyphScript};
use super::region::Region;
use super::variation::{self, FontAxis, Variation};
use crate::error::Error;

/// Where the hanging baseline lies in faces that do not say it, as a part of what the em square is above the alphabetic one.
const HANGING: f64 = 0.8;
/// Languages of a font's script that are looked at.
const MAX_LANGUAGES: usize = 64;

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
    /// Bits of the [`Region`]s whose Han characters it has.
    regions: u8,
    pub(super) axes: Box<[FontAxis]>,
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
    /// On which ideographs stand: `ideo` of the table `BASE`, else the bottom of the em square.
    pub ideographic_baseline: f64,
    /// From which the letters of some Indian scripts hang: `hang` of the table `BASE`, else four fifths of the way to the
    /// top of the em square.
    pub hanging_baseline: f64,
    /// Centre of the underline.
    pub underline_position: f64,
    /// Thickness of the underline.
    pub underline_thickness: f64,
    /// Centre of the strikethrough.
    pub strikethrough_position: f64,
    /// Thickness of the strikethrough.
    pub strikethrough_thickness: f64,
    /// Height of small letters.
    pub x_height: f64,
    /// Height of capitals.
    pub cap_height: f64,
    /// Size of subscripts.
    pub subscript_size: f64,
    /// Baseline of subscripts: mostly negative.
    pub subscript_offset: f64,
    /// Size of superscripts.
    pub superscript_size: f64,
    /// Baseline of superscripts.
    pub superscript_offset: f64,
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
        let axis = self.axes().iter().find(|axis| axis.tag == *b"wght")?;
        let weight = |value: f64| value.clamp(1.0, 1000.0) as u16;
        Some((weight(axis.least), weight(axis.greatest)))
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

    /// Advance of a character's glyph in em.
    pub(crate) fn advance(&self, character: char, variation: &Variation) -> Option<f64> {
        let font = self.font()?;
        let location = LocationRef::new(variation.coords());
        let glyph = font.charmap().map(character)?;
        let advance = GlyphMetrics::new(&font, Size::unscaled(), location).advance_width(glyph)?;
        Some(f64::from(advance) / f64::from(self.units_per_em()))
    }

    /// Whether both are one face of one library: unlike `==`, reads no file for its hash.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn regions(&self) -> u8 {
        self.0.regions
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

    /// Whether its substitutions know a feature, in whatever script.
    pub(crate) fn has_feature(&self, tag: &[u8; 4]) -> bool {
        let font = self.font();
        let features = font.as_ref().and_then(|font| font.gsub().ok()?.feature_list().ok());
        features.is_some_and(|list| list.feature_records().iter().any(|record| record.feature_tag() == Tag::new(tag)))
    }

    /// The weight that the outlines take for the one asked for: the nearest of a variable face's axis, else the face's.
    pub(crate) fn outline_weight(&self, asked: u16) -> u16 {
        self.weight_axis().map_or(self.0.weight, |(least, greatest)| asked.clamp(least, greatest))
    }

    /// Its metrics where its axes stand so.
    pub(crate) fn metrics_at(&self, variation: &Variation) -> FaceMetrics {
        match self.font().filter(|_| *variation != Variation::default()) {
            Some(font) => FaceMetrics::read(&font, variation.coords()),
            None => self.0.metrics,
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
        let family = info.families.first().map(|(family, _)| family.clone()).unwrap_or_default();
        let code_pages = font.os2().ok().and_then(|os2| os2.ul_code_page_range_1()).unwrap_or(0);
        let regions = Region::of_face(&family, code_pages, &substituted_languages(&font));
        Ok(Self {
            file: Arc::clone(file),
            index: info.index,
            family,
            regions,
            post_script_name: info.post_script_name.clone(),
            weight: info.weight.0.clamp(1, 1000),
            italic: info.style != fontdb::Style::Normal,
            metrics: FaceMetrics::read(&font, &[]),
            units_per_em: metrics.units_per_em.max(1),
            glyph_count: u32::from(metrics.glyph_count),
            axes: variation::axes(&font),
            hints: FaceHints::default(),
        })
    }
}

/// Languages of Han characters that a font's substitutions know
/// (<https://learn.microsoft.com/typography/opentype/spec/chapter2#script-list-table>).
fn substituted_languages(font: &FontRef<'_>) -> Vec<[u8; 4]> {
    let Some(scripts) = font.gsub().ok().and_then(|gsub| gsub.script_list().ok()) else { return Vec::new() };
    let han = scripts.script_records().iter().filter(|script| script.script_tag() == Tag::new(b"hani"));
    let found = han.filter_map(|script| script.script(scripts.offset_data()).ok()).flat_map(|script| {
        let records = script.lang_sys_records().iter().take(MAX_LANGUAGES);
        records.map(|record| record.lang_sys_tag().to_be_bytes()).collect::<Vec<_>>()
    });
    found.take(MAX_LANGUAGES).collect()
}

impl FaceMetrics {
    fn read(font: &FontRef<'_>, coords: &[NormalizedCoord]) -> Self {
        let metrics = font.metrics(Size::unscaled(), LocationRef::new(coords));
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
        let baseline = |tag, script| baseline(font, tag, script, coords).map(|height| height / em);
        let ideographic_baseline = baseline(b"ideo", b"hani").unwrap_or(em_descent);
        let hanging_baseline = baseline(b"hang", b"deva").unwrap_or(HANGING * em_ascent);
        // Both tables give the top of the line, the metrics its centre.
        let line = |line: Option<skrifa::metrics::Decoration>, top: f64| {
            let (top, thickness) = line.map_or((top, 0.0), |line| (fraction(line.offset), fraction(line.thickness)));
            let thickness = if thickness > 0.0 { thickness } else { 0.05 };
            (top - thickness / 2.0, thickness)
        };
        let (underline_position, underline_thickness) = line(metrics.underline, -0.1);
        let (strikethrough_position, strikethrough_thickness) = line(metrics.strikeout, 0.3);
        let cap_height = metrics.cap_height.map_or(0.7, fraction);
        let x_height = metrics.x_height.map_or(0.5, fraction);
        // Size and offset, upwards. Fonts that leave them out, or out of all proportion, get what most fonts have.
        let script = |size: i16, up: i32, (usual_size, usual_up): (f64, f64)| {
            let size = Some(f64::from(size) / em).filter(|size| (0.2..=1.0).contains(size)).unwrap_or(usual_size);
            let up = Some(f64::from(up) / em).filter(|up| *up != 0.0 && up.abs() <= 1.0).unwrap_or(usual_up);
            (size, up)
        };
        let os2 = font.os2().ok();
        let below =
            os2.as_ref().map_or((0, 0), |os2| (os2.y_subscript_y_size(), -i32::from(os2.y_subscript_y_offset())));
        let above =
            os2.as_ref().map_or((0, 0), |os2| (os2.y_superscript_y_size(), i32::from(os2.y_superscript_y_offset())));
        let (subscript_size, subscript_offset) = script(below.0, below.1, (0.65, -0.14));
        let (superscript_size, superscript_offset) = script(above.0, above.1, (0.65, 0.35));
        Self {
            ascent: fraction(metrics.ascent),
            descent: fraction(metrics.descent),
            line_gap: fraction(metrics.leading).max(0.0),
            em_ascent,
            em_descent,
            ideographic_baseline,
            hanging_baseline,
            underline_position,
            underline_thickness,
            strikethrough_position,
            strikethrough_thickness,
            x_height,
            cap_height,
            subscript_size,
            subscript_offset,
            superscript_size,
            superscript_offset,
        }
    }
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.id() == other.id()
    }
}

impl Eq for Face {}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({:?}, {:?})", self.post_script_name(), self.id())
    }
}
