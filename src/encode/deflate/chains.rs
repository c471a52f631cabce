//! The thorough search for matches: all places where the same bytes stood, the nearest first.

use super::fast::{load, same};
use super::symbols::{LONGEST_MATCH, WINDOW};

/// Bits of a hash.
const BITS: u32 = 15;
/// Bytes that are hashed: the shortest match that is found.
pub(super) const LEAST: usize = 4;

/// Where bytes stood: for each hash the last place, for each place the one before with the same hash.
#[derive(Debug)]
pub(super) struct Chains {
    heads: Vec<u32>,
    /// For each place in the window.
    before: Vec<u32>,
    /// Positions of the data at hand begin here: those of data before are out of reach.
    base: u32,
}

impl Default for Chains {
    fn default() -> Self {
        Self { heads: Vec::new(), before: Vec::new(), base: 1 }
    }
}

/// A match: its length, and how far back it lies.
pub(super) type Match = (usize, usize);

impl Chains {
    /// Begins anew.
    pub(super) fn begin(&mut self, bytes: usize) {
        self.heads.resize(1 << BITS, 0);
        self.before.resize(WINDOW, 0);
        // The data before lies further back than a window.
        self.base = match self.base.checked_add((bytes + 2 * WINDOW) as u32) {
            Some(next) => next - bytes as u32,
            None => {
                self.heads.fill(0);
                1 + WINDOW as u32
            }
        };
    }

    /// Ends with so many bytes.
    pub(super) fn end(&mut self, bytes: usize) {
        self.base += bytes as u32;
    }

    #[inline(always)]
    fn hash(data: &[u8], at: usize) -> usize {
        ((load(data, at) as u32).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
    }

    /// Puts a place in.
    #[inline(always)]
    pub(super) fn insert(&mut self, data: &[u8], at: usize) {
        let here = self.base + at as u32;
        let head = &mut self.heads[Self::hash(data, at)];
        self.before[here as usize % WINDOW] = std::mem::replace(head, here);
    }

    /// Gives each match at a place that is longer than `longer` and all before to `found`, and puts the place in. At most
    /// `depth` places are looked at, and none after a match of `nice` bytes.
    #[inline(always)]
    pub(super) fn search(
        &mut self,
        data: &[u8],
        at: usize,
        (mut longer, depth, nice): (usize, u32, usize),
        mut found: impl FnMut(Match),
    ) {
        let here = self.base + at as u32;
        let most = LONGEST_MATCH.min(data.len() - at);
        let head = &mut self.heads[Self::hash(data, at)];
        let mut there = std::mem::replace(head, here);
        self.before[here as usize % WINDOW] = there;
        let word = load(data, at) as u32;
        for _ in 0..depth {
            let distance = here.wrapping_sub(there) as usize;
            if distance > WINDOW.min(at) || longer >= most {
                return;
            }
            let candidate = at - distance;
            // What is longer has the next byte right.
            if data[candidate + longer] == data[at + longer] && load(data, candidate) as u32 == word {
                let length = same(data, candidate + LEAST, at + LEAST) + LEAST;
                let length = length.min(most);
                if length > longer {
                    found((length, distance));
                    longer = length;
                    if length >= nice {
                        return;
                    }
                }
            }
            there = self.before[there as usize % WINDOW];
        }
    }
}

#[cfg(test)]
impl Chains {
    /// Goes on from a position far on.
    pub(super) fn wind(&mut self, base: u32) {
        self.base = base;
    }
}
