//! Bytes to deflate streams (RFC 1951), a piece at a time.

mod bits;
mod block;
mod chains;
mod fast;
mod huffman;
mod lazy;
mod optimal;
mod symbols;
#[cfg(test)]
mod tests;

use self::bits::Bits;
use self::block::{Counts, Sequence, write_block, write_stored};
use self::chains::Chains;
use self::fast::Fast;
pub(crate) use self::lazy::Depth;
use self::optimal::Optimal;
use crate::error::Error;
use crate::watch::Watch;

/// How hard to look for matches.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effort {
    /// One look at where the same bytes stood last; a match has so many bytes, 4 to 8, at least.
    Fast { least: usize },
    /// The best match of several, if the next byte does not begin a better one.
    Lazy(Depth),
    /// The cheapest of all ways through the matches.
    Optimal(Depth),
}

/// Most bytes that are looked through at once: what their search takes is bounded, and counts and costs fit in 32 bits.
pub(crate) const AT_ONCE: usize = 1 << 20;

/// Symbols whose codes are decided on together, about.
const PART: usize = 20 << 10;

/// Compresses pieces of a stream, each without a look at the ones before.
#[derive(Debug, Default)]
pub(crate) struct Deflater {
    bits: Bits,
    fast: Fast,
    chains: Chains,
    optimal: Optimal,
    sequences: Vec<Sequence>,
}

impl Deflater {
    /// Compresses a piece, behind what `out` has. It ends at a byte's border; but for the last one with an empty stored
    /// block. Pixels of `step` bytes are expected, but not needed.
    pub(crate) fn compress(
        &mut self,
        data: &[u8],
        (effort, last): (Effort, bool),
        out: Vec<u8>,
        watch: &Watch,
    ) -> Result<Vec<u8>, Error> {
        self.bits = Bits::new(out);
        let mut rest = data;
        loop {
            watch.check()?;
            let part;
            (part, rest) = rest.split_at(rest.len().min(AT_ONCE));
            self.find(part, effort, watch)?;
            if let Effort::Optimal(depth) = effort {
                self.optimal.improve(&mut self.chains, part, depth, &mut self.sequences, watch)?;
            }
            self.write(part, last && rest.is_empty());
            if rest.is_empty() {
                break;
            }
        }
        if data.is_empty() || !last {
            write_stored(&mut self.bits, &[], u64::from(last));
        }
        self.bits.align();
        Ok(std::mem::take(&mut self.bits).into_bytes())
    }

    /// About how many bits a piece of at most [`AT_ONCE`] bytes would take, in 1/256, and how many of them lie in matches.
    pub(crate) fn cost(&mut self, data: &[u8], effort: Effort, watch: &Watch) -> Result<(u64, usize), Error> {
        self.find(data, effort, watch)?;
        Ok(self.size(data))
    }

    /// Finds sequences that stand for a piece.
    fn find(&mut self, data: &[u8], effort: Effort, watch: &Watch) -> Result<(), Error> {
        self.sequences.clear();
        match effort {
            Effort::Fast { least } => self.fast.find(data, least, &mut self.sequences),
            Effort::Lazy(depth) => lazy::find(&mut self.chains, data, depth, &mut self.sequences, watch)?,
            Effort::Optimal(depth) => {
                // The cheapest way that is found lies near the one that is begun with: few long matches, or many.
                self.fast.find(data, 8, &mut self.sequences);
                let long = self.size(data).0;
                let few = std::mem::take(&mut self.sequences);
                lazy::find(&mut self.chains, data, depth, &mut self.sequences, watch)?;
                if long < self.size(data).0 {
                    self.sequences = few;
                }
            }
        }
        Ok(())
    }

    fn size(&self, data: &[u8]) -> (u64, usize) {
        let mut counts = Counts::ZERO;
        counts.add(data, &self.sequences);
        (counts.cost(), self.sequences.iter().map(|sequence| usize::from(sequence.length)).sum())
    }

    /// Writes the blocks of a part.
    fn write(&mut self, data: &[u8], last: bool) {
        let (mut from, mut first) = (0, 0);
        while from < data.len() {
            let (mut to, mut next, mut symbols) = (from, first, 0);
            while symbols < PART && next < self.sequences.len() {
                symbols += self.sequences[next].literals as usize + 2;
                to += self.sequences[next].bytes();
                next += 1;
            }
            let (part, sequences) = (&data[from..to], &self.sequences[first..next]);
            let mut counts = Counts::ZERO;
            counts.add(part, sequences);
            write_block(&mut self.bits, part, sequences, &mut counts, last && to == data.len());
            (from, first) = (to, next);
        }
    }
}
