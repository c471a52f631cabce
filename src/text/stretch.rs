//! Most of most texts: clusters of one glyph each, one behind the other.

use std::ops::Range;

use super::PositionedGlyph;
use super::flow::{Flow, INVISIBLE, Item, LIGATED, TOFU};
use super::hit::TextCluster;
use super::marks::skips_ink;
use super::place::{Place, Placer};

impl Placer<'_, '_> {
    /// Places clusters of an item that runs from left to right, from the first of a range on, as far as each is drawn by
    /// one glyph of its own; the same as is done with other clusters one by one. Returns how many, and moves the pen.
    pub(super) fn stretch(
        &mut self,
        flow: &Flow,
        place: &Place,
        item: &Item,
        range: Range<usize>,
        pen: &mut f64,
    ) -> usize {
        let Some(span) = self.spans.get(item.span as usize) else { return 0 };
        let marked = (span.style.underline || span.style.overline) && (skips_ink(span, false) || skips_ink(span, true));
        if item.literal.is_some() || span.inline.is_some() || marked {
            return 0;
        }
        let fonts = self.fonts;
        let Some((index, face)) = item.face.and_then(|index| Some((index, fonts.face(index)?))) else { return 0 };
        let Some(clusters) = flow.clusters.get(range.clone()) else { return 0 };
        let is_joined = |index: usize| flow.clusters.get(index).is_some_and(|cluster| cluster.is(LIGATED));
        let end = if range.end < item.end as usize && is_joined(range.end) { range.end - 1 } else { range.end };
        let last_end = flow.end_of(range.end as u32);
        let baseline = place.baseline - span.shift;
        let (mut taken, mut x) = (0, *pen);
        for (cluster, number) in clusters.iter().zip(range.start..end) {
            let next = clusters.get(taken + 1);
            let &[glyph] = flow.glyphs_of(cluster) else { break };
            if cluster.is(INVISIBLE | LIGATED) || next.is_some_and(|next| next.is(LIGATED)) || glyph.id == TOFU {
                break;
            }
            debug_assert!(number < item.end as usize, "a segment is of one item");
            if taken == 0 && self.begin_run(place, item, index, face).is_none() {
                break;
            }
            let (Some(run), Some(out)) = (&self.run, self.out.runs.last_mut()) else { break };
            let (start, advance) = (cluster.start as usize, cluster.advance);
            self.out.clusters.push(TextCluster {
                text: start..next.map_or(last_end, |next| next.start as usize),
                line: place.index,
                x,
                width: advance,
                right_to_left: false,
            });
            let own = f64::from(glyph.advance) * run.scale;
            let positioned = PositionedGlyph {
                id: glyph.id,
                x: x + f64::from(glyph.dx) * run.scale,
                y: baseline - f64::from(glyph.dy) * run.scale,
                advance: own + (advance - own),
                cluster: start,
            };
            out.glyphs.push(positioned);
            x += advance;
            taken += 1;
        }
        *pen = x;
        taken
    }
}
