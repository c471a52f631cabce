//! [`Hyphens`]: what a soft hyphen at the end of a line shows.

use super::flow::{Cluster, Flow, INVISIBLE, Index, Item, SOFT_HYPHEN};
use super::shape::{Pass, Shaper, Source};
use crate::font::{Face, FaceIndex, FaceLookup, Variation};

const HYPHEN: char = '\u{2010}';
const MINUS: char = '-';

/// Widths of hyphens that were asked for.
#[derive(Default)]
pub(super) struct Hyphens(Vec<(Index, Option<FaceIndex>, f64)>);

impl Hyphens {
    /// Width of the hyphen that a soft one shows.
    pub(super) fn advance(
        &mut self,
        flow: &mut Flow,
        soft: Cluster,
        shaper: &mut Shaper,
        fonts: &mut FaceLookup,
        source: &Source<'_>,
    ) -> f64 {
        let Some(item) = flow.items.get(soft.item as usize).copied() else { return 0.0 };
        // The last ones asked for are asked for again.
        let known = self.0.iter().rev().take(8).find(|(span, face, _)| (*span, *face) == (item.span, item.face));
        if let Some((.., advance)) = known {
            return *advance;
        }
        let glyphs = flow.glyphs.len();
        let advance = append(flow, soft, shaper, fonts, source).map_or(0.0, |_| {
            flow.items.pop();
            flow.glyphs.truncate(glyphs);
            flow.clusters.pop().map_or(0.0, |cluster| cluster.advance)
        });
        self.0.push((item.span, item.face, advance));
        advance
    }
}

/// Appends the hyphens of all lines that end in soft ones.
pub(super) fn show(flow: &mut Flow, shaper: &mut Shaper, fonts: &mut FaceLookup, source: &Source<'_>) {
    for index in 0..flow.lines.len() {
        let line = flow.lines.get(index).filter(|line| line.wrapped);
        let last = line.and_then(|line| flow.clusters.get(line.end.checked_sub(1)? as usize)).copied();
        if let Some(soft) = last.filter(|last| last.is(SOFT_HYPHEN)) {
            let hyphen = append(flow, soft, shaper, fonts, source);
            if let Some(line) = flow.lines.get_mut(index) {
                line.hyphen = hyphen;
            }
        }
    }
}

/// Appends a hyphen as a cluster and an item of its own, in the face of what stands before it, else in the span's first.
fn append(
    flow: &mut Flow,
    soft: Cluster,
    shaper: &mut Shaper,
    fonts: &mut FaceLookup,
    source: &Source<'_>,
) -> Option<Index> {
    let model = flow.items.get(soft.item as usize).copied()?;
    let span = source.spans.get(model.span as usize)?;
    let (literal, face) = [model.face, fonts.first(span.chain)].into_iter().flatten().find_map(|index| {
        let face = fonts.face(index)?;
        Some((form(face, &face.instance(&span.wishes()).variation)?, index))
    })?;
    let index = flow.clusters.len() as Index;
    let item = flow.items.len();
    let (face, literal) = (Some(face), Some(literal));
    flow.items.push(Item { first: index, end: index + 1, face, literal, small: false, ..model });
    let mut cluster = Cluster { item: item as Index, glyphs: (0, 0), advance: 0.0, flags: 0, ..soft };
    cluster.set(INVISIBLE, false);
    flow.clusters.push(cluster);
    shaper.shape(fonts, source, flow, item, index as usize..index as usize + 1, Pass::Whole);
    Some(index)
}

/// The hyphen of a face: U+2010, or where it has none U+002D
/// (<https://www.w3.org/TR/css-text-4/#hyphenate-character>). Faces of ideographs have U+2010 as wide as those, which is no
/// hyphen of a word: U+002D stands for it there too.
fn form(face: &Face, variation: &Variation) -> Option<&'static str> {
    let width = |character| face.advance(character, variation).filter(|_| face.covers(character));
    match (width(HYPHEN), width(MINUS)) {
        (Some(hyphen), Some(minus)) if hyphen >= 1.0 && minus < hyphen => Some("-"),
        (Some(_), _) => Some("\u{2010}"),
        (None, Some(_)) => Some("-"),
        (None, None) => None,
    }
}
