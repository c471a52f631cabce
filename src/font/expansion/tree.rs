//! Bounds on TrueType glyphs: how many points and components one expands to, and what its hints may cost.
//!
//! skrifa bounds the depth of components (32), the points of a glyph it has expanded (65,535) and the instructions of a
//! program (1,000,000). It does not bound how many components there are: 16 levels of 100 each are 10^32. So the tree is
//! walked here first, and left as soon as it is too large.

use skrifa::raw::tables::glyf::{Glyf, Glyph};
use skrifa::raw::tables::loca::Loca;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, Tag};

use crate::error::Error;
use crate::font::source::invalid_glyph;
use crate::limits::{Limits, within};

/// skrifa refuses deeper trees.
const MAX_DEPTH: u64 = 31;

/// skrifa refuses more points, for which a font has 16 bits.
const MAX_POINTS: u64 = 65_535;

/// Programs of a glyph times its points, at most, where hints are run: a program may run a million instructions, each
/// touching every point, and nothing interrupts it. So the worst font keeps a thread busy for a second or two a glyph;
/// kanji of several hundred points are still hinted.
const MAX_HINT_WORK: u64 = 1 << 11;

/// What a glyph expands to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    points: u64,
    components: u64,
    programs: u64,
}

impl Tree {
    /// Points, and components, each of which costs as much as one.
    pub(super) fn size(&self) -> u64 {
        self.points + self.components
    }

    /// What walking it took: the points of a component are not looked at.
    pub(super) fn steps(&self) -> u64 {
        self.components
    }

    /// Whether it has a program. `None` for one without points.
    pub(super) fn has_hints(&self) -> Option<bool> {
        (self.points > 0).then_some(self.programs > 0)
    }

    /// Whether the glyph's hints are run. Where not, it is drawn unhinted.
    pub(super) fn hints_bearable(&self) -> bool {
        self.programs * self.size() <= MAX_HINT_WORK
    }
}

/// Walks a glyph's components. `None` if the face does not have the glyph.
pub(super) fn check(face: &FontRef<'_>, name: &str, glyph: u32, limits: &Limits) -> Result<Option<Tree>, Error> {
    Tables::read(face).map_or(Ok(None), |tables| tables.check(name, glyph, limits))
}

/// What glyphs are read from.
pub(super) struct Tables<'f> {
    loca: Loca<'f>,
    glyf: Glyf<'f>,
}

impl<'f> Tables<'f> {
    pub(super) fn read(face: &FontRef<'f>) -> Option<Self> {
        Some(Self { loca: face.loca(None).ok()?, glyf: face.glyf().ok()? })
    }

    /// As [`check`].
    pub(super) fn check(&self, name: &str, glyph: u32, limits: &Limits) -> Result<Option<Tree>, Error> {
        if glyph as usize >= self.loca.len() {
            return Ok(None);
        }
        let mut walk = Walk { tables: self, name, glyph, limits, tree: Tree::default() };
        walk.visit(GlyphId::new(glyph), 0)?;
        Ok(Some(walk.tree))
    }
}

struct Walk<'a, 'f> {
    tables: &'a Tables<'f>,
    name: &'a str,
    glyph: u32,
    limits: &'a Limits,
    tree: Tree,
}

impl Walk<'_, '_> {
    fn visit(&mut self, id: GlyphId, depth: u64) -> Result<(), Error> {
        within("glyph_depth", depth, self.limits.glyph_depth.min(MAX_DEPTH))?;
        let Tables { loca, glyf } = self.tables;
        let glyph = loca.get_glyf(id, glyf).map_err(|error| invalid_glyph(self.name, self.glyph, error))?;
        match glyph {
            None => Ok(()),
            Some(Glyph::Simple(simple)) => {
                self.tree.points += simple.num_points() as u64;
                self.tree.programs += u64::from(simple.instruction_length() != 0);
                self.spent()
            }
            Some(Glyph::Composite(composite)) => {
                self.tree.programs += u64::from(composite.instructions().is_some_and(|code| !code.is_empty()));
                for (component, _) in composite.component_glyphs_and_flags() {
                    self.tree.components += 1;
                    self.spent()?;
                    self.visit(component.into(), depth + 1)?;
                }
                Ok(())
            }
        }
    }

    /// A component without points costs as much as a point.
    fn spent(&self) -> Result<(), Error> {
        let allowed = self.limits.glyph_points.min(MAX_POINTS);
        within("glyph_points", self.tree.size(), allowed)
    }
}

/// Whether a face's hinting machine is of a size that real fonts have. One that is not is drawn unhinted: its control
/// program could keep a thread busy for minutes, or hold memory in proportion to the file.
pub(super) fn hints_bearable(face: &FontRef<'_>) -> bool {
    let Ok(maxp) = face.maxp() else { return false };
    let control_values = face.data_for_tag(Tag::new(b"cvt ")).map_or(0, |data| data.len()) / 2;
    maxp.max_twilight_points().unwrap_or(0) <= 1_024
        && maxp.max_stack_elements().unwrap_or(0) <= 16_384
        && control_values <= 16_384
}
