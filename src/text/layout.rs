//! [`TextLayout`]: where a paragraph's lines and glyphs lie.

use std::ops::Range;

use kurbo::{BezPath, Rect};

use super::TextReport;
use super::hit::TextCluster;
use crate::font::{Face, Variation};
use crate::image::Image;
use crate::paint::{Paint, Stroke};

/// A laid out paragraph. Coordinates are logical px, y down, relative to the origin that the paragraph's anchor is put
/// onto. What is measured here is drawn, to the bit: a render lays the paragraph out by the same code to the same values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextLayout {
    /// The lines, from the top.
    pub lines: Vec<TextLine>,
    /// Glyphs, line by line, each run in one face, size and paint; in visual order from the left.
    pub runs: Vec<GlyphRun>,
    /// Backgrounds, underlines, overlines and strikethroughs.
    pub decorations: Vec<Decoration>,
    /// Boxes drawn for characters without a glyph, and the digits in them.
    pub tofu: Vec<Decoration>,
    /// The paragraph's inline boxes that are seen.
    pub boxes: Vec<PlacedBox>,
    /// The clusters of characters, line by line, in visual order from the left: for carets and selections.
    pub clusters: Vec<TextCluster>,
    /// The box of all lines: their advances by their heights.
    pub advance_box: Rect,
    /// The smallest box around all that is painted; of zero size where nothing is.
    pub ink_box: Rect,
    /// What became of the characters.
    pub report: TextReport,
}

/// A line of a [`TextLayout`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextLine {
    /// Bytes of the paragraph's text on this line, its line break included.
    pub text: Range<usize>,
    /// Left edge of the first glyph's advance.
    pub x: f64,
    /// Sum of the advances, without trailing white space.
    pub width: f64,
    /// Top of the line box.
    pub top: f64,
    /// Height of the line box.
    pub height: f64,
    /// The alphabetic baseline.
    pub baseline: f64,
    /// Whether it runs from right to left.
    pub right_to_left: bool,
    /// Bytes of the text that stand behind an ellipsis in the middle or at the start of the line.
    pub tail: Option<Range<usize>>,
}

/// Glyphs of one face, size and paint on one line.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GlyphRun {
    /// The face.
    pub face: Face,
    /// Where its axes stand.
    pub variation: Variation,
    /// Logical px per em.
    pub size: f64,
    /// Whether upright outlines are slanted, for want of an italic face.
    pub slanted: bool,
    /// Whether outlines are made bolder, for want of a bold face.
    pub emboldened: bool,
    /// What the glyphs are filled with.
    pub paint: Paint,
    /// Index of the line.
    pub line: usize,
    /// The glyphs from the left.
    pub glyphs: Vec<PositionedGlyph>,
}

/// A glyph of a [`GlyphRun`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PositionedGlyph {
    /// The glyph's index in the face.
    pub id: u32,
    /// Its origin.
    pub x: f64,
    /// Its origin.
    pub y: f64,
    /// How far it moves the pen, letter spacing and justification included.
    pub advance: f64,
    /// Byte offset in the paragraph's text of the cluster it draws.
    pub cluster: usize,
}

/// A mark that belongs to a text, other than a glyph.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoration {
    /// The box around all that is painted.
    pub rect: Rect,
    /// What is painted in it.
    pub shape: DecorationShape,
    /// What it is painted with.
    pub paint: Paint,
    /// What it is for.
    pub kind: DecorationKind,
    /// Index of the line.
    pub line: usize,
}

/// The shape of a [`Decoration`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DecorationShape {
    /// All of its box.
    Filled,
    /// A line along a path.
    Stroked(BezPath, Stroke),
}

/// What a [`Decoration`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecorationKind {
    /// What lies behind a span; drawn first.
    Background,
    /// A line below the text; drawn before the glyphs.
    Underline,
    /// A line above the text; drawn before the glyphs.
    Overline,
    /// A line through the text; drawn after the glyphs.
    Strikethrough,
    /// A part of the frame in place of a missing glyph, or the digits in it.
    Tofu,
}

/// Where an inline box lies.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlacedBox {
    /// Its number among the paragraph's, from 0.
    pub index: usize,
    /// Bytes of the text that stand for it.
    pub text: Range<usize>,
    /// Where it lies.
    pub rect: Rect,
    /// The picture in it.
    pub image: Option<Image>,
    /// Index of the line.
    pub line: usize,
}

impl TextLayout {
    pub(super) fn empty() -> Self {
        Self {
            lines: Vec::new(),
            runs: Vec::new(),
            decorations: Vec::new(),
            tofu: Vec::new(),
            boxes: Vec::new(),
            clusters: Vec::new(),
            advance_box: Rect::ZERO,
            ink_box: Rect::ZERO,
            report: TextReport::default(),
        }
    }

    /// Grows the ink box. Boxes without an inside paint nothing.
    pub(super) fn add_ink(&mut self, ink: Rect) {
        self.ink_box = if self.ink_box == Rect::ZERO { ink } else { self.ink_box.union(ink) };
    }

    /// Takes the advance box from the lines.
    pub(super) fn finish(&mut self) {
        let boxes =
            self.lines.iter().map(|line| Rect::new(line.x, line.top, line.x + line.width, line.top + line.height));
        self.advance_box = boxes.reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    }
}
