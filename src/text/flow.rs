//! [`Flow`]: the clusters, items and lines that a layout works on, kept from one layout to the next.

use icu_properties::props::Script;

use super::{InlineBox, TextStyle};
use crate::font::{FaceIndex, FaceMetrics, FamilyChain};

/// White space that hangs over the end of a line.
pub(super) const SPACE: u16 = 1;
/// A line may end before this cluster.
pub(super) const BREAK: u16 = 1 << 1;
/// The line ends behind this cluster.
pub(super) const FORCED: u16 = 1 << 2;
/// Shows nothing, takes no space, is not shaped.
pub(super) const INVISIBLE: u16 = 1 << 3;
/// A line that ends before this cluster has to be shaped anew around the break.
pub(super) const UNSAFE: u16 = 1 << 4;
/// Drawn by the glyphs of the cluster before it.
pub(super) const LIGATED: u16 = 1 << 5;
/// Ideographs and the like, between which justification makes gaps.
pub(super) const IDEOGRAPHIC: u16 = 1 << 6;

/// An index in a vector whose length fits 32 bit, as the text's does.
pub(super) type Index = u32;

/// A grapheme cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cluster {
    /// First byte in the text.
    pub(super) start: Index,
    pub(super) item: Index,
    pub(super) glyphs: (Index, Index),
    /// Logical px, letter spacing included.
    pub(super) advance: f64,
    pub(super) flags: u16,
}

impl Cluster {
    pub(super) fn is(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }

    pub(super) fn set(&mut self, flag: u16, on: bool) {
        self.flags = if on { self.flags | flag } else { self.flags & !flag };
    }
}

/// Clusters that are shaped at once: of one span, face, script and direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) first: Index,
    pub(super) end: Index,
    pub(super) span: Index,
    /// `None` for characters without a glyph, drawn as boxes.
    pub(super) face: Option<FaceIndex>,
    /// `None` while only characters were seen that take their neighbours' script.
    pub(super) script: Option<Script>,
    pub(super) level: u8,
    /// What is shaped in place of the text.
    pub(super) literal: Option<&'static str>,
}

impl Item {
    pub(super) fn is_right_to_left(&self) -> bool {
        self.level & 1 == 1
    }
}

/// A glyph in font units, y up. Glyphs of an item lie in visual order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) dy: i32,
}

/// Stands for a character that the face has no glyph for.
pub(super) const TOFU: u32 = u32::MAX;

/// A line's clusters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) first: Index,
    pub(super) end: Index,
    pub(super) right_to_left: bool,
    /// Ended by the width, and so justified.
    pub(super) wrapped: bool,
    /// The cluster of the ellipsis that follows.
    pub(super) ellipsis: Option<Index>,
    /// First and last cluster of what follows behind the ellipsis.
    pub(super) tail: Option<(Index, Index)>,
}

/// A span's style with what was found out about it.
pub(super) struct SpanInfo<'a> {
    pub(super) style: &'a TextStyle,
    pub(super) end: usize,
    pub(super) chain: FamilyChain,
    pub(super) language: usize,
    /// A number for its OpenType features.
    pub(super) features: usize,
    /// Of the family asked for first.
    pub(super) metrics: FaceMetrics,
    /// Em in logical px, and by how much the baseline is raised.
    pub(super) size: f64,
    pub(super) shift: f64,
    /// Height of the line box above and below the line's baseline, logical px.
    pub(super) above: f64,
    pub(super) below: f64,
    /// The box that it stands for, and its number.
    pub(super) inline: Option<(usize, &'a InlineBox)>,
}

/// Capacity that is kept for the next layout, in elements of each vector.
const KEPT: usize = 1 << 16;

#[derive(Default)]
pub(super) struct Flow {
    pub(super) clusters: Vec<Cluster>,
    pub(super) items: Vec<Item>,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) lines: Vec<Line>,
    /// Direction of the first block, on which the anchor depends.
    pub(super) right_to_left: bool,
    pub(super) truncated: bool,
    pub(super) missing: Vec<(usize, char)>,
}

impl Flow {
    pub(super) fn clear(&mut self) {
        fn clear<T>(vector: &mut Vec<T>) {
            vector.clear();
            vector.shrink_to(KEPT);
        }
        clear(&mut self.clusters);
        clear(&mut self.items);
        clear(&mut self.glyphs);
        clear(&mut self.lines);
        clear(&mut self.missing);
        self.right_to_left = false;
        self.truncated = false;
    }
}
