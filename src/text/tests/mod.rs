//! Layouts with the bundled fonts.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod boxes;
mod conformance;
mod cutting;
mod extremes;
mod fallback;
mod fitting;
mod inline;
mod lines;
mod marks;
mod places;
mod references;
mod scripts;
mod variable;
mod wrapping;

use super::*;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::limits::Limits;
use crate::watch::Watch;

/// The font that `tests/fonts/variable.py` makes.
fn variable_font() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fonts/variable.ttf")).unwrap()
}

fn try_layout(paragraph: &Paragraph) -> Result<TextLayout, Error> {
    let fonts = FontLibrary::bundled();
    TextContext::new(&fonts).layout(&fonts, paragraph, &Limits::default(), &Watch::default())
}

fn layout(paragraph: &Paragraph) -> TextLayout {
    try_layout(paragraph).unwrap()
}

fn style() -> TextStyle {
    TextStyle::new(16.0)
}

fn chinese() -> TextStyle {
    style().with_language("zh-Hans")
}

/// The text of each line.
fn line_texts<'a>(layout: &TextLayout, paragraph: &'a Paragraph) -> Vec<&'a str> {
    layout.lines.iter().map(|line| &paragraph.text()[line.text.clone()]).collect()
}

/// Glyphs of all runs, in the order they come.
fn glyphs(layout: &TextLayout) -> Vec<PositionedGlyph> {
    layout.runs.iter().flat_map(|run| run.glyphs.iter().copied()).collect()
}

/// The right edge of a line's last glyph.
fn right_edge(layout: &TextLayout, line: usize) -> f64 {
    let runs = layout.runs.iter().filter(|run| run.line == line);
    runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.x + glyph.advance).fold(f64::NEG_INFINITY, f64::max)
}
