//! [`Expansion`]: what reading a glyph's outline costs, found out before it is read.

mod charstring;
mod tree;

use skrifa::outline::{OutlineGlyphCollection, OutlineGlyphFormat};
use skrifa::{FontRef, GlyphId};

use super::source::invalid_glyph;
use crate::error::Error;
use crate::limits::Limits;

/// What a glyph expands to. That there is one says that its outline can be read in bounded time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expansion {
    /// Whether the glyph's own hints may be run. Where not, it is drawn unhinted.
    pub(crate) hints_bearable: bool,
    /// Whether the automatic hinter may look at it.
    pub(crate) auto_bearable: bool,
    /// Least `glyph_points` and `glyph_depth` that it is within.
    pub(crate) points: u64,
    pub(crate) depth: u64,
}

/// Most points, components or steps of a glyph that the automatic hinter looks at: it compares each stem with each other.
/// The most intricate ideographs have some 500 points.
const MAX_AUTO_POINTS: u64 = 2_048;
const MAX_AUTO_STEPS: u64 = 2 * MAX_AUTO_POINTS;

/// Steps that may be taken to find out whether a face's glyphs are bearable: the largest fonts take a few million.
const MAX_AUTO_WALK: u64 = 1 << 24;

/// Bytes of a private dictionary that take as long to read as a step: it is read for each glyph.
const DICTIONARY_STEP: u64 = 8;

/// Finds out what glyphs of a face expand to.
pub(crate) struct Expander<'a>(Tables<'a>);

enum Tables<'a> {
    Glyf(Option<tree::Tables<'a>>),
    PostScript(Option<Box<charstring::Table<'a>>>),
    /// No outlines.
    Nothing,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(face: &FontRef<'a>) -> Self {
        Self(match OutlineGlyphCollection::new(face).format() {
            None => Tables::Nothing,
            Some(OutlineGlyphFormat::Glyf) => Tables::Glyf(tree::Tables::read(face)),
            Some(format) => {
                let table = charstring::Table::read(face, format == OutlineGlyphFormat::Cff2);
                Tables::PostScript(table.map(Box::new))
            }
        })
    }

    /// Walks what a glyph is made of, within `glyph_points` and `glyph_depth`. `None` if the face does not have it.
    pub(crate) fn expand(&self, name: &str, glyph: u32, limits: &Limits) -> Result<Option<Expansion>, Error> {
        match &self.0 {
            Tables::Nothing | Tables::Glyf(None) => Ok(None),
            Tables::Glyf(Some(tables)) => {
                let tree = tables.check(name, glyph, limits)?;
                Ok(tree.map(|tree| Expansion {
                    hints_bearable: tree.hints_bearable(),
                    auto_bearable: tree.size() <= MAX_AUTO_POINTS,
                    points: tree.size().max(tree.variation_points()),
                    depth: tree.depth(),
                }))
            }
            Tables::PostScript(Some(table)) => {
                let walked = charstring::check_in(table, name, glyph, limits)?;
                Ok(walked.map(|walked| Expansion {
                    hints_bearable: true,
                    auto_bearable: walked.steps <= MAX_AUTO_STEPS,
                    points: walked.points(),
                    depth: 0,
                }))
            }
            Tables::PostScript(None) => Err(invalid_glyph(name, glyph, "its CFF table cannot be read")),
        }
    }
}

impl Expansion {
    /// Bytes that a face's hinting machine takes at a size. `None` for one that is not of a size that real fonts have, which
    /// is drawn unhinted.
    pub(super) fn hinter_bytes(face: &FontRef<'_>, format: OutlineGlyphFormat) -> Option<usize> {
        match format {
            OutlineGlyphFormat::Glyf => tree::hinter_bytes(face),
            other => charstring::hinter_bytes(face, other == OutlineGlyphFormat::Cff2),
        }
    }

    /// Whether a glyph has hints of its own. `None` for one without an outline, or one that no render will draw.
    pub(super) fn has_hints(face: &FontRef<'_>, glyph: u32) -> Option<bool> {
        let limits = Limits { glyph_points: MAX_AUTO_POINTS, ..Limits::default() };
        match OutlineGlyphCollection::new(face).format()? {
            OutlineGlyphFormat::Glyf => tree::check(face, "", glyph, &limits).ok()??.has_hints(),
            format => {
                let cff2 = format == OutlineGlyphFormat::Cff2;
                charstring::check(face, "", cff2, glyph, &limits).ok()??.has_hints()
            }
        }
    }

    /// Whether none of some glyphs is so large that the automatic hinter would take long over it.
    pub(super) fn all_auto_bearable(face: &FontRef<'_>, mut glyphs: impl Iterator<Item = GlyphId>) -> bool {
        let limits = Limits { glyph_points: MAX_AUTO_POINTS, ..Limits::default() };
        let mut left = MAX_AUTO_WALK;
        let mut spend = |steps: u64| match left.checked_sub(steps + 1) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        match OutlineGlyphCollection::new(face).format() {
            None => true,
            Some(OutlineGlyphFormat::Glyf) => {
                let Some(tables) = tree::Tables::read(face) else { return true };
                glyphs.all(|glyph| match tables.check("", glyph.to_u32(), &limits) {
                    Ok(tree) => spend(tree.map_or(0, |tree| tree.steps())),
                    Err(_) => false,
                })
            }
            Some(format) => {
                let Some(table) = charstring::Table::read(face, format == OutlineGlyphFormat::Cff2) else {
                    return true;
                };
                glyphs.all(|glyph| match charstring::check_in(&table, "", glyph.to_u32(), &limits) {
                    Ok(Some(walked)) => {
                        walked.steps <= MAX_AUTO_STEPS && spend(walked.steps + walked.dictionary / DICTIONARY_STEP)
                    }
                    Ok(None) => spend(0),
                    Err(_) => false,
                })
            }
        }
    }

    /// Charstrings of a face with PostScript outlines.
    pub(super) fn charstrings(face: &FontRef<'_>) -> u32 {
        let cff2 = OutlineGlyphCollection::new(face).format() == Some(OutlineGlyphFormat::Cff2);
        charstring::count(face, cff2)
    }
}
