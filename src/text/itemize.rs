//! From text to grapheme clusters and items of one span, face, script and direction.

use icu_properties::props::Script;
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_bidi::{BidiClass, BidiInfo, Level};

use super::emoji::{Presentation, presentation};
use super::flow::{Cluster, FORCED, Flow, IDEOGRAPHIC, INVISIBLE, Index, Item, SOFT_HYPHEN, SPACE, SpanInfo, TAB};
use super::plain::{PlainFace, PlainRuns};
use super::scripts::Scripts;
use super::shape::spaced;
use super::unicode;
use super::wrapping::Direction;
use super::{FontVariant, MissingGlyph};
use crate::error::Error;
use crate::font::{Charmaps, FaceIndex, FaceLookup};
use crate::watch::Watch;

/// Characters of a cluster that have a say in the choice of its face: more than any cluster of a script holds
/// (<https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format>), fewer than a text can pile up.
const CLUSTER_CHARACTERS: usize = 32;
/// Bytes that are shaped as one cluster. What goes on longer - a heap of marks on one letter - is no writing, and shapers
/// take time with the square of it: it is shaped in pieces.
const CLUSTER_BYTES: usize = 1024;
/// Clusters between two looks at the watch.
const WATCH_EVERY: usize = 4096;

pub(super) struct Itemizer<'a, 'b> {
    pub(super) text: &'a str,
    pub(super) spans: &'b [SpanInfo<'a>],
    pub(super) missing: MissingGlyph,
    pub(super) lookup: &'b mut FaceLookup,
    pub(super) maps: &'b mut Charmaps<'a>,
    pub(super) watch: &'b Watch,
    pub(super) plain: &'b mut PlainRuns,
    /// Span of the last cluster.
    pub(super) span: usize,
    /// A span, and how its ideographs are drawn if no shaper is needed for them.
    pub(super) lane: Option<(usize, Option<Lane>)>,
}

/// How the ideographs of a span are drawn that its first face has and that no shaper changes.
#[derive(Clone, Copy)]
pub(super) struct Lane {
    span: usize,
    end: usize,
    face: FaceIndex,
    plain: PlainFace,
    /// Px per font unit.
    scale: f64,
    /// Added to each advance, px.
    spacing: f64,
}

/// The text from a place to behind the next end of a paragraph
/// (B of <https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types>).
pub(super) fn block_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let mut i = 0;
    while let Some(&byte) = rest.get(i) {
        match (byte, rest.get(i + 1), rest.get(i + 2)) {
            (b'\r', Some(b'\n'), _) | (0xc2, Some(0x85), _) => return start + i + 2,
            (b'\n' | b'\r', ..) => return start + i + 1,
            (0xe2, Some(0x80), Some(0xa9)) => return start + i + 3,
            _ => i += 1,
        }
    }
    text.len()
}

impl Itemizer<'_, '_> {
    /// Appends the clusters and items of a block to the flow. Returns whether the block runs from right to left.
    pub(super) fn block(
        &mut self,
        flow: &mut Flow,
        start: usize,
        end: usize,
        direction: Direction,
    ) -> Result<bool, Error> {
        let Some(block) = self.text.get(start..end) else { return Ok(false) };
        let simple = block.chars().all(unicode::is_simple);
        let (levels, base) = match direction {
            // None of them is written to the left.
            Direction::Auto | Direction::LeftToRight if simple => (Vec::new(), 0),
            _ => bidi_levels(block, direction),
        };
        let mut scripts = Scripts::new();
        let first_item = flow.items.len();
        if simple && levels.is_empty() {
            let (mut rest, mut watched) = (block, flow.clusters.len());
            while let Some(character) = rest.chars().next() {
                if flow.clusters.len() - watched >= WATCH_EVERY {
                    watched = flow.clusters.len();
                    self.watch.check()?;
                }
                let from = end - rest.len();
                self.go_to(from);
                let mut taken = self.ideographs(flow, first_item, from, rest, base, &mut scripts);
                if taken == 0 {
                    taken = character.len_utf8();
                    self.cluster(flow, first_item, from, from + taken, base, &mut scripts)?;
                }
                rest = rest.get(taken..).unwrap_or_default();
            }
        } else {
            let mut watched = 0;
            let mut cluster = |from: usize, to: usize, flow: &mut Flow| {
                watched += 1;
                if watched % WATCH_EVERY == 0 {
                    self.watch.check()?;
                }
                let level = levels.get(from).map_or(base, |level| level.number());
                let (from, to) = (start + from, start + to);
                self.go_to(from);
                let text = self.text.get(from..to).unwrap_or_default();
                let alone = text.chars().nth(1).is_none();
                if alone && self.ideographs(flow, first_item, from, text, level, &mut scripts) > 0 {
                    return Ok(());
                }
                self.cluster(flow, first_item, from, to, level, &mut scripts)
            };
            let mut from = 0;
            for to in GraphemeClusterSegmenter::new().segment_str(block).skip(1) {
                while to - from > CLUSTER_BYTES {
                    let fits = |&place: &usize| block.is_char_boundary(place);
                    let piece = (from + 1..=from + CLUSTER_BYTES).rev().find(fits).unwrap_or(to);
                    cluster(from, piece, flow)?;
                    from = piece;
                }
                cluster(from, to, flow)?;
                from = to;
            }
        }
        Ok(base & 1 == 1)
    }

    /// Takes the span that a place is in, which lies behind the last one.
    fn go_to(&mut self, place: usize) {
        while self.spans.get(self.span).is_some_and(|span| span.end <= place) && self.span + 1 < self.spans.len() {
            self.span += 1;
        }
    }

    fn cluster(
        &mut self,
        flow: &mut Flow,
        first_item: usize,
        from: usize,
        to: usize,
        level: u8,
        scripts: &mut Scripts,
    ) -> Result<(), Error> {
        let text = self.text.get(from..to).unwrap_or_default();
        let Some(first) = text.chars().next() else { return Ok(()) };
        let alone = first.len_utf8() == text.len();
        let before = flow.items.last().copied().filter(|_| flow.items.len() > first_item);
        let choice = self.choose_face(flow, text, first, from)?;
        let (face, invisible) = match choice {
            Choice::Face(face) => (Some(face), false),
            Choice::Missing => (None, false),
            Choice::Neutral { invisible } => {
                let first = || self.spans.get(self.span).and_then(|span| self.lookup.first(span.chain));
                (before.map_or_else(first, |item| item.face), invisible)
            }
        };

        let small = !invisible && face.is_some_and(|face| self.is_made_small(face, text, first));
        let ideographic = unicode::is_ideographic(first);
        let was_unknown = scripts.is_unknown();
        let script = scripts.next(text, first, ideographic);
        if was_unknown && script.is_some() {
            // What stood before the first letter takes its script.
            for item in flow.items.iter_mut().skip(first_item) {
                item.script = script;
            }
        }

        let mut flags = 0;
        let mut mark = |flag: u16, on: bool| flags |= if on { flag } else { 0 };
        mark(INVISIBLE, invisible);
        mark(SPACE, unicode::hangs(first));
        mark(IDEOGRAPHIC, ideographic);
        mark(TAB, first == '\t');
        mark(SOFT_HYPHEN, first == '\u{ad}');
        mark(FORCED, text.chars().next_back().is_some_and(unicode::ends_line));

        let index = flow.clusters.len() as Index;
        let before = flow.items.last().filter(|_| flow.items.len() > first_item);
        let piece = to - from >= CLUSTER_BYTES - 3;
        let joins = before.is_some_and(|item| {
            item.span as usize == self.span
                && !piece
                && ((invisible && !unicode::is_isolate(first) && (item.level == level || !unicode::is_mark(first)))
                    || (item.face == face && item.script == script && item.level == level && item.small == small))
        });
        if !joins {
            let span = self.span as Index;
            flow.items.push(Item {
                first: index,
                end: index,
                span,
                face,
                script,
                level,
                literal: None,
                shaped: true,
                small,
            });
        }
        flow.clusters.push(Cluster {
            start: from as Index,
            item: flow.items.len().saturating_sub(1) as Index,
            glyphs: (0, 0),
            advance: 0.0,
            flags,
        });
        let Some(item) = flow.items.last_mut() else { return Ok(()) };
        item.end = index + 1;
        if item.shaped && !invisible {
            let lane = self.lane().filter(|lane| face == Some(lane.face) && alone && unicode::is_plain(first));
            let lane = lane.filter(|_| script == Some(Script::Han) && level & 1 == 0);
            let drawn = lane.is_some_and(|lane| self.draw(flow, lane, first));
            if let Some(item) = flow.items.last_mut() {
                item.shaped = drawn;
            }
        }
        Ok(())
    }

    /// Appends ideographs, and punctuation among them, that go on with what stands before them: what most of Chinese is.
    /// Returns how many bytes of the text they are: none, and nothing is appended, if it takes more than that.
    fn ideographs(
        &mut self,
        flow: &mut Flow,
        first_item: usize,
        from: usize,
        text: &str,
        level: u8,
        scripts: &mut Scripts,
    ) -> usize {
        // Behind the first of them, all is Han.
        let goes_on = |character| unicode::is_common_ideograph(character) || unicode::is_common_stop(character);
        let begins = |character| unicode::is_common_ideograph(character) || scripts.is_han();
        if !text.chars().next().is_some_and(|first| goes_on(first) && begins(first)) {
            return 0;
        }
        let Some(lane) = self.lane().filter(|lane| from < lane.end && level & 1 == 0) else { return 0 };
        let Flow { items, clusters, glyphs, .. } = flow;
        let number = items.len().saturating_sub(1) as Index;
        let Some(item) = items.get_mut(first_item..).and_then(<[Item]>::last_mut) else { return 0 };
        let same = item.shaped
            && item.face == Some(lane.face)
            && item.span as usize == lane.span
            && item.script == Some(Script::Han)
            && item.level == level;
        let Some(face) = self.lookup.face(lane.face).filter(|_| same) else { return 0 };
        let (mut taken, mut letters) = (0, false);
        for character in text.chars().take(WATCH_EVERY) {
            if from + taken >= lane.end || !goes_on(character) {
                break;
            }
            let Some(glyph) = self.plain.glyph(lane.plain, face, character) else { break };
            let place = glyphs.len() as Index;
            let advance = spaced(f64::from(glyph.advance) * lane.scale, lane.spacing);
            let (start, at) = ((from + taken) as Index, (place, place + 1));
            glyphs.push(glyph);
            clusters.push(Cluster { start, item: number, glyphs: at, advance, flags: IDEOGRAPHIC });
            letters |= unicode::is_common_ideograph(character);
            taken += character.len_utf8();
        }
        item.end = clusters.len() as Index;
        if letters {
            scripts.ideograph();
        }
        taken
    }

    /// Gives the last cluster its glyph. `false` where a shaper has to be asked for it.
    fn draw(&mut self, flow: &mut Flow, lane: Lane, character: char) -> bool {
        let Some(face) = self.lookup.face(lane.face) else { return false };
        let Some(glyph) = self.plain.glyph(lane.plain, face, character) else { return false };
        let Some(cluster) = flow.clusters.last_mut() else { return false };
        let place = flow.glyphs.len() as Index;
        cluster.glyphs = (place, place + 1);
        cluster.advance = spaced(f64::from(glyph.advance) * lane.scale, lane.spacing);
        flow.glyphs.push(glyph);
        true
    }

    /// Whether a cluster is drawn as smaller capitals, because the style asks for small ones and the face has none
    /// (<https://www.w3.org/TR/css-fonts-4/#small-caps>).
    fn is_made_small(&mut self, face: FaceIndex, text: &str, first: char) -> bool {
        let Some(style) = self.spans.get(self.span).map(|span| span.style) else { return false };
        let all = style.variants.contains(FontVariant::AllSmallCaps);
        if !(all || style.variants.contains(FontVariant::SmallCaps)) || !style.synthesis.small_caps {
            return false;
        }
        let is_letter = first.is_lowercase() || (all && first.is_uppercase());
        let mut capitals = text.chars().take(CLUSTER_CHARACTERS).flat_map(char::to_uppercase);
        is_letter
            && !(self.maps.has_feature(face, b"smcp") && (!all || self.maps.has_feature(face, b"c2sc")))
            && (first.is_uppercase() || !capitals.clone().eq(text.chars()))
            && capitals.all(|capital| !unicode::needs_glyph(capital) || self.maps.covers(face, capital))
    }

    /// How ideographs of the span are drawn; `None` where only a shaper knows.
    fn lane(&mut self) -> Option<Lane> {
        match self.lane {
            Some((span, lane)) if span == self.span => lane,
            _ => {
                let lane = self.new_lane();
                self.lane = Some((self.span, lane));
                lane
            }
        }
    }

    fn new_lane(&mut self) -> Option<Lane> {
        let span = self.spans.get(self.span).filter(|span| span.inline.is_none() && span.style.word_spacing == 0.0)?;
        let index = self.lookup.first(span.chain)?;
        let face = self.lookup.face(index)?;
        let (scale, spacing) = (span.size / f64::from(face.units_per_em()), span.style.letter_spacing);
        let plain = self.plain.face(face, index, span.plain?)?;
        Some(Lane { span: self.span, end: span.end, face: index, plain, scale, spacing })
    }

    fn choose_face(&mut self, flow: &mut Flow, text: &str, first: char, at: usize) -> Result<Choice, Error> {
        let Some(span) = self.spans.get(self.span) else { return Ok(Choice::Neutral { invisible: true }) };
        if span.inline.is_some() {
            return Ok(Choice::Neutral { invisible: false });
        }
        let chain = span.chain;
        if first.len_utf8() == text.len() && unicode::needs_glyph(first) && !unicode::may_be_emoji(first) {
            let face = self.face_for(chain, first).or_else(|| {
                // Shapers spell a syllable that the face has no glyph of.
                let jamo = unicode::jamo(first)?;
                self.lookup.face_for_all(self.maps, chain, jamo.as_slice())
            });
            return match face {
                Some(face) => Ok(Choice::Face(face)),
                None => self.no_glyph(flow, at, first),
            };
        }
        let mut needed = ['\0'; CLUSTER_CHARACTERS];
        let mut count = 0;
        for (slot, character) in needed.iter_mut().zip(text.chars().filter(|&c| unicode::needs_glyph(c))) {
            *slot = character;
            count += 1;
        }
        let needed = needed.get(..count).unwrap_or_default();
        let Some(&base) = needed.first() else {
            return Ok(Choice::Neutral { invisible: !text.chars().any(unicode::is_joiner) });
        };
        let presented = match presentation(text) {
            Some(Presentation::Emoji) => self.lookup.emoji_face(self.maps, chain, needed),
            Some(Presentation::Text) => self.lookup.text_face(self.maps, chain, needed),
            None => None,
        };
        if let Some(face) = presented {
            return Ok(Choice::Face(face));
        }
        // A face that has the variation sequence, if there is one (https://www.w3.org/TR/css-fonts-4/#cluster-matching).
        if let Some(selector) = text.chars().nth(1).filter(|_| first == base)
            && let Some(face) = self.lookup.sequence_face(self.maps, chain, base, selector)
            && needed.iter().all(|&character| self.maps.covers(face, character))
        {
            return Ok(Choice::Face(face));
        }
        // The answer for the base is kept; mostly it holds for its marks as well.
        let face = self.face_for(chain, base);
        if let Some(face) = face
            && needed.iter().skip(1).all(|&character| self.maps.covers(face, character))
        {
            return Ok(Choice::Face(face));
        }
        if let Some(face) = self.lookup.face_for_all(self.maps, chain, needed) {
            return Ok(Choice::Face(face));
        }
        let Some(face) = face else { return self.no_glyph(flow, at, base) };
        for (offset, character) in text.char_indices().take(CLUSTER_CHARACTERS) {
            if unicode::needs_glyph(character) && character != base && !self.maps.covers(face, character) {
                self.no_glyph(flow, at + offset, character)?;
            }
        }
        Ok(Choice::Face(face))
    }

    /// The face for a character or for what the shaper puts in its place.
    fn face_for(&mut self, chain: crate::font::FamilyChain, character: char) -> Option<FaceIndex> {
        let stand_in = match character {
            '\t' => return self.lookup.face_for(self.maps, chain, ' '),
            '\u{2011}' => Some('\u{2010}'),
            space if unicode::is_space(space) => Some(' '),
            _ => None,
        };
        let face = self.lookup.face_for(self.maps, chain, character);
        face.or_else(|| self.lookup.face_for(self.maps, chain, stand_in?))
    }

    fn no_glyph(&mut self, flow: &mut Flow, position: usize, character: char) -> Result<Choice, Error> {
        flow.missing.push((position, character));
        match self.missing {
            MissingGlyph::Error => Err(Error::MissingGlyph { character, position }),
            MissingGlyph::Skip => Ok(Choice::Neutral { invisible: true }),
            MissingGlyph::Tofu => Ok(Choice::Missing),
        }
    }
}

enum Choice {
    Face(FaceIndex),
    /// No face has it.
    Missing,
    /// Nothing to draw: the face of what stands before it.
    Neutral {
        invisible: bool,
    },
}

/// A level for every byte of a block, and the block's own; no levels where all are 0.
pub(super) fn bidi_levels(block: &str, direction: Direction) -> (Vec<Level>, u8) {
    let base = match direction {
        Direction::Auto => None,
        Direction::LeftToRight => Some(Level::ltr()),
        Direction::RightToLeft => Some(Level::rtl()),
    };
    if direction != Direction::RightToLeft && !unicode::may_be_right_to_left(block) {
        return (Vec::new(), 0);
    }
    let info = BidiInfo::new(block, base);
    let base = info.paragraphs.first().map_or(Level::ltr(), |paragraph| paragraph.level);
    let mut levels = info.levels;
    // Tabs, the end of the paragraph, and the space before them stand in the paragraph's direction
    // (https://www.unicode.org/reports/tr9/#L1). Space at the ends of other lines hangs, wherever it is.
    let mut at_end = true;
    for (level, class) in levels.iter_mut().zip(&info.original_classes).rev() {
        at_end = match class {
            BidiClass::S | BidiClass::B => true,
            BidiClass::WS | BidiClass::LRI | BidiClass::RLI | BidiClass::FSI | BidiClass::PDI => at_end,
            // What counts for nothing (https://www.unicode.org/reports/tr9/#X9).
            class if unicode::is_removed(*class) => at_end,
            _ => false,
        };
        if at_end {
            *level = base;
        }
    }
    (levels, base.number())
}
