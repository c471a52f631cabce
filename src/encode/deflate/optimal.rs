//! The cheapest way through all matches, given what symbols cost; and again, with what that way makes them cost
//! (the idea of zopfli and of libdeflate's highest levels).

use super::block::{Counts, Sequence};
use super::chains::{Chains, LEAST, Match};
use super::huffman::log2;
use super::lazy::{Depth, LOOK};
use super::symbols::{DISTANCES, END, LENGTH_SYMBOLS, LONGEST_MATCH, SHORTEST, distance, distance_symbol, length};
use crate::error::Error;
use crate::watch::Watch;

/// How often costs are set right.
const PASSES: usize = 3;

/// Most matches for each byte, on average.
const MOST: usize = 8;

/// What the search for the cheapest way holds.
#[derive(Debug, Default)]
pub(super) struct Optimal {
    matches: Vec<(u16, u16)>,
    /// For each place, where its matches begin; they end where those of the next do.
    first: Vec<u32>,
    /// For each place: what it costs to come there, and the last step: its length, 1 for a literal, and its distance.
    costs: Vec<u32>,
    steps: Vec<(u16, u16)>,
    way: Vec<Sequence>,
}

/// What symbols cost with their extra bits, in 1/64 bits: a way through a megabyte fits.
struct Costs {
    literals: [u32; 256],
    lengths: [u32; LONGEST_MATCH + 1],
    distances: [u32; DISTANCES],
}

impl Costs {
    fn of(counts: &Counts) -> Self {
        let cost = |counts: &[u32]| {
            let total = log2(counts.iter().sum::<u32>() + 1);
            // Those that do not occur yet are as dear as if they occurred once.
            move |count: u32| ((total - log2(count.max(1)).min(total)) / 4).max(48)
        };
        let literal = cost(&counts.literals);
        let apart = cost(&counts.distances);
        let mut costs = Self { literals: [0; 256], lengths: [0; LONGEST_MATCH + 1], distances: [0; DISTANCES] };
        for (cost, &count) in costs.literals.iter_mut().zip(&counts.literals) {
            *cost = literal(count);
        }
        for (i, cost) in costs.lengths.iter_mut().enumerate().skip(SHORTEST) {
            let symbol = usize::from(LENGTH_SYMBOLS[i - SHORTEST]);
            *cost = literal(counts.literals[symbol]) + 64 * length(symbol - END - 1).1;
        }
        for (symbol, cost) in costs.distances.iter_mut().enumerate() {
            *cost = apart(counts.distances[symbol]) + 64 * distance(symbol).1;
        }
        costs
    }
}

impl Optimal {
    /// Makes sequences that stand for `data` cheaper, if that can be.
    pub(super) fn improve(
        &mut self,
        chains: &mut Chains,
        data: &[u8],
        depth: Depth,
        sequences: &mut Vec<Sequence>,
        watch: &Watch,
    ) -> Result<(), Error> {
        self.search(chains, data, depth, watch)?;
        let mut counts = Counts::ZERO;
        counts.add(data, sequences);
        let mut least = counts.cost();
        for _ in 0..PASSES {
            self.walk(data, &Costs::of(&counts), watch)?;
            counts = Counts::ZERO;
            counts.add(data, &self.way);
            let cost = counts.cost();
            if cost < least {
                least = cost;
                sequences.clone_from(&self.way);
            }
        }
        Ok(())
    }

    /// Finds all matches.
    fn search(&mut self, chains: &mut Chains, data: &[u8], depth: Depth, watch: &Watch) -> Result<(), Error> {
        chains.begin(data.len());
        self.matches.clear();
        self.first.clear();
        let end = data.len().saturating_sub(8);
        let mut inside = 0;
        for at in 0..data.len() {
            if at % LOOK == 0 {
                watch.check()?;
            }
            self.first.push(self.matches.len() as u32);
            if at >= end {
                continue;
            }
            if at < inside {
                chains.insert(data, at);
                continue;
            }
            let matches = &mut self.matches;
            let mut longest = 0;
            chains.search(data, at, (LEAST - 1, depth.places, depth.nice), |(length, distance): Match| {
                matches.push((length as u16, (distance - 1) as u16));
                longest = length;
            });
            // Of many the longest is enough: what is held stays bounded.
            if matches.len() > MOST * data.len() {
                let first = self.first[at] as usize;
                if let Some(&longest) = matches.get(first..).and_then(<[_]>::last) {
                    matches.truncate(first);
                    matches.push(longest);
                }
            }
            // Inside of what is long enough nothing better is looked for.
            if longest >= depth.nice {
                inside = at + longest;
            }
        }
        self.first.push(self.matches.len() as u32);
        chains.end(data.len());
        Ok(())
    }

    /// The cheapest way.
    fn walk(&mut self, data: &[u8], costs: &Costs, watch: &Watch) -> Result<(), Error> {
        let n = data.len();
        self.costs.clear();
        self.costs.resize(n + 1, u32::MAX);
        self.steps.resize(n + 1, (0, 0));
        self.costs[0] = 0;
        for (at, &byte) in data.iter().enumerate() {
            if at % LOOK == 0 {
                watch.check()?;
            }
            let here = self.costs[at];
            let literal = here + costs.literals[usize::from(byte)];
            if literal < self.costs[at + 1] {
                (self.costs[at + 1], self.steps[at + 1]) = (literal, (1, 0));
            }
            let mut from = LEAST;
            for &(longest, distance) in &self.matches[self.first[at] as usize..self.first[at + 1] as usize] {
                let far = here + costs.distances[distance_symbol(distance)];
                let longest = usize::from(longest);
                for length in from..=longest {
                    let cost = far + costs.lengths[length];
                    if cost < self.costs[at + length] {
                        (self.costs[at + length], self.steps[at + length]) = (cost, (length as u16, distance));
                    }
                }
                from = longest + 1;
            }
        }
        // Back from the end; then the other way round.
        self.way.clear();
        let mut at = n;
        let mut literals = 0;
        let mut last = (0, 0);
        while at > 0 {
            let (length, distance) = self.steps[at];
            if length == 1 {
                literals += 1;
            } else {
                self.push(literals, last);
                (literals, last) = (0, (length, distance));
            }
            at -= usize::from(length);
        }
        self.push(literals, last);
        self.way.reverse();
        Ok(())
    }

    /// Adds a match and the literals before it, or the literals behind the last match.
    fn push(&mut self, literals: u32, (length, distance): (u16, u16)) {
        if literals > 0 || length > 0 {
            self.way.push(Sequence { literals, length, distance });
        }
    }
}
