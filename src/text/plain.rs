//! [`PlainRuns`]: Han text that a shaper would change nothing of.

use std::ops::Range;

use super::flow::{EDGE, Flow, Glyph, INVISIBLE, Index, LIGATED, UNSAFE};
use super::shape::spaced;
use super::unicode;
use crate::font::{Face, FaceIndex, Inert, Region};

/// Faces, each for a region, that are known; the oldest makes room.
const KEPT: usize = 8;

/// What is known of faces. Chinese and Japanese text is mostly of characters that no substitution and no kerning of a face
/// begins at; a run of nothing else is its glyphs and their advances.
#[derive(Default)]
pub(super) struct PlainRuns {
    known: Vec<(FaceIndex, Option<Region>, Option<Inert>)>,
    next: usize,
    /// Tests look at what is made without it.
    #[cfg(test)]
    pub(super) off: bool,
    /// Runs that no shaper was asked for.
    #[cfg(test)]
    pub(super) taken: usize,
}

/// What is shaped.
pub(super) struct PlainRun<'a> {
    pub(super) text: &'a str,
    pub(super) face: &'a Face,
    pub(super) index: FaceIndex,
    pub(super) region: Option<Region>,
    pub(super) clusters: Range<usize>,
    /// Px per font unit.
    pub(super) scale: f64,
    /// Added to each advance, px.
    pub(super) spacing: f64,
}

/// The place of what is known of a face. Holds until another is asked for.
#[derive(Clone, Copy)]
pub(super) struct PlainFace(usize);

impl PlainRuns {
    /// Where it is known of a face what a shaper does to it. `None` where a shaper has to be asked in any case.
    pub(super) fn face(&mut self, face: &Face, index: FaceIndex, region: Option<Region>) -> Option<PlainFace> {
        #[cfg(test)]
        if self.off {
            return None;
        }
        let place = self.place(face, index, region);
        self.known.get(place)?.2.as_ref().map(|_| PlainFace(place))
    }

    /// A character as a run that is nothing else; `None` where a shaper has to be asked.
    #[inline]
    pub(super) fn glyph(&mut self, plain: PlainFace, face: &Face, character: char) -> Option<Glyph> {
        let plain = self.known.get_mut(plain.0)?.2.as_mut()?.plain(face, character)?;
        Some(Glyph { id: plain.glyph.into(), advance: plain.advance.into(), dx: 0, dy: 0 })
    }

    /// Forgets all: face numbers are those of one library.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Sets the glyphs and advances of a run. `false`, and nothing of it is set, where a shaper has to be asked.
    pub(super) fn shape(&mut self, flow: &mut Flow, run: &PlainRun<'_>) -> bool {
        let Some(plain) = self.face(run.face, run.index, run.region) else { return false };
        let first = flow.glyphs.len();
        let whole = self.fill(plain, flow, run).is_some();
        if !whole {
            flow.glyphs.truncate(first);
        }
        if whole {
            self.count();
        }
        whole
    }

    /// Bytes of what is known.
    pub(super) fn bytes(&self) -> usize {
        self.known.iter().filter_map(|(.., inert)| inert.as_ref()).map(Inert::bytes).sum()
    }

    /// Counts a run that no shaper was asked for, in tests.
    pub(super) fn count(&mut self) {
        #[cfg(test)]
        {
            self.taken += 1;
        }
    }

    fn place(&mut self, face: &Face, index: FaceIndex, region: Option<Region>) -> usize {
        let is_it = |(at, of, _): &(FaceIndex, Option<Region>, _)| (*at, *of) == (index, region);
        self.known.iter().position(is_it).unwrap_or_else(|| {
            let new = (index, region, Inert::of(face, region));
            if self.known.len() < KEPT {
                self.known.push(new);
                return self.known.len() - 1;
            }
            let place = self.next % KEPT;
            self.next = place + 1;
            if let Some(oldest) = self.known.get_mut(place) {
                *oldest = new;
            }
            place
        })
    }

    fn fill(&mut self, plain: PlainFace, flow: &mut Flow, run: &PlainRun<'_>) -> Option<()> {
        let Flow { clusters, glyphs, .. } = flow;
        let mut end = clusters.get(run.clusters.end).map_or(run.text.len(), |next| next.start as usize);
        // From the end, where each cluster's own end is known. A line feed there is none of a shaper's business.
        for cluster in clusters.get(run.clusters.clone())?.iter().rev() {
            let start = cluster.start as usize;
            let mut characters = run.text.get(start..end)?.chars();
            let alone = characters.next().filter(|_| characters.as_str().is_empty());
            if !cluster.is(INVISIBLE) && !alone.is_some_and(unicode::is_plain) {
                return None;
            }
            end = start;
        }
        for cluster in clusters.get_mut(run.clusters.clone())? {
            cluster.set(LIGATED | UNSAFE | EDGE, false);
            (cluster.glyphs, cluster.advance) = ((0, 0), 0.0);
            if cluster.is(INVISIBLE) {
                continue;
            }
            let character = run.text.get(cluster.start as usize..)?.chars().next()?;
            let glyph = self.glyph(plain, run.face, character)?;
            let place = glyphs.len() as Index;
            glyphs.push(glyph);
            cluster.glyphs = (place, place + 1);
            cluster.advance = spaced(f64::from(glyph.advance) * run.scale, run.spacing);
        }
        Some(())
    }
}
