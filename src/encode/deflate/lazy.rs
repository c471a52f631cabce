//! Matches taken only where none that begins a byte later is better (`zlib`'s and `libdeflate`'s way).

use super::block::{Sequence, push_match};
use super::chains::{Chains, LEAST, Match};
use super::fast::beyond;
use super::symbols::LONGEST_MATCH;
use crate::error::Error;
use crate::watch::Watch;

/// How much is looked at: places, and the length that is long enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Depth {
    pub(crate) places: u32,
    pub(crate) nice: usize,
}

/// Bytes between two looks at the watch.
pub(super) const LOOK: usize = 8 << 10;

/// Matches of more bytes are put in at their ends only.
const LONG: usize = 64;

/// Adds the sequences that stand for `data`.
pub(super) fn find(
    chains: &mut Chains,
    data: &[u8],
    depth: Depth,
    sequences: &mut Vec<Sequence>,
    watch: &Watch,
) -> Result<(), Error> {
    chains.begin(data.len());
    let end = data.len().saturating_sub(8);
    let (mut at, mut from) = (0, 0);
    let mut next: Option<Match> = None;
    let mut looked = 0;
    while at < end {
        if at >= looked {
            watch.check()?;
            looked = at + LOOK;
        }
        let here = next.take().or_else(|| longest(chains, data, at, LEAST - 1, depth.places, depth.nice));
        let Some((length, distance)) = here else {
            at += 1;
            continue;
        };
        if length < depth.nice && at + 1 < end {
            // Half as hard: it has to be better.
            next = longest(chains, data, at + 1, length - 1, depth.places / 2, depth.nice);
            if let Some((later, further)) = next
                && 4 * later + distance.ilog2() as usize > 4 * length + 2 + further.ilog2() as usize
            {
                at += 1;
                continue;
            }
            next = None;
        }
        let first = if length < depth.nice && at + 1 < end { at + 2 } else { at + 1 };
        let mut whole = length;
        if length == LONGEST_MATCH {
            whole += beyond(data, at + whole, distance);
        }
        push_match(sequences, (at - from) as u32, whole, distance);
        // Of long matches the ends are enough.
        let stop = (at + whole).min(end);
        if whole > LONG {
            (first..at + LONG / 2)
                .chain(stop.saturating_sub(LONG / 2)..stop)
                .for_each(|within| chains.insert(data, within));
        } else {
            (first..stop).for_each(|within| chains.insert(data, within));
        }
        at += whole;
        from = at;
    }
    if from < data.len() {
        sequences.push(Sequence { literals: (data.len() - from) as u32, length: 0, distance: 0 });
    }
    chains.end(data.len());
    Ok(())
}

/// The longest match at a place, of more than `longer` bytes.
#[inline(always)]
fn longest(chains: &mut Chains, data: &[u8], at: usize, longer: usize, places: u32, nice: usize) -> Option<Match> {
    let mut best = None;
    chains.search(data, at, (longer.max(LEAST - 1), places, nice), |found| best = Some(found));
    // Four bytes from afar are dearer than as they are.
    best.filter(|&(length, distance)| length > LEAST || distance <= 1 << 12)
}
