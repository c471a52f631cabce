//! Cuts the last line that is kept and appends an ellipsis.

use super::flow::{Cluster, Flow, Index, Item, LIGATED, UNSAFE};
use super::lines::{Breaker, visible_end};
use super::shape::Pass;
use super::unicode;
use crate::font::Charmaps;

/// What stands for the text that was cut, the first that a face has.
const FORMS: [&str; 2] = ["…", "..."];
const TOLERANCE: f64 = 1.0e-6;
/// Times that the cut moves back because shaping it anew made the line too wide.
const TRIES: usize = 8;

/// Cuts the flow's last line at a cluster, so that it and the ellipsis fit into the width. Where not even the ellipsis fits
/// the line stays empty: nothing leaves the box.
pub(super) fn truncate(breaker: &mut Breaker<'_, '_>, maps: &mut Charmaps<'_>, flow: &mut Flow) {
    flow.truncated = true;
    let Some(line) = flow.lines.last().copied() else { return };
    let (start, whole) = (line.first as usize, line.end as usize);
    let mut cut = visible_end(flow, start, whole);
    let mut ellipsis = append_ellipsis(breaker, maps, flow, start, cut, line.right_to_left);
    for attempt in 0..TRIES {
        let room = breaker.width - ellipsis.map_or(0.0, |(_, advance)| advance) + TOLERANCE;
        cut = last_that_fits(flow, start, cut, room);
        // The style at the cut decides what the ellipsis looks like; it is shaped again where the cut moved far.
        let again = append_ellipsis(breaker, maps, flow, start, cut, line.right_to_left);
        ellipsis = again;
        let room = breaker.width - again.map_or(0.0, |(_, advance)| advance) + TOLERANCE;
        if cut > start && flow.clusters.get(cut).is_some_and(|cluster| cluster.is(UNSAFE | LIGATED)) {
            breaker.cut(flow, start, cut);
        }
        if super::lines::width(flow, start, cut) <= room {
            break;
        }
        if attempt + 1 == TRIES {
            cut = start;
        } else {
            cut = cut.saturating_sub(1).max(start);
        }
    }
    let fits = ellipsis.is_none_or(|(_, advance)| advance <= breaker.width + TOLERANCE);
    if let Some(line) = flow.lines.last_mut() {
        line.end = cut as Index;
        line.wrapped = false;
        line.ellipsis = ellipsis.filter(|_| fits).map(|(cluster, _)| cluster);
    }
}

/// The last place for a cut, without white space before it.
fn last_that_fits(flow: &Flow, start: usize, end: usize, room: f64) -> usize {
    let mut x = 0.0;
    let mut fitting = start;
    for (i, cluster) in flow.clusters.get(start..end).unwrap_or_default().iter().enumerate() {
        x += cluster.advance;
        let next = flow.clusters.get(start + i + 1);
        if x > room {
            break;
        }
        if next.is_none_or(|next| !next.is(LIGATED)) {
            fitting = start + i + 1;
        }
    }
    visible_end(flow, start, fitting)
}

/// Shapes an ellipsis in the style of the cluster before the cut. Returns its cluster and advance.
fn append_ellipsis(
    breaker: &mut Breaker<'_, '_>,
    maps: &mut Charmaps<'_>,
    flow: &mut Flow,
    start: usize,
    cut: usize,
    right_to_left: bool,
) -> Option<(Index, f64)> {
    let model = flow.clusters.get(cut.saturating_sub(1).max(start)).copied()?;
    let model_item = flow.items.get(model.item as usize).copied()?;
    let chain = breaker.source.spans.get(model_item.span as usize)?.chain;
    let (literal, face) = FORMS.iter().find_map(|form| {
        let first = form.chars().next()?;
        let own = model_item.face.filter(|&face| maps.covers(face, first));
        own.or_else(|| breaker.fonts.face_for(maps, chain, first)).map(|face| (*form, face))
    })?;
    let at = flow.clusters.get(cut).map_or(breaker.source.text.len(), |cluster| cluster.start as usize);
    let index = flow.clusters.len() as Index;
    let level = u8::from(right_to_left);
    let face = Some(face);
    let script = model_item.script.filter(|script| !unicode::is_cursive(*script));
    let item = Item { first: index, end: index + 1, face, script, level, literal: Some(literal), ..model_item };
    flow.items.push(item);
    let (item, glyphs) = (flow.items.len() - 1, (0, 0));
    flow.clusters.push(Cluster { start: at as Index, item: item as Index, glyphs, advance: 0.0, flags: 0 });
    let cluster = index as usize;
    breaker.shaper.shape(breaker.fonts, breaker.source, flow, item, cluster..cluster + 1, Pass::Whole);
    flow.clusters.last().map(|cluster| (index, cluster.advance))
}
