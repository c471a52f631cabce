//! [`Flow`]: the clusters, items and lines that a layout works on, kept from one layout to the next.

use std::ops::Range;

use icu_properties::props::Script;

use super::{InlineBox, TextStyle};
use crate::font::{FaceIndex, FaceMetrics, FamilyChain, Region};

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

/// Its glyphs are among those of line edges.
pub(super) const EDGE: u16 = 1 << 12;
/// A soft hyphen.
pub(super) const SOFT_HYPHEN: u16 = 1 << 13;
/// A tab, as wide as it is to the next stop.
pub(super) const TAB: u16 = 1 << 14;

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
    /// Whether its clusters have their glyphs already, because a shaper would change nothing of them.
    pub(super) shaped: bool,
    /// Whether capitals are drawn, smaller ones, in place of its letters.
    pub(super) small: bool,
}

/// How large capitals are that stand for small ones, as Chromium has them; CSS leaves it open.
const SMALL_CAPS: f64 = 0.7;

impl Item {
    /// By what its glyphs are smaller than those of its span.
    pub(super) fn scale(&self) -> f64 {
        if self.small { SMALL_CAPS } else { 1.0 }
    }

    pub(super) fn clusters(&self) -> Range<usize> {
        self.first as usize..self.end as usize
    }

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
    /// The cluster of the hyphen that a soft one at the end shows.
    pub(super) hyphen: Option<Index>,
    /// Room at the side where lines begin, logical px.
    pub(super) indent: f64,
    /// Whether a paragraph other than the first begins with it.
    pub(super) begins_block: bool,
}

/// A paragraph of the text, in the sense of <https://www.unicode.org/reports/tr9/#P1>, shaped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// Ends in the flow's vectors.
    pub(super) clusters: Index,
    pub(super) items: Index,
    pub(super) glyphs: Index,
    pub(super) missing: Index,
    /// Last byte and one.
    pub(super) end: usize,
    pub(super) right_to_left: bool,
}

/// A span's style with what was found out about it.
pub(super) struct SpanInfo<'a> {
    pub(super) style: &'a TextStyle,
    pub(super) end: usize,
    pub(super) chain: FamilyChain,
    pub(super) language: usize,
    /// Whose rules lines end by.
    pub(super) chinese_or_japanese: bool,
    /// The region whose forms it takes, where runs may be shaped without a shaper.
    pub(super) plain: Option<Option<Region>>,
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
const KEPT: usize = 1 << 17;

#[derive(Default)]
pub(super) struct Flow {
    pub(super) clusters: Vec<Cluster>,
    pub(super) items: Vec<Item>,
    pub(super) glyphs: Vec<Glyph>,
    /// What was shaped anew around the ends of lines.
    pub(super) edges: Vec<Glyph>,
    /// Clusters as they were before that.
    pub(super) saved: Vec<(Index, Cluster)>,
    /// The paragraphs that are shaped, a part of the text from its beginning.
    pub(super) blocks: Vec<Block>,
    pub(super) lines: Vec<Line>,
    /// Direction of the first block, on which the anchor depends.
    pub(super) right_to_left: bool,
    pub(super) truncated: bool,
    pub(super) missing: Vec<(usize, char)>,
    /// How many of them are in the blocks that lines were made of.
    pub(super) used_missing: Index,
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
        clear(&mut self.edges);
        clear(&mut self.saved);
        clear(&mut self.blocks);
        clear(&mut self.lines);
        clear(&mut self.missing);
        self.right_to_left = false;
        self.truncated = false;
    }

    /// Bytes of what it has room for.
    pub(super) fn bytes(&self) -> usize {
        fn bytes<T>(vector: &Vec<T>) -> usize {
            vector.capacity() * size_of::<T>()
        }
        bytes(&self.clusters)
            + bytes(&self.items)
            + bytes(&self.glyphs)
            + bytes(&self.edges)
            + bytes(&self.saved)
            + bytes(&self.blocks)
            + bytes(&self.lines)
            + bytes(&self.missing)
    }

    /// Whether it is small enough to be kept for another layout.
    pub(super) fn is_kept(&self) -> bool {
        self.clusters.len() <= KEPT && self.glyphs.len() <= KEPT
    }

    /// Back to what was shaped, before any line was made.
    pub(super) fn unbreak(&mut self) {
        self.restore((0, 0));
        self.lines.clear();
        self.truncated = false;
        let last = self.blocks.last();
        let (clusters, items, glyphs) = last.map_or((0, 0, 0), |last| (last.clusters, last.items, last.glyphs));
        self.clusters.truncate(clusters as usize);
        self.items.truncate(items as usize);
        self.glyphs.truncate(glyphs as usize);
    }

    /// Saves clusters that are about to be shaped anew for a line's end.
    pub(super) fn save(&mut self, clusters: Range<usize>) {
        let first = clusters.start as Index;
        let old = self.clusters.get(clusters).unwrap_or_default().iter();
        self.saved.extend(old.zip(first..).map(|(cluster, index)| (index, *cluster)));
    }

    /// How much was saved and shaped anew.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.saved.len(), self.edges.len())
    }

    /// Undoes what was since a mark.
    pub(super) fn restore(&mut self, (saved, edges): (usize, usize)) {
        while self.saved.len() > saved {
            let Some((index, old)) = self.saved.pop() else { break };
            if let Some(cluster) = self.clusters.get_mut(index as usize) {
                *cluster = old;
            }
        }
        self.edges.truncate(edges);
    }

    pub(super) fn glyphs_of(&self, cluster: &Cluster) -> &[Glyph] {
        let all = if cluster.is(EDGE) { &self.edges } else { &self.glyphs };
        all.get(cluster.glyphs.0 as usize..cluster.glyphs.1 as usize).unwrap_or_default()
    }

    /// Where the text of the first `clusters` clusters ends.
    pub(super) fn end_of(&self, clusters: Index) -> usize {
        match self.blocks.last() {
            Some(last) if clusters >= last.clusters => last.end,
            _ => self.clusters.get(clusters as usize).map_or(0, |cluster| cluster.start as usize),
        }
    }
}
