//! [`Packed`]: a glyph's key in 32 bytes, its hash among them.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::glyph::{GlyphKey, HintMode};

/// A key and its hash, made once for a look-up and used for the near cache, the shard and the table in it.
#[derive(Clone, Copy)]
pub(crate) struct Hashed {
    pub(super) packed: Packed,
    pub(super) hash: u64,
}

/// All that a [`GlyphKey`] says, in words, and a part of their hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    words: [u32; 7],
    hash: u32,
}

impl Hashed {
    /// `None` for a key that has no room in it, as no font has so many glyphs: its glyph is not cached.
    #[inline]
    pub(crate) fn new(key: &GlyphKey) -> Option<Self> {
        let hint = match key.hint {
            HintMode::None => 0,
            HintMode::Vertical => 1,
            HintMode::VerticalAuto => 2,
        };
        let size = u16::try_from(key.size).ok()?;
        if key.glyph >= 1 << 24 {
            return None;
        }
        // A variation has no words of its own: it is mixed into the file's hash, and a sum of it stands in a word beside. The
        // variations of one file differ in the former, and of two files the upper half of the hash differs.
        let (file, variation) = (key.font.file, key.variation);
        let sum = (variation ^ variation >> 16 ^ variation >> 32 ^ variation >> 48) as u16;
        let words = [
            file as u32 ^ variation as u32,
            (file >> 32) as u32 ^ (variation >> 32) as u32,
            (file >> 64) as u32,
            (file >> 96) as u32,
            key.font.index,
            key.glyph << 8
                | u32::from(key.bin & 3)
                | hint << 2
                | u32::from(key.slanted) << 4
                | u32::from(key.emboldened) << 5,
            u32::from(sum) << 16 | u32::from(size),
        ];
        // The seed is fixed, so that what is evicted is the same in every run of the same calls.
        let mut hasher = FixedState::default().build_hasher();
        hasher.write_u64(u64::from(words[0]) << 32 | u64::from(words[1]));
        hasher.write_u64(u64::from(words[2]) << 32 | u64::from(words[3]));
        hasher.write_u64(u64::from(words[5]) << 32 | u64::from(words[6]));
        hasher.write_u32(words[4]);
        let hash = hasher.finish();
        Some(Self { packed: Packed { words, hash: hash as u32 }, hash })
    }

    /// What it is compared by.
    #[cfg(test)]
    pub(crate) fn packed_words(&self) -> [u32; 7] {
        self.packed.words
    }

    /// Which of up to 256 shards, by other bits than those that the table in it uses.
    #[inline]
    pub(super) fn shard(&self, mask: usize) -> usize {
        (self.hash >> 56) as usize & mask
    }
}

impl Packed {
    /// The part of the hash that it brings along, spread over 64 bits in another way than for tables.
    pub(super) fn mixed(&self) -> u64 {
        let hash = u64::from(self.hash).wrapping_mul(0xd134_2543_de82_ef95);
        hash ^ hash >> 29
    }
}

impl Hash for Packed {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.hash);
    }
}

/// Spreads the part of a hash that a [`Packed`] brings over 64 bits.
#[derive(Clone, Copy, Default)]
pub(super) struct Ready(u64);

impl Hasher for Ready {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    #[inline]
    fn write_u32(&mut self, hash: u32) {
        self.0 = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only packed keys come here; anything else is still hashed, if badly.
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
}
