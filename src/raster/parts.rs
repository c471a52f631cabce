//! A plan made by several threads: each plans a part of the display list, and the parts are put one behind the other.

use std::ops::Range;

use super::plan::{Backend, Plan};
use super::planner::Planner;
use crate::error::Error;
use crate::list::{DisplayList, ItemKind};
use crate::watch::{Held, ITEMS_A_CHECK, Watch};
use crate::workers::{join, scope};

/// Work, in path elements, that a part is to have at least: to begin a thread takes as long as a few hundred.
const LEAST: usize = 2_000;

impl<'a, B: Backend + Send> Planner<'a, B> {
    /// The plan of a display list, made by all of some planners at once. It is the same however many there are; of
    /// several errors that of the first part is told.
    pub(crate) fn plan_together(planners: &mut [Self], list: &DisplayList) -> Result<Held<'a, Plan<B>>, Error> {
        let Some((own, others)) = planners.split_first_mut() else { return Err(Error::Cancelled) };
        let watch = own.watch;
        let parts = parts(list, others.len() + 1, watch)?;
        let Some((first, rest)) = parts.split_first() else { return own.plan(list) };
        if rest.is_empty() {
            return own.plan(list);
        }
        scope(|scope| {
            let workers: Vec<_> = others
                .iter_mut()
                .zip(rest)
                .map(|(planner, part)| scope.spawn(move |_| planner.plan_items(list, part.clone())))
                .collect();
            let mut whole = own.plan_items(list, first.clone());
            for part in workers.into_iter().map(join) {
                whole = whole.and_then(|mut whole| {
                    whole.append(part?.take(), watch)?;
                    Ok(whole)
                });
            }
            whole
        })
    }
}

/// A list cut into so many parts of about the same work, or fewer. No layer or clip reaches from one into another.
pub(super) fn parts(list: &DisplayList, count: usize, watch: &Watch) -> Result<Vec<Range<usize>>, Error> {
    let (items, mut ends) = (&list.items, Vec::new());
    if count > 1 {
        let mut total = Some(0);
        for part in watch.parts(items) {
            let more = part?.iter().map(|item| work(&item.kind)).sum::<Option<usize>>();
            total = total.zip(more).map(|(total, more)| total + more);
        }
        let (total, count) = total.map_or((0, 1), |total| (total, count));
        let share = (total / count).max(LEAST);
        let (mut done, mut depth) = (0, 0_usize);
        for (part, first) in watch.parts(items).zip((0..).step_by(ITEMS_A_CHECK)) {
            for (item, i) in part?.iter().zip(first..) {
                if depth == 0 && done >= share * (ends.len() + 1) && ends.len() + 1 < count {
                    ends.push(i);
                }
                done += work(&item.kind).unwrap_or(0);
                match item.kind {
                    ItemKind::PushClip { .. } | ItemKind::PushGlyphClip { .. } | ItemKind::PushLayer(_) => depth += 1,
                    ItemKind::Pop => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let ends = ends.iter().copied().chain([items.len()]);
    Ok(starts.zip(ends).map(|(start, end)| start..end).collect())
}

/// About how long it takes to find a glyph's mask and to copy it, in path elements: one of 48 px takes as long as six.
fn work_of_glyph(size: f64) -> usize {
    (2.0 + size * size / 500.0).min(30.0) as usize
}

/// About how long an item takes to be planned, in path elements. `None` for SVG documents, whose cost is added up over a
/// whole list, in order: such a list is not cut.
fn work(item: &ItemKind) -> Option<usize> {
    Some(match item {
        ItemKind::Fill { path, .. } | ItemKind::PushClip { path, .. } => 4 + path.elements().len(),
        ItemKind::Stroke { path, .. } => 4 + 4 * path.elements().len(),
        ItemKind::Glyphs { run, .. } => 4 + run.glyphs.len() * work_of_glyph(run.size),
        ItemKind::PushGlyphClip { runs, .. } => 4 + runs.iter().map(|run| 16 * run.glyphs.len()).sum::<usize>(),
        ItemKind::Image { .. } => 8,
        #[cfg(feature = "svg-in")]
        ItemKind::Svg { .. } => return None,
        ItemKind::PushLayer(_) | ItemKind::Pop => 1,
    })
}
