//! Bounds on TrueType glyphs: how many points and components one expands to, and what its hints may cost.
//!
//! skrifa bounds the depth of components (32), the points of a glyph it has expanded (65,535) and the instructions of a
//! program (1,000,000). It does not bound how many components there are: 16 levels of 100 each are 10^32. So the tree is
//! walked here first, and left as soon as it is too large.

use skrifa::raw::tables::glyf::{Glyf, Glyph};
use skrifa::raw::tables::gvar::Gvar;
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

/// Steps that a point of a variable glyph may take: skrifa goes through its points, and through a list of those that are
/// moved, for each of the regions that it varies in. Real fonts have up to some fifty regions.
const VARIATION_STEPS_A_POINT: u64 = 64;

/// What a glyph expands to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    points: u64,
    components: u64,
    programs: u64,
    /// The depth of its components inside each other.
    depth: u64,
    /// Steps that its variations take.
    variations: u64,
}

impl Tree {
    /// Points, and components, each of which costs as much as one.
    pub(super) fn size(&self) -> u64 {
        self.points + self.components
    }

    /// Points that its variations count as.
    pub(super) fn variation_points(&self) -> u64 {
        self.variations.div_ceil(VARIATION_STEPS_A_POINT)
    }

    pub(super) fn depth(&self) -> u64 {
        self.depth
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
    gvar: Option<Gvar<'f>>,
}

impl<'f> Tables<'f> {
    pub(super) fn read(face: &FontRef<'f>) -> Option<Self> {
        Some(Self { loca: face.loca(None).ok()?, glyf: face.glyf().ok()?, gvar: face.gvar().ok() })
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
        self.tree.depth = self.tree.depth.max(depth);
        let Tables { loca, glyf, .. } = self.tables;
        let glyph = loca.get_glyf(id, glyf).map_err(|error| invalid_glyph(self.name, self.glyph, error))?;
        match glyph {
            None => Ok(()),
            Some(Glyph::Simple(simple)) => {
                self.tree.points += simple.num_points() as u64;
                self.tree.programs += u64::from(simple.instruction_length() != 0);
                self.spent()?;
                self.vary(id, simple.num_points() as u64)
            }
            Some(Glyph::Composite(composite)) => {
                self.tree.programs += u64::from(composite.instructions().is_some_and(|code| !code.is_empty()));
                let before = self.tree.components;
                for (component, _) in composite.component_glyphs_and_flags() {
                    self.tree.components += 1;
                    self.spent()?;
                    self.visit(component.into(), depth + 1)?;
                }
                self.vary(id, self.tree.components - before)
            }
        }
    }

    /// Counts the steps that varying a glyph of so many points or components takes, wherever the axes stand.
    fn vary(&mut self, id: GlyphId, points: u64) -> Result<(), Error> {
        // What cannot be read does not vary.
        let Some(gvar) = &self.tables.gvar else { return Ok(()) };
        let Ok(Some(bytes)) = gvar.data_for_gid(id) else { return Ok(()) };
        // A list of points that all regions share is read whenever the glyph is.
        self.tree.variations += bytes.len() as u64 / 8;
        let allowed = self.limits.glyph_points.min(MAX_POINTS);
        within("glyph_points", self.tree.variation_points(), allowed)?;
        let Ok(Some(data)) = gvar.glyph_variation_data(id) else { return Ok(()) };
        for region in data.tuples() {
            let moved = region.point_numbers().size_hint().0 as u64;
            self.tree.variations += points + 2 * moved + u64::from(gvar.axis_count()) + 1;
            within("glyph_points", self.tree.variation_points(), allowed)?;
        }
        Ok(())
    }

    /// A component without points costs as much as a point.
    fn spent(&self) -> Result<(), Error> {
        let allowed = self.limits.glyph_points.min(MAX_POINTS);
        within("glyph_points", self.tree.size(), allowed)
    }
}

/// Bytes that a face's hinting machine takes at a size. `None` for one that is not of a size that real fonts have, which is
/// drawn unhinted: its control program could keep a thread busy for minutes, or hold memory in proportion to the file, or to
/// nothing but what the file claims.
pub(super) fn hinter_bytes(face: &FontRef<'_>) -> Option<usize> {
    let maxp = face.maxp().ok()?;
    let within = |count: usize, most: usize| (count <= most).then_some(count);
    let claimed = |count: Option<u16>, most: usize| within(count.unwrap_or(0).into(), most);
    claimed(maxp.max_stack_elements(), 16_384)?;
    // Fonts that were hinted automatically store the most, a few thousand numbers.
    let numbers = claimed(maxp.max_storage(), 16_384)?
        + within(face.data_for_tag(Tag::new(b"cvt ")).map_or(0, |data| data.len()) / 2, 16_384)?;
    // Instructions are bytes. Real fonts define a few of them at most, and up to some hundred functions.
    let definitions = claimed(maxp.max_function_defs(), 2_048)? + claimed(maxp.max_instruction_defs(), 256)?;
    let points = claimed(maxp.max_twilight_points(), 1_024)?;
    Some(4 * numbers + 16 * definitions + 17 * points)
}
