//! Bounds on PostScript glyphs: how much a charstring expands to.
//!
//! skrifa bounds the depth of subroutines (10) and the operand stack (513). It does not bound how often subroutines are
//! called: ten levels of 100 calls each are 10^20 steps, without a point drawn on the way. So a charstring is stepped
//! through here first, on skrifa's own stack and with its rules, and refused when it takes too many steps. Where a
//! charstring is broken this stops as skrifa does, and leaves it to skrifa to say so.

use std::cell::RefCell;

use skrifa::instance::NormalizedCoord;
use skrifa::raw::tables::cff::Cff;
use skrifa::raw::tables::postscript::charstring::NESTING_DEPTH_LIMIT;
use skrifa::raw::tables::postscript::{BlendState, FdSelect, Index, Number, Stack, StringId, dict};
use skrifa::raw::tables::variations::ItemVariationStore;
use skrifa::raw::types::{Fixed, GlyphId};
use skrifa::raw::{FontData, FontRead, FontRef, TableProvider};

use crate::error::Error;
use crate::font::source::invalid_glyph;
use crate::limits::Limits;

/// Steps a point may take. A curve takes seven (six numbers and an operator), hints a few more.
const STEPS_A_POINT: u64 = 16;

/// Steps that a hint mask counts for: it makes skrifa place up to 96 hints anew.
const MASK_STEPS: u64 = 32;

/// Steps that an accented character made of two others counts for: it is looked up in the character set.
const ACCENT_STEPS: u64 = 4_096;

/// Private dictionaries of a face, and their bytes in sum, at most, where hints are used: all are read for each size. In a
/// `CFF ` table a glyph names its one by a byte.
const MAX_DICTS: u32 = 256;
const MAX_DICT_BYTES: usize = 1 << 20;
/// What is kept of one, in a list that has room for a power of two of them, and for four at least.
const KEPT_DICT_BYTES: usize = 336;

/// Bytes of a private dictionary, times what a blend in it may cost: skrifa reads it for each glyph. Also of all of a face that
/// are read for a size.
const MAX_PRIVATE_COST: u64 = 1 << 22;
const MAX_PRIVATE_BYTES: usize = 16 << 10;

/// Axes, regions at once (each is an operand on a stack of 513) and lists of regions of a variation store.
const MAX_AXES: u16 = 64;
const MAX_REGIONS: u16 = 512;
const MAX_REGION_LISTS: u16 = 4_096;

/// Why stepping ended early.
enum Halt {
    /// Too many steps.
    Spent,
    /// skrifa will refuse this charstring at this place.
    Broken,
}

/// What stepping through a glyph came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walked {
    pub(super) steps: u64,
    /// What reading its private dictionary came to.
    pub(super) dictionary: u64,
    stems: usize,
    draws: bool,
}

impl Walked {
    /// Points that it counts as.
    pub(super) fn points(&self) -> u64 {
        self.steps.saturating_sub(ACCENT_STEPS).div_ceil(STEPS_A_POINT)
    }

    /// Whether it has stems. `None` for one that draws nothing.
    pub(super) fn has_hints(&self) -> Option<bool> {
        self.draws.then_some(self.stems > 0)
    }
}

/// Steps through a glyph. `None` if the face does not have it.
pub(super) fn check(
    face: &FontRef<'_>,
    name: &str,
    cff2: bool,
    glyph: u32,
    limits: &Limits,
) -> Result<Option<Walked>, Error> {
    let Some(table) = Table::read(face, cff2) else {
        return Err(invalid_glyph(name, glyph, "its CFF table cannot be read"));
    };
    check_in(&table, name, glyph, limits)
}

/// As [`check`].
pub(super) fn check_in(table: &Table<'_>, name: &str, glyph: u32, limits: &Limits) -> Result<Option<Walked>, Error> {
    let Ok(code) = table.charstrings.get(glyph as usize) else { return Ok(None) };
    let allowed = limits.glyph_points.saturating_mul(STEPS_A_POINT);
    let fd = table.fd_select.as_ref().and_then(|select| select.font_index(GlyphId::new(glyph))).unwrap_or(0);
    let Some(private) = table.private(u32::from(fd)) else {
        return Err(invalid_glyph(name, glyph, "its private dictionary is too large or cannot be read"));
    };
    let blend = match table.variations.clone() {
        // Where on its axes the face stands does not change the number of steps.
        Some(store) => match BlendState::new(store, &[] as &[NormalizedCoord], private.store_index) {
            Ok(state) => Some(state),
            Err(error) => return Err(invalid_glyph(name, glyph, error)),
        },
        None => None,
    };
    let most = allowed.saturating_add(ACCENT_STEPS);
    let dictionary = private.cost;
    let mut machine = Machine {
        table,
        subrs: private.subrs,
        blend,
        stack: Stack::new(),
        stems: 0,
        draws: false,
        width_read: false,
        steps: most,
    };
    match machine.run(code, 0) {
        Err(Halt::Spent) => {
            let asked = limits.glyph_points.saturating_add(1);
            Err(Error::LimitExceeded { limit: "glyph_points", asked, allowed: limits.glyph_points })
        }
        Ok(()) | Err(Halt::Broken) => {
            let steps = most - machine.steps;
            Ok(Some(Walked { steps, dictionary, stems: machine.stems, draws: machine.draws }))
        }
    }
}

/// Bytes that hinting a face takes at a size. `None` where its dictionaries are not of a size that real fonts have.
pub(super) fn hinter_bytes(face: &FontRef<'_>, cff2: bool) -> Option<usize> {
    let table = Table::read(face, cff2)?;
    let dicts = table.font_dicts.count().max(1);
    if dicts > MAX_DICTS {
        return None;
    }
    let mut bytes = 0;
    for fd in 0..dicts {
        bytes += table.private_range(fd).map_or(0, |range| range.len());
        if bytes > MAX_DICT_BYTES || table.private_cost(bytes) > MAX_PRIVATE_COST {
            return None;
        }
    }
    Some(KEPT_DICT_BYTES * dicts.next_power_of_two().max(4) as usize)
}

/// Charstrings of a face.
pub(super) fn count(face: &FontRef<'_>, cff2: bool) -> u32 {
    Table::read(face, cff2).map_or(0, |table| table.charstrings.count())
}

/// What of a CFF table leads to charstrings.
pub(super) struct Table<'a> {
    data: FontData<'a>,
    cff2: bool,
    charstrings: Index<'a>,
    global_subrs: Index<'a>,
    font_dicts: Index<'a>,
    fd_select: Option<FdSelect<'a>>,
    private: std::ops::Range<usize>,
    variations: Option<ItemVariationStore<'a>>,
    /// Steps of a blend for each of its regions, and the most regions.
    axes: u64,
    regions: u64,
    /// The private dictionary that was read last, and its number: most glyphs of a text have the same.
    last: RefCell<Option<(u32, Private<'a>)>>,
}

#[derive(Clone)]
struct Private<'a> {
    subrs: Option<Index<'a>>,
    store_index: u16,
    cost: u64,
}

impl<'a> Table<'a> {
    pub(super) fn read(face: &FontRef<'a>, cff2: bool) -> Option<Self> {
        let (data, top, global_subrs): (_, _, Index<'a>) = if cff2 {
            let table = face.cff2().ok()?;
            (table.offset_data(), table.top_dict_data(), table.global_subrs().into())
        } else {
            let table = face.cff().ok()?;
            (table.offset_data(), table.top_dicts().get(0).ok()?, table.global_subrs().into())
        };
        let mut table = Self {
            data,
            cff2,
            charstrings: Index::Empty,
            global_subrs,
            font_dicts: Index::Empty,
            fd_select: None,
            private: 0..0,
            variations: None,
            axes: 1,
            regions: 0,
            last: RefCell::default(),
        };
        let bytes = data.as_bytes();
        let from = |offset: usize| bytes.get(offset..).unwrap_or_default();
        for entry in dict::entries(top, None) {
            match entry.ok()? {
                dict::Entry::CharstringsOffset(offset) => table.charstrings = Index::new(from(offset), cff2).ok()?,
                dict::Entry::FdArrayOffset(offset) => table.font_dicts = Index::new(from(offset), cff2).ok()?,
                dict::Entry::FdSelectOffset(offset) => {
                    table.fd_select = Some(FdSelect::read(FontData::new(from(offset))).ok()?);
                }
                dict::Entry::PrivateDictRange(range) => table.private = range,
                // Two bytes of length come before the store.
                dict::Entry::VariationStoreOffset(offset) if cff2 => {
                    let store = FontData::new(from(offset.checked_add(2)?));
                    let store = ItemVariationStore::read(store).ok()?;
                    (table.axes, table.regions) = blend_cost(&store)?;
                    table.variations = Some(store);
                }
                _ => {}
            }
        }
        Some(table)
    }

    fn private_range(&self, fd: u32) -> Option<std::ops::Range<usize>> {
        if self.font_dicts.count() == 0 {
            return Some(self.private.clone());
        }
        let mut range = None;
        for entry in dict::entries(self.font_dicts.get(fd as usize).ok()?, None) {
            if let dict::Entry::PrivateDictRange(found) = entry.ok()? {
                range = Some(found);
            }
        }
        range
    }

    /// What bytes of private dictionaries may cost to read.
    fn private_cost(&self, bytes: usize) -> u64 {
        bytes as u64 * (1 + self.axes * self.regions)
    }

    fn private(&self, fd: u32) -> Option<Private<'a>> {
        let mut last = self.last.borrow_mut();
        if let Some((_, private)) = last.as_ref().filter(|(number, _)| *number == fd) {
            return Some(private.clone());
        }
        let private = self.read_private(fd)?;
        *last = Some((fd, private.clone()));
        Some(private)
    }

    fn read_private(&self, fd: u32) -> Option<Private<'a>> {
        let range = self.private_range(fd)?;
        let cost = self.private_cost(range.len());
        if range.len() > MAX_PRIVATE_BYTES || cost > MAX_PRIVATE_COST {
            return None;
        }
        let blend = match self.variations.clone() {
            Some(store) => Some(BlendState::new(store, &[] as &[NormalizedCoord], 0).ok()?),
            None => None,
        };
        let bytes = self.data.as_bytes();
        let mut private = Private { subrs: None, store_index: 0, cost };
        let mut offset = None;
        for entry in dict::entries(bytes.get(range.clone())?, blend) {
            match entry.ok()? {
                dict::Entry::SubrsOffset(at) => offset = Some(range.start.checked_add(at)?),
                dict::Entry::VariationStoreIndex(index) => private.store_index = index,
                _ => {}
            }
        }
        if let Some(offset) = offset {
            private.subrs = Some(Index::new(bytes.get(offset..).unwrap_or_default(), self.cff2).ok()?);
        }
        Some(private)
    }
}

/// Eights of axes and the most regions of a variation store; `None` for more than fonts have.
fn blend_cost(store: &ItemVariationStore<'_>) -> Option<(u64, u64)> {
    let axes = store.variation_region_list().ok()?.axis_count();
    if axes > MAX_AXES || store.item_variation_data_count() > MAX_REGION_LISTS {
        return None;
    }
    let lists = store.item_variation_data();
    let mut most = 0;
    for list in lists.iter().flatten() {
        most = most.max(list.ok()?.region_index_count());
    }
    (most <= MAX_REGIONS).then_some((u64::from(axes).div_ceil(8).max(1), u64::from(most)))
}

/// A charstring interpreter that draws nothing.
struct Machine<'t, 'a> {
    table: &'t Table<'a>,
    subrs: Option<Index<'a>>,
    blend: Option<BlendState<'a>>,
    stack: Stack,
    stems: usize,
    /// Whether a line or curve was seen.
    draws: bool,
    width_read: bool,
    /// Steps left.
    steps: u64,
}

impl<'a> Machine<'_, 'a> {
    fn spend(&mut self, steps: u64) -> Result<(), Halt> {
        self.steps = self.steps.checked_sub(steps).ok_or(Halt::Spent)?;
        Ok(())
    }

    fn run(&mut self, code: &'a [u8], depth: u32) -> Result<(), Halt> {
        if depth > NESTING_DEPTH_LIMIT {
            return Err(Halt::Broken);
        }
        let mut code = code.iter().copied();
        while let Some(byte) = code.next() {
            self.spend(1)?;
            let mut next = || code.next().map(i32::from).ok_or(Halt::Broken);
            let first = i32::from(byte);
            let number: Number = match byte {
                28 => i32::from(((next()? << 8) | next()?) as i16).into(),
                32..=246 => (first - 139).into(),
                247..=250 => ((first - 247) * 256 + next()? + 108).into(),
                251..=254 => (-(first - 251) * 256 - next()? - 108).into(),
                255 => Fixed::from_bits((next()? << 24) | (next()? << 16) | (next()? << 8) | next()?).into(),
                _ => {
                    if self.operator(byte, &mut code, depth)? {
                        continue;
                    }
                    return Ok(());
                }
            };
            self.stack.push(number).map_err(|_| Halt::Broken)?;
        }
        Ok(())
    }

    /// `false` where the charstring or subroutine ends.
    fn operator(
        &mut self,
        operator: u8,
        code: &mut impl ExactSizeIterator<Item = u8>,
        depth: u32,
    ) -> Result<bool, Halt> {
        match operator {
            // hstem, vstem, hstemhm, vstemhm
            1 | 3 | 18 | 23 => self.count_stems(),
            // hintmask, cntrmask
            19 | 20 => {
                self.count_stems();
                self.spend(MASK_STEPS)?;
                let bytes = self.stems.div_ceil(8);
                if bytes > code.len() {
                    return Err(Halt::Broken);
                }
                self.spend(bytes as u64)?;
                for _ in 0..bytes {
                    code.next();
                }
            }
            // callsubr, callgsubr
            10 | 29 => {
                let index = self.stack.pop_i32().map_err(|_| Halt::Broken)?;
                let subrs = if operator == 10 { self.subrs.as_ref() } else { Some(&self.table.global_subrs) };
                let subr = subrs.and_then(|subrs| subrs.get(index.wrapping_add(subrs.subr_bias()) as usize).ok());
                self.run(subr.ok_or(Halt::Broken)?, depth + 1)?;
            }
            // return
            11 => return Ok(false),
            // endchar
            14 => {
                let operands = self.stack.len();
                if operands == 4 || operands == 5 && !self.width_read {
                    self.accented(depth)?;
                } else if operands > 0 && !self.width_read {
                    self.width_read = true;
                    self.stack.clear();
                }
                return Ok(false);
            }
            // vsindex
            15 => {
                self.spend(ACCENT_STEPS)?;
                let blend = self.blend.as_mut().ok_or(Halt::Broken)?;
                let index = self.stack.pop_i32().map_err(|_| Halt::Broken)?;
                blend.set_store_index(index as u16).map_err(|_| Halt::Broken)?;
            }
            // blend
            16 => {
                let regions = self.blend.as_ref().and_then(|blend| blend.region_count().ok()).ok_or(Halt::Broken)?;
                self.spend(regions as u64 * self.table.axes)?;
                let blend = self.blend.as_ref().ok_or(Halt::Broken)?;
                self.stack.apply_blend(blend).map_err(|_| Halt::Broken)?;
            }
            // rmoveto, hmoveto and vmoveto: one operand more is the width
            21 => self.move_to(3),
            4 | 22 => self.move_to(2),
            // rlineto, hlineto, vlineto, rrcurveto, rcurveline, rlinecurve, vvcurveto, hhcurveto, vhcurveto, hvcurveto
            5..=8 | 24..=27 | 30 | 31 => {
                self.draws = true;
                self.stack.clear();
            }
            // hflex, flex, hflex1, flex1; skrifa passes over others
            12 => {
                if matches!(code.next(), Some(34..=37)) {
                    self.stack.clear();
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn count_stems(&mut self) {
        let mut operands = self.stack.len();
        if operands % 2 == 1 && !self.width_read {
            self.width_read = true;
            operands -= 1;
        }
        self.stems += operands / 2;
        self.stack.clear();
    }

    fn move_to(&mut self, with_width: usize) {
        self.width_read |= self.stack.len() == with_width;
        self.stack.clear();
    }

    /// An accented character made of two others.
    fn accented(&mut self, depth: u32) -> Result<(), Halt> {
        self.spend(ACCENT_STEPS)?;
        let cff = Cff::read(self.table.data).map_err(|_| Halt::Broken)?;
        let charset = cff.charset(0).ok().flatten().ok_or(Halt::Broken)?;
        let part = |stack: &mut Stack| {
            let code = stack.pop_i32().ok()?;
            let glyph = charset.glyph_id(StringId::new(standard_encoding(u8::try_from(code).ok()?))).ok()?;
            self.table.charstrings.get(glyph.to_u32() as usize).ok()
        };
        let accent = part(&mut self.stack).ok_or(Halt::Broken)?;
        let base = part(&mut self.stack).ok_or(Halt::Broken)?;
        let _dy = self.stack.pop_fixed();
        let _dx = self.stack.pop_fixed();
        if !self.stack.is_empty() && !self.width_read {
            self.stack.pop_i32().map_err(|_| Halt::Broken)?;
            self.width_read = true;
        }
        self.stems = 0;
        self.run(accent, depth + 1)?;
        self.stems = 0;
        self.run(base, depth + 1)
    }
}

/// The string that Adobe's standard encoding gives a code; 0 for none.
fn standard_encoding(code: u8) -> u16 {
    let code = u16::from(code);
    match code {
        32..=126 => code - 31,
        161..=175 => code - 65,
        177..=180 => code - 66,
        182..=189 => code - 67,
        191 => 123,
        193..=200 => code - 69,
        202..=203 => code - 70,
        205..=208 => code - 71,
        225 => 138,
        227 => 139,
        232..=235 => code - 92,
        241 => 144,
        245 => 145,
        248..=251 => code - 102,
        _ => 0,
    }
}
