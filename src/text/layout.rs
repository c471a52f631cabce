//! [`TextLayout`]: where a paragraph's lines and glyphs lie.

use std::ops::Range;

use kurbo::{BezPath, Rect};

use super::TextReport;
use super::hit::TextCluster;
use crate::error::Error;
use crate::font::{Face, InkBoxes, Instance, Variation};
use crate::image::Image;
use crate::paint::{Paint, Stroke};
use crate::watch::Watch;

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

/// Faces whose outlines are read side by side for a layout's box.
const OPEN: usize = 16;
/// Glyphs between two looks at the watch: each may be one whose outline has to be read.
const GLYPHS_PER_CHECK: usize = 64;

impl GlyphRun {
    /// What its face's outlines are changed by.
    pub(crate) fn instance(&self) -> Instance {
        Instance { variation: self.variation.clone(), emboldened: self.emboldened, slanted: self.slanted }
    }

    fn is_drawn_like(&self, other: &Self) -> bool {
        self.face.is_same(&other.face)
            && (self.emboldened, self.slanted) == (other.emboldened, other.slanted)
            && self.variation == other.variation
    }
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
            report: TextReport::default(),
        }
    }

    /// The smallest box around all that is painted, as it was laid out: around the control points of the glyphs' outlines,
    /// the lines and backgrounds, and the pictures. Of zero size where nothing is. Reads the outline of every glyph that
    /// occurs, which takes longer than the layout did: keep it where it is needed twice. The time is in proportion to the
    /// number of glyphs and to what outlines they have, and nothing ends it: of texts or fonts that strangers give,
    /// [`Canvas::ink_box`](crate::Canvas::ink_box) tells the same and heeds a deadline.
    ///
    /// ```
    /// # #[cfg(feature = "bundled-fonts")] {
    /// use inkstone::{Engine, Paragraph, RenderOptions, TextStyle};
    /// let stop = Paragraph::new("。", TextStyle::new(100.0));
    /// let layout = Engine::new().canvas().layout(&stop, &RenderOptions::new())?;
    /// // The ideographic full stop stands in the lower left quarter of its square.
    /// assert!(layout.advance_box.width() == 100.0 && layout.ink_box().width() < 50.0);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn ink_box(&self) -> Rect {
        self.ink(&Watch::default()).unwrap_or(Rect::ZERO)
    }

    /// The same, under a watch.
    pub(crate) fn ink(&self, watch: &Watch) -> Result<Rect, Error> {
        let marks = self.decorations.iter().chain(&self.tofu).map(|mark| mark.rect);
        let pictures = self.boxes.iter().filter(|placed| placed.image.is_some()).map(|placed| placed.rect);
        let mut ink = marks.chain(pictures).reduce(|a, b| a.union(b));
        // Runs of a line, and of lines, are mostly of few faces.
        let mut open: Vec<(&GlyphRun, Option<InkBoxes<'_>>)> = Vec::new();
        for run in &self.runs {
            let place = open.iter().position(|(other, _)| run.is_drawn_like(other)).unwrap_or_else(|| {
                if open.len() >= OPEN {
                    open.clear();
                }
                open.push((run, InkBoxes::new(&run.face, run.instance())));
                open.len() - 1
            });
            watch.check()?;
            let Some((_, Some(boxes))) = open.get_mut(place) else { continue };
            for (number, glyph) in run.glyphs.iter().enumerate() {
                if number % GLYPHS_PER_CHECK == GLYPHS_PER_CHECK - 1 {
                    watch.check()?;
                }
                let Some(Rect { x0, y0, x1, y1 }) = boxes.ink(glyph.id) else { continue };
                let (x, y, size) = (glyph.x, glyph.y, run.size);
                let drawn = Rect::new(x + x0 * size, y - y1 * size, x + x1 * size, y - y0 * size);
                ink = Some(ink.map_or(drawn, |ink| ink.union(drawn)));
            }
        }
        Ok(ink.unwrap_or(Rect::ZERO))
    }

    /// Takes the advance box from the lines.
    pub(super) fn finish(&mut self) {
        let boxes =
            self.lines.iter().map(|line| Rect::new(line.x, line.top, line.x + line.width, line.top + line.height));
        self.advance_box = boxes.reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    }
}
