//! Cuts the last line that is kept and puts an ellipsis in the place of what was cut.

use icu_properties::props::Script;

use super::flow::{Cluster, FORCED, Flow, Index, Item, LIGATED, SPACE, UNSAFE};
use super::lines::{Breaker, visible_end, width};
use super::shape::{OWN_ELLIPSIS, Pass};
use super::{Ellipsis, EllipsisPlace, unicode};
use crate::font::{Charmaps, FaceIndex, FaceLookup};

const TOLERANCE: f64 = 1.0e-6;
/// Times that the cut moves because shaping it anew made the line too wide.
const TRIES: usize = 8;
/// An ellipsis whose ink begins higher than that, in em, stands in the middle of the em square.
const RAISED: f64 = 0.15;

/// What is left of the last line.
#[derive(Clone, Copy)]
struct Cut {
    /// Where what stands before the ellipsis ends.
    head: usize,
    /// What stands behind it.
    tail: (usize, usize),
}

/// Cuts the flow's last line, so that it and the ellipsis fit into the width. Where not even the ellipsis fits the line
/// stays empty: nothing leaves the box.
///
/// The text is that of the first `clusters` clusters.
pub(super) fn truncate(
    breaker: &mut Breaker<'_, '_>,
    maps: &mut Charmaps<'_>,
    flow: &mut Flow,
    clusters: usize,
    ellipsis: &Ellipsis,
) {
    flow.truncated = true;
    let Some(line) = flow.lines.last().copied() else { return };
    let (start, whole) = (line.first as usize, line.end as usize);
    // What its indent leaves.
    let across = breaker.width - line.indent;
    let end = visible_end(flow, start, whole);
    let last = visible_end(flow, start, clusters.max(start));
    let mut cut = Cut { head: end, tail: (last, last) };
    let no_head = ellipsis.place == EllipsisPlace::Start;
    let mut sign = None;
    let mut less = 0;
    for attempt in 0..TRIES {
        // The style at the cut decides what the ellipsis looks like; it is shaped again where the cut moved.
        for _ in 0..2 {
            let model =
                if no_head { cut.tail.0.min(last.saturating_sub(1)) } else { cut.head.saturating_sub(1).max(start) };
            sign = append_ellipsis(breaker, maps, flow, (model, cut.head), line.right_to_left, ellipsis);
            let room = across - sign.map_or(0.0, |(_, advance)| advance) + TOLERANCE;
            cut = match ellipsis.place {
                EllipsisPlace::End => {
                    let head = last_that_fits(flow, start, end.saturating_sub(less).max(start), room);
                    Cut { head, ..cut }
                }
                EllipsisPlace::Start => {
                    Cut { head: start, tail: (first_that_fits(flow, start, last, room, less), last) }
                }
                EllipsisPlace::Middle => {
                    let first_line = (start..last).find(|&i| is(flow, i, FORCED)).unwrap_or(last);
                    let head = last_that_fits(flow, start, first_line, room / 2.0);
                    let room = room - width(flow, start, head);
                    Cut { head, tail: (first_that_fits(flow, head, last, room, less), last) }
                }
            };
        }
        for (from, at) in [(start, cut.head), (cut.head, cut.tail.0)] {
            if at > from && is(flow, at, UNSAFE | LIGATED) {
                breaker.cut(flow, from, at);
            }
        }
        let room = across - sign.map_or(0.0, |(_, advance)| advance) + TOLERANCE;
        if width(flow, start, cut.head) + width(flow, cut.tail.0, cut.tail.1) <= room {
            break;
        }
        if attempt + 1 == TRIES {
            cut = Cut { head: start, tail: (last, last) };
        } else {
            less = match ellipsis.place {
                EllipsisPlace::End => end - cut.head.saturating_sub(1).max(start),
                EllipsisPlace::Start | EllipsisPlace::Middle => less + 1,
            };
        }
    }
    let fits = sign.is_none_or(|(_, advance)| advance <= across + TOLERANCE);
    if let Some(line) = flow.lines.last_mut() {
        line.end = cut.head as Index;
        line.wrapped = false;
        line.ellipsis = sign.filter(|_| fits).map(|(cluster, _)| cluster);
        let (first, end) = cut.tail;
        line.tail = (first < end).then_some((first as Index, end as Index));
    }
}

fn is(flow: &Flow, cluster: usize, flags: u16) -> bool {
    flow.clusters.get(cluster).is_some_and(|cluster| cluster.is(flags))
}

/// The last place for a cut, without white space before it.
fn last_that_fits(flow: &Flow, start: usize, end: usize, room: f64) -> usize {
    let mut x = 0.0;
    let mut fitting = start;
    for (i, cluster) in flow.clusters.get(start..end).unwrap_or_default().iter().enumerate() {
        x += cluster.advance;
        if x > room {
            break;
        }
        if !is(flow, start + i + 1, LIGATED) {
            fitting = start + i + 1;
        }
    }
    visible_end(flow, start, fitting)
}

/// The first place from which on the text fits, less some clusters, without white space behind it: not before the last
/// line of the text.
fn first_that_fits(flow: &Flow, start: usize, end: usize, room: f64, less: usize) -> usize {
    let mut x = 0.0;
    let mut fitting = end;
    for i in (start..end).rev() {
        let Some(cluster) = flow.clusters.get(i).filter(|cluster| !cluster.is(FORCED)) else { break };
        x += cluster.advance;
        if x > room {
            break;
        }
        if !cluster.is(LIGATED) {
            fitting = i;
        }
    }
    let fitting = (fitting + less).min(end);
    (fitting..end).find(|&i| !is(flow, i, SPACE | LIGATED)).unwrap_or(end)
}

/// Shapes an ellipsis in the style of a cluster beside the cut. Returns its cluster and advance.
fn append_ellipsis(
    breaker: &mut Breaker<'_, '_>,
    maps: &mut Charmaps<'_>,
    flow: &mut Flow,
    (model, cut): (usize, usize),
    right_to_left: bool,
    ellipsis: &Ellipsis,
) -> Option<(Index, f64)> {
    let model = flow.clusters.get(model).copied()?;
    let model_item = flow.items.get(model.item as usize).copied()?;
    let span = breaker.source.spans.get(model_item.span as usize)?;
    let chain = span.chain;
    // A box has no face.
    let own = model_item.face.filter(|_| span.inline.is_none());
    let (literal, face) = match ellipsis.text.as_deref() {
        Some("") => return None,
        Some(text) => {
            let characters: Vec<char> = text.chars().filter(|&c| unicode::needs_glyph(c)).collect();
            let own = own.filter(|&face| characters.iter().all(|&c| maps.covers(face, c)));
            let face = own.or_else(|| breaker.fonts.face_for_all(maps, chain, &characters));
            (OWN_ELLIPSIS, face.or(model_item.face)?)
        }
        None => {
            let own = own.filter(|&face| maps.covers(face, '…') || maps.covers(face, '.'));
            let face = own.or_else(|| breaker.fonts.face_for(maps, chain, '…'));
            let face = face.or_else(|| breaker.fonts.face_for(maps, chain, '.'))?;
            (form(breaker.fonts, maps, face, model_item.script), face)
        }
    };
    let at = flow.clusters.get(cut).map_or(breaker.source.text.len(), |cluster| cluster.start as usize);
    let index = flow.clusters.len() as Index;
    let level = u8::from(right_to_left);
    let face = Some(face);
    let script = model_item.script.filter(|script| !unicode::is_cursive(*script));
    let item =
        Item { first: index, end: index + 1, face, script, level, literal: Some(literal), small: false, ..model_item };
    flow.items.push(item);
    let (item, glyphs) = (flow.items.len() - 1, (0, 0));
    flow.clusters.push(Cluster { start: at as Index, item: item as Index, glyphs, advance: 0.0, flags: 0 });
    let cluster = index as usize;
    breaker.shaper.shape(breaker.fonts, breaker.source, flow, item, cluster..cluster + 1, Pass::Whole);
    flow.clusters.last().map(|cluster| (index, cluster.advance))
}

/// The form that a script has, of those that a face has: Chinese and Japanese have it in the middle of the em square
/// (<https://www.w3.org/TR/clreq/#h-ellipsis>), others on the baseline. Faces made for the former may have it there alone.
fn form(fonts: &FaceLookup, maps: &mut Charmaps<'_>, index: FaceIndex, script: Option<Script>) -> &'static str {
    let Some(face) = fonts.face(index) else { return "..." };
    let mut has = |character| maps.covers(index, character);
    let raised = face.ink_of('…').map(|ink| ink.y0 > RAISED);
    let centred = script
        .is_none_or(|script| [Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo].contains(&script));
    match raised {
        Some(raised) if raised == centred => "…",
        // Without a script there is nothing to tell what is wanted.
        Some(_) if centred && script.is_some() && has('⋯') => "⋯",
        Some(_) if !centred && has('.') => "...",
        Some(_) => "…",
        None => "...",
    }
}
