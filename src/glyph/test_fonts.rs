//! Fonts for tests: the bundled ones, and hostile ones assembled here.

use std::cell::OnceCell;
use std::path::Path;

use skrifa::{MetadataProvider, Tag};

use crate::font::{FaceHints, FontId, FontSource, Variation};

/// A font file in memory.
pub(super) struct TestFont {
    id: FontId,
    data: Vec<u8>,
    hints: FaceHints,
}

impl TestFont {
    /// A font of `fonts/`.
    pub(super) fn bundled(name: &str) -> Self {
        Self::read(&Path::new("fonts").join(name))
    }

    /// The variable font of the tests.
    pub(super) fn variable() -> Self {
        Self::read(Path::new("tests/fonts/variable.ttf"))
    }

    fn read(path: &Path) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let data = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = data.len() as u128;
        Self { id: FontId { file, index: 0 }, data, hints: FaceHints::default() }
    }

    pub(super) fn source(&self) -> FontSource<'_> {
        FontSource {
            id: self.id,
            data: &self.data,
            name: "Test",
            coords: &[],
            variation: 0,
            hints: &self.hints,
            opened: OnceCell::new(),
        }
    }

    /// The face with its axes at these places.
    pub(super) fn varied<'a>(&'a self, variation: &'a Variation) -> FontSource<'a> {
        FontSource { coords: variation.coords(), variation: variation.key(), ..self.source() }
    }

    /// Where its axes stand for these settings.
    pub(super) fn variation(&self, settings: &[([u8; 4], f64)]) -> Variation {
        Variation::new(&skrifa::FontRef::new(&self.data).unwrap(), settings.iter().copied())
    }

    /// The glyph of a character; 0 where there is none.
    pub(super) fn glyph(&self, character: char) -> u32 {
        let font = skrifa::FontRef::new(&self.data).unwrap();
        font.charmap().map(character).map_or(0, |glyph| glyph.to_u32())
    }

    /// The same font with all bits of these 16-bit numbers of its table `maxp` set.
    pub(super) fn claiming(mut self, offsets: &[usize]) -> Self {
        let font = skrifa::FontRef::new(&self.data).unwrap();
        let maxp =
            font.table_directory.table_records().iter().find(|record| record.tag() == Tag::new(b"maxp")).unwrap();
        let at = maxp.offset() as usize;
        offsets.iter().for_each(|offset| self.data[at + offset..][..2].fill(0xff));
        self
    }

    /// A font of 1,000 units per em with these `glyf` entries.
    pub(super) fn glyf(glyphs: &[Vec<u8>]) -> Self {
        let (mut glyf, mut loca) = (Vec::new(), Vec::new());
        for glyph in glyphs {
            put32(&mut loca, glyf.len() as u32);
            glyf.extend_from_slice(glyph);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
        put32(&mut loca, glyf.len() as u32);
        Self::assemble(&[(*b"glyf", glyf), (*b"loca", loca)], glyphs.len() as u16)
    }

    /// A font of 1,000 units per em with a `CFF ` table of these charstrings and global subroutines.
    pub(super) fn cff(charstrings: &[Vec<u8>], subrs: &[Vec<u8>]) -> Self {
        Self::cff_with(charstrings, subrs, None)
    }

    /// The same without subroutines, and with so many dictionaries, each with a private one that says nothing.
    pub(super) fn cff_of_dicts(charstrings: &[Vec<u8>], dicts: usize) -> Self {
        Self::cff_with(charstrings, &[], Some(index(&vec![vec![139, 139, 18]; dicts])))
    }

    fn cff_with(charstrings: &[Vec<u8>], subrs: &[Vec<u8>], dicts: Option<Vec<u8>>) -> Self {
        let charstring_index = index(charstrings);
        let mut before = vec![1, 0, 4, 4];
        before.extend(index(&[b"T".to_vec()]));
        let after = [index(&[]), index(subrs)].concat();
        // Three numbers of five bytes and two operators, and one number more with an operator of two bytes.
        let top_length = index(&[vec![0; if dicts.is_some() { 24 } else { 17 }]]).len();
        let charstrings_at = before.len() + top_length + after.len();
        let private_at = charstrings_at + charstring_index.len();
        let mut top = Vec::new();
        let number = |out: &mut Vec<u8>, value: usize| {
            out.push(29);
            put32(out, value as u32);
        };
        number(&mut top, charstrings_at);
        top.push(17);
        number(&mut top, 0);
        number(&mut top, private_at);
        top.push(18);
        if dicts.is_some() {
            number(&mut top, private_at);
            top.extend([12, 36]);
        }
        let dicts = dicts.unwrap_or_default();
        let table = [before, index(&[top]), after, charstring_index, dicts].concat();
        Self::assemble(&[(*b"CFF ", table)], charstrings.len() as u16)
    }

    fn assemble(outlines: &[([u8; 4], Vec<u8>)], glyphs: u16) -> Self {
        let mut head = vec![0; 54];
        head[..4].copy_from_slice(&[0, 1, 0, 0]);
        head[12..16].copy_from_slice(&0x5F0F_3CF5_u32.to_be_bytes());
        head[18..20].copy_from_slice(&1_000_u16.to_be_bytes());
        head[51] = 1;
        let mut hhea = vec![0; 36];
        hhea[1] = 1;
        hhea[35] = 1;
        let mut maxp = vec![0; 32];
        maxp[1] = 1;
        maxp[4..6].copy_from_slice(&glyphs.to_be_bytes());
        let mut hmtx = vec![0; 2 + 2 * usize::from(glyphs)];
        hmtx[1] = 1;
        let mut tables = outlines.to_vec();
        tables.extend([(*b"head", head), (*b"hhea", hhea), (*b"maxp", maxp), (*b"hmtx", hmtx)]);
        tables.sort();

        let mut data = vec![0, 1, 0, 0, 0, tables.len() as u8, 0, 0, 0, 0, 0, 0];
        let mut at = data.len() + 16 * tables.len();
        for (tag, table) in &tables {
            data.extend_from_slice(tag);
            put32(&mut data, 0);
            put32(&mut data, at as u32);
            put32(&mut data, table.len() as u32);
            at += table.len().next_multiple_of(4);
        }
        for (_, table) in &tables {
            data.extend_from_slice(table);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        Self { id: FontId { file: 0, index: 0 }, data, hints: FaceHints::default() }
    }
}

/// A `glyf` entry of one contour: a triangle.
pub(super) fn triangle() -> Vec<u8> {
    let mut glyph = header(1);
    put16(&mut glyph, 2); // last point
    put16(&mut glyph, 0); // no instructions
    glyph.extend([1, 1, 1]); // on the curve, words
    for delta in [0_u16, 500, 0, 0, 0, 700] {
        put16(&mut glyph, delta);
    }
    glyph
}

/// A `glyf` entry of one contour that claims so many points more than it has.
pub(super) fn claims(last_point: u16) -> Vec<u8> {
    let mut glyph = header(1);
    put16(&mut glyph, last_point);
    put16(&mut glyph, 0);
    glyph.extend([1, 1, 1]);
    glyph
}

/// A `glyf` entry of as many points as there may be, all in one place.
pub(super) fn many_points(count: u16) -> Vec<u8> {
    let mut glyph = header(1);
    put16(&mut glyph, count - 1);
    put16(&mut glyph, 0);
    // On the curve, x and y as before, 255 times again.
    for _ in 0..count / 256 {
        glyph.extend([0b0011_1001, 255]);
    }
    glyph.extend(vec![0b0011_0001; usize::from(count % 256)]);
    glyph
}

/// A `glyf` entry of these components.
pub(super) fn composite(components: &[u16]) -> Vec<u8> {
    let mut glyph = header(-1);
    for (i, &component) in components.iter().enumerate() {
        let more = if i + 1 < components.len() { 0x20 } else { 0 };
        put16(&mut glyph, more | 0x2); // offsets of a byte each
        put16(&mut glyph, component);
        put16(&mut glyph, 0);
    }
    glyph
}

fn header(contours: i16) -> Vec<u8> {
    let mut glyph = Vec::new();
    put16(&mut glyph, contours as u16);
    for bound in [0_u16, 0, 500, 700] {
        put16(&mut glyph, bound);
    }
    glyph
}

/// A CFF INDEX.
fn index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    put16(&mut out, items.len() as u16);
    if items.is_empty() {
        return out;
    }
    out.push(4);
    let mut at = 1;
    put32(&mut out, at);
    for item in items {
        at += item.len() as u32;
        put32(&mut out, at);
    }
    out.extend(items.concat());
    out
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_be_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_be_bytes());
}
