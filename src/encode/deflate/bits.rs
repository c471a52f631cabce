//! [`Bits`]: bits to bytes, the least significant first.

/// What was written so far: bytes, and up to seven bits that make none yet.
#[derive(Debug, Default)]
pub(super) struct Bits {
    /// Bytes; those from `at` on are room.
    out: Vec<u8>,
    at: usize,
    word: u64,
    count: u32,
}

impl Bits {
    /// Writes behind some bytes.
    pub(super) fn new(out: Vec<u8>) -> Self {
        Self { at: out.len(), out, word: 0, count: 0 }
    }

    /// Makes room for bits that are going to be written.
    pub(super) fn reserve(&mut self, bits: u64) {
        // Whole words are written, of which the rest is written over.
        let needed = self.at + (bits / 8) as usize + 16;
        if self.out.len() < needed {
            self.out.resize(needed, 0);
        }
    }

    /// Adds `count` bits to the word at hand: 64 of them at most since the last [`flush`](Self::flush), with what it left.
    #[inline(always)]
    pub(super) fn add(&mut self, value: u64, count: u32) {
        debug_assert!(value >> count == 0 && self.count + count < 64);
        self.word |= value << self.count;
        self.count += count;
    }

    /// Writes the whole bytes of the word at hand: seven bits at most are left.
    #[inline(always)]
    pub(super) fn flush(&mut self) {
        self.out[self.at..self.at + 8].copy_from_slice(&self.word.to_le_bytes());
        let bytes = self.count / 8;
        self.at += bytes as usize;
        self.word >>= 8 * bytes;
        self.count &= 7;
    }

    /// Adds bits and flushes.
    pub(super) fn put(&mut self, value: u64, count: u32) {
        self.add(value, count);
        self.flush();
    }

    /// Zeros up to the next byte.
    pub(super) fn align(&mut self) {
        self.reserve(8);
        self.put(0, (8 - self.count % 8) % 8);
    }

    /// Bytes as they are, at a byte's border.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        debug_assert_eq!(self.count, 0);
        self.out.truncate(self.at);
        self.out.extend_from_slice(bytes);
        self.at = self.out.len();
        self.reserve(0);
    }

    /// Bits since the last byte's border.
    pub(super) fn pending(&self) -> u32 {
        self.count
    }

    /// What was written, at a byte's border.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        debug_assert_eq!(self.count, 0);
        self.out.truncate(self.at);
        self.out
    }
}
