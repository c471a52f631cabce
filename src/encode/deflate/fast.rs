//! The quick search for matches: one look at where the same bytes stood last.

use super::block::{Sequence, push_match};
use super::symbols::{LONGEST_MATCH, WINDOW};

/// Bits of a hash.
const BITS: u32 = 14;

/// Matches of less bytes may make way for a better one.
const SHORT: usize = 32;

/// Distances up to it have symbols without more bits.
const NEAR: usize = 4;

/// Where bytes stood last.
#[derive(Debug)]
pub(super) struct Fast {
    table: Vec<u32>,
    /// Positions of the data at hand begin here: those of data before are out of reach.
    base: u32,
}

impl Default for Fast {
    fn default() -> Self {
        Self { table: vec![0; 1 << BITS], base: 1 }
    }
}

#[inline(always)]
pub(super) fn load(data: &[u8], at: usize) -> u64 {
    match data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => 0,
    }
}

#[inline(always)]
fn hash(word: u64, beyond: u32) -> usize {
    ((word << beyond).wrapping_mul(0x9e37_79b1_85eb_ca87) >> (64 - BITS)) as usize
}

impl Fast {
    /// Adds the sequences that stand for `data`, with matches of `least` bytes, 4 to 8, or more.
    pub(super) fn find(&mut self, data: &[u8], least: usize, sequences: &mut Vec<Sequence>) {
        if self.base.checked_add(data.len() as u32).is_none() {
            self.table.fill(0);
            self.base = 1;
        }
        let base = self.base;
        self.base += data.len() as u32;
        let Ok(table): Result<&mut [u32; 1 << BITS], _> = self.table.as_mut_slice().try_into() else { return };
        // Bits of a word behind the shortest match.
        let beyond = 64 - 8 * least as u32;
        let (mut at, mut from) = (0, 0);
        // Words are read whole.
        let end = data.len().saturating_sub(8);
        while at < end {
            let word = load(data, at);
            let entry = &mut table[hash(word, beyond)];
            let here = base + at as u32;
            let distance = here.wrapping_sub(std::mem::replace(entry, here)) as usize;
            // What stands before the data is further away than its beginning.
            let other = if distance <= at.min(WINDOW) { load(data, at - distance) ^ word } else { 1 };
            if other << beyond != 0 {
                // The longer nothing is found, the less is looked for.
                at += 1 + ((at - from) >> 5);
                continue;
            }
            let mut distance = distance;
            let mut length = if other != 0 { (other.trailing_zeros() / 8) as usize } else { long(data, at, distance) };
            // A byte later a longer one may begin.
            while length < SHORT && at + 1 < end {
                let (word, later) = (load(data, at + 1), base + at as u32 + 1);
                let entry = &mut table[hash(word, beyond)];
                let further = later.wrapping_sub(std::mem::replace(entry, later)) as usize;
                if further > at.min(WINDOW) || further == distance || load(data, at + 1 - further) != word {
                    break;
                }
                let longer = long(data, at + 1, further);
                if longer <= length + 1 {
                    break;
                }
                (at, length, distance) = (at + 1, longer, further);
            }
            // Bytes before may be the same too.
            let mut start = at;
            while start > from && start > distance && data[start - 1] == data[start - 1 - distance] {
                start -= 1;
            }
            length += at - start;
            push_match(sequences, (start - from) as u32, length, distance);
            at = start + length;
            from = at;
            if at < end {
                let near = at - 2;
                table[hash(load(data, near), beyond)] = base + near as u32;
            }
        }
        if from < data.len() {
            sequences.push(Sequence { literals: (data.len() - from) as u32, length: 0, distance: 0 });
        }
    }
}

#[cfg(test)]
impl Fast {
    /// Goes on from a position far on.
    pub(super) fn wind(&mut self, base: u32) {
        self.base = base;
    }
}

/// How many bytes are those at a distance, of which 8 are known to be.
#[inline(always)]
fn long(data: &[u8], at: usize, distance: usize) -> usize {
    let longest = data.len().min(at + LONGEST_MATCH);
    let length = 8 + same(&data[..longest], at + 8 - distance, at + 8);
    if length < LONGEST_MATCH { length } else { length + beyond(data, at + length, distance) }
}

/// How many bytes behind a longest match are those at its distance too. Where a run begins there are none: as a match of its
/// own it takes no bits that tell how far back it lies, which for a part of what repeats from afar are told again and again.
#[inline(always)]
pub(super) fn beyond(data: &[u8], at: usize, distance: usize) -> usize {
    let word = load(data, at);
    let is_run = word == word.rotate_left(8) && load(data, at - 2) == word;
    if is_run && distance > NEAR { 0 } else { same(data, at - distance, at) }
}

/// How many bytes from `b` on are those from `a` on, `a < b`.
#[inline(always)]
pub(super) fn same(data: &[u8], a: usize, b: usize) -> usize {
    let mut length = 0;
    // Long runs are common.
    while b + length + 32 <= data.len() && data[a + length..a + length + 32] == data[b + length..b + length + 32] {
        length += 32;
    }
    while b + length + 8 <= data.len() {
        let other = load(data, a + length) ^ load(data, b + length);
        if other != 0 {
            return length + (other.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    while b + length < data.len() && data[a + length] == data[b + length] {
        length += 1;
    }
    length
}
