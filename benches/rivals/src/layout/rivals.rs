//! The other layouts, with what they need kept from one text to the next.

use std::sync::Arc;

use cosmic_text::{Attrs, Buffer, Family, FontSystem, Metrics, Shaping, fontdb};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{Alignment, AlignmentOptions, FontContext, FontFamily, Layout, LayoutContext, LineHeight, StyleProperty};

use crate::fonts;
use crate::scenes::FAMILY;

pub struct Cosmic {
    fonts: FontSystem,
    buffer: Buffer,
}

impl Cosmic {
    pub fn new() -> Self {
        let mut database = fontdb::Database::new();
        for font in fonts::all() {
            database.load_font_source(fontdb::Source::Binary(Arc::new(*font)));
        }
        let mut fonts = FontSystem::new_with_locale_and_db("zh-CN".to_owned(), database);
        let buffer = Buffer::new(&mut fonts, Metrics::new(16.0, 24.0));
        Self { fonts, buffer }
    }

    pub fn lines(&mut self, text: &str, size: f32, line: f32, width: f32) -> usize {
        self.buffer.set_metrics_and_size(Metrics::new(size, line), Some(width), None);
        self.buffer.set_text(text, &Attrs::new().family(Family::Name(FAMILY)), Shaping::Advanced, None);
        self.buffer.shape_until_scroll(&mut self.fonts, false);
        self.buffer.layout_runs().count()
    }
}

pub struct Parley {
    fonts: FontContext,
    contexts: LayoutContext<()>,
    layout: Layout<()>,
}

impl Parley {
    pub fn new() -> Self {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut fonts = FontContext { collection, source_cache: SourceCache::default() };
        for font in fonts::all() {
            fonts.collection.register_fonts(Blob::new(Arc::new(*font)), None);
        }
        Self { fonts, contexts: LayoutContext::new(), layout: Layout::new() }
    }

    pub fn lines(&mut self, text: &str, size: f32, line: f32, width: f32) -> usize {
        let mut builder = self.contexts.ranged_builder(&mut self.fonts, text, 1.0, true);
        builder.push_default(StyleProperty::FontFamily(FontFamily::named(FAMILY)));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(line)));
        builder.build_into(&mut self.layout, text);
        self.layout.break_all_lines(Some(width));
        self.layout.align(Alignment::Start, AlignmentOptions::default());
        self.layout.len()
    }
}
