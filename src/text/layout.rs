//! [`TextLayout`]: where a paragraph's lines and glyphs lie.

use std::ops::Range;

use kurbo::Rect;

use super::TextReport;
use crate::font::Face;
use crate::paint::Paint;

/// A laid out paragraph. Coordinates are logical px, y down, relative to the origin that the paragraph's anchor is put
/// onto. What is measured here is drawn, to the bit: a render lays the paragraph out by the same code to the same values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextLayout {
    /// The lines, from the top.
    pub lines: Vec<TextLine>,
    /// Glyphs, line by line, each run in one face, size and paint; in visual order from the left.
    pub runs: Vec<GlyphRun>,
    /// Underlines and strikethroughs.
    pub decorations: Vec<Decoration>,
    /// Boxes drawn for characters without a glyph.
    pub tofu: Vec<Decoration>,
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
}

/// Glyphs of one face, size and paint on one line.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GlyphRun {
    /// The face.
    pub face: Face,
    /// Weight asked for, which a variable face takes on its `wght` axis.
    pub weight: u16,
    /// Logical px per em.
    pub size: f64,
    /// Whether upright outlines are slanted, for want of an italic face.
    pub slanted: bool,
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

/// A filled rectangle that belongs to a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoration {
    /// Where.
    pub rect: Rect,
    /// What it is filled with.
    pub paint: Paint,
    /// What it is for.
    pub kind: DecorationKind,
}

/// What a [`Decoration`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecorationKind {
    /// A line below the text; drawn before the glyphs.
    Underline,
    /// A line through the text; drawn after the glyphs.
    Strikethrough,
    /// A bar of the frame in place of a missing glyph.
    Tofu,
}

impl TextLayout {
    pub(super) fn empty() -> Self {
        Self {
            lines: Vec::new(),
            runs: Vec::new(),
            decorations: Vec::new(),
            tofu: Vec::new(),
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
