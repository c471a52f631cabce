//! Boxes of the glyphs that may cross a line under or over them, kept: reading an outline for its box takes longer than
//! shaping it.

use crate::font::{Face, FaceIndex, GlyphBoxes, Instance};

/// Glyphs whose boxes lie together, in a page that is made when one of them is asked for.
const PAGE: usize = 64;
/// Pages kept from one run to the next: 512 KiB. One run may add what its face has, at most 1 MiB.
const PAGES: usize = 512;
/// Instances of faces kept.
const TABLES: usize = 64;

/// In font units, y up: left, bottom, right, top. Around the control points of a glyph's outline.
pub(super) type GlyphBox = [f32; 4];

/// Of a glyph without an outline: what any other box takes in without becoming larger.
pub(super) const BLANK: GlyphBox = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
/// Not looked at yet.
const UNKNOWN: GlyphBox = [f32::NAN; 4];

/// The boxes that are known of an instance of a face.
struct Table {
    face: FaceIndex,
    variation: u64,
    emboldened: bool,
    pages: Vec<Option<Box<[GlyphBox; PAGE]>>>,
}

#[derive(Default)]
pub(super) struct InkCache {
    tables: Vec<Table>,
    pages: usize,
}

/// The place of an instance's boxes. Holds until the next one is asked for.
#[derive(Clone, Copy)]
pub(super) struct InkTable(usize);

/// Faces whose outlines were read during a layout.
#[derive(Default)]
pub(super) struct OpenFaces<'a>(Vec<(FaceIndex, Instance, Option<GlyphBoxes<'a>>)>);

impl<'a> OpenFaces<'a> {
    pub(super) fn boxes(&mut self, index: FaceIndex, face: &'a Face, instance: &Instance) -> Option<&GlyphBoxes<'a>> {
        let is_it = |(face, at, _): &(FaceIndex, Instance, _)| *face == index && at == instance;
        let place = self.0.iter().position(is_it).unwrap_or_else(|| {
            self.0.push((index, instance.clone(), face.glyph_boxes(instance.clone())));
            self.0.len() - 1
        });
        self.0.get(place)?.2.as_ref()
    }
}

impl InkCache {
    /// Forgets all: face numbers are those of one library.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Bytes of what is kept.
    pub(super) fn bytes(&self) -> usize {
        let places: usize = self.tables.iter().map(|table| table.pages.capacity()).sum();
        self.pages * size_of::<[GlyphBox; PAGE]>() + places * size_of::<usize>()
    }

    /// Where the boxes of an instance are.
    pub(super) fn table(&mut self, index: FaceIndex, instance: &Instance) -> InkTable {
        let (variation, emboldened) = (instance.variation.key(), instance.emboldened);
        let key = (index, variation, emboldened);
        let is_it = |table: &Table| (table.face, table.variation, table.emboldened) == key;
        if let Some(place) = self.tables.iter().position(is_it).filter(|_| self.pages <= PAGES) {
            return InkTable(place);
        }
        if self.tables.len() >= TABLES || self.pages > PAGES {
            self.clear();
        }
        self.tables.push(Table { face: index, variation, emboldened, pages: Vec::new() });
        InkTable(self.tables.len() - 1)
    }

    /// The box of a glyph if it was asked for before.
    fn known(&self, table: InkTable, glyph: u32) -> Option<GlyphBox> {
        let glyph = glyph as usize;
        let page = self.tables.get(table.0)?.pages.get(glyph / PAGE)?.as_ref()?;
        page.get(glyph % PAGE).copied().filter(|bounds| !bounds[0].is_nan())
    }

    /// The box of a glyph, [`BLANK`] where it has no outline.
    pub(super) fn bounds<'a>(
        &mut self,
        table: InkTable,
        open: &mut OpenFaces<'a>,
        face: &'a Face,
        instance: &Instance,
        glyph: u32,
    ) -> GlyphBox {
        if let Some(known) = self.known(table, glyph) {
            return known;
        }
        let Some(table) = self.tables.get_mut(table.0) else { return BLANK };
        let bounds = open.boxes(table.face, face, instance).and_then(|boxes| boxes.bounds(glyph));
        // Blank glyphs have a box without an inside.
        let bounds = bounds.filter(|bounds| bounds.x1 > bounds.x0 && bounds.y1 > bounds.y0);
        let bounds = bounds.map_or(BLANK, |bounds| [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|v| v as f32));
        let place = glyph as usize / PAGE;
        // No face has more glyphs.
        if place <= usize::from(u16::MAX) / PAGE {
            if table.pages.len() <= place {
                table.pages.resize_with(place + 1, || None);
            }
            let pages = &mut self.pages;
            let page = table.pages.get_mut(place).map(|page| {
                page.get_or_insert_with(|| {
                    *pages += 1;
                    Box::new([UNKNOWN; PAGE])
                })
            });
            if let Some(slot) = page.and_then(|page| page.get_mut(glyph as usize % PAGE)) {
                *slot = bounds;
            }
        }
        bounds
    }
}
