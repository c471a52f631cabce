//! [`Expansion`]: what reading a glyph's outline costs, found out before it is read.

mod charstring;
mod tree;

use skrifa::FontRef;
use skrifa::outline::{OutlineGlyphCollection, OutlineGlyphFormat};

use crate::error::Error;
use crate::limits::Limits;

/// What a glyph expands to. That there is one says that its outline can be read in bounded time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expansion {
    /// Whether the glyph's own hints may be run. Where not, it is drawn unhinted.
    pub(crate) hints_bearable: bool,
}

impl Expansion {
    /// Walks what a glyph is made of, within `glyph_points` and `glyph_depth`. `None` if the face does not have it.
    pub(crate) fn of(face: &FontRef<'_>, name: &str, glyph: u32, limits: &Limits) -> Result<Option<Self>, Error> {
        Ok(match OutlineGlyphCollection::new(face).format() {
            None => None,
            Some(OutlineGlyphFormat::Glyf) => {
                let tree = tree::check(face, name, glyph, limits)?;
                tree.map(|tree| Self { hints_bearable: tree.hints_bearable() })
            }
            Some(format) => {
                let cff2 = format == OutlineGlyphFormat::Cff2;
                charstring::check(face, name, cff2, glyph, limits)?.then_some(Self { hints_bearable: true })
            }
        })
    }

    /// Whether a face's hinting machine is of a size that real fonts have. One that is not is drawn unhinted.
    pub(crate) fn hints_bearable(face: &FontRef<'_>, format: OutlineGlyphFormat) -> bool {
        match format {
            OutlineGlyphFormat::Glyf => tree::hints_bearable(face),
            other => charstring::hints_bearable(face, other == OutlineGlyphFormat::Cff2),
        }
    }
}
