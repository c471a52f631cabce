//! Glyph outlines by skrifa, and their masks by zeno and tiny-skia.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, HintingInstance, HintingOptions, OutlinePen, SmoothMode, Target};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::scenes::page::hanzi;

/// A mask; its corner relative to the origin, y down.
pub struct Mask {
    pub left: i32,
    pub top: i32,
    pub width: usize,
    pub data: Vec<u8>,
}

/// Glyphs of the first `count` hanzi.
pub fn glyph_ids(font: &[u8], count: usize) -> Vec<GlyphId> {
    let font = FontRef::new(font).expect("a font of ours");
    let map = font.charmap();
    hanzi(count).chars().map(|c| map.map(c).expect("the font has the character")).collect()
}

/// Gives outlines at one size, hinted vertically or not.
pub struct Outlines<'a> {
    font: FontRef<'a>,
    size: Size,
    hinting: Option<HintingInstance>,
}

impl<'a> Outlines<'a> {
    pub fn new(font: &'a [u8], px: f32, hinted: bool) -> Self {
        let font = FontRef::new(font).expect("a font of ours");
        let size = Size::new(px);
        let hinting = hinted.then(|| {
            let target =
                Target::Smooth { mode: SmoothMode::Lcd, symmetric_rendering: false, preserve_linear_metrics: true };
            let options = HintingOptions { target, ..HintingOptions::default() };
            let outlines = font.outline_glyphs();
            HintingInstance::new(&outlines, size, LocationRef::default(), options).expect("the font can be hinted")
        });
        Self { font, size, hinting }
    }

    pub fn draw(&self, id: GlyphId, pen: &mut impl OutlinePen) {
        let outlines = self.font.outline_glyphs();
        let glyph = outlines.get(id).expect("the font has the glyph");
        let settings = match &self.hinting {
            Some(hinting) => DrawSettings::hinted(hinting, false),
            None => DrawSettings::unhinted(self.size, LocationRef::default()),
        };
        glyph.draw(settings, pen).expect("an outline");
    }

    pub fn by_zeno(&self, id: GlyphId, scratch: &mut zeno::Scratch, pen: &mut ZenoPen) -> Mask {
        pen.0.clear();
        self.draw(id, pen);
        let (data, place) = zeno::Mask::with_scratch(pen.0.as_slice(), scratch).render();
        Mask { left: place.left, top: place.top, width: place.width as usize, data }
    }

    pub fn by_tiny_skia(&self, id: GlyphId) -> Option<Mask> {
        let mut pen = SkiaPen(tiny_skia::PathBuilder::new());
        self.draw(id, &mut pen);
        let path = pen.0.finish()?;
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let (width, height) = ((bounds.right().ceil() - left) as u32, (bounds.bottom().ceil() - top) as u32);
        let mut mask = tiny_skia::Mask::new(width, height)?;
        let place = tiny_skia::Transform::from_translate(-left, -top);
        mask.fill_path(&path, tiny_skia::FillRule::Winding, true, place);
        Some(Mask { left: left as i32, top: top as i32, width: width as usize, data: mask.take() })
    }
}

#[derive(Default)]
pub struct ZenoPen(Vec<zeno::Command>);

impl OutlinePen for ZenoPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(zeno::Command::MoveTo([x, -y].into()));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(zeno::Command::LineTo([x, -y].into()));
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        self.0.push(zeno::Command::QuadTo([ax, -ay].into(), [x, -y].into()));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.push(zeno::Command::CurveTo([ax, -ay].into(), [bx, -by].into(), [x, -y].into()));
    }

    fn close(&mut self) {
        self.0.push(zeno::Command::Close);
    }
}

struct SkiaPen(tiny_skia::PathBuilder);

impl OutlinePen for SkiaPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, -y);
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        self.0.quad_to(ax, -ay, x, -y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, -ay, bx, -by, x, -y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
