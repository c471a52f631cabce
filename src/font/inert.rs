//! [`Inert`]: characters that a shaper can do nothing with.

use skrifa::instance::LocationRef;
use skrifa::metrics::GlyphMetrics;
use skrifa::prelude::Size;
use skrifa::raw::ReadError;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PositionSubtables, SinglePos};
use skrifa::raw::tables::gsub::{SingleSubst, SubstitutionSubtables};
use skrifa::raw::tables::layout::{CoverageTable, FeatureList, ScriptList};
use skrifa::{GlyphId16, MetadataProvider, Tag};

use super::face::has_glyph;
use super::{Face, Region};

/// Features that shapers apply to horizontal text of the default shaper unless told otherwise
/// (<https://learn.microsoft.com/typography/opentype/spec/featurelist>).
const ON: [&[u8; 4]; 20] = [
    b"rvrn", b"ltra", b"ltrm", b"rand", b"abvm", b"blwm", b"ccmp", b"locl", b"mark", b"mkmk", b"rlig", b"calt",
    b"clig", b"curs", b"dist", b"kern", b"liga", b"rclt", b"frac", b"numr",
];
/// Tables that shapers read besides.
const OTHERS: [&[u8; 4]; 5] = [b"morx", b"mort", b"kerx", b"kern", b"trak"];
/// Characters of the Basic Multilingual Plane, in pages that are made when one of them is met.
const PAGE: usize = 256;
/// Subtables that are looked at; a font with more is shaped whatever it holds.
const MAX_SUBTABLES: usize = 1 << 14;

/// Which glyphs of a face no substitution or positioning of Han text begins at, but for a substitution of the one glyph by
/// another: what consists of them alone is shaped by looking up its glyphs and their advances.
pub(crate) struct Inert {
    /// The glyph in place of each, itself for most; 0 where a shaper has to be asked.
    glyphs: Vec<u16>,
    /// What was looked up of the Basic Multilingual Plane: at most 256 KiB.
    pages: Vec<Option<Box<[Plain; PAGE]>>>,
}

/// What a character is, if a shaper need not be asked.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Plain {
    /// 0 where a shaper has to be asked.
    pub(crate) glyph: u16,
    pub(crate) advance: u16,
}

const ASK: Plain = Plain { glyph: 0, advance: 0 };
const UNKNOWN: Plain = Plain { glyph: 0, advance: 1 };

impl Inert {
    /// Of a face without axes, for horizontal Han text in the forms of a region. `None` where that takes a shaper.
    pub(crate) fn of(face: &Face, region: Option<Region>) -> Option<Self> {
        let font = face.font().filter(|_| face.axes().is_empty())?;
        if OTHERS.iter().any(|tag| font.table_data(Tag::new(tag)).is_some()) {
            return None;
        }
        let count = usize::from(font.maxp().ok()?.num_glyphs());
        let mut touched =
            Touched { once: (0..=u16::MAX).take(count).collect(), asked: vec![false; count], left: MAX_SUBTABLES };
        if let Ok(gsub) = font.gsub() {
            let lookups = gsub.lookup_list().ok()?;
            for index in lookups_of(&gsub.script_list().ok()?, &gsub.feature_list().ok()?, region).ok()? {
                touched.substitutions(&lookups.lookups().get(usize::from(index)).ok()?.subtables().ok()?)?;
            }
        }
        if let Ok(gpos) = font.gpos() {
            let lookups = gpos.lookup_list().ok()?;
            for index in lookups_of(&gpos.script_list().ok()?, &gpos.feature_list().ok()?, region).ok()? {
                touched.positions(&lookups.lookups().get(usize::from(index)).ok()?.subtables().ok()?)?;
            }
        }
        Some(Self { glyphs: touched.finish(), pages: vec![None; PAGE] })
    }

    /// Looks a character up; `None` where a shaper has to be asked.
    #[inline]
    pub(crate) fn plain(&mut self, face: &Face, character: char) -> Option<Plain> {
        let code = u32::from(character) as usize;
        let known = self.pages.get(code / PAGE)?.as_ref().and_then(|page| page.get(code % PAGE).copied());
        let plain = match known {
            Some(plain) if plain != UNKNOWN => plain,
            _ => {
                let plain = self.look_up(face, character).unwrap_or(ASK);
                let page = self.pages.get_mut(code / PAGE)?.get_or_insert_with(|| Box::new([UNKNOWN; PAGE]));
                if let Some(slot) = page.get_mut(code % PAGE) {
                    *slot = plain;
                }
                plain
            }
        };
        (plain.glyph != 0).then_some(plain)
    }

    /// Bytes of what is known.
    pub(crate) fn bytes(&self) -> usize {
        let pages = self.pages.iter().flatten().count();
        pages * size_of::<[Plain; PAGE]>() + self.pages.len() * size_of::<usize>() + self.glyphs.len() * 2
    }

    fn look_up(&self, face: &Face, character: char) -> Option<Plain> {
        let font = face.font()?;
        let map = font.charmap();
        let nominal = map.map(character).filter(|_| has_glyph(&map, character))?;
        let glyph = *self.glyphs.get(nominal.to_u32() as usize)?;
        let metrics = GlyphMetrics::new(&font, Size::unscaled(), LocationRef::default());
        let advance = metrics.advance_width(GlyphId16::new(glyph).into())?;
        Some(Plain { glyph, advance: advance as u16 }).filter(|plain| plain.glyph != 0)
    }
}

/// Indices of the lookups that a script list and its features say for Han text.
fn lookups_of(
    scripts: &ScriptList<'_>,
    features: &FeatureList<'_>,
    region: Option<Region>,
) -> Result<Vec<u16>, ReadError> {
    let wanted = region.map(Region::language_tag);
    let records = scripts.script_records();
    let script = [b"hani", b"DFLT", b"dflt", b"latn"].into_iter().find_map(|tag| {
        let record = records.iter().find(|record| record.script_tag() == Tag::new(tag))?;
        record.script(scripts.offset_data()).ok()
    });
    let Some(script) = script else { return Ok(Vec::new()) };
    let own = script.lang_sys_records().iter().find(|record| Some(record.lang_sys_tag().to_be_bytes()) == wanted);
    let system = match own {
        Some(record) => Some(record.lang_sys(script.offset_data())?),
        None => script.default_lang_sys().transpose()?,
    };
    let Some(system) = system else { return Ok(Vec::new()) };
    let mut lookups = Vec::new();
    let required = system.required_feature_index();
    for index in system.feature_indices().iter().map(|index| index.get()).chain([required]) {
        let Some(record) = features.feature_records().get(usize::from(index)) else { continue };
        let tag = record.feature_tag().to_be_bytes();
        if index == required || ON.contains(&&tag) {
            let feature = record.feature(features.offset_data())?;
            lookups.extend(feature.lookup_list_indices().iter().map(|index| index.get()));
        }
    }
    lookups.sort_unstable();
    lookups.dedup();
    Ok(lookups)
}

/// What lookups do to glyphs.
struct Touched {
    /// The glyph that takes the place of each by the one substitution it is in.
    once: Vec<u16>,
    /// Whether anything else happens to it.
    asked: Vec<bool>,
    left: usize,
}

impl Touched {
    fn count(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn ask(&mut self, coverage: &CoverageTable<'_>) {
        for glyph in coverage.iter() {
            if let Some(asked) = self.asked.get_mut(usize::from(glyph.to_u16())) {
                *asked = true;
            }
        }
    }

    fn substitutions(&mut self, subtables: &SubstitutionSubtables<'_>) -> Option<()> {
        match subtables {
            SubstitutionSubtables::Single(all) => {
                for subtable in all.iter() {
                    self.count()?;
                    match subtable.ok()? {
                        SingleSubst::Format1(single) => {
                            let delta = single.delta_glyph_id();
                            for glyph in single.coverage().ok()?.iter() {
                                self.replace(glyph.to_u16(), glyph.to_u16().wrapping_add_signed(delta));
                            }
                        }
                        SingleSubst::Format2(single) => {
                            let coverage = single.coverage().ok()?;
                            for (from, to) in coverage.iter().zip(single.substitute_glyph_ids()) {
                                self.replace(from.to_u16(), to.get().to_u16());
                            }
                        }
                    }
                }
            }
            SubstitutionSubtables::Multiple(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&subtable.ok()?.coverage().ok()?);
                Some(())
            })?,
            SubstitutionSubtables::Alternate(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&subtable.ok()?.coverage().ok()?);
                Some(())
            })?,
            SubstitutionSubtables::Ligature(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&subtable.ok()?.coverage().ok()?);
                Some(())
            })?,
            SubstitutionSubtables::Contextual(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&context_coverage(&subtable.ok()?)?);
                Some(())
            })?,
            SubstitutionSubtables::ChainContextual(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&chain_coverage(&subtable.ok()?)?);
                Some(())
            })?,
            SubstitutionSubtables::Reverse(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&subtable.ok()?.coverage().ok()?);
                Some(())
            })?,
        }
        Some(())
    }

    fn positions(&mut self, subtables: &PositionSubtables<'_>) -> Option<()> {
        macro_rules! covered {
            ($all:expr, $coverage:ident) => {
                $all.iter().try_for_each(|subtable| {
                    self.count()?;
                    self.ask(&subtable.ok()?.$coverage().ok()?);
                    Some(())
                })?
            };
        }
        match subtables {
            PositionSubtables::Single(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&match subtable.ok()? {
                    SinglePos::Format1(table) => table.coverage().ok()?,
                    SinglePos::Format2(table) => table.coverage().ok()?,
                });
                Some(())
            })?,
            PositionSubtables::Pair(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&match subtable.ok()? {
                    PairPos::Format1(table) => table.coverage().ok()?,
                    PairPos::Format2(table) => table.coverage().ok()?,
                });
                Some(())
            })?,
            PositionSubtables::Cursive(all) => covered!(all, coverage),
            PositionSubtables::MarkToBase(all) => covered!(all, mark_coverage),
            PositionSubtables::MarkToLig(all) => covered!(all, mark_coverage),
            PositionSubtables::MarkToMark(all) => covered!(all, mark1_coverage),
            PositionSubtables::Contextual(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&context_coverage(&subtable.ok()?)?);
                Some(())
            })?,
            PositionSubtables::ChainContextual(all) => all.iter().try_for_each(|subtable| {
                self.count()?;
                self.ask(&chain_coverage(&subtable.ok()?)?);
                Some(())
            })?,
        }
        Some(())
    }

    /// A glyph that is in two substitutions is asked for.
    fn replace(&mut self, from: u16, to: u16) {
        let Some(once) = self.once.get_mut(usize::from(from)) else { return };
        if *once == from && to != from {
            *once = to;
        } else if let Some(asked) = self.asked.get_mut(usize::from(from)) {
            *asked = true;
        }
    }

    /// What is replaced by a glyph to which something happens is asked for as well.
    fn finish(self) -> Vec<u16> {
        let Self { once, asked, .. } = self;
        let is_free = |glyph: u16| {
            let index = usize::from(glyph);
            asked.get(index) == Some(&false) && once.get(index) == Some(&glyph)
        };
        let glyphs = once.iter().zip(&asked).enumerate();
        glyphs
            .map(|(from, (&to, &asked))| {
                let stays = to as usize == from;
                if asked || !(stays || is_free(to)) { 0 } else { to }
            })
            .collect()
    }
}

type Context<'a> = skrifa::raw::tables::layout::SequenceContext<'a>;
type ChainContext<'a> = skrifa::raw::tables::layout::ChainedSequenceContext<'a>;

/// Glyphs that a contextual lookup begins at.
fn context_coverage<'a>(context: &Context<'a>) -> Option<CoverageTable<'a>> {
    match context {
        Context::Format1(table) => table.coverage().ok(),
        Context::Format2(table) => table.coverage().ok(),
        Context::Format3(table) => table.coverages().get(0).ok(),
    }
}

fn chain_coverage<'a>(context: &ChainContext<'a>) -> Option<CoverageTable<'a>> {
    match context {
        ChainContext::Format1(table) => table.coverage().ok(),
        ChainContext::Format2(table) => table.coverage().ok(),
        ChainContext::Format3(table) => table.input_coverages().get(0).ok(),
    }
}
