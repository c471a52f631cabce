//! [`FaceHints`]: what there is to fit a face's glyphs to the pixel grid with, found out once.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use skrifa::outline::{GlyphStyles, OutlineGlyphFormat};
use skrifa::raw::{FontData, FontRead, TableDirectory, TableProvider};
use skrifa::{FontRef, MetadataProvider, Tag};

use super::expansion::Expansion;
use super::hinters::Hinters;

/// The hints that a face brings along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FontHints {
    /// Nearly none of its glyphs have any: as of most variable fonts, and of TrueType files that were made for the web.
    #[default]
    None,
    /// Stems and alignment zones of PostScript outlines (`CFF ` and `CFF2`).
    PostScript,
    /// Programs of TrueType outlines.
    TrueType,
}

/// Whose letters a glyph belongs to, as far as hinting tells them apart: the block of the first character that the face's
/// character map has it for. Glyphs without one (ligatures, alternates) count as what most of the face's glyphs are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GlyphScript {
    /// Ideographs of Chinese, Japanese and Korean; Bopomofo; the punctuation and full-width forms among them.
    Han,
    /// Hiragana and Katakana.
    Kana,
    /// Korean syllables and letters.
    Hangul,
    /// Latin letters, digits, the punctuation and marks among them.
    Latin,
    /// Greek letters.
    Greek,
    /// Cyrillic letters.
    Cyrillic,
    /// All others, symbols among them.
    #[default]
    Other,
}

impl GlyphScript {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Han, Self::Kana, Self::Hangul, Self::Latin, Self::Greek, Self::Cyrillic, Self::Other];

    /// By blocks (<https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt>).
    fn of(character: u32) -> Self {
        match character {
            0x20..=0x036f
            | 0x1d00..=0x1dff
            | 0x1e00..=0x1eff
            | 0x2010..=0x205e
            | 0x2070..=0x20bf
            | 0xa720..=0xa7ff
            | 0xfb00..=0xfb06 => Self::Latin,
            0x0370..=0x03ff | 0x1f00..=0x1fff => Self::Greek,
            0x0400..=0x052f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Self::Cyrillic,
            0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xffa0..=0xffdc => Self::Hangul,
            0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff61..=0xff9f | 0x1_b000..=0x1_b16f => Self::Kana,
            0x2e80..=0x303f
            | 0x3100..=0x312f
            | 0x31a0..=0x31ef
            | 0x3200..=0x9fff
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe4f
            | 0xff00..=0xff60
            | 0xffe0..=0xffef
            | 0x2_0000..=0x3_ffff => Self::Han,
            _ => Self::Other,
        }
    }
}

/// Glyphs that are looked at to see whether a face has hints.
const SAMPLES: u32 = 64;
/// One hinted glyph in so many makes a hinted face.
const HINTED: u32 = 8;

/// What the automatic hinter's map takes besides its two bytes a glyph.
const STYLES_BYTES: usize = 128;
/// What one of its instances takes for each of the scripts that it tells apart, which are so many.
const SCRIPT_BYTES: usize = 568;
const SCRIPTS: usize = 60;
/// Those of the [`GlyphScript`]s, and of symbols: letters above and below the line count on their own, the sign of the rupee
/// is Indian. Of the others a block of 128 characters has two at most, and two blocks have three.
const COMMON_SCRIPTS: usize = 10;
const BLOCK_SCRIPTS: usize = 2;
const SYMBOLS: std::ops::Range<u32> = 0x2000..0x2c00;

/// What a face's glyphs are fitted to the grid with. Each part is made when it is first asked for, and shared by all that
/// draw with the face.
#[derive(Default)]
pub(crate) struct FaceHints {
    kind: OnceLock<FontHints>,
    scripts: OnceLock<Scripts>,
    styles: OnceLock<Option<Styles>>,
    pub(super) hinters: Hinters,
}

/// The automatic hinter's map.
struct Styles {
    map: GlyphStyles,
    /// What it takes, and what each instance that measures by it does, at most.
    bytes: usize,
    hinter_bytes: usize,
}

/// A byte a glyph.
#[derive(Debug, Default)]
struct Scripts {
    of: Box<[GlyphScript]>,
    most: GlyphScript,
}

impl FaceHints {
    /// What hints the face brings along.
    pub(crate) fn kind<'a>(&self, face: impl FnOnce() -> Option<FontRef<'a>>) -> FontHints {
        *self.kind.get_or_init(|| face().map_or(FontHints::None, |face| kind(&face)))
    }

    /// Whose letter a glyph is.
    pub(crate) fn script<'a>(&self, face: impl FnOnce() -> Option<FontRef<'a>>, glyph: u32) -> GlyphScript {
        let scripts = self.scripts.get_or_init(|| face().map_or_else(Scripts::default, |face| Scripts::of(&face)));
        scripts.of.get(glyph as usize).copied().unwrap_or(scripts.most)
    }

    /// What the automatic hinter knows of the face's glyphs, and the bytes that each of its instances takes. `None` where the
    /// glyphs that it measures the face by would take longer than those of real fonts.
    pub(super) fn styles(&self, face: &FontRef<'_>) -> Option<(&GlyphStyles, usize)> {
        let styles = self.styles.get_or_init(|| styles(face)).as_ref()?;
        Some((&styles.map, styles.hinter_bytes))
    }

    /// Bytes held: three a glyph at most, and those of the instances.
    pub(crate) fn bytes(&self) -> usize {
        let scripts = self.scripts.get().map_or(0, |scripts| scripts.of.len());
        let styles = self.styles.get().and_then(Option::as_ref).map_or(0, |styles| styles.bytes);
        scripts + styles + self.hinters.bytes()
    }
}

/// Looks at glyphs spread over the face.
fn kind(face: &FontRef<'_>) -> FontHints {
    let outlines = face.outline_glyphs();
    let found = match outlines.format() {
        None => return FontHints::None,
        // Without a font or control value program there is nothing that glyph programs could call.
        Some(OutlineGlyphFormat::Glyf) if !outlines.prefer_interpreter() => return FontHints::None,
        Some(OutlineGlyphFormat::Glyf) => FontHints::TrueType,
        Some(_) => FontHints::PostScript,
    };
    let count = glyph_count(face);
    let (mut drawn, mut hinted) = (0, 0);
    for glyph in (0..count).step_by((count / SAMPLES).max(1) as usize).take(SAMPLES as usize) {
        if let Some(has_hints) = Expansion::has_hints(face, glyph) {
            drawn += 1;
            hinted += u32::from(has_hints);
        }
    }
    if hinted > 0 && hinted * HINTED >= drawn { found } else { FontHints::None }
}

/// No more than there is data for: `maxp` alone may say what it likes.
fn glyph_count(face: &FontRef<'_>) -> u32 {
    let said = face.maxp().map_or(0, |maxp| u32::from(maxp.num_glyphs()));
    match face.loca(None) {
        Ok(loca) => said.min(loca.len() as u32),
        Err(_) => said.min(Expansion::charstrings(face)),
    }
}

impl Scripts {
    fn of(face: &FontRef<'_>) -> Self {
        let unknown = u8::MAX;
        let mut codes = vec![unknown; glyph_count(face) as usize];
        let mut counts = [0_u32; GlyphScript::ALL.len()];
        for (character, glyph) in face.charmap().mappings() {
            let Some(code) = codes.get_mut(glyph.to_u32() as usize).filter(|code| **code == unknown) else { continue };
            let script = GlyphScript::of(character);
            *code = script as u8;
            counts[script as usize] += 1;
        }
        let most = GlyphScript::ALL.into_iter().max_by_key(|script| counts[*script as usize]).unwrap_or_default();
        let script = |code: &u8| GlyphScript::ALL.get(usize::from(*code)).copied().unwrap_or(most);
        Self { of: codes.iter().map(script).collect(), most }
    }
}

/// The automatic hinter's map of the face's glyphs.
///
/// It reads substitutions as well, unless it finds none: nothing bounds how often these may say the same, and all that they
/// would add are ligatures and alternates. So it is shown a face without.
fn styles(face: &FontRef<'_>) -> Option<Styles> {
    // It measures letters of the face, whichever these are. All that it may look at have to be of a bearable size.
    let measured = face.charmap().mappings().filter(|&(character, _)| GlyphScript::of(character) != GlyphScript::Other);
    if !Expansion::all_auto_bearable(face, measured.map(|(_, glyph)| glyph)) {
        return None;
    }
    // As many glyphs as the face says it has become two bytes each.
    if glyph_count(face) < face.maxp().map_or(0, |maxp| u32::from(maxp.num_glyphs())) {
        return None;
    }
    let directory = directory_without(face, Tag::new(b"GSUB"));
    let mut bare = face.clone();
    bare.table_directory = TableDirectory::read(FontData::new(&directory)).ok()?;
    let map = catch_unwind(AssertUnwindSafe(|| GlyphStyles::new(&bare.outline_glyphs()))).ok()?;
    let bytes = 2 * glyph_count(face) as usize + STYLES_BYTES;
    Some(Styles { map, bytes, hinter_bytes: SCRIPT_BYTES * script_count(face) })
}

/// How many scripts the automatic hinter tells apart in a face, at most.
fn script_count(face: &FontRef<'_>) -> usize {
    let characters = face.charmap().mappings().map(|(character, _)| character);
    let is_other = |c: &u32| GlyphScript::of(*c) == GlyphScript::Other && !SYMBOLS.contains(c);
    let blocks: BTreeSet<u32> = characters.filter(is_other).map(|character| character >> 7).collect();
    (COMMON_SCRIPTS + BLOCK_SCRIPTS * blocks.len()).min(SCRIPTS)
}

/// A face's table directory without a table, in the same order.
fn directory_without(face: &FontRef<'_>, tag: Tag) -> Vec<u8> {
    let records = face.table_directory.table_records();
    let kept: Vec<_> = records.iter().filter(|record| record.tag() != tag).collect();
    let mut out = Vec::with_capacity(12 + 16 * kept.len());
    out.extend(face.table_directory.sfnt_version().to_be_bytes());
    out.extend((kept.len() as u16).to_be_bytes());
    // Search range, entry selector, range shift: of no use to anybody.
    out.extend([0; 6]);
    for record in kept {
        out.extend(record.tag().to_be_bytes());
        out.extend(record.checksum().to_be_bytes());
        out.extend(record.offset().to_be_bytes());
        out.extend(record.length().to_be_bytes());
    }
    out
}

#[cfg(test)]
#[path = "hints_tests.rs"]
mod tests;
