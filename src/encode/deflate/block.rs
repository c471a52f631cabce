//! Blocks: sequences to bits, as the shortest of the three kinds (RFC 1951, 3.2.3).

use super::bits::Bits;
use super::huffman::{LONGEST, code_lengths, codes, log2};
use super::symbols::{
    DISTANCES, END, LENGTH_SYMBOLS, LITERALS, LONGEST_MATCH, SHORTEST, distance, distance_symbol, length,
};
use crate::simd::{best, dispatch};

/// Bytes as they are, and a match behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) literals: u32,
    /// Of the match; 0 for none.
    pub(super) length: u16,
    /// How far back it lies, less 1.
    pub(super) distance: u16,
}

impl Sequence {
    /// Bytes that it stands for.
    pub(super) fn bytes(self) -> usize {
        self.literals as usize + usize::from(self.length)
    }
}

/// Adds a match of any length, 3 bytes or more, behind some literals.
#[inline(always)]
pub(super) fn push_match(sequences: &mut Vec<Sequence>, mut literals: u32, mut length: usize, distance: usize) {
    let distance = (distance - 1) as u16;
    while length > LONGEST_MATCH {
        // What is left may not be shorter than a match.
        let part = LONGEST_MATCH.min(length - SHORTEST);
        sequences.push(Sequence { literals, length: part as u16, distance });
        literals = 0;
        length -= part;
    }
    sequences.push(Sequence { literals, length: length as u16, distance });
}

/// How often each symbol occurs.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    pub(super) literals: [u32; LITERALS],
    pub(super) distances: [u32; DISTANCES],
}

impl Counts {
    pub(super) const ZERO: Self = Self { literals: [0; LITERALS], distances: [0; DISTANCES] };

    /// Counts what sequences are of, `data` being the bytes they stand for.
    pub(super) fn add(&mut self, data: &[u8], sequences: &[Sequence]) {
        // Bytes that are the same follow each other: counted in one place, each would wait for the one before.
        let mut bytes = [[0_u32; 256]; 4];
        let mut at = 0;
        for sequence in sequences {
            let literals = &data[at..at + sequence.literals as usize];
            at += sequence.bytes();
            let (fours, rest) = literals.as_chunks::<4>();
            for four in fours {
                bytes[0][usize::from(four[0])] += 1;
                bytes[1][usize::from(four[1])] += 1;
                bytes[2][usize::from(four[2])] += 1;
                bytes[3][usize::from(four[3])] += 1;
            }
            for (bytes, &byte) in bytes.iter_mut().zip(rest) {
                bytes[usize::from(byte)] += 1;
            }
            if sequence.length > 0 {
                self.literals[usize::from(LENGTH_SYMBOLS[usize::from(sequence.length) - SHORTEST])] += 1;
                self.distances[distance_symbol(sequence.distance)] += 1;
            }
        }
        for (i, count) in self.literals[..256].iter_mut().enumerate() {
            *count += bytes[0][i] + bytes[1][i] + bytes[2][i] + bytes[3][i];
        }
    }
}

impl Counts {
    /// About how many bits these symbols take with codes of their own, in 1/256: their entropy and extra bits.
    pub(super) fn cost(&self) -> u64 {
        let entropy = |counts: &[u32]| {
            let total = log2(counts.iter().sum::<u32>().max(1));
            counts.iter().filter(|&&count| count > 0).map(|&c| u64::from(c) * u64::from(total - log2(c))).sum::<u64>()
        };
        let lengths = self.literals[END + 1..].iter().enumerate().map(|(i, &count)| count * length(i).1);
        let distances = self.distances.iter().enumerate().map(|(i, &count)| count * distance(i).1);
        let extra: u32 = lengths.chain(distances).sum();
        entropy(&self.literals) + entropy(&self.distances) + 256 * u64::from(extra)
    }
}

/// Prefix codes for all symbols.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    pub(super) literal_lengths: [u8; 288],
    pub(super) distance_lengths: [u8; 32],
}

impl Codes {
    /// The codes that blocks may use without telling.
    pub(super) const FIXED: Self = {
        let mut literal_lengths = [8; 288];
        let mut i = 144;
        while i < 280 {
            literal_lengths[i] = if i < 256 { 9 } else { 7 };
            i += 1;
        }
        Self { literal_lengths, distance_lengths: [5; 32] }
    };

    /// The best codes for counts.
    pub(super) fn best(counts: &Counts) -> Self {
        let mut codes = Self { literal_lengths: [0; 288], distance_lengths: [0; 32] };
        code_lengths(&counts.literals, LONGEST, &mut codes.literal_lengths[..LITERALS]);
        code_lengths(&counts.distances, LONGEST, &mut codes.distance_lengths[..DISTANCES]);
        codes
    }

    /// Bits that symbols which occur so often take.
    fn size(&self, counts: &Counts) -> u64 {
        let mut bits = 0;
        for (symbol, (&count, &length)) in counts.literals.iter().zip(&self.literal_lengths).enumerate() {
            let extra = if symbol > END { self::length(symbol - 257).1 } else { 0 };
            bits += u64::from(count) * (u64::from(length) + u64::from(extra));
        }
        for (symbol, (&count, &length)) in counts.distances.iter().zip(&self.distance_lengths).enumerate() {
            bits += u64::from(count) * (u64::from(length) + u64::from(distance(symbol).1));
        }
        bits
    }
}

/// The codes of a block, as it tells them (RFC 1951, 3.2.7).
struct Header {
    /// How many literals and lengths, distances, and lengths of the code of lengths are told.
    literals: usize,
    distances: usize,
    told: usize,
    /// Lengths, and how often they are repeated: symbol, value of its extra bits.
    runs: [(u8, u8); 320],
    run_count: usize,
    lengths: [u8; 19],
}

/// The order in which lengths of the code of lengths are told.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Extra bits of its symbols from 16 on.
const REPEAT_BITS: [u32; 3] = [2, 3, 7];

impl Header {
    fn new(codes: &Codes) -> Self {
        let last = |lengths: &[u8]| lengths.iter().rposition(|&length| length > 0).map_or(0, |last| last + 1);
        let literals = last(&codes.literal_lengths).max(257);
        let distances = last(&codes.distance_lengths).max(1);
        let mut all = [0; 320];
        all[..literals].copy_from_slice(&codes.literal_lengths[..literals]);
        all[literals..literals + distances].copy_from_slice(&codes.distance_lengths[..distances]);
        let (mut runs, mut run_count) = ([(0, 0); 320], 0);
        let mut counts = [0; 19];
        let mut push = |symbol: u8, extra: usize| {
            runs[run_count] = (symbol, extra as u8);
            run_count += 1;
            counts[usize::from(symbol)] += 1;
        };
        let mut rest = &all[..literals + distances];
        while let [value, ..] = *rest {
            let mut run = rest.iter().take_while(|&&other| other == value).count();
            rest = &rest[run..];
            if value == 0 {
                while run >= 11 {
                    push(18, run.min(138) - 11);
                    run -= run.min(138);
                }
                if run >= 3 {
                    push(17, run - 3);
                    run = 0;
                }
            } else {
                push(value, 0);
                run -= 1;
                while run >= 3 {
                    push(16, run.min(6) - 3);
                    run -= run.min(6);
                }
            }
            (0..run).for_each(|_| push(value, 0));
        }
        let mut lengths = [0; 19];
        code_lengths(&counts, 7, &mut lengths);
        let told = ORDER.iter().rposition(|&symbol| lengths[symbol] > 0).map_or(0, |last| last + 1).max(4);
        Self { literals, distances, told, runs, run_count, lengths }
    }

    fn runs(&self) -> &[(u8, u8)] {
        &self.runs[..self.run_count]
    }

    /// Bits that it takes.
    fn size(&self) -> u64 {
        let run = |&(symbol, _): &(u8, u8)| {
            let symbol = usize::from(symbol);
            u64::from(self.lengths[symbol]) + if symbol < 16 { 0 } else { u64::from(REPEAT_BITS[symbol - 16]) }
        };
        14 + 3 * self.told as u64 + self.runs().iter().map(run).sum::<u64>()
    }

    fn write(&self, bits: &mut Bits) {
        bits.put((self.literals - 257) as u64, 5);
        bits.put((self.distances - 1) as u64, 5);
        bits.put((self.told - 4) as u64, 4);
        for &symbol in &ORDER[..self.told] {
            bits.put(u64::from(self.lengths[symbol]), 3);
        }
        let mut turned = [0; 19];
        codes(&self.lengths, &mut turned);
        for &(symbol, extra) in self.runs() {
            let symbol = usize::from(symbol);
            bits.put(u64::from(turned[symbol]), u32::from(self.lengths[symbol]));
            if symbol >= 16 {
                bits.put(u64::from(extra), REPEAT_BITS[symbol - 16]);
            }
        }
    }
}

/// Writes a block: `data` is what its sequences stand for, `counts` what they are of, without the end.
pub(super) fn write_block(bits: &mut Bits, data: &[u8], sequences: &[Sequence], counts: &mut Counts, last: bool) {
    counts.literals[END] = 1;
    let codes = Codes::best(counts);
    let header = Header::new(&codes);
    let dynamic = header.size() + codes.size(counts);
    let fixed = Codes::FIXED.size(counts);
    let last = u64::from(last);
    if stored_size(data.len(), bits.pending()) <= dynamic.min(fixed) + 3 {
        return write_stored(bits, data, last);
    }
    bits.reserve(dynamic.min(fixed) + 64);
    if fixed <= dynamic {
        bits.put(last | 1 << 1, 3);
        write_sequences(bits, data, sequences, &Codes::FIXED);
    } else {
        bits.put(last | 2 << 1, 3);
        header.write(bits);
        write_sequences(bits, data, sequences, &codes);
    }
}

/// Most bytes of a stored block.
const STORED: usize = 65_535;

/// Bits of stored blocks, from a byte with so many bits used.
fn stored_size(bytes: usize, pending: u32) -> u64 {
    let blocks = bytes.div_ceil(STORED).max(1) as u64;
    let first = u64::from((8 - (pending + 3) % 8) % 8) + 3 + 32;
    first + (blocks - 1) * 40 + 8 * bytes as u64
}

/// Writes bytes as they are.
pub(super) fn write_stored(bits: &mut Bits, mut data: &[u8], last: u64) {
    loop {
        let (now, later) = data.split_at(data.len().min(STORED));
        let is_last = if later.is_empty() { last } else { 0 };
        bits.reserve(64);
        bits.put(is_last, 3);
        bits.align();
        bits.put(now.len() as u64 | (!now.len() as u64 & 0xffff) << 16, 32);
        bits.bytes(now);
        if later.is_empty() {
            return;
        }
        data = later;
    }
}

/// A code with what stands behind it, and how many bits both are.
type Code = (u32, u32);

fn write_sequences(bits: &mut Bits, data: &[u8], sequences: &[Sequence], codes: &Codes) {
    dispatch!(best(), _simd => write_all(bits, data, sequences, codes));
}

#[inline(always)]
fn write_all(out: &mut Bits, data: &[u8], sequences: &[Sequence], codes_of: &Codes) {
    let mut turned = [0; 288];
    codes(&codes_of.literal_lengths, &mut turned);
    let mut literals: [Code; 256] = [(0, 0); 256];
    for (i, code) in literals.iter_mut().enumerate() {
        *code = (u32::from(turned[i]), u32::from(codes_of.literal_lengths[i]));
    }
    // Lengths with their extra bits: 15 and 5 at most.
    let mut lengths: [Code; 256] = [(0, 0); 256];
    for (less_3, code) in lengths.iter_mut().enumerate() {
        let symbol = usize::from(LENGTH_SYMBOLS[less_3]);
        let ((base, extra), bits) = (length(symbol - 257), u32::from(codes_of.literal_lengths[symbol]));
        *code = (u32::from(turned[symbol]) | ((less_3 - base) as u32) << bits, bits + extra);
    }
    let end = (u64::from(turned[END]), u32::from(codes_of.literal_lengths[END]));
    let mut turned = [0; 32];
    codes(&codes_of.distance_lengths, &mut turned);
    let mut distances: [(Code, Code); 32] = [((0, 0), (0, 0)); 32];
    for (symbol, code) in distances.iter_mut().enumerate().take(DISTANCES) {
        let (base, extra) = distance(symbol);
        *code = ((u32::from(turned[symbol]), u32::from(codes_of.distance_lengths[symbol])), (base as u32, extra));
    }
    // In a place of its own, so that the word at hand stays in registers.
    let mut bits = std::mem::take(out);
    let mut at = 0;
    for sequence in sequences {
        let bytes = &data[at..at + sequence.literals as usize];
        at += sequence.bytes();
        // Three codes and what is left of a byte: 52 bits.
        let (threes, rest) = bytes.as_chunks::<3>();
        for three in threes {
            for &byte in three {
                let (code, count) = literals[usize::from(byte)];
                bits.add(u64::from(code), count);
            }
            bits.flush();
        }
        for &byte in rest {
            let (code, count) = literals[usize::from(byte)];
            bits.add(u64::from(code), count);
        }
        if sequence.length == 0 {
            bits.flush();
            continue;
        }
        // Two codes of 15 bits and what is left of a byte make 37; a length is 20, more than which there may not be.
        if !rest.is_empty() {
            bits.flush();
        }
        let (code, count) = lengths[usize::from(sequence.length) - SHORTEST];
        bits.add(u64::from(code), count);
        let ((code, count), (base, extra)) = distances[distance_symbol(sequence.distance)];
        bits.add(u64::from(code), count);
        bits.add(u64::from(u32::from(sequence.distance) - base), extra);
        bits.flush();
    }
    bits.put(end.0, end.1);
    *out = bits;
}
