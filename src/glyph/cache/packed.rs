//! [`Packed`]: a glyph's key in 32 bytes, its hash among them.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use crate::glyph::{GlyphKey, HintMode};

/// A key and its hash, made once for a look-up and used for the near cache, the shard and the table in it.
#[derive(Clone, Copy)]
pub(crate) struct Hashed {
    pub(super) packed: Packed,
    pub(super) hash: u64,
}

/// All that a [`GlyphKey`] says, in words, and a part of their hash in the upper half of the last one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Packed {
    words: [u64; 4],
}

impl PartialEq for Packed {
    /// The word that is another one if any is, comes first.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (&self.words, &other.words);
        d == h && (a ^ e) | (b ^ f) | (c ^ g) == 0
    }
}

impl Eq for Packed {}

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
        let marks = u32::from(key.bin & 3) | hint << 2 | u32::from(key.slanted) << 4 | u32::from(key.emboldened) << 5;
        let words = [
            file as u64 ^ variation,
            (file >> 64) as u64,
            u64::from(key.font.index) << 32 | u64::from(key.glyph << 8 | marks),
            u64::from(sum) << 16 | u64::from(size),
        ];
        // The seed is fixed, so that what is evicted is the same in every run of the same calls.
        let mut hasher = FixedState::default().build_hasher();
        words.into_iter().for_each(|word| hasher.write_u64(word));
        let hash = hasher.finish();
        let [a, b, c, d] = words;
        Some(Self { packed: Packed { words: [a, b, c, d | hash << 32] }, hash })
    }

    /// What it is compared by.
    #[cfg(test)]
    pub(crate) fn packed_words(&self) -> [u64; 4] {
        self.packed.words
    }

    /// Which of up to 256 shards, by other bits than those that the table in it uses.
    #[inline]
    pub(super) fn shard(&self, mask: usize) -> usize {
        (self.hash >> 56) as usize & mask
    }
}

impl Packed {
    /// The part of the hash that it brings along, spread over 64 bits: the table of a shard and its sketch use the upper half.
    #[inline]
    pub(super) fn mixed(&self) -> u64 {
        let hash = (self.words[3] >> 32).wrapping_mul(0xd134_2543_de82_ef95);
        hash ^ hash >> 29
    }
}
